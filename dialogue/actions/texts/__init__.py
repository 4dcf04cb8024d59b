"""The acts of every kind of text: sign-off, approval, release; and what a round does to the text that it is about.

A kind of which more has to be known than its `Kind` says has an object of its own."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from dialogue.actions import turns
from dialogue.actions.texts.agendas import OfAgendas
from dialogue.actions.texts.corrigenda import OfCorrigenda
from dialogue.actions.texts.drafts import OfDrafts
from dialogue.actions.texts.kind import OfApproved, Submission, TextKind
from dialogue.actions.texts.minutes import OfMinutes
from dialogue.db import db
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import SHEETS, TEXTS, AgreedText, ApprovedText, SignedText, Terms
from dialogue.domain.base import Refused
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level, restore
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.queries.action_sheets import action_sheet_fell, keep_action_sheet

__all__ = [
    "KINDS",
    "Submission",
    "Terms",
    "approve",
    "begin",
    "bind",
    "find",
    "give_back",
    "lock",
    "must_wait",
    "of",
    "of_round",
    "on_corrections",
    "release",
    "shown",
    "sign_off",
    "take_effect",
    "unlock",
]

T = TypeVar("T", bound=AgreedText)
_OWN: Mapping[type, type[TextKind[Any]]] = {
    Agenda: OfAgendas,
    Corrigendum: OfCorrigenda,
    DraftDecision: OfDrafts,
    Minutes: OfMinutes,
}
KINDS: Mapping[str, TextKind[Any]] = {name: _OWN.get(noun, OfApproved)(cast(Any, noun)) for name, noun in TEXTS.items()}


def of(text: AgreedText) -> Any:
    """The object of its kind."""
    return KINDS[text.KIND.name]


def begin(make: Callable[..., T], noun: type[T], session: Session, *, by: Person, at: dt.datetime, **written: Any) -> T:
    """Begin the one text of this kind that a session has."""
    turns.take(session.id)
    if db.scalar(noun.of_ref(session.ref)) is not None:
        raise Refused("This text has been begun already.")
    made = make(session, by=by, at=at, **written)
    db.add(made)
    return made


def sign_off(text: SignedText, *, seen: str | None = None, by: Person, at: dt.datetime, **more: Any) -> bool:
    """A secretary's agreement to what was `seen`. Returns whether both have agreed."""
    both: bool = of(text).sign_off(text, seen=seen, by=by, at=at, **more)
    return both


def approve(text: ApprovedText, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
    """A co-chair's approval of the text of this hash. Returns whether both have approved."""
    both: bool = of(text).approve(text, seat, text_hash, at=at)
    return both


def release(text: ApprovedText, level: Level, *, by: Person, at: dt.datetime) -> bool:
    """A secretary's word for the release of an edition. Returns whether it is released."""
    both: bool = of(text).release(text, level, by=by, at=at)
    return both


def find(kind: str, key: str, *, hold: bool = True) -> Submission | None:
    """The text of that kind; held for writing by whoever puts it under silence, and not by whoever only looks. Refused:
    one that is not ready."""
    return KINDS[kind].find(key, hold=hold)


def bind(text: Submission, circulation: Circulation, *, at: dt.datetime) -> None:
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
