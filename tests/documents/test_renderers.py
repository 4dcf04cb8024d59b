"""Who renders which sheet."""

from typing import get_args

from dialogue.documents import renderers
from dialogue.documents.word import Sheet


def test_every_sheet_that_can_become_a_paper_has_its_renderer():
    assert set(renderers.OF) == set(get_args(Sheet))
