import datetime as dt
import re
import shutil
import subprocess

import pytest
import time_machine
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from dialogue.rendering.word import tracker
from dialogue.rendering.word.fragments import LANDSCAPE_WIDTH
from tests.rendering.word.checks import faults, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import follow_up, soiled
from tests.rendering.word.sheets import tracker as sheet


def test_tracker_reads_as_the_register_that_was_shown():
    assert read(tracker.render(sheet(4))) == [
        "Masthead: High-Level Dialogue NATO – Kosovo",
        "Block: Reference\tHLD/2026/1-FU EXTRACT",
        "Block: Date\tAs of Thu 5 Nov 2026 · last change Mon 26 Oct 2026",
        "Block: Original language\tEnglish",
        "Block: From\tThe two secretaries",
        "Block: To\tDelegations",
        "Block: Subject\tFollow-up tracker",
        "Title: Follow-up tracker",
        "Status: 4 follow-ups, 1 of them overdue.",
        "Status: Shown: owner: all; state: open, in progress, claimed done",
        "Status: What changed since HLD/2026/1 stands in words in a shaded cell.",
        "Heading1: Follow-ups",
        "Reference | Follow-up | Owner | Due | State | Changed since HLD/2026/1 | Last note",
        (
            "OC/2026/2/01 / From D/2026/1/02 | To submit the joint paper no. 1 on energy & connectivity / Energy | "
            "Kosovo / Ministry 1 | Mon 2 Feb 2026 | In progress / carried once | No change | "
            "Awaiting the reply of the other side"
        ),
        (
            "OC/2026/1/02 / From D/2026/1/03 | To submit the joint paper no. 2 on energy & connectivity / Energy | "
            "NATO / Ministry 2 | Tue 3 Mar 2026 | Claimed done / carried 2 times | No change | "
            "Awaiting the reply of the other side"
        ),
        (
            "OC/2026/2/03 / From D/2026/1/04 | To submit the joint paper no. 3 on energy & connectivity | "
            "Kosovo / Ministry 3 | Sat 4 Apr 2026 | Open | Due date moved from Thu 1 Oct 2026 | "
            "Awaiting the reply of the other side"
        ),
        (
            "OC/2026/1/04 / From D/2026/1/05 | To submit the joint paper no. 4 on energy & connectivity / Energy | "
            "NATO / Ministry 4 | Tue 5 May 2026 / Overdue | In progress / carried once | No change | —"
        ),
    ]


def test_each_party_has_a_page_of_its_own_and_a_row_the_cause_why_it_was_carried():
    rows = tuple(follow_up(n, cause="Nobody was named." if n == 3 else "") for n in (1, 2, 3))
    made = tracker.render(sheet(rows=rows, by="owner"))

    paper = opened(made)
    headings = [
        (p.text, bool(p.paragraph_format.page_break_before)) for p in paper.paragraphs if p.style.name == "Heading 1"
    ]
    assert headings == [("Kosovo", False), ("NATO", True)]
    assert [len(table.rows) - 1 for table in paper.tables][-2:] == [2, 1]
    assert "Open / Cause: Nobody was named." in read(made)[-4]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "HLD/2026/1-FU EXTRACT"),
        ({"filters": ()}, "HLD/2026/1-FU"),
        ({"reference": ""}, None),
    ],
)
def test_it_bears_its_reference_once_a_session_was_held_and_says_whether_it_is_all(form, told):
    paper = opened(tracker.render(sheet(1, **form)))
    lines = [p.text.removeprefix("Reference\t") for p in paper.paragraphs if p.text.startswith("Reference\t")]
    header = paper.sections[0].header.paragraphs[0].text

    assert lines == ([told] if told else [])
    assert header.startswith(f"{told}   Follow-up tracker" if told else "Follow-up tracker")


def test_one_that_goes_to_a_few_people_says_so_on_each_page_and_names_no_edition():
    few = opened(tracker.render(sheet(1, edition=None, addressee="The people on the list", claims=False)))

    feet = [
        one.text for part in few.sections for foot in (part.footer, part.first_page_footer) for one in foot.paragraphs
    ]

    assert all("The people on the list" in foot for foot in feet if foot.strip())
    assert "Edition" not in " ".join(feet)


def test_tracker_lies_across_the_page():
    assert opened(tracker.render(sheet(1))).sections[0].orientation is WD_ORIENT.LANDSCAPE


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"dated": None}, ["Block: Date\tAs of Thu 5 Nov 2026"]),
        ({"as_of": None}, ["Block: Date\tlast change Mon 26 Oct 2026"]),
        ({"as_of": None, "dated": None}, []),
    ],
)
def test_it_says_what_of_its_days_it_knows(form, told):
    assert [text for text in read(tracker.render(sheet(1, **form))) if text.startswith("Block: Date")] == told


