"""The desk: what lies on one reader's table: the year plan, what waits for me, which doors are open."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Exists, Row, ScalarSelect, Select, bindparam, exists, func, select

from dialogue.access import Right, Standing, announced, may, minutes_held, visible
from dialogue.db import db
from dialogue.domain import delegations, engagements, followups, minutes, organisations, sessions, silence
from dialogue.domain.agenda import Agenda, AgendaItem, AgendaRelease
from dialogue.domain.base import among
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Delegation
from dialogue.domain.editions import Audience, DelegationSheet, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesEdition, MinutesSignature
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import OF_MINUTES, ReleasedFile
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Issue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.working_days import Capitals
from dialogue.words import gettext

FORTNIGHT = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A session in the year plan; `opens` is whether the reader may open it, or only know its date."""

    session: Session
    opens: bool
    agenda_state: str | None
    minutes_state: str | None
    decisions: int
    followups: int
    live: int


def year_plan(standing: Standing) -> list[PlanLine]:
    """The sessions that the reader may know of, by date, each with where its papers stand: two statements."""
    upcoming = db.scalar(sessions.next_regular(standing.at).with_only_columns(Session.id))
    rows = db.execute(
        select(
            Session,
            select(Agenda.state).where(Agenda.session_id == Session.id).scalar_subquery(),
            select(Minutes.state).where(Minutes.session_id == Session.id).scalar_subquery(),
            _count(Decision.session_id == Session.id, Decision.level != Level.SECRETARIAT, Decision.void_at.is_(None)),
            _count(FollowUp.session_id == Session.id, FollowUp.level != Level.SECRETARIAT),
            _count(FollowUp.session_id == Session.id, FollowUp.state.in_(followups.LIVE)),
        )
        .where(announced(standing, upcoming))
        .order_by(Session.starts_at, Session.id)
    ).all()
    return [_line(standing, row) for row in rows]


def _line(standing: Standing, row: Row[Any]) -> PlanLine:
    session: Session = row[0]
    papers: Sequence[Any] = row[1:]
    level = standing.level(session.id)
    if level is None or not level.reads(Level.DELEGATIONS):
        return PlanLine(session, level is not None, None, None, 0, 0, 0)
    return PlanLine(session, True, *papers)


def _count(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*where).scalar_subquery()


# Doors: which pages of a session the reader may open


def _circulated(session_id: ColumnElement[int]) -> Exists:
    """Whether an agenda of the session went out."""
    sent = select(AgendaRelease.id).join(Agenda, AgendaRelease.agenda_id == Agenda.id)
    return sent.where(Agenda.session_id == session_id, AgendaRelease.circulated_at.isnot(None)).correlate(None).exists()


_SESSION = bindparam("session_id", type_=Session.id.type)


@cache  # every page of a session asks it, and there are few levels to hold
def _doors(held: tuple[Level, ...]) -> Select[Any]:
    """Whether the agenda went out, where the minutes stand and since when they are out for comment, whether an edition
    of these levels was released; and where the agenda stands, if there is one."""
    released = exists().where(
        MinutesEdition.minutes_id == Minutes.id,
        Minutes.session_id == _SESSION,
        MinutesEdition.released_at.isnot(None),
        among(MinutesEdition.level, held),
    )
    state, sent = (
        select(column).where(Minutes.session_id == _SESSION).scalar_subquery()
        for column in (Minutes.state, Minutes.circulated_at)
    )
    agenda = select(Agenda.state).where(Agenda.session_id == _SESSION).scalar_subquery()
    return select(_circulated(_SESSION), state, sent, released, agenda)


