import datetime as dt
from dataclasses import replace

import pytest
import time_machine

from dialogue.domain.editions import History
from dialogue.rendering.word import agenda
from dialogue.rendering.word.agenda import NO_BREAK
from tests.rendering.word.checks import faults, missed_by_the_audit, opened, read, words
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import agenda as sheet
from tests.rendering.word.sheets import at, heading, item, soiled


def after(lines, start):
    return lines[lines.index(start) + 1 :]


def test_agenda_reads_as_an_order_of_business():
    assert [line.replace(NO_BREAK, "~") for line in read(agenda.render(sheet()))] == [
        "Masthead: High-Level Dialogue NATO – Kosovo",
        "Block: Reference\tHLD/2026/2 REV 2",
        "Block: Date\tMon 26 Oct 2026",
        "Block: Original language\tEnglish",
        "Block: From\tThe two secretaries",
        "Block: To\tDelegations",
        "Block: Subject\tProvisional agenda: Second session of 2026",
        "Block: No. of previous document\tHLD/2026/2 REV 1",
        "Title: Provisional agenda",
        (
            "Subtitle: Second session of 2026\nTue 10 Nov 2026, 09:30–17:00 Brussels/Prishtina time\n"
            "Prishtina, University Library, Great Hall"
        ),
        "Status: Status: circulated, REV 2.",
        "Label: Changed since REV 1:",
        "List: Item 6 is new: Academic cooperation.",
        "List: Item 4 moved from 14:30 to 11:30.",
        "Heading1: Order of business",
        "Time | No. | Item | Presented by | Duration",
        "09:30 | 1 | Opening and adoption of the agenda | Co-chair of the host | 15~min",
        "09:45 | 2 | Approval of minutes and decisions since the last session | The two secretaries | 15~min",
        (
            "10:00 | 3 | Regional security developments / Asked for by Kosovo | "
            "Head of the Office; Ministry of Defence | 1~h~15~min"
        ),
        "10:00 | 3.1 | Cyber incidents / Asked for by NATO | Cyber agencies of both sides | 25~min",
        (
            "10:25 | 3.2 | Liaison teams in municipalities with particularly long names and several languages | "
            "Liaison teams | 50~min"
        ),
        "11:30 | 4 | Restricted item | — | 45~min",
        "13:30 | 5 | Review of cooperation | Programme managers | 1~h",
        (
            "14:30 | 6 | Academic cooperation / Open: with the co-host / Asked for by the co-host | "
            "Institute of Security Studies | 45~min"
        ),
        "15:15 | 7 | Review of follow-ups | The two secretaries | 45~min",
        "16:00 | 8 | Any other business | — | 15~min",
        "16:15 | 9 | Next session | Co-chairs | 15~min",
        "Small: In all 5 h 30 min; ends at 16:30 Brussels/Prishtina time.",
        "Heading1: Notes on the items",
        "Heading2: 2\tApproval of minutes and decisions since the last session",
        "Label: Papers",
        "List: HLD/2026/1 Minutes, REV 3",
        "List: D/2026/1/01 to D/2026/1/04",
        "Heading2: 3\tRegional security developments",
        "Detail: Topic: Freedom of movement",
        "Continued: Exchange on the situation since May, with emphasis on:",
        "List: 1.\tfreedom of movement in the north;",
        "List: 2.\tthe work of the liaison teams (https://liaison.example/teams?year=2026);",
        "List: their reach,",
        "List: their hours;",
        "List: 3.\tcyber incidents.",
        "Continued: No conclusions are expected.",
        "Label: Papers",
        "List: HLD/2026/2/WP 4",
        "Heading3: 3.1\tCyber incidents",
        "Continued: Each side reports on incidents of common interest.",
        "Heading2: 5\tReview of cooperation",
        "Continued: Programmes under review: partnership tools, courses, science.",
        "Heading2: 6\tAcademic cooperation",
        "Label: Papers",
        "List: Programme of the institute",
    ]


