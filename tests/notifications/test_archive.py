"""The mail about an old session names it, and says nothing of its papers."""

import datetime as dt

from dialogue.actions import archive as acts
from dialogue.domain.archive import ImportKind, Old, Words
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.sessions import SessionKind
from dialogue.notifications import archive
from tests.cast import enter
from tests.factories import AT


def test_the_mail_names_the_side_and_the_session_and_no_words_of_its_papers(db):
    people = enter(db)
    ours = {"by": people.secretary_brussels, "at": AT}
    day = dt.date(2019, 5, 14)
    about = Old(reference="Third meeting", held_on=day, held_until=None, city="Ohrid", kind=SessionKind.REGULAR)
    made = acts.enter(about, **ours)
    words = Words(lines=(ImportedLine(what="item", text="Secret of then"),), head=("Head of then",))
    made.take_in(ImportKind.MINUTES, words, base=made.version, **ours)

    (draft,) = archive.offered(made, [people.secretary_prishtina])

    assert draft.recipient is people.secretary_prishtina
    assert draft.subject == "An old session waits for your word: Third meeting"
    assert draft.body.startswith(f"{made.party.short_name} has taken in a session from before this system: ")
    assert "of then" not in draft.body
    assert draft.path == f"/sessions/imported/{made.id}"
