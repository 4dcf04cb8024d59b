"""Controls of the fields of a track: what is typed is kept, and shown as it was typed."""

from collections.abc import Callable

from flask.testing import FlaskClient

from dialogue.db import db
from dialogue.domain import tracks
from tests.stories.hand import Hand

Browse = Callable[[str], FlaskClient]
ONE = "/tracks/public-communication/1"


def test_a_moment_is_typed_on_the_clock_of_both_capitals_and_kept_as_an_instant(browse: Browse) -> None:
    hand = Hand(browse("secretary"))
    hand.open(f"{ONE}/edit")
    assert "Embargo until (Brussels/Prishtina time)" in hand.text

    hand.press("Save the entry", embargo="2027-01-11T09:30")

    (entry,) = db.scalars(tracks.by_number("public-communication", 1)).unique()
    assert entry.kept("embargo") == "2027-01-11T08:30:00+00:00"
    assert "Mon 11 Jan 2027, 09:30 Brussels/Prishtina time" in hand.text
    assert 'value="2027-01-11T09:30"' in browse("secretary").get(f"{ONE}/edit").text
