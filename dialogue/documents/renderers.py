"""Who renders which sheet. Loads all renderers, and with them python-docx and lxml: to be reached through `word`."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogue.documents import action_sheet, agenda, corrigendum, minutes, participants, redline, tracker
from dialogue.domain import editions

OF: Mapping[type, Callable[[Any], bytes]] = {
    editions.ActionSheet: action_sheet.render,
    editions.AgendaSheet: agenda.render,
    editions.CorrigendumSheet: corrigendum.render,
    editions.MinutesSheet: minutes.render,
    editions.ParticipantsSheet: participants.render,
    editions.RedlineSheet: redline.render,
    editions.TrackerSheet: tracker.render,
}
