"""The development log as its readers find it: as chosen, of a topic, beside an agenda, and in the words of a paper."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select

from dialogue.access import Right, Standing, may, only
from dialogue.db import db
from dialogue.domain import developments
from dialogue.domain.agenda import Agenda
from dialogue.domain.developments import Development, DevelopmentState
from dialogue.domain.editions import AgendaLine
from dialogue.domain.minutes import Minutes
from dialogue.domain.sessions import Session
from dialogue.i18n import day, gettext
from dialogue.rendering.prose import plain

_FOR_AGENDA = developments.for_agenda()
MOST = 5  # of a topic, on its own page; the register, one link away, has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the reader chose, as the address has it. `since`: on which day it happened at the earliest. `session`: the
    one since which it came to stand. "" chooses nothing; a word that nobody knows finds nothing."""

    topic: str = ""
    state: str = ""
    since: dt.date | None = None
    session: str = ""

    @property
    def anything(self) -> bool:
        return bool(self.topic or self.state or self.since or self.session)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an item of the agenda, and is no part of its text: what is cited under it, and what came to
    stand on its topic since the last session. What both sides have accepted comes first."""

    cited: list[Development] = field(default_factory=list)
    since: list[Development] = field(default_factory=list)


def register(standing: Standing, chosen: Chosen, held: Iterable[Session]) -> Sequence[Development]:
    """The entries that the reader may open, as chosen. `held`: the sessions of which one may be chosen."""
    found = developments.in_order()
    if chosen.topic:
        found = found.where(Development.topic.has(slug=chosen.topic))
    if chosen.state:
        found = found.where(Development.state.in_([one for one in DevelopmentState if one.value == chosen.state]))
    if chosen.since is not None:
        found = found.where(developments.happened_from(chosen.since))
    if chosen.session:
        held_at = next((one.held_at for one in held if one.ref == chosen.session), None)
        found = found.where(developments.after(held_at or standing.at))
    return _mine(found, standing)


def of_topic(standing: Standing, slug: str) -> Sequence[Development]:
    """The newest of them."""
    return _mine(developments.in_order().where(Development.topic.has(slug=slug)).limit(MOST), standing)


def _mine(found: Select[Development], standing: Standing) -> Sequence[Development]:
    return db.scalars(only(found, standing, Right.DEVELOPMENT_READ, Development)).all()


# Beside agendas and minutes


def beside(standing: Standing, agenda: Agenda, lines: Iterable[AgendaLine]) -> Mapping[str, Beside]:
    """By the keys of the items, for whoever reads the log; nothing is asked for anybody else."""
    return beside_items(agenda, lines) if may(standing, Right.DEVELOPMENTS_READ) else {}


def beside_items(agenda: Agenda, lines: Iterable[AgendaLine]) -> Mapping[str, Beside]:
    """By the keys of the items, for the delegations. What is new since the last session stands under the standing item
    of that name, all of it, and under the items on its topic."""
    shown = [line for line in lines if not line.withheld]
    found: dict[str, Beside] = {line.key: Beside() for line in shown}
    session = agenda.session
    named = {"agenda_id": agenda.id, "keys": list(found), "starts_at": session.starts_at, "held_at": session.held_at}
    for one, cited, is_new, all_of_it in db.execute(_FOR_AGENDA, named).unique():
        if cited is not None:
            found[cited].cited.append(one)
        for line in shown if is_new else ():
            beside = found[line.key].since
            if one not in beside and (line.key == all_of_it or line.is_on_topic(one.topic.slug, one.topic.title)):
                beside.append(one)
    return found


def in_minutes(standing: Standing, minutes: Minutes) -> Sequence[tuple[str, Development]]:
    """What is cited under their items, each with the number of its item, for whoever reads the log."""
    if not may(standing, Right.DEVELOPMENTS_READ):
        return ()
    return [(number, one) for number, one in db.execute(developments.in_minutes(minutes.id))]


# In words


def when(one: Development) -> str:
    """The day, or from which to which."""
    if one.happened_until is None or one.happened_until == one.happened_on:
        return day(one.happened_on)
    return gettext("%(first)s to %(last)s", first=day(one.happened_on), last=day(one.happened_until))


def whose(one: Development) -> str:
    """Whose view it is, where it is not both sides'."""
    if one.is_of_one_side:
        return gettext("shown by %(side)s alone, not shared by the other side", side=one.party.short_name)
    return ""


def in_words(one: Development) -> str:
    """As a line of a paper: `DEV/2027/3, Thu 4 Mar 2027 (reported): … Source: … .`"""
    marks = "; ".join(part for part in (gettext(one.corroboration.value), whose(one)) if part)
    parts = [
        gettext("%(reference)s, %(when)s (%(marks)s):", reference=one.reference, when=when(one), marks=marks),
        plain(one.text),
        gettext("Source: %(source)s.", source=one.source.removesuffix(".")),
        gettext("It corrects %(reference)s.", reference=one.corrects.reference) if one.corrects else "",
        *(gettext("Corrected by %(reference)s.", reference=later.reference) for later in one.corrected_by),
    ]
    return " ".join(part for part in parts if part)
