"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from dialogue.domain.text import (
    MarkdownText,
    Prose,
    TooLong,
    Turned,
    clean,
    fit,
    fold,
    holds,
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
        ("soft\xadhyphen and joiner\u200d stay in a text", "soft\xadhyphen and joiner\u200d stay in a text"),
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


def test_a_text_holds_words_in_whichever_letters_they_are_typed() -> None:
    text = "Përkrahja e Prishtinës — Шишков и Đorđe O’Neill, border-crossing"

    assert holds(text, "prishtines perkrahja")
    assert holds(text, "shishkov DJORDJE o'neill")
    assert holds(text, "border crossing")
    assert holds(text, "")
    assert not holds(text, "prishtines belgrade")
    assert not holds(text, "%")


def test_what_is_searched_begins_with_what_sorts() -> None:
    names = ["Gunnarsson", "Gustafsson", "Guðmundsson", "Shala", "Schmidt", "Šarić"]

    assert sorted(names, key=searched) == ["Guðmundsson", "Gunnarsson", "Gustafsson", "Šarić", "Schmidt", "Shala"]


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.booleans())
def test_cleaning_is_final_and_never_leaves_a_control(typed: str, one_line: bool) -> None:
    kept = clean(unturned(typed), limit=10_000, one_line=one_line)

    assert clean(kept, limit=10_000, one_line=one_line) == kept
    assert {unicodedata.category(c) for c in kept if c not in "\n\t"} & {"Cc", "Cs"} == set()
    kept.encode()
