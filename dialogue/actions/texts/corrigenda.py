"""Corrigenda: how a round sees one, and with which editions of the minutes it goes out."""

import datetime as dt

from dialogue.actions.texts.kind import OfApproved
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import DOCUMENT_LEVELS, CorrigendumSheet, Level
from dialogue.domain.minutes import Corrigendum
from dialogue.domain.silence import Circulation
from dialogue.queries import sheets


class OfCorrigenda(OfApproved[Corrigendum]):
    def sheet(self, noun: Corrigendum) -> CorrigendumSheet:
        sheet: CorrigendumSheet = sheets.text_edition(noun, Level.DELEGATIONS)
        return sheet

    def was_approved(
        self, noun: Corrigendum, *, at: dt.datetime, by_round: Circulation | None = None
    ) -> list[Decision]:
        """It goes out with every edition of the minutes that is out."""
        decided = super().was_approved(noun, at=at, by_round=by_round)
        for level in DOCUMENT_LEVELS:
            self.goes_out(noun, level, at=at)
        return decided

    def goes_out(self, noun: Corrigendum, level: Level, *, at: dt.datetime) -> None:
        """Its file in an edition that is out is made once: at its approval, or at the release of that edition."""
        edition = noun.kept_edition(level)
        if edition is not None and noun.released_to(level):
            self.keep_file(noun, level, edition.sheet, at=at)

    def must_wait(self, noun: Corrigendum) -> bool:
        return noun.minutes.in_question