def doors(standing: Standing, session: Session) -> frozenset[Right]:
    """The rights behind a session's tabs, answered in one statement; each page asks again for itself."""
    level = standing.level(session.id)
    if level is None:
        return frozenset()
    row = db.execute(_doors(minutes_held(standing, session.id)), {"session_id": session.id}).one()
    found = {Right.SESSION_READ, Right.PARTICIPANTS_READ}
    if standing.is_secretary or row[0]:
        found.add(Right.AGENDA_READ)
    if standing.is_secretary or row[3] or _reads_drafts(standing, session, row[1], row[2]):
        found.add(Right.MINUTES_READ)
    if may(standing, Right.ENGAGEMENT_READ, session):
        found.add(Right.ENGAGEMENT_READ)
    if may(standing, Right.FOLLOWUPS_READ):
        found.add(Right.FOLLOWUPS_READ)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers of a session the reader may take away as Word, each in the fullest edition that is open to it. For
    the two Parties' people with where the text stands: what is not released yet is a working copy."""

    agenda: bool
    minutes: bool
    agenda_state: str = ""
    minutes_state: str = ""


def papers(standing: Standing, session: Session) -> Papers:
    """One statement; each download asks again for itself."""
    level = standing.level(session.id)
    if level is None:
        return Papers(agenda=False, minutes=False)
    circulated, state, sent, released, agenda = db.execute(
        _doors(minutes_held(standing, session.id)), {"session_id": session.id}
    ).one()
    if standing.is_secretary:
        return Papers(agenda is not None, state is not None, agenda or "", state or "")
    found = Papers(circulated, released or _reads_drafts(standing, session, state, sent))
    return replace(found, agenda_state=agenda, minutes_state=state) if level.reads(Level.DELEGATIONS) else found


def _reads_drafts(standing: Standing, session: Session, state: str | None, circulated_at: dt.datetime | None) -> bool:
    """Whether minutes in that state are open to the reader before their release."""
    if state is None:
        return False
    delegate = standing.level(session.id) is Level.DELEGATIONS and minutes.is_with_delegates(state, circulated_at)
    return delegate or (standing.entitled(session.id) and minutes.is_final(state))


# What has to happen: until the session, and from it to the release of its minutes

JOINT_DRAFT, COMMENTS = 10, 10  # working days after the session, and after the joint draft (practice §0.10)


