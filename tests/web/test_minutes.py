"""Minutes as they are read and taken away: which edition whom, what is left out, what leaves a receipt."""

import hashlib
import io
import zipfile

import pytest
from sqlalchemy import select

from dialogue.domain.editions import Level
from dialogue.domain.minutes import Paragraph, ParagraphKind
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.receipts import Receipt
from tests.web import sitting
from tests.web.browser import submit
from tests.web.sitting import AT, BASE

DOCX = f"{BASE}.docx"
NOTHING = 404
KNOWN = 403


def canaries():
    """A paragraph of each level, with a word of its own in every field that is typed."""
    return [
        Paragraph(
            text=f"text-{level.value}", speaker=f"speaker-{level.value}", level=level, kind=ParagraphKind.STATEMENT
        )
        for level in (Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)
    ]


def office_canary(people):
    return Paragraph(
        text="text-action", speaker="speaker-action", office="office-action", owner=people.nato,
        kind=ParagraphKind.ACTION, due_on=AT.date().replace(year=2027), level=Level.DELEGATIONS,
    )  # fmt: skip


@pytest.fixture
def here(people):
    return sitting.sitting(people, *canaries(), office_canary(people))


def words_of(answer):
    """All that stands in an answer: of a document, all its parts taken apart."""
    if answer.mimetype == "text/html":
        return answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def found(answer, *words):
    everything = words_of(answer)
    return [word for word in words if word in everything]


PLACES = ("text-delegations", "speaker-delegations", "text-action", "office-action", "Hybrid threats")
COHOST = ("text-cohost", "speaker-cohost")
PUBLIC = ("text-public", "speaker-public")


def test_the_minutes_begin_with_the_adoption_of_the_agenda(people, as_):
    sitting.adopted(people)
    browser = as_(people.secretary_brussels)

    answer = submit(browser, BASE)

    assert (answer.status_code, answer.location) == (303, BASE)
    assert "Adopted on Tue 10 Nov 2026" in browser.get(BASE).text


def test_before_they_are_begun_a_secretary_is_told_what_they_wait_for(people, as_):
    sitting.session_of(people)
    page = as_(people.secretary_brussels).get(BASE)

    assert page.status_code == 200
    assert "which has not been recorded yet" in page.text
    assert submit(as_(people.secretary_brussels), BASE).status_code == 409


def test_before_they_are_begun_nobody_else_learns_that(people, as_):
    sitting.adopted(people)

    asked = [people.chair_nato, people.delegate_kosovo, people.cohost_university, people.outsider]

    assert [as_(one).get(BASE).status_code for one in asked] == [KNOWN, KNOWN, NOTHING, NOTHING]
    assert [as_(one).get(DOCX).status_code for one in asked] == [KNOWN, KNOWN, NOTHING, NOTHING]


def asked_by_everybody(here, as_, path):
    people = here.people
    readers = (
        people.secretary_prishtina, people.chair_nato, people.delegate_kosovo, people.cohost_university, here.observer,
        people.cohost_institute, people.outsider, people.admin,
    )  # fmt: skip
    return [as_(one).get(path).status_code for one in readers]


def test_a_text_being_written_is_the_secretaries_alone(here, as_):
    assert asked_by_everybody(here, as_, BASE) == [200, 403, 403, 404, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, DOCX) == [200, 403, 403, 404, 404, 404, 404, 404]


def test_the_final_draft_is_also_the_co_chairs(here, as_):
    sitting.final(here)

    assert asked_by_everybody(here, as_, BASE) == [200, 200, 403, 404, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, DOCX) == [200, 200, 403, 404, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, f"{BASE}?edition=cohost") == [200, 200, 403, 404, 404, 404, 404, 404]


def test_approved_is_not_released(here, as_):
    sitting.approved(here)

    assert asked_by_everybody(here, as_, BASE) == [200, 200, 403, 404, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, f"{BASE}?edition=public") == [200, 200, 403, 404, 404, 404, 404, 404]


def test_the_release_of_one_edition_opens_no_other(here, as_):
    sitting.released(here, Level.COHOST)

    assert asked_by_everybody(here, as_, f"{DOCX}?edition=delegations") == [200, 200, 403, 404, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, f"{DOCX}?edition=cohost") == [200, 200, 200, 200, 404, 404, 404, 404]
    assert asked_by_everybody(here, as_, f"{DOCX}?edition=public") == [200, 200, 403, 404, 404, 404, 404, 404]
    assert found(as_(here.people.delegate_kosovo).get(BASE), *PLACES, *COHOST, *PUBLIC) == [*COHOST, *PUBLIC]


def test_a_word_that_is_no_edition_is_a_mistake_of_the_address(here, as_):
    secretary = as_(here.people.secretary_brussels)

    assert secretary.get(f"{BASE}?edition=everything").status_code == 422
    assert secretary.get(f"{DOCX}?edition=everything").status_code == 422
    assert secretary.get(f"{DOCX}?edition=secretariat").status_code == 422
    assert secretary.get(f"{BASE}?edition=secretariat").status_code == 200


