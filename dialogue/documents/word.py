"""The Word paper of any sheet. Renderers and their libraries are loaded by the first paper, not by each start."""

from dialogue.domain.editions import (
    ActionSheet,
    AgendaSheet,
    CorrigendumSheet,
    MinutesSheet,
    ParticipantsSheet,
    RedlineSheet,
    TrackerSheet,
)

Sheet = ActionSheet | AgendaSheet | CorrigendumSheet | MinutesSheet | ParticipantsSheet | RedlineSheet | TrackerSheet


def render(sheet: Sheet) -> bytes:
    """The bytes of its DOCX: the same for the same sheet, whoever asks and when."""
    from dialogue.documents import renderers  # noqa: PLC0415 by the first paper

    return renderers.OF[type(sheet)](sheet)