@dataclass(frozen=True, slots=True)
class Rung:
    """What should be done by a day that the session itself gives (practice §0.10), or until an instant that is set for
    it, or simply next. `status`: done | overdue | due, within a fortnight | next, the first that is open | to come.
    `done_on` is known of some."""

    what: str
    status: str
    by: dt.date | None = None
    on: dt.date | None = None  # the day itself, not a last one
    until: dt.datetime | None = None
    done_on: dt.date | None = None
    of_minutes: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is the turn of this one."""
        return self.status in ("due", "overdue", "next")


@dataclass(frozen=True, slots=True)
class _Step:
    """A rung before it is judged."""

    what: str
    done: bool
    by: dt.date | None = None
    on: dt.date | None = None
    until: dt.datetime | None = None
    done_at: dt.datetime | None = None
    of_minutes: bool = True

    @property
    def last_day(self) -> dt.date | None:
        return self.by or self.on or (_local(self.until) if self.until else None)


# What was done for a session: whether there is an agenda and where it stands, when it went out first, how many Parties
# have their heads; where the minutes stand, and when they reached what.
_SENT = select(func.min(AgendaRelease.circulated_at)).where(AgendaRelease.agenda_id == Agenda.id)
_SIGNED = select(func.max(MinutesSignature.recorded_at)).where(MinutesSignature.minutes_id == Minutes.id)
_RELEASED, _EDITIONS = (
    select(column).where(MinutesEdition.minutes_id == Minutes.id)
    for column in (func.max(MinutesEdition.released_at), func.count(MinutesEdition.id))
)
_EXPIRES = (
    select(of_rounds.expiry())
    .select_from(Circulation)
    .join(Issue, Issue.circulation_id == Circulation.id)
    .where(Circulation.id == Minutes.circulation_id, of_rounds.is_going(), of_rounds.is_in_force())
)
_DONE = (
    select(
        Agenda.state.label("agenda"),
        _SENT.scalar_subquery().label("sent_at"),
        delegations.heads_of(_SESSION).scalar_subquery().label("heads"),
        Minutes.state.label("minutes"),
        Minutes.circulated_at,
        Minutes.comments_until,
        Minutes.comments_closed_at,
        Minutes.approved_at,
        _EXPIRES.correlate(Minutes).scalar_subquery().label("expires_at"),
        _SIGNED.scalar_subquery().label("signed_at"),
        _RELEASED.scalar_subquery().label("released_at"),
        _EDITIONS.scalar_subquery().label("editions"),
        _EDITIONS.where(MinutesEdition.released_at.is_(None)).scalar_subquery().label("unreleased"),
    )
    .select_from(Session)
    .outerjoin(Agenda, Agenda.session_id == Session.id)
    .outerjoin(Minutes, Minutes.session_id == Session.id)
    .where(Session.id == _SESSION)
)


def rungs(standing: Standing, session: Session, today: dt.date) -> list[Rung]:
    """The ladder up to the session, and when it has opened from there to its closing, in order; each rung judged by
    what has really been done. One statement, and the working days of both capitals once the session was held. It is
    the business of both Parties alone, and there is none without a date to count from."""
    level = standing.level(session.id)
    if level is None or not level.reads(Level.DELEGATIONS) or not session.has_a_date:
        return []
    known = db.execute(_DONE, {"session_id": session.id}).one()
    steps = _afterwards(session, known) if session.has_opened else _before(session, known)
    ladder: list[Rung] = []
    for step in steps:
        waits = any(rung.is_open for rung in ladder)
        done_on = _local(step.done_at) if step.done and step.done_at else None
        status = _status(step, today, waits=waits)
        until = None if step.done else step.until
        ladder.append(Rung(step.what, status, step.by, step.on, until, done_on, step.of_minutes))
    return ladder


def _before(session: Session, known: Row[Any]) -> list[_Step]:
    def step(days: int, what: str, done: bool, at: dt.datetime | None = None) -> _Step:
        return _Step(what, done, by=session.starts.date() - dt.timedelta(days=days), done_at=at, of_minutes=False)

    closed = known.agenda is not None and Agenda.has_closed_call(known.agenda)
    return [
        step(30, gettext("The call for items goes out"), known.agenda is not None),
        step(21, gettext("Requests for items close"), closed),
        step(15, gettext("The provisional agenda goes out with its papers"), known.sent_at is not None, known.sent_at),
        step(10, gettext("Both delegations have their heads"), known.heads == 2),
        _Step(gettext("The session"), session.has_opened, on=session.starts.date(), of_minutes=False),
    ]


def _afterwards(session: Session, known: Row[Any]) -> list[_Step]:
    """The detour over comments is there where it was taken or may still be."""
    state = known.minutes
    final = state is not None and minutes.is_final(state)
    drafted = state not in (None, minutes.State.DRAFTING)
    days = Capitals(db.scalars(organisations.parties()))
    draft_by = days.after(session.ends.date(), JOINT_DRAFT)
    steps = [
        _Step(gettext("The session"), True, on=session.starts.date(), of_minutes=False),
        _Step(gettext("The secretaries agree on a joint draft of the minutes"), drafted, by=draft_by),
    ]
    if known.circulated_at is not None:
        done = state != minutes.State.COMMENTS
        what = gettext("The minutes are out for comments")
        steps.append(_Step(what, done, until=known.comments_until, done_at=known.comments_closed_at))
    elif not final and state != minutes.State.CONSOLIDATION:
        what = gettext("Both delegations comment on the minutes")
        steps.append(_Step(what, False, by=days.after(draft_by, COMMENTS)))
    return [*steps, _Step(gettext("The minutes are the final draft"), final), *_agreed(session, known)]


def _agreed(session: Session, known: Row[Any]) -> Iterator[_Step]:
    """What follows of a final draft."""
    if known.minutes == minutes.State.UNDER_SILENCE:
        what = gettext("Both Parties approve the minutes by silence, which expires")
        yield _Step(what, False, until=known.expires_at)
    else:
        what = gettext("Both Parties approve the minutes")
        yield _Step(what, known.approved_at is not None, done_at=known.approved_at)
    signed, released = known.minutes == minutes.State.SIGNED, known.editions > 0 and not known.unreleased
    yield _Step(gettext("The minutes are signed"), signed, done_at=known.signed_at)
    yield _Step(gettext("Their editions are released"), released, done_at=known.released_at)
    yield _Step(gettext("The session is closed"), session.is_closed, done_at=session.state_at, of_minutes=False)


def _status(step: _Step, today: dt.date, *, waits: bool) -> str:
    if step.done:
        return "done"
    if step.last_day is not None and step.last_day < today:
        return "overdue"
    if waits:
        return "to come"
    return "due" if step.last_day is not None and step.last_day <= today + FORTNIGHT else "next"


def _local(at: dt.datetime) -> dt.date:
    return at.astimezone(sessions.ZONE).date()


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """What is not done yet of a session that is about to be closed. Closing it is refused for none of this; only its
    minutes have to be approved."""

    approved: bool
    unsigned: list[minutes.SignaturePlace]
    unreleased: list[Level]
    unanswered: int
    corrigenda: list[str]
    cohosts: list[str]
    without_office: int

    @property
    def any(self) -> bool:
        lists = (self.unsigned, self.unreleased, self.corrigenda, self.cohosts)
        return any(lists) or bool(self.unanswered or self.without_office)


def open_ends(session: Session) -> OpenEnds:
    """For the secretaries, who close it."""
    parties = db.scalars(organisations.parties()).all()
    text = db.scalar(minutes.of_session(session))
    corrections = db.scalars(minutes.corrigenda(text)).all() if text is not None else []
    bound = db.scalars(engagements.of_session(session)).all()
    nameless = (FollowUp.session_id == session.id, FollowUp.office == "", among(FollowUp.state, followups.LIVE))
    return OpenEnds(
        approved=text is not None and text.is_approved,
        unsigned=[one for one in minutes.block(text, parties) if one.signature is None] if text is not None else [],
        unreleased=[one.level for one in text.editions if not one.is_released] if text is not None else [],
        unanswered=text.unanswered if text is not None else 0,
        corrigenda=[one.label for one in corrections if not one.is_approved],
        cohosts=[one.organisation.short_name for one in bound if one.may_waive_edition],
        without_office=db.scalars(select(func.count(FollowUp.id)).where(*nameless)).one(),
    )


_NEXT = sessions.upcoming(bindparam("at", type_=Session.ends_at.type)).limit(1)


def next_session(standing: Standing) -> Session | None:
    """The reader's next session; for co-hosts and observers their own alone."""
    found = _NEXT if standing.is_secretary else _NEXT.where(visible(standing))
    return db.scalar(found, {"at": standing.at})


