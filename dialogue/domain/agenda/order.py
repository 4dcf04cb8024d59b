"""The items of an agenda together: their order and the times that follow from it, what was asked for or set aside."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from dialogue.domain.agenda.items import CLOSING, ITEM_FLOW, AgendaItem, ItemState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


class Whole(Protocol):
    """What the order of the items asks of the agenda that they stand on."""

    order_version: int

    @property
    def session(self) -> Session: ...

    @property
    def all_items(self) -> list[AgendaItem]: ...

    def may_be_edited(self) -> None: ...

    @property
    def families(self) -> defaultdict[AgendaItem | None, list[AgendaItem]]: ...

    def children(self, parent: AgendaItem | None) -> list[AgendaItem]: ...

    def programme(self) -> list[tuple[AgendaItem, str, dt.datetime]]: ...

    def check_parent(self, parent: AgendaItem | None, item: AgendaItem) -> None: ...

    def put(self, item: AgendaItem, after: AgendaItem | None = None) -> None: ...

    def renumber(self, siblings: Iterable[AgendaItem]) -> None: ...


class Order:
    """What an agenda knows of its items. `order_version` guards it: it rises with every change of order,
    not with the text of an item."""

    def children(self: Whole, parent: AgendaItem | None) -> list[AgendaItem]:
        """The items that stand under `parent` (None: the top ones), in order."""
        return self.families[parent]

    @property
    def families(self: Whole) -> defaultdict[AgendaItem | None, list[AgendaItem]]:
        """By parent the items that stand under it, in order."""
        found = defaultdict[AgendaItem | None, list[AgendaItem]](list)
        for item in sorted((i for i in self.all_items if i.is_on), key=lambda i: i.position):
            found[item.parent].append(item)
        return found

    def places(self: Whole) -> dict[str, tuple[int, int]]:
        """By the item's key: its position among its siblings, and how many these are."""
        return {item.key: (n, len(group)) for group in self.families.values() for n, item in enumerate(group, 1)}

    def timetable(self: Whole) -> list[tuple[AgendaItem, str, dt.datetime]]:
        """The items of the programme: what is discussed, decided and kept minutes of."""
        return [row for row in self.programme() if row[0].numbered]

    def programme(self: Whole) -> list[tuple[AgendaItem, str, dt.datetime]]:
        """Every item on the agenda with its number and its start on the wall clock: the session's start and the
        durations before it, or its own fixed time. Sub-items share their parent's time and, where they have any, make
        it up. A line without a number ("") takes its time, and the items count on past it."""
        table, clock, families, n = [], self.session.starts, self.families, 0
        for item in families[None]:
            clock = item.begins or clock
            n += item.numbered
            table.append((item, str(n) if item.numbered else "", clock))
            inner = clock
            for m, sub in enumerate(families[item], 1):
                table.append((sub, f"{n}.{m}", inner))
                inner += dt.timedelta(minutes=sub.minutes)
            clock = max(clock + dt.timedelta(minutes=item.minutes), inner)
        return table

    @property
    def tops(self: Whole) -> list[AgendaItem]:
        """The items under which others may stand, in order."""
        return [item for item in self.children(None) if item.numbered]

    @property
    def requests(self: Whole) -> list[AgendaItem]:
        return [i for i in self.all_items if i.is_request]

    def asked_by(self: Whole, organisation: Organisation) -> list[AgendaItem]:
        """What this side has asked for, whatever became of it."""
        return [i for i in self.all_items if i.requested_by_id is not None and i.origin_id == organisation.id]

    def set_aside(self: Whole, organisation: Organisation) -> list[AgendaItem]:
        """What was withdrawn, and what was declined to this side: it can be taken up again."""
        off = (ItemState.WITHDRAWN, ItemState.DECLINED)
        return [i for i in self.all_items if i.state in off and i.is_open_to(organisation)]

    def move(self: Whole, item: AgendaItem, position: int, *, base_order: int, by: Person, at: dt.datetime) -> None:
        """Put an item at a position (1 is the first) among its siblings; Stale when the order is another than was
        seen."""
        if base_order != self.order_version:
            raise Stale("Somebody has changed the order since you opened this page.")
        self.may_be_edited()
        if item.agenda is not self or not item.is_on:
            raise Refused("This item is not on the agenda.")
        siblings = self.children(item.parent)
        if not 1 <= position <= len(siblings):
            raise Refused("There are positions 1 to %(last)d here.", last=len(siblings))
        siblings.remove(item)
        siblings.insert(position - 1, item)
        self.renumber(siblings)
        item.did("move", by=by, at=at)

    def take_off(self: Whole, item: AgendaItem, to: ItemState) -> None:
        """An item leaves the agenda with its sub-items."""
        for one in [*self.children(item), item]:
            one.state = ITEM_FLOW.move(one.state, to)
        self.order_version += 1

    def check_parent(self: Whole, parent: AgendaItem | None, item: AgendaItem) -> None:
        if parent is None:
            return
        if parent.agenda is not self or not parent.is_on or parent is item:
            raise Refused("A sub-item belongs under an item of the same agenda.")
        if parent.parent is not None:
            raise Refused("Sub-items have no sub-items of their own.")
        parent.must_be_numbered()
        item.must_be_numbered()

    def put_under(self: Whole, item: AgendaItem, parent: AgendaItem | None) -> None:
        self.check_parent(parent, item)
        if parent is not None and self.children(item):
            raise Refused("Sub-items have no sub-items of their own.")
        item.parent = parent
        self.put(item)

    def put(self: Whole, item: AgendaItem, after: AgendaItem | None = None) -> None:
        siblings = [i for i in self.children(item.parent) if i is not item]
        if after is not None and after in siblings:
            at = siblings.index(after) + 1
        elif item.parent is None and item.standing is None:
            at = next((n for n, i in enumerate(siblings) if i.standing in CLOSING), len(siblings))
        else:
            at = len(siblings)
        self.renumber([*siblings[:at], item, *siblings[at:]])

    def renumber(self: Whole, siblings: Iterable[AgendaItem]) -> None:
        for n, item in enumerate(siblings, 1):
            item.position = n
        self.order_version += 1
