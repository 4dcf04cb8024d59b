"""The Word paper of any sheet."""

from typing import get_args

import pytest

from dialogue.rendering.word import agenda, minutes, participants, tracker, word
from tests.rendering.word import sheets


@pytest.mark.parametrize(
    ("sheet", "renderer"),
    [
        (sheets.agenda(), agenda),
        (sheets.minutes(), minutes),
        (sheets.participants(), participants),
        (sheets.tracker(), tracker),
    ],
)
def test_a_sheet_becomes_the_paper_of_its_own_kind(sheet, renderer):
    assert word.render(sheet) == renderer.render(sheet)


def test_every_sheet_that_can_become_a_paper_has_its_renderer():
    assert set(word.RENDERERS) == set(get_args(word.Sheet))
