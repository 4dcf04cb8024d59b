"""A text as its readers hold it: as both secretaries signed it off or it was approved, before that as it stands."""

import datetime as dt
from dataclasses import replace
from typing import Any

from dialogue.domain.agreed import ApprovedText
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.editions import Audience, DecisionSheet, Level
from dialogue.domain.sessions import ZONE
from dialogue.i18n import clock, day, gettext
from dialogue.queries.sheets.approvals import approval, as_it_stands
from dialogue.queries.sheets.headings import document_level, heading, house


def working_text(text: Any, level: Level = Level.DELEGATIONS) -> Any:
    """As the rows have it now, in one edition, dated by its last change."""
    head = heading(text.session, level, paper=text.paper, dated=text.dated, previous=text.previous)
    sheet = text.sheet(Audience(level), replace(head, reference=text.reference))
    return sheet if text.held_until is None else replace(sheet, held_back=_held_back(text.held_until))


def text_edition(text: ApprovedText, level: Level) -> Any:
    """One edition as it is read: as it was approved, or before that a working copy."""
    kept = text.kept_edition(level)
    return as_it_stands(kept.sheet if kept else working_text(text, level), in_question=text.in_question)


def text_editions(text: ApprovedText) -> dict[Level, Any]:
    """The editions of the text just approved."""
    return {level: replace(working_text(text, level), approved=approval(text)) for level in text.KIND.levels}


def draft_decision(draft: DraftDecision, audience: Audience) -> DecisionSheet:
    """The text as both secretaries signed it off; before that as it stands now, dated by its last edit."""
    if draft.is_agreed_text and audience.reads(draft.level):
        return draft.agreed_sheet
    level = document_level(audience.level)
    return draft.sheet(Audience(level), heading(draft.session, level, paper=draft.paper, dated=draft.edited_at))


def _held_back(until: dt.datetime) -> str:
    """Until when the public waits, as a sentence in the dialogue's own zone."""
    local = until.astimezone(ZONE)
    when = f"{day(local)}, {clock(local)} {house().zone_label}"
    return gettext("Not to be published before %(when)s.", when=when)
