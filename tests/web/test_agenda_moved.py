"""An agenda that went out and whose session has been moved since: page and papers say so, released bytes stay."""

from dialogue.db import db
from dialogue.domain.sessions import by_ref
from tests.planted import AT
from tests.rendering.word import checks


def test_the_page_and_the_papers_of_a_moved_session_say_where_it_is_now(browse):
    """Not the released file: its bytes stay, and the page beside it says so."""
    path, readers = "/sessions/2027-1/agenda", ("secretary", "chair", "delegate", "co-host", "observer@council.example")
    said, old = "Date or place have changed since this was released.", "it gives the old date or place"
    released = {who: browse(who).get(f"{path}.docx?rev=1").data for who in readers}
    assert not any(said in browse(who).get(path).text for who in readers)

    session = db.scalars(by_ref("2027-1")).one()
    by = session.state_by
    session.move(session.place, "The other hall", "", due=None, base=session.version, by=by, at=AT)
    db.commit()

    for who in readers:
        page = browse(who).get(path).text
        assert said in page and "The other hall" in page
        assert old in browse(who).get(f"{path}?rev=1").text
        assert browse(who).get(f"{path}.docx?rev=1").data == released[who]
    annotated = [
        browse(who).get(path.replace("agenda", "annotated-agenda") + ".docx?rev=1").data for who in readers[:3]
    ]
    assert all(any(said in line and "The other hall" in line for line in checks.read(one)) for one in annotated)
    assert not any(said in line for line in checks.read(released["delegate"]))
