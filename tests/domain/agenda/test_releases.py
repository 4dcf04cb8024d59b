"""Releases that never change, and what is new, moved, changed or withdrawn from one to the next."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.agenda import Change, Difference, differences
from dialogue.domain.agreed import Revision
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaLine, AgendaSheet, Level, fingerprint
from tests.factories import (
    AT,
    HOUR,
    NO_PULSE,
    agenda,
    agenda_sheet,
    agenda_sheets,
    heading,
    item,
    person,
    proposed,
    running,
    session,
    table,
)

NINE = dt.datetime(2027, 6, 8, 9, 0)
HEADING = heading(session(table()))


def line(key, number=None, **more):
    return AgendaLine(key=key, number=number or "1", title=key.upper(), starts=NINE, minutes=15, **more)


def sheet(*lines):
    return AgendaSheet(heading=HEADING, items=tuple(lines))


def numbered(keys):
    return sheet(*(line(key, str(n)) for n, key in enumerate(keys, 1)))


def told(old, new):
    return [(d.change.value, d.number, d.title, d.was) for d in differences(old, new)]


# A release


def frozen(agenda, rev=1):
    sheets = agenda_sheets(agenda)
    made = Revision.of(sheets.pop(Level.DELEGATIONS), rev, by=person(), at=AT)
    made.freeze(sheets)
    return made


def test_a_release_keeps_three_editions_and_the_hash_of_the_delegations_text():
    sides = table()
    one = agenda(sides)
    item(one, sides, "Names of informers", public_title="Security of staff")
    release = frozen(one)

    assert [release.sheet_of(level) for level in DOCUMENT_LEVELS] == [
        agenda_sheet(one, level) for level in DOCUMENT_LEVELS
    ]
    assert release.text_hash == fingerprint(agenda_sheet(one))


def test_the_secretariat_reads_the_delegations_edition_of_a_release():
    one = agenda(table())
    release = frozen(one)

    assert release.sheet_of(Level.SECRETARIAT) == release.sheet_of(Level.DELEGATIONS)


def test_a_release_is_untouched_by_what_becomes_of_its_items():
    sides = table()
    one = agenda(sides)
    made = item(one, sides)
    release = frozen(one)
    before = release.sheet_of(Level.DELEGATIONS)

    made.revise(base=1, by=sides.ours, at=AT, title="Something else")

    assert release.sheet_of(Level.DELEGATIONS) == before
    assert before.items[4].title == "Border incidents"


# Differences


def test_the_same_text_differs_in_nothing():
    assert told(numbered("abc"), numbered("abc")) == []


def test_an_item_that_came_is_new_and_those_below_it_have_not_moved():
    assert told(numbered("abc"), numbered("axbc")) == [("new", "2", "X", "")]


def test_an_item_that_went_is_withdrawn_under_its_old_number():
    assert told(numbered("abc"), numbered("ac")) == [("withdrawn", "2", "B", "2")]


def test_an_item_that_changed_its_place_is_moved_and_says_which_number_it_had():
    assert told(numbered("abcd"), numbered("dabc")) == [("moved", "1", "D", "4")]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Another"},
        {"minutes": 20},
        {"kind": "restricted"},
        {"presenter": "Somebody"},
        {"origin": "NATO"},
        {"topic": "Risks"},
        {"text": "Words"},
        {"papers": ("WP 1",)},
        {"level": Level.PUBLIC},
    ],
)
def test_an_item_with_other_words_is_changed(changed):
    old, new = line("a"), replace(line("a"), **changed)

    assert differences(sheet(old), sheet(new)) == (Difference(Change.CHANGED, "1", new.title),)


def test_an_item_that_only_starts_later_has_not_changed():
    later = replace(line("b", "2"), starts=NINE.replace(hour=11))

    assert told(sheet(line("a"), line("b", "2")), sheet(line("a"), later)) == []


def test_an_item_may_be_moved_and_changed_at_once():
    new = sheet(replace(line("c", "1"), minutes=60), line("a", "2"), line("b", "3"))

    assert told(numbered("abc"), new) == [("moved", "1", "C", "3"), ("changed", "1", "C", "")]


def test_an_item_that_became_a_sub_item_is_moved():
    old = sheet(line("a", "1"), line("b", "2"), line("c", "3"))
    new = sheet(line("a", "1"), line("b", "1.1"), line("c", "2"))

    assert told(old, new) == [("moved", "1.1", "B", "2")]


def test_a_parent_that_moves_takes_its_sub_items_with_it():
    old = sheet(line("a", "1"), line("x", "1.1"), line("b", "2"))
    new = sheet(line("b", "1"), line("a", "2"), line("x", "2.1"))

    assert told(old, new) == [("moved", "1", "B", "2")]


@given(st.permutations("abcdefgh"))
def test_a_new_order_tells_the_fewest_moves_that_explain_it(order):
    moved = [d for d in differences(numbered("abcdefgh"), numbered(order)) if d.change is Change.MOVED]

    kept = [key for key in order if key.upper() not in {d.title for d in moved}]
    assert kept == sorted(kept)  # what did not move is in its old order
    assert len(moved) == 8 - longest_rising(order)


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_new_and_withdrawn_items_are_told_exactly(before, after):
    found = differences(numbered(before), numbered(after))

    assert {d.title.lower() for d in found if d.change is Change.NEW} == set(after) - set(before)
    assert {d.title.lower() for d in found if d.change is Change.WITHDRAWN} == set(before) - set(after)
    assert not any(d.change is Change.CHANGED for d in found)


def longest_rising(order):
    best = []
    for n, key in enumerate(order):
        best.append(1 + max((best[i] for i in range(n) if order[i] < key), default=0))
    return max(best, default=0)


def test_a_reader_hears_of_no_change_inside_an_item_that_is_withheld():
    sides = table()
    one = agenda(sides)
    made = item(one, sides, "Names of informers", public_title="Security of staff")
    old = agenda_sheets(one)

    made.revise(base=1, by=sides.ours, at=AT, text="One more name.")

    new = agenda_sheets(one)
    assert [told(old[level], new[level]) for level in DOCUMENT_LEVELS] == [
        [("changed", "5", "Names of informers", "")],
        [],
        [],
    ]


def test_a_withheld_item_without_a_public_title_is_told_without_one():
    sides = table()
    one = agenda(sides)
    old = agenda_sheet(one, Level.COHOST)
    item(one, sides, "Names of informers")

    assert told(old, agenda_sheet(one, Level.COHOST)) == [("new", "5", "", "")]


# Under silence


@pytest.fixture
def release():
    return frozen(agenda(table()), 2)


def test_a_release_goes_under_silence_once_and_is_agreed_as_of_the_expiry(release):
    sides = table()
    round_ = running(sides, proposed(sides, text_hash=release.text_hash))

    release.put_under_silence(round_, at=AT)
    assert (release.is_under_silence, release.agreed_at) == (True, None)
    with pytest.raises(Refused) as no:
        release.put_under_silence(proposed(sides, text_hash=release.text_hash), at=AT)
    assert str(no.value) == "REV 2 has been put under silence already."

    round_.record(round_.expires_at + HOUR, NO_PULSE)
    assert (release.is_under_silence, release.agreed_at) == (False, round_.expires_at)
    with pytest.raises(Refused):
        release.put_under_silence(proposed(sides, text_hash=release.text_hash), at=AT)


def test_after_a_round_that_ended_otherwise_the_release_may_go_under_silence_again(release):
    sides = table()
    first, second = (proposed(sides, text_hash=release.text_hash) for _ in range(2))
    release.put_under_silence(first, at=AT)
    first.decline("Not by silence.", by=sides.chair_nato, at=AT)

    release.put_under_silence(second, at=AT)

    assert (release.circulation, release.agreed_at) == (second, None)


def test_a_round_on_another_text_is_none_on_this_release(release):
    with pytest.raises(Stale):
        release.put_under_silence(proposed(table(), text_hash="b" * 64), at=AT)

    assert release.circulation is None