def test_the_topic_of_an_item_stays_with_what_is_said_on_it():
    document = opened(agenda.render(sheet()))

    topic = next(p for p in document.paragraphs if p.text == "Topic: Freedom of movement")

    assert topic.paragraph_format.keep_with_next


def test_annotated_agenda_adds_the_history_of_each_item():
    lines = read(agenda.render(sheet(annotated=True)))

    assert "Title: Annotated provisional agenda" in lines
    assert after(lines, "Continued: No conclusions are expected.")[:8] == [
        "Label: Last decisions",
        "List: D/2026/1/02 (Tue 12 May 2026): a joint contact list of liaison teams is kept.",
        "Label: Open follow-ups",
        "List: OC/2026/1/03: contact list, due Thu 1 Oct 2026, overdue",
        "List: OC/2026/1/05: table-top exercise, due Tue 15 Dec 2026",
        "Label: Papers",
        "List: HLD/2026/2/WP 4",
        "List: HLD/2026/1/WP 2 Background note",
    ]


def test_annotated_agenda_tells_what_has_happened_since_the_last_session_and_what_is_cited():
    told = {"developments": ("DEV/2027/3, one", "DEV/2027/4, two"), "cited": ("DEV/2026/9, three",)}
    one = item("1", "One", "09:30", 15, history=History(**told, decisions=("D/2026/1/02: four",)))

    lines = read(agenda.render(sheet(items=(one,), annotated=True)))

    assert after(lines, "Label: Developments since the last session") == [
        "List: DEV/2027/3, one",
        "List: DEV/2027/4, two",
        "Label: Developments referred to",
        "List: DEV/2026/9, three",
        "Label: Last decisions",
        "List: D/2026/1/02: four",
    ]
    assert "DEV/2027/3" not in "".join(read(agenda.render(sheet(items=(one,), annotated=False))))


def test_paper_named_by_the_item_and_by_its_history_stands_once():
    one = item("1", "One", "09:30", 15, papers=("WP 1",), history=History(papers=("WP 1", "WP 2")))

    lines = read(agenda.render(sheet(items=(one,), annotated=True)))

    assert after(lines, "Label: Papers") == ["List: WP 1", "List: WP 2"]


@pytest.mark.parametrize(
    ("status", "annotated", "title"),
    [
        ("circulated", False, "Provisional agenda"),
        ("before adoption", True, "Annotated provisional agenda"),
        ("adopted", False, "Agenda"),
        ("adopted", True, "Annotated agenda"),
    ],
)
def test_title_says_how_far_the_agenda_is(status, annotated, title):
    assert f"Title: {title}" in read(agenda.render(sheet(status=status, annotated=annotated)))


@pytest.mark.parametrize("status", ["collecting", "circulated", "before adoption"])
@pytest.mark.parametrize(("annotated", "title"), [(False, "Draft agenda"), (True, "Annotated draft agenda")])
def test_what_has_no_rev_is_a_draft_however_far_the_agenda_is(status, annotated, title):
    blob = agenda.render(sheet(rev=None, changes=(), status=status, annotated=annotated))

    assert f"Title: {title}" in read(blob)
    assert opened(blob).sections[0].header.paragraphs[0].text.startswith(f"HLD/2026/2   {title}\t")
    assert "Status: Status: working text after REV 1, not circulated." in read(blob)


def test_an_adopted_agenda_is_no_draft_without_its_rev_either():
    lines = read(agenda.render(sheet(rev=None, changes=(), status="adopted", annotated=True)))

    assert "Title: Annotated agenda" in lines and "Status: Status: adopted." in lines


def test_a_draft_that_nothing_came_before_says_how_far_it_is():
    lines = read(agenda.render(sheet(rev=None, changes=(), status="collecting", heading=heading(previous=""))))

    assert "Status: Status: collecting items, not circulated." in lines


