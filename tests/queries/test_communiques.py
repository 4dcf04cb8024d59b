"""What one reader holds of a communiqué: dated, numbered, marked while its adoption is in question."""

import datetime as dt

from dialogue.domain import communiques
from dialogue.domain.editions import Level
from dialogue.queries import communiques as sheets
from tests import walk
from tests.cast import enter
from tests.factories import AT


def test_the_sheet_says_until_when_the_public_waits_in_the_zone_of_the_dialogue(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    until = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    made = communiques.begin(session, "Joint communiqué", "We agree.", until, by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()

    sheet = sheets.working(made, Level.PUBLIC)

    assert sheet.held_back.startswith("Not to be published before Tue 1 Dec 2026, 10:00")
    assert (sheet.heading.reference, sheet.rev) == (f"{session.reference}-COM", None)
    made.embargo = None
    assert sheets.working(made).held_back == ""
