"""Acts after which it is somebody else's turn, with the mail that says so. The page before each shows the same mail."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dialogue import access
from dialogue.actions import acts, departures, turns
from dialogue.db import db
from dialogue.domain import minutes as minutes_register
from dialogue.domain import notices, people
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import ApprovedText, approved_kinds
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement, EngagementState
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import WAIT, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext
from dialogue.notifications import recipients, tellings
from dialogue.rendering.word.labels import numbered, symbol_of

LATEST = dt.timedelta(days=90)  # a worker that was away so long tells no more what came out meanwhile
# What a co-host is told of its engagement's steps.
OF_STEPS = {
    EngagementState.ACTIVE: NoticeKind.COHOST_OPEN,
    EngagementState.HANDOVER: NoticeKind.COHOST_HANDOVER,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What would go out with an act, and who concerned by it has no account yet."""

    drafts: list[Draft]
    cannot: list[Person]


def begin_agenda(session: Session, take_over: list[AgendaItem], *, by: Person, at: dt.datetime) -> Agenda:
    """Begin the agenda; whoever may ask for items is told that the call is open."""
    agenda = acts.begin_agenda(session, take_over, by=by, at=at)
    db.flush()
    key, facts = f"agenda:{agenda.id}:call", session.digest  # until when, follows from the date
    _tell(NoticeKind.CALL, session, call(session, by, at), key, by=by, at=at, facts=facts)
    return agenda


def call(session: Session, by: Person, at: dt.datetime) -> Telling:
    to = tellings.concerned(NoticeKind.CALL, session, session, at)
    return Telling(tellings.call(session, to, by=by), tellings.without_account(to))


def close_comments(minutes: Minutes, *, seen: dt.datetime | None, by: Person, at: dt.datetime) -> bool:
    """As `minutes.close`; whoever could comment is told that the period is closed."""
    if not minutes_register.close(minutes, seen=seen, by=by, at=at):
        return False
    key = f"minutes:{minutes.id}:comments:closed"
    _tell(NoticeKind.COMMENTS_CLOSED, minutes, closing(minutes, by, at), key, by=by, at=at)
    return True


def closing(minutes: Minutes, by: Person, at: dt.datetime) -> Telling:
    kind = NoticeKind.COMMENTS_CLOSED
    to = tellings.concerned(kind, minutes, minutes.session, at)
    return _of(kind, minutes.session, to, by, paper=_sent(minutes))


def signed_off(text: Any, path: str, *, by: Person, at: dt.datetime) -> None:
    """To be called after a sign-off. Of a final draft the co-chairs are asked for their approval; where it was out for
    comments, whoever could comment is told that they are answered. `path`: where the text is approved."""
    if not (isinstance(text, ApprovedText) and text.is_final):
        return
    _asked(text, path, by=by, at=at)


def _asked(text: Any, path: str, *, by: Person, at: dt.datetime) -> None:
    db.flush()
    key, asked = _key(text), asking(text, path, by, at)
    _tell(NoticeKind.APPROVAL, text.session, asked, f"{key}:approval", by=by, at=at)
    if isinstance(text, Minutes) and text.circulated_at is not None:
        kind = NoticeKind.COMMENTS_ANSWERED
        chairs = {one.recipient for one in asked.drafts}
        others = [one for one in tellings.concerned(kind, text, text.session, at) if one not in chairs]
        told = _of(kind, text.session, others, by, paper=_sent(text))
        _tell(kind, text, told, f"{key}:answered", by=by, at=at)


def asking(text: Any, path: str, by: Person, at: dt.datetime) -> Telling:
    """That both co-chairs are asked for their approval."""
    kind, session = NoticeKind.APPROVAL, text.session
    to = tellings.concerned(kind, session, session, at)
    return _of(kind, session, to, by, path=path, about=_name(text), paper=_sent(text, anew=not text.is_final))


def approved(text: Any, path: str, *, by: Person, at: dt.datetime) -> None:
    """To be called after the approval of both co-chairs."""
    db.flush()
    if not text.goes_out_at_once(Level.DELEGATIONS):
        told = _approving(text, path, by, at)
        _tell(NoticeKind.APPROVED, text.session, told, f"{_key(text)}:approved", by=by, at=at)
    for level in _at_once(text):
        released(text, level, by=by, at=at)


def approving(text: Any, path: str, by: Person, at: dt.datetime) -> Telling:
    """What goes out with the second approval: to both secretaries, and of what is out by that, to its readers."""
    made = [] if text.goes_out_at_once(Level.DELEGATIONS) else [_approving(text, path, by, at)]
    made += [releasing(text, level, by, at) for level in _at_once(text)]
    return Telling([one for each in made for one in each.drafts], [one for each in made for one in each.cannot])


def _approving(text: Any, path: str, by: Person, at: dt.datetime) -> Telling:
    kind, session = NoticeKind.APPROVED, text.session
    to = tellings.concerned(kind, session, session, at)
    return _of(kind, session, to, by, path=path, about=_name(text), paper=_sent(text))


