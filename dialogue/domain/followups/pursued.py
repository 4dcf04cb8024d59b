"""What every follow-up goes through, in whichever register it stands: its states, its moves, and who may say which."""

import datetime as dt
import enum
from typing import Any

from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Refused, Stale
from dialogue.domain.flow import Flow
from dialogue.domain.people import Person


class FollowUpState(enum.StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    OPEN = "open"
    IN_PROGRESS = "in progress"
    CLAIMED_DONE = "claimed done"
    VERIFIED = "verified"
    CLOSED = "closed"
    BLOCKED = "blocked"
    DROPPED = "dropped"
    VOID = "void"  # what agreed it was not adopted after all


FLOW = Flow(
    {
        FollowUpState.PROPOSED: {FollowUpState.AGREED},
        FollowUpState.AGREED: {FollowUpState.OPEN},
        FollowUpState.OPEN: {
            FollowUpState.IN_PROGRESS,
            FollowUpState.CLAIMED_DONE,
            FollowUpState.BLOCKED,
            FollowUpState.DROPPED,
            FollowUpState.VOID,
        },
        FollowUpState.IN_PROGRESS: {
            FollowUpState.CLAIMED_DONE,
            FollowUpState.BLOCKED,
            FollowUpState.DROPPED,
            FollowUpState.VOID,
        },
        FollowUpState.BLOCKED: {FollowUpState.IN_PROGRESS, FollowUpState.DROPPED, FollowUpState.VOID},
        FollowUpState.CLAIMED_DONE: {FollowUpState.VERIFIED, FollowUpState.IN_PROGRESS, FollowUpState.VOID},
        FollowUpState.VERIFIED: {FollowUpState.CLOSED, FollowUpState.VOID},
    }
)
LIVE = (
    FollowUpState.OPEN,
    FollowUpState.IN_PROGRESS,
    FollowUpState.BLOCKED,
    FollowUpState.CLAIMED_DONE,
    FollowUpState.VERIFIED,
)
DROPPABLE = tuple(state for state in FollowUpState if FLOW.allows(state, FollowUpState.DROPPED))
DUE = (
    FollowUpState.OPEN,
    FollowUpState.IN_PROGRESS,
    FollowUpState.BLOCKED,
)  # what is claimed done waits for the other side, not for the owner


class Pursued:
    """The verbs of a follow-up. Its own class has the columns, and records each of them by `_update`."""

    state: Any  # FollowUpState
    due_on: Any  # the day
    owner: Any  # the Party
    agreement: Any  # what the sides have said of dropping it, or None
    ended_at: Any
    version: Any

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def awaits_verification(self) -> bool:
        return self.state is FollowUpState.CLAIMED_DONE

    def is_overdue(self, on: dt.date) -> bool:
        return is_overdue(self.state, self.due_on, on)

    def is_due(self, by: dt.date) -> bool:
        """Whether the owner has to have done it by that day."""
        return self.state in DUE and self.due_on <= by

    def drop_asked_by(self, person: Person) -> bool:
        """Whether the person's side has said that this is no longer wanted."""
        return self.agreement is not None and self.agreement.said_by(person.organisation, Word.DROPPING)

    def drop_waits_for(self, person: Person) -> bool:
        """Whether the other side has said so, and the person's has not."""
        asked = (
            self.agreement is not None and self.can(FollowUpState.DROPPED) and self.agreement.standing(Word.DROPPING)
        )
        return bool(asked) and not self.drop_asked_by(person)

    def owned_by(self, person: Person) -> bool:
        return bool(person.organisation.id == self.owner.id)

    def can(self, to: FollowUpState) -> bool:
        return FLOW.allows(self.state, to)

    def note(self, text: str, *, base: int | None, by: Person, at: dt.datetime, evidence: str = "") -> None:
        """Add a note, with its evidence if there is any."""
        self._on(base)
        if not text.strip():
            raise Refused("A note needs its text.")
        self._update(None, text, evidence, by=by, at=at)

    def become(
        self, state: FollowUpState, text: str, *, base: int | None, by: Person, at: dt.datetime, evidence: str = ""
    ) -> None:
        """Move to a state with the note that explains it. A claim needs evidence; a return, a block and the
        verification need their words. Done is verified by the other side, never by the owner's own."""
        self._on(base)
        if state is FollowUpState.CLAIMED_DONE and not evidence.strip():
            raise Refused("Please name the evidence: a document, a date, an event.")
        if state is FollowUpState.VERIFIED and self.owned_by(by):
            raise Refused("What one side has done is verified by the other side.")
        if state is FollowUpState.DROPPED:
            raise Refused("A follow-up is dropped by both sides, each in its own words.")
        if state is FollowUpState.VOID:
            raise Refused("A follow-up becomes void with the text that it comes from, and by nobody's report.")
        if not text.strip():
            raise Refused("Please add a note that says why or how.")
        was, self.state = self.state, FLOW.move(self.state, state)
        if state is FollowUpState.CLOSED:
            self.ended_at = at
        self._update(was, text, evidence, by=by, at=at)

    def next_states(self, person: Person) -> list[FollowUpState]:
        """What this person may report it to be: as it is, or where it can go, except that nobody verifies their own."""
        barred = {
            FollowUpState.DROPPED,
            FollowUpState.VOID,
            *([FollowUpState.VERIFIED] if self.owned_by(person) else []),
        }
        return [self.state, *(state for state in FollowUpState if self.can(state) and state not in barred)]

    def report(
        self, state: FollowUpState, text: str, *, base: int | None, by: Person, at: dt.datetime, evidence: str = ""
    ) -> None:
        """A note where the state stays, else the move with its note."""
        if state is self.state:
            self.note(text, base=base, by=by, at=at, evidence=evidence)
        else:
            self.become(state, text, base=base, by=by, at=at, evidence=evidence)

    def drop(self, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> bool:
        """One side's word, with its reason, that this is no longer wanted. It is dropped when the other side says so
        too. Returns whether it is."""
        self._on(base)
        if not reason.strip():
            raise Refused("Please record why it is dropped.")
        if not self.can(FollowUpState.DROPPED):
            raise Refused("A follow-up that is “%(state)s” is not dropped.", state=self.state.value)
        agreement = self.agreement = self.agreement or Agreement()  # the first word so makes older pages stale
        if not agreement.say(Word.DROPPING, by=by, at=at, note=reason):
            self._update(None, reason, "", by=by, at=at)
            return False
        was, self.state = self.state, FLOW.move(self.state, FollowUpState.DROPPED)
        self.ended_at = at
        self._update(was, reason, "", by=by, at=at)
        return True

    def may_be_pursued(self) -> None:
        """Refuse what rests; by itself nothing does."""

    def _on(self, base: int | None) -> None:
        self.may_be_pursued()
        if base != self.version:
            raise Stale("Somebody has changed this follow-up since you opened it.")
        if not self.is_live:
            raise Refused("This follow-up is “%(state)s”; nothing is added to it any more.", state=self.state.value)

    def _update(self, was: FollowUpState | None, text: str, evidence: str, *, by: Person, at: dt.datetime) -> None:
        raise NotImplementedError


def is_overdue(state: FollowUpState, due_on: dt.date, on: dt.date) -> bool:
    return state in DUE and due_on < on
