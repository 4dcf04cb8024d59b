"""The register of decisions on paper: the very rows that were chosen."""

import datetime as dt

from docx.oxml.ns import qn

from dialogue.domain.editions import RegisterRow, RegisterSheet
from dialogue.rendering.word import register
from tests.rendering.word.checks import faults, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MIXED
from tests.rendering.word.sheets import soiled

DAY = dt.date(2026, 6, 8)
ROWS = (
    RegisterRow(
        reference="D/2026/1/01", title="Places", text="To keep **two** places.", session="HLD/2026/1", item="5",
        topic="Cyber", adopted=DAY, how="at the session", status="superseded", later="D/2026/1/02", attached=1,
        in_question=True,
    ),
    RegisterRow(reference="D/2026/1/02", text="To keep three.", session="HLD/2026/1", adopted=DAY, how="at the session",
                status="open"),
)  # fmt: skip


def sheet(**more):
    about = {
        "reference": "HLD/2026/1-RD",
        "dialogue": "High-Level Dialogue",
        "marking": "LIMITED",
        "sender": "The secretariat",
    }
    dated = dt.datetime(2026, 6, 9, 12, tzinfo=dt.UTC)
    return RegisterSheet(**{"rows": ROWS, "filters": ("status: open",), "dated": dated, **about, **more})


def test_paper_reads_as_the_register_that_was_shown():
    assert read(register.render(sheet())) == [
        "Masthead: High-Level Dialogue",
        "Block: Reference\tHLD/2026/1-RD EXTRACT",
        "Block: Date\tlast change Tue 9 Jun 2026",
        "Block: Original language\tEnglish",
        "Block: From\tThe secretariat",
        "Block: Subject\tRegister of decisions",
        "Title: Register of decisions",
        "Status: 2 decisions.",
        "Status: Shown: status: open",
        "Number | Decision | Session and item | Adopted | Status",
        (
            "D/2026/1/01 | Places / To keep two places. / 1 statement attached | HLD/2026/1, item 5 / Cyber | "
            "Mon 8 Jun 2026 / at the session | Superseded / Adoption in question / by D/2026/1/02"
        ),
        "D/2026/1/02 | To keep three. | HLD/2026/1 | Mon 8 Jun 2026 / at the session | Open",
    ]


def test_what_superseded_a_decision_leads_there():
    body = opened(register.render(sheet())).element.body

    assert [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))] == ["D_2026_1_02"]


def test_it_is_a_sound_document_of_any_length():
    for rows in (ROWS, ()):
        assert faults(register.render(sheet(rows=rows, dated=None))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(register.render(soiled(sheet(), text))) == [], text[:40]
