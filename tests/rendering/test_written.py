"""What was read and is written as somebody would type it reads the same again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from dialogue.rendering import typed
from dialogue.rendering.written import spoken, written
from tests.rendering.word.hostile import MIXED

PIECES = some.sampled_from(
    ["words", "and more", " ", "  ", "\n", "\n\n", "**", "_", "*", "- ", "1. ", "12) ", "–\t", "•\t", "a_b", "2.5"]
)  # fmt: skip
TEXTS = some.lists(PIECES, max_size=14).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "One **strong** and one _other_ word.",
        "**all _of_ it** and _more **of** it_",
        "Two\nlines.",
        "One.\n\nTwo.",
        "- one\n- two\n  - under two\n- three",
        "First:\n\n1. one;\n2. two.\n\nThat is all.",
        "–\tone\n–\ttwo",
        "A footnote* and 3 * 4, snake_case.",
    ],
)
def test_what_was_typed_plainly_is_written_as_it_was_typed(text):
    assert written(typed.read(text)) == text


@given(text=TEXTS | some.sampled_from(MIXED))
@example(text="**a\nb**")
@example(text="- **a\n  b**")
@example(text="•\t•\t•\t")
@example(text="•\t\n•\t")
def test_what_is_written_reads_as_what_was_read(text):
    blocks = typed.read(text)

    again = typed.read(written(blocks))

    assert [words(one) for one in again] == [words(one) for one in blocks if words(one)[0].strip(" •")]
    assert written(again) == written(blocks)


def words(block):
    lines = (" ".join(line.split()) for line in block.words.split("\n"))
    return "\n".join(lines), block.kind, block.mark


def test_a_look_that_no_mark_can_say_is_left_out():
    assert spoken([typed.Span("half"), typed.Span("words", strong=True)]) == "halfwords"
