"""Whose turn it is: of each flow each state, with what waits and for whom, or why nothing does.

It is read as it stands. A wait stands in a state where something else does not say that it is done already: that other
question is in `turns`. `tests/queries/test_waiting.py` holds that no state of no flow is missing."""

from collections.abc import Mapping
from typing import Any

from dialogue.domain import (
    agenda,
    agreed,
    archive,
    changes,
    conclusions,
    decisions,
    delegations,
    developments,
    engagements,
    followups,
    incoming,
    mandates,
    meetings,
    minutes,
    notices,
    sessions,
    silence,
)
from dialogue.domain.agenda import AgendaState, ItemState
from dialogue.domain.agreed import TextState
from dialogue.domain.archive import ImportState
from dialogue.domain.changes import ChangeState
from dialogue.domain.conclusions import ConclusionState
from dialogue.domain.decisions import DraftState, Status
from dialogue.domain.delegations import ParticipantState
from dialogue.domain.developments import DevelopmentState
from dialogue.domain.engagements import EngagementState
from dialogue.domain.flow import Flow
from dialogue.domain.followups import FollowUpState
from dialogue.domain.incoming import MailState
from dialogue.domain.ladder import RungKey
from dialogue.domain.mandates import MandateState
from dialogue.domain.meetings import MeetingState
from dialogue.domain.minutes import MinutesState
from dialogue.domain.notices import NoticeState
from dialogue.domain.sessions import SessionState
from dialogue.domain.silence import CirculationState, ExternalState
from dialogue.queries.waiting.waits import Wait, Whose, of_texts

EITHER, SECRETARY, PARTY, HEAD = Whose.EITHER, Whose.SECRETARY, Whose.PARTY, Whose.HEAD
Line = Mapping[Wait, Whose] | str

_IN_PROGRESS = "It goes out by itself, or is tried again; what did not arrive stands under Notices."
_TOLD = "What was told has been told; what did not arrive stands under Notices."
_UNDER_SILENCE = "Its round says whose turn it is."
_CARRIED_OUT = "It is carried out by those whom it names; each session reviews it in the status of decisions."
_NOT_ON_IT = "It is not on the agenda; who asked for it is told with the agenda."

# What a secretary says to be done, once the ladder says that it comes due; and what another change has left.
_WHILE_TO_COME = {
    Wait.SESSION_TURN: EITHER,
    Wait.FOLLOWUPS_REVIEW: EITHER,
    Wait.ARRIVALS: SECRETARY,
    Wait.NOMINATIONS: SECRETARY,
}

# Of a follow-up that its owner has not done.
_TO_BE_DONE = {
    Wait.FOLLOWUP_DUE: Whose.DELEGATION,
    Wait.FOLLOWUP_UNHEARD: SECRETARY,
    Wait.FOLLOWUP_DROP: SECRETARY,
}

