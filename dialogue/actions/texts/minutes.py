"""Minutes: how a round sees them, and what follows of their approval, of its end, and of a release."""

import datetime as dt

from sqlalchemy import Select

from dialogue.actions.texts.corrigenda import OfCorrigenda
from dialogue.actions.texts.kind import OfApproved
from dialogue.db import db
from dialogue.domain import decisions, engagements, followups, papers
from dialogue.domain import minutes as register
from dialogue.domain.agreed import Edition
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Audience, Level, MinutesSheet, restore
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.silence import Circulation
from dialogue.domain.working_days import local_day
from dialogue.queries import annexes, sheets


class OfMinutes(OfApproved[Minutes]):
    def whole(self, found: Select[Minutes]) -> Select[Minutes]:
        return register.with_text(found)

    def sheet(self, noun: Minutes) -> MinutesSheet:
        sheet = sheets.minutes_edition(noun, Level.DELEGATIONS)
        noun.must_be_as_signed(sheet)
        return sheet

    def working(self, noun: Minutes) -> MinutesSheet:
        return sheets.working_minutes(noun, Audience(Level.DELEGATIONS))

    def approve(self, noun: Minutes, seat: Participant, text_hash: str, *, at: dt.datetime) -> bool:
        if noun.awaits_approval:
            noun.must_be_as_signed(self.working(noun))
        return super().approve(noun, seat, text_hash, at=at)

    def was_approved(self, noun: Minutes, *, at: dt.datetime, by_round: Circulation | None = None) -> list[Decision]:
        """Decisions get their numbers, actions become follow-ups, and the three editions are kept for good. Returns
        what was decided."""
        decided = decisions.adopt(noun, by_round)
        db.add_all(decided)
        db.add_all(followups.open_from(noun, decided, by_round))
        editions = sheets.minutes_editions(noun, at, annexes.of_minutes(noun, local_day(at)))
        if by_round is not None:  # what silence was kept on is what was approved, whatever changed its name meanwhile
            agreed = restore(MinutesSheet, by_round.text_kept)
            editions = {level: sheet.as_agreed(agreed) for level, sheet in editions.items()}
        noun.freeze(editions)
        return decided

    def fell(self, noun: Minutes, circulation: Circulation, at: dt.datetime) -> None:
        """Its decisions and follow-ups are void, their numbers are never given again, and what was released, with its
        corrections, is kept as void and served no more. Corrigenda go back to the secretaries."""
        decisions.undo(db.scalars(decisions.of_circulation(circulation)), at=at)
        followups.undo(db.scalars(followups.of_circulation(circulation)), noun, at=at)
        for kind in papers.OF_MINUTES:
            for file in db.scalars(papers.files_of(noun.session, kind)):
                file.void(circulation)
        for corrigendum in db.scalars(register.corrigenda(noun)):
            corrigendum.text_fell(by=circulation.proposed_by, at=at)
        noun.thaw()

    def was_released(self, noun: Minutes, edition: Edition, *, at: dt.datetime) -> None:
        """Co-hosts may take theirs, and each correction goes out with it."""
        self.keep_file(noun, edition.level, sheets.minutes_edition(noun, edition.level), at=at)
        for engagement in db.scalars(engagements.of_session(noun.session)):
            register.released_for(engagement, edition)
        for corrigendum in db.scalars(register.corrigenda(noun)):
            OfCorrigenda(Corrigendum).goes_out(corrigendum, edition.level, at=at)

    def rounds_with(self, noun: Minutes) -> list[Circulation]:
        """Those on its corrigenda."""
        found = [one.circulation for one in db.scalars(register.corrigenda(noun)) if not one.is_approved]
        return [one for one in found if one is not None and not (one.is_over or one.was_adopted)]
