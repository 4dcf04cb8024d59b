"""The texts that can go under silence, seen from a round: how one is named and found, locked, given back, and what
becomes of it when silence was kept. A new kind of text is a new branch here, never a new kind of round."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from dialogue.actions import acts, turns
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import decisions
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agenda import AgendaRelease
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import AgendaSheet, CorrigendumSheet, DecisionSheet, Level, MinutesSheet, keep, restore
from dialogue.domain.minutes import Corrigendum, Means, Minutes
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.silence import Category, Circulation, Formula, Profile
from dialogue.i18n import gettext
from dialogue.queries import sheets
from dialogue.queries.action_sheets import action_sheet_fell, keep_action_sheet

Noun = Minutes | Corrigendum | DraftDecision | AgendaRelease


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
    noun: Noun
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


def find(kind: str, key: str, *, hold: bool = True) -> Text | None:
    """The text of that kind; held for writing by whoever puts it under silence, and not by whoever only looks. Refused:
    one that is not ready."""
    if hold:
        turns.take_of("-".join(re.split("[-/]", key)[:2]))
    return KINDS[kind](key, hold)


def _minutes(ref: str, hold: bool) -> Text | None:
    found = minutes_register.with_text(minutes_register.of_ref(ref))
    minutes = db.scalar(minutes_register.held(found) if hold else found)
    if minutes is None:
        return None
    if not minutes.awaits_approval:
        raise Refused("Minutes go under silence as a final draft that both secretaries have signed off.")
    sheet = sheets.minutes_edition(minutes, Level.DELEGATIONS)
    minutes.must_be_as_signed(sheet)
    return Text(
        kind="minutes",
        key=minutes.session.ref,
        noun=minutes,
        session=minutes.session,
        title=gettext("Minutes of %(session)s", session=sheets.session_named(minutes.session)),
        reference=minutes.session.reference,
        text_hash=minutes.text_hash,
        sheet=sheet,
        usual=Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES),
        before=minutes.circulation,
    )


def _draft(slug: str, hold: bool) -> Text | None:
    found = decisions.draft_by_number(slug)
    draft = db.scalar(decisions.held_draft(found) if hold else found)
    if draft is None:
        return None
    if not draft.is_signed_off:
        raise Refused("Both secretaries have to sign off this text first.")
    return Text(
        kind="draft",
        key=draft.slug,
        noun=draft,
        session=draft.session,
        title=draft.title,
        reference=draft.reference,
        text_hash=draft.text_hash,
        sheet=draft.agreed_sheet,
        usual=Terms(draft.formula, Profile.DECISION, draft.category),
        before=draft.circulation,
    )


def _agenda(ref: str, hold: bool) -> Text | None:
    found = agendas.by_ref(ref)
    agenda = db.scalar(agendas.held(found) if hold else found)
    if agenda is None:
        return None
    release = agenda.release
    if release is None or not agenda.may_go_under_silence:
        raise Refused("An agenda goes under silence as it was circulated, each release once.")
    return Text(
        kind="agenda",
        key=agenda.session.ref,
        noun=release,
        session=agenda.session,
        title=gettext("Agenda of %(session)s", session=sheets.session_named(agenda.session)),
        reference=f"{agenda.session.reference} REV {release.rev}",
        text_hash=release.text_hash,
        sheet=release.sheet(Level.DELEGATIONS),
        usual=Terms(Formula.AGREED, Profile.DECISION, Category.PROCEDURAL),
        before=agenda.last_round,
    )


def _corrigendum(key: str, hold: bool) -> Text | None:
    """By the reference of its session and its number: `2026-2/1`."""
    ref, _, number = key.partition("/")
    minutes = db.scalar(minutes_register.of_ref(ref)) if read_ref(ref) else None
    if minutes is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        return None
    found = minutes_register.corrigenda(minutes).where(Corrigendum.number == int(number))
    one = db.scalar(minutes_register.held_corrigendum(found) if hold else found)
    if one is None:
        return None
    if not one.awaits_approval:
        raise Refused("A corrigendum goes under silence as a final draft that both secretaries have signed off.")
    named = {"session": sheets.session_named(one.session), "number": one.number}
    return Text(
        kind="corrigendum",
        key=f"{one.session.ref}/{one.number}",
        noun=one,
        session=one.session,
        title=gettext("Corrigendum %(number)d to the minutes of %(session)s", **named),
        reference=f"{one.session.reference} {one.label}",
        text_hash=one.text_hash,
        sheet=sheets.corrigendum_edition(one, Level.DELEGATIONS),
        usual=Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES),
        before=one.circulation,
    )


KINDS: Mapping[str, Callable[[str, bool], Text | None]] = {
    "agenda": _agenda,
    "corrigendum": _corrigendum,
    "draft": _draft,
    "minutes": _minutes,
}


def bind(text: Text, circulation: Circulation, *, at: dt.datetime) -> None:
    """From now on this is the text's round."""
    text.noun.put_under_silence(circulation, at=at)


