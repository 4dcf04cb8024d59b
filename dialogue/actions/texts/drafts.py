"""Drafts of single decisions, as a round sees them."""

import datetime as dt

from dialogue.actions.texts.kind import TextKind
from dialogue.db import db
from dialogue.domain.agreed import Terms
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import Audience, DecisionSheet, Level
from dialogue.domain.silence import Circulation, Profile
from dialogue.queries import sheets


class OfDrafts(TextKind[DraftDecision]):
    def title(self, noun: DraftDecision) -> str:
        return noun.title

    def terms(self, noun: DraftDecision) -> Terms:
        return Terms(noun.formula, Profile.DECISION, noun.category)

    def working(self, noun: DraftDecision) -> DecisionSheet:
        return sheets.draft_decision(noun, Audience(Level.DELEGATIONS))

    def was_kept(
        self, noun: DraftDecision, circulation: Circulation, as_of: dt.datetime, _at: dt.datetime
    ) -> list[Decision]:
        made = noun.adopt(circulation, as_of)
        db.add(made)
        return [made]
