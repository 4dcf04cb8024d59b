"""Answers to an invitation: who comes, by which way the word came, and to which date and city it was given."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, WallClock, words
from dialogue.domain.delegations.attendance import Attended
from dialogue.domain.delegations.capacities import AT_NO_TABLE, Capacity, ParticipantState
from dialogue.domain.delegations.needs import Needs
from dialogue.domain.editions import Audience, Level
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState


class Reply(enum.StrEnum):
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    REGRETS = "regrets"


class Route(enum.StrEnum):
    PAGE = "page"
    MAIL = "mail"
    TOLD = "told"  # to a secretary, who recorded it


class Listing(enum.StrEnum):
    """In which lists the person agrees to be named; each has those before it. The chairs and secretaries always know
    who comes."""

    CHAIRS = "chairs"
    PARTICIPANTS = "participants"
    PUBLIC = "public"


COMES = (Reply.ACCEPTED, Reply.TENTATIVE)


class Answer(Base):
    """What somebody said, once said. A seat's newest counts; `accreditation` says of which of its accreditations it is,
    for a person who was withdrawn and named again has answered nothing yet."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), init=False, index=True)
    accreditation: Mapped[int]
    reply: Mapped[Reply] = mapped_column(words(Reply))
    route: Mapped[Route] = mapped_column(words(Route))
    told: Mapped[str]  # of one that was told: from whom, and how
    note: Mapped[str]
    substitute: Mapped[
        str
    ]  # of regrets: who is to come instead, as it was said; whoever names the side names the person
    given_at: Mapped[dt.datetime]  # by the person; a mail may be older than the answer that it comes after
    recorded_at: Mapped[dt.datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    starts: Mapped[dt.datetime] = mapped_column(WallClock)
    ends: Mapped[dt.datetime] = mapped_column(WallClock)
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))

    by: Mapped[Person] = relationship()

    def says(self, reply: Reply, note: str, substitute: str, session: Session) -> bool:
        """Whether it says the same already, to the same date and city."""
        return (self.reply, self.note, self.substitute) == (reply, note, substitute) and self.is_to(session)

    def is_to(self, session: Session) -> bool:
        return (self.starts, self.ends, self.place_id) == (session.starts, session.ends, session.place.id)


