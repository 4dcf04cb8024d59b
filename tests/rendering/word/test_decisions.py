"""Status of decisions on paper: what is open first, and only what the edition holds."""

import datetime as dt

from docx.oxml.ns import qn

from dialogue.domain.editions import DecisionRow, DecisionsSheet, Level
from dialogue.rendering.word import decisions
from tests.rendering.word.checks import faults, missed_by_the_audit, opened, read
from tests.rendering.word.hostile import MIXED
from tests.rendering.word.sheets import heading, soiled

ROWS = (
    DecisionRow(
        reference="D/2026/1/02",
        title="Places",
        text="To keep **two** places.",
        adopted=dt.date(2026, 5, 12),
        status="under way",
        moved=dt.date(2026, 6, 1),
        note="One is taken.",
        evidence="Letter of 1 June",
        changed="open → under way",
    ),
    DecisionRow(
        reference="D/2026/1/01",
        text="To meet.",
        adopted=dt.date(2026, 5, 12),
        status="superseded",
        later="D/2026/1/03",
        in_question=True,
    ),
)


def sheet(**more):
    return DecisionsSheet(heading=heading(), rows=ROWS, since="HLD/2026/1", finished=2, **more)


def test_paper_reads_as_the_page_that_was_shown():
    assert read(decisions.render(sheet()))[-7:] == [
        "Status: 2 decisions.",
        "Status: 2 decisions were carried out or superseded before HLD/2026/1 and are not repeated.",
        "Status: What changed since HLD/2026/1 stands in words in a shaded cell.",
        "Heading1: Decisions",
        "Decision | Status | Changed since HLD/2026/1 | Note and evidence",
        (
            "D/2026/1/02 / Places / To keep two places. / Adopted Tue 12 May 2026 | Under way / since Mon 1 Jun 2026 | "
            "open → under way | One is taken. / Evidence: Letter of 1 June"
        ),
        (
            "D/2026/1/01 / To meet. / Adopted Tue 12 May 2026 | Superseded / Adoption in question / by D/2026/1/03 | "
            "No change | —"
        ),
    ]


def test_what_superseded_a_decision_leads_there_where_it_stands_in_the_paper():
    later = DecisionRow(reference="D/2026/1/03", text="To meet.", adopted=dt.date(2026, 5, 12), status="open")
    made = DecisionsSheet(heading=heading(), rows=(*ROWS, later))

    body = opened(decisions.render(made)).element.body
    assert [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))] == ["D_2026_1_03"]
    assert not list(opened(decisions.render(sheet())).element.body.iter(qn("w:hyperlink")))


def test_a_cohosts_paper_has_no_column_for_notes():
    made = read(
        decisions.render(DecisionsSheet(heading=heading(edition=Level.COHOST), rows=ROWS[:1], since="HLD/2026/1"))
    )

    assert made[-2] == "Decision | Status | Changed since HLD/2026/1"
    assert not [part for part in made if "One is taken." in part or "Letter of 1 June" in part]


def test_a_paper_without_rows_says_so():
    empty = DecisionsSheet(heading=heading(), rows=())

    assert "Status: No decision waits to be carried out." in read(decisions.render(empty))


def test_it_opens_in_word_whatever_was_typed_and_is_the_same_each_time():
    made = decisions.render(soiled(sheet(), "\n\n".join(MIXED)))

    assert faults(made) == []
    assert missed_by_the_audit(made) == []
    assert decisions.render(sheet()) == decisions.render(sheet())
