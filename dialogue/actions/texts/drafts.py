"""Drafts of single decisions, as a round sees them."""

import datetime as dt

from dialogue.actions.texts.kind import Terms, Text, TextKind
from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.base import Refused
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.silence import Circulation, Profile


class OfDrafts(TextKind[DraftDecision]):
    name = "draft"
    noun = DraftDecision

    def one(self, key: str, *, hold: bool) -> DraftDecision | None:
        found = decisions.draft_by_number(key)
        return db.scalar(decisions.held_draft(found) if hold else found)

    def text(self, noun: DraftDecision) -> Text:
        if not noun.is_final:
            raise Refused("Both secretaries have to sign off this text first.")
        return Text(
            kind=self.name,
            key=noun.slug,
            noun=noun,
            session=noun.session,
            title=noun.title,
            reference=noun.reference,
            text_hash=noun.text_hash,
            sheet=noun.agreed_sheet,
            usual=Terms(noun.formula, Profile.DECISION, noun.category),
            before=noun.circulation,
        )

    def was_kept(
        self, noun: DraftDecision, circulation: Circulation, as_of: dt.datetime, _at: dt.datetime
    ) -> list[Decision]:
        made = noun.adopt(circulation, as_of)
        db.add(made)
        return [made]
