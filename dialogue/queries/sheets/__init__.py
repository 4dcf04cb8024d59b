"""Which rows make a sheet for this reader. Pages, downloads, feeds and exports all ask here, so they cannot differ."""

from dialogue.queries.sheets.agendas import (
    adopted_agenda,
    adoption,
    agenda_changes,
    agenda_editions,
    draft_agenda,
    in_full,
    in_words,
    left_open_of_agenda,
    released_agenda,
    working_agenda,
)
from dialogue.queries.sheets.annotations import (
    annotated,
)
from dialogue.queries.sheets.approvals import (
    approval,
    as_it_stands,
    attached_to,
)
from dialogue.queries.sheets.headings import (
    addressee,
    document_level,
    heading,
    house,
    keep_house,
    moved,
    sender,
    session_named,
    session_title,
)
from dialogue.queries.sheets.minutes import (
    left_open_of_minutes,
    minutes_as_sent,
    minutes_edition,
    minutes_editions,
    minutes_paper,
    working_minutes,
)
from dialogue.queries.sheets.people import (
    delegation_sheets,
    delegations_in_order,
    participants,
)
from dialogue.queries.sheets.texts import (
    draft_decision,
    text_edition,
    text_editions,
    working_text,
)

__all__ = [
    "addressee",
    "adopted_agenda",
    "adoption",
    "agenda_changes",
    "agenda_editions",
    "annotated",
    "approval",
    "as_it_stands",
    "attached_to",
    "delegation_sheets",
    "delegations_in_order",
    "document_level",
    "draft_agenda",
    "draft_decision",
    "heading",
    "house",
    "in_full",
    "in_words",
    "keep_house",
    "left_open_of_agenda",
    "left_open_of_minutes",
    "minutes_as_sent",
    "minutes_edition",
    "minutes_editions",
    "minutes_paper",
    "moved",
    "participants",
    "released_agenda",
    "sender",
    "session_named",
    "session_title",
    "text_edition",
    "text_editions",
    "working_agenda",
    "working_minutes",
    "working_text",
]
