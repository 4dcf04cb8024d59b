"""Who may do what: every right with its alternatives, of which one has to hold with all that stands in it.

It is read as it stands: `who.` is about the person and its seat, `what.` about the thing. `also(right)`: the same, and
what else stands there."""

from collections.abc import Mapping
from types import NoneType
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from dialogue.access import what, who
from dialogue.access.predicates import Alternatives, Noun, Predicate, fact
from dialogue.access.rights import Right
from dialogue.access.standing import Standing
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.communiques import Communique
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.minutes import Corrigendum, Minutes, Remark
from dialogue.domain.organisations import OwnDay
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.topics import Topic


def granted(alternatives: Alternatives, standing: Standing, thing: Any) -> bool:
    return any(all(one.holds(standing, thing) for one in together) for together in alternatives)


def selected(alternatives: Alternatives, noun: Noun) -> ColumnElement[bool]:
    return or_(*(and_(*(one.sql(noun) for one in together)) for together in alternatives))


def also(right: Right) -> Predicate:
    """Whoever has that right on the same thing."""
    return fact(
        f"also {right}",
        lambda standing, thing: granted(POLICY[right], standing, thing),
        lambda noun: selected(POLICY[right], noun),
    )


ANYONE: Alternatives = [[]]
SECRETARY: Alternatives = [[who.is_secretary]]
ADMIN: Alternatives = [[who.is_admin]]
REGISTER: Alternatives = [[who.holds_register]]
CO_CHAIR: Alternatives = [[who.leads]]
SECRETARY_OR_CO_CHAIR: Alternatives = [[who.is_secretary], [who.leads]]
HOUSE: Alternatives = [[who.is_secretary], [who.is_admin]]

# Of a text on its way: in full at once, whatever is released.
MINUTES_IN_FULL: Alternatives = [[who.is_secretary], [who.speaks, what.minutes_are_final]]
CORRIGENDUM_IN_FULL: Alternatives = [[who.is_secretary], [who.speaks, what.corrigendum_is_final]]
COMMUNIQUE_IN_FULL: Alternatives = [[who.is_secretary], [who.holds_papers, who.speaks, what.communique_is_final]]
# An observer's or co-host's delegation is kept by a secretary of either side.
NAMES: Alternatives = [
    [what.delegation_is_of_no_party, who.is_secretary],
    [what.delegation_is_of_a_party, what.delegation_is_own, who.is_secretary],
    [what.delegation_is_of_a_party, what.delegation_is_own, who.names_its_side],
]
ACCREDITS: Alternatives = [
    [who.is_secretary, what.delegation_is_own],
    [who.is_secretary, what.delegation_is_of_no_party],
]

# All else takes an open account: here nothing is done, but that it is closed or moved is told.
BEHIND_A_CLOSED_ACCOUNT = frozenset({Right.ACCOUNT_LEFT})

