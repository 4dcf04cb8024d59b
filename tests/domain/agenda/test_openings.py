"""How an agenda begins: standing items, what the last session deferred, what lapsed, what the secretary takes over."""

import pytest

from dialogue.domain.agenda import AgendaState, Change, ItemState, bring_back
from dialogue.domain.editions import Level
from tests.factories import AT, DAY, STARTS, adopted, agenda, drafting, item, paper, request, session, table, topic

TODAY = {"at": AT}


@pytest.fixture
def sides():
    return table()


def following(sides, last, **more):
    """The agenda of the session after that one."""
    later = session(sides, existing=[last.session], starts=STARTS + 180 * DAY)
    return agenda(sides, later, previous=last, **more)


def brought(agenda):
    return [i for i in agenda.all_items if i.is_substantive]


def test_the_first_agenda_has_the_seven_standing_items_and_collects(sides):
    one = agenda(sides)

    assert (one.state, len(one.children(None)), brought(one)) == (AgendaState.COLLECTING, 7, [])
    assert all(i.standing and i.oral and i.public_title == i.title for i in one.all_items)


def test_a_deferred_item_comes_back_with_its_key_its_words_and_its_papers(sides):
    last = agenda(sides)
    risks = topic("Risks")
    wp = paper(last.session, sides.ours)
    old = item(last, sides, minutes=25, text="As before.", topic=risks, papers=[wp], oral=False, level=Level.COHOST)
    adopted(sides, last)
    last.record_change(old, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    (new,) = brought(following(sides, last))

    assert (new.key, new.came_from, new.state) == (old.key, "HLD/2027/1", ItemState.ACCEPTED)
    assert (new.title, new.minutes, new.text, new.topic, new.papers, new.level) == (
        "Border incidents",
        25,
        "As before.",
        risks,
        [wp],
        Level.COHOST,
    )
    assert new.agenda is not last and new is not old


def test_a_deferred_item_stands_where_items_of_substance_stand(sides):
    last = agenda(sides)
    old = item(last, sides)
    adopted(sides, last)
    last.record_change(old, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    assert [i.title for i in following(sides, last).children(None)][3:6] == [
        "Review of cooperation",
        "Border incidents",
        "Review of follow-ups",
    ]


def test_a_deferred_item_brings_its_sub_items_along_in_their_order(sides):
    last = agenda(sides)
    main = item(last, sides)
    for title in ("First", "Second"):
        item(last, sides, title, parent=main)
    adopted(sides, last)
    last.record_change(main, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    now = following(sides, last)

    (again,) = [i for i in now.children(None) if i.is_substantive]
    assert [i.title for i in now.children(again)] == ["First", "Second"]


def test_a_sub_item_deferred_alone_comes_back_as_an_item(sides):
    last = agenda(sides)
    main = item(last, sides)
    sub = item(last, sides, "Patrols", parent=main)
    adopted(sides, last)
    last.record_change(sub, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    (again,) = brought(following(sides, last))

    assert (again.title, again.parent) == ("Patrols", None)


def test_items_of_a_lapsed_agenda_come_back_as_requests(sides):
    last = agenda(sides)
    accepted, asked = item(last, sides), request(last, sides.chair_kosovo, "Visas")
    request(last, sides.chair_kosovo, "Declined").decline("No.", by=sides.ours, **TODAY)
    last.lapse(by=sides.ours, **TODAY)

    now = following(sides, last)

    assert [(i.title, i.state, i.key, i.came_from) for i in brought(now)] == [
        ("Visas", ItemState.REQUESTED, asked.key, "HLD/2027/1"),
        ("Border incidents", ItemState.REQUESTED, accepted.key, "HLD/2027/1"),
    ]
    assert {i.title: i.origin for i in now.requests} == {"Visas": sides.kosovo, "Border incidents": sides.nato}
    assert len(now.children(None)) == 7


def test_other_items_come_only_where_the_secretary_takes_them_over(sides):
    last = agenda(sides)
    wanted, unwanted = item(last, sides, "Wanted"), item(last, sides, "Unwanted")
    adopted(sides, last)
    assert last.offers == [wanted, unwanted]

    (new,) = brought(following(sides, last, take_over=[wanted]))

    assert (new.title, new.state, new.came_from) == ("Wanted", ItemState.ACCEPTED, "")
    assert new.key != wanted.key


def test_standing_items_are_never_there_twice(sides):
    last = agenda(sides)
    adopted(sides, last)
    last.record_change(last.children(None)[5], Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    now = following(sides, last, take_over=list(last.all_items))

    assert len(now.all_items) == 7


def test_a_withdrawn_item_does_not_come_back(sides):
    last = agenda(sides)
    old = item(last, sides)
    last.withdraw(old, base=1, by=sides.ours, **TODAY)
    adopted(sides, last)

    assert brought(following(sides, last)) == []


# Where the next agenda was begun before


def test_what_is_deferred_comes_as_a_request_to_an_agenda_that_was_begun_before(sides):
    last = agenda(sides)
    old = item(last, sides)
    now = following(sides, adopted(sides, last))
    last.record_change(old, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    (new,) = bring_back(now, last, at=AT)

    assert (new.title, new.state, new.late, new.key, new.came_from) == (
        "Border incidents",
        ItemState.REQUESTED,
        False,
        old.key,
        "HLD/2027/1",
    )
    assert now.requests == [new]


def test_what_came_back_does_not_come_back_twice(sides):
    last = agenda(sides)
    old = item(last, sides)
    adopted(sides, last)
    last.record_change(old, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)
    now = following(sides, last)

    assert bring_back(now, last, at=AT) == []


def test_what_comes_back_after_the_call_has_closed_is_late(sides):
    last = agenda(sides)
    old = item(last, sides)
    now = drafting(sides, following(sides, adopted(sides, last)))
    last.record_change(old, Change.DEFERRED, "No time.", by=sides.ours, **TODAY)

    assert [i.late for i in bring_back(now, last, at=AT)] == [True]
