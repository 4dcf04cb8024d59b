"""The desk: what lies on one reader's table: the year plan, what waits for me, which doors are open."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, exists, func, select
from sqlalchemy.orm import joinedload

from dialogue.access import (
    RIGHTS,
    Right,
    Standing,
    agenda_edition,
    announced,
    condition,
    dated,
    edition,
    engagement,
    knew_of,
    leading_seat,
    may,
    minutes_held,
    next_regular,
    only,
    rooms,
    values,
    visible,
)
from dialogue.db import db
from dialogue.domain import delegations, engagements, followups, organisations, sessions, silence
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Revision, approved_kinds
from dialogue.domain.base import among
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Ability, Delegation
from dialogue.domain.editions import AgendaSheet, Audience, DelegationSheet, Heading, Level, restore
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.sessions import Session
from dialogue.queries.sheets import moved


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


def _count(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*where).scalar_subquery()


_PLAN = (
    select(
        Session,
        select(Agenda.state).where(Agenda.session_id == Session.id).scalar_subquery(),
        select(Minutes.state).where(Minutes.session_id == Session.id).scalar_subquery(),
        _count(Decision.session_id == Session.id, Decision.level != Level.SECRETARIAT, Decision.void_at.is_(None)),
        _count(FollowUp.session_id == Session.id, FollowUp.level != Level.SECRETARIAT),
        _count(FollowUp.session_id == Session.id, among(FollowUp.state, followups.LIVE)),
    )
    .where(announced(next_regular()))
    .order_by(Session.starts_at, Session.id)
)


def year_plan(standing: Standing) -> list[PlanLine]:
    """The sessions that the reader may know of, by date, each with where its papers stand: one statement."""
    return [_line(standing, row) for row in db.execute(_PLAN, values(standing))]


def _line(standing: Standing, row: Row[Any]) -> PlanLine:
    session: Session = row[0]
    papers: Sequence[Any] = row[1:]
    if not may(standing, Right.SESSION_FOLLOW, session):
        return PlanLine(session, may(standing, Right.SESSION_READ, session), None, None, 0, 0, 0)
    return PlanLine(session, True, *papers)


# Doors: which pages of a session the reader may open

_SESSION = bindparam("session_id", type_=Session.id.type)
# The texts of which a session has one.
_TEXTS = {noun: select(noun.state).where(noun.session_id == _SESSION) for noun in RIGHTS if not noun.KIND.several}
# Whether the reader may read each of them, and where they stand if there are any.
_DOORS = select(
    *(found.where(condition(RIGHTS[noun].read, noun)).exists() for noun, found in _TEXTS.items()),
    *(found.scalar_subquery() for found in _TEXTS.values()),
)


def doors(standing: Standing, session: Session) -> frozenset[Right]:
    """The rights behind a session's tabs, answered in one statement; each page asks again for itself. Whoever may write
    a paper finds its tab before there is one."""
    if not may(standing, Right.SESSION_READ, session):
        return frozenset()
    return _behind(_asked(standing, session), standing, session)


def _asked(standing: Standing, session: Session) -> Sequence[Any]:
    return db.execute(_DOORS, values(standing) | {"session_id": session.id}).one()


def _behind(row: Sequence[Any], standing: Standing, session: Session) -> frozenset[Right]:
    papers = {
        RIGHTS[noun].read: opens or may(standing, RIGHTS[noun].edit, session)
        for noun, opens in zip(_TEXTS, row, strict=False)
    }
    went_out = dict(zip(_TEXTS, row, strict=False))[Agenda] and may(standing, Right.SESSION_FOLLOW, session)
    pages = (
        Right.SESSION_READ,
        Right.PARTICIPANTS_READ,
        Right.ENGAGEMENT_READ,
        Right.SESSION_DECISIONS,
        Right.SESSION_REVIEW,
        Right.FOLLOWUPS_READ,
    )
    return frozenset(
        [
            *(one for one, opens in papers.items() if opens),
            *([Right.CONCLUSIONS_READ] if went_out else []),  # drafted with the agenda
            *(one for one in pages if may(standing, one, session)),
        ]
    )


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers of a session the reader may take away as Word, each in the fullest edition that is open to it. For
    the two Parties' people with where the text stands: what is not released yet is a working copy."""

    agenda: bool
    minutes: bool
    agenda_state: str = ""
    minutes_state: str = ""
    doors: frozenset[Right] = frozenset()  # as `doors` answers them, from the same statement


def papers(standing: Standing, session: Session) -> Papers:
    """One statement, for whoever reads the session; each download asks again for itself."""
    row = _asked(standing, session)
    opens, states = dict(zip(_TEXTS, row, strict=False)), dict(zip(_TEXTS, row[len(_TEXTS) :], strict=True))
    found = Papers(opens[Agenda], opens[Minutes], doors=_behind(row, standing, session))
    if not may(standing, Right.SESSION_FOLLOW, session):
        return found
    return replace(found, agenda_state=str(states[Agenda] or ""), minutes_state=str(states[Minutes] or ""))


# The sessions on the desk

