"""Corrigenda, as a round sees them."""

import datetime as dt

from dialogue.actions import approvals
from dialogue.actions.texts.kind import Text, TextKind
from dialogue.actions.texts.minutes import TERMS
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Corrigendum
from dialogue.domain.sessions import read_ref
from dialogue.domain.silence import Circulation
from dialogue.i18n import gettext
from dialogue.queries import sheets


class OfCorrigenda(TextKind[Corrigendum]):
    name = "corrigendum"
    noun = Corrigendum

    def one(self, key: str, *, hold: bool) -> Corrigendum | None:
        """By the reference of its session and its number: `2026-2/1`."""
        ref, _, number = key.partition("/")
        minutes = db.scalar(register.of_ref(ref)) if read_ref(ref) else None
        if minutes is None or not (number.isascii() and number.isdigit() and len(number) < 4):
            return None
        found = register.corrigenda(minutes).where(Corrigendum.number == int(number))
        return db.scalar(register.held_corrigendum(found) if hold else found)

    def text(self, noun: Corrigendum) -> Text:
        if not noun.awaits_approval:
            raise Refused("A corrigendum goes under silence as a final draft that both secretaries have signed off.")
        named = {"session": sheets.session_named(noun.session), "number": noun.number}
        return Text(
            kind=self.name,
            key=f"{noun.session.ref}/{noun.number}",
            noun=noun,
            session=noun.session,
            title=gettext("Corrigendum %(number)d to the minutes of %(session)s", **named),
            reference=f"{noun.session.reference} {noun.label}",
            text_hash=noun.text_hash,
            sheet=sheets.corrigendum_edition(noun, Level.DELEGATIONS),
            usual=TERMS,
            before=noun.circulation,
        )

    def was_kept(
        self, noun: Corrigendum, circulation: Circulation, as_of: dt.datetime, at: dt.datetime
    ) -> list[Decision]:
        noun.silence_was_kept(circulation, as_of=as_of, at=at)
        approvals.corrigendum_was_approved(noun, at=as_of)
        return []

    def fell(self, noun: Corrigendum, circulation: Circulation, at: dt.datetime) -> None:  # noqa: ARG002  # a file falls whenever
        approvals.corrigendum_fell(noun, circulation)

    def must_wait(self, noun: Corrigendum) -> bool:
        return noun.minutes.in_question