def own_sessions(standing: Standing) -> Sequence[Session]:
    """A co-host's sessions, the newest first."""
    return db.scalars(select(Session).where(visible(standing)).order_by(Session.starts_at.desc())).all()


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """What of one session its reader may take away; the engagement is there for a co-host alone."""

    session: Session
    level: Level
    engagement: Engagement | None
    agenda: ReleasedFile | None
    minutes: ReleasedFile | None
    corrigenda: list[ReleasedFile]
    in_question: frozenset[str]  # hashes of texts

    def doubts(self, file: ReleasedFile) -> bool:
        """Whether the adoption of the file's text is in question, or that of the minutes that it corrects."""
        own, minutes = file.text_hash, self.minutes.text_hash if self.minutes else ""
        return own in self.in_question or (file.kind == "corrigendum" and minutes in self.in_question)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of somebody who takes part through an engagement or as an observer."""

    lines: list[ShelfLine]


def shelf(standing: Standing) -> Shelf | None:
    """The released editions of the reader's own sessions, the newest first: four statements. None for everybody else:
    they find papers at their session."""
    if not may(standing, Right.OWN_SESSION):
        return None
    own = own_sessions(standing)
    ids = [session.id for session in own]
    circulated = (
        select(Agenda.session_id, func.max(AgendaRelease.rev))
        .join(Agenda, AgendaRelease.agenda_id == Agenda.id)
        .where(Agenda.session_id.in_(ids), AgendaRelease.circulated_at.isnot(None))
        .group_by(Agenda.session_id)
    )
    in_force = {session_id: f"REV {rev}" for session_id, rev in db.execute(circulated)}
    standing_files = select(ReleasedFile).where(ReleasedFile.session_id.in_(ids), ReleasedFile.void_round_id.is_(None))
    files = db.scalars(standing_files).all()
    found = {(f.session_id, f.kind, f.label, f.level): f for f in files}
    in_question = frozenset(db.scalars(silence.hashes_in_question(ids, OF_MINUTES)))
    return Shelf(
        [
            ShelfLine(
                session,
                level,
                standing.engagements.get(session.id),
                found.get((session.id, "agenda", in_force.get(session.id, ""), level)),
                found.get((session.id, "minutes", "", level)) if level in minutes_held(standing, session.id) else None,
                _corrections(standing, session, level, files),
                in_question,
            )
            for session in own
            if (level := standing.level(session.id)) is not None
        ]
    )


def _corrections(
    standing: Standing, session: Session, level: Level, files: Sequence[ReleasedFile]
) -> list[ReleasedFile]:
    """What corrects the minutes, for whoever holds that edition of them."""
    mine = (f for f in files if (f.session_id, f.kind, f.level) == (session.id, "corrigendum", level))
    return sorted(mine, key=lambda f: f.released_at) if level in minutes_held(standing, session.id) else []


# Who takes part


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation as its reader holds it; `mine`: the reader names or accredits it, and sees every seat."""

    delegation: Delegation
    sheet: DelegationSheet
    mine: bool


