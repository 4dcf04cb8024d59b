"""Who takes part in a session beside the Parties, and what names the others: no co-host reads of another one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dialogue.domain.agenda.items import AgendaItem
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import Paper
from dialogue.domain.text import fold


@dataclass(frozen=True, slots=True)
class Left:
    """What an item leaves behind when it comes to a session in which its organisation takes no part."""

    origin: bool = False
    presenter: bool = False
    papers: int = 0
    named: bool = False  # its title or text names somebody who takes no part: they stay, for the delegations alone

    def __bool__(self) -> bool:
        return self.origin or self.presenter or self.named or self.papers > 0


@dataclass(frozen=True, slots=True)
class Guests:
    """`engaged`: ids of the organisations bound to the session. `present`: names of the Parties, of these, and of their
    people; `others`: the same of every other co-host. `note`: what stands on an item that left something behind."""

    engaged: frozenset[int] = frozenset()
    present: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    note: Callable[[Left], str] = lambda _left: ""

    def takes_part(self, organisation: Organisation) -> bool:
        return organisation.is_party or organisation.id in self.engaged

    def names_others(self, text: str) -> bool:
        """Whether it names somebody who takes no part, however it is written."""
        return _names(text, self.others)

    def keeps_presenter(self, item: AgendaItem) -> bool:
        """Of an item of substance who is not known to take no part; of a standing one who is known to take part."""
        known = item.is_substantive or _names(item.presenter, self.present)
        return known and not self.names_others(item.presenter)

    def kept_papers(self, item: AgendaItem) -> list[Paper]:
        return [] if self.is_foreign(item) else [one for one in item.papers if not self.names_others(one.line)]

    def is_foreign(self, item: AgendaItem) -> bool:
        return item.origin is not None and not self.takes_part(item.origin)

    def left_by(self, item: AgendaItem) -> Left:
        """What does not come along to this session of an item of another one."""
        foreign = self.is_foreign(item)
        return Left(
            origin=foreign,
            presenter=bool(item.presenter) and (foreign or not self.keeps_presenter(item)),
            papers=len(item.papers) - len(self.kept_papers(item)),
            named=any(self.names_others(words) for words in (item.title, item.public_title, item.text)),
        )

    def receive(self, item: AgendaItem, old: AgendaItem) -> AgendaItem:
        """Take from the new item what must not come along of the old one, and say so in the secretariat's note."""
        left = self.left_by(old)
        if left.origin:
            item.origin, item.requested_by, item.asked_title, item.asked_text = None, None, None, None
        if left.presenter:
            item.presenter = ""
        if self.names_others(old.public_title):
            item.public_title = ""
        if left.origin or left.named:
            item.level = Level.DELEGATIONS
        item.papers = self.kept_papers(old)
        item.note = self.note(left) if left else ""
        return item


def _names(text: str, names: Iterable[str]) -> bool:
    flat = fold(text)
    return any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", flat) for name in names if name.strip())