@pytest.mark.parametrize("path", [BASE, DOCX])
def test_each_reader_holds_its_own_edition_and_no_word_more(here, as_, path):
    sitting.released(here, Level.DELEGATIONS, Level.COHOST, Level.PUBLIC)
    people = here.people

    chair = as_(people.chair_nato).get(path)
    delegate = as_(people.delegate_nato).get(path)
    cohost = as_(people.cohost_university).get(path)
    observer = as_(here.observer).get(path)

    everything = [*PLACES, *COHOST, *PUBLIC]
    assert found(chair, *everything) == everything
    assert found(delegate, *everything) == everything
    assert found(cohost, *everything) == [*COHOST, *PUBLIC]
    assert found(observer, *everything) == [*PUBLIC]
    assert found(cohost, "Niels Delegate", "Nora Chair") == ["Nora Chair"]
    assert found(cohost, "[paragraph 2 not reproduced]", "Resilience") == ["[paragraph 2 not reproduced]", "Resilience"]


@pytest.mark.parametrize("level", [Level.DELEGATIONS, Level.COHOST, Level.PUBLIC])
@pytest.mark.parametrize("step", [sitting.final, sitting.approved])
def test_the_secretaries_see_of_an_edition_what_its_readers_will(here, as_, step, level):
    step(here)
    browser = as_(here.people.secretary_brussels)
    known = {Level.DELEGATIONS: [*PLACES, *COHOST, *PUBLIC], Level.COHOST: [*COHOST, *PUBLIC], Level.PUBLIC: [*PUBLIC]}

    page, file = browser.get(f"{BASE}?edition={level.value}"), browser.get(f"{DOCX}?edition={level.value}")

    assert found(page, *PLACES, *COHOST, *PUBLIC) == known[level]
    assert found(file, *PLACES, *COHOST, *PUBLIC) == known[level]


def test_the_working_page_shows_everything_with_who_may_read_it(here, as_):
    page = as_(here.people.secretary_brussels).get(BASE)

    assert found(page, *PLACES, *COHOST, *PUBLIC) == [*PLACES, *COHOST, *PUBLIC]
    assert "delegations and co-host" in page.text


def test_a_released_file_is_the_stored_one_and_leaves_a_receipt(here, as_, db):
    sitting.released(here, Level.COHOST)
    person = here.people.cohost_university

    answer = as_(person).get(DOCX)

    stored = db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "minutes")).one()
    (taken,) = db.scalars(select(Receipt)).all()
    assert answer.data == stored.content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="HLD-2026-1-MIN-REV-1-COHOST.docx"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (taken.person_id, taken.organisation_id, taken.level) == (person.id, person.organisation_id, Level.COHOST)
    assert taken.sha256 == hashlib.sha256(answer.data).hexdigest()
    assert taken.taken_at.isoformat() == "2026-11-23T12:00:00+00:00"


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (lambda here: here, "HLD-2026-1-MIN-draft.docx"),
        (sitting.final, "HLD-2026-1-MIN-REV-1-draft.docx"),
        (sitting.approved, "HLD-2026-1-MIN-REV-1.docx"),
    ],
)
def test_the_file_of_a_draft_is_not_called_like_that_of_the_approved_text(here, as_, step, name):
    step(here)

    answer = as_(here.people.secretary_brussels).get(DOCX)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_what_is_no_complete_download_leaves_none(here, as_, db, header):
    sitting.released(here, Level.COHOST)
    browser = as_(here.people.cohost_university)

    browser.head(DOCX)
    browser.get(DOCX, headers={header: "prefetch"})
    browser.get(f"{DOCX}?edition=delegations")
    browser.get(BASE)

    assert db.scalars(select(Receipt)).all() == []


def test_a_working_copy_leaves_no_receipt(here, as_, db):
    sitting.released(here, Level.COHOST)

    assert as_(here.people.chair_nato).get(f"{DOCX}?edition=delegations").status_code == 200
    assert db.scalars(select(Receipt)).all() == []


def test_the_secretaries_see_who_took_which_edition(here, as_):
    sitting.released(here, Level.COHOST)
    sha256 = hashlib.sha256(as_(here.people.cohost_university).get(DOCX).data).hexdigest()

    page = as_(here.people.secretary_prishtina).get(f"{BASE}/releases")

    assert found(page, "Una University", sha256[:12], "Mon 23 Nov 2026, 13:00") == [
        "Una University", sha256[:12], "Mon 23 Nov 2026, 13:00",
    ]  # fmt: skip
    assert as_(here.people.chair_nato).get(f"{BASE}/releases").status_code == 403
    assert as_(here.people.cohost_university).get(f"{BASE}/releases").status_code == 404


def test_two_downloads_of_a_working_copy_are_the_same_bytes(here, as_, clock):
    browser = as_(here.people.secretary_brussels)
    first = browser.get(DOCX).data
    clock.later(hours=3)

    assert browser.get(DOCX).data == first


@pytest.mark.parametrize("path", [BASE, f"{BASE}?edition=delegations", f"{BASE}/items/3", f"{BASE}/releases"])
def test_a_page_asks_the_same_whatever_the_number_of_paragraphs(people, as_, db, path, statements):
    here = sitting.sitting(people, Paragraph(text="one"))
    browser = as_(people.secretary_brussels)
    with statements() as few:
        assert browser.get(path).status_code == 200
    grow(db, here, 120)

    with statements() as many:
        page = browser.get(path)

    assert page.status_code == 200
    assert len(few) == len(many)
    assert len(many) <= 12


def grow(db, here, n):
    minutes, by, owner = here.minutes, sitting.secretaries()[0], sitting.secretaries()[0].organisation
    for i in range(n):
        item = minutes.items[i % len(minutes.items)]
        minutes.add(
            item,
            Paragraph(text=f"Paragraph {i}", kind=ParagraphKind.ACTION, owner=owner, due_on=AT.date(), office="MoD"),
            by=by,
            at=AT,
        )
    db.commit()
