"""The period for comments: opened by a circulation, closed at its deadline; then every comment gets its answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.domain.agreed import Word
from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import MinutesSheet, fingerprint
from dialogue.domain.minutes.comments import WITHOUT_PARAGRAPH, Comment, CommentKind, Disposition, Reply
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.paragraphs import MinutesItem, Paragraph
from dialogue.domain.minutes.periods import SHORT_BY_NOW, TOO_SHORT, Terms, is_short, say
from dialogue.domain.minutes.states import MinutesState
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.working_days import WorkingDays


def circulate(
    minutes: Minutes,
    sheet: MinutesSheet,
    until: dt.datetime,
    days: WorkingDays,
    *,
    note: str = "",
    seen: str | None = None,
    consents: str = "",
    by: Person,
    at: dt.datetime,
) -> bool:
    """One secretary's word that the joint draft is circulated for comments until that instant; with both it is, as REV
    1. `sheet` is the text as it stands now, `seen` the hash of what was on the page, `note` says why a short period
    will do, `consents` is as of `say`. Returns whether it is circulated."""
    must_be_circulable(minutes, sheet)
    if seen not in (None, minutes.text_hash):
        raise Stale("The text has changed since you opened the page.")
    if until <= at:
        raise Refused("The period for comments ends later than it begins.")
    short = is_short(until, at, days)
    terms = Terms(Word.OPENING, minutes.text_hash, until=until, short=short)
    if short and not note.strip():
        longer = fingerprint(replace(terms, short=False))
        raise Refused(SHORT_BY_NOW if consents == longer else TOO_SHORT)
    if not say(minutes, terms, note, consents=consents, by=by, at=at):
        return False
    minutes.circulated_at, minutes.comments_until = at, until
    minutes._become(MinutesState.COMMENTS, by=by, at=at)
    minutes.send(sheet, at=at)
    return True


def must_be_circulable(minutes: Minutes, sheet: MinutesSheet) -> None:
    """Refuse what is no joint draft, or reads otherwise by now than both signed it off."""
    if not minutes.is_joint_draft:
        raise Refused("There is no joint draft to circulate for comments.")
    minutes.must_be_as_both_signed(sheet)


def extend(
    minutes: Minutes,
    until: dt.datetime,
    *,
    note: str = "",
    seen: dt.datetime | None = None,
    consents: str = "",
    by: Person,
    at: dt.datetime,
) -> bool:
    """One secretary's word for a later end; with both it is the end. Who had said that it has no further comments may
    comment again. `seen`: the end that was on the page. Returns whether it is extended."""
    must_be_extensible(minutes, at)
    was = minutes.comments_until
    if seen not in (None, was):
        raise Stale("The end of the period has changed since you opened the page.")
    if was is None or until <= was:
        raise Refused("An extension ends later than the period does now.")
    terms = Terms(Word.EXTENSION, minutes.text_hash, was, until)
    if not say(minutes, terms, note, consents=consents, by=by, at=at):
        return False
    minutes.comments_until = until
    minutes.replies.clear()
    minutes.did("extend comments", by=by, at=at)
    return True


def must_be_extensible(minutes: Minutes, at: dt.datetime) -> None:
    if not minutes.is_in_comments:
        raise Refused("There is no period for comments to extend.")
    if not minutes.takes_comments(at):
        raise Refused("The period for comments is over. It is extended before its end.")


def kinds_for(seat: Participant | None, *, bare: bool = False) -> tuple[CommentKind, ...]:
    """What may be said from this seat: a delegation asks for changes unless it is recorded as away; others leave
    notes. On an item of which nothing was recorded, a `bare` one, there is nothing to correct or to delete."""
    kinds = (CommentKind.NOTE,) if seat is None or seat.delegation.was_away else tuple(CommentKind)
    return tuple(kind for kind in kinds if kind in WITHOUT_PARAGRAPH) if bare else kinds


def comment(
    minutes: Minutes,
    on: Paragraph | MinutesItem,
    kind: CommentKind,
    text: str,
    seat: Participant | None,
    *,
    by: Person,
    at: dt.datetime,
    arrived: dt.datetime | None = None,
) -> Comment:
    """Comment on a paragraph while the period runs, or on an item that has none: what should stand there. `seat`: the
    writer's own in this session, where there is one. `arrived`: when the same words came first, if they were kept then
    and are sent again."""
    must_be_open(minutes, by.organisation, at, arrived)
    _must_be_allowed(kind, seat)
    if not text.strip():
        raise Refused("A comment needs its words.")
    paragraph, item = (on, None) if isinstance(on, Paragraph) else (None, on)
    made = Comment(
        party=by.organisation,
        writer=by,
        paragraph=paragraph,
        item=item,
        number=1 + max((c.number for c in minutes.comments if c.party.id == by.organisation.id), default=0),
        paragraph_number=_number(minutes, paragraph) if paragraph else _no_number(minutes, item, kind),
        kind=kind,
        text=text,
        written_at=arrived or at,
    )
    minutes.comments.append(made)
    made.did("comment", by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class Wanted:
    """A comment that is to be made: on what, and what it says."""

    on: Paragraph | MinutesItem
    kind: CommentKind
    text: str


def comment_all(
    minutes: Minutes,
    wanted: Iterable[Wanted],
    seat: Participant | None,
    *,
    by: Person,
    at: dt.datetime,
    arrived: dt.datetime | None = None,
) -> list[Comment]:
    """Make several comments in one act, each as `comment` does; the first that is refused refuses them all."""
    must_be_open(minutes, by.organisation, at, arrived)
    return [comment(minutes, one.on, one.kind, one.text, seat, by=by, at=at, arrived=arrived) for one in wanted]


def reply(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """A Party says that it has no further comments; it makes and changes none after that."""
    must_be_open(minutes, by.organisation, at)
    minutes.replies.append(Reply(party=by.organisation, given_by=by, given_at=at))
    minutes.did("no further comments", by=by, at=at)


def must_be_closable(minutes: Minutes, at: dt.datetime) -> None:
    """Refuse to close what does not run, or runs while a side has not said that it is done."""
    if not minutes.is_in_comments:
        raise Refused("There is no period for comments to close.")
    if minutes.takes_comments(at) and len({r.party.id for r in minutes.replies}) < 2:
        raise Refused(
            "The period for comments runs until its deadline, unless both sides have said that they have no further "
            "comments."
        )


def close(minutes: Minutes, *, seen: dt.datetime | None = None, by: Person, at: dt.datetime) -> bool:
    """Close the period: both sides read all comments, and the secretaries consolidate the text. After its end one
    secretary does it; before, when both sides are done, it takes the word of both. `seen`: the end that was on the
    page. Returns whether it is closed."""
    must_be_closable(minutes, at)
    if seen not in (None, minutes.comments_until):
        raise Stale("The end of the period has changed since you opened the page.")
    if minutes.takes_comments(at):
        terms = Terms(Word.EARLY_CLOSE, minutes.text_hash, minutes.comments_until)
        if not say(minutes, terms, "", consents="", by=by, at=at):
            return False
    minutes.comments_closed_at = at
    minutes._take_up_again(MinutesState.CONSOLIDATION, by=by, at=at)
    return True


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment together with the minutes that it is on."""

    minutes: Minutes
    comment: Comment

    @property
    def session(self) -> Session:
        return self.minutes.session

    def is_readable(self, party: Organisation, at: dt.datetime) -> bool:
        """A side reads its own; when the period is over the other side's too, but for what was withdrawn."""
        own = self.comment.party.id == party.id
        return own or (self.minutes.shares_comments(at) and not self.comment.is_withdrawn)

    def reword(
        self,
        kind: CommentKind,
        text: str,
        seat: Participant | None,
        *,
        base: int | None,
        by: Person,
        at: dt.datetime,
        arrived: dt.datetime | None = None,
    ) -> None:
        """Say it otherwise while the period runs; `arrived` as of a comment."""
        must_be_open(self.minutes, by.organisation, at, arrived)
        _must_be_allowed(kind, seat)
        must_fit(self.comment.item, kind)
        self.comment.reword(kind, text, base=base, by=by, at=at)

    def withdraw(self, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Take it back while the period runs."""
        must_be_open(self.minutes, by.organisation, at)
        self.comment.withdraw(base=base, by=by, at=at)

    def dispose(self, disposition: Disposition, answer: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Answer it, or answer it otherwise, while the text is consolidated."""
        if not self.minutes.is_in_consolidation:
            raise Refused("Comments are answered while the text is being consolidated.")
        self.comment.dispose(disposition, answer, base=base, by=by, at=at)


def remarks(minutes: Minutes, party: Organisation, at: dt.datetime) -> list[Remark]:
    """What the side reads at that instant, in the order of the paragraphs."""
    found = (Remark(minutes, one) for one in minutes.comments)
    return [one for one in found if one.is_readable(party, at)]


def must_be_open(minutes: Minutes, party: Organisation, at: dt.datetime, arrived: dt.datetime | None = None) -> None:
    """What came in time and is sent again later is in time for as long as the text still waits for comments."""
    if minutes.circulated_at is None:
        raise Refused("These minutes have not been circulated for comments.")
    if arrived is not None and minutes.takes_comments(arrived) and not minutes.is_in_comments:
        raise Refused(
            "Your words arrived in time, and were not sent again before the period was closed: the secretaries answer "
            "the comments already. Please give your words to the secretary of your side."
        )
    if not minutes.takes_comments(arrived or at):
        raise Refused("The period for comments is over.")
    if minutes.has_replied(party):
        raise Refused("Your side has said that it has no further comments.")


def must_fit(item: MinutesItem | None, kind: CommentKind) -> None:
    """Refuse what cannot be asked for where nothing was recorded."""
    if item is not None and kind not in WITHOUT_PARAGRAPH:
        raise Refused("Nothing stands under this item that could be corrected or deleted.")


def _must_be_allowed(kind: CommentKind, seat: Participant | None) -> None:
    if kind not in kinds_for(seat):
        raise Refused("Only a delegation that was present asks for changes. You may leave a note.")


def _number(minutes: Minutes, paragraph: Paragraph) -> int:
    number = next((n for n, one in enumerate(minutes.paragraphs(), 1) if one is paragraph), None)
    if number is None:
        raise Refused("This paragraph belongs to other minutes.")
    return number


def _no_number(minutes: Minutes, item: MinutesItem | None, kind: CommentKind) -> int:
    """0: a comment on an item has no paragraph. Refused where there is one to comment on."""
    if item is None or item not in minutes.items:
        raise Refused("This item belongs to other minutes.")
    if item.paragraphs:
        raise Refused("Please comment on the paragraph that you mean.")
    must_fit(item, kind)
    return 0
