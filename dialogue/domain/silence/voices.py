"""What is said on a round without breaking it: receipt, consensus, statements and reservations, scrutiny and its
answer."""

import datetime as dt
from typing import Any, Protocol

from dialogue.domain.base import Refused
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence.entries import ATTACHED, VOICES, Entry, EntryKind
from dialogue.domain.silence.issues import Issue
from dialogue.domain.silence.outcomes import Outcome
from dialogue.domain.silence.states import CirculationState

STILL_GOES = (CirculationState.RUNNING, CirculationState.CLOSING, CirculationState.HELD)


class Whole(Protocol):
    """What these verbs ask of the round that they are said on."""

    noted_at: dt.datetime | None
    entries: list[Entry]

    @property
    def issue(self) -> Issue | None: ...

    @property
    def text_hash(self) -> str: ...

    def outcome(self, at: dt.datetime, pulse: Pulse) -> Outcome: ...

    def said(self, kind: EntryKind, party: Organisation, *, since: dt.datetime | None = None) -> bool: ...

    def acknowledged_by(self, person: Person) -> bool: ...

    def delivery_seen(self, delivery: Entry) -> bool: ...

    def lets_go(self, person: Person, party: Organisation) -> bool: ...

    def did(self, verb: str, *, by: Any, at: dt.datetime, digest: str = "") -> None: ...

    def _add(self, kind: EntryKind, text: str, *, by: Person, at: dt.datetime, **more: Any) -> Entry: ...

    def _must_still_go(self, at: dt.datetime, pulse: Pulse) -> None: ...


