"""Who may do what. One table of rights; its predicates ask the nouns for facts and never name a state."""

import datetime as dt
import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, true

from dialogue.db import db
from dialogue.domain import delegations, engagements
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Corrigendum, Minutes, Remark, Signatory
from dialogue.domain.organisations import Organisation, OwnDay
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import SPEAKS, Circulation


class Right(enum.StrEnum):
    """`noun:verb`, in alphabetical order of the nouns."""

    ACCOUNT_USE = "account:use"
    AGENDA_ADOPT = "agenda:adopt"
    AGENDA_ANNOTATED = "agenda:annotated"
    AGENDA_EDIT = "agenda:edit"
    AGENDA_READ = "agenda:read"
    AGENDA_REQUEST = "agenda:request"
    CALENDAR_SUBSCRIBE = "calendar:subscribe"
    CIRCULATIONS_READ = "circulations:read"
    CIRCULATION_ANSWER = "circulation:answer"
    CIRCULATION_KEEP = "circulation:keep"
    CIRCULATION_KNOW = "circulation:know"
    CIRCULATION_LEAD = "circulation:lead"
    CIRCULATION_OBJECT = "circulation:object"
    CIRCULATION_READ = "circulation:read"
    CIRCULATION_RECEIVE = "circulation:receive"
    CIRCULATION_SPEAK = "circulation:speak"
    CIRCULATION_WITHDRAW = "circulation:withdraw"
    COMMENT_ANSWER = "comment:answer"
    COMMENT_KEEP = "comment:keep"
    COMMENT_READ = "comment:read"
    CORRIGENDUM_APPROVE = "corrigendum:approve"
    CORRIGENDUM_EDIT = "corrigendum:edit"
    CORRIGENDUM_READ = "corrigendum:read"
    DECISIONS_READ = "decisions:read"
    DECISION_DRAFT = "decision:draft"
    DECISION_KEEP = "decision:keep"
    DELEGATION_ACCREDIT = "delegation:accredit"
    DELEGATION_ENTER = "delegation:enter"
    DELEGATION_NAME = "delegation:name"
    DELEGATION_OPEN = "delegation:open"
    ENGAGEMENT_CONSENT = "engagement:consent"
    ENGAGEMENT_PROPOSE = "engagement:propose"
    ENGAGEMENT_READ = "engagement:read"
    ENGAGEMENT_RUN = "engagement:run"
    EXTERNAL_KEEP = "external round:keep"
    EXTERNAL_READ = "external rounds:read"
    FOLLOWUPS_READ = "follow-ups:read"
    FOLLOWUP_KEEP = "follow-up:keep"
    FOLLOWUP_REPORT = "follow-up:report"
    LOG_READ = "log:read"
    MINUTES_APPROVE = "minutes:approve"
    MINUTES_COMMENT = "minutes:comment"
    MINUTES_EDIT = "minutes:edit"
    MINUTES_READ = "minutes:read"
    MINUTES_REPLY = "minutes:reply"
    MINUTES_REVISIONS = "minutes:revisions"
    MINUTES_SCAN = "minutes:scan"
    MINUTES_SIGN = "minutes:sign"
    NOTICES_KEEP = "notices:keep"
    ORGANISATIONS_KEEP = "organisations:keep"
    OWN_SESSION = "own session:read"
    PAPER_VERIFY = "paper:verify"
    PARTICIPANTS_READ = "participants:read"
    PEOPLE_KEEP = "people:keep"
    SETTINGS_KEEP = "settings:keep"
    SESSIONS_LIST = "sessions:list"
    SESSION_KEEP = "session:keep"
    SESSION_PLAN = "session:plan"
    SESSION_READ = "session:read"
    TOPICS_KEEP = "topics:keep"
    TOPICS_READ = "topics:read"
    WORKING_DAYS_KEEP = "working days:keep"
    WORKING_DAYS_READ = "working days:read"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person holds at an instant, read once a request: seats and open engagements by session id."""

    person: Person
    at: dt.datetime
    seats: Mapping[int, Participant]
    engagements: Mapping[int, Engagement]
    in_place: Collection[int] = ()  # sessions about which the person's seat speaks in the place of its head, who left

    @property
    def is_secretary(self) -> bool:
        return self.person.is_secretary and self.person.active

    @property
    def holds_register(self) -> bool:
        """Whether the person reads the joint register: holds `delegations` of any session."""
        return self.is_secretary or any(seat.holds_delegations for seat in self.seats.values())

    @property
    def takes_part(self) -> bool:
        return self.holds_register or bool(self.engagements) or any(s.observes for s in self.seats.values())

    @property
    def is_cohost(self) -> bool:
        """Sees the dialogue through an engagement alone."""
        return bool(self.engagements) and not self.holds_register

    def level(self, session_id: int) -> Level | None:
        """The level held of one session (contract, "Who holds what"); None: nothing."""
        seat = self.seats.get(session_id)
        if self.is_secretary:
            return Level.SECRETARIAT
        if seat is not None and seat.holds_delegations:
            return Level.DELEGATIONS
        if session_id in self.engagements:
            return Level.COHOST
        return Level.PUBLIC if seat is not None and seat.observes else None

    def entitled(self, session_id: int) -> bool:
        seat = self.seats.get(session_id)
        return seat is not None and seat.is_entitled

    def heads(self, session_id: int) -> Participant | None:
        """The person's own seat, where it is that of a head of delegation or speaks in its place."""
        seat = self.seats.get(session_id)
        return seat if seat is not None and (seat.is_head or session_id in self.in_place) else None