def _at_once(text: Any) -> list[Level]:
    return [level for level in text.KIND.levels if text.goes_out_at_once(level)]


def released(text: Any, level: Level, *, by: Person | None, at: dt.datetime) -> None:
    """To be called when an edition is out: its readers are told."""
    db.flush()
    kind = access.RIGHTS[type(text)].out
    if kind is not None:
        _tell(kind, text, releasing(text, level, by, at), _key_of_release(text, level), by=by, at=at)


def releasing(text: Any, level: Level, by: Person | None, at: dt.datetime) -> Telling:
    """Whoever holds that edition of it and no fuller one. What is under embargo is told to nobody before its end."""
    kind = access.RIGHTS[type(text)].out
    if kind is None or (level is Level.PUBLIC and text.is_held_back(at)):
        return Telling([], [])
    readers = access.edition_readers(text.session, level, text.KIND.levels, at)
    named = {"place": text.KIND.name, "label": text.label, "number": text.label.rpartition(" ")[2]}
    named["paper"] = _paper(text, level)
    return _of(kind, text.session, readers, by, level=level, about=_name(text), **named)


def out_by_itself(at: dt.datetime) -> list[tuple[Any, Level]]:
    """What came out with no person's act, and its readers still have to be told: editions whose embargo is over,
    corrigenda on which silence was kept."""
    kinds = [noun.came_out(at - LATEST, at) for noun in approved_kinds().values()]
    texts = [one for found in kinds if found is not None for one in db.scalars(found) if not one.in_question]
    out = [(one, level) for one in texts for level in one.KIND.levels if one.came_out_by_itself(level)]
    keys = {_key_of_release(*one): one for one in out}
    told = set(db.scalars(notices.keys_of(list(keys)))) if keys else set()
    return [one for key, one in keys.items() if key not in told and releasing(*one, None, at).drafts]


def tell_what_came_out(session_id: int, at: dt.datetime) -> None:
    """The worker's one step for a session, in a transaction of its own."""
    turns.take(session_id)
    for text, level in out_by_itself(at):
        if text.session_id == session_id:
            released(text, level, by=None, at=at)


def _key_of_release(text: Any, level: Level) -> str:
    return f"{_key(text)}:released:{level.value}"


def _key(text: Any) -> str:
    """The same text may be taken up again, and agreed to anew, by words that are added."""
    return f"{text.KIND.name}:{text.id}:{text.text_hash}:{len(text.agreement.assents)}"


def _paper(text: Any, level: Level) -> str:
    """By which reference its readers cite the edition: that of the paper which they take away."""
    kept = None if text.goes_out_at_once(level) else text.kept_edition(level)
    return text.paper if kept is None else symbol_of(kept.sheet)


def _sent(text: Any, *, anew: bool = False) -> str:
    """By which reference its readers cite what lies before them: of minutes the revision that they were sent, or
    (`anew`) the one that is about to be sent."""
    return numbered(text.paper, text.rev + anew) if isinstance(text, Minutes) else str(text.paper)


def _name(text: Any) -> str:
    """What it is, as a line of home names it."""
    return " ".join(filter(None, [gettext(text.KIND.word), text.label]))


def take_step(engagement: Engagement, verb: Callable[..., None], *, by: Person, at: dt.datetime) -> int:
    """As `departures.take_step`; the organisation's people are told what begins for them."""
    called_back = departures.take_step(engagement, verb, by=by, at=at)
    if engagement.state in OF_STEPS:
        key = f"engagement:{engagement.id}:{engagement.state.name}:{engagement.version}"
        _tell(OF_STEPS[engagement.state], engagement, of_step(engagement, engagement.state, by), key, by=by, at=at)
    return called_back


def of_step(engagement: Engagement, to: EngagementState, by: Person) -> Telling:
    """What is told when the engagement becomes that, to its people and to both secretaries; of most steps nothing."""
    if to not in OF_STEPS:
        return Telling([], [])
    theirs = db.scalars(people.of_organisations([engagement.organisation.id]))
    concerned = [one for one in (*theirs, *db.scalars(people.secretaries())) if one.active]
    return _of(OF_STEPS[to], engagement.session, concerned, by, about=engagement.organisation.short_name)


def _of(kind: NoticeKind, session: Session, to: list[Person], by: Person | None, **said: Any) -> Telling:
    return Telling(tellings.drafts(kind, session, to, by=by, **said), tellings.without_account(to))


def _tell(
    kind: NoticeKind, about: Any, told: Telling, key: str, *, by: Person | None, at: dt.datetime, facts: str = ""
) -> None:
    wait = WAIT if by is not None else dt.timedelta(0)
    recipients.tell(kind, told.drafts, key=key, by=by, at=at, about=about, wait=wait, facts=facts)