POLICY: Mapping[Right, Alternatives] = {
    Right.ACCOUNT_LEFT: ANYONE,
    Right.ACCOUNT_OPEN: [[who.is_invited]],
    Right.ACCOUNT_USE: ANYONE,
    # A secretary records either head's consent; a head gives its own.
    Right.AGENDA_ADOPT: [[who.is_secretary], [who.leads, what.agenda_is_whole], [what.seat_is_own_of_a_head]],
    # Its history comes from the joint register.
    Right.AGENDA_ANNOTATED: [[who.is_secretary], [who.holds_papers, what.agenda_went_out]],
    Right.AGENDA_EDIT: [[who.is_secretary, what.item_is_open_to_own_side]],
    Right.AGENDA_READ: [
        [who.is_secretary],
        [what.agenda_went_out, also(Right.SESSION_READ)],
    ],
    Right.AGENDA_REQUEST: [[who.is_secretary], [who.requests_items], [who.may_propose_items]],
    Right.CALENDAR_SUBSCRIBE: [[who.takes_part]],
    Right.CIRCULATIONS_READ: [[who.holds_register], [who.is_of_a_party, who.is_heard_in_a_round]],
    Right.CIRCULATION_ANSWER: SECRETARY_OR_CO_CHAIR,
    # Of its end hears whoever spoke in it until then.
    Right.CIRCULATION_HEAR: [[what.round_is_addressed, who.reads_papers], [also(Right.CIRCULATION_READ)]],
    Right.CIRCULATION_KEEP: SECRETARY,
    Right.CIRCULATION_LEAD: CO_CHAIR,
    # Any person of a Party, once it is issued, who may not even read it: an objection is never refused at the door
    # (practice §0.6). Before, its readers alone, and who has objected already: to others there is no such number
    # (docs/decisions/0010).
    Right.CIRCULATION_OBJECT: [
        [who.is_of_a_party, what.round_was_issued],
        [who.is_of_a_party, what.round_has_own_objection],
        [who.is_of_a_party, also(Right.CIRCULATION_READ)],
    ],
    # Before the notice, whoever has to consent to the method. Whoever speaks in it by the notice in force reads it
    # until it has ended, whatever becomes of the seat (docs/decisions/0013).
    Right.CIRCULATION_READ: [
        [who.is_secretary],
        [who.sees_rounds, what.round_was_issued],
        [who.sees_rounds, who.speaks],
        [who.reads_papers, what.round_hears_person],
    ],
    Right.CIRCULATION_RECEIVE: [[who.is_secretary], [also(Right.CIRCULATION_SPEAK)]],
    # Entitled now, or by the notice in force and still its reader (practice §0.6).
    Right.CIRCULATION_SPEAK: [[who.speaks], [what.round_is_addressed, also(Right.CIRCULATION_READ)]],
    Right.CIRCULATION_WITHDRAW: SECRETARY_OR_CO_CHAIR,
    Right.COMMENT_ANSWER: [[who.is_secretary, also(Right.COMMENT_READ)]],
    Right.COMMENT_KEEP: [[what.remark_is_own, also(Right.COMMENT_READ)]],
    Right.COMMENT_READ: [[what.remark_is_open_to_own_side, also(Right.MINUTES_REVISIONS)]],
    Right.COMMUNIQUE_APPROVE: CO_CHAIR,
    Right.COMMUNIQUE_EDIT: SECRETARY,
    # The public's words are open to whoever follows the session, once their embargo is over.
    Right.COMMUNIQUE_READ: [
        *COMMUNIQUE_IN_FULL,
        [who.holds_papers, what.communique_is_out],
        [what.communique_is_public, also(Right.SESSION_READ)],
    ],
    Right.CORRIGENDUM_APPROVE: CO_CHAIR,
    Right.CORRIGENDUM_EDIT: SECRETARY,
    Right.CORRIGENDUM_READ: [
        *([*those, what.corrigendum_is_in_work] for those in CORRIGENDUM_IN_FULL),
        *([*those, what.corrigendum_has_edition] for those in CORRIGENDUM_IN_FULL),
        [what.corrigendum_went_out],
    ],
    Right.DECISIONS_READ: REGISTER,
    Right.DECISION_DRAFT: SECRETARY,
    Right.DECISION_KEEP: SECRETARY,
    Right.DELEGATION_ACCREDIT: ACCREDITS,
    # A Party's written authority is entered by its secretary, or by the head of its delegation.
    Right.DELEGATION_AUTHORISE: [
        [what.delegation_is_of_a_party, what.seat_is_its_head],
        [what.delegation_is_of_a_party, also(Right.DELEGATION_ACCREDIT)],
    ],
    Right.DELEGATION_ENTER: NAMES,
    Right.DELEGATION_GIVE: [[what.delegation_is_of_a_party, also(Right.DELEGATION_RELEASE)]],
    Right.DELEGATION_NAME: NAMES,
    Right.DELEGATION_OPEN: SECRETARY,
    # Whose word of a Party it is that one of its people holds more than its capacity, or leaves its place.
    Right.DELEGATION_RELEASE: [[what.delegation_is_own, who.is_secretary], [what.delegation_is_own, who.leads]],
    Right.ENGAGEMENT_CONSENT: SECRETARY_OR_CO_CHAIR,
    Right.ENGAGEMENT_PROPOSE: SECRETARY,
    Right.ENGAGEMENT_READ: SECRETARY_OR_CO_CHAIR,
    Right.ENGAGEMENT_RUN: SECRETARY,
    Right.EXTERNAL_KEEP: SECRETARY,
    Right.EXTERNAL_READ: REGISTER,
    Right.FOLLOWUPS_READ: REGISTER,
    Right.FOLLOWUP_KEEP: SECRETARY,
    # The owner's people say what they did; secretaries keep the register for both sides.
    Right.FOLLOWUP_REPORT: [[who.is_secretary], [who.holds_register, what.followup_is_own]],
    Right.LOG_READ: HOUSE,
    Right.MANDATES_READ: [*HOUSE, [who.speaks_somewhere], [who.keeps_own_people]],
    # Who was asked, and is still a secretary or speaks for a Party.
    Right.MANDATE_ANSWER: [
        [what.mandate_asks_person, who.is_secretary],
        [what.mandate_asks_person, who.speaks_somewhere],
    ],
    Right.MANDATE_PROPOSE: [[who.is_admin], [who.keeps_own_people, what.order_is_of_own_account]],
    # Of a seat that is not in force nobody knows beside its own side, its proposer and who was asked.
    Right.MANDATE_READ: [
        [also(Right.MANDATE_WITHDRAW)],
        [also(Right.MANDATE_ANSWER)],
        *([*those, what.mandate_is_of_an_account] for those in HOUSE),
        [who.is_secretary, what.mandate_is_of_own_seat],
        [who.is_secretary, what.mandate_is_in_force],
    ],
    Right.MANDATE_WITHDRAW: [[what.mandate_is_own]],
    Right.MINUTES_APPROVE: CO_CHAIR,
    Right.MINUTES_COMMENT: [
        [who.is_secretary, also(Right.MINUTES_REVISIONS)],
        [who.comments, also(Right.MINUTES_REVISIONS)],
    ],
    Right.MINUTES_EDIT: SECRETARY,
    Right.MINUTES_READ: [*MINUTES_IN_FULL, [also(Right.MINUTES_REVISIONS)], [what.minutes_went_out]],
    Right.MINUTES_REPLY: [
        [who.is_secretary, also(Right.MINUTES_REVISIONS)],
        [who.speaks, also(Right.MINUTES_REVISIONS)],
    ],
    # The text on its way and what became of it: each REV that was sent out, and comments.
    Right.MINUTES_REVISIONS: [
        [who.is_secretary],
        [who.holds_papers, what.minutes_are_with_delegates],
        [who.holds_papers, who.speaks, what.minutes_are_final],
    ],
    # What was signed is the whole text.
    Right.MINUTES_SCAN: [*MINUTES_IN_FULL, [also(Right.MINUTES_REVISIONS)], [what.minutes_went_out_whole]],
    # Nobody signs in the place of who presided; a secretary records what was signed on paper.
    Right.MINUTES_SIGN: [[who.is_secretary], [who.is_head, what.own_side_presided]],
    Right.NOTICES_KEEP: SECRETARY,
    Right.ORGANISATIONS_KEEP: ADMIN,
    Right.OWN_PEOPLE: [[who.keeps_own_people, what.person_is_of_own_side]],
    # Takes part through an engagement or as an observer alone: has its own session, and no year plan.
    Right.OWN_SESSION: [[who.is_a_guest_alone]],
    Right.PAPER_VERIFY: [[who.takes_part]],
    Right.PARTICIPANTS_READ: [[also(Right.SESSION_READ)]],
    Right.PEOPLE_KEEP: ADMIN,
    Right.SETTINGS_KEEP: ADMIN,
    Right.SESSIONS_LIST: ANYONE,
    # Where its papers stand, and what has to happen until when: both Parties' own business.
    Right.SESSION_FOLLOW: [[who.is_secretary], [who.holds_papers]],
    Right.SESSION_KEEP: SECRETARY,
    Right.SESSION_PLAN: SECRETARY,
    Right.SESSION_READ: [[who.is_secretary], [who.holds_papers], [who.is_engaged], [who.is_guest_of_it]],
    Right.TOPICS_KEEP: SECRETARY,
    Right.TOPICS_READ: REGISTER,
    # Of the own side's calendar alone.
    Right.WORKING_DAYS_KEEP: [[who.is_secretary, what.day_is_of_own_side]],
    Right.WORKING_DAYS_READ: REGISTER,
}