def standing(person: Person, at: dt.datetime) -> Standing:
    """Read what the person holds: two statements, for a deputy three, whatever the number of sessions. Who has left an
    organisation holds no seat of its delegation any more."""
    if person.is_admin or not person.active:
        return _standing(person, at, (), ())
    mine = {"person_id": person.id, "organisation_id": person.organisation_id}
    seats = db.scalars(delegations.OWN_SEATS, mine).all()
    deputies = [seat.delegation_id for seat in seats if seat.is_entitled and not seat.is_head]
    bound = [] if person.organisation.is_party else db.scalars(engagements.of_organisation(person.organisation)).all()
    in_place = db.scalars(delegations.without_head(deputies)).all() if deputies else ()
    return _standing(person, at, seats, bound, in_place)


def _standing(
    person: Person,
    at: dt.datetime,
    seats: Iterable[Participant],
    bound: Iterable[Engagement],
    in_place: Collection[int] = (),
) -> Standing:
    """What of these counts at that instant. An admin reads no papers, whatever seat it was given; a Party has no
    engagements."""
    if person.is_admin or not person.active:
        return Standing(person, at, {}, {})
    return Standing(
        person,
        at,
        {seat.session_id: seat for seat in seats},
        {e.session_id: e for e in bound if e.open_to_cohost(at) and not person.organisation.is_party},
        in_place,
    )


def audience(standing: Standing, session: Session) -> Audience | None:
    """There is no audience without a session. None: the person holds nothing of it."""
    level = standing.level(session.id)
    return None if level is None else Audience(level, standing.person.organisation_id)


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
    """The person's own accredited seat of a Party in a session."""
    own = standing.seats.get(session_id)
    return own if own is not None and own.holds_delegations else None


def minutes_held(standing: Standing, session_id: int) -> tuple[Level, ...]:
    """The editions of a session's minutes that the person's level opens once they are there, the fullest first: never
    that of a co-host who, by decision, gets none."""
    level, engagement = standing.level(session_id), standing.engagements.get(session_id)
    if level is None:
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
        (d.organisation, sum(p.holds_delegations or (p.observes and Level.PUBLIC.reads(level)) for p in d.participants))
        for d in db.scalars(delegations.of_session(session))
    ]
    engaged = db.scalars(engagements.of_session(session)) if Level.COHOST.reads(level) else ()
    hosts = [
        (e.organisation, None) for e in engaged if e.open_to_cohost(at) and (e.gets_edition or level is Level.PUBLIC)
    ]
    return [*((who, n) for who, n in seated if n), *hosts]


def agenda_edition(standing: Standing, agenda: Agenda, wanted: Level | None) -> Level | None:
    return edition(standing, agenda.session_id, wanted)


def edition(standing: Standing, session_id: int, wanted: Level | None) -> Level | None:
    """The edition asked for, or the fullest (no wish); None: the person does not hold it."""
    held = standing.level(session_id)
    if held is None or wanted is None:
        return held
    return wanted if held.reads(wanted) else None


