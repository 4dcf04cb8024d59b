"""The order of an agenda: times that follow from it, sub-items, moving without losing, and who was quicker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.domain.agenda import ItemState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from tests.factories import AT, HOUR, STARTS, agenda, agenda_sheet, item, request
from tests.factories import table as two_sides

TODAY = {"at": AT}


@pytest.fixture
def sides():
    return two_sides()


def titles(agenda):
    return [f"{number} {one.title}" for one, number, _ in agenda.timetable()]


def times(agenda):
    return {number: f"{starts:%H:%M}" for _, number, starts in agenda.timetable()}


def standing(agenda, n):
    return agenda.children(None)[n - 1]


def test_items_start_one_after_the_other_from_the_sessions_start(sides):
    one = agenda(sides)

    assert times(one) == {
        "1": "09:30", "2": "09:45", "3": "10:00", "4": "11:15", "5": "12:30", "6": "13:15", "7": "13:30",
    }  # fmt: skip


def test_a_fixed_time_moves_what_follows(sides):
    one = agenda(sides)
    standing(one, 4).begins = STARTS.replace(hour=14, minute=0)

    assert [times(one)[n] for n in ("3", "4", "5")] == ["10:00", "14:00", "15:15"]


def test_sub_items_share_their_parents_time(sides):
    one = agenda(sides)
    main = item(one, sides, minutes=60)
    item(one, sides, "First", parent=main, minutes=20)
    item(one, sides, "Second", parent=main, minutes=10)

    assert [times(one)[n] for n in ("5", "5.1", "5.2", "6")] == ["12:30", "12:30", "12:50", "13:30"]


def test_sub_items_that_take_longer_than_their_parent_push_on_what_follows(sides):
    one = agenda(sides)
    main = item(one, sides, minutes=10)
    item(one, sides, "First", parent=main, minutes=20)
    item(one, sides, "Second", parent=main, minutes=20)

    assert [times(one)[n] for n in ("5", "5.2", "6")] == ["12:30", "12:50", "13:10"]


def test_an_overrun_of_the_session_is_told_in_minutes(sides):
    one = agenda(sides)
    assert agenda_sheet(one).overrun == 0

    item(one, sides, minutes=240)

    assert agenda_sheet(one).overrun == 40  # until 17:40


def test_times_follow_the_session_when_it_moves(sides):
    one = agenda(sides)

    one.session.reschedule(STARTS + HOUR, STARTS + 8 * HOUR, due=None, base=1, by=sides.ours, **TODAY)

    assert times(one)["1"] == "10:30"


def test_there_is_one_level_of_sub_items(sides):
    one = agenda(sides)
    main = item(one, sides)
    sub = item(one, sides, "Patrols", parent=main)

    with pytest.raises(Refused) as no:
        item(one, sides, "Night patrols", parent=sub)

    assert str(no.value) == "Sub-items have no sub-items of their own."


def test_an_item_with_sub_items_does_not_become_one(sides):
    one = agenda(sides)
    main, other = item(one, sides), item(one, sides, "Other")
    item(one, sides, "Patrols", parent=main)

    with pytest.raises(Refused) as no:
        main.revise(base=1, by=sides.ours, **TODAY, parent=other)

    assert str(no.value) == "Sub-items have no sub-items of their own."


def test_a_sub_item_belongs_under_an_item_of_the_same_agenda(sides):
    one, elsewhere = agenda(sides), agenda(sides)
    gone = item(one, sides)
    one.withdraw(gone, base=1, by=sides.ours, **TODAY)

    for parent in (standing(elsewhere, 1), gone):
        with pytest.raises(Refused) as no:
            item(one, sides, "Patrols", parent=parent)
        assert str(no.value) == "A sub-item belongs under an item of the same agenda."


def test_an_item_is_put_under_another_and_back(sides):
    one = agenda(sides)
    main, other = item(one, sides, "Main"), item(one, sides, "Other")

    other.revise(base=1, by=sides.ours, **TODAY, parent=main)
    assert titles(one)[4:6] == ["5 Main", "5.1 Other"]

    other.revise(base=1, by=sides.ours, **TODAY, parent=None)
    assert titles(one)[4:7] == ["5 Main", "6 Other", "7 Review of follow-ups"]


def test_a_new_item_stands_where_it_is_put(sides):
    one = agenda(sides)
    made = item(one, sides)
    one.withdraw(made, base=1, by=sides.ours, **TODAY)
    made.state = ItemState.ACCEPTED

    one.add(made, after=standing(one, 1), by=sides.ours, **TODAY)

    assert titles(one)[:3] == [
        "1 Opening and adoption of the agenda",
        "2 Border incidents",
        "3 Approval of minutes and decisions since the last session",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=12))
def test_moving_any_item_to_any_position_keeps_every_item_once(moves):
    sides = SIDES
    one = agenda(sides)
    expected = titles_only(one)

    for start, position in moves:
        some = standing(one, start)
        one.move(some, position, base_order=one.order_version, by=sides.ours, at=AT)
        expected.insert(position - 1, expected.pop(start - 1))
        assert standing(one, position) is some

    assert titles_only(one) == expected
    assert [i.position for i in one.children(None)] == list(range(1, 8))


SIDES = two_sides()


def titles_only(agenda):
    return [one.title for one in agenda.children(None)]


def test_a_sub_item_moves_among_its_siblings(sides):
    one = agenda(sides)
    main = item(one, sides, "Main")
    item(one, sides, "A", parent=main)
    second = item(one, sides, "B", parent=main)

    one.move(second, 1, base_order=one.order_version, by=sides.ours, **TODAY)

    assert titles(one)[4:7] == ["5 Main", "5.1 B", "5.2 A"]
    assert one.places()[second.key] == (1, 2)


@pytest.mark.parametrize("position", [0, 8])
def test_a_position_beyond_the_last_is_refused(sides, position):
    one = agenda(sides)

    with pytest.raises(Refused) as no:
        one.move(standing(one, 1), position, base_order=one.order_version, by=sides.ours, **TODAY)

    assert str(no.value) == "There are positions 1 to 7 here."


def test_an_order_that_somebody_else_changed_is_not_overwritten(sides):
    one = agenda(sides)
    seen = one.order_version
    one.move(standing(one, 1), 2, base_order=seen, by=sides.theirs, **TODAY)
    now = titles(one)

    with pytest.raises(Stale) as no:
        one.move(standing(one, 3), 1, base_order=seen, by=sides.ours, **TODAY)

    assert str(no.value) == "Somebody has changed the order since you opened this page."
    assert titles(one) == now


def test_whatever_changes_the_order_raises_its_version(sides):
    one = agenda(sides)
    seen = [one.order_version]
    for change in (
        lambda: item(one, sides),
        lambda: one.move(standing(one, 5), 1, base_order=one.order_version, by=sides.ours, **TODAY),
        lambda: one.withdraw(standing(one, 1), base=1, by=sides.ours, **TODAY),
    ):
        change()
        seen.append(one.order_version)

    assert len(set(seen)) == 4


def test_the_text_of_an_item_does_not_raise_the_version_of_the_order(sides):
    one = agenda(sides)
    made = item(one, sides)
    seen = one.order_version

    made.revise(base=1, by=sides.ours, **TODAY, title="Another")

    assert one.order_version == seen


@pytest.mark.parametrize("whose", ["another agenda", "a request"])
def test_only_what_is_on_the_agenda_is_moved(sides, whose):
    one = agenda(sides)
    some = standing(agenda(sides), 1) if whose == "another agenda" else request(one, sides.chair_kosovo)

    with pytest.raises(Refused) as no:
        one.move(some, 1, base_order=one.order_version, by=sides.ours, **TODAY)

    assert str(no.value) == "This item is not on the agenda."


def between(agenda, sides, title="Coffee break", **given):
    return item(agenda, sides, title, numbered=False, **given)


def test_a_line_without_a_number_takes_its_time_and_the_items_count_on_past_it(sides):
    one = agenda(sides)
    coffee = between(one, sides, minutes=20)
    one.move(coffee, 3, base_order=one.order_version, by=sides.ours, **TODAY)

    assert [(number, f"{starts:%H:%M}") for _, number, starts in one.programme()][:5] == [
        ("1", "09:30"), ("2", "09:45"), ("", "10:00"), ("3", "10:20"), ("4", "11:35"),
    ]  # fmt: skip
    assert coffee not in [found for found, _, _ in one.timetable()]
    assert agenda_sheet(one).minutes == 270


@settings(max_examples=30)
@given(st.lists(st.integers(1, 12), max_size=5))
def test_lines_without_a_number_anywhere_leave_every_item_its_number(places):
    sides = two_sides()
    one = agenda(sides)
    main = item(one, sides)
    item(one, sides, "Patrols", parent=main)
    before = [(found.key, number) for found, number, _ in one.timetable()]
    for n, place in enumerate(places):
        line = between(one, sides, f"Break {n}", minutes=n)
        one.move(line, min(place, len(one.children(None))), base_order=one.order_version, by=sides.ours, **TODAY)

    assert [(found.key, number) for found, number, _ in one.timetable()] == before
    assert len(one.programme()) == len(before) + len(places)


def test_a_line_without_a_number_is_no_item_and_none_stands_under_it(sides):
    one = agenda(sides)
    coffee, main = between(one, sides), item(one, sides)

    for wrong in (
        lambda: item(one, sides, "Patrols", parent=coffee),
        lambda: between(one, sides, parent=main),
        lambda: request(one, sides.ours).merge(coffee, by=sides.ours, **TODAY),
        lambda: main.revise(base=1, by=sides.ours, **TODAY, parent=coffee),
    ):
        with pytest.raises(Refused) as no:
            wrong()
        assert str(no.value) == "“Coffee break” is a line without a number: that is for items alone."
    assert coffee not in one.tops
    assert [gap for gap in one.gaps() if "Coffee" in str(gap)] == []
    assert coffee not in one.offers


def test_a_line_without_a_number_that_a_reader_may_not_hold_is_not_there(sides):
    one = agenda(sides)
    between(one, sides, "Press point", level=Level.PUBLIC)
    between(one, sides, "Dinner at the residence", level=Level.DELEGATIONS)

    held = {level: [line.title for line in agenda_sheet(one, level).items if not line.number] for level in Level}

    assert held[Level.DELEGATIONS] == ["Press point", "Dinner at the residence"]
    assert held[Level.COHOST] == held[Level.PUBLIC] == ["Press point"]