def of_round(circulation: Circulation) -> Noun | None:
    """The text that the round is about, as long as no later round has come for it."""
    minutes = db.scalar(minutes_register.with_text(minutes_register.under(circulation)))
    draft = minutes or db.scalar(decisions.draft_of(circulation))
    return draft or db.scalar(minutes_register.corrigendum_under(circulation))


SHEETS: Mapping[str, Any] = {
    "agenda": AgendaSheet,
    "corrigendum": CorrigendumSheet,
    "draft": DecisionSheet,
    "minutes": MinutesSheet,
}


def shown(circulation: Circulation) -> Any:
    """What the readers of a round read: the delegations' sheet of exactly the text that it is about. None: a round of a
    kind of text that is not known here."""
    if circulation.text_kind not in SHEETS:
        return None
    return restore(SHEETS[circulation.text_kind], circulation.text_kept)


def lock(circulation: Circulation, *, at: dt.datetime) -> None:
    """The round is issued: the text does not change while it goes."""
    noun = _held(circulation)
    if noun is not None:
        noun.was_issued(circulation, at=at)


def unlock(circulation: Circulation, *, at: dt.datetime) -> None:
    """The round ended without an outcome: the text is its secretaries' again."""
    noun = _held(circulation)
    if noun is not None:
        noun.silence_ended(circulation, at=at)


def take_effect(circulation: Circulation, *, as_of: dt.datetime, at: dt.datetime) -> None:
    """Silence was kept: the text is what its formula says, as of the instant on record, however late it is written."""
    noun = _held(circulation) or db.scalar(agendas.of_round(circulation.id))
    if noun is not None:
        keep_action_sheet(circulation, noun.session, _was_kept(noun, circulation, as_of, at), at=at)


@singledispatch
def _was_kept(_noun: Any, _circulation: Circulation, _as_of: dt.datetime, _at: dt.datetime) -> list[Decision]:
    """What is decided by it. Of a release of an agenda nothing is written: what its round was is asked of that."""
    return []


@_was_kept.register
def _(noun: Minutes, circulation: Circulation, as_of: dt.datetime, at: dt.datetime) -> list[Decision]:
    noun.silence_was_kept(circulation, as_of=as_of, at=at)
    return acts.minutes_were_approved(noun, at=as_of, by_round=circulation)


@_was_kept.register
def _(noun: Corrigendum, circulation: Circulation, as_of: dt.datetime, _at: dt.datetime) -> list[Decision]:
    noun.be_approved(Means.SILENCE, by=circulation.proposed_by, at=as_of)
    acts.corrigendum_was_approved(noun, at=as_of)
    return []


@_was_kept.register
def _(noun: DraftDecision, circulation: Circulation, as_of: dt.datetime, _at: dt.datetime) -> list[Decision]:
    made = noun.adopt(circulation, as_of)
    db.add(made)
    return [made]


def give_back(circulation: Circulation, *, was_adopted: bool, at: dt.datetime) -> None:
    """Silence was broken: the text goes back to its secretaries. Where it counted as adopted already, its numbers are
    void and never given again, and so is its Action Sheet."""
    noun = _held(circulation)
    if was_adopted:
        action_sheet_fell(circulation)
        _fell(noun, circulation, at)
    if noun is not None:
        noun.silence_was_broken(circulation, at=at)


@singledispatch
def _fell(_noun: Any, _circulation: Circulation, _at: dt.datetime) -> None:
    """What else was made of the text is void. Of a draft it is its decision, which it voids itself."""


@_fell.register
def _(noun: Minutes, circulation: Circulation, at: dt.datetime) -> None:
    acts.approval_fell(noun, circulation, at=at)


@_fell.register
def _(noun: Corrigendum, circulation: Circulation, _at: dt.datetime) -> None:
    acts.corrigendum_fell(noun, circulation)


def must_wait(circulation: Circulation) -> bool:
    """Whether the text is a corrigendum of minutes whose own adoption is in question: it stands and falls with it."""
    if circulation.text_kind != "corrigendum" or circulation.was_adopted:
        return False
    noun = db.scalar(minutes_register.corrigendum_under(circulation))
    return noun is not None and noun.minutes.in_question


def on_corrections(circulation: Circulation) -> list[Circulation]:
    """The rounds on corrigenda of the minutes that this one is about, of which no outcome is written down."""
    minutes = db.scalar(minutes_register.under(circulation))
    found = db.scalars(minutes_register.corrigenda(minutes)) if minutes is not None else ()
    rounds = [one.circulation for one in found if one.awaits_approval and one.circulation is not None]
    return [one for one in rounds if not (one.is_over or one.was_adopted)]


def _held(circulation: Circulation) -> Minutes | Corrigendum | DraftDecision | None:
    """For writing. Of an agenda nothing is held: a release never changes, and what its round was is asked of that."""
    minutes = minutes_register.with_text(minutes_register.under(circulation))
    corrigendum = minutes_register.corrigendum_under(circulation)
    return (
        db.scalar(minutes_register.held(minutes))
        or db.scalar(decisions.held_draft(decisions.draft_of(circulation)))
        or db.scalar(minutes_register.held_corrigendum(corrigendum))
    )
