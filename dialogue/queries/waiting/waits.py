"""What may be asked of somebody; the word is shown."""

import enum
from collections.abc import Mapping
from typing import Any

from dialogue.access import RIGHTS
from dialogue.domain.agenda import Agenda
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.minutes import Corrigendum, Minutes

# What is asked of a text that has no lines of its own, by its word.
STEPS = {
    "DRAFT": "Write the %s, and sign it off",
    "SIGN_OFF": "Sign off the %s",
    "REWORK": "Work on the %s: it was not approved",
    "APPROVAL": "Approve the %s",
    "RELEASE": "Release the %s, edition by edition",
    "CONSENT": "Consent to the release of the %s",
}
OTHERS = tuple(noun for noun in RIGHTS if noun not in (Agenda, Corrigendum, DraftDecision, Minutes))


class Wait(enum.StrEnum):
    # The session
    SESSION_CONVENE = "Convene the session"
    SESSION_DATE = "Give the postponed session a new date"
    SESSION_OPEN = "Open the session"
    SESSION_END = "End the session"
    SESSION_CLOSE = "Close the session: all is done"
    CHANGE_CONSENT = "Consent to a change of the session"
    CHANGE_NOTE = "Take note of an urgent change of the session"
    CHANGE_TELL = "Tell everybody of a change of the session: the mail was taken back"
    CHANGE_PLAN = "Consent to a session out of turn"
    FOLLOWUPS_REVIEW = "Review the follow-ups of earlier sessions, and say that it is done"
    ARRIVALS = "Send the list of arrivals to the hosts, and say that it is done"
    SESSION_TURN = "Out of turn: agree to leave it so, with the reason, or move it"
    DELEGATION = "Name and accredit the head of delegation"
    HEAD_NAME = "Name the head of delegation"
    ACCREDITATION = "Accredit a nomination"
    NOMINATIONS = "Accredit whom the side has named"
    NOMINATION_RETURNED = "Name somebody else, or the same person again: a nomination was returned"
    ANSWER = "Answer the invitation"
    ANSWER_AGAIN = "Confirm again that you come: the session has changed since you answered"
    ANSWERS = "Remind those who have not answered the invitation"
    # The agenda
    AGENDA_BEGIN = "Begin the agenda: the call for items opens"
    ITEMS_ASK = "Ask for items of the agenda while the call is open"
    AGENDA_REQUEST = "Answer a request for an item"
    CALL_EARLY = "Agree that the call for items closes early"
    CALL_CLOSE = "Close the call for items"
    AGENDA_DRAFT = "Draft the agenda, and sign it off"
    AGENDA_SIGN_OFF = "Sign off the agenda"
    AGENDA_FREEZE = "Freeze the agenda: both secretaries have signed it off"
    AGENDA_WAIVE = "Agree that the agenda goes out at short notice"
    AGENDA_CIRCULATE = "Circulate the provisional agenda"
    AGENDA_NEXT_REV = "Circulate the next REV of the agenda: both secretaries have signed it off"
    AGENDA_REVISE = "Circulate the agenda anew: date or place have changed"
    AGENDA_ADOPT = "Consent to the adoption of the agenda"
    AGENDA_ADOPTION = "Record the adoption of the agenda"
    CONCLUSION = "Answer a proposed operational conclusion"
    # Co-hosts
    COHOST_INTEREST = "Decide whether an organisation is shortlisted"
    COHOST_VET = "Have an organisation vetted"
    COHOST_PROPOSE = "Propose an organisation as co-host, or decline"
    CONSENT = "Consent to a co-host"
    COHOST_SIGN = "Sign the memorandum with a co-host"
    COHOST_ACTIVATE = "Open the session to a co-host"
    COHOST_RESUME = "Go on with a co-host, or end the engagement"
    COHOST_HANDOVER = "Begin the handover with a co-host"
    COHOST_CLOSE = "Close the engagement of a co-host"
    # Minutes
    MINUTES_BEGIN = "Begin the minutes"
    MINUTES_DRAFT = "Write the minutes, and sign them off"
    MINUTES_SIGN_OFF = "Sign off the minutes"
    MINUTES_SEND = "Send the joint draft on: for comments, or to the co-chairs"
    MINUTES_REWORK = "Work on minutes that were not approved"
    MINUTES_APPROVAL = "Approve the minutes"
    MINUTES_COMMENT = "Comment on the minutes"
    MINUTES_SIGN = "Sign the minutes"
    MINUTES_SIGN_AS_CHAIR = "Sign the minutes as the Chair"
    COMMENTS_OPEN = "Agree until when the minutes are commented on"
    COMMENTS_END = "Agree on another end of the period for comments"
    COMMENTS_CLOSE = "Close the period for comments"
    COMMENTS_ANSWER = "Answer the comments on the minutes"
    RELEASE = "Consent to a release"
    RELEASE_FIRST = "Release the minutes, edition by edition"
    # Corrigenda, decisions
    CORRIGENDUM_DRAFT = "Write a corrigendum, and sign it off"
    CORRIGENDUM_SIGN_OFF = "Sign off a corrigendum"
    CORRIGENDUM_REWORK = "Work on a corrigendum that was not approved"
    CORRIGENDUM_APPROVAL = "Approve a corrigendum"
    DECISION_DRAFT = "Write the draft of a decision, and sign it off"
    DECISION_SIGN_OFF = "Sign off the draft of a decision"
    DECISION_REWORK = "Work on a decision that was not adopted"
    DECISION_SILENCE = "Propose silence for a decision that both have signed off"
    # Rounds
    ROUND_METHOD = "Consent to silence as the method"
    ROUND_ISSUE = "Issue a round"
    ROUND_SERVE = "Serve the paper"
    ROUND_PAPER = "Read a paper under silence"
    ROUND_HELD = "Settle a round that is held"
    OBJECTION_CONFIRM = "Confirm or disown an objection"
    EXTERNAL = "Record what came of a round elsewhere"
    # The development log
    DEVELOPMENT = "Answer an entry of the development log"
    # Sessions from before this system
    IMPORT_CONFIRM = "Compare an imported session with your own papers, and confirm it or hand it back"
    IMPORT_OFFER = "Finish an imported session, and ask the other side"
    # Meetings between the sessions
    MEETING_HELD = "Record that a meeting was held, or cancel it"
    MEETING_CONCLUSIONS = "Agree to the conclusions of a meeting"
    # People and mails
    SECOND_WORD = "Give the second person’s word, or decline"
    LINK = "Hand over a link for a password, alone and in person"
    MAIL = "Read the mails to the secretariat that wait"
    NOTICE_FAILED = "Tell by another way: a mail did not arrive"
    NOTICES_HELD = "Decide about the notices that are held since a backup was put back"
    # The register
    FOLLOWUP_DUE = "Report on a follow-up"
    FOLLOWUP_UNHEARD = "Name a head of delegation who has an account: nobody hears that a follow-up stays overdue"
    FOLLOWUP_CLAIM = "Verify what the other side has done"
    FOLLOWUP_DROP = "Agree that a follow-up is dropped"
    FOLLOWUP_CLOSE = "Close a follow-up that was verified"
    # The same of each other text: its kind and the step, “Sign off the” and its word
    _ignore_ = ["noun", "said", "step"]
    for noun in OTHERS:
        for step, said in STEPS.items():
            vars()[f"{noun.KIND.name.upper()}_{step}"] = said % noun.KIND.word


