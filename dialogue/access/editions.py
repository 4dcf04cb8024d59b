"""Which edition of a paper a person reads, takes away or signs."""

import datetime as dt
from collections.abc import Collection

from dialogue.access.standing import Standing
from dialogue.db import db
from dialogue.domain import delegations, engagements
from dialogue.domain.agenda import Agenda
from dialogue.domain.delegations import Ability, Participant
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Corrigendum, Minutes, Signatory
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session


def minutes_editions(standing: Standing, minutes: Minutes) -> tuple[Level, ...]:
    """The editions that the person may read now, the fullest first. Secretaries: all; the entitled: their own and all
    below it from the final draft on; other delegates from circulation on, and while the text is being edited the last
    one that was circulated; everybody else: of those that their level holds the ones that are released."""
    held = minutes_held(standing, minutes.session_id)
    if standing.is_secretary or (standing.entitled(minutes.session_id) and minutes.open_to_entitled):
        return held
    if reads_revisions(standing, minutes):
        return (Level.DELEGATIONS,) if minutes.is_open_to_edits else held
    return tuple(part for part in held if minutes.released_to(part))


def reads_revisions(standing: Standing, minutes: Minutes) -> bool:
    """Whether the person reads the text on its way, and what became of it: each REV that was sent out, and comments."""
    if standing.level(minutes.session_id) is not Level.DELEGATIONS:
        return standing.is_secretary
    return minutes.open_to_delegates or (standing.entitled(minutes.session_id) and minutes.open_to_entitled)


def corrigendum_editions(standing: Standing, corrigendum: Corrigendum) -> tuple[Level, ...]:
    """As of minutes: the secretaries all, the entitled from its final draft on, everybody else those that are out."""
    held = tuple(level for level in minutes_held(standing, corrigendum.session_id) if level is not Level.SECRETARIAT)
    entitled = standing.entitled(corrigendum.session_id) and corrigendum.open_to_entitled
    if standing.is_secretary or entitled:
        return tuple(level for level in held if not corrigendum.is_approved or corrigendum.kept_edition(level))
    return tuple(level for level in held if corrigendum.released_to(level))


def signatory(standing: Standing, minutes: Minutes) -> Signatory | None:
    """As whom the person signs: a secretary for its side, the head of the side that presided as the Chair. Nobody signs
    in the place of who presided; a secretary records what was signed on paper."""
    if standing.is_secretary:
        return Signatory.SECRETARY
    head = standing.seats.get(minutes.session_id)
    presided = head is not None and head.is_head and head.delegation.organisation_id == minutes.session.presiding_id
    return Signatory.CHAIR if presided else None


def seat(standing: Standing, session_id: int) -> Participant | None:
    """The person's own seat of a Party in a session, from which it comments."""
    own = standing.seats.get(session_id)
    return own if own is not None and Ability.COMMENTS in own.abilities else None


def minutes_held(standing: Standing, session_id: int) -> tuple[Level, ...]:
    """The editions of a session's minutes that the person's level opens once they are there, the fullest first: never
    that of a co-host who, by decision, gets none."""
    level, engagement = standing.level(session_id), standing.engagements.get(session_id)
    if level is None or (level is Level.PUBLIC and not standing.can(Ability.PUBLIC_MINUTES, session_id)):
        return ()
    none = level is Level.COHOST and engagement is not None and not engagement.gets_edition
    return tuple(part for part in Level if level.reads(part) and not (none and part is Level.COHOST))


def minutes_edition(
    standing: Standing, minutes: Minutes, wanted: Level | None, among: Collection[Level] = tuple(Level)
) -> Level | None:
    """The edition asked for, or the fullest (no wish); None: the person may not read it, or nothing at all."""
    mine = minutes_editions(standing, minutes)
    return next((part for part in mine if part in among and wanted in (None, part)), None)


def minutes_readers(session: Session, level: Level, at: dt.datetime) -> list[tuple[Organisation, int | None]]:
    """Who may read an edition once it is released, organisation by organisation: how many of its seats, or None for all
    of a co-host's people. The secretaries, who read everything, are not counted."""
    seated = [
        (d.organisation, sum(_reads_released(seat, level) for seat in d.participants))
        for d in db.scalars(delegations.of_session(session))
    ]
    engaged = db.scalars(engagements.of_session(session)) if Level.COHOST.reads(level) else ()
    hosts = [
        (e.organisation, None) for e in engaged if e.open_to_cohost(at) and (e.gets_edition or level is Level.PUBLIC)
    ]
    return [*((who, n) for who, n in seated if n), *hosts]


def _reads_released(seat: Participant, level: Level) -> bool:
    return seat.holds_delegations or (Ability.PUBLIC_MINUTES in seat.abilities and Level.PUBLIC.reads(level))


def agenda_edition(standing: Standing, agenda: Agenda, wanted: Level | None) -> Level | None:
    """As `edition`, of the agenda."""
    return _of(standing.agenda_level(agenda.session_id), wanted)


def edition(standing: Standing, session_id: int, wanted: Level | None) -> Level | None:
    """The edition asked for, or the fullest (no wish); None: the person does not hold it."""
    return _of(standing.level(session_id), wanted)


def _of(held: Level | None, wanted: Level | None) -> Level | None:
    if held is None or wanted is None:
        return held
    return wanted if held.reads(wanted) else None
