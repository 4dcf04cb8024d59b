"""What waits for one reader, and what is late in the register: asked in a handful of statements of columns, each made
once, because every morning begins here and making a statement costs more than asking it."""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import agenda, decisions, engagements, followups, minutes, sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.delegations import State as SeatState
from dialogue.domain.engagements import Consent, Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Corrigendum, Minutes, MinutesEdition, ReleaseConsent, Signatory
from dialogue.domain.minutes import awaiting as of_minutes
from dialogue.domain.notices import Notice
from dialogue.domain.notices import State as NoticeState
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import CLOSING, SPEAKS, Circulation, Entry, EntryKind, Objection, latest_service
from dialogue.domain.silence import Delivery as CirculationDelivery
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import State as RoundState
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.working_days import Recorded

MOST = 10  # follow-ups of one kind that are listed; the register, one link away, has them all
FORTNIGHT = dt.timedelta(days=14)


class Wait(enum.StrEnum):
    """What is asked of the reader; the word is shown."""

    AGENDA_SIGN_OFF = "Sign off the agenda"
    AGENDA_REQUEST = "Answer a request for an item"
    ACCREDITATION = "Accredit a nomination"
    CONSENT = "Consent to a co-host"
    MINUTES_SIGN_OFF = "Sign off the minutes"
    MINUTES_REWORK = "Work on minutes that were not approved"
    MINUTES_APPROVAL = "Approve the minutes"
    MINUTES_COMMENT = "Comment on the minutes"
    MINUTES_SIGN = "Sign the minutes"
    COMMENTS_CLOSE = "Close the period for comments"
    COMMENTS_ANSWER = "Answer the comments on the minutes"
    CORRIGENDUM_SIGN_OFF = "Sign off a corrigendum"
    CORRIGENDUM_REWORK = "Work on a corrigendum that was not approved"
    CORRIGENDUM_APPROVAL = "Approve a corrigendum"
    DECISION_SIGN_OFF = "Sign off the draft of a decision"
    DECISION_REWORK = "Work on a decision that was not adopted"
    RELEASE = "Consent to a release"
    RELEASE_FIRST = "Release the minutes, edition by edition"
    ROUND_METHOD = "Consent to silence as the method"
    ROUND_ISSUE = "Issue a round"
    ROUND_SERVE = "Serve the paper"
    ROUND_PAPER = "Read a paper under silence"
    ROUND_HELD = "Settle a round that is held"
    OBJECTION_CONFIRM = "Confirm or disown an objection"
    NOTICES_HELD = "Decide about the notices that are held since a backup was put back"
    FOLLOWUP_DUE = "Report on a follow-up"
    FOLLOWUP_CLAIM = "Verify what the other side has done"
    FOLLOWUP_DROP = "Agree that a follow-up is dropped"


AT_ONCE = frozenset({Wait.OBJECTION_CONFIRM, Wait.ROUND_HELD})  # a round is held until it is done


@dataclass(frozen=True, slots=True)
class At:
    """The session that a line is about, as far as a line names it."""

    id: int
    year: int
    number: int
    starts_at: dt.datetime

    @property
    def reference(self) -> str:
        return sessions.reference(self.year, self.number)

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the reader: what, in which session if in any, on which thing and what it says, and by
    when if there is a date: a day, or the instant at which something ends."""

    wait: Wait
    session: At | None
    about: str = ""
    text: str = ""
    due_on: dt.date | None = None
    due_at: dt.datetime | None = None
    number: int | None = None
    round: int | None = None

    @property
    def day(self) -> dt.date | None:
        return self.due_at.astimezone(sessions.ZONE).date() if self.due_at else self.due_on

    def is_late(self, today: dt.date) -> bool:
        """Whether the reader is behind with it: of an instant that is over the wait says itself what that means."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Late:
    """A line of the register whose owner is late."""

    session: At
    number: int
    owner: str
    text: str
    due_on: dt.date
    rests: bool  # the adoption of its text is in question

    @property
    def reference(self) -> str:
        return followups.reference(self.session.year, self.session.number, self.number)


