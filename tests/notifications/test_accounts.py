"""What people are told about their accounts: what was done, by whom, and who hands a link over."""

import pytest

from dialogue.domain import password_links
from dialogue.notifications import accounts
from dialogue.notifications.messages import moment
from tests.cast import enter
from tests.factories import AT, person, table


@pytest.fixture
def sides(db):
    enter(db)  # the name of the dialogue is read from its settings
    return table()


@pytest.mark.parametrize(
    ("by", "by_hand", "to", "said"),
    [
        ("ours", False, None, "Bea Bosmans has made a link for you to choose a new password."),
        ("ours", True, "chair_nato", "Nora Chair hands you the link by another way than mail."),
        (None, False, None, "Somebody has asked for a new password"),
        (None, True, None, "Whoever runs the machine has made a link for you"),
        (None, True, None, "Whoever runs the machine hands you the link by another way than mail."),
    ],
)
def test_of_a_link_it_is_told_who_made_it_and_who_hands_it_over(sides, by, by_hand, to, said):
    who = person("Niels N", sides.nato, password_hash="hash")
    people = {None: None} | {name: getattr(sides, name) for name in ("ours", "chair_nato")}
    link = password_links.make(who, secret="k" * 32, by=people[by], by_hand=by_hand, to=people[to], at=AT)

    draft = accounts.password_link(link)

    assert said in draft.body
    assert (draft.path == link.path) == (not by_hand)


@pytest.mark.parametrize("to", ["old@nato.example", "new@nato.example"])
def test_a_changed_address_is_told_to_both(sides, to):
    draft = accounts.address_changed(sides.chair_nato, "old@nato.example", sides.ours, AT, to=to)

    assert draft.address == to
    assert f"is {sides.chair_nato.email} from now on, not old@nato.example any more. Bea Bosmans has" in draft.body


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda sides: accounts.closed(sides.chair_nato, AT), "was closed, {}. Nobody signs in by it any more."),
        (
            lambda sides: accounts.moved(sides.chair_nato, sides.kosovo, AT),
            "belongs to NATO, not to Kosovo any more, since {}. What it opens follows from that.",
        ),
        (
            lambda sides: accounts.reopened(sides.chair_nato, AT),
            "was opened again, {}. The password is the one of before.",
        ),
    ],
)
def test_that_an_account_is_closed_moved_or_open_again_is_all_that_is_said(sides, made, said):
    draft = made(sides)

    told = f"The account with the address {sides.chair_nato.email} {said.format(moment(AT))}"
    assert draft.body == f"{told}\n\nIf you did not expect this, please tell the secretariat."
    assert draft.path == "/sign-in"