def test_adopted_agenda_says_how_and_when():
    lines = read(
        agenda.render(sheet(status="adopted", adopted="Adopted by both heads on Tue 10 Nov 2026.", changes=()))
    )

    assert after(lines, "Status: Status: adopted, REV 2.")[0] == "Status: Adopted by both heads on Tue 10 Nov 2026."


def test_agenda_of_a_session_that_has_moved_says_so_at_its_top():
    said = "Date or place have changed since this was released."
    lines = read(agenda.render(sheet(status="circulated", moved=said, changes=())))

    assert after(lines, "Status: Status: circulated, REV 2.")[0] == f"Status: {said}"


def test_withheld_item_shows_number_time_and_public_title_alone():
    secret = item(
        "4", "Closed exchange", "11:30", 45, withheld=True, kind="restricted", presenter="X", origin="Y", text="Z"
    )

    text = words(agenda.render(sheet(items=(secret,), changes=())))

    assert "Closed exchange" in text
    assert not [word for word in ("X", "Y", "Z", "Restricted: heads") if f"\n{word}\n" in f"\n{text}\n"]


def test_a_line_without_a_number_is_set_in_italics_with_its_time_alone():
    coffee = item("", "Coffee break", "10:45", 15, presenter="", origin="")

    paper = agenda.render(sheet(items=(item("1", "Opening", "09:30", 75), coffee), changes=()))

    assert f"10:45 | — | Coffee break | — | 15{NO_BREAK}min" in read(paper)
    cells = [cell for table in opened(paper).tables for cell in table.column_cells(2)[1:]]
    assert [(cell.text, cell.paragraphs[0].runs[0].italic) for cell in cells] == [
        ("Opening / Asked for by Kosovo".partition(" /")[0], None),
        ("Coffee break", True),
    ]


def test_days_of_a_longer_session_have_tables_of_their_own():
    items = (item("1", "One", "09:30", 60), item("2", "Two", "09:00", 60, day=11))

    lines = read(agenda.render(sheet(items=items, heading=heading(ends=at("17:00", 11)))))

    assert [text for text in lines if text.startswith("Heading")] == [
        "Heading1: Order of business",
        "Heading2: Tue 10 Nov 2026",
        "Heading2: Wed 11 Nov 2026",
    ]


def test_overrun_is_told_in_words():
    lines = read(agenda.render(sheet(items=(item("1", "One", "16:30", 75),))))

    assert lines[-1] == (
        "Small: In all 1 h 15 min; ends at 17:45 Brussels/Prishtina time. "
        "That is 45 min beyond the planned end at 17:00."
    )


def test_agenda_without_items_says_so():
    assert read(agenda.render(sheet(items=())))[-1] == "Normal: No items yet."


@pytest.mark.parametrize("form", [{}, {"annotated": True}, {"items": (), "rev": None, "status": "", "changes": ()}])
def test_agenda_is_a_sound_document_in_every_form(form):
    assert faults(agenda.render(sheet(**form))) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(agenda.render(soiled(sheet(annotated=True), text))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(agenda.render(soiled(sheet(annotated=True), text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = agenda.render(sheet())
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = agenda.render(sheet())

    assert first == second
    assert opened(first).core_properties.author == "High-Level Dialogue NATO – Kosovo"


def test_what_happened_under_silence_stands_under_its_item_annotated_or_not():
    told = ("Tue 13 Oct 2026, 16:00: agreed under the silence procedure: Places (DD/2026/2/01); D/2026/2/01",)
    lines = tuple(replace(line, since=told) if line.number == "2" else line for line in sheet().items)

    for annotated in (False, True):
        seen = read(agenda.render(replace(sheet(), items=lines, annotated=annotated)))
        place = seen.index("Label: Under the silence procedure since the last session")
        assert seen[place + 1] == f"List: {told[0]}"
    assert not any("silence procedure" in line for line in read(agenda.render(sheet())))