def readers(session: Session, at: dt.datetime) -> dict[Level, list[Person]]:
    """Who holds which document of what goes out now, each the fullest, the secretaries the delegations' one: to whom it
    is told, and whom the page before that names."""
    seated = db.scalars(delegations.seats_in(session)).all()
    seats = {one.person: one for one in seated if one.person.organisation_id == one.delegation.organisation_id}
    others = {row[0]: row[1] for row in db.execute(engagements.without_a_seat(session))}
    found: dict[Level, list[Person]] = {level: [] for level in DOCUMENT_LEVELS}
    for person in dict.fromkeys([*others, *seats]):
        seat, engagement = seats.get(person), others.get(person)
        level = _standing(person, at, [seat] if seat else [], [engagement] if engagement else []).level(session.id)
        if level is not None:
            found[Level.DELEGATIONS if level is Level.SECRETARIAT else level].append(person)
    return found


def visible(standing: Standing) -> ColumnElement[bool]:
    """The `where` of every list of sessions: what the person may open."""
    if standing.is_secretary:
        return true()
    return Session.id.in_([i for i in {*standing.seats, *standing.engagements} if standing.level(i) is not None])


def announced(standing: Standing, next_regular_id: int | None) -> ColumnElement[bool]:
    """What the year plan shows: what is visible, and to both Parties' people the next regular session's date."""
    if next_regular_id is not None and standing.person.organisation.is_party and not standing.person.is_admin:
        return or_(visible(standing), Session.id == next_regular_id)
    return visible(standing)


def may(standing: Standing, right: Right, thing: Any = None) -> bool:
    """Whether the person may do this to the thing (or to no thing in particular, for a list)."""
    return standing.person.active and RULES[right](standing, thing)


def knows(standing: Standing, thing: Any = None) -> bool:
    """Whether a refusal may say 403: the thing is known to the person. To anybody else it does not exist: 404.
    For co-hosts, observers and outsiders nothing exists but what they may open."""
    session = session_of(thing)
    if isinstance(thing, (AgendaItem, Participant)) and not thing.is_open_to(standing.person.organisation):
        return False
    if isinstance(thing, Circulation):
        return _reads_round(standing, thing)
    if isinstance(thing, Remark) and not _reads_comment(standing, thing):
        return False
    if session is not None:
        return standing.level(session.id) in (Level.SECRETARIAT, Level.DELEGATIONS)
    return standing.holds_register or standing.person.is_admin


def session_of(thing: Any) -> Session | None:
    """The session that a thing belongs to; None for things of no session or of the joint register."""
    if isinstance(thing, Session):
        return thing
    if isinstance(thing, (AgendaItem, Corrigendum, Remark)):
        return thing.session
    if isinstance(thing, (Agenda, Delegation, Participant, Engagement, Minutes)):
        return thing.session
    return None


Rule = Callable[[Standing, Any], bool]


def _anyone(_standing: Standing, _: Any) -> bool:
    return True


def _takes_part(standing: Standing, _: Any) -> bool:
    return standing.takes_part


def _admin(standing: Standing, _: Any) -> bool:
    return standing.person.is_admin


def _secretary(standing: Standing, _: Any) -> bool:
    return standing.is_secretary


def _keeps_days(standing: Standing, own: OwnDay | None) -> bool:
    """A secretary, of the own side's calendar alone."""
    return standing.is_secretary and (own is None or own.party.id == standing.person.organisation.id)


def _keeps_the_house(standing: Standing, _: Any) -> bool:
    return standing.is_secretary or standing.person.is_admin


def _register(standing: Standing, _: Any) -> bool:
    return standing.holds_register


def _own_session(standing: Standing, _: Any) -> bool:
    """Takes part through an engagement or as an observer alone: has its own session, and no year plan."""
    return standing.takes_part and not standing.holds_register


def _session_reader(standing: Standing, thing: Any) -> bool:
    session = session_of(thing)
    return session is not None and standing.level(session.id) is not None


def _reads_agenda(standing: Standing, agenda: Agenda) -> bool:
    return standing.is_secretary or (_session_reader(standing, agenda) and agenda.circulated is not None)


def _reads_annotated(standing: Standing, agenda: Agenda) -> bool:
    """History comes from the joint register: for those who hold the delegations' edition of this session."""
    holds = standing.level(agenda.session_id) in (Level.SECRETARIAT, Level.DELEGATIONS)
    return holds and _reads_agenda(standing, agenda)


def _edits_agenda(standing: Standing, thing: Any) -> bool:
    """Both secretaries alike; a declined item is there for the secretary of the side that asked."""
    seen = not isinstance(thing, AgendaItem) or thing.is_open_to(standing.person.organisation)
    return standing.is_secretary and seen


