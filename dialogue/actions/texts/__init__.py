"""The texts that can go under silence, seen from a round: how one is named and found, locked, given back, and what
becomes of it when silence was kept. A new kind of text is an object of `KINDS`, never a new kind of round."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dialogue.actions.texts.agendas import OfAgendas
from dialogue.actions.texts.communiques import OfCommuniques
from dialogue.actions.texts.corrigenda import OfCorrigenda
from dialogue.actions.texts.drafts import OfDrafts
from dialogue.actions.texts.kind import Terms, Text, TextKind
from dialogue.actions.texts.minutes import OfMinutes
from dialogue.domain.editions import SHEETS, restore
from dialogue.domain.silence import Circulation
from dialogue.queries.action_sheets import action_sheet_fell, keep_action_sheet

__all__ = [
    "KINDS",
    "Terms",
    "Text",
    "bind",
    "find",
    "give_back",
    "lock",
    "must_wait",
    "of_round",
    "on_corrections",
    "shown",
    "take_effect",
    "unlock",
]

KINDS: Mapping[str, TextKind[Any]] = {
    kind.name: kind for kind in (OfAgendas(), OfCommuniques(), OfCorrigenda(), OfDrafts(), OfMinutes())
}


def find(kind: str, key: str, *, hold: bool = True) -> Text | None:
    """The text of that kind; held for writing by whoever puts it under silence, and not by whoever only looks. Refused:
    one that is not ready."""
    return KINDS[kind].find(key, hold=hold)


def bind(text: Text, circulation: Circulation, *, at: dt.datetime) -> None:
    """From now on this is the text's round."""
    text.noun.put_under_silence(circulation, at=at)


def of_round(circulation: Circulation, *, hold: bool = False) -> Any:
    """The text that the round is about, as long as no later round has come for it. Of an agenda nothing is held."""
    kind = KINDS.get(circulation.text_kind)
    return None if kind is None else kind.of_round(circulation, hold=hold)


def shown(circulation: Circulation) -> Any:
    """What the readers of a round read: the delegations' sheet of exactly the text that it is about. None: a round of a
    kind of text that is not known here."""
    sheet = SHEETS.get(circulation.text_kind)
    return None if sheet is None else restore(sheet, circulation.text_kept)


def lock(circulation: Circulation, *, at: dt.datetime) -> None:
    """The round is issued: the text does not change while it goes."""
    noun = of_round(circulation, hold=True)
    if noun is not None:
        noun.was_issued(circulation, at=at)


def unlock(circulation: Circulation, *, at: dt.datetime) -> None:
    """The round ended without an outcome: the text is its secretaries' again."""
    noun = of_round(circulation, hold=True)
    if noun is not None:
        noun.silence_ended(circulation, at=at)


def take_effect(circulation: Circulation, *, as_of: dt.datetime, at: dt.datetime) -> None:
    """Silence was kept: the text is what its formula says, as of the instant on record, however late it is written."""
    kind = KINDS.get(circulation.text_kind)
    noun = of_round(circulation, hold=True)
    session = None if kind is None else kind.session_of(circulation)
    if kind is not None and session is not None:
        decided = kind.was_kept(noun, circulation, as_of, at)
        keep_action_sheet(circulation, session, decided, at=at)


def give_back(circulation: Circulation, *, was_adopted: bool, at: dt.datetime) -> None:
    """Silence was broken: the text goes back to its secretaries. Where it counted as adopted already, its numbers are
    void and never given again, and so is its Action Sheet."""
    noun = of_round(circulation, hold=True)
    if was_adopted:
        action_sheet_fell(circulation)
    if noun is None:
        return
    if was_adopted:
        KINDS[circulation.text_kind].fell(noun, circulation, at)
    noun.silence_was_broken(circulation, at=at)


def must_wait(circulation: Circulation) -> bool:
    """Whether the text stands and falls with another one whose adoption is in question."""
    noun = None if circulation.was_adopted else of_round(circulation)
    return noun is not None and KINDS[circulation.text_kind].must_wait(noun)


def on_corrections(circulation: Circulation) -> list[Circulation]:
    """The rounds on texts that stand and fall with the one of this round, of which no outcome is written down."""
    noun = of_round(circulation)
    return [] if noun is None else KINDS[circulation.text_kind].rounds_with(noun)
