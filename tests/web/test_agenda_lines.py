"""Lines of an agenda without a number, as two secretaries enter them and everybody reads them."""

import datetime as dt

import pytest

from dialogue.db import db
from tests.stories.hand import Hand
from tests.web import business
from tests.web.business import BASE, SECRET, SHOWN


@pytest.fixture(autouse=True)
def _early(clock):
    clock.at = business.AT + dt.timedelta(hours=1)


@pytest.fixture
def ours(people, as_):
    return Hand(as_(people.secretary_brussels))


def added(hand, **typed):
    hand.open(BASE)
    hand.follow("Add a break")
    return hand.press("Put the line on the agenda", **typed)


def programme():
    found = [(number, item.title) for item, number, _ in business.now().programme()]
    db.remove()
    return found


def test_a_break_stands_where_it_was_put_and_the_items_keep_their_numbers(people, ours):
    business.begun(people)
    before = programme()

    said = added(ours, title="Coffee break", minutes="20", after=str(business.item(SECRET).id))

    assert "“Coffee break” is on the agenda, without a number." in said
    assert [row for row in programme() if row[0]] == before
    assert programme()[[title for _, title in programme()].index(SECRET) + 1] == ("", "Coffee break")


def test_a_line_is_offered_its_usual_names_and_none_of_an_item_s_fields(people, ours):
    business.begun(people)
    ours.open(BASE)

    ours.follow("Add a break")

    assert ours.page.xpath("//datalist[@id='usual']/option/@value")[1:5] == [
        "Coffee break", "Working lunch", "Family photo", "Press point",
    ]  # fmt: skip
    assert ours.page.xpath("//input[@name='title']/@list") == ["usual"]
    assert not ours.page.xpath("//*[@name='origin' or @name='parent' or @name='oral' or @name='topic']")


def test_a_line_is_changed_moved_and_withdrawn_as_an_item_is(people, ours):
    business.begun(people)
    added(ours, title="Coffee break")
    ours.follow("Edit", about="Coffee break")
    assert "takes its time on the agenda" in ours.text
    ours.press("Save the line", title="Working lunch, terrace", minutes="60")
    here = [title for _, title in programme()].index("Working lunch, terrace")
    ours.open(BASE)
    ours.press("Up: Working lunch, terrace")

    assert [title for _, title in programme()].index("Working lunch, terrace") == here - 1
    ours.press("Withdraw Working lunch, terrace")
    assert "Working lunch, terrace" not in [title for _, title in programme()]
    assert "Working lunch, terrace" in ours.open(BASE)  # set aside, to be taken up again


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"title": ""}, "Please fill this in"),
    ({"title": "Coffee", "minutes": "601"}, "Please type a whole number from 0 to 600."),
])  # fmt: skip
def test_a_line_that_is_wrong_is_told_and_what_was_typed_stays(people, ours, typed, sentence):
    business.begun(people)
    before = programme()
    ours.open(BASE)
    ours.follow("Add a break")

    ours.press("Put the line on the agenda", status=422, **{"note": "Ask the hotel.", **typed})

    assert sentence in ours.text
    assert "Ask the hotel." in ours.text
    assert programme() == before


def test_a_second_editor_of_a_line_sees_both_texts(people, ours, as_):
    business.begun(people)
    added(ours, title="Coffee break")
    theirs = Hand(as_(people.secretary_prishtina))
    for hand in (ours, theirs):
        hand.open(BASE)
        hand.follow("Edit", about="Coffee break")
    ours.press("Save the line", title="Coffee break, foyer")

    theirs.press("Save the line", status=409, title="Coffee break, terrace")

    assert "foyer" in theirs.text
    assert theirs.filled("Save this text")[1]["title"] == ["Coffee break, terrace"]


def test_every_reader_finds_the_lines_that_are_its_own_and_no_trace_of_others(people, ours, as_):
    business.begun(people)
    added(ours, title="Press point", level="public")
    added(ours, title="Dinner at the residence", level="delegations")
    pages = {level: ours.open(f"{BASE}?edition={level}") for level in ("delegations", "cohost", "public")}

    assert {level: ("Press point" in page, "Dinner at the residence" in page) for level, page in pages.items()} == {
        "delegations": (True, True), "cohost": (True, False), "public": (True, False),
    }  # fmt: skip
    assert SHOWN in pages["cohost"]


def test_a_line_changes_the_text_that_was_signed(people, ours):
    business.drafted(people)
    ours.open(BASE)
    ours.press("Sign off this text")
    with pytest.raises(AssertionError, match="no button"):
        ours.form("Sign off this text")

    added(ours, title="Family photo")

    assert ours.form("Sign off this text") is not None
