"""The items of an agenda: what they can be, what every agenda contains by itself, and the verbs of one item's life."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, WallClock, words
from dialogue.domain.editions import AgendaLine, Audience, Level
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.papers import Paper
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic


class ItemKind(enum.StrEnum):
    """By who is in the room (practice §0.11)."""

    PLENARY = "plenary"
    RESTRICTED = "restricted"
    OPEN = "open"


class ItemState(enum.StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    DISCUSSED = "discussed"


ITEM_FLOW = Flow(
    {
        ItemState.REQUESTED: {ItemState.ACCEPTED, ItemState.MERGED, ItemState.DECLINED, ItemState.WITHDRAWN},
        ItemState.ACCEPTED: {ItemState.DEFERRED, ItemState.WITHDRAWN, ItemState.DISCUSSED},
        ItemState.DECLINED: {ItemState.ACCEPTED},
        ItemState.WITHDRAWN: {ItemState.ACCEPTED},
    }
)

ON_THE_AGENDA = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED})


class StandingItem(enum.StrEnum):
    """Items that appear by themselves, in this order."""

    OPENING = "opening"
    SINCE_LAST = "since the last session"
    DEVELOPMENTS = "developments"
    REVIEW = "review of cooperation"
    FOLLOW_UPS = "review of follow-ups"
    OTHER_BUSINESS = "any other business"
    NEXT_SESSION = "next session"


@dataclass(frozen=True, slots=True)
class StandingShape:
    """How a standing item begins its life: title (also the public one), minutes, the widest circle that sees it
    whole."""

    title: str
    minutes: int
    level: Level = Level.PUBLIC


STANDING = {
    StandingItem.OPENING: StandingShape("Opening and adoption of the agenda", 15),
    StandingItem.SINCE_LAST: StandingShape("Approval of minutes and decisions since the last session", 15),
    StandingItem.DEVELOPMENTS: StandingShape("Regional security developments", 75, Level.DELEGATIONS),
    StandingItem.REVIEW: StandingShape("Review of cooperation", 75, Level.DELEGATIONS),
    StandingItem.FOLLOW_UPS: StandingShape("Review of follow-ups", 45, Level.DELEGATIONS),
    StandingItem.OTHER_BUSINESS: StandingShape("Any other business", 15, Level.DELEGATIONS),
    StandingItem.NEXT_SESSION: StandingShape("Next session", 10),
}

# Items of substance go between the review of cooperation and the review of follow-ups, where a chair expects them.
CLOSING = (StandingItem.FOLLOW_UPS, StandingItem.OTHER_BUSINESS, StandingItem.NEXT_SESSION)

item_papers = Table(
    "agenda_item_papers",
    Base.metadata,
    Column("item_id", ForeignKey("agenda_items.id", ondelete="CASCADE"), primary_key=True),
    Column("paper_id", ForeignKey("papers.id"), primary_key=True),
)


def new_key() -> str:
    return uuid.uuid4().hex[:12]


def kinds_for(organisation: Organisation) -> tuple[ItemKind, ...]:
    """The kinds of item that its people may ask for: a co-host those of the open part."""
    return tuple(ItemKind) if organisation.is_party else (ItemKind.OPEN,)


class AgendaItem(Base):
    """An item keeps its `key` through releases and into the next session's agenda, if it is deferred there."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agendas.id"), init=False, index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), init=False, index=True)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False, index=True)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    key: Mapped[str] = mapped_column(default_factory=new_key)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    public_title: Mapped[str] = mapped_column(default="")
    presenter: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=15)
    # A fixed time: after lunch, a second day.
    begins: Mapped[dt.datetime | None] = mapped_column(WallClock, default=None)
    kind: Mapped[ItemKind] = mapped_column(words(ItemKind), default=ItemKind.PLENARY)
    text: Mapped[str] = mapped_column(Prose, default="")
    oral: Mapped[bool] = mapped_column(default=False)  # presented without a paper
    note: Mapped[str] = mapped_column(default="")  # the secretariat's own, never on any paper
    level: Mapped[Level] = mapped_column(words(Level), default=Level.DELEGATIONS)
    standing: Mapped[StandingItem | None] = mapped_column(words(StandingItem), default=None)
    numbered: Mapped[bool] = mapped_column(default=True)  # not a break, a meal, a photo, a press point
    state: Mapped[ItemState] = mapped_column(words(ItemState), default=ItemState.ACCEPTED)
    decline_reason: Mapped[str] = mapped_column(default="")
    requested_at: Mapped[dt.datetime]
    late: Mapped[bool] = mapped_column(default=False)
    came_from: Mapped[str] = mapped_column(default="")  # reference of the session that deferred it
    version: Mapped[int] = mapped_column(init=False)
    # In the words of the side that asked, which reads them here whatever the secretaries' draft makes of them.
    asked_title: Mapped[str | None] = mapped_column(default=None)
    asked_text: Mapped[str | None] = mapped_column(Prose, default=None)

    # An Agenda: its file imports this one.
    agenda: Mapped[Any] = relationship("Agenda", back_populates="all_items")
    parent: Mapped["AgendaItem | None"] = relationship(remote_side="AgendaItem.id", default=None)
    origin: Mapped[Organisation | None] = relationship(default=None, lazy="joined")
    topic: Mapped[Topic | None] = relationship(default=None, lazy="joined")
    requested_by: Mapped[Person | None] = relationship(default=None)
    papers: Mapped[list[Paper]] = relationship(
        secondary=item_papers, default_factory=list, order_by=(Paper.reference, Paper.id), lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def session(self) -> Session:
        session: Session = self.agenda.session
        return session

    @property
    def session_id(self) -> int:
        session_id: int = self.agenda.session_id
        return session_id

    @property
    def is_on(self) -> bool:
        return self.state in ON_THE_AGENDA

    @property
    def is_request(self) -> bool:
        return self.state is ItemState.REQUESTED

    @property
    def is_substantive(self) -> bool:
        """An item that a side asked for, not one that every session has, and no line without a number."""
        return self.standing is None and self.numbered

    @property
    def asked_by_a_party(self) -> bool:
        return self.origin is not None and self.origin.is_party

    @property
    def is_since_last(self) -> bool:
        """The standing item under which stands what was decided between the sessions."""
        return self.standing is StandingItem.SINCE_LAST

    def can(self, to: ItemState) -> bool:
        return ITEM_FLOW.allows(self.state, to)

    def withheld_from(self, audience: Audience) -> bool:
        return not audience.reads(self.level)

    def as_asked(self, audience: Audience) -> tuple[str, str]:
        """Title and text for the side that asked: its own words. Where none were asked, and for whoever reads the draft
        anyway, those that stand now, as the audience holds them."""
        if self.asked_title is not None and audience.level is not Level.SECRETARIAT:
            return self.asked_title, self.asked_text or ""
        return (self.public_title, "") if self.withheld_from(audience) else (self.title, self.text)

    def is_open_to(self, organisation: Organisation) -> bool:
        """A declined item is there for the side that asked, and for nobody else (practice §3.2). Of one that a co-host
        asked for both sides were asked, and both find what they answered."""
        if self.state is not ItemState.DECLINED:
            return True
        if self.origin is None:
            return False
        return self.origin.id == organisation.id or (organisation.is_party and not self.origin.is_party)

    def revise(self, *, base: int, by: Person, at: dt.datetime, **fields: object) -> None:
        """Write the fields of the form, on the text that the editor saw (`base`, its version); Stale if it is
        another."""
        if base != self.version:
            raise Stale("Somebody has changed this item since you opened it.")
        self.agenda.may_be_edited()
        if not self.is_on:
            raise Refused("A request keeps the words of the side that asked. Please accept it first.")
        parent = fields.pop("parent", self.parent)
        if parent is not self.parent:
            self.agenda.put_under(self, parent)
        for name, value in fields.items():
            setattr(self, name, value)
        self.check()
        self.did("revise", by=by, at=at)

    def check(self) -> None:
        """Refuse what cannot stand on an agenda: a duration out of bounds, the secretariat's own level."""
        if not 0 <= self.minutes <= 600:
            raise Refused("An item lasts between 0 and 600 minutes.")
        if self.level is Level.SECRETARIAT:
            raise Refused(
                "A numbered item is for the delegations at least; keep the secretariat's own words in the note."
            )

    def must_be_numbered(self) -> None:
        """Refuse what a coffee break cannot be: deferred, cited under, put under an item, an item's own head."""
        if not self.numbered:
            raise Refused("“%(title)s” is a line without a number: that is for items alone.", title=self.title)

    def check_ready(self) -> None:
        """Refuse an item that is not yet fit to be sent out: who asked, who presents, on which paper."""
        if self.origin is None:
            raise Refused("“%(title)s”: please say which side asked for it.", title=self.title)
        if not self.presenter:
            raise Refused("“%(title)s”: please say who presents it.", title=self.title)
        if not (self.papers or self.oral):
            raise Refused("“%(title)s”: please name a paper, or say that it is oral.", title=self.title)

    def accept(self, parent: "AgendaItem | None", *, by: Person, at: dt.datetime) -> None:
        """Put a requested (or declined, or withdrawn) item on the agenda, at the end of its place."""
        self.agenda.may_be_edited()
        self.agenda.check_parent(parent, self)
        self.state, self.parent = ITEM_FLOW.move(self.state, ItemState.ACCEPTED), parent
        self.agenda.put(self)
        self.did("accept", by=by, at=at)

    def decline(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """The requester's text stays, visible to its own side only, with the reason."""
        if not reason.strip():
            raise Refused("Please give the reason; the side that asked will read it.")
        self.state, self.decline_reason = ITEM_FLOW.move(self.state, ItemState.DECLINED), reason
        self.did("decline", by=by, at=at)

    def merge(self, into: "AgendaItem", *, by: Person, at: dt.datetime) -> None:
        """Take the request up in another item of the same agenda."""
        if into.agenda is not self.agenda or not into.is_on:
            raise Refused("A request is merged into an item of the same agenda.")
        into.must_be_numbered()
        self.state, self.parent = ITEM_FLOW.move(self.state, ItemState.MERGED), into
        self.did("merge", by=by, at=at)

    def line(self, number: str, starts: dt.datetime, audience: Audience) -> AgendaLine:
        """The item as the audience holds it. Below the delegations no co-host is named as having asked: another one may
        read it."""
        if self.withheld_from(audience):
            return AgendaLine(
                key=self.key,
                number=number,
                title=self.public_title,
                starts=starts,
                minutes=self.minutes,
                kind=self.kind.value,
                level=audience.level,
                withheld=True,
            )
        public = audience.level is Level.PUBLIC
        asked = self.origin if audience.level.reads(Level.DELEGATIONS) or self.asked_by_a_party else None
        return AgendaLine(
            key=self.key,
            number=number,
            title=(self.public_title or self.title) if public else self.title,
            starts=starts,
            minutes=self.minutes,
            kind=self.kind.value,
            presenter=self.presenter,
            origin=asked.short_name if asked else "",
            topic=self.topic.title if self.topic else "",
            topic_slug=self.topic.slug if self.topic else "",
            text=self.text,
            papers=tuple(p.line for p in self.papers if audience.reads(p.level)),
            level=self.level,
        )


def is_open_to(party_id: Any, of_a_party: ColumnElement[bool]) -> ColumnElement[bool]:
    """The `where` of items that are there for this side (`AgendaItem.is_open_to`)."""
    guests = AgendaItem.origin_id.in_(select(Organisation.id).where(Organisation.kind != OrganisationKind.PARTY))
    return or_(AgendaItem.state != ItemState.DECLINED, AgendaItem.origin_id == party_id, and_(of_a_party, guests))
