"""One table of rights; its predicates ask the nouns for facts and never name a state."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogue.access.editions import corrigendum_editions, minutes_editions, reads_revisions, signatory
from dialogue.access.rights import Right
from dialogue.access.standing import Standing
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.delegations import Ability, Delegation, Participant
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import OF_AN_ACCOUNT, Kind, Mandate, Order
from dialogue.domain.minutes import Corrigendum, Minutes, Remark
from dialogue.domain.organisations import OwnDay
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Objection


def may(standing: Standing, right: Right, thing: Any = None) -> bool:
    """Whether the person may do this to the thing (or to no thing in particular, for a list)."""
    return standing.person.active and RULES[right](standing, thing)


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


def _invited(standing: Standing, _: Any) -> bool:
    """Whoever has no password yet, and so has never opened the account."""
    return standing.person.password_hash is None


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
    """Both secretaries alike; an item declined to one side is there for the secretary of that side."""
    seen = not isinstance(thing, AgendaItem) or thing.is_open_to(standing.person.organisation)
    return standing.is_secretary and seen


def _requests_item(standing: Standing, agenda: Agenda) -> bool:
    engagement = standing.engagements.get(agenda.session_id)
    side = standing.is_secretary or standing.can(Ability.REQUESTS, agenda.session_id)
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
    return own and (standing.is_secretary or standing.can(Ability.NAMES, delegation.session.id))


def _accredits(standing: Standing, thing: Delegation | Participant) -> bool:
    delegation = thing.delegation if isinstance(thing, Participant) else thing
    own = delegation.organisation.id == standing.person.organisation_id
    return standing.is_secretary and (own or not delegation.organisation.is_party)


def _says(standing: Standing, seat: Participant) -> bool:
    """Whose word of a Party it is that one of its people holds more than its capacity, or leaves the place from which
    it speaks: its secretary's or its head's."""
    own = seat.delegation.organisation.id == standing.person.organisation_id
    return own and (standing.is_secretary or standing.heads(seat.session_id) is not None)


def _authorises(standing: Standing, thing: Delegation | Participant) -> bool:
    """A Party's written authority is entered by its secretary, or by the head of its delegation."""
    delegation = thing.delegation if isinstance(thing, Participant) else thing
    own = standing.seats.get(delegation.session.id)
    head = own is not None and own.is_head and own.delegation_id == delegation.id
    return delegation.organisation.is_party and (head or _accredits(standing, delegation))


def _mandates(standing: Standing, _: Any) -> bool:
    return _keeps_the_house(standing, _) or standing.speaks or standing.keeps_own_people


def _reads_mandate(standing: Standing, mandate: Mandate) -> bool:
    """Its proposer and who was asked; both secretaries, and the admin where it is about an account. Of a seat that is
    not in force nobody knows beside its own side."""
    mine = _withdraws_mandate(standing, mandate) or _answers_mandate(standing, mandate)
    if mine or not mandate.is_of_a_seat:
        return mine or _keeps_the_house(standing, None)
    own = mandate.party is not None and mandate.party.id == standing.person.organisation.id
    return standing.is_secretary and (own or mandate.is_in_force)


def _answers_mandate(standing: Standing, mandate: Mandate) -> bool:
    """Who was asked, and is still a secretary or speaks for a Party."""
    return standing.person in mandate.asked and (standing.is_secretary or standing.speaks)


def _withdraws_mandate(standing: Standing, mandate: Mandate) -> bool:
    return standing.person is mandate.proposed_by


def _proposes(standing: Standing, order: Order) -> bool:
    """About an account: whoever keeps the people; of its own side's, who keeps those."""
    own = standing.keeps_own_people and order.person.organisation.id == standing.person.organisation.id
    return standing.person.is_admin or (own and order.kind in OF_AN_ACCOUNT - {Kind.FACTORS})


def _keeps_own_people(standing: Standing, person: Any) -> bool:
    """The focal point, of its own side's people alone."""
    own = person is None or person.organisation.id == standing.person.organisation.id
    return own and standing.keeps_own_people


def _gives(standing: Standing, seat: Participant) -> bool:
    return seat.delegation.organisation.is_party and _says(standing, seat)


def _reads_engagements(standing: Standing, session: Any) -> bool:
    return standing.is_secretary or standing.heads(session.id) is not None


def _consents(standing: Standing, thing: Any) -> bool:
    """To an engagement, or to a line that stands for one: what counts is its session."""
    return _reads_engagements(standing, thing.session)


def _reads_minutes(standing: Standing, minutes: Minutes) -> bool:
    return bool(minutes_editions(standing, minutes))


def _comments(standing: Standing, minutes: Minutes) -> bool:
    able = standing.is_secretary or standing.can(Ability.COMMENTS, minutes.session_id)
    return able and reads_revisions(standing, minutes)


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
    """The delegations of its session, from the notice on; before, whoever has to consent to the method. Whoever speaks
    in it by the notice in force reads it until it has ended, whatever becomes of the seat (docs/decisions/0013)."""
    holds = standing.is_secretary or standing.can(Ability.ROUNDS, circulation.session_id)
    early = standing.is_secretary or standing.entitled(circulation.session_id)
    addressed = circulation.is_going and circulation.is_addressed_to(standing.person)
    return (holds and (early or bool(circulation.issues))) or (addressed and standing.person.reads_papers)


