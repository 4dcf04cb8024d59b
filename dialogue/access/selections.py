"""Who and which, among many: the `where` of lists, and to whom a paper goes."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, and_, or_

from dialogue.access import who
from dialogue.access.judging import Row, condition, only, values
from dialogue.access.rights import Right
from dialogue.access.standing import Standing, everybody
from dialogue.db import db
from dialogue.domain import delegations, engagements, silence
from dialogue.domain.delegations import Ability, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation


def visible(found: Select[*Row], standing: Standing) -> Select[*Row]:
    """Of these sessions those that the person may open: every list of sessions."""
    return only(found, standing, Right.SESSION_READ, Session)


def announced(found: Select[*Row], standing: Standing, next_regular_id: int | None) -> Select[*Row]:
    """What the year plan shows: what is visible, and to both Parties' people the next regular session's date."""
    told = and_(who.is_of_a_party.sql(Session), who.reads_papers.sql(Session), Session.id == next_regular_id)
    return found.where(or_(condition(Right.SESSION_READ, Session), told)).params(values(standing))


def commented_by_seat() -> ColumnElement[bool]:
    """Minutes on which the person comments from its own seat; secretaries, who answer comments, may make one too."""
    return who.comments.sql(Minutes)


def readers(session: Session, at: dt.datetime) -> dict[Level, list[Person]]:
    """Who holds which edition of the agenda that goes out now, each the fullest, the secretaries the delegations' one:
    to whom it is told, and whom the page before that names."""
    found: dict[Level, list[Person]] = {level: [] for level in DOCUMENT_LEVELS}
    for held in everybody(session, at):
        level = held.agenda_level(session.id)
        if level is not None:
            found[Level.DELEGATIONS if level is Level.SECRETARIAT else level].append(held.person)
    return found


def commentators(session: Session, at: dt.datetime) -> list[Person]:
    """Who is told that the minutes are out for comments: the secretaries, and whoever may comment."""
    return [
        held.person for held in everybody(session, at) if held.is_secretary or held.can(Ability.COMMENTS, session.id)
    ]


def speakers(session_id: int) -> list[Participant]:
    """The seats of whoever speaks for a Party in that session, and can."""
    seats = db.scalars(delegations.accredited_in(session_id))
    return [seat for seat in seats if seat.is_entitled and seat.person.reads_papers]


def voices(circulation: Circulation, party: Organisation) -> dict[Person, bool]:
    """Who can answer for the Party in the round now, of its own people with an open account: entitled by a seat (True),
    or by the notice in force alone."""
    issue = circulation.issue
    told = [one.person for one in (issue.to(party, *silence.SPEAKS) if issue else ())]
    seated = [one.person for one in speakers(circulation.session_id) if one.delegation.organisation_id == party.id]
    there = [one for one in (*told, *seated) if one.reads_papers and one.organisation.id == party.id]
    return {one: one in seated for one in there}


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
