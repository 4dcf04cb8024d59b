"""What an item leaves behind when it comes to a session in which its organisation takes no part."""

import pytest

from dialogue.domain.agenda import Guests, Left
from dialogue.domain.editions import Level
from tests.factories import agenda, item, organisation, paper, table

OTHERS = ("Institute", "The Institute of Peace", "Ilir Bérisha")


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def one(sides):
    return agenda(sides)


@pytest.fixture
def university():
    return organisation("University")


@pytest.fixture
def guests(university):
    """The university is engaged; the institute hosts another session."""
    return Guests(frozenset({university.id}), ("NATO", "Nora Chair"), OTHERS, lambda left: str(left.papers))


def test_an_item_of_a_party_and_of_an_engaged_co_host_leaves_nothing_behind(sides, one, guests, university):
    ours = item(one, sides)
    theirs = item(one, sides, origin=university, presenter="Una University", level=Level.COHOST)

    assert [guests.left_by(ours), guests.left_by(theirs)] == [Left(), Left()]
    assert not any(guests.left_by(i) for i in (ours, theirs))


def test_an_item_of_another_co_host_leaves_who_asked_who_presents_and_its_papers(sides, one, guests):
    wp = paper(one.session, sides.ours)
    institute = organisation()
    old = item(one, sides, origin=institute, presenter="Somebody", papers=[wp], level=Level.COHOST)
    new = item(one, sides, origin=institute, presenter="Somebody", level=Level.COHOST, asked_title="Ours")

    received = guests.receive(new, old)

    assert guests.left_by(old) == Left(origin=True, presenter=True, papers=1)
    assert (received.origin, received.requested_by, received.presenter, received.papers) == (None, None, "", [])
    assert (received.asked_title, received.level, received.note) == (None, Level.DELEGATIONS, "1")


@pytest.mark.parametrize(
    "presenter", ["Institute", "Dr. ILIR BERISHA, guest", "the institute of peace", "NATO and Institute"]
)
def test_a_presenter_of_another_co_host_stays_behind_however_written_and_whoever_asked(sides, one, guests, presenter):
    assert guests.left_by(item(one, sides, presenter=presenter)) == Left(presenter=True)


@pytest.mark.parametrize("presenter", ["Nora Chair", "Head of the liaison office", "Institutes of defence", ""])
def test_a_presenter_who_is_nobody_known_stays_on_an_item_of_a_party(sides, one, guests, presenter):
    assert guests.left_by(item(one, sides, presenter=presenter)) == Left()


def test_of_the_papers_those_that_name_another_co_host_stay_behind(sides, one, guests):
    ours, theirs = paper(one.session, sides.ours), paper(one.session, sides.ours, reference="Institute 4")
    old = item(one, sides, papers=[ours, theirs])

    assert (guests.kept_papers(old), guests.left_by(old)) == ([ours], Left(papers=1))


def test_a_text_that_names_another_co_host_stays_for_the_delegations_alone(sides, one, guests):
    old = item(one, sides, public_title="Institute on crime", text="As the Institute found.", level=Level.PUBLIC)
    new = item(one, sides, public_title="Institute on crime", text="As the Institute found.", level=Level.PUBLIC)

    received = guests.receive(new, old)

    assert (received.text, received.public_title, received.level) == (
        "As the Institute found.",
        "",
        Level.DELEGATIONS,
    )
    assert guests.left_by(old) == Left(named=True)


def test_a_standing_item_keeps_a_presenter_who_is_known_to_take_part(one, guests):
    opening = one.children(None)[0]
    kept = []
    for presenter in ("NATO", "Nora Chair", "Somebody", "NATO and Institute", ""):
        opening.presenter = presenter
        kept.append(guests.keeps_presenter(opening))

    assert kept == [True, True, False, False, False]