def _requests_item(standing: Standing, agenda: Agenda) -> bool:
    engagement = standing.engagements.get(agenda.session_id)
    side = standing.level(agenda.session_id) in (Level.SECRETARIAT, Level.DELEGATIONS)
    return side or (engagement is not None and engagement.may_propose_items)


def _adopts(standing: Standing, thing: Agenda | Participant) -> bool:
    """A secretary records either head's consent; a head gives its own."""
    own = standing.heads(thing.session_id)
    return standing.is_secretary or (own is not None and (own is thing or isinstance(thing, Agenda)))


def _names(standing: Standing, thing: Delegation | Participant) -> bool:
    """A delegation is named by its own side: secretary, head, focal point, these two once they are accredited; an
    observer's or co-host's by a secretary."""
    delegation = thing.delegation if isinstance(thing, Participant) else thing
    if not delegation.organisation.is_party:
        return standing.is_secretary
    own = delegation.organisation.id == standing.person.organisation_id
    seat = standing.seats.get(delegation.session.id)
    leads = seat is not None and seat.is_accredited and (seat.is_head or seat.is_focal_point)
    return own and (standing.is_secretary or leads)


def _accredits(standing: Standing, thing: Delegation | Participant) -> bool:
    delegation = thing.delegation if isinstance(thing, Participant) else thing
    own = delegation.organisation.id == standing.person.organisation_id
    return standing.is_secretary and (own or not delegation.organisation.is_party)


def _reads_engagements(standing: Standing, session: Any) -> bool:
    return standing.is_secretary or standing.heads(session.id) is not None


def _consents(standing: Standing, thing: Any) -> bool:
    """To an engagement, or to a line that stands for one: what counts is its session."""
    return _reads_engagements(standing, thing.session)


def _reads_minutes(standing: Standing, minutes: Minutes) -> bool:
    return bool(minutes_editions(standing, minutes))


def _replies(standing: Standing, minutes: Minutes) -> bool:
    """Whoever may speak for its side."""
    return reads_revisions(standing, minutes) and (standing.is_secretary or standing.entitled(minutes.session_id))


def _reads_comment(standing: Standing, remark: Remark) -> bool:
    """A side reads its own; the other side's when the period is over."""
    return reads_revisions(standing, remark.minutes) and remark.is_readable(standing.person.organisation, standing.at)


def _keeps_comment(standing: Standing, remark: Remark) -> bool:
    return _reads_comment(standing, remark) and remark.comment.writer_id == standing.person.id


def _answers(standing: Standing, remark: Remark) -> bool:
    return standing.is_secretary and _reads_comment(standing, remark)


def _reads_corrigendum(standing: Standing, corrigendum: Corrigendum) -> bool:
    return bool(corrigendum_editions(standing, corrigendum))


def _reads_scan(standing: Standing, minutes: Minutes) -> bool:
    """What was signed is the whole text."""
    return Level.DELEGATIONS in minutes_editions(standing, minutes)


def _signs(standing: Standing, minutes: Minutes) -> bool:
    return signatory(standing, minutes) is not None


def _approves(standing: Standing, minutes: Minutes | Corrigendum) -> bool:
    return standing.heads(minutes.session_id) is not None


def _reads_round(standing: Standing, circulation: Circulation) -> bool:
    """The delegations of its session, from the notice on; before, whoever has to consent to the method."""
    holds = standing.level(circulation.session_id) in (Level.SECRETARIAT, Level.DELEGATIONS)
    early = standing.is_secretary or standing.entitled(circulation.session_id)
    return holds and (early or bool(circulation.issues))


def _knows_round(standing: Standing, circulation: Circulation) -> bool:
    """That there is such a number: once the round is issued any person of a Party, who may object to it without reading
    it; before, its readers alone (README, 2026-11-25)."""
    return _objects(standing, circulation) and (bool(circulation.issues) or _reads_round(standing, circulation))


def _leads_round(standing: Standing, circulation: Circulation) -> bool:
    """The co-chairs of its session."""
    return standing.heads(circulation.session_id) is not None


def _runs_round(standing: Standing, circulation: Circulation) -> bool:
    """The secretaries and the co-chairs of its session."""
    return standing.is_secretary or _leads_round(standing, circulation)


def _speaks_on_round(standing: Standing, circulation: Circulation) -> bool:
    """Who is entitled now, or was so when the round was issued and still reads it (practice §0.6)."""
    told = any(issue.was_told(standing.person, *SPEAKS) for issue in circulation.issues)
    return standing.entitled(circulation.session_id) or (told and _reads_round(standing, circulation))


