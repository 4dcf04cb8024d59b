"""A round of the silence procedure and the verbs of its life. It knows the hash of a text, not what text it is."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.silence.holds import Holds
from dialogue.domain.silence.issues import SPEAKS, Delivery, Issue, Part, Recipient
from dialogue.domain.silence.objections import Objection, ObjectionKind, Route
from dialogue.domain.silence.outcomes import Facts, Outcome, outcome, weight
from dialogue.domain.silence.profiles import (
    Category,
    Formula,
    Profile,
    must_be_eligible,
    must_be_possible,
    must_leave_time_to_object,
)
from dialogue.domain.silence.records import Record
from dialogue.domain.silence.states import FLOW, OVER, CirculationState, Reason, Weight
from dialogue.domain.silence.voices import STILL_GOES, Voices
from dialogue.domain.working_days import Capitals, Recorded, local_day

EXTENSIONS = 2  # of one issue


class Circulation(Holds, Voices, Base):
    """One text, pinned by its hash, put under silence once; a broken one comes again as the next round, linked to this.
    `state` is what was written down last; `outcome(at, pulse)` is what counts."""

    __tablename__ = "circulations"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    first_party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    second_party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("circulations.id"), init=False, index=True)
    round: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    reference: Mapped[str]  # of the paper, as documents name it
    text_hash: Mapped[str]
    text_kind: Mapped[str] = mapped_column(default="")  # what kind of text it is, and its key: for whoever knows texts
    text_key: Mapped[str] = mapped_column(default="")
    text_kept: Mapped[str] = mapped_column(default="", deferred=True)  # as it was put under silence, for its readers
    formula: Mapped[Formula] = mapped_column(words(Formula))
    profile: Mapped[Profile] = mapped_column(words(Profile))
    category: Mapped[Category] = mapped_column(words(Category))
    why: Mapped[str] = mapped_column(default="")  # why the matter is not political
    proposed_at: Mapped[dt.datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    state: Mapped[CirculationState] = mapped_column(
        words(CirculationState), init=False, default=CirculationState.PROPOSED, index=True
    )
    state_at: Mapped[dt.datetime] = mapped_column(init=False)
    noted_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    last_receipt: Mapped[int] = mapped_column(init=False, default=0)
    version: Mapped[int] = mapped_column(init=False)

    first_party: Mapped[Organisation] = relationship(foreign_keys=[first_party_id], lazy="joined", innerjoin=True)
    second_party: Mapped[Organisation] = relationship(foreign_keys=[second_party_id], lazy="joined", innerjoin=True)
    parent: Mapped["Circulation | None"] = relationship(remote_side="Circulation.id", default=None)
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    issues: Mapped[list[Issue]] = relationship(
        default_factory=list, init=False, cascade="all, delete-orphan", order_by=Issue.number
    )
    entries: Mapped[list[Entry]] = relationship(default_factory=list, init=False, order_by=Entry.id)
    objections: Mapped[list[Objection]] = relationship(default_factory=list, init=False, order_by=Objection.number)
    records: Mapped[list[Record]] = relationship(default_factory=list, init=False, order_by=Record.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def parties(self) -> tuple[Organisation, Organisation]:
        return self.first_party, self.second_party

    @property
    def issue(self) -> Issue | None:
        """The issue in force."""
        return self.issues[-1] if self.issues else None

    @property
    def expires_at(self) -> dt.datetime | None:
        """The expiry in force (UTC); None before the round is issued."""
        issue = self.issue
        return None if issue is None else self._known(self.proposed_at, Pulse()).expiry(issue)

    @property
    def number(self) -> str:
        """`SP/7`: how the round is called on paper and in mail."""
        return f"SP/{self.id}"

    @property
    def is_over(self) -> bool:
        """Written down as something that never comes again."""
        return self.state in OVER

    @property
    def is_proposed(self) -> bool:
        """Nothing runs yet: the method has still to be agreed, or the notice to be sent."""
        return self.state is CirculationState.PROPOSED

    @property
    def is_adopted(self) -> bool:
        """Written down as adopted, and not in question."""
        return self.state is CirculationState.ADOPTED

    @property
    def was_adopted(self) -> bool:
        return any(record.state is CirculationState.ADOPTED for record in self.records)

    @property
    def adoption_in_question(self) -> bool:
        """Written down as adopted once, and held since (practice §3.4 a)."""
        return self.state is CirculationState.HELD and self.was_adopted

    @property
    def is_going(self) -> bool:
        """Issued, and no outcome written down that stands: a text runs that a Party must answer."""
        return self.state in STILL_GOES

    def is_addressed_to(self, person: Person) -> bool:
        """Whether the issue in force went to the person as one who speaks for the Party, of which it still is: its
        voice in this round, whatever becomes of its seat (practice §0.6)."""
        return self.issue is not None and self.issue.was_told(person, *SPEAKS)

    def can(self, to: CirculationState) -> bool:
        return FLOW.allows(self.state, to)

    def outcome(self, at: dt.datetime, pulse: Pulse) -> Outcome:
        """What the round is at the instant, by all that is on record (practice §0.2 to §0.4)."""
        return outcome(self._known(at, pulse))

    def weight(self, objection: Objection, at: dt.datetime, pulse: Pulse) -> Weight:
        return weight(objection, self._known(at, pulse))

    # The method, before there is a round

    def consented(self, party: Organisation) -> bool:
        """Whether the Party's co-chair has consented to the method."""
        return any(
            e.kind is EntryKind.METHOD_CONSENT and e.party is not None and e.party.id == party.id for e in self.entries
        )

    @property
    def method_agreed(self) -> bool:
        return all(self.consented(party) for party in self.parties)

    def consent_to_method(self, words: str, *, by: Person, at: dt.datetime) -> bool:
        """A co-chair, or a secretary who records what its co-chair said in session, consents to silence as the method;
        never by silence itself, and not to the text. Urgent: only with a note why. Returns whether both have."""
        self._must_be(CirculationState.PROPOSED, "The method is no longer open: this round is “%(state)s”.")
        if self.consented(by.organisation):
            raise Refused("Your side has consented to the method already.")
        if self.profile.needs_note and not words.strip():
            raise Refused("An urgent silence needs a note from each co-chair that says why it is urgent.")
        self._add(EntryKind.METHOD_CONSENT, words, by=by, at=at)
        return self.method_agreed

    def decline(self, words: str, *, by: Person, at: dt.datetime) -> None:
        """An entitled person objects to the method: the text is left to consensus at a session."""
        self._must_be(CirculationState.PROPOSED, "The method is no longer open: this round is “%(state)s”.")
        self._add(EntryKind.METHOD_OBJECTION, words, by=by, at=at)
        self._become(CirculationState.DECLINED, at, at)

    # The round

    def issue_(
        self,
        expires_at: dt.datetime,
        recipients: Sequence[Recipient],
        *,
        pulse: Pulse,
        by: Person,
        at: dt.datetime,
        down: tuple[dt.datetime, dt.datetime] | None = None,
    ) -> Issue:
        """Issue the round: the notice with its expiry (UTC) goes to these people, and the period runs. A held round is
        issued again with a later expiry and a full new period; objections and statements stay. Refused: before both
        co-chairs have consented to the method; an expiry that leaves less than the shortest period or lies on a day on
        which a capital does not work; a Party without co-chair or secretary to serve."""
        now = self.outcome(at, pulse)
        if now.state is CirculationState.PROPOSED and not self.method_agreed:
            raise Refused("Both co-chairs have to consent to the method first.")
        if now.state not in (CirculationState.PROPOSED, CirculationState.HELD) or now.is_held_for(Reason.IN_QUESTION):
            raise Refused("A round that is “%(state)s” is not issued.", state=now.state.value)
        if self.expires_at is not None and expires_at <= self.expires_at:
            raise Refused("The new expiry must be later than the one before.")
        must_be_possible(self.profile, expires_at, served_at=at, days=self.capitals)
        if not self.issues and any(one.counts(self.entries) for one in self.objections):
            raise Refused("An objection to this text is on record. Please withdraw the round.")
        must_leave_time_to_object(down, expires_at)
        self._must_reach(recipients)
        days = Recorded.of(self.capitals, local_day(at), local_day(expires_at))
        made = Issue(
            number=len(self.issues) + 1, issued_at=at, issued_by=by, expires_at=expires_at, days_off=str(days)
        )  # fmt: skip
        made.down_since, made.down_until = down or (None, None)
        made.deliveries.extend(Delivery(person=r.person, party=r.party, part=r.part) for r in recipients)
        self.issues.append(made)
        self._become(CirculationState.RUNNING, at, at)
        self.did("issue", by=by, at=at, digest=self.text_hash)
        return made

    def extend(self, expires_at: dt.datetime, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """A co-chair gives more time, before the expiry and never less; the earlier expiry stays on record."""
        self._must_run(at, pulse)
        issue, now = self.issues[-1], self.expires_at
        if now is None or at >= now:
            raise Refused("The silence has expired: it cannot be extended any more.")
        if expires_at <= now:
            raise Refused("An extension ends later than the silence does now.")
        done = sum(e.kind is EntryKind.EXTENSION and e.issue == issue.number for e in self.entries)
        if done >= EXTENSIONS:
            raise Refused("A silence is extended twice at the most.")
        days = issue.working_days.then(self.capitals, local_day(now), local_day(expires_at))
        must_be_possible(self.profile, expires_at, served_at=issue.issued_at, days=days)
        issue.days_off = str(days)
        self._add(EntryKind.EXTENSION, "", by=by, at=at, until=expires_at)

    def withdraw(self, words: str, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """Who proposed it or a co-chair takes the text back."""
        now = self.outcome(at, pulse)
        if now.state not in (
            CirculationState.PROPOSED,
            CirculationState.RUNNING,
            CirculationState.HELD,
        ) or now.is_held_for(Reason.IN_QUESTION):
            raise Refused("A round that is “%(state)s” is not withdrawn.", state=now.state.value)
        self._add(EntryKind.WITHDRAWAL, words, by=by, at=at)
        self._become(CirculationState.WITHDRAWN, at, at)

    def supersede(self, *, pulse: Pulse, by: Person, at: dt.datetime) -> None:
        """The text was changed: silence on the old one means nothing any more. A new round is needed."""
        now = self.outcome(at, pulse)
        if now.state not in (
            CirculationState.PROPOSED,
            CirculationState.RUNNING,
            CirculationState.HELD,
        ) or now.is_held_for(Reason.IN_QUESTION):
            raise Refused("The text of a round that is “%(state)s” does not change.", state=now.state.value)
        self._add(EntryKind.SUPERSEDED, "", by=by, at=at)
        self._become(CirculationState.SUPERSEDED, at, at)

    def lose_its_subject(self, *, by: Person, at: dt.datetime) -> None:
        """What its text is about was not adopted after all: whatever its silence meant, nothing is left that it could
        mean, even if it has run out. Refused once its outcome is written down."""
        if self.is_over or self.was_adopted:
            raise Refused("The text of a round that is “%(state)s” does not change.", state=self.state.value)
        self._add(EntryKind.SUPERSEDED, "", by=by, at=at)
        self._become(CirculationState.SUPERSEDED, at, at)

    def object_(
        self,
        kind: ObjectionKind,
        text: str,
        *,
        entitled: bool,
        pulse: Pulse,
        by: Person,
        at: dt.datetime,
        received_at: dt.datetime | None = None,
        route: Route = Route.PAGE,
        recorded_by: Person | None = None,
    ) -> Objection:
        """Store an objection or amendment, whatever the round is by now; never refuses. `by`: whose it is;
        `received_at`: when it reached the server, if not `at`; `entitled` whether the person speaks for the Party at
        that moment (who did at circulation is known here). `weight` tells what it did."""
        received_at = min(received_at or at, at)
        was = outcome(self._known(received_at, pulse, then=True))
        issue = self.issue
        self.last_receipt += 1
        made = Objection(
            number=self.last_receipt,
            person=by,
            party=by.organisation,
            kind=kind,
            text=text,
            route=route,
            received_at=received_at,
            recorded_at=at,
            recorded_by=recorded_by,
            entitled=entitled or self.is_addressed_to(by),
            while_held=was.state is CirculationState.HELD,
            after_adoption=self.was_adopted,
            issue=issue.number if issue else 0,
        )
        self.objections.append(made)
        self.did("object", by=recorded_by or by, at=at, digest=self.text_hash)
        return made

    def receipt(self, objection: Objection) -> str:
        """`SP/7/R2`: what its sender is told, once it is kept."""
        return f"{self.number}/R{objection.number}"

    def news(self, at: dt.datetime, pulse: Pulse) -> Outcome | None:
        """What the round is at the instant, where that has still to be written down. Closing is not: it is over in a
        minute; nor is what a person ended, which was written down then."""
        now = self.outcome(at, pulse)
        if now.state in (CirculationState.PROPOSED, CirculationState.CLOSING) or now.state in OVER - {
            CirculationState.BROKEN
        }:
            return None
        last = self.records[-1] if self.records else None
        if now.state is CirculationState.RUNNING and last is not None and at < last.written_at:
            return None  # a request that came before the hold was written, and took its time
        told = now.state is self.state and (
            now.state is not CirculationState.HELD or (last.reasons if last else "") == now.reasons
        )
        return None if told else now

    def record(self, at: dt.datetime, pulse: Pulse) -> Record | None:
        """Write down what the round is at the instant, where that is news: the worker's part. Returns what was
        written."""
        now = self.news(at, pulse)
        if now is None:
            return None
        made = Record(state=now.state, as_of=now.as_of, written_at=at, reasons=now.reasons)
        self.records.append(made)
        if now.state is not self.state:
            self._become(now.state, now.as_of, at)
        return made

    def note(self, *, at: dt.datetime) -> None:
        """The next session has opened and taken note: statements are attached no longer."""
        self.noted_at = self.noted_at or at

    @property
    def capitals(self) -> Capitals:
        """Whose working days count, as is known now."""
        return Capitals(self.parties)

    def _known(self, at: dt.datetime, pulse: Pulse, *, then: bool = False) -> Facts:
        return Facts(self, at, pulse, then)

    def _must_be(self, state: CirculationState, sentence: str) -> None:
        if self.state is not state:
            raise Refused(sentence, state=self.state.value)

    def _must_run(self, at: dt.datetime, pulse: Pulse) -> None:
        now = self.outcome(at, pulse)
        if now.state is not CirculationState.RUNNING:
            raise Refused("This round is “%(state)s”.", state=now.state.value)

    def _must_reach(self, recipients: Iterable[Recipient]) -> None:
        there = {(r.party.id, r.part) for r in recipients}
        for party in self.parties:
            for part in (Part.CO_CHAIR, Part.SECRETARY):
                if (party.id, part) not in there:
                    raise Refused("%(party)s has no %(part)s to send this to.", party=party.short_name, part=part.value)

    def _become(self, state: CirculationState, as_of: dt.datetime, at: dt.datetime) -> None:
        if state is not self.state:
            self.state = FLOW.move(self.state, state)
        self.state_at = as_of
        self.did(state.value, by=None, at=at, digest=self.text_hash)


def propose(
    title: str,
    reference: str,
    text_hash: str,
    parties: Sequence[Organisation],
    *,
    session_id: int,
    formula: Formula,
    profile: Profile,
    category: Category,
    why: str,
    by: Person,
    at: dt.datetime,
    parent: Circulation | None = None,
    text: tuple[str, str, str] = ("", "", ""),
) -> Circulation:
    """Propose silence as the method for one text. Refused: political matters; anything but two Parties; a next round of
    one that still runs or was adopted. What comes after `parent` is its next round. `text`: its kind, its key and the
    text itself as it is kept; nothing here reads them."""
    must_be_eligible(category, why)
    if len(parties) != 2:
        raise Refused("A dialogue needs two Parties. Please enter the second one first.")
    if parent is not None and not parent.is_over:
        raise Refused("The round before this one is “%(state)s”.", state=parent.state.value)
    kind, key, kept = text
    made = Circulation(
        session_id=session_id, title=title, reference=reference, text_hash=text_hash,
        text_kind=kind, text_key=key, text_kept=kept, formula=formula, profile=profile, category=category, why=why,
        proposed_by=by, proposed_at=at, first_party=parties[0], second_party=parties[1],
        parent=parent, round=parent.round + 1 if parent else 1,
    )  # fmt: skip
    made.state_at = at
    made.did("propose", by=by, at=at, digest=text_hash)
    return made
