"""What a line of home says: what is asked of the reader, what is late, which round goes."""

import datetime as dt
import enum
from dataclasses import dataclass

from dialogue.domain import followups, sessions
from dialogue.domain.silence import State as RoundState


class Wait(enum.StrEnum):
    """What is asked of the reader; the word is shown."""

    AGENDA_SIGN_OFF = "Sign off the agenda"
    AGENDA_REVISE = "Circulate the agenda anew: date or place have changed"
    AGENDA_REQUEST = "Answer a request for an item"
    ACCREDITATION = "Accredit a nomination"
    CONSENT = "Consent to a co-host"
    MINUTES_SIGN_OFF = "Sign off the minutes"
    MINUTES_REWORK = "Work on minutes that were not approved"
    MINUTES_APPROVAL = "Approve the minutes"
    MINUTES_COMMENT = "Comment on the minutes"
    MINUTES_SIGN = "Sign the minutes"
    COMMENTS_OPEN = "Agree until when the minutes are commented on"
    COMMENTS_END = "Agree on another end of the period for comments"
    COMMENTS_CLOSE = "Close the period for comments"
    COMMENTS_ANSWER = "Answer the comments on the minutes"
    COMMUNIQUE_SIGN_OFF = "Sign off the joint communiqué"
    COMMUNIQUE_REWORK = "Work on a communiqué that was not approved"
    COMMUNIQUE_APPROVAL = "Approve the joint communiqué"
    COMMUNIQUE_RELEASE = "Release the communiqué, edition by edition"
    COMMUNIQUE_CONSENT = "Consent to the release of the communiqué"
    CORRIGENDUM_SIGN_OFF = "Sign off a corrigendum"
    CORRIGENDUM_REWORK = "Work on a corrigendum that was not approved"
    CORRIGENDUM_APPROVAL = "Approve a corrigendum"
    DECISION_SIGN_OFF = "Sign off the draft of a decision"
    DECISION_REWORK = "Work on a decision that was not adopted"
    RELEASE = "Consent to a release"
    RELEASE_FIRST = "Release the minutes, edition by edition"
    ROUND_METHOD = "Consent to silence as the method"
    ROUND_ISSUE = "Issue a round"
    ROUND_SERVE = "Serve the paper"
    ROUND_PAPER = "Read a paper under silence"
    ROUND_HELD = "Settle a round that is held"
    OBJECTION_CONFIRM = "Confirm or disown an objection"
    SECOND_WORD = "Give the second person’s word, or decline"
    LINK = "Hand over a link for a password, alone and in person"
    NOTICES_HELD = "Decide about the notices that are held since a backup was put back"
    FOLLOWUP_DUE = "Report on a follow-up"
    FOLLOWUP_CLAIM = "Verify what the other side has done"
    FOLLOWUP_DROP = "Agree that a follow-up is dropped"


AT_ONCE = frozenset({Wait.OBJECTION_CONFIRM, Wait.ROUND_HELD})  # a round is held until it is done


@dataclass(frozen=True, slots=True)
class At:
    """The session that a line is about, as far as a line names it."""

    id: int
    year: int
    number: int
    starts_at: dt.datetime

    @property
    def reference(self) -> str:
        return sessions.reference(self.year, self.number)

    @property
    def ref(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the reader: what, in which session if in any, on which thing and what it says, and by
    when if there is a date: a day, or the instant at which something ends."""

    wait: Wait
    session: At | None
    about: str = ""
    text: str = ""
    due_on: dt.date | None = None
    due_at: dt.datetime | None = None
    number: int | None = None
    round: int | None = None

    @property
    def day(self) -> dt.date | None:
        return self.due_at.astimezone(sessions.ZONE).date() if self.due_at else self.due_on

    def is_late(self, today: dt.date) -> bool:
        """Whether the reader is behind with it: of an instant that is over the wait says itself what that means."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Late:
    """A line of the register whose owner is late."""

    session: At
    number: int
    owner: str
    text: str
    due_on: dt.date
    rests: bool  # the adoption of its text is in question

    @property
    def reference(self) -> str:
        return followups.reference(self.session.year, self.session.number, self.number)


@dataclass(frozen=True, slots=True)
class UnderSilence:
    """A round that was issued and goes, as columns tell it: `state` is what was written down last, or what is certain
    since by the clock alone. `unserved`: Parties that its paper has not reached, each of which has to be served by
    `serve_by`."""

    session: At
    round: int
    title: str
    recorded: RoundState
    expires_at: dt.datetime
    serve_by: dt.datetime
    unserved: tuple[str, ...]

    @property
    def number(self) -> str:
        return f"SP/{self.round}"

    def state(self, at: dt.datetime) -> RoundState:
        if self.recorded is RoundState.HELD or (self.unserved and at > self.serve_by):
            return RoundState.HELD
        return RoundState.CLOSING if at > self.expires_at else RoundState.RUNNING


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the reader, what holds a round first and then the dated; how many `more` follow-ups than are
    listed; and the rounds that go, as far as the reader may open them."""

    tasks: list[Task]
    more: int
    going: list[UnderSilence]

    @property
    def many(self) -> int:
        return len(self.tasks) + self.more
