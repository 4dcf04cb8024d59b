"""The development log as its readers find it, and what of it stands beside the items of an agenda."""

import datetime as dt

import pytest
from sqlalchemy import event, select

from dialogue.domain.agenda import Agenda
from dialogue.domain.developments import Development
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.queries import developments, sheets
from dialogue.queries.developments import Chosen
from tests import planted


@pytest.fixture
def world(database):
    return planted.planted(database)


@pytest.fixture
def agenda(db, world):
    """Of the next session."""
    agendas = select(Agenda).join(Agenda.session).where(Agenda.session.has(year=2027, number=1))
    return db.scalars(agendas).one()


def numbers(found):
    return [one.number for one in found]


def beside(who, agenda):
    """By the title of each item, the numbers of what is new and of what is cited."""
    found = developments.beside(planted.standing(who), agenda, agenda.circulated.sheet.items)
    return {
        line.title: (numbers(found[line.key].since), numbers(found[line.key].cited))
        for line in agenda.circulated.sheet.items
        if line.key in found and (found[line.key].since or found[line.key].cited)
    }


def test_each_side_finds_what_stands_and_its_own_that_waits(db, world):
    def found(who):
        return sorted(numbers(developments.register(planted.standing(who), Chosen(), ())))

    assert found("secretary") == found("focal point") == [*range(1, 9)]
    assert found("delegate") == found("chair") == [*range(1, 8)]
    for who in ("co-host", "adviser", "outsider", "admin"):
        assert found(who) == []


def test_what_is_new_stands_under_its_standing_item_and_under_the_items_on_its_topic(agenda):
    expected = {
        "Regional security developments": ([3, 4, 7, 5, 6], []),
        "Hybrid threats: exchange on recent developments": ([], [1, 3]),
        "Observer status in existing Centres of Excellence": ([3], []),
        "Public messages on security matters": ([5], []),
    }

    assert beside("delegate", agenda) == beside("secretary", agenda) == expected
    for who in ("co-host", "adviser", "outsider", "admin"):
        assert beside(who, agenda) == {}


def test_what_came_to_stand_after_a_session_was_held_is_not_in_its_agenda_any_more(db, agenda):
    agenda.session.held_at = planted.AT - dt.timedelta(days=10)
    db.flush()

    assert beside("delegate", agenda)["Regional security developments"] == ([3], [])


def test_the_annotated_agenda_tells_it_to_the_delegations_alone_and_no_hash_knows_of_it(db, agenda):
    sheet = agenda.circulated.sheet
    before = fingerprint(sheet)

    whole = sheets.annotated(sheet, agenda, Audience(Level.DELEGATIONS))

    assert fingerprint(whole) == before
    told = {line.number: line.history for line in whole.items if line.history and line.history.developments}
    assert len(told) == 3
    lower = sheets.annotated(agenda.circulated.sheet_of(Level.COHOST), agenda, Audience(Level.COHOST))
    assert not any(line.history and (line.history.developments or line.history.cited) for line in lower.items)


def test_a_line_of_a_paper_says_when_whose_and_how_it_is_known(db, world):
    every = {one.number: one for one in db.scalars(select(Development))}

    assert [developments.in_words(every[n]) for n in (3, 6, 2)] == [
        (
            "DEV/2026/3, Tue 10 Nov 2026 to Wed 11 Nov 2026 (corroborated by a second source): The portal for public"
            " services could not be reached for parts of two days. The traffic came from rented machines; no data were"
            " lost. Source: National response team, incident 2031."
        ),
        (
            "DEV/2026/6, Sun 15 Nov 2026 (reported; shown by Kosovo alone, not shared by the other side): Armed persons"
            " were seen beside a track near the boundary line. Source: Two residents, heard by the police."
        ),
        (
            "DEV/2026/2, Thu 20 Aug 2026 (confirmed by both sides): A road to a crossing point was blocked for nine"
            " hours. KFOR and the police kept apart who had gathered there; nobody was hurt. Source: KFOR situation"
            " report. Corrected by DEV/2026/7."
        ),
    ]


def test_however_many_entries_there_are_one_question_brings_what_stands_beside_an_agenda(db, agenda):
    lines = agenda.circulated.sheet.items
    asked = []
    event.listen(db.connection(), "before_cursor_execute", lambda *seen: asked.append(seen[2]))

    developments.beside_items(agenda, lines)

    assert len(asked) == 1, asked
