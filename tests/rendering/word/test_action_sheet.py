"""The Action Sheet on paper: what was agreed and how, first; its rounds; what is attached, last."""

import pytest
import time_machine

from dialogue.rendering.word import action_sheet
from tests.rendering.word.checks import faults, members, missed_by_the_audit, opened, read, words
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import HASH, soiled
from tests.rendering.word.sheets import action_sheet as sheet


def test_it_says_first_what_was_agreed_and_then_how():
    seen = read(action_sheet.render(sheet()))

    assert seen[1:4] == ["Block: Reference\tDD/2026/2/01-AS1", "Block: Date\tMon 26 Oct 2026", seen[3]]
    assert "Block: No. of previous document\tDD/2026/2/01" in seen
    assert seen[seen.index("Title: Action Sheet") + 2 :] == [
        (
            "Status: On Fri 27 Nov 2026, 17:00 Brussels/Prishtina time, under the silence procedure, the two Parties "
            "agreed to “Places in courses” (DD/2026/2/01)."
        ),
        "Heading1: The paper",
        "Normal: DD/2026/2/01  Places in courses",
        "Small: This sheet goes on top of it.",
        f"Small: Hash of the text (SHA-256):\n{HASH}",
        "Heading1: Decisions",
        "List: D/2026/2/03: Places in courses",
        "Heading1: The silence procedure",
        "Normal: The silence expired on Fri 27 Nov 2026, 17:00 Brussels/Prishtina time. All times below are so.",
        "Label: Round 1 (SP/7)",
        "List: issued on Mon 9 Nov 2026, 10:00, to expire on Fri 13 Nov 2026, 12:00",
        "List: silence was broken on Thu 12 Nov 2026, 16:10",
        "Label: Round 2 (SP/9)",
        "List: issued on Fri 20 Nov 2026, 10:00, to expire on Wed 25 Nov 2026, 12:00",
        "List: extended on Tue 24 Nov 2026, 09:00 until Fri 27 Nov 2026, 17:00",
        "List: silence was kept; in effect from Fri 27 Nov 2026, 17:00",
        "Heading1: Annex: statements and reservations attached",
        "Heading2: Statement by Kosovo, Tue 24 Nov 2026",
        "Normal: We read this narrowly.",
        "Heading2: Reservation by NATO, Wed 25 Nov 2026",
        "Normal: As to costs:",
        "List: travel",
    ]


def test_of_a_single_decision_the_agreed_words_stand_in_it_and_no_session():
    single = sheet(text="Three places are **offered**:\n\n- two in Brussels;\n- one here.", register="HLD/2026/2")

    seen = read(action_sheet.render(single))

    assert "Block: Subject\tAction Sheet: Places in courses" in seen
    assert seen[seen.index("Title: Action Sheet") + 1] == "Subtitle: For the register of HLD/2026/2"
    paper = seen.index("Heading1: The paper")
    assert seen[paper + 1 : paper + 6] == [
        "Normal: DD/2026/2/01  Places in courses",
        "Normal: Three places are offered:",
        "List: two in Brussels;",
        "List: one here.",
        f"Small: Hash of the text (SHA-256):\n{HASH}",
    ]
    assert "goes on top" not in "".join(seen)
    assert not [line for line in seen if "Prishtina, University Library" in line]
    assert faults(action_sheet.render(single)) == []


def test_what_is_not_there_has_no_heading():
    told = words(action_sheet.render(sheet(decisions=(), attached=())))

    assert "Annex" not in told
    assert "Decisions" not in told


def test_it_opens_without_a_fault():
    assert faults(action_sheet.render(sheet())) == []


def test_the_same_sheet_gives_the_same_bytes_at_any_time():
    with time_machine.travel("2026-11-27"):
        first = action_sheet.render(sheet())
    with time_machine.travel("2031-01-01"):
        assert action_sheet.render(sheet()) == first


@pytest.mark.parametrize("dirt", [*MARKDOWN, *WORD, *MIXED])
def test_whatever_is_pasted_it_is_a_sound_document(dirt):
    assert missed_by_the_audit(action_sheet.render(soiled(sheet(), dirt))) == []


def test_with_all_that_is_pasted_it_opens():
    assert faults(action_sheet.render(soiled(sheet(), "\n\n".join(MIXED)))) == []


def test_the_file_names_its_reference_and_nobody():
    blob = action_sheet.render(sheet())

    assert opened(blob).core_properties.title == "DD/2026/2/01-AS1 Action Sheet"
    assert opened(blob).core_properties.author == "High-Level Dialogue NATO – Kosovo"
    assert "Edition for the delegations" in "".join(text for name, text in members(blob).items() if "footer" in name)