class Voices:
    """None of these verbs ends a round. Each is an entry with its instant; nothing is changed or taken back."""

    def said(self: Whole, kind: EntryKind, party: Organisation, *, since: dt.datetime | None = None) -> bool:
        """Whether the Party has said this of the issue in force; `since`: at that instant or after it."""
        number = self.issue.number if self.issue else 0
        mine = (e for e in self.entries if e.kind is kind and e.issue == number and e.party is not None)
        return any(e.party is not None and e.party.id == party.id and (since is None or e.at >= since) for e in mine)

    def acknowledged_by(self: Whole, person: Person) -> bool:
        number = self.issue.number if self.issue else 0
        who = (e.person for e in self.entries if e.kind is EntryKind.ACKNOWLEDGED and e.issue == number)
        return any(one is not None and one.id == person.id for one in who)

    def acknowledge(self: Whole, *, entitled: bool, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """Receipt of the paper; an entitled person's serves the Party (practice §0.3). Refused: a second time."""
        self._must_still_go(at, pulse)
        if self.acknowledged_by(by):
            raise Refused("You have acknowledged receipt already.")
        self._add(EntryKind.ACKNOWLEDGED, "", by=by, at=at, entitled=entitled)

    def deliver_by_hand(
        self: Whole, to: Person, words: str, delivered_at: dt.datetime, *, pulse: Pulse, by: Person, at: dt.datetime
    ) -> Entry:
        """A secretary's record that the paper was handed over, when and how. It counts once the other side's secretary
        has seen it."""
        self._must_still_go(at, pulse)
        if delivered_at > at:
            raise Refused("A delivery is recorded after it was made.")
        if not words.strip():
            raise Refused("Please say how the paper was delivered.")
        return self._add(EntryKind.HAND_DELIVERY, words, by=by, at=at, until=delivered_at, to=to, party=to.organisation)

    def see_delivery(self: Whole, delivery: Entry, *, by: Person, at: dt.datetime) -> None:
        """The other side's secretary has seen the record of a delivery by hand."""
        made_by = delivery.person
        if delivery.kind is not EntryKind.HAND_DELIVERY or delivery not in self.entries or made_by is None:
            raise Refused("This is no record of a delivery of this round.")
        if made_by.organisation.id == by.organisation.id:
            raise Refused("The record is seen by the secretary of the other side.")
        if self.delivery_seen(delivery):
            raise Refused("This record has been seen already.")
        self._add(EntryKind.HAND_DELIVERY_SEEN, "", by=by, at=at, about=delivery)

    def delivery_seen(self: Whole, delivery: Entry) -> bool:
        return any(e.kind is EntryKind.HAND_DELIVERY_SEEN and e.about is delivery for e in self.entries)

    def join_consensus(self: Whole, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """“We join consensus”: recorded, never required, and it takes no right to object away (practice §3.4 j)."""
        self._must_still_go(at, pulse)
        if self.said(EntryKind.CONSENSUS, by.organisation):
            raise Refused("Your side has joined consensus already.")
        self._add(EntryKind.CONSENSUS, "", by=by, at=at, entitled=True)

    def speak(self: Whole, kind: EntryKind, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> Entry:
        """A statement, reservation, request for scrutiny or comment. It does not break silence. Statements and
        reservations may still be attached to an adopted text until the next session takes note of it."""
        if kind not in VOICES:
            raise Refused("Please choose one of the list.")
        if not words.strip():
            raise Refused("Please write what you want to say.")
        state = self.outcome(at, pulse).state
        late = kind in ATTACHED and state is CirculationState.ADOPTED and self.noted_at is None
        if state not in STILL_GOES and not late:
            raise Refused("This round is “%(state)s”: nothing is attached to it any more.", state=state.value)
        return self._add(kind, words, by=by, at=at, entitled=True)

    def answer(self: Whole, question: Entry, words: str, *, by: Person, at: dt.datetime) -> Entry:
        """A co-chair or secretary answers a request for scrutiny."""
        if question.kind is not EntryKind.SCRUTINY or question not in self.entries:
            raise Refused("There is no such request in this round.")
        if not words.strip():
            raise Refused("Please write the answer.")
        return self._add(EntryKind.ANSWER, words, by=by, at=at, about=question)

    def let_go(self: Whole, person: Person, *, by: Person, at: dt.datetime) -> None:
        """A co-chair or secretary agrees that somebody of its own Party, who speaks for it in this round, leaves that
        place. Until the round has ended the person keeps the voice that the notice gave it."""
        if person.organisation.id != by.organisation.id:
            raise Refused("%(name)s belongs to another organisation.", name=person.name)
        if self.lets_go(person, by.organisation):
            raise Refused("Your side has said this already.")
        self._add(EntryKind.LETS_GO, "", by=by, at=at, to=person)

    def lets_go(self: Whole, person: Person, party: Organisation) -> bool:
        """Whether the Party has agreed to that, since the issue in force."""
        number = self.issue.number if self.issue else 0
        said = (e for e in self.entries if e.kind is EntryKind.LETS_GO and e.issue == number)
        mine = (e for e in said if e.party is not None and e.party.id == party.id)
        return any(e.to is not None and e.to.id == person.id for e in mine)

    def lose_voice(
        self: Whole, person: Person, party: Organisation, *, left: bool, by: Person, at: dt.datetime
    ) -> None:
        """Record that somebody who spoke for the Party does so no more, by whatever act. `left`: whether anybody is
        who can read and answer for it; from the instant at which nobody is, the round is held (practice §0.4)."""
        self._add(EntryKind.VOICE_LOST, "", by=by, at=at, party=party, to=person)
        if not left:
            self._add(EntryKind.VOICELESS, "", by=by, at=at, party=party)

    def _must_still_go(self: Whole, at: dt.datetime, pulse: Pulse) -> None:
        state = self.outcome(at, pulse).state
        if state not in STILL_GOES:
            raise Refused("This round is “%(state)s”.", state=state.value)

    def _add(self: Whole, kind: EntryKind, text: str, *, by: Person, at: dt.datetime, **more: Any) -> Entry:
        more.setdefault("party", by.organisation)
        entry = Entry(kind=kind, person=by, at=at, text=text, issue=self.issue.number if self.issue else 0, **more)
        self.entries.append(entry)
        self.did(kind.value, by=by, at=at, digest=self.text_hash)
        return entry
