"""Who was in the room, over HTTP: marked, late and early, by item; before the minutes and while they may change."""

import datetime as dt
import io
import zipfile

import pytest
from lxml import html
from sqlalchemy import select

from dialogue.domain.delegations import Delegation
from dialogue.domain.minutes import Paragraph
from dialogue.domain.sessions import Session
from tests.web import sitting
from tests.web.browser import submit
from tests.web.sitting import AT, BASE

DOCX = f"{BASE}.docx"
DAY, ONE = sitting.OPENS.date(), dt.timedelta(days=1)


@pytest.fixture
def here(people):
    return sitting.sitting(people, Paragraph(text="Both sides spoke."))


def words_of(answer):
    """All that stands in an answer: of a document, all its parts taken apart."""
    if answer.mimetype == "text/html":
        return answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def stay(seat, arrived, left=""):
    """What the page sends of one seat whose hours are not recorded yet."""
    return {f"arrived-{seat}": arrived, f"left-{seat}": left, f"was-arrived-{seat}": "", f"was-left-{seat}": ""}


def test_presence_is_recorded_from_the_opening_on_and_the_minutes_begin_with_it(people, as_, db):
    """Before the opening nobody is in the room; on the day the page stands before there are minutes."""
    session, browser = sitting.session_of(people), as_(people.secretary_brussels)
    seats = {s.name: s.id for d in db.scalars(select(Delegation)) for s in d.ordered()}
    nora, niels = seats["Nora Chair"], seats["Niels Delegate"]
    typed = {f"mark-{nora}": "present", f"was-{nora}": "", f"mark-{niels}": "", f"was-{niels}": ""}
    typed |= stay(niels, f"{DAY}T10:15")
    overview = f"/sessions/{session.ref}"
    for early in (browser.get(f"{BASE}/presence"), submit(browser, f"{BASE}/presence", typed)):
        assert "Who is in the room is recorded once the session has opened." in early.text
        assert "Save the presence" not in early.text
    assert f"{BASE}/presence" not in browser.get(overview).text

    db.get(Session, session.id).open_(by=sitting.secretaries()[0], at=AT)
    db.commit()
    assert f"{BASE}/presence" in browser.get(overview).text
    assert f"{BASE}/presence" in browser.get(BASE).text
    assert "Save the presence" in browser.get(f"{BASE}/presence").text
    assert submit(browser, f"{BASE}/presence", typed).status_code == 303

    marks = {s.name: (s.present, s.arrived) for d in db.scalars(select(Delegation)) for s in d.ordered()}
    assert marks["Nora Chair"] == (True, None)
    assert marks["Niels Delegate"] == (True, dt.datetime(2026, 11, 10, 10, 15))
    assert marks["Krenar Delegate"] == (None, None)
    assert as_(people.chair_nato).get(f"{BASE}/presence").status_code == 403


def test_presence_is_marked_by_name_and_stands_in_the_text(here, as_, db):
    browser = as_(here.people.secretary_brussels)
    seat = next(s for d in delegations_of(db, here) for s in d.participants if s.name == "Niels Delegate")
    marks = {f"mark-{seat.id}": "absent", f"was-{seat.id}": ""}

    answer = submit(browser, f"{BASE}/presence", marks)

    assert answer.status_code == 303
    page = browser.get(f"{BASE}?edition=delegations").text
    assert page.count("not present") == 1
    assert page.index("Niels Delegate") < page.index("not present")


def test_everybody_else_is_recorded_as_present_with_one_button(here, as_, db):
    seats = [s for d in delegations_of(db, here) for s in d.ordered()]
    marks = {f"{word}-{seat.id}": "" for seat in seats for word in ("mark", "was")}
    away = next(s for s in seats if s.name == "Niels Delegate")
    marks[f"mark-{away.id}"] = "absent"

    submit(as_(here.people.secretary_brussels), f"{BASE}/presence", marks | {"others": "present"})

    assert {s.name: s.present for d in delegations_of(db, here) for s in d.ordered()} == {
        "Nora Chair": True, "Niels Delegate": False, "Kaltrina Chair": True, "Krenar Delegate": True,
        "Olga Observer": True,
    }  # fmt: skip


def test_a_mark_that_somebody_else_set_meanwhile_stays(here, as_, db):
    seats = {s.name: s.id for d in delegations_of(db, here) for s in d.ordered()}
    nora, kaltrina = seats["Nora Chair"], seats["Kaltrina Chair"]
    as_opened = {f"was-{nora}": "", f"was-{kaltrina}": ""}

    submit(
        as_(here.people.secretary_brussels), f"{BASE}/presence",
        as_opened | {f"mark-{nora}": "present", f"mark-{kaltrina}": ""},
    )  # fmt: skip
    submit(
        as_(here.people.secretary_prishtina), f"{BASE}/presence",
        as_opened | {f"mark-{nora}": "", f"mark-{kaltrina}": "absent"},
    )  # fmt: skip

    marks = {s.id: s.present for d in delegations_of(db, here) for s in d.ordered()}
    assert (marks[nora], marks[kaltrina]) == (True, False)


