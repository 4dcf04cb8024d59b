"""The text of minutes: items taken over from the agenda, their numbered paragraphs, and each editor's private
drafts."""

import datetime as dt
import enum
from collections.abc import Iterator

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from dialogue.domain.agenda import ItemKind
from dialogue.domain.base import Base, Refused, words
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.editions import Audience, Level, MinutesItemSheet, ParagraphLine
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.text import Prose
from dialogue.domain.topics import Topic


class ParagraphKind(enum.StrEnum):
    STATEMENT = "statement"  # for the record
    NOTED = "noted"
    AGREED = "agreed"
    DECIDED = "decided"
    ACTION = "action"


class Language(enum.StrEnum):
    """In which a paragraph is written: spelling and voices go by it. It is no part of the text that is signed."""

    PAPER = "of the paper"
    ALBANIAN = "sq-AL"
    SERBIAN = "sr-Latn-RS"  # in Latin letters: Cyrillic ones tell by themselves


class MinutesItem(Base):
    """An item as the agenda named it when the minutes were begun; a later change of the agenda alters no minutes."""

    __tablename__ = "minutes_items"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), init=False, index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), init=False)
    position: Mapped[int]
    number: Mapped[str]
    key: Mapped[str]  # the agenda item's
    title: Mapped[str]
    public_title: Mapped[str]
    kind: Mapped[ItemKind] = mapped_column(words(ItemKind))
    level: Mapped[Level] = mapped_column(words(Level))
    away: Mapped[str] = mapped_column(
        init=False, default=""
    )  # who was not in the room: names as accredited, one a line

    topic: Mapped[Topic | None] = relationship(default=None)
    paragraphs: Mapped[list["Paragraph"]] = relationship(
        back_populates="item",
        default_factory=list,
        cascade="all, delete-orphan",
        order_by="Paragraph.position",
    )

    @property
    def who_was_away(self) -> tuple[str, ...]:
        return tuple(self.away.split("\n")) if self.away else ()

    def edition(self, audience: Audience, first: int) -> MinutesItemSheet:
        """The item as the audience holds it; its paragraphs are numbered from `first`."""
        withheld = not audience.reads(self.level)
        public = audience.level is Level.PUBLIC
        title = self.public_title if withheld or (public and self.public_title) else self.title
        return MinutesItemSheet(
            key=self.key,
            number=self.number,
            title=title,
            kind=self.kind.value,
            withheld=withheld,
            paragraphs=tuple(self._lines(audience, first)),
            away=self.who_was_away if audience.reads(Level.DELEGATIONS) else (),
        )

    def _lines(self, audience: Audience, first: int) -> Iterator[ParagraphLine]:
        """A run of withheld paragraphs is one line that says which numbers are not reproduced (contract, Words)."""
        run: list[int] = []
        for number, paragraph in enumerate(self.paragraphs, first):
            if not audience.reads(paragraph.level):
                run.append(number)
                continue
            if run:
                yield ParagraphLine(number=run[0], last=run[-1], kind="withheld", level=audience.level)
                run = []
            yield paragraph.line(number)
        if run:
            yield ParagraphLine(number=run[0], last=run[-1], kind="withheld", level=audience.level)


class Paragraph(Base):
    """`owner`, `office` and `due_on` belong to an action; `reference` is given on approval and never before."""

    __tablename__ = "paragraphs"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("minutes_items.id"), init=False, index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), init=False)
    conclusion_id: Mapped[int | None] = mapped_column(ForeignKey("conclusions.id"), init=False, index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ParagraphKind] = mapped_column(words(ParagraphKind), default=ParagraphKind.NOTED)
    text: Mapped[str] = mapped_column(Prose, default="")
    level: Mapped[Level] = mapped_column(words(Level), default=Level.DELEGATIONS)
    speaker: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    language: Mapped[Language] = mapped_column(words(Language), default=Language.PAPER)
    due_on: Mapped[dt.date | None] = mapped_column(default=None)
    reference: Mapped[str] = mapped_column(init=False, default="")
    edited_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    item: Mapped[MinutesItem] = relationship(back_populates="paragraphs", default=None)
    owner: Mapped[Organisation | None] = relationship(default=None)
    edited_by: Mapped[Person | None] = relationship(init=False, default=None)
    conclusion: Mapped[Conclusion | None] = relationship(default=None)  # that it was taken over from

    __mapper_args__ = {"version_id_col": version}

    def check(self) -> None:
        """Refuse what cannot stand in minutes: an empty paragraph, the secretariat's own level, an action that nobody
        owns or that has no date."""
        if not self.text.strip():
            raise Refused("A paragraph needs its text. To take it out, delete it.")
        if self.level is Level.SECRETARIAT:
            raise Refused("A numbered paragraph is for the delegations at least.")
        if self.kind is ParagraphKind.ACTION and (self.owner is None or self.due_on is None):
            raise Refused("An action needs the Party that owns it and a date by which it is due.")

    def line(self, number: int) -> ParagraphLine:
        action = self.kind is ParagraphKind.ACTION
        owner = ", ".join(part for part in (self.owner.short_name if self.owner else "", self.office) if part)
        return ParagraphLine(
            number=number,
            kind=self.kind.value,
            text=self.text,
            level=self.level,
            speaker=self.speaker,
            language="" if self.language is Language.PAPER else self.language.value,
            owner=owner if action else "",
            due=self.due_on if action else None,
            reference=self.reference,
        )


class ParagraphDraft(Base):
    """What an editor has typed and not saved: kept on the server for that person alone, with the version it began from.
    `paragraph` is None for a new one under `item`."""

    __tablename__ = "paragraph_drafts"
    __table_args__ = (UniqueConstraint("person_id", "item_id", "paragraph_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("minutes_items.id"), init=False, index=True)
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id", ondelete="CASCADE"), init=False)
    text: Mapped[str]
    base: Mapped[int | None]  # the paragraph's version when the editor opened it
    saved_at: Mapped[dt.datetime]

    person: Mapped[Person] = relationship()
    item: Mapped[MinutesItem] = relationship()
    paragraph: Mapped[Paragraph | None] = relationship(default=None)

    @property
    def is_behind(self) -> bool:
        """Whether somebody saved the paragraph after this was begun."""
        return self.paragraph is not None and self.base != self.paragraph.version

    def keep(self, text: str, *, base: int | None, at: dt.datetime) -> None:
        self.text, self.base, self.saved_at = text, base, at

    @property
    def lost_its_place(self) -> bool:
        """Whether its paragraph was deleted under it: nothing is typed over it any more."""
        return self.paragraph is None and self.base is not None

    def outlive(self) -> None:
        """Its paragraph is deleted; what was typed stays with its writer."""
        self.paragraph, self.base = None, self.base or 0


def drafts_of(person: Person, minutes_id: int) -> Select[ParagraphDraft]:
    """The person's own drafts in these minutes; nobody else's are ever selected."""
    return (
        select(ParagraphDraft)
        .join(ParagraphDraft.item)
        .options(contains_eager(ParagraphDraft.item))
        .where(ParagraphDraft.person_id == person.id, MinutesItem.minutes_id == minutes_id)
        .order_by(ParagraphDraft.id)
    )


def drafts_on(paragraph: Paragraph) -> Select[ParagraphDraft]:
    """Everybody's drafts of a paragraph, for its deletion alone: they are shown to nobody but their writers."""
    return select(ParagraphDraft).where(ParagraphDraft.paragraph_id == paragraph.id)
