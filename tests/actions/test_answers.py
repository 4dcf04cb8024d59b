"""An answer with all that is said with it: all of it is recorded, or nothing."""

import pytest

from dialogue.actions.answers import Said, take
from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Listing, Reply, Route
from tests import walk
from tests.cast import enter
from tests.factories import AT


@pytest.fixture
def seat(db):
    cast = enter(db)
    return walk.seat(db, cast, walk.plan(db, cast), cast.delegate_nato)


def test_what_is_said_with_an_answer_is_kept_with_it(db, seat):
    said = Said(reply=Reply.ACCEPTED, note="By train", listing=Listing.CHAIRS, interpretation="French", access="Ramp")

    take(seat, said, by=seat.person, at=AT)
    db.flush()

    assert (seat.answered, seat.newest_answer.note, seat.newest_answer.route) == (
        Reply.ACCEPTED, "By train", Route.PAGE,
    )  # fmt: skip
    assert (seat.listed, seat.needs.interpretation, seat.needs.access) == (Listing.CHAIRS, "French", "Ramp")


def test_what_was_heard_says_from_whom(seat):
    take(seat, Said(reply=Reply.TENTATIVE, told="By telephone"), by=seat.person, at=AT)

    assert (seat.newest_answer.route, seat.newest_answer.told, seat.listed) == (Route.TOLD, "By telephone", None)


def test_regrets_say_who_comes_instead(seat):
    take(seat, Said(reply=Reply.REGRETS, substitute="Nina, adviser"), by=seat.person, at=AT)

    assert (seat.sent_regrets, seat.newest_answer.substitute) == (True, "Nina, adviser")


def test_of_a_place_that_has_changed_nothing_is_recorded(seat):
    with pytest.raises(Stale):
        take(seat, Said(reply=Reply.ACCEPTED, base=seat.version + 1), by=seat.person, at=AT)
    with pytest.raises(Stale):
        take(seat, Said(reply=Reply.ACCEPTED, to="another day"), by=seat.person, at=AT)
    with pytest.raises(Refused):
        take(seat, Said(reply=Reply.ACCEPTED, substitute="Nina"), by=seat.person, at=AT)
