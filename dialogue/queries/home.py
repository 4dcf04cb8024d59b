"""The desk: what lies on one reader's table: the year plan, what waits for me, which doors are open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, func, select

from dialogue.access import (
    Right,
    Standing,
    agenda_edition,
    announced,
    condition,
    edition,
    engagement,
    may,
    minutes_held,
    only,
    rooms,
    values,
    visible,
)
from dialogue.db import db
from dialogue.domain import delegations, engagements, followups, organisations, sessions, silence
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Revision
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Ability, Delegation
from dialogue.domain.editions import Audience, DelegationSheet, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
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
    found = select(
        Session,
        select(Agenda.state).where(Agenda.session_id == Session.id).scalar_subquery(),
        select(Minutes.state).where(Minutes.session_id == Session.id).scalar_subquery(),
        _count(Decision.session_id == Session.id, Decision.level != Level.SECRETARIAT, Decision.void_at.is_(None)),
        _count(FollowUp.session_id == Session.id, FollowUp.level != Level.SECRETARIAT),
        _count(FollowUp.session_id == Session.id, FollowUp.state.in_(followups.LIVE)),
    ).order_by(Session.starts_at, Session.id)
    rows = db.execute(announced(found, standing, upcoming)).all()
    return [_line(standing, row) for row in rows]


def _line(standing: Standing, row: Row[Any]) -> PlanLine:
    session: Session = row[0]
    papers: Sequence[Any] = row[1:]
    if not may(standing, Right.SESSION_FOLLOW, session):
        return PlanLine(session, may(standing, Right.SESSION_READ, session), None, None, 0, 0, 0)
    return PlanLine(session, True, *papers)


def _count(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*where).scalar_subquery()


# Doors: which pages of a session the reader may open

_SESSION = bindparam("session_id", type_=Session.id.type)
_AGENDA = select(Agenda.state).where(Agenda.session_id == _SESSION)
_MINUTES = select(Minutes.state).where(Minutes.session_id == _SESSION)
_COMMUNIQUE = select(Communique.state).where(Communique.session_id == _SESSION)
# Whether the reader may read the agenda and the minutes, and where they stand if there are any.
_DOORS = select(
    _AGENDA.where(condition(Right.AGENDA_READ, Agenda)).exists(),
    _MINUTES.where(condition(Right.MINUTES_READ, Minutes)).exists(),
    _COMMUNIQUE.where(condition(Right.COMMUNIQUE_READ, Communique)).exists(),
    _AGENDA.scalar_subquery(),
    _MINUTES.scalar_subquery(),
)


def doors(standing: Standing, session: Session) -> frozenset[Right]:
    """The rights behind a session's tabs, answered in one statement; each page asks again for itself. Whoever may write
    a paper finds its tab before there is one."""
    if not may(standing, Right.SESSION_READ, session):
        return frozenset()
    agenda, text, told, *_ = db.execute(_DOORS, values(standing) | {"session_id": session.id}).one()
    papers = {
        Right.AGENDA_READ: agenda or may(standing, Right.AGENDA_EDIT, session),
        Right.MINUTES_READ: text or may(standing, Right.MINUTES_EDIT, session),
        Right.COMMUNIQUE_READ: told or may(standing, Right.COMMUNIQUE_EDIT, session),
    }
    pages = (Right.SESSION_READ, Right.PARTICIPANTS_READ, Right.ENGAGEMENT_READ, Right.FOLLOWUPS_READ)
    return frozenset(
        [*(one for one, opens in papers.items() if opens), *(one for one in pages if may(standing, one, session))]
    )


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
    row = db.execute(_DOORS, values(standing) | {"session_id": session.id}).one()
    agenda, text, _, agenda_state, minutes_state = row
    if not may(standing, Right.SESSION_FOLLOW, session):
        return Papers(agenda, text)
    return Papers(agenda, text, agenda_state or "", minutes_state or "")


_UPCOMING = sessions.upcoming(bindparam("at", type_=Session.ends_at.type))
_NEXT = _UPCOMING.where(condition(Right.SESSION_READ, Session)).limit(1)


def next_session(standing: Standing) -> Session | None:
    """The reader's next session; for co-hosts and observers their own alone."""
    return db.scalar(_NEXT, values(standing) | {"at": standing.at})


_CALLED_OFF = sessions.called_off(bindparam("at", type_=Session.ends_at.type)).where(
    condition(Right.SESSION_READ, Session)
)


def called_off(standing: Standing) -> Sequence[Session]:
    """The reader's sessions that will not be on the day that somebody may still have in mind."""
    return db.scalars(_CALLED_OFF, values(standing) | {"at": standing.at}).all()


def own_sessions(standing: Standing) -> Sequence[Session]:
    """A co-host's sessions, the newest first."""
    return db.scalars(visible(select(Session).order_by(Session.starts_at.desc()), standing)).all()


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """What of one session its reader may take away; the engagement is there for a co-host alone."""

    session: Session
    level: Level
    agenda_level: Level  # above the other papers' for who holds the circulated agenda alone
    engagement: Engagement | None
    agenda: ReleasedFile | None
    minutes: ReleasedFile | None
    corrigenda: list[ReleasedFile]
    communique: ReleasedFile | None  # the public's, once its embargo is over
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
    """The released editions of the reader's own sessions, the newest first: five statements. None for everybody else:
    they find papers at their session."""
    if not may(standing, Right.OWN_SESSION):
        return None
    own = own_sessions(standing)
    ids = [session.id for session in own]
    circulated = (
        select(Agenda.session_id, func.max(Revision.rev))
        .join(Agenda, Revision.agreement_id == Agenda.agreement_id)
        .where(Agenda.session_id.in_(ids), Revision.circulated_at.isnot(None))
        .group_by(Agenda.session_id)
    )
    in_force = {session_id: f"REV {rev}" for session_id, rev in db.execute(circulated)}
    standing_files = select(ReleasedFile).where(ReleasedFile.session_id.in_(ids), ReleasedFile.void_round_id.is_(None))
    files = db.scalars(standing_files).all()
    found = {(f.session_id, f.kind, f.label, f.level): f for f in files}
    in_question = frozenset(db.scalars(silence.hashes_in_question(ids, (*OF_MINUTES, Communique.KIND.name))))
    told = select(Communique.session_id).where(Communique.session_id.in_(ids))
    public = set(db.scalars(only(told, standing, Right.COMMUNIQUE_READ, Communique)))
    return Shelf(
        [
            ShelfLine(
                session,
                level,
                whole,
                engagement(standing, session.id),
                found.get((session.id, "agenda", in_force.get(session.id, ""), whole)),
                found.get((session.id, "minutes", "", level)) if level in minutes_held(standing, session.id) else None,
                _corrections(standing, session, level, files),
                found.get((session.id, Communique.KIND.name, "", Level.PUBLIC)) if session.id in public else None,
                in_question,
                has_minutes=bool(minutes_held(standing, session.id)),
            )
            for session in own
            if (level := edition(standing, session.id)) and (whole := agenda_edition(standing, session))
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
    return [(room, LINKS[room](session)) for room in rooms(standing, session.id) if LINKS[room](session)]


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
