import datetime as dt

import pytest
import time_machine

from dialogue.domain.editions import DelegationSheet, Level
from dialogue.rendering.word import participants
from tests.rendering.word.checks import faults, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import heading, seat, soiled
from tests.rendering.word.sheets import participants as sheet


def test_list_reads_delegation_by_delegation_in_the_order_of_the_sheet():
    lines = read(participants.render(sheet()))

    assert lines[lines.index("Title: List of participants") + 2 :] == [
        "Heading1: NATO",
        "Small: Party to the dialogue · 4 persons",
        "Name | Function and organisation | Role | Presence",
        "Ann Verhaegen | Assistant Secretary General / International Staff | Head of delegation | Present",
        "Col. Piet de Wit | Head of the Advisory Team / Liaison Office | Alternate | Present",
        "Marta Nowak | Desk officer / International Staff | Member | Absent",
        "Ilir Krasniqi-Thaçi | — | Interpreter | Present",
        "Heading1: Kosovo",
        "Small: Party to the dialogue · 3 persons",
        "Name | Function and organisation | Role | Presence",
        "Arbër Gashi | Deputy Minister / Ministry of Defence | Head of delegation | Present",
        "Đorđe Petrović | Adviser for minority affairs / Office of the Prime Minister | Member | Present",
        "Vjosa Berisha | Secretary | Note-taker | Not recorded",
        "Heading1: Institute of Security Studies",
        "Small: Co-host · 1 person",
        "Name | Function and organisation | Role | Presence",
        "Prof. Lea Hoxha | Director | Speaker | Present",
    ]


def test_presence_has_a_column_only_once_it_is_recorded():
    before = DelegationSheet(name="A", kind="party", seats=(seat("Ann", "alternate"),))

    lines = read(participants.render(sheet(delegations=(before,))))

    assert lines[-2:] == ["Name | Function and organisation | Role", "Ann | — | Alternate"]


@pytest.mark.parametrize("edition", [Level.COHOST, Level.PUBLIC])
def test_an_edition_that_names_the_heads_alone_does_not_count_a_delegation(edition):
    alone = DelegationSheet(name="A", kind="party", seats=(seat("Ann", "head of delegation"),))

    lines = read(participants.render(sheet(heading=heading(edition=edition), delegations=(alone,))))

    assert lines[-4:-2] == ["Heading1: A", "Small: Party to the dialogue"]


def test_list_without_delegations_says_so():
    assert read(participants.render(sheet(delegations=())))[-1] == "Normal: No delegation is named yet."


def test_delegation_without_seats_has_no_table():
    empty = DelegationSheet(name="A", kind="observer", seats=())

    assert read(participants.render(sheet(delegations=(empty,))))[-2:] == ["Heading1: A", "Small: Observer · 0 persons"]


def test_list_is_a_sound_document():
    for form in (sheet(), sheet(delegations=())):
        assert faults(participants.render(form)) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(participants.render(soiled(sheet(), text))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(participants.render(soiled(sheet(), text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = participants.render(sheet())
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = participants.render(sheet())

    assert first == second
    assert opened(first).core_properties.title == "HLD/2026/2 List of participants"
