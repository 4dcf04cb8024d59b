"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from dialogue.domain.text import (
    PARAGRAPH,
    MarkdownText,
    Prose,
    TooLong,
    Turned,
    clean,
    fit,
    fold,
    has_unseen,
    respelt,
    searched,
    unturned,
)


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
        ("soft\xadhyphen, zero\u200bwidth, joiner\u200d", "softhyphen, zerowidth, joiner"),
        ("\ufeffpasted\u200e from\u2060 Word", "pasted from Word"),
        ("e\xad\u0301", "\u00e9"),
        ("a\ufe0f\u200db ’\u200dc —\u200d", "ab ’c —"),
        ("hid\U000e0041\U000e0042den\U000e0100 in\ufe0f letters", "hidden in letters"),
        (
            "👩\u200d🌾 1\ufe0f\u20e3 \u0645\u06cc\u200c\u062e stay",
            "👩\u200d🌾 1\ufe0f\u20e3 \u0645\u06cc\u200c\u062e stay",
        ),
        ("Đorđe Đokić, Митровица, مثال, 🌿", "Đorđe Đokić, Митровица, مثال, 🌿"),
    ],
)
def test_a_text_keeps_its_words_and_loses_what_breaks_papers(typed: str, kept: str) -> None:
    assert clean(typed, limit=100, one_line=False) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two \n lines\tand   spaces ", "two lines and spaces"),
        ("c\u200ed\u200f", "cd"),
        ("Kras\xadniqi", "Krasniqi"),
        ("Kras\u200d\u200bniqi\u2060", "Krasniqi"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 stays",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 stays",
        ),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041chars\U000e007f", "tagchars"),
        ("Evil\r\nBcc: everybody@nato.example", "Evil Bcc: everybody@nato.example"),
        ("👩\u200d🌾 stays", "👩\u200d🌾 stays"),
    ],
)
def test_a_line_is_one_line_and_hides_nothing(typed: str, kept: str) -> None:
    assert clean(typed, limit=100, one_line=True) == kept


@pytest.mark.parametrize("one_line", [True, False])
def test_no_mark_of_format_stays_between_letters_but_those_that_are_seen(one_line: bool) -> None:
    """Every one that Unicode has: refused, left out and told, or seen as a sign of its own."""
    marks = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Cf"]
    kept = []
    for mark in marks:
        try:
            text = clean(f"con{mark}voy", limit=100, one_line=one_line)
        except Turned:
            continue
        assert has_unseen(f"con{mark}voy") == (text == "convoy")
        kept += [mark] if text != "convoy" else []

    assert len(marks) > 160
    assert {unicodedata.name(mark).split()[0] for mark in kept} == {"ARABIC", "SYRIAC", "KAITHI"}
    assert not any("CONTROL" in unicodedata.name(mark) or "LETTER MARK" in unicodedata.name(mark) for mark in kept)


@given(st.text())
def test_what_was_cleaned_once_hides_nothing_and_stays(typed: str) -> None:
    for one_line in (True, False):
        try:
            text = clean(typed, limit=PARAGRAPH, one_line=one_line)
        except Turned:
            continue
        assert clean(text, limit=PARAGRAPH, one_line=one_line) == text
        assert not has_unseen(text)


def test_a_text_that_was_signed_goes_out_with_all_that_its_hash_was_made_of() -> None:
    assert fit("win\xadter", one_line=False) == "win\xadter"


def test_what_fits_exactly_is_kept_and_one_more_is_refused_whole() -> None:
    assert clean("x" * 20, limit=20, one_line=True) == "x" * 20

    with pytest.raises(TooLong, match="at most 20 characters"):
        clean("x" * 21, limit=20, one_line=False)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
@pytest.mark.parametrize("one_line", [True, False])
def test_a_mark_that_turns_a_text_round_is_refused_in_every_field(mark: str, one_line: bool) -> None:
    with pytest.raises(Turned, match=r"hidden mark after “the file gpj\.” that turns"):
        clean(f"See the file gpj.{mark}cod.exe"[4:], limit=100, one_line=one_line)
    with pytest.raises(Turned, match="hidden mark at the beginning"):
        clean(f"{mark}cod.exe", limit=100, one_line=one_line)


def test_a_column_of_texts_keeps_which_of_them_are_in_markdown() -> None:
    column, here = Prose(), sqlite.dialect()  # type: ignore[no-untyped-call]  # of SQLAlchemy

    for text in ("* one", MarkdownText("* one"), "", None):
        again = column.process_result_value(column.process_bind_param(text, here), here)
        assert again == text
        assert isinstance(again, MarkdownText) == isinstance(text, MarkdownText)
    assert not column.compare_values("* one", MarkdownText("* one"))
    assert column.compare_values(MarkdownText("* one"), MarkdownText("* one"))
    assert column.compare_values(None, None)


def test_what_goes_out_is_never_refused() -> None:
    assert fit("gpj.\u202ecod\u2066.exe", one_line=True) == "gpj.cod.exe"
    assert fit("x" * 30_000, one_line=False) == "x" * 30_000
    assert unturned("gpj.\u202ecod\u2066.exe") == "gpj.cod.exe"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Guðmundsson Þórr", "gudmundsson thorr"),
        ("Åke Łukasz Øster Æbel Œuvre Straße", "ake lukasz oster aebel oeuvre strasse"),
        ("İSTANBUL ıstanbul", "istanbul istanbul"),
        ("Ђорђе Đorđe", "dorde dorde"),
        ("Щерев Ъглов Юлия Николай", "shterev aglov yuliya nikolay"),
        ("Ѓорѓи Ќосев Ѕвездан", "gorgi kosev dzvezdan"),
        ("Їжак Євген Ґанна Іван", "izak ievgen ganna ivan"),
        ("Γεώργιος Ψυχή Θεός", "georgios psychi theos"),
        ("O'Neill O’Neill O‘Neill Oʼneill O`Neill O´Neill", "oneill oneill oneill oneill oneill oneill"),
        ("Kelmendi-Hoxha Kelmendi\u2011Hoxha Kelmendi – Hoxha", "kelmendi hoxha kelmendi hoxha kelmendi hoxha"),
        ("Kras\xadniqi Kras\u200dniqi", "krasniqi krasniqi"),
    ],
)
def test_letters_are_found_as_they_are_typed(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Шишков", "shishkov"),
        ("Đorđe", "djordje"),
        ("Шала", "shala"),
        ("Зеленський", "zelenskyy"),
        ("Юлія", "iuliia"),
        ("Николай", "nikolai"),
        ("Ѓорѓи", "gjorgji"),
    ],
)
def test_a_sound_that_is_spelt_in_several_ways_is_found_in_each(name: str, typed: str) -> None:
    assert respelt(fold(typed)) in searched(name)


def test_what_is_searched_begins_with_what_sorts() -> None:
    names = ["Gunnarsson", "Gustafsson", "Guðmundsson", "Shala", "Schmidt", "Šarić"]

    assert sorted(names, key=searched) == ["Guðmundsson", "Gunnarsson", "Gustafsson", "Šarić", "Schmidt", "Shala"]


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.booleans())
def test_cleaning_is_final_and_never_leaves_a_control(typed: str, one_line: bool) -> None:
    kept = clean(unturned(typed), limit=10_000, one_line=one_line)

    assert clean(kept, limit=10_000, one_line=one_line) == kept
    assert {unicodedata.category(c) for c in kept if c not in "\n\t"} & {"Cc", "Cs"} == set()
    kept.encode()
