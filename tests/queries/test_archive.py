"""Old papers as sheets: their words, from where they came, and that nobody agreed to them here."""

import datetime as dt

import pytest

from dialogue.domain import archive
from dialogue.domain.archive import ImportKind, Old, Words
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.sessions import SessionKind
from dialogue.queries import archive as shelf
from tests.cast import enter
from tests.factories import AT


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def paper(db, cast):
    about = Old(
        reference="Third meeting", held_on=dt.date(2019, 5, 14), held_until=dt.date(2019, 5, 15), city="Ohrid",
        kind=SessionKind.REGULAR,
    )  # fmt: skip
    made = archive.enter(about, [], by=cast.secretary_brussels, at=AT)
    db.add(made)
    db.flush()
    words = Words(
        lines=(ImportedLine(what="item", text="Opening"),), head=("Minutes",), file_name="a.docx", sha256="ab"
    )
    made.take_in(ImportKind.MINUTES, words, base=made.version, by=cast.secretary_brussels, at=AT)
    db.flush()
    return made.papers[0]


def test_a_sheet_says_first_what_it_is_not(paper):
    sheet = shelf.sheet(paper)

    assert sheet.session == "Tue 14 May 2019 – Wed 15 May 2019, Ohrid"
    assert sheet.mark == "IMPORTED"
    assert "from the file “a.docx”; SHA-256 ab." in sheet.notes[0]
    assert sheet.notes[1] == "It is from before this system, and was not agreed, adopted or signed in it."
    assert sheet.notes[2] == "The other side has not confirmed yet that it has the same paper."
    assert (sheet.head, sheet.people, [one.text for one in sheet.lines]) == (("Minutes",), (), ["Opening"])


def test_a_sheet_says_who_has_confirmed_it(db, cast, paper):
    session = paper.session
    session.offer(base=session.version, by=cast.secretary_brussels, at=AT)
    db.flush()
    session.confirm(base=session.version, by=cast.secretary_prishtina, at=AT)

    assert "has confirmed on" in shelf.notes(paper)[2]