@dataclass(frozen=True, slots=True)
class UnderSilence:
    """A round that was issued and goes, as columns tell it: `state` is what was written down last, or what is certain
    since by the clock alone. `unserved`: Parties that its paper has not reached, each of which has to be served by
    `serve_by`."""

    session: At
    round: int
    title: str
    recorded: RoundState
    expires_at: dt.datetime
    serve_by: dt.datetime
    unserved: tuple[str, ...]

    @property
    def number(self) -> str:
        return f"SP/{self.round}"

    def state(self, at: dt.datetime) -> RoundState:
        if self.recorded is RoundState.HELD or (self.unserved and at > self.serve_by):
            return RoundState.HELD
        return RoundState.CLOSING if at > self.expires_at else RoundState.RUNNING


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the reader, what holds a round first and then the dated; how many `more` follow-ups than are
    listed; and the rounds that go, as far as the reader may open them."""

    tasks: list[Task]
    more: int
    going: list[UnderSilence]

    @property
    def many(self) -> int:
        return len(self.tasks) + self.more


def waiting(standing: Standing, today: dt.date) -> Waiting:
    found, many = _pressing(standing, today)
    going = _under_silence(standing)
    tasks = [
        *_asked(standing),
        *_to_be_served(standing, going),
        *(task for line in found for task in _followup(line)),
    ]
    tasks.sort(key=_pressed)
    return Waiting(tasks, many - len(found), going)


def _pressed(task: Task) -> tuple[bool, dt.date, dt.datetime]:
    """In which order tasks press."""
    starts_at = task.session.starts_at if task.session else _EVER
    return task.wait not in AT_ONCE, task.day or dt.date.max, task.due_at or starts_at


_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)


# Of papers, seats and rounds: the secretaries' own business, and what is asked of the Parties' people

_PARTY, _AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
_PERSON = bindparam("person_id", type_=Person.id.type)
_SEATS, _HEADS = (bindparam(name, type_=Session.id.type, expanding=True) for name in ("seats", "heads"))
_SESSION = (Session.id, Session.year, Session.number, Session.starts_at)
_NO_SESSION = tuple(literal(None, type_=column.type).label(column.key) for column in _SESSION)
_GIVEN = select(ReleaseConsent.id).where(ReleaseConsent.edition_id == MinutesEdition.id)
_NOTHING, _NO_ROUND = literal(""), literal(None, type_=Circulation.id.type)
_NEVER = literal(None, type_=CirculationIssue.expires_at.type)


def _of(wait: Wait, about: Any = _NOTHING, due_at: Any = _NEVER, of: tuple[Any, ...] = _SESSION) -> Select[Any]:
    """A wait of a session; `about` names the thing where the session has several of its kind."""
    more = (_NO_ROUND.label("round"), due_at.label("due_at"), _NEVER.label("came_at"))
    return select(literal(wait.name).label("wait"), *of, about.label("about"), *more)


def _minutes(wait: Wait, *where: ColumnElement[bool], due_at: Any = _NEVER) -> Select[Any]:
    return _of(wait, due_at=due_at).join(Minutes, Minutes.session_id == Session.id).where(*where)


def _corrigendum(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    found = _of(wait, literal("COR ") + cast(Corrigendum.number, String))
    found = found.join(Minutes, Minutes.session_id == Session.id)
    return found.join(Corrigendum, Corrigendum.minutes_id == Minutes.id).where(*where)


def _draft(wait: Wait, *where: ColumnElement[bool]) -> Select[Any]:
    found = _of(wait, DraftDecision.title)
    return found.join(DraftDecision, DraftDecision.session_id == Session.id).where(*where)


def _round(wait: Wait, *where: ColumnElement[bool], due_at: Any = _NEVER, came_at: Any = _NEVER) -> Select[Any]:
    more = (Circulation.id.label("round"), due_at.label("due_at"), came_at.label("came_at"))
    found = select(literal(wait.name).label("wait"), *_SESSION, Circulation.title.label("about"), *more)
    return found.join(Circulation, Circulation.session_id == Session.id).where(*where)


def _consents(*where: ColumnElement[bool]) -> Select[Any]:
    given = exists().where(Consent.engagement_id == Engagement.id, Consent.party_id == _PARTY)
    found = _of(Wait.CONSENT, Organisation.short_name).join(Engagement, Engagement.session_id == Session.id)
    found = found.join(Organisation, Organisation.id == Engagement.organisation_id)
    return found.where(engagements.awaiting(), ~given, *where)


_OPEN = Session.state != sessions.State.CLOSED  # in a closed one nothing is left but its follow-ups
_HELD_NOTICES = exists().where(Notice.state == NoticeState.HELD)
_OF_SECRETARIES = union_all(
    _of(Wait.AGENDA_SIGN_OFF)
    .join(Agenda, Agenda.session_id == Session.id)
    .where(Session.ends_at >= _AT, agenda.awaits_sign_off(_PARTY)),
    _of(Wait.AGENDA_REQUEST, AgendaItem.title)
    .join(Agenda, Agenda.session_id == Session.id)
    .join(AgendaItem, AgendaItem.agenda_id == Agenda.id)
    .where(Session.ends_at >= _AT, agenda.awaits_answer()),
    _of(Wait.ACCREDITATION, Participant.name)
    .join(Participant, Participant.session_id == Session.id)
    .join(Delegation, Delegation.id == Participant.delegation_id)
    .where(Delegation.organisation_id == _PARTY, Participant.state == SeatState.NOMINATED, Session.ends_at >= _AT),
    _consents(),
    _minutes(Wait.MINUTES_SIGN_OFF, minutes.awaits_sign_off(_PARTY)),
    _minutes(Wait.MINUTES_REWORK, of_minutes.awaits_rework()),
    _minutes(Wait.COMMENTS_CLOSE, of_minutes.awaits_close(_AT)),
    _minutes(Wait.COMMENTS_ANSWER, of_minutes.awaits_answers()),
    _minutes(Wait.MINUTES_SIGN, _OPEN, of_minutes.awaits_signature(Signatory.SECRETARY, _PARTY)),
    _minutes(Wait.RELEASE_FIRST, _OPEN, of_minutes.awaits_release()),
    _of(Wait.RELEASE, MinutesEdition.level)
    .join(Minutes, Minutes.session_id == Session.id)
    .join(MinutesEdition, MinutesEdition.minutes_id == Minutes.id)
    .where(MinutesEdition.released_at.is_(None), _GIVEN.exists())
    .where(~_GIVEN.where(ReleaseConsent.party_id == _PARTY).exists()),
    _corrigendum(Wait.CORRIGENDUM_SIGN_OFF, of_minutes.awaits_second_sign_off(_PARTY)),
    _corrigendum(Wait.CORRIGENDUM_REWORK, of_minutes.corrigendum_awaits_rework()),
    _draft(Wait.DECISION_SIGN_OFF, decisions.awaits_sign_off(_PARTY)),
    _draft(Wait.DECISION_REWORK, decisions.awaits_rework()),
    _round(
        Wait.ROUND_ISSUE,
        Circulation.state == RoundState.PROPOSED,
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.first_party_id),
        of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.second_party_id),
    ),
    _round(Wait.ROUND_HELD, Circulation.state == RoundState.HELD),
    _of(Wait.NOTICES_HELD, of=_NO_SESSION).where(_HELD_NOTICES),
)
_OF_PARTIES = union_all(
    _consents(Session.id.in_(_HEADS)),
    _minutes(Wait.MINUTES_APPROVAL, Session.id.in_(_HEADS), of_minutes.awaits_approval(_PARTY)),
    _minutes(
        Wait.MINUTES_COMMENT,
        Session.id.in_(_SEATS),
        of_minutes.awaits_comments(_PARTY, _AT),
        due_at=Minutes.comments_until,
    ),
    _minutes(
        Wait.MINUTES_SIGN,
        _OPEN,
        Session.id.in_(_HEADS),
        Session.presiding_id == _PARTY,
        of_minutes.awaits_signature(Signatory.CHAIR, _PARTY),
    ),
    _corrigendum(Wait.CORRIGENDUM_APPROVAL, Session.id.in_(_HEADS), of_minutes.awaits_word(_PARTY)),
    _round(
        Wait.ROUND_METHOD,
        Session.id.in_(_HEADS),
        Circulation.state == RoundState.PROPOSED,
        ~of_rounds.said(EntryKind.METHOD_CONSENT, Entry.party_id == _PARTY),
    ),
    _round(Wait.ROUND_PAPER, Session.id.in_(_SEATS), of_rounds.is_going(), due_at=of_rounds.expiry())
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(CirculationDelivery, CirculationDelivery.issue_id == CirculationIssue.id)
    .where(
        of_rounds.is_in_force(),
        CirculationDelivery.person_id == _PERSON,
        CirculationDelivery.part.in_(SPEAKS),
        ~of_rounds.said(EntryKind.ACKNOWLEDGED, Entry.person_id == _PERSON, Entry.issue == CirculationIssue.number),
    ),
    _round(
        Wait.OBJECTION_CONFIRM,
        Session.id.in_(_HEADS),
        of_rounds.awaits_confirmation(_PARTY),
        due_at=of_rounds.expiry(),
        came_at=case((Objection.while_held, None), else_=Objection.received_at),
    )
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(Objection, Objection.circulation_id == Circulation.id)
    .where(of_rounds.is_in_force()),
)


def _asked(standing: Standing) -> Iterator[Task]:
    """Of a secretary what both of them do; of whoever sits in a delegation its comments and its word."""
    seats = [i for i, seat in standing.seats.items() if seat.holds_delegations]
    person = standing.person
    asked: dict[str, Any] = {"party_id": person.organisation_id, "at": standing.at}
    if standing.is_secretary:
        yield from _tasks(db.execute(_OF_SECRETARIES, asked))
    if seats:
        heads = [i for i in seats if standing.heads(i) is not None]
        yield from _tasks(db.execute(_OF_PARTIES, asked | {"person_id": person.id, "seats": seats, "heads": heads}))


def _tasks(rows: Iterable[Any]) -> Iterator[Task]:
    """An objection that came after all that counts is none that anybody has to answer for."""
    for name, session_id, year, number, starts_at, about, round_, due_at, came_at in rows:
        wait = Wait[name]
        at = None if session_id is None else At(session_id, year, number, starts_at)
        if wait is not Wait.OBJECTION_CONFIRM:
            yield Task(wait, at, about, due_at=due_at, round=round_)
        elif came_at is None or came_at <= due_at + CLOSING:
            yield Task(wait, at, about, round=round_)


# Rounds that go: for whoever may read them

_FIRST, _SECOND = aliased(Organisation), aliased(Organisation)
_GOING = (
    select(*_SESSION, Circulation.id, Circulation.title, Circulation.state, Circulation.profile)
    .add_columns(of_rounds.expiry(), CirculationIssue.days_off, _FIRST.short_name, _SECOND.short_name)
    .add_columns(*(of_rounds.is_settled_with(one) for one in (Circulation.first_party_id, Circulation.second_party_id)))
    .join(Circulation, Circulation.session_id == Session.id)
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(_FIRST, _FIRST.id == Circulation.first_party_id)
    .join(_SECOND, _SECOND.id == Circulation.second_party_id)
    .where(of_rounds.is_going(), of_rounds.is_in_force())
    .order_by(of_rounds.expiry(), Circulation.id)
)
_GOING_OF_SEATS = _GOING.where(Session.id.in_(_SEATS))


def _under_silence(standing: Standing) -> list[UnderSilence]:
    """The rounds that the reader may open: a secretary all, whoever sits in a delegation those of its sessions."""
    if not may(standing, Right.CIRCULATIONS_READ):
        return []
    seats = [i for i, seat in standing.seats.items() if seat.holds_delegations]
    rows = db.execute(_GOING) if standing.is_secretary else db.execute(_GOING_OF_SEATS, {"seats": seats})
    return [_one_under_silence(row) for row in rows]


def _one_under_silence(row: Any) -> UnderSilence:
    *session, round_, title, state, profile, expires_at, days_off, first, second, with_first, with_second = row
    settled = ((first, with_first), (second, with_second))
    return UnderSilence(
        session=At(*session),
        round=round_,
        title=title,
        recorded=state,
        expires_at=expires_at,
        serve_by=latest_service(profile, expires_at, Recorded.read(days_off)),
        unserved=tuple(name for name, done in settled if not done),
    )


def _to_be_served(standing: Standing, going: Iterable[UnderSilence]) -> Iterator[Task]:
    """A secretary's: the paper has to reach the last Party while the period until the expiry is still full."""
    for one in going if standing.is_secretary else ():
        if one.unserved and one.state(standing.at) is RoundState.RUNNING:
            yield Task(Wait.ROUND_SERVE, one.session, one.title, due_at=one.serve_by, round=one.round)


