"""The annotated agenda quotes what was answered in writing to what was pulled under an item."""

import pytest
from sqlalchemy import select

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.editions import Audience, Level
from dialogue.domain.tracks import Target
from dialogue.queries import reactions, sheets
from tests import planted


@pytest.fixture
def agenda(db, database):
    planted.planted(database)
    return db.scalars(select(Agenda).where(Agenda.session.has(year=2027, number=1))).one()


def item(agenda, title):
    return next(one for one in agenda.all_items if one.public_title == title)


def entry(db, number):
    return db.scalars(tracks.by_number("parliamentary-assembly", number)).unique().one()


def _quoted(*parts):
    return " ".join(parts)


QUOTED = [
    _quoted(
        "PA/4, point 1 (“Share lessons of community resilience with Allies and partners.”), answered on",
        "Sat 15 Aug 2026: “The comments welcome the experience, and name the resilience objectives as the",
        "framework for it.”",
    ),
    _quoted(
        "PA/4, point 2 (“Open courses on civil preparedness to officials of municipalities.”), answered on",
        "Sat 15 Aug 2026: “Places can be asked for through the partnership tools.”",
    ),
]


def test_the_annotated_agenda_quotes_every_answer_to_an_entry_that_was_pulled_there(agenda):
    key, whole = item(agenda, "Community resilience").key, Audience(Level.DELEGATIONS)
    made = sheets.annotated(agenda.circulated.sheet, agenda, whole)

    quoted = {line.key: list(line.history.reactions) for line in made.items if line.history.reactions}
    assert quoted == {key: QUOTED}


def test_of_a_single_point_its_own_answer_is_quoted_and_one_without_an_answer_says_nothing(db, agenda):
    resilience, dialogue = entry(db, 4), entry(db, 2)
    hybrid = item(agenda, "Hybrid threats")
    for one, nth in ((resilience, 1), (dialogue, 1)):
        target = Target(item_key=hybrid.key)
        acts.connect(one, target, agenda.session, point=one.points[nth], by=one.edited_by, at=planted.AT)
        db.flush()

    assert reactions.of_items([hybrid.key]) == {hybrid.key: QUOTED[1:]}


def test_what_is_the_secretaries_own_or_of_another_edition_is_not_quoted(db, agenda):
    public = sheets.annotated(agenda.circulated.sheet_of(Level.PUBLIC), agenda, Audience(Level.PUBLIC))
    assert not any(line.history.reactions for line in public.items if line.history)
    assert not any(line.history.conclusions for line in public.items if line.history)
    entry(db, 4).level = Level.SECRETARIAT
    db.flush()

    assert reactions.of_items([item(agenda, "Community resilience").key]) == {}
