"""Old sessions: entered by one side, confirmed by the other, and changed by neither afterwards."""

import datetime as dt
from itertools import product

import pytest

from dialogue.domain import archive
from dialogue.domain.archive import FLOW, ImportKind, ImportState, Old, Words
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.sessions import SessionKind
from tests.cast import enter
from tests.factories import AT, DAY

LINES = (ImportedLine(what="item", text="Opening", number="1."), ImportedLine(what="noted", text="Noted."))
MOVES = {
    (ImportState.ENTERED, ImportState.OFFERED),
    (ImportState.OFFERED, ImportState.CONFIRMED),
    (ImportState.OFFERED, ImportState.ENTERED),
    (ImportState.CONFIRMED, ImportState.ENTERED),
}


def old(**changes):
    about = {"reference": "Third meeting", "held_on": dt.date(2019, 5, 14), "held_until": None, "city": "Ohrid"}
    return Old(**(about | {"kind": SessionKind.REGULAR} | changes))


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def made(db, cast):
    found = archive.enter(old(), [], by=cast.secretary_brussels, at=AT)
    db.add(found)
    db.flush()
    return found


def hold(db, made, by, **changes):
    made.take_in(ImportKind.MINUTES, Words(**({"lines": LINES} | changes)), base=made.version, by=by, at=AT)
    db.flush()


@pytest.mark.parametrize(("before", "after"), list(product(ImportState, ImportState)))
def test_an_imported_session_goes_these_ways_and_no_other(before, after):
    assert FLOW.allows(before, after) == ((before, after) in MOVES)


def test_it_is_offered_once_it_has_a_paper_and_confirmed_by_the_other_side(db, cast, made):
    ours, theirs = cast.secretary_brussels, cast.secretary_prishtina
    with pytest.raises(Refused, match="agenda or its minutes first"):
        made.offer(base=made.version, by=ours, at=AT)
    hold(db, made, ours)
    made.offer(base=made.version, by=ours, at=AT)
    db.flush()

    with pytest.raises(Refused, match="The other side confirms"):
        made.confirm(base=made.version, by=ours, at=AT)
    made.confirm(base=made.version, by=theirs, at=AT)

    assert made.is_confirmed
    for change in (lambda: hold(db, made, ours), lambda: made.remove(base=made.version, by=ours, at=AT)):
        with pytest.raises(Refused, match="confirmed by both sides"):
            change()


def test_what_is_taken_in_again_stands_in_the_place_of_what_stood(db, cast, made):
    hold(db, made, cast.secretary_brussels)
    hold(db, made, cast.secretary_prishtina, lines=LINES[:1], file_name="new.docx")

    (paper,) = made.papers
    assert [(one.position, one.text) for one in paper.lines] == [(1, "Opening")]
    assert (paper.file_name, paper.taken_in_by) == ("new.docx", cast.secretary_prishtina)


def test_a_second_editor_meets_the_first(db, cast, made):
    seen = made.version
    hold(db, made, cast.secretary_brussels)

    with pytest.raises(Stale):
        made.take_in(ImportKind.AGENDA, Words(lines=LINES), base=seen, by=cast.secretary_prishtina, at=AT)


def test_it_goes_back_with_its_reason_alone(db, cast, made):
    hold(db, made, cast.secretary_brussels)
    made.offer(base=made.version, by=cast.secretary_brussels, at=AT)
    db.flush()

    with pytest.raises(Refused, match="Please say what"):
        made.hand_back(" ", base=made.version, by=cast.secretary_prishtina, at=AT)
    made.hand_back("Not complete", base=made.version, by=cast.secretary_prishtina, at=AT)

    assert (made.is_open, made.state_reason) == (True, "Not complete")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"held_on": AT.date()}, "Only a session that is over"),
        ({"held_until": AT.date() + DAY}, "Only a session that is over"),
        ({"held_until": dt.date(2019, 5, 1)}, "The last day is not before the first."),
    ],
)
def test_what_is_no_old_session_is_refused(cast, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        archive.enter(old(**changes), [], by=cast.secretary_brussels, at=AT)


def test_a_reference_of_this_system_or_of_another_import_is_refused(cast, made):
    with pytest.raises(Refused, match="is imported already"):
        archive.enter(old(), [made], by=cast.secretary_brussels, at=AT)
    with pytest.raises(Refused, match="HLD/2027/1 is a session of this system"):
        archive.must_not_be_taken(old(reference="HLD/2027/1"), [(2027, 1)])
