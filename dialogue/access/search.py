"""Which rows of the index a person finds: those of things that it reads, in the edition that it reads."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from dialogue.access import who
from dialogue.access.judging import condition
from dialogue.access.predicates import PARTY
from dialogue.access.rights import Right
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.archive import ImportedSession
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.decisions import Decision
from dialogue.domain.developments import Development
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Minutes
from dialogue.domain.people import Person
from dialogue.domain.search import INDEX
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TrackActivity, TrackEntry

Where = ColumnElement[bool]


class _Row:
    """A row has its session, as a noun has."""

    session_id = INDEX.c.session_id


def _if(right: Right, noun: Any) -> Where:
    return INDEX.c.thing_id.in_(select(noun.id).where(condition(right, noun)))


def _at(level: Level, *where: Where) -> Where:
    return and_(INDEX.c.level == level, *where)


def _of_agendas() -> Where:
    held = (_at(level, who.agenda_of[level].sql(_Row)) for level in DOCUMENT_LEVELS)
    return and_(_if(Right.AGENDA_READ, Agenda), or_(*held))


def _of_minutes() -> Where:
    """The text being written is the secretaries', who look for nothing in its editions. The whole text is read on its
    way by some, and once it is out by whoever holds it; the index has the other editions once they are out."""
    whole = _at(Level.DELEGATIONS, _if(Right.MINUTES_SCAN, Minutes), who.minutes_of[Level.DELEGATIONS].sql(_Row))
    lower = (_at(level, who.minutes_of[level].sql(_Row)) for level in (Level.COHOST, Level.PUBLIC))
    others = and_(not_(who.is_secretary.sql(_Row)), _if(Right.MINUTES_READ, Minutes), or_(whole, *lower))
    return or_(_at(Level.SECRETARIAT, _if(Right.MINUTES_EDIT, Minutes)), others)


def _of_participants() -> Where:
    """The list of participants as its reader holds it; a guest finds its own people there."""
    return or_(
        _at(Level.SECRETARIAT, who.is_active.sql(_Row), who.is_secretary.sql(_Row)),
        _at(Level.DELEGATIONS, condition(Right.SESSION_FOLLOW, _Row)),
        _at(Level.COHOST, condition(Right.SESSION_READ, _Row), who.is_engaged.sql(_Row), INDEX.c.owner_id == PARTY),
        _at(Level.PUBLIC, condition(Right.SESSION_READ, _Row)),
    )


# By the noun that a row is of; a row of another is found by nobody.
FINDABLE: Mapping[str, Where] = {
    "agenda_items": _if(Right.AGENDA_EDIT, AgendaItem),
    "agendas": _of_agendas(),
    "conclusions": _if(Right.CONCLUSION_READ, Conclusion),
    "decisions": _if(Right.DECISIONS_READ, Decision),
    "developments": _if(Right.DEVELOPMENT_READ, Development),
    "followups": _if(Right.FOLLOWUPS_READ, FollowUp),
    "imported_sessions": _if(Right.IMPORT_READ, ImportedSession),
    "meetings": _if(Right.MEETING_READ, Meeting),
    "minutes": _of_minutes(),
    "participants": _of_participants(),
    "people": or_(_if(Right.PEOPLE_KEEP, Person), _if(Right.OWN_PEOPLE, Person)),
    "sessions": _if(Right.SESSION_READ, Session),
    "topics": _if(Right.TOPICS_READ, Topic),
    "track_activities": _if(Right.TRACK_READ, TrackActivity),
    "track_entries": _if(Right.TRACK_ENTRY_READ, TrackEntry),
}


def findable() -> Where:
    """The `where` of all rows that the person may find, for a statement that is run with `values`."""
    return or_(*(and_(INDEX.c.noun == noun, where) for noun, where in FINDABLE.items()))