def test_its_columns_fill_the_page_and_no_more():
    widths = [column.width.mm for column in opened(tracker.render(sheet(1))).tables[0].columns]

    assert sum(widths) == pytest.approx(LANDSCAPE_WIDTH, abs=0.1)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_page_holds_nine_rows_of_a_register_as_it_is_kept(tmp_path):
    texts = (
        "Propose dates and a draft programme for the expert meeting on countering disinformation in spring.",
        "Submit the concept document, with a shortlist by area.",
        "Write to the steering committees of the three Centres of Excellence about observer status of institutions.",
    )
    about = {
        "office": "Ministry of Defence",
        "topic": "Hybrid threats",
        "last_note": "Programme sent to the other side.",
    }
    rows = tuple(follow_up(n, text=texts[n % 3], changed=("", "1 note")[n % 2], **about) for n in range(1, 31))
    paper = tmp_path / "tracker.docx"
    paper.write_bytes(tracker.render(sheet(rows=rows)))

    run = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*run, "--outdir", str(tmp_path), str(paper)], check=True, timeout=120, capture_output=True)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "tracker.pdf").pages]
    held = [len(re.findall(r"OC/2026/[12]/\d\d", page)) for page in pages]

    assert sum(held) == 30
    assert min(held[1:-1]) >= 9


def test_rows_that_other_rows_name_are_places_and_all_others_none():
    rows = (follow_up(1), follow_up(2, last_note="After OC/2026/2/01 and OC/2025/1/09."), follow_up(3))
    body = opened(tracker.render(sheet(rows=rows))).element.body

    assert [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))] == ["Part_1", "OC_2026_2_01"]
    assert [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))] == ["OC_2026_2_01"]


def test_what_changed_is_shaded_beside_its_words():
    rows = opened(tracker.render(sheet(3))).tables[0].rows

    shades = [[len(list(cell._tc.iter(qn("w:shd")))) for cell in row.cells] for row in rows]
    assert shades == [[0] * 7, [0] * 7, [0] * 7, [0, 0, 0, 0, 0, 1, 0]]


def test_row_says_what_is_missing():
    bare = follow_up(1, due=None, topic="", origin="", office="", last_note="", state="adjourned", carried=0)

    assert read(tracker.render(sheet(rows=(bare,))))[-1] == (
        "OC/2026/2/01 | To submit the joint paper no. 1 on energy & connectivity | Kosovo | No date | adjourned | "
        "No change | —"
    )


def test_texts_of_follow_ups_are_the_minutes_markdown():
    row = follow_up(1, text="To **report** on:\n\n- one\n- two", topic="", origin="")

    assert " | To report on: / one / two | " in read(tracker.render(sheet(rows=(row,))))[-1]


def test_supporting_offices_stand_under_the_owner():
    assert " | Kosovo / Ministry 5 / with Liaison Office | " in read(tracker.render(sheet(5)))[-1]


def test_what_there_will_be_and_by_what_it_is_seen_stand_under_the_text():
    row = follow_up(1, text="Report.", topic="", origin="", deliverable="A concept", indicator="Its date")

    told = " | Report. / Deliverable: A concept / Indicator: Its date | "
    assert told in read(tracker.render(sheet(rows=(row,))))[-1]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (0, "Status: No follow-up matches."),
        (1, "Status: 1 follow-up, none overdue."),
        (8, "Status: 8 follow-ups, 2 of them overdue."),
    ],
)
def test_tracker_counts_in_words(rows, told):
    assert told in read(tracker.render(sheet(rows)))


def test_tracker_without_a_session_to_count_from():
    lines = read(tracker.render(sheet(1, since="", filters=())))

    assert [text for text in lines if text.startswith("Status")] == ["Status: 1 follow-up, none overdue."]
    assert lines[-2].split(" | ")[5] == "Changed"


@pytest.mark.parametrize("form", [{}, {"length": 0}, {"title": "", "dated": None, "dialogue": "", "marking": ""}])
def test_tracker_is_a_sound_document_in_every_form(form):
    assert faults(tracker.render(sheet(**form))) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(tracker.render(soiled(sheet(), text))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(tracker.render(soiled(sheet(2), text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = tracker.render(sheet())
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = tracker.render(sheet())

    assert first == second
