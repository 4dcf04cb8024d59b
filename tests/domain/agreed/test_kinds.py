"""The way of a text that goes no way of its own, and how a round names one."""

import pytest

from dialogue.domain.agreed import FLOW, SHEETS, TEXTS, TextState, read_key
from tests.domain.pairs import allowed
from tests.domain.pairs import table as pairs


def test_a_plain_text_moves_as_its_table_says():
    assert allowed(FLOW, TextState) == pairs(
        """
        drafting: final draft
        final draft: approved, under silence, drafting
        under silence: approved, final draft, drafting
        approved: drafting
        """
    )


def test_the_sheet_of_each_kind_says_its_name():
    assert {name: sheet.kind for name, sheet in SHEETS.items()} == {name: name for name in TEXTS}


@pytest.mark.parametrize(
    ("key", "read"),
    [
        ("2026-2", ("2026-2", None)),
        ("2026-2/1", ("2026-2", 1)),
        ("2026-2-01", ("2026-2", 1)),
        ("", ("", None)),
        ("2026-2/x", ("", None)),
        ("2026-2/1/1", ("", None)),
        ("2026-2/123456", ("", None)),
    ],
)
def test_a_key_names_a_session_and_one_of_several(key, read):
    assert read_key(key) == read