class Whose(enum.StrEnum):
    """Whose turn it is. Of the first either may act, and both see it; of the others it is that of one Party, until that
    one has acted."""

    EITHER = "either secretary"
    SECRETARY = "the secretary"
    PARTY = "the secretary or the co-chair"
    HEAD = "the co-chair"
    SIDE = "whoever names the delegation"
    DELEGATION = "the delegation"
    ADDRESSEE = "whom it was addressed to"
    PERSON = "who was asked"


OF_FOLLOWUPS = frozenset({Wait.FOLLOWUP_CLAIM, Wait.FOLLOWUP_DROP})  # what one side says, and the other answers
OF_SECRETARIES = frozenset({Whose.EITHER, Whose.SECRETARY})
AT_ONCE = frozenset({Wait.OBJECTION_CONFIRM, Wait.ROUND_HELD})  # a round is held until it is done


def of_text(noun: Any, step: str) -> Wait:
    return Wait[f"{noun.KIND.name.upper()}_{step}"]


# By kind, where the wait is of a text that has no lines of its own.
OF_TEXTS: Mapping[Wait, str] = {of_text(noun, step): noun.KIND.name for noun in OTHERS for step in STEPS}


def of_texts(whose: Whose, *steps: str) -> dict[Wait, Whose]:
    """Of each text that has no lines of its own."""
    return {of_text(noun, step): whose for noun in OTHERS for step in steps}