def _hears_of_round(standing: Standing, circulation: Circulation) -> bool:
    """Who reads it, and of its end whoever spoke in it until then."""
    addressed = circulation.is_addressed_to(standing.person) and standing.person.reads_papers
    return addressed or _reads_round(standing, circulation)


def _reads_rounds(standing: Standing, _: Any) -> bool:
    """The register's readers, and whoever speaks in a round that goes."""
    return standing.holds_register or (standing.person.organisation.is_party and bool(standing.rounds))


def _leads_round(standing: Standing, circulation: Circulation) -> bool:
    """The co-chairs of its session."""
    return standing.heads(circulation.session_id) is not None


def _runs_round(standing: Standing, circulation: Circulation) -> bool:
    """The secretaries and the co-chairs of its session."""
    return standing.is_secretary or _leads_round(standing, circulation)


def _speaks_on_round(standing: Standing, circulation: Circulation) -> bool:
    """Who is entitled now, or was so by the notice in force and still reads it (practice §0.6)."""
    addressed = circulation.is_addressed_to(standing.person)
    return standing.entitled(circulation.session_id) or (addressed and _reads_round(standing, circulation))


def _receives_round(standing: Standing, circulation: Circulation) -> bool:
    """Who may say that the paper has arrived: whoever speaks for a Party, and the secretaries."""
    return standing.is_secretary or _speaks_on_round(standing, circulation)


def attempts(standing: Standing, circulation: Circulation) -> bool:
    """Any person of a Party, once the round is issued, who may not even read it: an objection is never refused at the
    door (practice §0.6). Before, its readers alone, and who has objected already: to others there is no such number
    (docs/decisions/0010). An account that was closed since leaves an attempt behind too."""
    known = bool(circulation.issues) or _reads_round(standing, circulation)
    sent = any(one.person.id == standing.person.id for one in circulation.objections)
    return standing.person.organisation.is_party and (known or sent)


def objections(standing: Standing, circulation: Circulation) -> list[Objection]:
    """The objections of which the person may know who sent them: its own; for the secretaries all; for who speaks on
    the round those that speak for their Party. One that does not, or not yet, is its Party's co-chair's to answer, and
    nobody else's at the table (docs/decisions/0011)."""
    leads, speaks = _leads_round(standing, circulation), _speaks_on_round(standing, circulation)
    party = standing.person.organisation
    return [
        one
        for one in circulation.objections
        if standing.is_secretary
        or one.person.id == standing.person.id
        or (speaks and one.counts(circulation.entries))
        or (leads and one.party.id == party.id)
    ]


def _reports(standing: Standing, followup: FollowUp) -> bool:
    """The owner's people say what they did; secretaries keep the register for both sides."""
    return standing.is_secretary or (standing.holds_register and followup.owned_by(standing.person))


RULES: Mapping[Right, Rule] = {
    Right.ACCOUNT_OPEN: _invited,
    Right.ACCOUNT_USE: _anyone,
    Right.AGENDA_ADOPT: _adopts,
    Right.AGENDA_ANNOTATED: _reads_annotated,
    Right.AGENDA_EDIT: _edits_agenda,
    Right.AGENDA_READ: _reads_agenda,
    Right.AGENDA_REQUEST: _requests_item,
    Right.CALENDAR_SUBSCRIBE: _takes_part,
    Right.CIRCULATIONS_READ: _reads_rounds,
    Right.CIRCULATION_ANSWER: _runs_round,
    Right.CIRCULATION_HEAR: _hears_of_round,
    Right.CIRCULATION_KEEP: _secretary,
    Right.CIRCULATION_LEAD: _leads_round,
    Right.CIRCULATION_OBJECT: attempts,
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
    Right.DELEGATION_AUTHORISE: _authorises,
    Right.DELEGATION_ENTER: _names,
    Right.DELEGATION_GIVE: _gives,
    Right.DELEGATION_NAME: _names,
    Right.DELEGATION_OPEN: _secretary,
    Right.DELEGATION_RELEASE: _says,
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
    Right.MANDATES_READ: _mandates,
    Right.MANDATE_ANSWER: _answers_mandate,
    Right.MANDATE_PROPOSE: _proposes,
    Right.MANDATE_READ: _reads_mandate,
    Right.MANDATE_WITHDRAW: _withdraws_mandate,
    Right.MINUTES_APPROVE: _approves,
    Right.MINUTES_COMMENT: _comments,
    Right.MINUTES_EDIT: _secretary,
    Right.MINUTES_READ: _reads_minutes,
    Right.MINUTES_REPLY: _replies,
    Right.MINUTES_REVISIONS: reads_revisions,
    Right.MINUTES_SCAN: _reads_scan,
    Right.MINUTES_SIGN: _signs,
    Right.NOTICES_KEEP: _secretary,
    Right.ORGANISATIONS_KEEP: _admin,
    Right.OWN_PEOPLE: _keeps_own_people,
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
