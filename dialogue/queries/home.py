"""The desk: what lies on one reader's table: the year plan, what waits for me, which doors are open."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
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
from dialogue.domain.delegations import Ability, Delegation
from dialogue.domain.editions import Audience, DelegationSheet, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesEdition
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import OF_MINUTES, ReleasedFile
from dialogue.domain.sessions import Session


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
    has_minutes: bool  # whether any edition of them will be the reader's

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
                found.get((session.id, "agenda", in_force.get(session.id, ""), whole)),
                found.get((session.id, "minutes", "", level)) if level in minutes_held(standing, session.id) else None,
                _corrections(standing, session, level, files),
                in_question,
                has_minutes=bool(minutes_held(standing, session.id)),
            )
            for session in own
            if (level := standing.level(session.id)) and (whole := standing.agenda_level(session.id))
        ]
    )


def _corrections(
    standing: Standing, session: Session, level: Level, files: Sequence[ReleasedFile]
) -> list[ReleasedFile]:
    """What corrects the minutes, for whoever holds that edition of them."""
    mine = (f for f in files if (f.session_id, f.kind, f.level) == (session.id, "corrigendum", level))
    return sorted(mine, key=lambda f: f.released_at) if level in minutes_held(standing, session.id) else []


# Who takes part

LINKS: Mapping[Ability, Callable[[Session], str]] = {
    Ability.PLENARY: lambda session: session.hybrid_link,
    Ability.RESTRICTED: lambda session: session.restricted_link,
    Ability.OPEN: lambda session: session.open_link,
}


def links(standing: Standing, session: Session) -> list[tuple[Ability, str]]:
    """How to join from afar each part of the session that the reader is accredited to, and no other."""
    return [(room, LINKS[room](session)) for room in standing.rooms(session.id) if LINKS[room](session)]


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
