"""A text that is written on one page: who saved it last, and what is refused."""

import pytest

from dialogue.domain.base import Refused, Stale
from tests.factories import AT, DAY, draft_decision, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def text(sides):
    made = draft_decision(sides)
    made.version = 3
    return made


def test_what_is_written_on_another_version_than_the_one_that_stands_is_stale(sides, text):
    with pytest.raises(Stale):
        text.revise(base=2, by=sides.theirs, at=AT + DAY, title="Another title")

    assert text.title == "Places in courses"


def test_it_is_kept_who_wrote_last_and_when(sides, text):
    text.revise(base=3, by=sides.theirs, at=AT + DAY, title="Another title")

    assert (text.title, text.edited_at, text.edited_by) == ("Another title", AT + DAY, sides.theirs)


def test_a_text_without_words_is_refused(sides, text):
    with pytest.raises(Refused):
        text.revise(base=3, by=sides.ours, at=AT, text="  ")
