"""Redlines: which paragraph became which, in the words that its readers read."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from dialogue.domain.editions import Level, MinutesItemSheet, ParagraphLine, Seat
from dialogue.domain.text import clean
from dialogue.queries.redlines import redline
from dialogue.rendering import prose
from tests.rendering.test_typed import LIKE_MARKS, unturned
from tests.rendering.word.sheets import minutes

ONE = ParagraphLine(number=1, kind="noted", text="Both sides took note of the report of the agencies.")
TWO = ParagraphLine(number=2, kind="decided", text="To meet every month in one of the two capitals.")


def sheet(*paragraphs, rev=1, **more):
    items = (MinutesItemSheet(number="1", title="Item", paragraphs=paragraphs),)
    return replace(minutes(), items=items, rev=rev, **more)


def lines(old, new, section="1"):
    (found,) = [one for one in redline(old, new).sections if one.number == section]
    return [(one.change, one.number, one.was) for one in found.lines]


def pieces(old, new):
    (found,) = [one for one in redline(old, new).sections if one.number == "1"]
    return [one.pieces for one in found.lines]


def test_the_same_text_has_not_changed():
    made = redline(sheet(ONE, TWO), sheet(ONE, TWO, rev=2))

    assert not made.is_changed
    assert (made.old, made.rev) == (1, 2)
    assert lines(sheet(ONE, TWO), sheet(ONE, TWO, rev=2)) == [("same", "1", ""), ("same", "2", "")]


def test_a_new_paragraph_makes_the_later_ones_count_on_and_changes_none_of_them():
    new = replace(ONE, text="Something that nobody had said.", number=1)

    moved = [replace(ONE, number=2), replace(TWO, number=3)]
    assert lines(sheet(ONE, TWO), sheet(new, *moved)) == [("new", "1", ""), ("same", "2", "1"), ("same", "3", "2")]
    assert lines(sheet(new, *moved), sheet(ONE, TWO)) == [("gone", "1", ""), ("same", "1", "2"), ("same", "2", "3")]


def test_a_changed_word_is_told_word_by_word():
    new = replace(TWO, text="To meet every week in one of the two capitals.")

    assert pieces(sheet(TWO), sheet(new)) == [
        (
            ("same", "Decided. To meet every"),
            ("gone", " month"),
            ("new", " week"),
            ("same", " in one of the two capitals."),
        )
    ]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kind", "agreed", " Agreed"),
        ("speaker", "Kosovo", " by"),
        ("owner", "NATO", "Owner:"),
        ("due", dt.date(2027, 1, 15), "Due:"),
        ("level", Level.PUBLIC, "Public"),
        ("text", "To meet every **month** in one of the two capitals.", "**month**"),
    ],
)
def test_whatever_is_signed_is_compared(field, value, told):
    found = redline(sheet(TWO), sheet(replace(TWO, **{field: value})))

    assert found.is_changed
    new = "".join(text for kind, text in found.sections[2].lines[0].pieces if kind == "new")
    assert told.strip() in new


def test_who_took_part_and_the_session_itself_are_part_of_the_text():
    old = sheet(ONE)
    absent = [
        replace(one, seats=(Seat(name="Somebody new", role="member", present=False),)) for one in old.participants
    ]
    new = replace(old, participants=tuple(absent), presided="Another", heading=replace(old.heading, venue="Elsewhere"))

    session, people, item = redline(old, new).sections

    assert (session.is_changed, people.is_changed, item.is_changed) == (True, True, False)
    assert "not present" in "".join(text for line in people.lines for _, text in line.pieces)


def test_an_item_that_only_one_text_has_is_told_whole():
    other = MinutesItemSheet(number="2", title="Other", paragraphs=(TWO,))
    old, new = sheet(ONE), sheet(ONE)
    new = replace(new, items=(*new.items, other))

    assert lines(old, new, "2") == [("new", "2", "")]
    assert lines(new, old, "2") == [("gone", "2", "")]


def test_lists_keep_their_lines():
    new = replace(ONE, text="Points:\n\n- one;\n- two.")

    (found,) = pieces(sheet(new), sheet(new))

    assert found == (("same", "Noted. Points:\n• one;\n• two."),)


@given(LIKE_MARKS, LIKE_MARKS)
def test_who_accepts_reads_the_new_text_and_who_refuses_the_old_one(before, after):
    old, new = (replace(ONE, text=clean(unturned(text), limit=10**6, one_line=False)) for text in (before, after))
    made = redline(sheet(old), sheet(new, rev=2))
    found = [one for section in made.sections if section.number == "1" for one in section.lines]

    refused, accepted = (
        "".join(text for one in found for kind, text in one.pieces if kind != other) for other in ("new", "gone")
    )

    same_words = prose.lines(old.text) == prose.lines(new.text)
    for shown, line in ((refused, old), (accepted, new)):
        read = (f"Noted. {prose.lines(line.text)}", f"Noted. {line.text}")
        assert shown in (read if same_words else read[:1])


def test_an_item_is_the_one_of_its_key_whatever_number_it_has_by_now():
    first, second = (MinutesItemSheet(key=key, number=key, title=key, paragraphs=(ONE,)) for key in "12")
    old, new = replace(sheet(), items=(first, second)), replace(sheet(), items=(replace(second, number="1"),))

    sections = [(one.number, one.title, one.is_changed) for one in redline(old, new).sections[2:]]

    assert sections == [("1", "2", False), ("1", "1", True)]
