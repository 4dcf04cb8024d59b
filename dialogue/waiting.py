"""What waits for one reader, and what is late in the register: asked in a handful of statements of columns, each made
once, because every morning begins here and making a statement costs more than asking it."""

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import agenda, decisions, engagements, followups, minutes, sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.delegations import State as SeatState
from dialogue.domain.engagements import Consent, Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Corrigendum, Minutes, MinutesEdition, ReleaseConsent
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import SPEAKS, Circulation, Entry, EntryKind
from dialogue.domain.silence import Delivery as CirculationDelivery
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import State as RoundState

MOST = 10  # follow-ups of one kind that are listed; the register, one link away, has them all
FORTNIGHT = dt.timedelta(days=14)


class Wait(enum.StrEnum):
    """What is asked of the reader; the word is shown."""

    AGENDA_SIGN_OFF = "Sign off the agenda"
    AGENDA_REQUEST = "Answer a request for an item"
    ACCREDITATION = "Accredit a nomination"
    CONSENT = "Consent to a co-host"
    MINUTES_SIGN_OFF = "Sign off the minutes"
    MINUTES_APPROVAL = "Approve the minutes"
    MINUTES_COMMENT = "Comment on the minutes"
    COMMENTS_CLOSE = "Close the period for comments"
    COMMENTS_ANSWER = "Answer the comments on the minutes"
    CORRIGENDUM_APPROVAL = "Approve a corrigendum"
    DECISION_SIGN_OFF = "Sign off the draft of a decision"
    RELEASE = "Consent to a release"
    ROUND_METHOD = "Consent to silence as the method"
    ROUND_ISSUE = "Issue a round"
    ROUND_PAPER = "Read a paper under silence"
    ROUND_HELD = "Settle a round that is held"
    FOLLOWUP_DUE = "Report on a follow-up"
    FOLLOWUP_CLAIM = "Verify what the other side has done"
    FOLLOWUP_DROP = "Agree that a follow-up is dropped"


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
    """One thing that waits for the reader: what, in which session, on which thing, and by when if there is a date."""

    wait: Wait
    session: At
    about: str = ""
    due_on: dt.date | None = None
    number: int | None = None
    round: int | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """A line of the register whose owner is late."""

    session: At
    number: int
    owner: str
    text: str
    due_on: dt.date

    @property
    def reference(self) -> str:
        return followups.reference(self.session.year, self.session.number, self.number)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the reader, the dated first; and how many `more` follow-ups than are listed."""

    tasks: list[Task]
    more: int

    @property
    def many(self) -> int:
        return len(self.tasks) + self.more


def waiting(standing: Standing, today: dt.date) -> Waiting:
    found, many = _pressing(standing, today)
    tasks = [
        *_papers(standing),
        *_approvals(standing),
        *_asked(standing),
        *_rounds(standing),
        *(task for line in found for task in _followup(line)),
    ]
    tasks.sort(key=lambda t: (t.due_on or dt.date.max, t.session.starts_at))
    return Waiting(tasks, many - len(found))


# Of papers and seats

_PARTY, _AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
_SESSION = (Session.id, Session.year, Session.number, Session.starts_at)
_GIVEN = select(ReleaseConsent.id).where(ReleaseConsent.edition_id == MinutesEdition.id)


def _of(wait: Wait, about: Any) -> Select[Any]:
    return select(literal(wait.name).label("wait"), *_SESSION, about.label("about"))


_CONSENTS = (
    _of(Wait.CONSENT, Organisation.short_name)
    .join(Engagement, Engagement.session_id == Session.id)
    .join(Organisation, Organisation.id == Engagement.organisation_id)
    .where(engagements.awaiting(), ~exists().where(Consent.engagement_id == Engagement.id, Consent.party_id == _PARTY))
)
_PAPERS = union_all(
    _of(Wait.AGENDA_SIGN_OFF, literal(""))
    .join(Agenda, Agenda.session_id == Session.id)
    .where(Session.ends_at >= _AT, agenda.awaits_sign_off(_PARTY)),
    _of(Wait.AGENDA_REQUEST, AgendaItem.title)
    .join(Agenda, Agenda.session_id == Session.id)
    .join(AgendaItem, AgendaItem.agenda_id == Agenda.id)
    .where(Session.ends_at >= _AT, agenda.awaits_answer()),
    _of(Wait.MINUTES_SIGN_OFF, literal(""))
    .join(Minutes, Minutes.session_id == Session.id)
    .where(minutes.awaits_sign_off(_PARTY)),
    _of(Wait.DECISION_SIGN_OFF, DraftDecision.title)
    .join(DraftDecision, DraftDecision.session_id == Session.id)
    .where(decisions.awaits_sign_off(_PARTY)),
    _of(Wait.COMMENTS_CLOSE, literal(""))
    .join(Minutes, Minutes.session_id == Session.id)
    .where(minutes.awaits_close(_AT)),
    _of(Wait.COMMENTS_ANSWER, literal(""))
    .join(Minutes, Minutes.session_id == Session.id)
    .where(minutes.awaits_answers()),
    _of(Wait.RELEASE, MinutesEdition.level)
    .join(Minutes, Minutes.session_id == Session.id)
    .join(MinutesEdition, MinutesEdition.minutes_id == Minutes.id)
    .where(
        MinutesEdition.released_at.is_(None),
        _GIVEN.exists(),
        ~_GIVEN.where(ReleaseConsent.party_id == _PARTY).exists(),
    ),
    _of(Wait.ACCREDITATION, Participant.name)
    .join(Participant, Participant.session_id == Session.id)
    .join(Delegation, Delegation.id == Participant.delegation_id)
    .where(Delegation.organisation_id == _PARTY, Participant.state == SeatState.NOMINATED, Session.ends_at >= _AT),
    _CONSENTS,
)


def _papers(standing: Standing) -> Iterator[Task]:
    """Of sessions in which the reader decides: all for a secretary; a head of delegation consents to its co-hosts."""
    heads = any(seat.is_head for seat in standing.seats.values())
    if not (standing.is_secretary or heads):
        return
    asked = {"party_id": standing.person.organisation_id, "at": standing.at}
    for wait, *session, about in db.execute(_PAPERS if standing.is_secretary else _CONSENTS, asked):
        task = Task(Wait[wait], At(*session), about)
        if task.wait is not Wait.CONSENT or may(standing, Right.ENGAGEMENT_CONSENT, task):
            yield task


def _approvals(standing: Standing) -> Iterator[Task]:
    mine = [i for i in standing.seats if standing.heads(i) is not None]
    if not mine:
        return
    found = select(Minutes).options(joinedload(Minutes.approvals)).where(Minutes.session_id.in_(mine))
    for one in db.scalars(found).unique():
        if one.awaits_approval and not one.approved_by(standing.person.organisation):
            session = one.session
            yield Task(Wait.MINUTES_APPROVAL, At(session.id, session.year, session.number, session.starts_at))


_SEATS, _HEADS = (bindparam(name, type_=Session.id.type, expanding=True) for name in ("seats", "heads"))
_ASKED = union_all(
    _of(Wait.MINUTES_COMMENT, literal(""))
    .join(Minutes, Minutes.session_id == Session.id)
    .where(Session.id.in_(_SEATS), minutes.awaits_comments(_PARTY, _AT)),
    _of(Wait.CORRIGENDUM_APPROVAL, literal(""))
    .join(Minutes, Minutes.session_id == Session.id)
    .join(Corrigendum, Corrigendum.minutes_id == Minutes.id)
    .where(Session.id.in_(_HEADS), minutes.awaits_word(_PARTY)),
)


def _asked(standing: Standing) -> Iterator[Task]:
    """Of the delegations: comments while their period runs, from its heads their word on a corrigendum."""
    seats = [i for i, seat in standing.seats.items() if seat.holds_delegations]
    if not seats:
        return
    asked = {"party_id": standing.person.organisation_id, "at": standing.at, "seats": seats}
    heads = [i for i in seats if standing.heads(i) is not None]
    for wait, *session, about in db.execute(_ASKED, asked | {"heads": heads}):
        yield Task(Wait[wait], At(*session), about)


# Of rounds of silence

_PERSON = bindparam("person_id", type_=Person.id.type)


def _round(wait: Wait, expires_at: Any) -> Select[Any]:
    found = select(literal(wait.name).label("wait"), *_SESSION, Circulation.title, Circulation.id, expires_at)
    return found.join(Circulation, Circulation.session_id == Session.id)


_NEVER = literal(None, type_=CirculationIssue.expires_at.type)
_EVERY, _MORE = aliased(CirculationIssue), aliased(Entry)
_LAST = select(func.max(_EVERY.number)).where(_EVERY.circulation_id == Circulation.id).correlate(Circulation)
_EXTENDED = (
    select(func.max(_MORE.until))
    .where(_MORE.circulation_id == Circulation.id, _MORE.kind == EntryKind.EXTENSION)
    .where(_MORE.issue == CirculationIssue.number)
    .correlate(Circulation, CirculationIssue)
    .scalar_subquery()
)


def _said(kind: EntryKind, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Entry.circulation_id == Circulation.id, Entry.kind == kind, *where)


_OF_SPEAKERS = union_all(
    _round(Wait.ROUND_METHOD, _NEVER)
    .join(Participant, Participant.session_id == Session.id)
    .where(
        Participant.person_id == _PERSON,
        Participant.capacity == Capacity.HEAD,
        Participant.state == SeatState.ACCREDITED,
        Circulation.state == RoundState.PROPOSED,
        ~_said(EntryKind.METHOD_CONSENT, Entry.party_id == _PARTY),
    ),
    _round(Wait.ROUND_PAPER, func.coalesce(_EXTENDED, CirculationIssue.expires_at))
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(CirculationDelivery, CirculationDelivery.issue_id == CirculationIssue.id)
    .where(
        CirculationIssue.number == _LAST.scalar_subquery(),
        CirculationDelivery.person_id == _PERSON,
        CirculationDelivery.part.in_(SPEAKS),
        Circulation.state.in_([RoundState.RUNNING, RoundState.HELD]),
        ~_said(EntryKind.ACKNOWLEDGED, Entry.person_id == _PERSON, Entry.issue == CirculationIssue.number),
    ),
)
_OF_SECRETARIES = union_all(
    _round(Wait.ROUND_ISSUE, _NEVER).where(
        Circulation.state == RoundState.PROPOSED,
        _said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.first_party_id),
        _said(EntryKind.METHOD_CONSENT, Entry.party_id == Circulation.second_party_id),
    ),
    _round(Wait.ROUND_HELD, _NEVER).where(Circulation.state == RoundState.HELD),
)


def _rounds(standing: Standing) -> Iterator[Task]:
    """For whoever speaks for a Party the method and the paper; for the secretaries what is to be issued or settled."""
    if not standing.holds_register:
        return
    asked = _OF_SECRETARIES if standing.is_secretary else _OF_SPEAKERS
    ids = {"person_id": standing.person.id, "party_id": standing.person.organisation_id}
    for wait, *session, title, number, expires_at in db.execute(asked, ids):
        on = expires_at.astimezone(sessions.ZONE).date() if expires_at is not None else None
        yield Task(Wait[wait], At(*session), title, on, round=number)


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
_OWN = _first(_DUE, _DUE, false(), false()).order_by(*_ORDER)
_BOTH = _first(or_(_DUE, _CLAIMED, _DROPPED), _DUE, _CLAIMED, func.coalesce(_DROPPED, false())).order_by(*_ORDER)
_OVERDUE = (
    _first(followups.late(_BY), Organisation.short_name, FollowUp.text)
    .join(Organisation, Organisation.id == FollowUp.owner_id)
    .order_by(FollowUp.due_on, FollowUp.id)
)


def overdue(standing: Standing, today: dt.date) -> tuple[list[Late], int]:
    """What is late in the joint register: the first few, and how many there are; nothing for who cannot read it."""
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    rows = db.execute(_OVERDUE, {"by": today}).all()
    lines = [Late(At(*row[:4]), number=row[4], due_on=row[5], owner=row[7], text=row[8]) for row in rows]
    return lines, rows[0][6] if rows else 0


def _pressing(standing: Standing, today: dt.date) -> tuple[Sequence[Any], int]:
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    asked = {"party_id": standing.person.organisation_id, "by": today + FORTNIGHT}
    rows = db.execute(_BOTH if standing.is_secretary else _OWN, asked).all()
    return rows, rows[0][6] if rows else 0


def _followup(line: Any) -> Iterator[Task]:
    *session, number, due_on, _many, due, claimed, dropped = line
    at = At(*session)
    reference = followups.reference(at.year, at.number, number)
    if due:
        yield Task(Wait.FOLLOWUP_DUE, at, reference, due_on, number)
    if claimed:
        yield Task(Wait.FOLLOWUP_CLAIM, at, reference, None, number)
    if dropped:
        yield Task(Wait.FOLLOWUP_DROP, at, reference, None, number)
