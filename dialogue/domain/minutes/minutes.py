"""Minutes: their states from the first draft to the approved text, which nothing changes any more."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import ApprovedText, Kind, Means, Terms, Word
from dialogue.domain.base import Refused, Stale, words
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Audience, Code, DelegationSheet, Heading, Level, MinutesSheet, fingerprint
from dialogue.domain.minutes.commented import Commented
from dialogue.domain.minutes.comments import Comment, Reply
from dialogue.domain.minutes.paragraphs import MinutesItem, Paragraph
from dialogue.domain.minutes.signatures import MinutesScan, MinutesSignature
from dialogue.domain.minutes.states import (
    FLOW,
    ONCE_SIGNED_OFF,
    OPEN_TO_EDITS,
    RELEASED,
    MinutesState,
    is_with_delegates,
)
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Formula, Profile


class Minutes(Commented, ApprovedText):
    KIND = Kind(
        name="minutes",
        word="minutes",
        sheet=MinutesSheet,
        flow=FLOW,
        edited=OPEN_TO_EDITS,
        signed_off=ONCE_SIGNED_OFF,
        final=MinutesState.FINAL_DRAFT,
        silent=MinutesState.UNDER_SILENCE,
        approved=(MinutesState.APPROVED, MinutesState.SIGNED),
        returned=MinutesState.CONSOLIDATION,
        title="Minutes of %(session)s",
        terms=Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES),
    )

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, unique=True)
    state: Mapped[MinutesState] = mapped_column(words(MinutesState), init=False, default=MinutesState.DRAFTING)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    order_version: Mapped[int] = mapped_column(init=False, default=1)  # of the paragraphs: raised by add, remove, move
    agenda_rev: Mapped[int | None] = mapped_column(default=None)
    rev: Mapped[int] = mapped_column(init=False, default=0)  # of the last text that was sent to others; 0: none yet
    circulated_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)  # for comments
    comments_until: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    comments_closed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    signatures_given: Mapped[int] = mapped_column(init=False, default=0)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship()
    items: Mapped[list[MinutesItem]] = relationship(
        default_factory=list,
        cascade="all, delete-orphan",
        order_by=MinutesItem.position,
    )
    comments: Mapped[list[Comment]] = relationship(
        default_factory=list, order_by=(Comment.paragraph_number, Comment.party_id, Comment.number)
    )
    replies: Mapped[list[Reply]] = relationship(default_factory=list, order_by=Reply.id, cascade="all, delete-orphan")
    signatures: Mapped[list[MinutesSignature]] = relationship(default_factory=list, order_by=MinutesSignature.id)
    scans: Mapped[list[MinutesScan]] = relationship(default_factory=list, order_by=MinutesScan.number)

    __mapper_args__ = {"version_id_col": version}

    @property
    def paper(self) -> str:
        return Code.MINUTES.of(self.session.reference)

    @property
    def open_to_delegates(self) -> bool:
        """All who are accredited for a Party read from circulation for comments or for silence on."""
        return is_with_delegates(self.state, self.circulated_at)

    @property
    def is_joint_draft(self) -> bool:
        return self.state is MinutesState.JOINT_DRAFT

    @property
    def is_in_comments(self) -> bool:
        """Circulated for comments, and the period not yet closed."""
        return self.state is MinutesState.COMMENTS

    @property
    def is_in_consolidation(self) -> bool:
        return self.state is MinutesState.CONSOLIDATION

    @property
    def was_returned(self) -> bool:
        """Given back by a co-chair, and not yet signed off again."""
        return self.is_in_consolidation and bool(self.return_reason)

    @property
    def can_be_concluded(self) -> bool:
        """Whether nothing but the closing of the session is left to do."""
        return self.is_approved and self.session.was_held and not self.session.is_closed

    @property
    def stages(self) -> tuple[str, ...]:
        """The way of this text from its first draft to its release; the detour only where it was taken."""
        commented = self.circulated_at is not None
        detours = {
            MinutesState.COMMENTS: commented,
            MinutesState.CONSOLIDATION: commented or self.is_in_consolidation or self.rev > 1,
            MinutesState.UNDER_SILENCE: self.is_under_silence or self.means is Means.SILENCE,
            MinutesState.SIGNED: self.state is MinutesState.SIGNED,
        }
        return (*(state for state in MinutesState if detours.get(state, True)), RELEASED)

    @property
    def stage(self) -> str:
        """Where on that way it stands."""
        return RELEASED if self.is_approved and any(e.is_released for e in self.editions) else self.state

    @property
    def changed_at(self) -> dt.datetime:
        """When the text or its state changed last: what a working copy is dated."""
        return max([self.state_at, *(p.edited_at for p in self.paragraphs() if p.edited_at is not None)])

    def numbered(self) -> list[tuple[MinutesItem, list[tuple[int, Paragraph]]]]:
        """Every item with its paragraphs and their numbers, which run through the whole text."""
        found, first = [], 1
        for item in self.items:
            found.append((item, list(enumerate(item.paragraphs, first))))
            first += len(item.paragraphs)
        return found

    def numbered_under(self, item: MinutesItem) -> list[tuple[int, Paragraph]]:
        return dict(self.numbered())[item]

    def paragraphs(self) -> list[Paragraph]:
        """All paragraphs in the order of their numbers, the first being number 1."""
        return [paragraph for item in self.items for paragraph in item.paragraphs]

    def edition(self, audience: Audience, heading: Heading, participants: tuple[DelegationSheet, ...]) -> MinutesSheet:
        """The text as the audience holds it, made from the rows."""
        sheets, first = [], 1
        for item in self.items:
            sheets.append(item.edition(audience, first))
            first += len(item.paragraphs)
        return MinutesSheet(
            heading=heading,
            items=tuple(sheets),
            participants=participants,
            presided=self.session.presiding.short_name,
            status=self.state.value,
            text_hash=self.text_hash,
            rev=None if self.is_open_to_edits or self.is_joint_draft else self.rev or None,
        )

    def may_be_edited(self) -> None:
        if not self.is_open_to_edits:
            raise Refused("These minutes are “%(state)s”; their text does not change now.", state=self.state.value)

    def write(self, paragraph: Paragraph, *, base: int, by: Person, at: dt.datetime, **fields: object) -> None:
        """Save a paragraph on the version the editor saw; Stale when somebody else saved it meanwhile."""
        self._may_edit(paragraph.item)
        if base != paragraph.version:
            raise Stale("Somebody has changed this paragraph since you opened it.")
        for name, value in fields.items():
            setattr(paragraph, name, value)
        paragraph.check()
        paragraph.edited_at, paragraph.edited_by = at, by
        self.did("write", by=by, at=at)

    def add(
        self, item: MinutesItem, paragraph: Paragraph, *, by: Person, at: dt.datetime, after: Paragraph | None = None
    ) -> Paragraph:
        """Put a new paragraph under an item: after the given one, else at its end. All later ones count on."""
        self._may_edit(item)
        paragraph.check()
        place = item.paragraphs.index(after) + 1 if after in item.paragraphs else len(item.paragraphs)
        item.paragraphs.insert(place, paragraph)
        paragraph.edited_at, paragraph.edited_by = at, by
        self._renumber(item)
        self.did("add paragraph", by=by, at=at)
        return paragraph

    def remove(self, paragraph: Paragraph, *, base: int, by: Person, at: dt.datetime) -> None:
        self._may_edit(paragraph.item)
        if base != paragraph.version:
            raise Stale("Somebody has changed this paragraph since you opened it.")
        item = paragraph.item
        item.paragraphs.remove(paragraph)
        self._renumber(item)
        self.did("remove paragraph", by=by, at=at)

    def move(self, paragraph: Paragraph, position: int, *, base_order: int, by: Person, at: dt.datetime) -> None:
        """Put a paragraph at a position (1 is the first) under its item."""
        self._may_edit(paragraph.item)
        if base_order != self.order_version:
            raise Stale("Somebody has changed the order since you opened this page.")
        siblings = paragraph.item.paragraphs
        if not 1 <= position <= len(siblings):
            raise Refused("There are positions 1 to %(last)d here.", last=len(siblings))
        order = [p for p in siblings if p is not paragraph]
        order.insert(position - 1, paragraph)
        for n, one in enumerate(order, 1):
            one.position = n
        siblings.sort(key=lambda p: p.position)
        self.order_version += 1
        self.did("move paragraph", by=by, at=at)

    def mark(self, seat: Participant, present: bool | None, *, by: Person, at: dt.datetime) -> None:
        """Record who was in the room. It is part of the text, and changes no longer than the text does."""
        self.may_be_edited()
        seat.mark(present, by=by, at=at)

    def stay(
        self, seat: Participant, arrived: dt.datetime | None, left: dt.datetime | None, *, by: Person, at: dt.datetime
    ) -> None:
        """Record who came late or left early; likewise part of the text."""
        self.may_be_edited()
        seat.stay(arrived, left, by=by, at=at)

    def note_away(
        self, item: MinutesItem, seats: Iterable[Participant], *, seen: str | None = None, by: Person, at: dt.datetime
    ) -> None:
        """Record who was not in the room during one item; likewise part of the text. `seen`: what the editor saw."""
        self.may_be_edited()
        if seen not in (None, item.away):
            raise Stale("Somebody has changed who was in the room since you opened this page.")
        away = "\n".join(seat.name for seat in seats)
        if away != item.away:
            item.away = away
            self.did("presence", by=by, at=at)

    def must_be_signable(self, party: Organisation, text_hash: str) -> None:
        """Refuse a sign-off of the text of this hash by that side, whatever it has still to confirm."""
        if self.state not in ONCE_SIGNED_OFF:
            raise Refused("There is nothing to sign off now.")
        if not self.paragraphs():
            raise Refused("Minutes need at least one paragraph before they are signed off.")
        self.must_be_answered()
        self.agreement.must_await(Word.SIGN_OFF, party, text_hash)

    def sign_off(
        self, sheet: MinutesSheet, *, confirmed: Collection[Comment] = (), by: Person, at: dt.datetime
    ) -> bool:
        """A secretary agrees to the text by its hash. With both it becomes the joint draft, or after consolidation the
        final one. Returns whether it did. An edit in between leaves the earlier sign-off behind. `confirmed`: comments
        that were accepted and whose paragraph the secretary leaves as it was; that is kept with the sign-off."""
        text_hash = fingerprint(sheet)
        self.must_be_signable(by.organisation, text_hash)
        self.must_be_confirmed(confirmed)
        for one in self.unchanged:
            one.did("confirm unchanged", by=by, at=at, digest=text_hash)
        note = ", ".join(f"{one.party.short_name} {one.number}" for one in self.unchanged)
        if not self._sign_off(sheet, note=note, by=by, at=at):
            return False
        if self.is_final:
            self.send(sheet, at=at)
        return True

    def send(self, sheet: MinutesSheet, *, at: dt.datetime) -> None:
        """Keep the text that is sent to others now, as REV n."""
        self.rev += 1
        heading = replace(sheet.heading, dated=at)
        whole = replace(sheet, heading=heading, rev=self.rev, status=self.state.value, text_hash=self.text_hash)
        self.keep_revision(whole, self.rev, at=at)

    def reopen(self, *, by: Person, at: dt.datetime) -> None:
        """Take the joint draft back to drafting; both sign off again."""
        self._take_up_again(MinutesState.DRAFTING, by=by, at=at)

    def must_be_finalisable(self, sheet: MinutesSheet) -> None:
        if not self.is_joint_draft:
            raise Refused("There is no joint draft to send to the co-chairs.")
        self.must_be_as_both_signed(sheet)

    def must_be_as_both_signed(self, sheet: MinutesSheet) -> None:
        """Refuse a joint draft whose heading or list of participants has changed since it was signed off."""
        if fingerprint(sheet) != self.text_hash:
            raise Refused(
                "The heading or the list of participants has changed since both secretaries signed off this text. "
                "Please reopen it, and sign it off again."
            )

    def finalise(self, sheet: MinutesSheet, *, by: Person, at: dt.datetime) -> None:
        """Send the joint draft to the co-chairs as the final draft. After consolidation it is two new sign-offs that
        make it final."""
        self.must_be_finalisable(sheet)
        self._become(MinutesState.FINAL_DRAFT, by=by, at=at)
        self.send(sheet, at=at)

    def must_be_as_signed(self, sheet: MinutesSheet) -> None:
        """Refuse a text whose heading or list of participants has changed since both secretaries signed it off."""
        if fingerprint(sheet) != self.text_hash:
            raise Refused(
                "The heading or the list of participants has changed since the secretaries signed off this text. "
                "Please return it to them."
            )

    def freeze(self, sheets: Mapping[Level, MinutesSheet]) -> None:
        """Keep the editions of the approved text, numbers and all."""
        if self.is_approved and not self.editions:
            self.must_be_as_signed(sheets[Level.DELEGATIONS])
        super().freeze(sheets)

    def _may_edit(self, item: MinutesItem) -> None:
        self.may_be_edited()
        if item not in self.items:
            raise Refused("This paragraph belongs to other minutes.")

    def _renumber(self, item: MinutesItem) -> None:
        for n, paragraph in enumerate(item.paragraphs, 1):
            paragraph.position = n
        self.order_version += 1