class Invited(Attended):
    """What a seat knows of its invitation. `answered` is what counts now; how it came about stands in `answers`."""

    __abstract__ = True

    id: Mapped[int]  # these the seat says itself
    capacity: Mapped[Any]
    state: Mapped[Any]
    access_changes: Mapped[int]
    session: Mapped[Any]
    delegation: Mapped[Any]

    answered: Mapped[Reply | None] = mapped_column(words(Reply), init=False, default=None)
    answered_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    answered_starts: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)
    answered_ends: Mapped[dt.datetime | None] = mapped_column(WallClock, init=False, default=None)
    answered_place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), init=False, default=None)
    listed: Mapped[Listing | None] = mapped_column(words(Listing), init=False, default=None)  # None: not asked yet
    listed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    needs_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    @declared_attr
    def answers(cls) -> Mapped[list[Answer]]:  # noqa: N805  # SQLAlchemy calls it with the class
        return relationship(init=False, default_factory=list, order_by=Answer.id, cascade="all, delete-orphan")

    @declared_attr
    def needs(cls) -> Mapped[Needs | None]:  # noqa: N805  # as above
        return relationship(init=False, default=None, cascade="all, delete-orphan")

    @property
    def takes_part(self) -> bool:
        """Whether the person is listed: not after regrets, unless it was in the room all the same."""
        return not self.sent_regrets or bool(self.present)

    @property
    def listings(self) -> list[Listing]:
        """What the person may agree to: the public list names heads of delegation alone."""
        heads = self._is_of_a_party and self.capacity is Capacity.HEAD
        return [one for one in Listing if heads or one is not Listing.PUBLIC]

    def is_named_to(self, audience: Audience) -> bool:
        """Whether the list that the audience holds says the name. Whoever was not asked yet stands as ever."""
        if self.listed is None or audience.level is Level.SECRETARIAT:
            return True
        if audience.reads(Level.DELEGATIONS):
            return self.listed is not Listing.CHAIRS
        return self.listed is Listing.PUBLIC or not self._is_of_a_party  # a guest reads the names of its own people

    @property
    def _is_of_a_party(self) -> bool:
        return bool(self.delegation.organisation.is_party)

    @property
    def is_at_table(self) -> bool:
        """Whether the person is accredited to be in the room."""
        return self.state is ParticipantState.ACCREDITED and self.capacity not in AT_NO_TABLE

    @property
    def is_asked(self) -> bool:
        """Whether an answer is expected: of a session that is convened."""
        return self.is_at_table and self.session.state is SessionState.CONVENED

    @property
    def must_reconfirm(self) -> bool:
        """Whether it was said of another date or city that the person comes, or before the session was off."""
        return self.answered in COMES and self._answered_to != _facts(self.session)

    @property
    def was_off_since(self) -> bool:
        """Whether the person is to confirm again the very date and city that it had said to come to."""
        counts = self.newest_answer
        return self.must_reconfirm and counts is not None and counts.is_to(self.session)

    @property
    def awaits_answer(self) -> bool:
        return self.is_asked and (self.answered is None or self.must_reconfirm)

    @property
    def sent_regrets(self) -> bool:
        return self.answered is Reply.REGRETS

    @property
    def dates_and_city(self) -> str:
        """To what an answer is given now, as a page or a mail carries it there and back."""
        return " ".join(str(one) for one in _facts(self.session))

    def must_be_answerable(self) -> None:
        state = self.session.state
        if self.state is ParticipantState.WITHDRAWN:
            raise Refused("This person’s place in the session was withdrawn; there is nothing to answer any more.")
        if self.state is not ParticipantState.ACCREDITED:
            raise Refused("This person is not accredited yet; an answer can be given afterwards.")
        if self.capacity in AT_NO_TABLE:
            raise Refused(
                "Whoever takes part as “%(capacity)s” is not at the table, and is not asked.",
                capacity=self.capacity.value,
            )
        if state is SessionState.CANCELLED:
            raise Refused("This session is cancelled; there is nothing to answer any more.")
        if state is SessionState.POSTPONED:
            raise Refused("This session is postponed. An answer can be given as soon as it has a new date.")
        if self.session.is_over:
            raise Refused("This session is over; answers to it do not change any more.")

    def answer(
        self,
        reply: Reply,
        *,
        route: Route,
        by: Person,
        at: dt.datetime,
        note: str = "",
        substitute: str = "",
        told: str = "",
        as_of: dt.datetime | None = None,
        to: str | None = None,
    ) -> Answer:
        """Record what the person says, and return the answer that counts now.

        `as_of`: when it was given, if that was before it is recorded; one that is older than what counts is kept and
        changes nothing. `to`: the `dates_and_city` that were answered; Stale where the session has others by now.
        `told`: from whom and how a secretary heard. The same again, to the same date and city, is one answer."""
        self.must_be_answerable()
        if to not in (None, self.dates_and_city):
            raise Stale("The session has another date or place than the one that was answered. Please answer again.")
        if route is Route.TOLD and not told.strip():
            raise Refused("Please say from whom the answer came, and how.")
        if substitute and reply is not Reply.REGRETS:
            raise Refused("A substitute comes in the place of somebody who sends regrets.")
        counts = self.newest_answer
        given_at = min(as_of or at, at)  # a mail may say any hour
        if counts is not None and as_of is None:
            given_at = max(given_at, counts.given_at)  # what is said now is the newest, whatever the clock was before
        newer = counts is None or given_at >= counts.given_at
        again = counts is not None and counts.says(reply, note, substitute, self.session) and not self.was_off_since
        if counts is not None and newer and again:
            return counts
        said = {"route": route, "told": told, "note": note, "substitute": substitute}
        made = self._keep(reply, given_at=given_at, by=by, at=at, **said)
        if newer:
            self._count(made)
        self.did("answer", by=by, at=at)
        return made if newer or counts is None else counts

    @property
    def newest_answer(self) -> Answer | None:
        """The answer that counts, of this accreditation."""
        own = [one for one in self.answers if one.accreditation == self.access_changes]
        return max(reversed(own), key=lambda one: one.given_at, default=None)

    def ask_again(self) -> None:
        """The session was off and takes place after all: that the person comes was said of what was off."""
        if self.answered in COMES:
            self.answered_starts = self.answered_ends = self.answered_place_id = None

    def agree_to_be_listed(self, listing: Listing, *, by: Person, at: dt.datetime) -> None:
        """In which lists the person may be named; asked with the answer, and open as long as that is."""
        self.must_be_answerable()
        if listing not in self.listings:
            raise Refused("The public list names heads of delegation alone.")
        if self.listed is not listing:
            self.listed, self.listed_at = listing, at
            self.did("listing", by=by, at=at)

    def say_needs(self, interpretation: str, access: str, *, by: Person, at: dt.datetime) -> None:
        """What the person needs to take part; what stood there before is gone, and with nothing the whole row."""
        self.must_be_answerable()
        was = (self.needs.interpretation, self.needs.access) if self.needs else ("", "")
        if (interpretation, access) == was:
            return
        if not (interpretation or access):
            self.needs = None
        elif self.needs is None:
            self.needs = Needs(interpretation=interpretation, access=access, said_at=at)
        else:
            self.needs.interpretation, self.needs.access, self.needs.said_at = interpretation, access, at
        self.needs_at = at
        self.did("needs", by=by, at=at)

    def forget_needs(self, *, by: Person, at: dt.datetime) -> None:
        """What they were said for is over: nothing of them is kept, nor when they were said."""
        self.needs = self.needs_at = None
        self.did("forget needs", by=by, at=at)

    def _keep(self, reply: Reply, *, by: Person, at: dt.datetime, **said: Any) -> Answer:
        starts, ends, place_id = _facts(self.session)
        made = Answer(
            accreditation=self.access_changes,
            reply=reply,
            by=by,
            recorded_at=at,
            starts=starts,
            ends=ends,
            place_id=place_id,
            **said,
        )
        self.answers.append(made)
        return made

    def _count(self, answer: Answer) -> None:
        self.answered, self.answered_at = answer.reply, answer.recorded_at
        self.answered_starts, self.answered_ends, self.answered_place_id = answer.starts, answer.ends, answer.place_id

    def _forget_answers(self) -> None:
        """Named anew: what was answered and agreed to before was said of another place in the session."""
        self.answered = self.answered_at = self.listed = self.listed_at = self.needs = self.needs_at = None
        self.answered_starts = self.answered_ends = self.answered_place_id = None

    @property
    def _answered_to(self) -> tuple[Any, ...]:
        return self.answered_starts, self.answered_ends, self.answered_place_id


def _facts(session: Session) -> tuple[dt.datetime, dt.datetime, int]:
    return session.starts, session.ends, session.place.id
