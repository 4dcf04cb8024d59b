"""Signatures over HTTP: pressed, recorded from paper, scanned; in every paper that is made afterwards; and refused."""

import hashlib
import io
import threading
import time

import pytest
from sqlalchemy import select

from dialogue.db import connect
from dialogue.domain.editions import Level
from dialogue.domain.minutes import LARGEST_SCAN, Minutes, Paragraph
from dialogue.domain.organisations import Organisation
from dialogue.domain.papers import ReleasedFile
from tests import pdf_files
from tests.rendering.word.checks import faults, read
from tests.web import sitting
from tests.web.browser import submit
from tests.web.sitting import AT, BASE

SIGNATURES = f"{BASE}/signatures"
PDF = pdf_files.scan()


@pytest.fixture
def here(people):
    return sitting.approved(sitting.sitting(people, Paragraph(text="For everybody.", level=Level.PUBLIC)))


def stands(db):
    db.rollback()
    return db.scalars(select(Minutes)).one()


def sign(browser, db):
    page = browser.get(SIGNATURES).text
    seen = page.split('name="seen" value="')[1][:64] if 'name="seen"' in page else stands(db).text_hash
    return submit(browser, SIGNATURES, {"seen": seen})


def attach(browser, content=PDF, name="signed.pdf", path=f"{BASE}/scans"):
    answer = submit(browser, path, {"scan": (io.BytesIO(content), name)})
    answer.request.environ["wsgi.input"].close()  # the test client keeps large ones in a file and forgets it
    return answer


def test_the_chair_and_both_secretaries_sign_with_one_press_each(here, as_, db):
    people = here.people
    for person in (people.secretary_brussels, people.chair_nato, people.secretary_prishtina):
        assert sign(as_(person), db).status_code == 303

    assert stands(db).state.value == "signed"
    assert "Sign the minutes</button>" not in as_(people.secretary_brussels).get(SIGNATURES).text
    assert sign(as_(people.secretary_brussels), db).status_code == 409


def test_who_presided_does_not_change_while_the_text_says_so(here, as_, db):
    """How to join may still be corrected; who presided and who is named first are of the text that was signed off."""
    people, page = here.people, "/sessions/2026-1/arrange"
    browser = as_(people.secretary_brussels)
    was = {"presiding": people.nato.id, "named_first": people.kosovo.id}

    def arrange(**typed):
        base = browser.get(page).text.split('name="base_version" ')[1].split('value="')[1].split('"')[0]
        return submit(browser, page, was | typed, base_version=base)

    for typed in ({"presiding": people.kosovo.id}, {"named_first": people.nato.id}):
        answer = arrange(**typed)
        assert answer.status_code == 409
        assert "they say who presided and who is named first, and that does not change now" in answer.text
    assert arrange(hybrid_link="https://meet.example/hld").status_code == 303
    session = stands(db).session
    assert (session.presiding.slug, session.hybrid_link) == ("nato", "https://meet.example/hld")
    assert sign(as_(people.chair_kosovo), db).status_code == 403
    assert sign(as_(people.chair_nato), db).status_code == 303


def test_an_old_page_signs_nothing(here, as_, db):
    assert submit(as_(here.people.chair_nato), SIGNATURES, {"seen": "0" * 64}).status_code == 409
    assert stands(db).signatures == []


def test_only_the_head_who_presided_and_the_secretaries_sign(here, as_, db):
    people = here.people
    refused = [
        (people.chair_kosovo, 403),
        (people.delegate_nato, 403),
        (people.cohost_university, 404),
        (here.observer, 404),
    ]
    for person, status in refused:
        browser = as_(person)
        assert browser.get(SIGNATURES).status_code == status
        assert submit(browser, SIGNATURES, {"seen": stands(db).text_hash}).status_code == status
    for path in (f"{SIGNATURES}/chair-nato", f"{BASE}/scans"):
        assert submit(as_(people.chair_nato), path).status_code == 403
    assert stands(db).signatures == []


def test_a_signature_on_paper_is_recorded_with_its_day(here, as_, db):
    ours = as_(here.people.secretary_brussels)
    typed = {"name": "Nora Chair", "signed_on": "2026-11-20"}

    assert submit(ours, f"{SIGNATURES}/chair-nato", typed | {"name": ""}).status_code == 422
    assert submit(ours, f"{SIGNATURES}/chair-nato", typed | {"signed_on": "2026-11-30"}).status_code == 422
    assert submit(ours, f"{SIGNATURES}/chair-kosovo", typed).status_code == 404
    assert submit(ours, f"{SIGNATURES}/secretary-university", typed).status_code == 404
    assert submit(ours, f"{SIGNATURES}/chair-nato", typed).status_code == 303

    page = as_(here.people.secretary_prishtina).get(SIGNATURES).text
    assert "on paper, recorded by Bea Brussels" in page and "Fri 20 Nov 2026" in page


def test_a_scan_is_kept_as_it_came_and_read_by_those_who_read_the_whole_text(here, as_, db):
    people = here.people
    assert attach(as_(people.secretary_brussels)).status_code == 303

    answer = as_(people.chair_kosovo).get(f"{BASE}/scans/1.pdf")

    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="HLD-2026-1-minutes-signed-1.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stands(db).scans[0].sha256 == hashlib.sha256(PDF).hexdigest()
    assert as_(people.chair_kosovo).get(f"{BASE}/scans/2.pdf").status_code == 404
    assert as_(people.delegate_nato).get(f"{BASE}/scans/1.pdf").status_code == 403
    for person in (people.cohost_university, here.observer, people.outsider):
        assert as_(person).get(f"{BASE}/scans/1.pdf").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"", "", 422),
        (b"PK\x03\x04 a Word file", "signed.pdf", 409),
        (b"<script>alert(1)</script>", "signed.pdf", 409),
        (PDF.ljust(LARGEST_SCAN + 1), "large.pdf", 409),
        (PDF.ljust(LARGEST_SCAN + 3_000_000), "larger.pdf", 413),
    ],
)
def test_nothing_but_a_pdf_of_ten_megabytes_is_kept(here, as_, db, content, name, status):
    assert attach(as_(here.people.secretary_brussels), content, name).status_code == status
    assert stands(db).scans == []


