"""What a compartment keeps apart: papers that are attached and taken away, follow-ups that are entered and pursued."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain.followups import TrackFollowUp
from dialogue.domain.people import Person
from dialogue.domain.tracks import TRACKS, TrackPaper
from tests import pdf_files
from tests.planted import AT, ROLES
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.browser import submit
from tests.web.many import Statements, all_cost_the_same

Browse = Callable[[str], FlaskClient]
TRACK = TRACKS["military-to-military"]
HOME = f"/tracks/{TRACK.slug}"
PAPERS, FOLLOWUPS = f"{HOME}/papers", f"{HOME}/follow-ups"
LISTED, OTHER_SIDE = "delegate", "delegate.kosovo@kosovo.example"
DUE = "2027-09-01"


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def attach(client: FlaskClient, content: bytes, name: str = "programme.pdf", title: str = "Programme") -> object:
    typed = {"title": title, "file": (io.BytesIO(content), name), "entry": ""}
    return submit(client, PAPERS, typed)


def last_paper() -> TrackPaper:
    db.expire_all()
    return db.scalars(select(TrackPaper).order_by(TrackPaper.id.desc())).first()


def last() -> TrackFollowUp:
    db.expire_all()
    return db.scalars(select(TrackFollowUp).order_by(TrackFollowUp.id.desc())).first()


def test_a_paper_is_kept_as_it_came_for_both_sides_on_the_list(browse: Browse) -> None:
    content = pdf_files.scan()

    assert attach(browse(LISTED), content).status_code == 303
    taken = browse(OTHER_SIDE).get(f"{PAPERS}/2.pdf")

    assert (taken.status_code, taken.data, taken.content_type) == (200, content, "application/pdf")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="MM-P-2.pdf"'


@pytest.mark.parametrize(
    ("content", "name", "title", "told"),
    [
        (b"PK\x03\x04", "a.docx", "Programme", "Only a PDF can be attached."),
        (pdf_files.scan(), "NATO_SECRET_plan.pdf", "Programme", "It bears the marking “NATO SECRET”."),
        (pdf_files.scan(), "NATO SECRET.pdf", "Programme", "It bears the marking “NATO SECRET”."),
        (pdf_files.scan(), "a.pdf", "COSMIC TOP SECRET plan", "It bears the marking “COSMIC TOP SECRET”."),
        (pdf_files.packed(b"<< /S /JavaScript /JS (1) >>"), "a.pdf", "Programme", "This PDF holds a script"),
    ],
)
def test_what_is_no_paper_or_bears_a_marking_is_refused_in_a_sentence(
    content: bytes, name: str, title: str, told: str, browse: Browse
) -> None:
    answer = attach(browse(LISTED), content, name, title)

    assert answer.status_code == 409
    assert told in answer.text
    assert last_paper().number == 1


def test_a_side_takes_away_what_its_own_people_attached(browse: Browse) -> None:
    theirs = hand(browse(OTHER_SIDE), PAPERS)
    assert "Take it away" not in theirs.text
    assert submit(browse(OTHER_SIDE), f"{PAPERS}/1/remove").status_code == 403

    mine = hand(browse(LISTED), PAPERS)
    mine.press("Take it away MM/P/1")

    assert "taken away by" in mine.text
    assert last_paper().content == b""
    assert browse(LISTED).get(f"{PAPERS}/1.pdf").status_code == 409


def test_a_follow_up_is_entered_claimed_and_verified_by_the_other_side(browse: Browse) -> None:
    page = hand(browse(LISTED), f"{FOLLOWUPS}/new")
    page.press("Enter it", text="Name the instructors. See MM/1.", due_on=DUE)
    where = f"{FOLLOWUPS}/{last().number}"
    assert (last().reference, last().owner.slug) == ("MM/OC/03", "nato")

    mine = hand(browse(LISTED), where)
    mine.press("Record this", state="claimed done", text="Done.", evidence="Letter of today")
    theirs = hand(browse(OTHER_SIDE), where)
    theirs.press("Record this", state="verified", text="Seen.")

    assert (last().state, [one.became for one in last().updates]) == ("verified", ["claimed done", "verified"])
    assert "Letter of today" in theirs.text


def test_its_date_changes_with_the_reason_and_it_is_dropped_by_both(browse: Browse) -> None:
    mine = hand(browse(LISTED), f"{FOLLOWUPS}/1")
    mine.press("Set office and date", due_on="2027-12-01", reason="The hall is closed.")
    mine.press("Our side agrees to drop it", reason="Not needed.")
    assert "Your side has asked for it" in mine.text

    theirs = hand(browse(OTHER_SIDE), f"{FOLLOWUPS}/1")
    theirs.press("Our side agrees to drop it", reason="Agreed.")

    assert "instead of" in theirs.text
    db.expire_all()
    dropped = db.get_one(TrackFollowUp, 1)
    assert (dropped.state, dropped.due_on) == ("dropped", dt.date(2027, 12, 1))


@pytest.mark.parametrize("path", ["report", "assign", "drop"])
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(path: str, browse: Browse) -> None:
    typed = {"text": "", "evidence": "kept as typed", "due_on": "", "office": "kept as typed", "reason": ""}

    answer = submit(browse(LISTED), f"{FOLLOWUPS}/1/{path}", typed | {"state": "open", "base_version": "1"})

    assert answer.status_code == 422
    assert ("kept as typed" in answer.text) is (path != "drop")


def test_a_second_editor_is_told(browse: Browse) -> None:
    typed = {"text": "Told.", "evidence": "", "state": "open", "base_version": "77"}

    answer = submit(browse(LISTED), f"{FOLLOWUPS}/1/report", typed)

    assert answer.status_code == 409
    assert "Somebody has changed this follow-up since you opened it." in answer.text


def test_the_entry_leads_to_both_and_they_lead_back(browse: Browse) -> None:
    entry = hand(browse(LISTED), f"{HOME}/1")

    assert "Send the names of the medical teams." in entry.follow("MM/OC/01")
    assert "Training of medical teams" in entry.follow("MM/1")
    assert "Programme of the first week" in entry.text


def test_the_tracker_is_a_paper_for_its_list(browse: Browse) -> None:
    answer = browse(LISTED).get(f"{FOLLOWUPS}.docx")

    assert answer.status_code == 200
    assert {"MM/OC/01", "MM/OC/02"} <= set(" ".join(read(answer.data)).split())
    assert [browse(who).get(f"{FOLLOWUPS}.docx").status_code for who in ("secretary", "chair", "admin")] == [404] * 3


def test_its_pages_ask_the_same_with_few_and_with_many(browse: Browse, statements: Statements) -> None:
    all_cost_the_same(browse(LISTED), [FOLLOWUPS, PAPERS, f"{HOME}/1", f"{FOLLOWUPS}.docx"], statements, _more)


def _more(n: int) -> None:
    by = db.scalars(select(Person).where(Person.email == ROLES[LISTED])).one()
    for _ in range(n):
        words = {"text": "T", "office": "", "due_on": dt.date(2027, 9, 1), "entry": None}
        made = acts.open_followup(TRACK, by=by, at=AT, **words)
        made.note("N", base=None, by=by, at=AT)
        acts.attach(TRACK, title="P", content=pdf_files.scan(), entry=None, by=by, at=AT)
        db.flush()
