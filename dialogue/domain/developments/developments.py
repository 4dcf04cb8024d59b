"""The development log: what happened in the region, entered by one side and accepted by the other, or shown as one
side's."""

import datetime as dt
import enum
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import must_not_be_named
from dialogue.domain.working_days import local_day


class DevelopmentState(enum.StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    NOT_SHARED = "not shared"  # it stands as one side's
    WITHDRAWN = "withdrawn"


FLOW = Flow(
    {
        DevelopmentState.PROPOSED: {
            DevelopmentState.ACCEPTED,
            DevelopmentState.NOT_SHARED,
            DevelopmentState.WITHDRAWN,
        },
        DevelopmentState.NOT_SHARED: {DevelopmentState.ACCEPTED, DevelopmentState.WITHDRAWN},
    }
)
STANDS = (DevelopmentState.ACCEPTED, DevelopmentState.NOT_SHARED)  # both delegations read it


class Corroboration(enum.StrEnum):
    """How well it is established, from the least on."""

    REPORTED = "reported"
    SECOND_SOURCE = "corroborated by a second source"
    BOTH_SIDES = "confirmed by both sides"


# What one side can say of it alone.
OF_ONE_SIDE = (Corroboration.REPORTED, Corroboration.SECOND_SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one side says: on which day or days, what, and how it is known."""

    happened_on: dt.date
    happened_until: dt.date | None
    text: str
    source: str
    corroboration: Corroboration

    def check(self, at: dt.datetime) -> None:
        """Refuse what cannot have happened yet, what nobody is named for, and what the other side has to say."""
        if not self.text.strip():
            raise Refused("Please say what happened.")
        if not self.source.strip():
            raise Refused("Please name the source: without one nobody can check it.")
        if self.happened_until is not None and self.happened_until < self.happened_on:
            raise Refused("The last day is not before the first.")
        if max(self.happened_on, self.happened_until or self.happened_on) > local_day(at):
            raise Refused("A development is dated on the day on which it happened, and that is not after today.")
        if self.corroboration not in OF_ONE_SIDE:
            raise Refused("That both sides confirm it, the other side says when it accepts the entry.")


class Development(Base):
    """One entry. Its own side changes it while it waits; once it stands nothing of it changes, and what was wrong is
    put right by a new entry that names it.

    `party`: the side that proposed it. `state_reason`: why the other side does not share it."""

    __tablename__ = "developments"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]  # in which it was proposed
    number: Mapped[int]  # given once in its year
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("developments.id"), init=False, index=True)
    happened_on: Mapped[dt.date]
    happened_until: Mapped[dt.date | None]
    text: Mapped[str] = mapped_column(Prose)
    source: Mapped[str]
    corroboration: Mapped[Corroboration] = mapped_column(words(Corroboration))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    proposed_at: Mapped[dt.datetime]
    state: Mapped[DevelopmentState] = mapped_column(
        words(DevelopmentState), init=False, default=DevelopmentState.PROPOSED
    )
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    state_at: Mapped[dt.datetime] = mapped_column(index=True)
    state_reason: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    topic: Mapped[Topic] = relationship(lazy="joined", innerjoin=True)
    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    agreement: Mapped[Agreement] = relationship(init=False)
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id])
    corrects: Mapped["Development | None"] = relationship(
        back_populates="corrections", remote_side="Development.id", default=None
    )
    corrections: Mapped[list["Development"]] = relationship(
        back_populates="corrects", default_factory=list, init=False, order_by="Development.id"
    )

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def reference(self) -> str:
        return reference(self.year, self.number)

    @property
    def ref(self) -> str:
        """As addresses name it."""
        return ref_of(self.reference)

    @property
    def waits(self) -> bool:
        return self.state is DevelopmentState.PROPOSED

    @property
    def stands(self) -> bool:
        return self.state in STANDS

    @property
    def is_joint(self) -> bool:
        return self.state is DevelopmentState.ACCEPTED

    @property
    def is_of_one_side(self) -> bool:
        return self.state is DevelopmentState.NOT_SHARED

    @property
    def corrected_by(self) -> list["Development"]:
        """The later entries that put it right, as far as they stand."""
        return [one for one in self.corrections if one.stands]

    def can(self, to: DevelopmentState) -> bool:
        return FLOW.allows(self.state, to)

    def must_wait(self) -> None:
        """Refuse to change what has an answer."""
        if not self.waits:
            raise Refused("Nothing of this entry changes any more. What is wrong in it, a new entry corrects.")

    def revise(self, topic: Topic, account: Account, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """Other words for what waits, said anew. A correction stays under the topic of what it corrects."""
        self.must_wait()
        self._on(base)
        account.check(at)
        must_be_in_use(topic, self.topic)
        self.topic = self.corrects.topic if self.corrects is not None else topic
        self._take(account)
        self.agreement.end(Word.DEVELOPMENT, at=at)
        self.agreement.say(Word.DEVELOPMENT, party=self.party, by=by, at=at)
        self.did("revise", by=by, at=at)

    def accept(self, *, confirms: bool = False, base: int | None, by: Person, at: dt.datetime) -> None:
        """The other side's word, also where it did not share the entry before. `confirms`: from its own knowledge."""
        to = FLOW.move(self.state, DevelopmentState.ACCEPTED)
        self._on(base)
        must_not_be_named(self.text, self.source)
        self.agreement.say(Word.DEVELOPMENT, by=by, at=at)
        if confirms:
            self.corroboration = Corroboration.BOTH_SIDES
        self._become(to, "", "accept", by=by, at=at)

    def not_share(self, reason: str, *, base: int | None, by: Person, at: dt.datetime) -> None:
        """From now on it stands as the view of the side that proposed it, with the reason of the other."""
        to = FLOW.move(self.state, DevelopmentState.NOT_SHARED)
        self._on(base)
        self.agreement.must_await(Word.DEVELOPMENT, by.organisation)
        if not reason.strip():
            raise Refused("Please say why your side does not share this: both delegations read it.")
        self._become(to, reason, "not share", by=by, at=at)

    def withdraw(self, *, by: Person, at: dt.datetime) -> None:
        """The side that proposed it takes it back, as long as the other one has not accepted it."""
        to = FLOW.move(self.state, DevelopmentState.WITHDRAWN)
        if self.party.id != by.organisation.id:
            raise Refused("The side that has proposed this entry withdraws it.")
        self._become(to, self.state_reason, "withdraw", by=by, at=at)

    def must_stand(self) -> None:
        if not self.stands:
            raise Refused("%(reference)s does not stand in the log: it is %(state)s.", **self._named())

    def _named(self) -> dict[str, str]:
        return {"reference": self.reference, "state": self.state.value}

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this entry since you opened it.")

    def _take(self, account: Account) -> None:
        self.happened_on, self.happened_until = account.happened_on, account.happened_until
        self.text, self.source, self.corroboration = account.text, account.source, account.corroboration

    def _become(self, state: DevelopmentState, reason: str, verb: str, *, by: Person, at: dt.datetime) -> None:
        self.state, self.state_by, self.state_at, self.state_reason = state, by, at, reason
        self.did(verb, by=by, at=at)


def reference(year: int, number: int) -> str:
    """`DEV/2027/3`."""
    return f"DEV/{year}/{number}"


def ref_of(reference: str) -> str:
    """`2027-3` of `DEV/2027/3`."""
    return reference.removeprefix("DEV/").replace("/", "-")


def must_be_in_use(topic: Topic, own: Topic | None = None) -> None:
    if topic.retired_at is not None and topic is not own:
        raise Refused("This topic is retired: nothing new is entered under it.")


def propose(
    topic: Topic,
    account: Account,
    number: int,
    *,
    corrects: Development | None = None,
    by: Person,
    at: dt.datetime,
) -> Development:
    """One side's word for an entry, under the next number of its year. `corrects`: the entry that it puts right, whose
    topic is its own. Refused: from nobody of a Party; a correction of what does not stand."""
    if not by.organisation.is_party:
        raise Refused("An entry of the development log is proposed by a Party.")
    account.check(at)
    if corrects is not None:
        corrects.must_stand()
        topic = corrects.topic
    else:
        must_be_in_use(topic)
    made = Development(
        year=local_day(at).year,
        number=number,
        topic=topic,
        party=by.organisation,
        corrects=corrects,
        happened_on=account.happened_on,
        happened_until=account.happened_until,
        text=account.text,
        source=account.source,
        corroboration=account.corroboration,
        proposed_by=by,
        proposed_at=at,
        state_by=by,
        state_at=at,
    )
    made.agreement.say(Word.DEVELOPMENT, by=by, at=at)
    made.did("propose", by=by, at=at)
    return made