TABLE: Mapping[Flow[Any], Mapping[Any, Line]] = {
    sessions.FLOW: {
        SessionState.TENTATIVE: {Wait.SESSION_CONVENE: EITHER} | _WHILE_TO_COME,
        SessionState.CONVENED: {
            Wait.AGENDA_BEGIN: EITHER,
            Wait.DELEGATION: SECRETARY,
            Wait.ANSWERS: EITHER,
            Wait.HEAD_NAME: Whose.SIDE,
            Wait.SESSION_OPEN: EITHER,
        }
        | _WHILE_TO_COME,
        SessionState.IN_SESSION: {Wait.SESSION_END: EITHER, Wait.NOMINATIONS: SECRETARY},
        SessionState.HELD: {Wait.MINUTES_BEGIN: EITHER, Wait.SESSION_CLOSE: EITHER, Wait.NOMINATIONS: SECRETARY},
        SessionState.CLOSED: "Nothing is left but its follow-ups.",
        SessionState.POSTPONED: {Wait.SESSION_DATE: EITHER},
        SessionState.CANCELLED: "It will not take place; its items are offered to the next one.",
    },
    changes.FLOW: {
        ChangeState.PROPOSED: {Wait.CHANGE_CONSENT: SECRETARY, Wait.CHANGE_PLAN: SECRETARY},
        ChangeState.IN_FORCE: {Wait.CHANGE_NOTE: SECRETARY, Wait.CHANGE_TELL: EITHER},
        ChangeState.DECLINED: "Nothing has changed; the side that proposed it knows why.",
        ChangeState.WITHDRAWN: "Nothing has changed.",
        ChangeState.OVERTAKEN: "Another change came first.",
    },
    delegations.FLOW: {
        ParticipantState.NOMINATED: {Wait.ACCREDITATION: SECRETARY},
        ParticipantState.RETURNED: {Wait.NOMINATION_RETURNED: Whose.SIDE},
        ParticipantState.ACCREDITED: {Wait.ANSWER: Whose.PERSON, Wait.ANSWER_AGAIN: Whose.PERSON},
        ParticipantState.WITHDRAWN: "The person takes no part.",
    },
    agenda.FLOW: {
        AgendaState.COLLECTING: {
            Wait.CALL_EARLY: SECRETARY,
            Wait.CALL_CLOSE: EITHER,
            Wait.ITEMS_ASK: Whose.SIDE,
            Wait.AGENDA_SIGN_OFF: SECRETARY,
        },
        AgendaState.DRAFTING: {
            Wait.AGENDA_DRAFT: EITHER,
            Wait.AGENDA_SIGN_OFF: SECRETARY,
            Wait.AGENDA_FREEZE: EITHER,
        },
        AgendaState.PROVISIONAL: {
            Wait.AGENDA_WAIVE: SECRETARY,
            Wait.AGENDA_CIRCULATE: EITHER,
            Wait.AGENDA_SIGN_OFF: SECRETARY,
            Wait.AGENDA_FREEZE: EITHER,
        },
        AgendaState.CIRCULATED: {
            Wait.AGENDA_REVISE: EITHER,
            Wait.AGENDA_SIGN_OFF: SECRETARY,
            Wait.AGENDA_NEXT_REV: EITHER,
        },
        AgendaState.BEFORE_ADOPTION: {Wait.AGENDA_ADOPT: HEAD, Wait.AGENDA_ADOPTION: EITHER},
        AgendaState.ADOPTED: "The session follows it; its minutes begin with it.",
        AgendaState.LAPSED: "Its session is cancelled.",
    },
    agenda.ITEM_FLOW: {
        ItemState.REQUESTED: {Wait.AGENDA_REQUEST: EITHER},
        ItemState.ACCEPTED: "It goes the way of its agenda.",
        ItemState.DISCUSSED: "The minutes say what was said.",
        ItemState.DEFERRED: "It comes by itself to the next agenda.",
        ItemState.MERGED: _NOT_ON_IT,
        ItemState.DECLINED: _NOT_ON_IT,
        ItemState.WITHDRAWN: _NOT_ON_IT,
    },
    conclusions.FLOW: {
        ConclusionState.PROPOSED: {Wait.CONCLUSION: SECRETARY},
        ConclusionState.DRAFT: "It is amended in the room, and comes into the minutes when they begin.",
        ConclusionState.DECLINED: "It does not come into the minutes; the side that proposed it reads why.",
        ConclusionState.WITHDRAWN: "It does not come into the minutes.",
        ConclusionState.TAKEN: "It stands in the minutes, and becomes a follow-up with their approval.",
    },
    engagements.FLOW: {
        EngagementState.INTEREST: {Wait.COHOST_INTEREST: EITHER},
        EngagementState.SHORTLISTED: {Wait.COHOST_VET: EITHER},
        EngagementState.VETTING: {Wait.COHOST_PROPOSE: EITHER},
        EngagementState.PROPOSED: {Wait.CONSENT: PARTY},
        EngagementState.AGREED: {Wait.COHOST_SIGN: EITHER},
        EngagementState.MOU_SIGNED: {Wait.COHOST_ACTIVATE: EITHER},
        EngagementState.ACTIVE: {Wait.COHOST_HANDOVER: EITHER},
        EngagementState.SUSPENDED: {Wait.COHOST_RESUME: EITHER},
        EngagementState.HANDOVER: {Wait.COHOST_CLOSE: EITHER},
        EngagementState.CLOSED: "Its papers may be taken away for 90 days.",
        EngagementState.DECLINED: "The organisation is not engaged.",
        EngagementState.WITHDRAWN: "The organisation is not engaged.",
        EngagementState.ENDED_EARLY: "The organisation is engaged no longer.",
    },
    minutes.FLOW: {
        MinutesState.DRAFTING: {Wait.MINUTES_DRAFT: EITHER, Wait.MINUTES_SIGN_OFF: SECRETARY},
        MinutesState.JOINT_DRAFT: {Wait.MINUTES_SEND: EITHER, Wait.COMMENTS_OPEN: SECRETARY},
        MinutesState.COMMENTS: {
            Wait.MINUTES_COMMENT: Whose.DELEGATION,
            Wait.COMMENTS_END: SECRETARY,
            Wait.COMMENTS_CLOSE: EITHER,
        },
        MinutesState.CONSOLIDATION: {
            Wait.COMMENTS_ANSWER: EITHER,
            Wait.MINUTES_REWORK: EITHER,
            Wait.MINUTES_DRAFT: EITHER,
            Wait.MINUTES_SIGN_OFF: SECRETARY,
        },
        MinutesState.FINAL_DRAFT: {Wait.MINUTES_APPROVAL: HEAD},
        MinutesState.UNDER_SILENCE: _UNDER_SILENCE,
        MinutesState.APPROVED: {
            Wait.MINUTES_SIGN: SECRETARY,
            Wait.MINUTES_SIGN_AS_CHAIR: HEAD,
            Wait.RELEASE_FIRST: EITHER,
            Wait.RELEASE: SECRETARY,
        },
        MinutesState.SIGNED: {Wait.RELEASE_FIRST: EITHER, Wait.RELEASE: SECRETARY},
    },
    agreed.FLOW: {
        TextState.DRAFTING: {
            Wait.CORRIGENDUM_DRAFT: EITHER,
            Wait.CORRIGENDUM_SIGN_OFF: SECRETARY,
            Wait.CORRIGENDUM_REWORK: EITHER,
            **of_texts(EITHER, "DRAFT", "REWORK"),
            **of_texts(SECRETARY, "SIGN_OFF"),
        },
        TextState.FINAL_DRAFT: {Wait.CORRIGENDUM_APPROVAL: HEAD, **of_texts(HEAD, "APPROVAL")},
        TextState.UNDER_SILENCE: _UNDER_SILENCE,
        # A corrigendum stands beside each edition of the minutes.
        TextState.APPROVED: {**of_texts(EITHER, "RELEASE"), **of_texts(SECRETARY, "CONSENT")},
    },
    decisions.FLOW: {
        DraftState.DRAFTING: {
            Wait.DECISION_DRAFT: EITHER,
            Wait.DECISION_SIGN_OFF: SECRETARY,
            Wait.DECISION_REWORK: EITHER,
        },
        DraftState.SIGNED_OFF: {Wait.DECISION_SILENCE: EITHER},
        DraftState.UNDER_SILENCE: _UNDER_SILENCE,
        DraftState.ADOPTED: "It is a numbered decision.",
        DraftState.GIVEN_UP: "It is not pursued.",
    },
    silence.FLOW: {
        CirculationState.PROPOSED: {Wait.ROUND_METHOD: HEAD, Wait.ROUND_ISSUE: EITHER},
        CirculationState.RUNNING: {
            Wait.ROUND_SERVE: EITHER,
            Wait.ROUND_PAPER: Whose.ADDRESSEE,
            Wait.OBJECTION_CONFIRM: HEAD,
        },
        CirculationState.CLOSING: {Wait.ROUND_PAPER: Whose.ADDRESSEE, Wait.OBJECTION_CONFIRM: HEAD},
        CirculationState.HELD: {
            Wait.ROUND_HELD: EITHER,
            Wait.ROUND_PAPER: Whose.ADDRESSEE,
            Wait.OBJECTION_CONFIRM: HEAD,
        },
        CirculationState.ADOPTED: "Its text has taken effect, and goes its own way.",
        CirculationState.BROKEN: "Its text is back with both secretaries, and waits there.",
        CirculationState.WITHDRAWN: "Its text stands as before the round, and waits there.",
        CirculationState.SUPERSEDED: "Its text has gone another way.",
        CirculationState.DECLINED: "Its text stands as before the round, and waits there.",
    },
    silence.EXTERNAL_FLOW: {
        ExternalState.ANNOUNCED: {Wait.EXTERNAL: EITHER},
        ExternalState.IN_PROGRESS: {Wait.EXTERNAL: EITHER},
        ExternalState.CONCLUDED: "What came of it is recorded.",
        ExternalState.NOT_CONCLUDED: "What came of it is recorded.",
    },
    followups.FLOW: {
        FollowUpState.PROPOSED: "It goes the way of the minutes that propose it.",
        FollowUpState.AGREED: "It opens with the approval of its minutes.",
        FollowUpState.OPEN: _TO_BE_DONE,
        FollowUpState.IN_PROGRESS: _TO_BE_DONE,
        FollowUpState.BLOCKED: _TO_BE_DONE,
        FollowUpState.CLAIMED_DONE: {Wait.FOLLOWUP_CLAIM: SECRETARY},
        FollowUpState.VERIFIED: {Wait.FOLLOWUP_CLOSE: EITHER},
        FollowUpState.CLOSED: "It is done.",
        FollowUpState.DROPPED: "Neither side wants it any longer.",
        FollowUpState.VOID: "The text that agreed it was not adopted.",
    },
    archive.FLOW: {
        ImportState.ENTERED: {Wait.IMPORT_OFFER: SECRETARY},
        ImportState.OFFERED: {Wait.IMPORT_CONFIRM: SECRETARY},
        ImportState.CONFIRMED: "It stands among the sessions as imported; no text of it was agreed to here.",
    },
    developments.FLOW: {
        DevelopmentState.PROPOSED: {Wait.DEVELOPMENT: SECRETARY},
        DevelopmentState.ACCEPTED: "It stands in the log; what is wrong in it, a new entry corrects.",
        DevelopmentState.NOT_SHARED: "It stands as the view of one side; the other may accept it at any time.",
        DevelopmentState.WITHDRAWN: "It does not stand.",
    },
    meetings.FLOW: {
        MeetingState.PLANNED: {Wait.MEETING_HELD: EITHER},
        MeetingState.HELD: {Wait.MEETING_CONCLUSIONS: SECRETARY},
        MeetingState.CANCELLED: "It does not take place.",
    },
    decisions.STEPS: {
        Status.OPEN: _CARRIED_OUT,
        Status.UNDER_WAY: _CARRIED_OUT,
        Status.DONE: "It is done; the evidence stands beside the decision.",
    },
    mandates.FLOW: {
        MandateState.PROPOSED: {Wait.SECOND_WORD: Whose.PERSON},
        MandateState.IN_FORCE: "It is done; a link that is to be handed over waits on its own.",
        MandateState.DECLINED: "Nothing has changed.",
        MandateState.WITHDRAWN: "Nothing has changed.",
    },
    notices.FLOW: {
        NoticeState.QUEUED: _IN_PROGRESS,
        NoticeState.SENT: {Wait.NOTICE_FAILED: EITHER},  # and came back
        NoticeState.WRITTEN: _TOLD,
        NoticeState.REFUSED: {Wait.NOTICE_FAILED: EITHER},
        NoticeState.UNDONE: "It was taken back.",
        NoticeState.HELD: {Wait.NOTICES_HELD: EITHER},
        NoticeState.CALLED_BACK: "Nobody is to be told of it any more.",
    },
    incoming.FLOW: {
        MailState.WAITING: "The product reads it within seconds.",
        MailState.COUNTED: "It is somebody's answer.",
        MailState.RETURNED: "It stands at the notice that came back, under Notices.",
        MailState.IGNORED: "A machine has sent it.",
        MailState.QUEUED: {Wait.MAIL: EITHER},
        MailState.RECORDED: "It is somebody's answer.",
        MailState.ASIDE: "Nothing is to be recorded.",
    },
}
# A link is no state of a flow: it waits for whoever has it in hand until it is opened or ends.
BESIDES: Mapping[Wait, Whose] = {Wait.LINK: Whose.PERSON}

