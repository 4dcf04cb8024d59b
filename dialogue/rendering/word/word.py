"""The Word paper of any sheet, by whoever renders it."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogue.domain.editions import (
    ActionSheet,
    AgendaSheet,
    CommuniqueSheet,
    CorrigendumSheet,
    MinutesSheet,
    ParticipantsSheet,
    RedlineSheet,
    TrackerSheet,
)
from dialogue.rendering.word import (
    action_sheet,
    agenda,
    communique,
    corrigendum,
    minutes,
    participants,
    redline,
    tracker,
)

Text = AgendaSheet | CommuniqueSheet | CorrigendumSheet | MinutesSheet
Sheet = ActionSheet | ParticipantsSheet | RedlineSheet | Text | TrackerSheet

RENDERERS: Mapping[type[Sheet], Callable[[Any], bytes]] = {
    ActionSheet: action_sheet.render,
    AgendaSheet: agenda.render,
    CommuniqueSheet: communique.render,
    CorrigendumSheet: corrigendum.render,
    MinutesSheet: minutes.render,
    ParticipantsSheet: participants.render,
    RedlineSheet: redline.render,
    TrackerSheet: tracker.render,
}


def render(sheet: Sheet) -> bytes:
    """The bytes of its DOCX: the same for the same sheet, whoever asks and when."""
    return RENDERERS[type(sheet)](sheet)
