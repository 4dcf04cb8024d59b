"""What is put back is what was made; and from another beginning it is made again."""

import pytest

from dialogue.domain.organisations import Place
from tests import cast as people_of
from tests import walk
from tests.once import once


@pytest.fixture
def cast(db):
    return people_of.enter(db)


def test_what_is_put_back_is_what_was_made(db, cast, database):
    session = walk.plan(db, cast)
    made, seats = walk.to_minutes(db, cast, session)
    db.commit()
    told = database.state(), session.state, made.state, [one.text for one in made.paragraphs()], list(seats)
    db.remove()
    database.clean()

    cast = people_of.enter(db)
    session = walk.plan(db, cast)
    made, seats = walk.to_minutes(db, cast, session)

    assert (database.state(), session.state, made.state, [p.text for p in made.paragraphs()], list(seats)) == told
    assert seats["chair_nato"].person is cast.chair_nato


def test_from_the_same_beginning_it_is_made_once_and_from_another_again(db, database):
    made = []

    def city(long_name):
        """Begins with this name and makes another of it."""
        db.remove()
        database.clean()
        here = Place(slug="here", short_name="H", neutral_name="H", country="BE", long_name=long_name)
        db.add(here)
        db.commit()
        return once(db, "place", lambda: renamed(here)), here

    def renamed(place):
        made.append(place.long_name)
        place.short_name = f"Made of {place.long_name}"
        return place

    told = [city(name) for name in ("Here", "Here", "There", "Here")]

    assert made == ["Here", "There"]
    assert [place.short_name for place, _ in told] == [
        "Made of Here", "Made of Here", "Made of There", "Made of Here",
    ]  # fmt: skip
    assert [place is here for place, here in told] == [True] * 4
