"""The period for comments: opened by a circulation, closed at its deadline; then every comment gets its answer."""

import datetime as dt
from dataclasses import dataclass

from dialogue.domain.base import Refused
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import MinutesSheet, fingerprint
from dialogue.domain.minutes.comments import Comment, CommentKind, Disposition, Reply
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.paragraphs import Paragraph
from dialogue.domain.minutes.states import State
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.working_days import WorkingDays

USUAL = 10  # working days of both capitals, not counting the day of circulation (practice §0.10)


def usual_deadline(at: dt.datetime, days: WorkingDays) -> dt.datetime:
    """What the form proposes, as a wall clock: the end of the afternoon of the tenth working day."""
    day = days.after(at.astimezone(ZONE).date(), USUAL)
    return dt.datetime.combine(day, dt.time(17))


def circulate(minutes: Minutes, sheet: MinutesSheet, until: dt.datetime, *, by: Person, at: dt.datetime) -> None:
    """Circulate the joint draft for comments, as REV 1, until that instant. `sheet` is the text as it stands now."""
    if not minutes.is_joint_draft:
        raise Refused("There is no joint draft to circulate for comments.")
    if fingerprint(sheet) != minutes.text_hash:
        raise Refused(
            "The heading or the list of participants has changed since both secretaries signed off this text. "
            "Please reopen it, and sign it off again."
        )
    if until <= at:
        raise Refused("The period for comments ends later than it begins.")
    minutes.circulated_at, minutes.comments_until = at, until
    minutes._become(State.COMMENTS, by=by, at=at)
    minutes.keep_revision(sheet, at=at)


def kinds_for(seat: Participant | None) -> tuple[CommentKind, ...]:
    """What may be said from this seat: a delegation that was present asks for changes, everybody else leaves notes."""
    return tuple(CommentKind) if seat is not None and seat.delegation.attended else (CommentKind.NOTE,)


def comment(
    minutes: Minutes,
    paragraph: Paragraph,
    kind: CommentKind,
    text: str,
    seat: Participant | None,
    *,
    by: Person,
    at: dt.datetime,
    arrived: dt.datetime | None = None,
) -> Comment:
    """Comment on a paragraph while the period runs. `seat`: the writer's own in this session, where there is one.
    `arrived`: when the same words came first, if they were kept then and are sent again."""
    _must_be_open(minutes, by.organisation, at, arrived)
    _must_be_allowed(kind, seat)
    if not text.strip():
        raise Refused("A comment needs its words.")
    number = next((n for n, one in enumerate(minutes.paragraphs(), 1) if one is paragraph), None)
    if number is None:
        raise Refused("This paragraph belongs to other minutes.")
    made = Comment(
        party=by.organisation,
        writer=by,
        paragraph=paragraph,
        number=1 + max((c.number for c in minutes.comments if c.party.id == by.organisation.id), default=0),
        paragraph_number=number,
        kind=kind,
        text=text,
        written_at=arrived or at,
    )
    minutes.comments.append(made)
    made.did("comment", by=by, at=at)
    return made


def reply(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """A Party says that it has no further comments; it makes and changes none after that."""
    _must_be_open(minutes, by.organisation, at)
    minutes.replies.append(Reply(party=by.organisation, given_by=by, given_at=at))
    minutes.did("no further comments", by=by, at=at)


def may_close(minutes: Minutes, at: dt.datetime) -> bool:
    """Whether the period is over, or both sides are done before it is."""
    over = not minutes.takes_comments(at) or len({r.party.id for r in minutes.replies}) == 2
    return minutes.is_in_comments and over


def close(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Close the period: both sides read all comments, and the secretaries consolidate the text."""
    if not minutes.is_in_comments:
        raise Refused("There is no period for comments to close.")
    if not may_close(minutes, at):
        raise Refused(
            "The period for comments runs until its deadline, unless both sides have said that they have no further "
            "comments."
        )
    minutes.comments_closed_at = at
    minutes._become(State.CONSOLIDATION, by=by, at=at)
    minutes._withdraw_sign_offs()


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
        _must_be_open(self.minutes, by.organisation, at, arrived)
        _must_be_allowed(kind, seat)
        self.comment.reword(kind, text, base=base, by=by, at=at)

    def withdraw(self, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Take it back while the period runs."""
        _must_be_open(self.minutes, by.organisation, at)
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


def _must_be_open(minutes: Minutes, party: Organisation, at: dt.datetime, arrived: dt.datetime | None = None) -> None:
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


def _must_be_allowed(kind: CommentKind, seat: Participant | None) -> None:
    if kind not in kinds_for(seat):
        raise Refused("Only a delegation that was present asks for changes. You may leave a note.")
