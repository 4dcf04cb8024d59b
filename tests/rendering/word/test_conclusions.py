"""Draft conclusions on paper: what was drafted stands beside what was agreed in the room."""

import datetime as dt

from dialogue.domain.editions import ConclusionRow, ConclusionsSheet
from dialogue.rendering.word import conclusions
from tests.rendering.word.checks import faults, missed_by_the_audit, read
from tests.rendering.word.hostile import MIXED
from tests.rendering.word.sheets import heading, soiled

ROWS = (
    ConclusionRow(
        number=1,
        item="2 Hybrid threats",
        text="To meet **twice**.",
        owner="Kosovo, Ministry",
        due=dt.date(2027, 9, 1),
        drafted="To meet.",
        drafted_details="NATO, due Wed 1 Sep 2027",
    ),
    ConclusionRow(number=3, item="", text="To write.", owner="NATO", due=dt.date(2027, 9, 2), new=True),
)


def sheet(**more):
    return ConclusionsSheet(heading=heading(), **{"rows": ROWS, "amended": True} | more)


def test_paper_reads_as_the_page_that_was_shown():
    assert read(conclusions.render(sheet()))[-4:] == [
        "Status: As amended in the room. What was drafted stands beside it where it was changed.",
        "No. | Conclusion | Owner | Due",
        (
            "1 | To meet twice. / Item 2 Hybrid threats / As drafted: / To meet. / Drafted: NATO, due Wed 1 Sep 2027 | "
            "Kosovo, Ministry | Wed 1 Sept 2027"
        ),
        "3 | To write. / Its item is not on the agenda any more / Added in the room | NATO | Thu 2 Sept 2027",
    ]


def test_before_the_session_it_is_a_draft_and_without_rows_it_says_so():
    made = read(conclusions.render(sheet(rows=(), amended=False)))

    assert any(line.startswith("Title: Draft operational conclusions") for line in made)
    assert made[-1] == "Status: No conclusion is drafted."


def test_it_opens_in_word_whatever_was_typed_and_is_the_same_each_time():
    made = conclusions.render(soiled(sheet(), "\n\n".join(MIXED)))

    assert faults(made) == []
    assert missed_by_the_audit(made) == []
    assert made == conclusions.render(soiled(sheet(), "\n\n".join(MIXED)))