# Of follow-ups: a register may have hundreds, and a page that is read in the morning lists a handful.

_BY = bindparam("by", type_=FollowUp.due_on.type)


def _first(where: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """The session, the number, the date and these columns of the first few; and how many there are."""
    many = select(func.count()).select_from(FollowUp.__table__).where(where).correlate(None).scalar_subquery()
    found = select(*_SESSION, FollowUp.number, FollowUp.due_on, many, *columns).join(
        Session, FollowUp.session_id == Session.id
    )
    return found.where(where).limit(MOST)


_DUE, _CLAIMED = followups.due_of(_PARTY, _BY), followups.to_be_verified_by(_PARTY)
_DROPPED = followups.to_be_dropped_by(_PARTY)
_ORDER = (FollowUp.owner_id == _PARTY, FollowUp.due_on, FollowUp.id)
# The owner's own; for secretaries also what the other side says is done, or wants no longer: it waits for them, and
# comes before their own, of which there may be many.
_OWN = _first(_DUE, FollowUp.text, _DUE, false(), false()).order_by(*_ORDER)
_BOTH = _first(or_(_DUE, _CLAIMED, _DROPPED), FollowUp.text, _DUE, _CLAIMED, func.coalesce(_DROPPED, false())).order_by(
    *_ORDER
)
_OVERDUE = (
    _first(
        followups.late(_BY) & (FollowUp.owner_id != _PARTY), Organisation.short_name, FollowUp.text, followups.resting()
    )
    .join(Organisation, Organisation.id == FollowUp.owner_id)
    .order_by(FollowUp.due_on, FollowUp.id)
)


def overdue(standing: Standing, today: dt.date) -> tuple[list[Late], int]:
    """What the others are late with in the joint register: the first few, and how many there are. One's own is among
    what waits. Nothing for who cannot read the register."""
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    rows = db.execute(_OVERDUE, {"by": today, "party_id": standing.person.organisation_id}).all()
    lines = [Late(At(*row[:4]), number=row[4], due_on=row[5], owner=row[7], text=row[8], rests=row[9]) for row in rows]
    return lines, rows[0][6] if rows else 0


def _pressing(standing: Standing, today: dt.date) -> tuple[Sequence[Any], int]:
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    asked = {"party_id": standing.person.organisation_id, "by": today + FORTNIGHT}
    rows = db.execute(_BOTH if standing.is_secretary else _OWN, asked).all()
    return rows, rows[0][6] if rows else 0


def _followup(line: Any) -> Iterator[Task]:
    *session, number, due_on, _many, text, due, claimed, dropped = line
    at = At(*session)
    known: dict[str, Any] = {
        "session": at,
        "about": followups.reference(at.year, at.number, number),
        "text": text,
        "number": number,
    }
    if due:
        yield Task(Wait.FOLLOWUP_DUE, due_on=due_on, **known)
    if claimed:
        yield Task(Wait.FOLLOWUP_CLAIM, **known)
    if dropped:
        yield Task(Wait.FOLLOWUP_DROP, **known)