def test_a_pdf_of_ten_megabytes_is_kept(here, as_, db):
    answer = attach(as_(here.people.secretary_brussels), pdf_files.scan(LARGEST_SCAN))

    assert answer.status_code == 303
    assert stands(db).scans[0].size == LARGEST_SCAN


def test_a_pdf_with_a_script_is_refused_in_words_and_only_for_who_may_attach_it_is_it_looked_into(here, as_, db):
    script = pdf_files.packed(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")

    answer = attach(as_(here.people.secretary_brussels), script)

    assert answer.status_code == 409
    assert "This PDF holds a script, or does something when it is opened." in answer.text
    assert attach(as_(here.people.chair_nato), script).status_code == 403
    assert attach(as_(here.people.outsider), script).status_code == 404
    assert stands(db).scans == []


def test_nobody_waits_while_a_scan_is_looked_into(here, as_, db):
    """The writer beside begins and ends while the file is read, which takes longer than its patience."""
    browser, large = as_(here.people.secretary_brussels), pdf_files.pdf(*[b"null"] * 40_000)
    told = []
    there = threading.Thread(target=lambda: told.append(attach(browser, large).status_code))
    writer = connect(str(db.get_bind().url.render_as_string(hide_password=False)))
    begun = time.monotonic()
    there.start()
    waited = []
    while there.is_alive():
        with writer.begin() as connection:
            at = time.monotonic()
            connection.exec_driver_sql("UPDATE places SET version = version + 1")
        waited.append(time.monotonic() - at)
        time.sleep(0.01)
    there.join()
    writer.dispose()

    assert told == [303]
    assert time.monotonic() - begun > 3 * max(waited)
    assert len(waited) > 10


def test_no_other_form_takes_so_much(here, as_):
    ours = as_(here.people.secretary_brussels)

    assert attach(ours, PDF.ljust(3_000_000), path=SIGNATURES).status_code == 413


def test_papers_that_are_made_afterwards_carry_the_signatures_and_only_delegations_read_who_the_secretaries_are(
    here, as_, db
):
    people = here.people
    before = read(as_(people.secretary_brussels).get(f"{BASE}.docx?edition=public").data)[-4:]
    for person in (people.secretary_brussels, people.chair_nato):
        sign(as_(person), db)
    for level in ("delegations", "public"):
        for person in (people.secretary_brussels, people.secretary_prishtina):
            submit(as_(person), f"{BASE}/releases/{level}")

    files = {f.level: f.content for f in db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "minutes"))}

    assert before[1:] == [
        "Chair | Nora Chair | NATO | to be signed",
        "Secretary | — | NATO | to be signed",
        "Secretary | — | Kosovo | to be signed",
    ]
    assert read(files[Level.DELEGATIONS])[-3:] == [
        "Chair | Nora Chair | NATO | signed, Mon 23 Nov 2026",
        "Secretary | Bea Brussels | NATO | signed, Mon 23 Nov 2026",
        "Secretary | — | Kosovo | to be signed",
    ]
    assert read(files[Level.PUBLIC])[-2] == "Secretary | — | NATO | signed, Mon 23 Nov 2026"
    assert [faults(content) for content in files.values()] == [[], []]
    assert "Bea Brussels" in as_(people.chair_kosovo).get(f"{BASE}?edition=delegations").text
    assert "Bea Brussels" not in as_(here.observer).get(BASE).text


def test_parties_that_change_their_order_do_not_change_who_signed_for_whom(here, as_, db):
    people = here.people
    sign(as_(people.secretary_brussels), db)
    nato, kosovo = (db.get_one(Organisation, one.id) for one in (people.nato, people.kosovo))
    nato.order, kosovo.order = kosovo.order, nato.order
    db.commit()

    assert read(as_(people.secretary_brussels).get(f"{BASE}.docx?edition=delegations").data)[-2:] == [
        "Secretary | Bea Brussels | NATO | signed, Mon 23 Nov 2026",
        "Secretary | — | Kosovo | to be signed",
    ]


def test_a_signature_changes_the_page_of_the_text_and_not_its_hash(here, as_, db):
    chair = as_(here.people.chair_nato)
    before = stands(db).text_hash
    assert "Mon 23 Nov 2026" not in chair.get(f"{BASE}?edition=public").text

    sign(chair, db)

    assert "Mon 23 Nov 2026" in chair.get(f"{BASE}?edition=public").text
    assert stands(db).text_hash == before
    assert AT.date() < stands(db).signatures[0].signed_on


def test_minutes_that_are_not_approved_have_nothing_to_sign(people, as_, db):
    sitting.sitting(people, Paragraph(text="A word."))
    ours = as_(people.secretary_brussels)

    assert "Minutes are signed after their approval." in ours.get(SIGNATURES).text
    assert submit(ours, SIGNATURES, {"seen": ""}).status_code == 409
    assert attach(ours).status_code == 409