# By which lines each step of the ladder is done: they are due on its day.
OF_RUNGS: Mapping[RungKey, tuple[Wait, ...]] = {
    RungKey.CALL: (Wait.AGENDA_BEGIN,),
    RungKey.REQUESTS: (Wait.CALL_CLOSE, Wait.ITEMS_ASK),
    RungKey.REVIEW: (Wait.FOLLOWUPS_REVIEW,),
    RungKey.PROVISIONAL: (Wait.AGENDA_DRAFT, Wait.AGENDA_FREEZE, Wait.AGENDA_CIRCULATE),
    RungKey.NOMINATIONS: (Wait.DELEGATION, Wait.HEAD_NAME),
    RungKey.ARRIVALS: (Wait.ARRIVALS,),
    RungKey.JOINT_DRAFT: (Wait.MINUTES_BEGIN, Wait.MINUTES_DRAFT),
    RungKey.COMMENTS: (Wait.MINUTES_SEND,),
    RungKey.APPROVAL: (Wait.MINUTES_APPROVAL,),
}

WHOSE: Mapping[Wait, Whose] = {
    **BESIDES,
    **{wait: whose for flow in TABLE.values() for line in flow.values() if not isinstance(line, str)
       for wait, whose in line.items()},
}  # fmt: skip


def states(flow: Flow[Any], wait: Wait) -> tuple[Any, ...]:
    """In which states of the flow it stands."""
    return tuple(state for state, line in TABLE[flow].items() if not isinstance(line, str) and wait in line)
