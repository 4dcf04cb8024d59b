"""The annotated agenda prints the draft conclusions that go out with it, under their items."""

from sqlalchemy import select

from dialogue.domain.agenda import Agenda
from dialogue.domain.conclusions import Conclusion, ConclusionState
from dialogue.domain.editions import Audience, Level
from dialogue.queries import sheets
from dialogue.rendering.word import word
from tests import planted
from tests.rendering.word.checks import read


def test_what_stands_is_printed_and_what_is_only_proposed_is_not(db, database):
    planted.planted(database)
    agenda = db.scalars(select(Agenda).where(Agenda.session.has(year=2027, number=1))).one()
    every = db.scalars(select(Conclusion).where(Conclusion.agenda_id == agenda.id).order_by(Conclusion.number)).all()
    every[-1].state = ConclusionState.PROPOSED
    db.flush()
    made = sheets.annotated(agenda.circulated.sheet, agenda, Audience(Level.DELEGATIONS))
    printed = {line.key: line.history.conclusions for line in made.items if line.history and line.history.conclusions}

    told = {int(words.split(".")[0]): (key, words) for key, those in printed.items() for words in those}
    assert {one.number: one.item_key for one in every if one.is_circulated} == {n: key for n, (key, _) in told.items()}
    assert every[-1].number not in told
    one = next(one for one in every if one.is_circulated)
    assert told[one.number][1].startswith(f"{one.number}. {one.text} ({one.owner.short_name}")
    lines = read(word.render(made))
    assert any("Draft operational conclusions" in line for line in lines)
    assert any("Written reactions" in line for line in lines)
