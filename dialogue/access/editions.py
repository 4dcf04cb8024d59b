"""Which edition of a paper a person reads, takes away or signs."""

from collections.abc import Callable, Collection, Mapping

from dialogue.access.judging import may
from dialogue.access.policy import MINUTES_IN_FULL, RIGHTS
from dialogue.access.predicates import granted, session_id_of
from dialogue.access.rights import Right
from dialogue.access.standing import Standing, minutes_held
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import ApprovedText, Revision
from dialogue.domain.delegations import Ability, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes import Corrigendum, Minutes, Signatory
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Objection


def minutes_editions(standing: Standing, minutes: Minutes) -> tuple[Level, ...]:
    """The editions that the person may read now, the fullest first. Secretaries: all; the entitled: their own and all
    below it from the final draft on; other delegates from circulation on, and while the text is being edited the last
    one that was circulated; everybody else: of those that their level holds the ones that are released."""
    held = minutes_held(standing, minutes.session_id)
    if granted(MINUTES_IN_FULL, standing, minutes):
        return held
    if reads_revisions(standing, minutes):
        return (Level.DELEGATIONS,) if minutes.is_open_to_edits else held
    return tuple(part for part in held if minutes.released_to(part))


def reads_revisions(standing: Standing, minutes: Minutes) -> bool:
    """Whether the person reads the text on its way, and what became of it."""
    return may(standing, Right.MINUTES_REVISIONS, minutes)


def text_editions(standing: Standing, text: ApprovedText) -> tuple[Level, ...]:
    """Of any other text: whoever reads it in full all that the person holds, everybody else of those what is out."""
    held = HELD.get(type(text), _followed)(standing, text)
    if granted(RIGHTS[type(text)].in_full, standing, text):
        return tuple(level for level in held if not text.is_approved or text.kept_edition(level))
    return tuple(level for level in held if text.open_to(level, standing.at))


def _of_minutes(standing: Standing, text: ApprovedText) -> tuple[Level, ...]:
    return tuple(one for one in minutes_held(standing, text.session.id) if one is not Level.SECRETARIAT)


def _followed(standing: Standing, text: ApprovedText) -> tuple[Level, ...]:
    """Both Parties' people every edition that there is, whoever else reads of the session the public's."""
    if may(standing, Right.SESSION_FOLLOW, text.session):
        return text.KIND.levels
    return (Level.PUBLIC,) if may(standing, Right.SESSION_READ, text.session) else ()


HELD: Mapping[type, Callable[[Standing, ApprovedText], tuple[Level, ...]]] = {Corrigendum: _of_minutes}


def signatory(standing: Standing, minutes: Minutes) -> Signatory | None:
    """As whom the person signs: a secretary for its side, the head of the side that presided as the Chair."""
    if not may(standing, Right.MINUTES_SIGN, minutes):
        return None
    return Signatory.SECRETARY if standing.is_secretary else Signatory.CHAIR


def seat(standing: Standing, session_id: int) -> Participant | None:
    """The person's own seat of a Party in a session, from which it comments."""
    own = standing.seats.get(session_id)
    return own if own is not None and Ability.COMMENTS in own.abilities else None


def seat_at_table(standing: Standing, session_id: int) -> Participant | None:
    """The person's own seat in the room of a session, for which it answers."""
    own = standing.seats.get(session_id)
    return own if own is not None and own.is_at_table else None


def leading_seat(standing: Standing, session_id: int) -> Participant | None:
    """The person's own seat, where it is a head's or speaks in the place of one: whoever approves for its Party."""
    return standing.heads(session_id)


def engagement(standing: Standing, session_id: int) -> Engagement | None:
    """What binds the person's organisation to the session, while that opens it."""
    return standing.engagements.get(session_id)


def rooms(standing: Standing, session_id: int) -> tuple[Ability, ...]:
    """The parts of the session that the person may join."""
    return standing.rooms(session_id)


def minutes_edition(
    standing: Standing, minutes: Minutes, wanted: Level | None, among: Collection[Level] = tuple(Level)
) -> Level | None:
    """The edition asked for, or the fullest (no wish); None: the person may not read it, or nothing at all."""
    mine = minutes_editions(standing, minutes)
    return next((part for part in mine if part in among and wanted in (None, part)), None)


def agenda_edition(standing: Standing, of: Agenda | Session, wanted: Level | None = None) -> Level | None:
    """As `edition`, of the agenda."""
    return _of(standing.agenda_level(session_id_of(of) or 0), wanted)


def agenda_editions(standing: Standing, agenda: Agenda) -> tuple[Level, ...]:
    """The editions of its papers that the person holds, the fullest first."""
    return _down_from(standing.agenda_level(agenda.session_id))


def agenda_releases(standing: Standing, agenda: Agenda) -> list[Revision]:
    """Those that the person may open: the secretaries every one, everybody else those that went out."""
    held = standing.agenda_level(agenda.session_id)
    return [] if held is None else agenda.releases_for(held)


def edition(standing: Standing, session_id: int, wanted: Level | None = None) -> Level | None:
    """The edition asked for, or the fullest (no wish); None: the person does not hold it."""
    return _of(standing.level(session_id), wanted)


def editions(standing: Standing, session_id: int) -> tuple[Level, ...]:
    """The editions of papers that the person holds of the session, the fullest first."""
    return _down_from(standing.level(session_id))


def _down_from(held: Level | None) -> tuple[Level, ...]:
    return tuple(part for part in DOCUMENT_LEVELS if held is not None and held.reads(part))


def _of(held: Level | None, wanted: Level | None) -> Level | None:
    if held is None or wanted is None:
        return held
    return wanted if held.reads(wanted) else None


def objections(standing: Standing, circulation: Circulation) -> list[Objection]:
    """The objections of which the person may know who sent them: its own; for the secretaries all; for who speaks on
    the round those that speak for their Party. One that does not, or not yet, is its Party's co-chair's to answer, and
    nobody else's at the table (docs/decisions/0011)."""
    leads = may(standing, Right.CIRCULATION_LEAD, circulation)
    speaks = may(standing, Right.CIRCULATION_SPEAK, circulation)
    party = standing.person.organisation
    return [
        one
        for one in circulation.objections
        if standing.is_secretary
        or one.person.id == standing.person.id
        or (speaks and one.counts(circulation.entries))
        or (leads and one.party.id == party.id)
    ]
