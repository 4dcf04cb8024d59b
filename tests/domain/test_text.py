"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.text import TooLong, clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("soft\vbreak, page\fbreak", "soft\nbreak, page\nbreak"),
        ("next\x85line\u2028and\u2029paragraph", "next\nline\nand\nparagraph"),
        ("a\ttab stays", "a\ttab stays"),
        ("nul\x00bell\x07escape\x1bdel\x7f", "nulbellescapedel"),
        ("lone \ud800 surrogate and \ufffe noncharacter \ufdd0", "lone  surrogate and  noncharacter "),
        ("e\u0301", "\u00e9"),
        ("\n\n first line\n\n", " first line"),
        ("\u202eturned\u202c stays in a text", "\u202eturned\u202c stays in a text"),
        ("Đorđe Đokić, Митровица, مثال, 🌿", "Đorđe Đokić, Митровица, مثال, 🌿"),
    ],
)
def test_a_text_keeps_its_words_and_loses_what_breaks_papers(typed: str, kept: str) -> None:
    assert clean(typed, limit=100, one_line=False) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two \n lines\tand   spaces ", "two lines and spaces"),
        ("gpj.\u202ecod.exe", "gpj.cod.exe"),
        ("a\u2066b\u2069c\u200ed\u200f", "abcd"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041chars\U000e007f", "tagchars"),
        ("Evil\r\nBcc: everybody@nato.example", "Evil Bcc: everybody@nato.example"),
        ("👩\u200d🌾 stays", "👩\u200d🌾 stays"),
    ],
)
def test_a_line_is_one_line_and_hides_nothing(typed: str, kept: str) -> None:
    assert clean(typed, limit=100, one_line=True) == kept


def test_what_fits_exactly_is_kept_and_one_more_is_refused_whole() -> None:
    assert clean("x" * 20, limit=20, one_line=True) == "x" * 20

    with pytest.raises(TooLong, match="at most 20 characters"):
        clean("x" * 21, limit=20, one_line=False)


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.booleans())
def test_cleaning_is_final_and_never_leaves_a_control(typed: str, one_line: bool) -> None:
    kept = clean(typed, limit=10_000, one_line=one_line)

    assert clean(kept, limit=10_000, one_line=one_line) == kept
    assert {unicodedata.category(c) for c in kept if c not in "\n\t"} & {"Cc", "Cs"} == set()
    kept.encode()