def delegation_lines(standing: Standing, session: Session, level: Level, *, working: bool) -> list[DelegationLine]:
    """The delegations in the order of precedence; a Party's that has no name yet is there for those who name it."""
    rows = db.scalars(delegations.of_session(session)).all()
    there = {row.organisation.id for row in rows}
    empty = [
        Delegation(session=session, organisation=party)
        for party in db.scalars(organisations.parties())
        if party.id not in there
    ]
    audience = Audience(level, standing.person.organisation_id)
    lines = [
        DelegationLine(row, row.edition(audience), working and _keeps(standing, row))
        for row in delegations.in_precedence([*rows, *empty], session)
    ]
    return [line for line in lines if line.mine or line.sheet.seats]


def _keeps(standing: Standing, delegation: Delegation) -> bool:
    return any(may(standing, right, delegation) for right in (Right.DELEGATION_NAME, Right.DELEGATION_ACCREDIT))


def newcomers(session: Session) -> list[Organisation]:
    """Organisations that may be given a place in the list: observers, and co-hosts whom both Parties want."""
    there = {row.organisation.id for row in db.scalars(delegations.of_session(session))}
    bound = {one.organisation.id for one in db.scalars(engagements.of_session(session)) if one.is_bound}
    guests = db.scalars(organisations.guests()).all()
    return [one for one in guests if one.id not in there and (not one.is_cohost or one.id in bound)]


def requests_of(standing: Standing, agenda: Agenda) -> list[AgendaItem]:
    """What the reader's own side has asked for and what became of it; nobody else's."""
    return [
        i for i in agenda.all_items if i.origin_id == standing.person.organisation_id and i.requested_by_id is not None
    ]
