"""The Word paper of any sheet, by whoever renders it."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogue.domain.editions import (
    ActionSheet,
    AgendaSheet,
    CommentsSheet,
    ConclusionsSheet,
    CorrigendumSheet,
    DecisionsSheet,
    MinutesSheet,
    ParticipantsSheet,
    RegisterSheet,
    ReviewSheet,
    TableSheet,
    TrackerSheet,
    TrackSheet,
)
from dialogue.domain.editions.imported import ImportedSheet
from dialogue.domain.editions.texts import CommentedSheet, CommuniqueSheet
from dialogue.rendering.word import (
    action_sheet,
    agenda,
    commented,
    comments,
    communique,
    conclusions,
    corrigendum,
    decisions,
    imported,
    minutes,
    participants,
    register,
    review,
    table,
    track,
    tracker,
)

RENDERERS: Mapping[type[Any], Callable[[Any], bytes]] = {
    ActionSheet: action_sheet.render,
    AgendaSheet: agenda.render,
    CommentedSheet: commented.render,
    CommentsSheet: comments.render,
    CommuniqueSheet: communique.render,
    ConclusionsSheet: conclusions.render,
    CorrigendumSheet: corrigendum.render,
    DecisionsSheet: decisions.render,
    ImportedSheet: imported.render,
    MinutesSheet: minutes.render,
    ParticipantsSheet: participants.render,
    RegisterSheet: register.render,
    ReviewSheet: review.render,
    TableSheet: table.render,
    TrackerSheet: tracker.render,
    TrackSheet: track.render,
}


def render(sheet: Any) -> bytes:
    """The bytes of its DOCX: the same for the same sheet, whoever asks and when."""
    return RENDERERS[type(sheet)](sheet)
