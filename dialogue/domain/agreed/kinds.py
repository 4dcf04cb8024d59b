"""What a kind of agreed text says of itself as data, and the way of those that need no way of their own."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.flow import Flow
from dialogue.domain.silence import Category, Formula, Profile


class Means(enum.StrEnum):
    """How a text was approved."""

    CO_CHAIRS = "co-chairs"
    SESSION = "session"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a text is put under silence."""

    formula: Formula
    profile: Profile
    category: Category
    why: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of text says of itself, in the states of its own flow."""

    name: str  # as a round, a revision, a file and an address name it
    word: str  # in a sentence: “Sign off the minutes”
    sheet: type[Any]  # as which its text is kept
    flow: Flow[Any]
    edited: tuple[Any, ...]  # the states in which its words change
    signed_off: Mapping[Any, Any] = field(default_factory=dict)  # what each becomes with both secretaries' sign-off
    final: Any = None  # signed off, and nothing else done with it yet
    silent: Any = None  # a round on it goes
    approved: tuple[Any, ...] = ()  # the first is what an approval makes of it
    returned: Any = None  # where it goes from a co-chair, or from a round that was broken
    levels: tuple[Level, ...] = DOCUMENT_LEVELS  # the editions that there are of it
    several: bool = False  # a session has one, or several by their number
    title: str = ""  # of its round: “Minutes of the second session of 2026”
    terms: Terms | None = None  # of its round, where they are always the same
    is_told: bool = False  # whether the secretaries see every row of the log about it


SHEETS: dict[str, type[Any]] = {}  # by the name of the kind


class TextState(enum.StrEnum):
    DRAFTING = "drafting"
    FINAL_DRAFT = "final draft"
    UNDER_SILENCE = "under silence"
    APPROVED = "approved"


FLOW = Flow(
    {
        TextState.DRAFTING: {TextState.FINAL_DRAFT},
        TextState.FINAL_DRAFT: {TextState.APPROVED, TextState.UNDER_SILENCE, TextState.DRAFTING},
        TextState.UNDER_SILENCE: {TextState.APPROVED, TextState.FINAL_DRAFT, TextState.DRAFTING},
        TextState.APPROVED: {TextState.DRAFTING},  # its adoption by silence fell
    }
)
# Written, signed off by both secretaries, approved by both co-chairs or by silence.
plain = partial(
    Kind,
    flow=FLOW,
    edited=(TextState.DRAFTING,),
    signed_off={TextState.DRAFTING: TextState.FINAL_DRAFT},
    final=TextState.FINAL_DRAFT,
    silent=TextState.UNDER_SILENCE,
    approved=(TextState.APPROVED,),
    returned=TextState.DRAFTING,
)


def read_key(key: str) -> tuple[str, int | None]:
    """`2026-2`, `2026-2/1` or `2026-2-01` as an address has it; what a text says of itself (`key`) decides."""
    found = re.fullmatch(r"([0-9]+-[0-9]+)(?:[/-]([0-9]{1,5}))?", key)
    return (found[1], int(found[2]) if found[2] else None) if found else ("", None)
