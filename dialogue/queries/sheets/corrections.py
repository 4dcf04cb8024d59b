"""Corrigenda and drafts of single decisions, as their readers hold them."""

from dataclasses import replace

from dialogue.domain.decisions import DraftDecision
from dialogue.domain.editions import (
    DOCUMENT_LEVELS,
    Audience,
    CorrigendumSheet,
    DecisionSheet,
    Level,
)
from dialogue.domain.minutes import Corrigendum
from dialogue.queries.sheets.approvals import approval, as_it_stands
from dialogue.queries.sheets.headings import document_level, heading


def working_corrigendum(corrigendum: Corrigendum, level: Level) -> CorrigendumSheet:
    """COR n as the rows have it now, in one edition."""
    session = corrigendum.session
    rev = corrigendum.minutes.rev
    previous = f"{session.reference} REV {rev}" if rev else session.reference
    head = heading(session, level, dated=corrigendum.state_at, previous=previous)
    return corrigendum.edition(Audience(level), replace(head, reference=f"{session.reference} {corrigendum.label}"))


def corrigendum_edition(corrigendum: Corrigendum, level: Level) -> CorrigendumSheet:
    """One edition as it is read: as it was approved, or before that a working copy."""
    kept = corrigendum.kept_edition(level)
    sheet = kept.sheet if kept else working_corrigendum(corrigendum, level)
    return as_it_stands(sheet, in_question=corrigendum.in_question)


def corrigendum_editions(corrigendum: Corrigendum) -> dict[Level, CorrigendumSheet]:
    """The editions of the corrigendum just approved."""
    return {
        level: replace(working_corrigendum(corrigendum, level), approved=approval(corrigendum))
        for level in DOCUMENT_LEVELS
    }


def draft_decision(draft: DraftDecision, audience: Audience) -> DecisionSheet:
    """The text as both secretaries signed it off; before that as it stands now, dated by its last edit."""
    if draft.is_agreed_text and audience.reads(draft.level):
        return draft.agreed_sheet
    level = document_level(audience.level)
    return draft.sheet(Audience(level), heading(draft.session, level, dated=draft.edited_at))