_READABLE = exists().where(Agenda.session_id == Session.id, condition(Right.AGENDA_READ, Agenda))
_UNFINISHED = (
    sessions.unfinished(bindparam("at", type_=Session.ends_at.type))
    .where(knew_of())
    .options(joinedload(Session.presiding))
    .add_columns(_READABLE)
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The reader's sessions until they are closed. `opened`: being held, or held and not closed, the last one first;
    `coming`: those that are still to be, the nearest first; `off`: those that will not be on the day that was given;
    `regular`: the next regular one, of which both Parties' people know date and city, whatever else stands here."""

    opened: list[Session]
    coming: list[Session]
    off: list[Session]
    regular: Session | None
    agendas: frozenset[int]  # of these the agenda may be read

    @property
    def open(self) -> list[Session]:
        return [*self.opened, *self.coming]

    def on(self, day: dt.date) -> Session | None:
        """The session of that day."""
        return next((one for one in self.open if _is_on(one, day)), None)


def desk(standing: Standing) -> Desk:
    """Two statements; for a secretary, who may open every session, one."""
    rows = db.execute(_UNFINISHED, values(standing) | {"at": standing.at}).all()
    found = [session for session, _ in rows]
    every = may(standing, Right.SESSION_PLAN)
    regular = None if every else db.scalar(dated(sessions.next_regular(standing.at), standing))
    return Desk(
        [one for one in reversed(found) if one.has_opened],
        [one for one in found if one.has_a_date and not one.has_opened],
        [one for one in found if not one.has_a_date],
        None if regular in found else regular,
        frozenset(session.id for session, readable in rows if readable),
    )


def _is_on(session: Session, day: dt.date) -> bool:
    today = session.is_confirmed and session.starts.date() <= day <= session.ends.date()
    return today and not session.was_held


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
    public: list[ReleasedFile]  # of other texts, once their embargo is over
    in_question: frozenset[str]  # hashes of texts
    has_minutes: bool  # whether any edition of them will be the reader's
    moved: str  # where the agenda gives a date or place that holds no more: what holds

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
    in_force = _in_force(ids)
    standing_files = select(ReleasedFile).where(ReleasedFile.session_id.in_(ids), ReleasedFile.void_round_id.is_(None))
    files = db.scalars(standing_files).all()
    found = {(f.session_id, f.kind, f.label, f.level): f for f in files}
    in_question = frozenset(db.scalars(silence.hashes_in_question(ids, tuple(approved_kinds()))))
    public = _public(standing, ids)
    return Shelf(
        [
            ShelfLine(
                session,
                level,
                whole,
                engagement(standing, session.id),
                found.get((session.id, "agenda", f"REV {in_force[session.id][0]}", whole))
                if session.id in in_force
                else None,
                found.get((session.id, "minutes", "", level)) if level in minutes_held(standing, session.id) else None,
                _corrections(standing, session, level, files),
                [
                    file
                    for kind in public.get(session.id, ())
                    if (file := found.get((session.id, kind, "", Level.PUBLIC)))
                ],
                in_question,
                has_minutes=bool(minutes_held(standing, session.id)),
                moved=_moved(session, in_force),
            )
            for session in own
            if (level := edition(standing, session.id)) and (whole := agenda_edition(standing, session))
        ]
    )


def _in_force(ids: Sequence[int]) -> dict[int, tuple[int, Heading]]:
    """By their session the release of the agenda that went out last, and when and where it says the session is."""
    circulated = (
        select(Agenda.session_id, Revision.rev, Revision.sheet_kept)
        .join(Agenda, Revision.agreement_id == Agenda.agreement_id)
        .where(Agenda.session_id.in_(ids), Revision.circulated_at.isnot(None))
        .order_by(Revision.rev)
    )
    newest = {session_id: (rev, kept) for session_id, rev, kept in db.execute(circulated)}
    return {one: (rev, restore(AgendaSheet, kept).heading) for one, (rev, kept) in newest.items()}


def _moved(session: Session, in_force: Mapping[int, tuple[int, Heading]]) -> str:
    """What holds instead of what the agenda says, of a session that is still to come."""
    return moved(session, in_force[session.id][1]) if session.id in in_force and not session.was_held else ""


def _public(standing: Standing, ids: Sequence[int]) -> dict[int, list[str]]:
    """By their session the kinds of other texts that the reader may read there."""
    found: dict[int, list[str]] = {}
    for noun in (one for one in _TEXTS if one not in (Agenda, Minutes)):
        there = select(noun.session_id).where(noun.session_id.in_(ids))
        for session_id in db.scalars(only(there, standing, RIGHTS[noun].read, noun)):
            found.setdefault(session_id, []).append(noun.KIND.name)
    return found


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
        DelegationLine(row, _listing(standing, row, audience, working), working and _keeps(standing, row))
        for row in delegations.in_precedence([*rows, *empty], session)
    ]
    return [line for line in lines if line.mine or line.sheet.seats or (working and _has_answers(standing, line))]


def _listing(standing: Standing, row: Delegation, audience: Audience, working: bool) -> DelegationSheet:
    """As the list has it; on their own page the co-chairs read every name."""
    chairs = working and leading_seat(standing, row.session.id) is not None
    return row.edition(audience) if chairs else row.listing(audience)


def _has_answers(standing: Standing, line: DelegationLine) -> bool:
    """Whether somebody in it answered, which the reader may know, though nobody of it is listed."""
    answered = any(seat.answered for seat in line.delegation.participants)
    return answered and may(standing, Right.ANSWER_READ, line.delegation)


def _keeps(standing: Standing, delegation: Delegation) -> bool:
    return any(may(standing, right, delegation) for right in (Right.DELEGATION_NAME, Right.DELEGATION_ACCREDIT))


def newcomers(session: Session) -> list[Organisation]:
    """Organisations that may be given a place in the list: observers, and co-hosts whom both Parties want."""
    there = {row.organisation.id for row in db.scalars(delegations.of_session(session))}
    bound = {one.organisation.id for one in db.scalars(engagements.of_session(session)) if one.is_bound}
    guests = db.scalars(organisations.guests()).all()
    return [one for one in guests if one.id not in there and (not one.is_cohost or one.id in bound)]
