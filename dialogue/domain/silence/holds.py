"""The ways out of a hold (practice §0.4, §0.6, §3.4 a): each by somebody's recorded word, none by waiting."""

import datetime as dt
from typing import Any, Protocol

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.silence.objections import Objection
from dialogue.domain.silence.outcomes import Outcome
from dialogue.domain.silence.states import OF_A_PARTY, Weight

AFTER_TELLING = dt.timedelta(hours=24)


class Whole(Protocol):
    """What these verbs ask of the round that is held."""

    entries: list[Entry]
    objections: list[Objection]

    @property
    def parties(self) -> tuple[Organisation, Organisation]: ...

    def outcome(self, at: dt.datetime, pulse: Pulse) -> Outcome: ...

    def weight(self, objection: Objection, at: dt.datetime, pulse: Pulse) -> Weight: ...

    def said(self, kind: EntryKind, party: Organisation, *, since: dt.datetime | None = None) -> bool: ...

    def _add(self, kind: EntryKind, text: str, *, by: Person, at: dt.datetime, **more: Any) -> Entry: ...

    def _must_be_open(self, one: Objection) -> None: ...


class Holds:
    def state_no_objection(self: Whole, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A Party that was not served, or too late, or had nobody left to answer, says in writing that it does not
        object."""
        now = self.outcome(at, pulse)
        mine = [
            h for h in now.holds if h.reason in OF_A_PARTY and h.party is not None and h.party.id == by.organisation.id
        ]
        if not mine:
            raise Refused("This round is not held for want of service on your side.")
        if not words.strip():
            raise Refused("Please state in writing that your side does not object.")
        self._add(EntryKind.NO_OBJECTION, words, by=by, at=at, entitled=True)

    def confirm_none_sent(self: Whole, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A Party confirms in writing that it sent no objection by any route while the service could not be reached or
        the clock or the data were wrong. Its word is about what had happened by then: another fault asks again."""
        since = _fault_of_the_service(self.outcome(at, pulse))
        if self.said(EntryKind.SENT_NONE, by.organisation, since=since):
            raise Refused("Your side has confirmed this already.")
        if not words.strip():
            raise Refused("Please confirm in writing that your side sent no objection by any route.")
        self._add(EntryKind.SENT_NONE, words, by=by, at=at, entitled=True)

    def release(self: Whole, *, told_at: dt.datetime | None, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A secretary releases a round that is held for outage, clock or restore; with both it is adopted as of then.
        `told_at`: when all had been told of the hold. Refused: before both Parties' confirmations of the last fault,
        and until 24 hours after it and after everybody was told."""
        since = _fault_of_the_service(self.outcome(at, pulse))
        for party in self.parties:
            if not self.said(EntryKind.SENT_NONE, party, since=since):
                raise Refused("%(party)s has still to confirm that it sent no objection.", party=party.short_name)
        if told_at is None or at < max(told_at, since) + AFTER_TELLING:
            raise Refused("A round is released 24 hours after everybody was told of the hold at the earliest.")
        if self.said(EntryKind.RELEASE, by.organisation, since=since):
            raise Refused("Your side has released this round already.")
        self._add(EntryKind.RELEASE, "", by=by, at=at)

    def confirm(self: Whole, one: Objection, *, by: Person, at: dt.datetime) -> None:
        """The co-chair says that the objection speaks for the Party: it counts as of its arrival."""
        self._must_be_open(one)
        if one.party.id != by.organisation.id:
            raise Refused("An objection is confirmed by the co-chair of its own side.")
        self._add(EntryKind.CONFIRMED, "", by=by, at=at, objection=one, entitled=True)

    def disown(self: Whole, one: Objection, words: str, *, by: Person, at: dt.datetime) -> None:
        """The co-chair says in writing that the objection does not speak for the Party."""
        self._must_be_open(one)
        if one.party.id != by.organisation.id:
            raise Refused("An objection is disowned by the co-chair of its own side.")
        if not words.strip():
            raise Refused("Please say in writing that this is not your side's objection.")
        self._add(EntryKind.DISOWNED, words, by=by, at=at, objection=one, entitled=True)

    def rule_out(self: Whole, one: Objection, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A secretary records why the objection was not in time; it takes both."""
        _must_await_ruling(self.weight(one, at, pulse))
        if not words.strip():
            raise Refused("Please record why the objection was not in time.")
        if any(
            e.party is not None and e.party.id == by.organisation.id
            for e in one.told(EntryKind.RULED_OUT, self.entries)
        ):
            raise Refused("Your side has recorded this already.")
        self._add(EntryKind.RULED_OUT, words, by=by, at=at, objection=one)

    def rule_in(self: Whole, one: Objection, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A secretary, or a co-chair, holds that the objection was in time: silence is broken. One is enough."""
        _must_await_ruling(self.weight(one, at, pulse))
        self._add(EntryKind.RULED_IN, words, by=by, at=at, objection=one)

    def withdraw_objection(self: Whole, one: Objection, words: str, *, by: Person, at: dt.datetime) -> None:
        """Recorded; it does not revive the round (practice §3.4 f)."""
        if one not in self.objections:
            raise Refused("There is no such objection in this round.")
        if one.told(EntryKind.OBJECTION_WITHDRAWN, self.entries):
            raise Refused("This objection has been withdrawn already.")
        self._add(EntryKind.OBJECTION_WITHDRAWN, words, by=by, at=at, objection=one)

    def see_record(self: Whole, one: Objection, *, by: Person, at: dt.datetime) -> None:
        """The other side's secretary has seen that an objection was recorded that came by telephone or note. It counts
        from the record on, seen or not."""
        recorder = one.recorded_by
        if one not in self.objections or recorder is None:
            raise Refused("This objection was not recorded by a secretary.")
        if recorder.organisation.id == by.organisation.id:
            raise Refused("The record is seen by the secretary of the other side.")
        if one.told(EntryKind.RECORD_SEEN, self.entries):
            raise Refused("This record has been seen already.")
        self._add(EntryKind.RECORD_SEEN, "", by=by, at=at, objection=one)

    def _must_be_open(self: Whole, one: Objection) -> None:
        if one not in self.objections or not one.is_open(self.entries):
            raise Refused("This objection waits for nobody's word.")


def _fault_of_the_service(now: Outcome) -> dt.datetime:
    """When the last fault was that holds the round."""
    if now.fault_at is None:
        raise Refused("This round is not held for a fault of the service.")
    return now.fault_at


def _must_await_ruling(weight: Weight) -> None:
    if weight not in (Weight.AT_THE_EXPIRY, Weight.IN_QUESTION):
        raise Refused("Whether this objection was in time is not in question.")