def test_whoever_came_late_or_left_early_stands_so_in_the_delegations_text_alone(here, as_, db):
    seat = next(s for d in delegations_of(db, here) for s in d.ordered() if s.name == "Nora Chair")
    day = seat.session.starts.date()
    browser = as_(here.people.secretary_brussels)
    typed = {f"arrived-{seat.id}": f"{day}T10:15", f"left-{seat.id}": "", f"mark-{seat.id}": "", f"was-{seat.id}": ""}
    unseen = {f"was-arrived-{seat.id}": "", f"was-left-{seat.id}": ""}

    assert submit(browser, f"{BASE}/presence", typed | unseen).status_code == 303

    assert "10:15" in browser.get(f"{BASE}?edition=delegations").text
    assert "10:15" in words_of(browser.get(f"{DOCX}?edition=delegations"))
    assert "10:15" not in browser.get(f"{BASE}?edition=public").text
    assert "10:15" not in words_of(browser.get(f"{DOCX}?edition=public"))
    # A page that was opened before changes nothing that it does not change.
    later = {f"arrived-{seat.id}": "", f"left-{seat.id}": ""} | unseen
    assert submit(as_(here.people.secretary_prishtina), f"{BASE}/presence", later).status_code == 303
    assert "10:15" in browser.get(f"{BASE}?edition=delegations").text


def test_who_was_not_in_the_room_for_an_item_stands_under_it_in_the_delegations_text(here, as_, db):
    seats = {s.name: s.id for d in delegations_of(db, here) for s in d.ordered()}
    page, browser = f"{BASE}/items/1/presence", as_(here.people.secretary_brussels)
    told = "Not in the room: Nora Chair, Krenar Delegate"
    assert "Krenar Delegate" in browser.get(page).text

    ticked = {"away": [seats["Nora Chair"], seats["Krenar Delegate"]], "seen": ""}
    assert submit(browser, page, ticked).status_code == 303

    assert told in browser.get(f"{BASE}/items/1").text
    assert told in browser.get(f"{BASE}?edition=delegations").text
    assert told in words_of(browser.get(f"{DOCX}?edition=delegations"))
    for level in ("cohost", "public"):
        assert "Not in the room" not in browser.get(f"{BASE}?edition={level}").text
        assert "Not in the room" not in words_of(browser.get(f"{DOCX}?edition={level}"))
    # Whoever opened the page before sees that it is another by now; an id from elsewhere is unknown.
    late = submit(as_(here.people.secretary_prishtina), page, {"away": [], "seen": ""})
    assert (late.status_code, told in browser.get(f"{BASE}/items/1").text) == (409, True)
    assert submit(browser, page, {"away": [999999], "seen": ""}).status_code == 404
    seen = "Nora Chair\r\nKrenar Delegate"
    assert submit(browser, page, {"away": [seats["Nora Chair"]], "seen": seen}).status_code == 303
    assert "Not in the room: Nora Chair<" in browser.get(f"{BASE}/items/1").text
    assert submit(as_(here.people.chair_nato), page, {"away": []}).status_code == 403


def test_an_hour_that_cannot_be_is_said_at_its_place_and_all_that_was_typed_stays(here, as_, db):
    """Of one person the coming alone is wrong, of the other when he left; a third was only marked."""
    seats = {s.name: s.id for d in delegations_of(db, here) for s in d.ordered()}
    nora, krenar, niels = seats["Nora Chair"], seats["Krenar Delegate"], seats["Niels Delegate"]
    browser, said = as_(here.people.secretary_brussels), {}

    for typed in ("soon", "10:15", "1999-01-01T10:15", "2026-99-01T10:15", f"{DAY}T10:15+01:00", f"{DAY + ONE}T10:15"):
        hours = stay(nora, typed, f"{DAY}T11:00") | stay(krenar, f"{DAY}T12:00", f"{DAY}T11:00")
        hours |= {f"mark-{niels}": "absent", f"was-{niels}": ""}
        wrong = submit(browser, f"{BASE}/presence", hours)
        assert wrong.status_code == 422
        page = html.document_fromstring(wrong.text)
        said[typed] = [at(page, field) for field in (f"arrived-{nora}", f"left-{krenar}")]
        assert {name: page.xpath(f"//*[@name='{name}']/@value") for name in hours if not name.startswith("mark-")} == {
            name: [value] for name, value in hours.items() if not name.startswith("mark-")
        }
        assert page.xpath(f"//*[@name='mark-{niels}'][@checked]/@value") == ["absent"]

    none = "Please type a date and a time, for example 2027-05-11T09:30."
    late = "Krenar Delegate: nobody leaves before coming."
    elsewhen = "Nora Chair: the session was not on that day."
    assert said == {typed: [elsewhen if typed.startswith("2026-11-11") else none, late] for typed in said}
    db.expire_all()
    kept = [(s.present, s.arrived, s.left) for d in delegations_of(db, here) for s in d.ordered()]
    assert kept == [(None, None, None)] * len(seats)


def at(page, field):
    """What is said of a field, at it."""
    told = page.xpath(f"//*[@id='{field}-said']/*[@class='wrong']/text()")
    assert page.xpath(f"//*[@id='{field}'][@aria-invalid]/@aria-describedby") == [f"{field}-said"]
    return " ".join(told).strip()


def test_nobody_of_another_session_is_marked(here, as_):
    browser = as_(here.people.secretary_brussels)

    assert submit(browser, f"{BASE}/presence", {"mark-999999": "present"}).status_code == 404
    assert submit(browser, f"{BASE}/presence", {"others": "everybody"}).status_code == 404


def test_presence_is_part_of_the_signed_text(here, as_, db):
    sitting.signed(here)
    seat = next(s for d in delegations_of(db, here) for s in d.ordered())

    answer = submit(as_(here.people.secretary_brussels), f"{BASE}/presence", {f"mark-{seat.id}": "present"})

    assert answer.status_code == 409
    assert db.get(type(seat), seat.id).present is None


def delegations_of(db, here):
    return db.scalars(select(Delegation).where(Delegation.session_id == here.session.id)).all()
