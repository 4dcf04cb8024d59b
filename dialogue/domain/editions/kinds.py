"""Which sheet the text of each kind is kept as."""

from collections.abc import Mapping
from typing import Any

from dialogue.domain.editions.meetings import AgendaSheet
from dialogue.domain.editions.texts import CommuniqueSheet, CorrigendumSheet, DecisionSheet, MinutesSheet

SHEETS: Mapping[str, type[Any]] = {
    sheet.kind: sheet for sheet in (AgendaSheet, CommuniqueSheet, CorrigendumSheet, DecisionSheet, MinutesSheet)
}
