"""Every kind of text that goes out is looked at before it does; of each other text it is said why it is not."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from dialogue.actions import texts
from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import TEXTS
from dialogue.domain.base import Base
from dialogue.domain.communiques import Communique
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.developments import Development
from dialogue.domain.editions import Level
from dialogue.domain.meetings import Meeting, MeetingAction
from dialogue.domain.minutes import Minutes, Paragraph
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.text import Prose
from dialogue.domain.tracks import TrackEntry, TrackPoint
from dialogue.queries import sheets
from dialogue.queries.wording import findings
from dialogue.web import conclusions, developments, meeting_words, statements
from tests.planted import planted

OUTSIDE = "Patrols along the state border."
Looked = tuple[type[Any], str, Callable[[Any], tuple[Any, Mapping[Level, Any]]]]


def whole(text: Any) -> tuple[Any, Mapping[Level, Any]]:
    return text.session, {Level.DELEGATIONS: texts.of(text).working(text)}


def drafted(agenda: Agenda) -> tuple[Any, Mapping[Level, Any]]:
    return agenda.session, {Level.DELEGATIONS: sheets.draft_agenda(agenda, Level.DELEGATIONS)}


# Each column of prose that goes out, and what is looked at of its row.
LOOKED: dict[str, Looked] = {
    "agenda_items.text": (AgendaItem, "text", lambda one: drafted(one.agenda)),
    "paragraphs.text": (Paragraph, "text", lambda one: whole(db.get_one(Minutes, one.item.minutes_id))),
    "communiques.text": (Communique, "text", whole),
    "draft_decisions.text": (DraftDecision, "text", whole),
    "conclusions.text": (Conclusion, "text", lambda one: (one.session, conclusions._words(one.wording))),
    "meetings.conclusions": (Meeting, "conclusions", lambda one: (one.session, meeting_words._of_all(one))),
    "meeting_actions.text": (
        Meeting, "actions", lambda one: (one.session, meeting_words._of_all(one)),
    ),
    "developments.text": (Development, "text", lambda one: (None, developments._text(one))),
    "track_entries.text": (TrackEntry, "text", lambda one: (None, statements.words(one))),
    "track_points.text": (TrackPoint, "text", lambda one: (None, statements.words(one.entry))),
}  # fmt: skip
# The others, and why nobody has to look at them once more.
OTHERS = {
    "agenda_items.asked_text": "what was asked for; the secretaries write the item",
    "conclusion_wordings.text": "an earlier wording, looked at when it was written",
    "conclusion_comments.text": "what one side says to a draft",
    "decisions.text": "comes from a draft or from minutes, word for word",
    "decision_moves.note": "how a decision fares, said by one side",
    "followups.text": "comes from minutes or from a meeting, word for word",
    "followup_updates.text": "how a follow-up fares, said by one side",
    "track_followups.text": "for a list alone",
    "track_followup_updates.text": "for a list alone",
    "track_moves.note": "how an entry fares, said by one side",
    "track_points.answer": "how a point fares, said by one side",
    "track_points.outcome": "how a point fares, said by one side",
    "topics.summary": "for the two secretaries’ own order; no paper bears it",
    "objections.text": "a Party’s own words, which nobody else may change",
    "circulation_entries.text": "a Party’s own words, which nobody else may change",
    "imported_lines.text": "an old paper, word for word",
    "search_rows.text": "an index of the others",
}


def prose() -> set[str]:
    tables = Base.metadata.tables.values()
    return {f"{one.name}.{column.name}" for one in tables for column in one.columns if isinstance(column.type, Prose)}


def test_of_every_text_it_is_said_whether_it_is_looked_at() -> None:
    assert prose() == {*LOOKED} | {*OTHERS}
    assert not {*LOOKED} & {*OTHERS}


@pytest.mark.parametrize("name", LOOKED)
def test_what_stands_in_a_text_that_goes_out_is_found(database: Any, name: str) -> None:
    planted(database)
    noun, field, looked = LOOKED[name]
    told = []
    for key in db.scalars(select(noun.id)).all():
        with db.no_autoflush:
            one = db.get_one(noun, key)
            session, before = looked(one)
            if before and not findings(session, before):
                if field == "actions":
                    one.actions.append(MeetingAction(text=OUTSIDE, owner=None, office="", due_on=None))
                else:
                    setattr(one, field, OUTSIDE)
                told.append([found.words for found in findings(*looked(one))])
        db.rollback()

    assert ["state border"] in told


def test_every_kind_of_agreed_text_is_released_through_the_pages_that_ask(database: Any) -> None:
    planted(database)
    kinds = {one.KIND.name for one in TEXTS.values()}

    released = {re.sub(r"[^a-z].*", "", one) for one in db.scalars(select(ReleasedFile.kind).distinct())}
    assert {one for one in released if one not in kinds} <= {"review", "action"}
