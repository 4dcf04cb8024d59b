"""What an edited copy says: its places, and in each the changes and the comments."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dialogue.domain.editions import Level

Kind = Literal["insertion", "deletion", "replacement"]
Part = Literal["words", "label", "details"]
Edge = Literal["footnote", "endnote", "header", "footer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment of Word. `about`: the words it is on; `to`: what it answers, another comment; `ours`: whether it is one
    that we wrote into the paper, in our words."""

    author: str
    at: dt.datetime | None
    text: str
    about: str = ""
    to: str = ""
    is_done: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words that became other ones. `before`: a few words that stand before them. `author` "": nobody tracked it.
    `part`: the words of the paragraph, what our paper puts before them ("12.", "Noted."), or the line of its owner."""

    kind: Kind
    was: str
    now: str
    author: str = ""
    at: dt.datetime | None = None
    before: str = ""
    part: Part = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A numbered paragraph with all its lines, the title of an item, or a line that is neither and has no name.

    `was` and `now` are its words with all changes rejected and accepted, in the marks in which texts are typed.
    `label` and `details` are as they were. A place without a name stands `after` a known one, or before all of them
    (""): it is new where `was` is "". One of an `edge`, of the pages or a note, has no name and stands after none."""

    name: str = ""
    edge: Edge | None = None
    after: str = ""
    was: str = ""
    now: str = ""
    label: str = ""
    details: str = ""
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_touched(self) -> bool:
        return bool(self.changes or self.remarks)

    @property
    def number(self) -> str:
        """Of a paragraph or an item, "12" or "3.1"; "" of what has no name."""
        return self.name.partition("_")[2].replace("_", ".")

    @property
    def is_paragraph(self) -> bool:
        return self.name.startswith("Paragraph_")

    @property
    def is_item(self) -> bool:
        return self.name.startswith("Item_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An edited copy of a paper. `kind`, `level`, `reference` and `text_hash` are what the file says of itself, to be
    looked up and never to be believed; "" and None where it says nothing. `symbol` is the reference with its REV, and
    `title` the same with the name of the paper.

    `places` are those of its body, `edges` the lines of its notes, headers and footers, `stray` the comments that hang
    nowhere."""

    kind: str = ""
    level: Level | None = None
    reference: str = ""
    symbol: str = ""
    title: str = ""
    text_hash: str = ""
    places: tuple[Place, ...] = ()
    edges: tuple[Place, ...] = ()
    stray: tuple[Remark, ...] = ()
    tracked: bool = False

    def place(self, name: str) -> Place | None:
        """The place of that name, where it still stands."""
        return next((one for one in self.places if name and one.name == name), None)

    @property
    def touched(self) -> Iterator[Place]:
        """The places in which something changed, or that somebody commented on; comments that hang nowhere at the
        end, at no place."""
        yield from (one for one in (*self.places, *self.edges) if one.is_touched)
        if self.stray:
            yield Place(remarks=self.stray)
