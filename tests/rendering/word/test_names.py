import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.rendering.word.names import LONGEST, file_name
from tests.rendering.word.hostile import TEXTS


def test_name_says_reference_paper_and_edition():
    name = file_name("HLD/2026/2", "minutes", "cohost")

    assert (name.ascii, name.full) == ("HLD-2026-2-minutes-cohost.docx",) * 2
    assert name.disposition == 'attachment; filename="HLD-2026-2-minutes-cohost.docx"'


def test_empty_parts_are_left_out_and_nothing_is_still_a_name():
    assert file_name("", "agenda", "").ascii == "agenda.docx"
    assert file_name("", "///", extension="csv").ascii == "paper.csv"


def test_letters_of_the_language_stay_in_the_full_name_alone():
    name = file_name("Prishtinë Đorđe", "Записник")

    assert (name.ascii, name.full) == ("Prishtine-Djordje.docx", "Prishtinë-Đorđe-Записник.docx")
    assert name.disposition.endswith(
        "; filename*=UTF-8''Prishtin%C3%AB-%C4%90or%C4%91e-%D0%97%D0%B0%D0%BF%D0%B8%D1%81%D0%BD%D0%B8%D0%BA.docx"
    )


@pytest.mark.parametrize("reserved", ["CON", "nul", "com1", "LPT9"])
def test_names_that_windows_keeps_for_itself_are_not_ours(reserved):
    assert file_name(reserved).ascii == f"paper-{reserved}.docx"


@pytest.mark.parametrize(
    "hostile", ["../../etc/passwd", "..\\x", 'a"b;c', "a\r\nX: 1", "cod\u202e.exe", "a\0b", "x" * 999]
)
def test_hostile_titles_make_plain_names(hostile):
    name = file_name(hostile)

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*\.docx", name.ascii)
    assert len(name.full) <= LONGEST + len(".docx")


@given(st.lists(st.text() | st.sampled_from(TEXTS), max_size=3))
def test_any_title_makes_a_safe_name(parts):
    name = file_name(*parts)

    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*\.docx", name.ascii)
    assert re.fullmatch(r"[\w][\w-]*\.docx", name.full)
    assert re.fullmatch(r"[ -~]+", name.disposition)
