"""What a kind of text tells of itself to a round: how one is named, found and held, and what follows of its end."""

import datetime as dt
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, select

from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain.agreed import SignedText
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import keep
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula, Profile

N = TypeVar("N", bound=SignedText)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a text is put under silence."""

    formula: Formula
    profile: Profile
    category: Category
    why: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as a round needs it. `kind` and `key` name it in addresses; `before` is its last round."""

    kind: str
    key: str
    noun: Any
    session: Session
    title: str
    reference: str
    text_hash: str
    sheet: Any  # the delegations' sheet, as both secretaries signed it off
    usual: Terms
    before: Circulation | None

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """How long its silence may be: minutes and their corrigenda have five working days (practice §3.4 h)."""
        usual = self.usual.profile
        return (usual,) if usual is Profile.MINUTES else (usual, Profile.URGENT)

    def must_fit(self, terms: Terms) -> None:
        """What kind of matter it is, and what it will be when silence was kept, stands in the text that both
        secretaries signed off. Refused: anything else, and a period that is not its own."""
        if (terms.formula, terms.category) != (self.usual.formula, self.usual.category):
            raise Refused("The text that was signed off says what kind of matter this is and what becomes of it.")
        if terms.profile not in self.profiles:
            raise Refused("A silence on minutes lasts five full working days of both capitals at least.")

    @property
    def kept(self) -> tuple[str, str, str]:
        """What a round keeps of it."""
        return self.kind, self.key, keep(self.sheet)


class TextKind(ABC, Generic[N]):
    """One object for each kind. What stands here serves a text of sign-offs (`SignedText`); a kind says what is its
    own."""

    name: ClassVar[str]
    noun: type[N]

    def find(self, key: str, *, hold: bool) -> Text | None:
        """The text of that key; held for writing by whoever puts it under silence. Refused: one that is not ready."""
        if hold:
            turns.take_of("-".join(re.split("[-/]", key)[:2]))
        noun = self.one(key, hold=hold)
        return None if noun is None else self.text(noun)

    @abstractmethod
    def one(self, key: str, *, hold: bool) -> N | None:
        """The noun of that key, ready or not."""

    @abstractmethod
    def text(self, noun: N) -> Text:
        """It as a round needs it; refused while it is not ready."""

    def under(self, circulation: Circulation) -> Select[N]:
        """The one that this round is about, or was about last, as long as no later round has come for it."""
        return select(self.noun).where(self.noun.circulation_id == circulation.id)

    def of_round(self, circulation: Circulation, *, hold: bool = False) -> N | None:
        found = self.under(circulation)
        return db.scalar(found.with_for_update(of=self.noun) if hold else found)

    def session_of(self, circulation: Circulation) -> Session | None:
        """Whose session it is, for what follows of an adoption."""
        noun: Any = self.of_round(circulation)
        return None if noun is None else noun.session

    @abstractmethod
    def was_kept(self, noun: N, circulation: Circulation, as_of: dt.datetime, at: dt.datetime) -> list[Decision]:
        """Silence was kept, as of the instant on record, however late it is written. Returns what is decided by it."""

    def fell(self, noun: N, circulation: Circulation, at: dt.datetime) -> None:
        """It had counted as adopted: what else was made of it is void."""

    def must_wait(self, _noun: N) -> bool:
        """Whether it stands and falls with another text whose adoption is in question."""
        return False

    def rounds_with(self, _noun: N) -> list[Circulation]:
        """Rounds on texts that stand and fall with it, of which no outcome is written down."""
        return []
