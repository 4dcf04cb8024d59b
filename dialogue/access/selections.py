"""Who and which, among many: the `where` of lists, and to whom a paper goes."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from dialogue.access import who
from dialogue.access.judging import Row, condition, may, only, values
from dialogue.access.predicates import NOW
from dialogue.access.rights import Right
from dialogue.access.standing import Standing, everybody, minutes_held, standing
from dialogue.db import db
from dialogue.domain import delegations, engagements, sessions, silence
from dialogue.domain.base import among
from dialogue.domain.delegations import Ability, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Minutes
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionKind, SessionState
from dialogue.domain.silence import Circulation


def visible(found: Select[*Row], standing: Standing) -> Select[*Row]:
    """Of these sessions those that the person may open: every list of sessions."""
    return only(found, standing, Right.SESSION_READ, Session)


def announced(next_regular_id: ColumnElement[int] | int) -> ColumnElement[bool]:
    """What the year plan and calendars show: what is visible, and to both Parties' people the next regular session's
    date, and until it has passed the date of one that was called off: they had it."""
    date = or_(Session.id == next_regular_id, and_(_was_next(), Session.ends_at >= NOW))
    told = and_(who.is_of_a_party.sql(Session), who.reads_papers.sql(Session), date)
    return or_(condition(Right.SESSION_READ, Session), told)


def next_regular() -> ColumnElement[int]:
    """The id of the session that is announced at the instant of the asking."""
    return sessions.next_regular(NOW).with_only_columns(Session.id).scalar_subquery()


def dated(found: Select[*Row], standing: Standing) -> Select[*Row]:
    """Sessions of which both Parties' people may know the date and the city, and nobody else."""
    told = and_(who.is_of_a_party.sql(Session), who.reads_papers.sql(Session))
    return found.where(told).params(values(standing))


def knew_of() -> ColumnElement[bool]:
    """Sessions that the person reads and, to both Parties' people, the regular one that was called off and was to come
    before what comes next now: they had its date."""
    sees = (who.is_active.sql(Session), who.is_of_a_party.sql(Session), who.reads_papers.sql(Session))
    return or_(condition(Right.SESSION_READ, Session), and_(*sees, _was_next()))


def _was_next() -> ColumnElement[bool]:
    coming = sessions.upcoming(NOW).where(Session.kind == SessionKind.REGULAR).order_by(None)
    later = select(func.min(coming.subquery().c.starts_at)).scalar_subquery()
    off = among(Session.state, [SessionState.POSTPONED, SessionState.CANCELLED])
    return and_(off, Session.kind == SessionKind.REGULAR, or_(later.is_(None), Session.starts_at < later))


def commented_by_seat() -> ColumnElement[bool]:
    """Minutes on which the person comments from its own seat; secretaries, who answer comments, may make one too."""
    return who.comments.sql(Minutes)


class Readers(NamedTuple):
    """By edition who reads it; `cannot`: who would, and has no account yet to read it with."""

    of_each: dict[Level, list[Person]]
    cannot: list[Person]


def readers(session: Session, at: dt.datetime) -> Readers:
    """Who holds which edition of the agenda that goes out now, each the fullest, the secretaries the delegations' one:
    to whom it is told, and whom the page before that names."""
    found = Readers({level: [] for level in DOCUMENT_LEVELS}, [])
    for held in everybody(session, at):
        level = held.agenda_level(session.id)
        if level is not None and held.person.password_hash is None:
            found.cannot.append(held.person)
        elif level is not None:
            found.of_each[Level.DELEGATIONS if level is Level.SECRETARIAT else level].append(held.person)
    return found


def audience_of(session: Session, at: dt.datetime) -> list[Standing]:
    """Everybody who reads the session, with what each holds of it: whom its date and place concern."""
    return [held for held in everybody(session, at) if may(held, Right.SESSION_READ, session)]


def has_readers(session: Session, at: dt.datetime) -> bool:
    """Whether anybody but the secretaries reads the session."""
    return any(not held.is_secretary for held in audience_of(session, at))


def edition_readers(session: Session, level: Level, levels: Collection[Level], at: dt.datetime) -> list[Person]:
    """Who holds that edition of a text of the session, of those that it has, and no fuller one."""

    def own(held: Standing) -> Level | None:
        return next((one for one in minutes_held(held, session.id) if one in levels), None)

    return [held.person for held in everybody(session, at) if own(held) is level]


def commentators(session: Session, at: dt.datetime) -> list[Person]:
    """Who is told that the minutes are out for comments: the secretaries, and whoever may comment."""
    return [
        held.person for held in everybody(session, at) if held.is_secretary or held.can(Ability.COMMENTS, session.id)
    ]


def answering(session: Session, at: dt.datetime) -> list[Participant]:
    """The seats of whoever is to say whether it comes, and can."""
    able = (held for held in everybody(session, at) if may(held, Right.ANSWER_GIVE, session))
    return [held.seats[session.id] for held in able]


def holders(right: Right, session: Session, at: dt.datetime) -> list[Person]:
    """Who has this right on the session, of those who follow it."""
    followers = [held for held in everybody(session, at) if may(held, Right.SESSION_FOLLOW, session)]
    return [held.person for held in followers if may(held, right, session)]


def focal_points(party: Organisation, at: dt.datetime) -> list[Person]:
    """Who keeps the follow-ups of that side, and can be told of them."""
    seats = db.scalars(delegations.speakers_of(party))
    those = dict.fromkeys(seat.person for seat in seats if Ability.PEOPLE in seat.abilities)
    return [one for one in those if one.password_hash and may(standing(one, at), Right.FOLLOWUPS_HEAR)]


def head_of_side(party: Organisation, at: dt.datetime) -> Person | None:
    """Who heads that side's delegation to the session that comes next, else to the last one; only who has an
    account."""
    seats = [seat for seat in db.scalars(delegations.heads_of_party(party)) if seat.person.password_hash]
    coming = [seat.person for seat in seats if seat.session.ends_at >= at]
    return coming[0] if coming else seats[-1].person if seats else None


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
    seats = db.scalars(delegations.seats_in(session))
    seated = Counter(seat.delegation.organisation for seat in seats if _reads_released(seat, level))
    engaged = db.scalars(engagements.of_session(session)) if Level.COHOST.reads(level) else ()
    hosts = [
        (e.organisation, None) for e in engaged if e.open_to_cohost(at) and (e.gets_edition or level is Level.PUBLIC)
    ]
    return [*seated.items(), *hosts]


def _reads_released(seat: Participant, level: Level) -> bool:
    return seat.holds_delegations or (Ability.PUBLIC_MINUTES in seat.abilities and Level.PUBLIC.reads(level))