# Whoever may object, approve, keep the papers or keep the people, and so signs in with two factors: rounds run on after
# their session.
TWO_FACTORS: Alternatives = [
    [who.is_active, who.is_secretary],
    [who.is_active, who.is_admin],
    [who.is_active, who.speaks_somewhere],
]
# Speaks for its Party in a round: now, or by the notice in force. What is said is stored with this beside it.
IS_ENTITLED: Alternatives = [[who.speaks], [what.round_is_addressed]]

# Whether a thing that somebody may not touch is known to them: 403 says that it is there, 404 that nothing is. For
# co-hosts, observers and outsiders nothing exists but what they may open. A kind that stands in no line is known to
# those alone who may act on it. NoneType: a page that is about no thing in particular.
_FOLLOWS = also(Right.SESSION_FOLLOW)
KNOWN: Mapping[type, Alternatives] = {
    NoneType: [[who.holds_register], [who.is_admin]],
    Session: [[_FOLLOWS]],
    Agenda: [[_FOLLOWS]],
    Minutes: [[_FOLLOWS]],
    # What went out, and what the own side asked for; the secretaries also what is being drafted.
    AgendaItem: [
        [_FOLLOWS, what.item_is_open_to_own_side, who.is_secretary],
        [_FOLLOWS, what.item_is_open_to_own_side, what.item_was_asked_by_own_side],
        [_FOLLOWS, what.item_is_open_to_own_side, what.item_went_out],
    ],
    # Every session has those of both Parties; another's is known by who sits in it.
    Delegation: [
        [_FOLLOWS, what.delegation_is_of_a_party],
        [_FOLLOWS, also(Right.DELEGATION_NAME)],
        [_FOLLOWS, also(Right.DELEGATION_ACCREDIT)],
        [_FOLLOWS, what.delegation_has_seats],
    ],
    # Whoever stands in the list; who is named, returned or withdrawn is the business of the side that names.
    Participant: [
        [_FOLLOWS, what.seat_is_listed],
        [also(Right.DELEGATION_NAME)],
        [also(Right.DELEGATION_ACCREDIT)],
    ],
    Engagement: [[also(Right.ENGAGEMENT_READ)]],
    Communique: [[also(Right.COMMUNIQUE_READ)]],
    Corrigendum: [[_FOLLOWS, also(Right.CORRIGENDUM_READ)]],
    Mandate: [[also(Right.MANDATE_READ)]],
    Remark: [[also(Right.COMMENT_READ)]],
    Circulation: [[also(Right.CIRCULATION_READ)]],
    Decision: REGISTER,
    FollowUp: REGISTER,
    Topic: REGISTER,
    ExternalRound: REGISTER,
    OwnDay: REGISTER,
}
