"""Minutes, as a round sees them."""

import datetime as dt

from sqlalchemy import Select

from dialogue.actions import approvals
from dialogue.actions.texts.kind import Terms, Text, TextKind
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Minutes
from dialogue.domain.silence import Category, Circulation, Formula, Profile
from dialogue.i18n import gettext
from dialogue.queries import sheets

TERMS = Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)


class OfMinutes(TextKind[Minutes]):
    name = "minutes"
    noun = Minutes

    def one(self, key: str, *, hold: bool) -> Minutes | None:
        found = register.with_text(register.of_ref(key))
        return db.scalar(register.held(found) if hold else found)

    def text(self, noun: Minutes) -> Text:
        if not noun.awaits_approval:
            raise Refused("Minutes go under silence as a final draft that both secretaries have signed off.")
        sheet = sheets.minutes_edition(noun, Level.DELEGATIONS)
        noun.must_be_as_signed(sheet)
        return Text(
            kind=self.name,
            key=noun.session.ref,
            noun=noun,
            session=noun.session,
            title=gettext("Minutes of %(session)s", session=sheets.session_named(noun.session)),
            reference=noun.session.reference,
            text_hash=noun.text_hash,
            sheet=sheet,
            usual=TERMS,
            before=noun.circulation,
        )

    def under(self, circulation: Circulation) -> Select[Minutes]:
        return register.with_text(super().under(circulation))

    def was_kept(self, noun: Minutes, circulation: Circulation, as_of: dt.datetime, at: dt.datetime) -> list[Decision]:
        noun.silence_was_kept(circulation, as_of=as_of, at=at)
        return approvals.minutes_were_approved(noun, at=as_of, by_round=circulation)

    def fell(self, noun: Minutes, circulation: Circulation, at: dt.datetime) -> None:
        approvals.approval_fell(noun, circulation, at=at)

    def rounds_with(self, noun: Minutes) -> list[Circulation]:
        """Those on its corrigenda."""
        found = [one.circulation for one in db.scalars(register.corrigenda(noun)) if not one.is_approved]
        return [one for one in found if one is not None and not (one.is_over or one.was_adopted)]
