"""What waits for one reader, and what is late in the register: asked in a handful of statements, made once."""

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Select, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import agenda, engagements, followups, minutes
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.delegations import State as SeatState
from dialogue.domain.engagements import Consent, Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesEdition, ReleaseConsent
from dialogue.domain.sessions import Session

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
    RELEASE = "Consent to a release"
    FOLLOWUP_DUE = "Report on a follow-up"
    FOLLOWUP_CLAIM = "Verify what the other side has done"
    FOLLOWUP_DROP = "Agree that a follow-up is dropped"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the reader: what, in which session, on which thing, and by when if there is a date."""

    wait: Wait
    session: Session
    about: str = ""
    due_on: dt.date | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the reader, the dated first; and how many `more` follow-ups than are listed."""

    tasks: list[Task]
    more: int

    @property
    def many(self) -> int:
        return len(self.tasks) + self.more


def waiting(standing: Standing, today: dt.date) -> Waiting:
    tasks: list[Task] = []
    if standing.is_secretary:
        tasks += _papers(standing)
    if standing.is_secretary or any(seat.is_head for seat in standing.seats.values()):
        tasks += _consents(standing)
    found, many = _pressing(standing, today)
    tasks += [*_approvals(standing), *_followups(standing, found, today)]
    tasks.sort(key=lambda t: (t.due_on or dt.date.max, t.session.starts_at))
    return Waiting(tasks, many - len(found))


# Of papers and seats: one statement, made once, because making it costs more than asking it.

_PARTY, _AT = bindparam("party_id", type_=Session.id.type), bindparam("at", type_=Session.ends_at.type)
_GIVEN = select(ReleaseConsent.id).where(ReleaseConsent.edition_id == MinutesEdition.id)
_WAITING: CompoundSelect[str, int, str] = union_all(
    select(literal(Wait.AGENDA_SIGN_OFF.name).label("wait"), Agenda.session_id, literal("").label("about"))
    .join(Session, Session.id == Agenda.session_id)
    .where(Session.ends_at >= _AT, agenda.awaits_sign_off(_PARTY)),
    select(literal(Wait.AGENDA_REQUEST.name), Agenda.session_id, AgendaItem.title)
    .join(Agenda, Agenda.id == AgendaItem.agenda_id)
    .join(Session, Session.id == Agenda.session_id)
    .where(Session.ends_at >= _AT, agenda.awaits_answer()),
    select(literal(Wait.MINUTES_SIGN_OFF.name), Minutes.session_id, literal("")).where(minutes.awaits_sign_off(_PARTY)),
    select(literal(Wait.RELEASE.name), Minutes.session_id, MinutesEdition.level)
    .join(Minutes, Minutes.id == MinutesEdition.minutes_id)
    .where(
        MinutesEdition.released_at.is_(None),
        _GIVEN.exists(),
        ~_GIVEN.where(ReleaseConsent.party_id == _PARTY).exists(),
    ),
    select(literal(Wait.ACCREDITATION.name), Participant.session_id, Participant.name)
    .join(Delegation, Delegation.id == Participant.delegation_id)
    .join(Session, Session.id == Participant.session_id)
    .where(Delegation.organisation_id == _PARTY, Participant.state == SeatState.NOMINATED, Session.ends_at >= _AT),
)


def _papers(standing: Standing) -> Iterator[Task]:
    rows = db.execute(_WAITING, {"party_id": standing.person.organisation_id, "at": standing.at}).all()
    if not rows:
        return
    ids = {session_id for _, session_id, _ in rows}
    known = {session.id: session for session in db.scalars(select(Session).where(Session.id.in_(ids)))}
    for name, session_id, about in rows:
        yield Task(Wait[name], known[session_id], about)


def _consents(standing: Standing) -> Iterator[Task]:
    given = exists().where(Consent.engagement_id == Engagement.id, Consent.party_id == standing.person.organisation_id)
    rows = db.scalars(select(Engagement).options(lazyload(Engagement.consents)).where(engagements.awaiting(), ~given))
    for engagement in rows:
        if may(standing, Right.ENGAGEMENT_CONSENT, engagement):
            yield Task(Wait.CONSENT, engagement.session, engagement.organisation.short_name)


def _approvals(standing: Standing) -> Iterator[Task]:
    mine = [i for i in standing.seats if standing.heads(i) is not None]
    if not mine:
        return
    found = select(Minutes).options(joinedload(Minutes.approvals)).where(Minutes.session_id.in_(mine))
    for one in db.scalars(found).unique():
        if one.awaits_approval and not one.approved_by(standing.person.organisation):
            yield Task(Wait.MINUTES_APPROVAL, one.session)


# Of follow-ups: a register may have hundreds, and a page that is read in the morning lists a handful.


def overdue(standing: Standing, today: dt.date) -> tuple[Sequence[FollowUp], int]:
    """What is late in the joint register: the first few, and how many there are; nothing for who cannot read it."""
    return _first(standing, followups.overdue(today))


def _pressing(standing: Standing, today: dt.date) -> tuple[Sequence[FollowUp], int]:
    """What the other side waits for comes before our own, of which there may be many."""
    party_id = standing.person.organisation_id
    waits = followups.due_of(party_id, today + FORTNIGHT)
    if standing.is_secretary:
        waits = or_(waits, followups.to_be_verified_by(party_id), followups.to_be_dropped_by(party_id))
    found = select(FollowUp).where(waits).order_by(FollowUp.owner_id == party_id, FollowUp.due_on, FollowUp.id)
    return _first(standing, found)


def _first(standing: Standing, found: Select[FollowUp]) -> tuple[Sequence[FollowUp], int]:
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    many = select(func.count()).select_from(found.with_only_columns(FollowUp.id).order_by(None).subquery())
    rows = db.execute(found.add_columns(many.scalar_subquery()).limit(MOST)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _followups(standing: Standing, found: Sequence[FollowUp], today: dt.date) -> Iterator[Task]:
    """The owner's own that are due within a fortnight; for secretaries also what the other side says is done, or wants
    no longer."""
    for followup in found:
        own = followup.owned_by(standing.person)
        if own and followup.is_due(today + FORTNIGHT):
            yield Task(Wait.FOLLOWUP_DUE, followup.session, followup.reference, followup.due_on, followup.number)
        if standing.is_secretary and not own and followup.awaits_verification:
            yield Task(Wait.FOLLOWUP_CLAIM, followup.session, followup.reference, None, followup.number)
        if standing.is_secretary and followup.drop_waits_for(standing.person):
            yield Task(Wait.FOLLOWUP_DROP, followup.session, followup.reference, None, followup.number)
