"""Who may do what: every right with its alternatives, of which one has to hold with all that stands in it.

It is read as it stands: `who.` is about the person and its seat, `what.` about the thing. `also(right)`: the same, and
what else stands there."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType

from dialogue.access import what, who
from dialogue.access.predicates import Alternatives, Noun, Predicate, fact, granted, selected
from dialogue.access.rights import Right
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.archive import ImportedSession
from dialogue.domain.communiques import Communique
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.delegations import Delegation, Participant
from dialogue.domain.developments import Development
from dialogue.domain.engagements import Engagement
from dialogue.domain.followups import FollowUp, TrackFollowUp
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Corrigendum, Minutes, Remark
from dialogue.domain.notices import NoticeKind
from dialogue.domain.organisations import OwnDay
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ExternalRound
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import Track, TrackEntry, TrackMember, TrackPaper, TrackPoint


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
CORRIGENDUM_IN_FULL: Alternatives = [[who.is_secretary], [who.speaks, what.text_is_final]]
COMMUNIQUE_IN_FULL: Alternatives = [[who.is_secretary], [who.holds_papers, who.speaks, what.text_is_final]]
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


@dataclass(frozen=True, slots=True)
class OfText:
    """The rights to a kind of text. `in_full`: who reads it at once, whatever is released; others what is out. `out`:
    as what a release of it is told to whoever may read it."""

    read: Right
    edit: Right
    approve: Right | None = None
    in_full: Alternatives = ()
    out: NoticeKind | None = None


RIGHTS: Mapping[Noun, OfText] = {
    Agenda: OfText(Right.AGENDA_READ, Right.AGENDA_EDIT),
    Communique: OfText(
        Right.COMMUNIQUE_READ,
        Right.COMMUNIQUE_EDIT,
        Right.COMMUNIQUE_APPROVE,
        in_full=COMMUNIQUE_IN_FULL,
        out=NoticeKind.COMMUNIQUE_OUT,
    ),
    Corrigendum: OfText(
        Right.CORRIGENDUM_READ,
        Right.CORRIGENDUM_EDIT,
        Right.CORRIGENDUM_APPROVE,
        in_full=CORRIGENDUM_IN_FULL,
        out=NoticeKind.CORRIGENDUM_OUT,
    ),
    DraftDecision: OfText(Right.DECISION_DRAFT, Right.DECISION_DRAFT),
    Minutes: OfText(
        Right.MINUTES_READ,
        Right.MINUTES_EDIT,
        Right.MINUTES_APPROVE,
        in_full=MINUTES_IN_FULL,
        out=NoticeKind.RELEASED,
    ),
}
# In a compartment its list counts, and nobody's office.
OF_ITS_LIST: Alternatives = [[who.reads_papers, what.track_is_of_own_list]]
MEETING_OF_ITS_LIST: Alternatives = [[who.reads_papers, what.meeting_is_of_own_list]]
KEEPS_TRACKS: Alternatives = [[who.is_secretary, what.track_is_open], *OF_ITS_LIST]

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
    Right.AGENDA_READ: [[who.is_secretary], [what.agenda_went_out, also(Right.SESSION_READ)]],
    Right.AGENDA_REQUEST: [[who.is_secretary], [who.requests_items], [who.may_propose_items]],
    # For oneself. What others said both secretaries know, each in the words of its own side alone.
    Right.ANSWER_GIVE: [[who.sits_at_table, also(Right.SESSION_ATTEND)]],
    Right.ANSWER_HEAR: [[also(Right.DELEGATION_NAME)]],
    Right.ANSWER_READ: [[who.is_secretary], [also(Right.DELEGATION_NAME)]],
    Right.ANSWER_RECORD: [[also(Right.DELEGATION_ACCREDIT)]],
    Right.ANSWER_REMIND: SECRETARY,
    # Of its own side alone: where a principal is on holiday is nobody else's business.
    Right.BUSY_KEEP: [[who.is_secretary, what.list_is_of_own_side]],
    Right.CALENDAR_SUBSCRIBE: [[who.takes_part], [who.meets]],
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
        [who.holds_papers, what.text_is_out],
        [what.text_is_public, also(Right.SESSION_READ)],
    ],
    # Drafts go out with the agenda, to both delegations and nobody else. Before that, and what is only proposed, is
    # between the secretaries.
    Right.CONCLUSIONS_DRAFT: SECRETARY,
    Right.CONCLUSIONS_READ: [[who.is_secretary], [who.holds_papers, what.agenda_went_out]],
    Right.CONCLUSION_ANSWER: [[who.is_secretary, what.conclusion_awaits_own_side]],
    Right.CONCLUSION_COMMENT: SECRETARY,
    Right.CONCLUSION_KEEP: [[who.is_secretary, what.conclusion_is_in_own_hand]],
    Right.CONCLUSION_READ: [[who.is_secretary], [who.holds_papers, what.conclusion_went_out]],
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
    Right.DEVELOPMENTS_READ: REGISTER,
    Right.DEVELOPMENT_ANSWER: [[who.is_secretary, what.development_is_of_the_other_side]],
    Right.DEVELOPMENT_CORRECT: [[also(Right.DEVELOPMENT_PROPOSE), also(Right.DEVELOPMENT_READ)]],
    # A side takes back and rewords its own.
    Right.DEVELOPMENT_KEEP: [[also(Right.DEVELOPMENT_PROPOSE), what.development_is_of_own_side]],
    Right.DEVELOPMENT_PROPOSE: [[who.is_secretary], [who.keeps_own_people]],
    # What waits or was taken back is between the secretaries; a side's own people see what became of it.
    Right.DEVELOPMENT_READ: [
        [who.is_secretary],
        [who.holds_register, what.development_stands],
        [who.holds_register, what.development_is_of_own_side],
    ],
    Right.ENGAGEMENT_CONSENT: SECRETARY_OR_CO_CHAIR,
    # What begins for the organisation, while its engagement gives access.
    Right.ENGAGEMENT_HEAR: [[who.is_secretary], [what.engagement_is_own, who.is_engaged]],
    Right.ENGAGEMENT_PROPOSE: SECRETARY,
    Right.ENGAGEMENT_READ: SECRETARY_OR_CO_CHAIR,
    Right.ENGAGEMENT_RUN: SECRETARY,
    Right.EXTERNAL_KEEP: SECRETARY,
    Right.EXTERNAL_READ: REGISTER,
    Right.FOLLOWUPS_READ: REGISTER,
    # What is due of its side, once a week; what stays overdue, whoever leads its side.
    Right.FOLLOWUPS_HEAR: [[who.holds_register, who.keeps_own_people]],
    Right.FOLLOWUP_HEAR: [[who.holds_register, who.leads_somewhere, what.followup_is_own]],
    Right.FOLLOWUP_KEEP: SECRETARY,
    # The owner's people say what they did; secretaries keep the register for both sides.
    Right.FOLLOWUP_REPORT: [[who.is_secretary], [who.holds_register, what.followup_is_own]],
    # What one side has taken in from before this system is between the secretaries until both have confirmed it.
    Right.IMPORT_ANSWER: [[who.is_secretary, what.import_is_of_the_other_side]],
    Right.IMPORT_KEEP: SECRETARY,
    Right.IMPORT_READ: [[who.is_secretary], [who.holds_register, what.import_is_confirmed]],
    Right.LOG_READ: HOUSE,
    # Written to the secretariat, which is both.
    Right.MAILS_KEEP: SECRETARY,
    Right.MANDATES_READ: [*HOUSE, [who.speaks_somewhere], [who.keeps_own_people]],
    # Who was asked, and is still a secretary or speaks for a Party.
    Right.MANDATE_ANSWER: [[what.mandate_asks_person, one] for one in (who.is_secretary, who.speaks_somewhere)],
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
    Right.MEETINGS_READ: [[who.holds_register], [who.meets], [who.reads_papers, who.is_on_a_list]],
    # Whose calendar holds it, and who is told of it: a seat in it opens no other meeting.
    Right.MEETING_ATTEND: [[what.meeting_has_person, also(Right.MEETING_READ)]],
    Right.MEETING_KEEP: [[who.is_secretary, what.meeting_is_open], *MEETING_OF_ITS_LIST],
    Right.MEETING_PLAN: [[who.is_secretary], [who.reads_papers, who.is_on_a_list]],
    # Both sides' own: whoever takes part, and whoever reads the register in which its follow-ups come to stand.
    Right.MEETING_READ: [
        [who.holds_register, what.meeting_is_open],
        [who.is_of_a_party, who.reads_papers, what.meeting_has_person, what.meeting_is_open],
        *MEETING_OF_ITS_LIST,
    ],
    Right.MINUTES_APPROVE: CO_CHAIR,
    Right.MINUTES_COMMENT: [
        [who.is_secretary, also(Right.MINUTES_REVISIONS)],
        [who.comments, also(Right.MINUTES_REVISIONS)],
    ],
    Right.MINUTES_EDIT: SECRETARY,
    Right.MINUTES_READ: [*MINUTES_IN_FULL, [also(Right.MINUTES_REVISIONS)], [what.minutes_went_out]],
    Right.MINUTES_REPLY: [[one, also(Right.MINUTES_REVISIONS)] for one in (who.is_secretary, who.speaks)],
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
    # What somebody needs to take part is private: the person itself says it, the secretariat arranges it.
    Right.NEEDS_READ: SECRETARY,
    Right.NOTICES_KEEP: SECRETARY,
    Right.ORGANISATIONS_KEEP: ADMIN,
    Right.OWN_PEOPLE: [[who.keeps_own_people, what.person_is_of_own_side]],
    # Takes part through an engagement or as an observer alone: has its own session, and no year plan.
    Right.OWN_SESSION: [[who.is_a_guest_alone]],
    Right.PAPER_VERIFY: [[who.takes_part]],
    Right.PARTICIPANTS_READ: [[also(Right.SESSION_READ)]],
    Right.PEOPLE_KEEP: ADMIN,
    # Nothing is found but what the right to it opens (`access.search`).
    Right.SEARCH: [[who.takes_part], [who.is_admin], [also(Right.TRACKS_READ)], [who.meets]],
    Right.SETTINGS_KEEP: ADMIN,
    Right.SESSIONS_LIST: ANYONE,
    Right.SESSION_ATTEND: [[who.sits_in_it, also(Right.SESSION_READ)]],
    # How far decisions are carried out, its standing paper from the joint register.
    Right.SESSION_DECISIONS: [[who.is_secretary], [who.holds_papers]],
    # Where its papers stand, and what has to happen until when: both Parties' own business.
    Right.SESSION_FOLLOW: [[who.is_secretary], [who.holds_papers]],
    # What the side that presides sees to: who arrives, and when.
    Right.SESSION_HOST: [[who.is_secretary, what.own_side_presided]],
    Right.SESSION_KEEP: SECRETARY,
    # Whose turn it is that items are asked for and people named; a head may, and is not asked.
    Right.SESSION_NAME: [[who.is_secretary], [who.is_focal_point]],
    Right.SESSION_PLAN: SECRETARY,
    Right.SESSION_READ: [[who.is_secretary], [who.holds_papers], [who.is_engaged], [who.is_guest_of_it]],
    # Of a session that is theirs, for readers of the tracks; a list reads its own by the right to its track.
    Right.SESSION_REVIEW: [[who.is_secretary], [who.holds_papers, who.holds_register]],
    Right.TOPICS_KEEP: SECRETARY,
    Right.TOPICS_READ: REGISTER,
    # Of what home tells that it waits for somebody else (`queries.waiting`).
    Right.TURN_REMIND: SECRETARY,
    Right.TURN_TAKE: SECRETARY_OR_CO_CHAIR,
    Right.TRACKS_READ: [[who.holds_register], [who.reads_papers, who.is_on_a_list]],
    # Papers and follow-ups of a compartment; a side takes away what its own people attached.
    Right.TRACK_APART_KEEP: OF_ITS_LIST,
    Right.TRACK_APART_READ: OF_ITS_LIST,
    Right.TRACK_ENTRY_KEEP: KEEPS_TRACKS,
    # Nothing in a compartment comes before a joint session.
    Right.TRACK_ENTRY_PLACE: [[who.is_secretary, what.track_is_open]],
    Right.TRACK_ENTRY_READ: [
        [who.is_secretary, what.track_is_open],
        [who.holds_register, what.track_is_open, what.entry_is_for_delegations],
        *OF_ITS_LIST,
    ],
    Right.TRACK_KEEP: KEEPS_TRACKS,
    # Whoever is on a list names and ends people of its own side; both sides see who did.
    Right.TRACK_LIST_KEEP: [[*those, what.thing_is_own] for those in OF_ITS_LIST],
    Right.TRACK_LIST_READ: OF_ITS_LIST,
    Right.TRACK_PAPER_REMOVE: [[*those, what.thing_is_own] for those in OF_ITS_LIST],
    Right.TRACK_READ: [[who.holds_register, what.track_is_open], *OF_ITS_LIST],
    Right.TRACK_TAKE: [[who.holds_register, what.track_is_open]],  # of a compartment there is no paper
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
    Conclusion: [[also(Right.CONCLUSION_READ)]],
    Development: [[also(Right.DEVELOPMENT_READ)]],
    Engagement: [[also(Right.ENGAGEMENT_READ)]],
    ImportedSession: [[also(Right.IMPORT_READ)]],
    Communique: [[also(Right.COMMUNIQUE_READ)]],
    Corrigendum: [[_FOLLOWS, also(Right.CORRIGENDUM_READ)]],
    Mandate: [[also(Right.MANDATE_READ)]],
    Meeting: [[also(Right.MEETING_READ)]],
    Remark: [[also(Right.COMMENT_READ)]],
    Circulation: [[also(Right.CIRCULATION_READ)]],
    Decision: REGISTER,
    FollowUp: REGISTER,
    Topic: REGISTER,
    Track: [[also(Right.TRACK_READ)]],
    TrackEntry: [[also(Right.TRACK_ENTRY_READ)]],
    TrackPoint: [[also(Right.TRACK_ENTRY_READ)]],
    TrackFollowUp: [[also(Right.TRACK_APART_READ)]],
    TrackMember: [[also(Right.TRACK_LIST_READ)]],
    TrackPaper: [[also(Right.TRACK_APART_READ)]],
    ExternalRound: REGISTER,
    OwnDay: REGISTER,
}
