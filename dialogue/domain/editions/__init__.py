"""Editions: who holds which level of a text, and the frozen sheets that one reader may hold, and nothing more.

A sheet is the only thing a page preview, a download, a feed or an export is made from. Plain dataclasses, not
mapped."""

from dialogue.domain.editions.canonical import aside, canonical, fingerprint, keep, restore
from dialogue.domain.editions.kinds import SHEETS
from dialogue.domain.editions.levels import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.editions.meetings import (
    AgendaLine,
    AgendaSheet,
    DelegationSheet,
    Heading,
    History,
    ParticipantsSheet,
    Seat,
)
from dialogue.domain.editions.registers import ActionSheet, AttachedLine, FeedEntry, RoundLine, TrackerRow, TrackerSheet
from dialogue.domain.editions.texts import (
    CommuniqueSheet,
    CorrigendumLineSheet,
    CorrigendumSheet,
    DecisionSheet,
    MinutesItemSheet,
    MinutesSheet,
    ParagraphLine,
    RedlineLine,
    RedlineSection,
    RedlineSheet,
    SignatureLine,
)

__all__ = [
    "DOCUMENT_LEVELS",
    "SHEETS",
    "ActionSheet",
    "AgendaLine",
    "AgendaSheet",
    "AttachedLine",
    "Audience",
    "CommuniqueSheet",
    "CorrigendumLineSheet",
    "CorrigendumSheet",
    "DecisionSheet",
    "DelegationSheet",
    "FeedEntry",
    "Heading",
    "History",
    "Level",
    "MinutesItemSheet",
    "MinutesSheet",
    "ParagraphLine",
    "ParticipantsSheet",
    "RedlineLine",
    "RedlineSection",
    "RedlineSheet",
    "RoundLine",
    "Seat",
    "SignatureLine",
    "TrackerRow",
    "TrackerSheet",
    "aside",
    "canonical",
    "fingerprint",
    "keep",
    "restore",
]