def _receives_round(standing: Standing, circulation: Circulation) -> bool:
    """Who may say that the paper has arrived: whoever speaks for a Party, and the secretaries."""
    return standing.is_secretary or _speaks_on_round(standing, circulation)


def _objects(standing: Standing, _: Circulation) -> bool:
    """Any signed-in person of a Party: an objection is never refused at the door (practice §0.6). What it is worth is
    the round's to say."""
    return standing.person.organisation.is_party


def _reports(standing: Standing, followup: FollowUp) -> bool:
    """The owner's people say what they did; secretaries keep the register for both sides."""
    return standing.is_secretary or (standing.holds_register and followup.owned_by(standing.person))


RULES: Mapping[Right, Rule] = {
    Right.ACCOUNT_USE: _anyone,
    Right.AGENDA_ADOPT: _adopts,
    Right.AGENDA_ANNOTATED: _reads_annotated,
    Right.AGENDA_EDIT: _edits_agenda,
    Right.AGENDA_READ: _reads_agenda,
    Right.AGENDA_REQUEST: _requests_item,
    Right.CALENDAR_SUBSCRIBE: _takes_part,
    Right.CIRCULATIONS_READ: _register,
    Right.CIRCULATION_ANSWER: _runs_round,
    Right.CIRCULATION_KEEP: _secretary,
    Right.CIRCULATION_KNOW: _knows_round,
    Right.CIRCULATION_LEAD: _leads_round,
    Right.CIRCULATION_OBJECT: _objects,
    Right.CIRCULATION_READ: _reads_round,
    Right.CIRCULATION_RECEIVE: _receives_round,
    Right.CIRCULATION_SPEAK: _speaks_on_round,
    Right.CIRCULATION_WITHDRAW: _runs_round,
    Right.COMMENT_ANSWER: _answers,
    Right.COMMENT_KEEP: _keeps_comment,
    Right.COMMENT_READ: _reads_comment,
    Right.CORRIGENDUM_APPROVE: _approves,
    Right.CORRIGENDUM_EDIT: _secretary,
    Right.CORRIGENDUM_READ: _reads_corrigendum,
    Right.DECISIONS_READ: _register,
    Right.DECISION_DRAFT: _secretary,
    Right.DECISION_KEEP: _secretary,
    Right.DELEGATION_ACCREDIT: _accredits,
    Right.DELEGATION_ENTER: _names,
    Right.DELEGATION_NAME: _names,
    Right.DELEGATION_OPEN: _secretary,
    Right.ENGAGEMENT_CONSENT: _consents,
    Right.ENGAGEMENT_PROPOSE: _secretary,
    Right.ENGAGEMENT_READ: _reads_engagements,
    Right.ENGAGEMENT_RUN: _secretary,
    Right.EXTERNAL_KEEP: _secretary,
    Right.EXTERNAL_READ: _register,
    Right.FOLLOWUPS_READ: _register,
    Right.FOLLOWUP_KEEP: _secretary,
    Right.FOLLOWUP_REPORT: _reports,
    Right.LOG_READ: _keeps_the_house,
    Right.MINUTES_APPROVE: _approves,
    Right.MINUTES_COMMENT: reads_revisions,
    Right.MINUTES_EDIT: _secretary,
    Right.MINUTES_READ: _reads_minutes,
    Right.MINUTES_REPLY: _replies,
    Right.MINUTES_REVISIONS: reads_revisions,
    Right.MINUTES_SCAN: _reads_scan,
    Right.MINUTES_SIGN: _signs,
    Right.NOTICES_KEEP: _secretary,
    Right.ORGANISATIONS_KEEP: _admin,
    Right.OWN_SESSION: _own_session,
    Right.PAPER_VERIFY: _takes_part,
    Right.PARTICIPANTS_READ: _session_reader,
    Right.PEOPLE_KEEP: _admin,
    Right.SETTINGS_KEEP: _admin,
    Right.SESSIONS_LIST: _anyone,
    Right.SESSION_KEEP: _secretary,
    Right.SESSION_PLAN: _secretary,
    Right.SESSION_READ: _session_reader,
    Right.TOPICS_KEEP: _secretary,
    Right.TOPICS_READ: _register,
    Right.WORKING_DAYS_KEEP: _keeps_days,
    Right.WORKING_DAYS_READ: _register,
}
