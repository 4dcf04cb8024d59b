"""Corrigenda over HTTP: drafted, signed off, approved, out with each edition; and what is refused."""

import re
from types import SimpleNamespace

import pytest
from lxml import html
from sqlalchemy import select

from dialogue import i18n as words_of
from dialogue.actions import rounds, texts
from dialogue.actions.texts import Terms
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Corrigendum, Minutes, Paragraph
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.receipts import Receipt
from dialogue.domain.sessions import ZONE
from dialogue.domain.silence import Category, Formula, Profile
from tests import silent, walk
from tests.rendering.word.checks import faults, words
from tests.web import sitting
from tests.web.browser import submit
from tests.web.sitting import BASE

COR = f"{BASE}/corrigenda/1"
SECRET = {"paragraph": "2", "reads": "drives by night", "should_read": "drives by day"}
SHARED = {"paragraph": "3", "reads": "closed", "should_read": "open"}


@pytest.fixture
def here(people):
    """Approved; the co-host's edition is out."""
    convoy = Paragraph(text="The convoy **drives** by night.", level=Level.DELEGATIONS)
    bridge = Paragraph(text="The bridge is closed.", level=Level.COHOST)
    return sitting.released(sitting.sitting(people, convoy, bridge), Level.COHOST)


@pytest.fixture
def ours(here, as_):
    browser = as_(here.people.secretary_brussels)
    assert submit(browser, f"{BASE}/corrigenda").location == COR
    return browser


def stands(db):
    db.rollback()
    return db.scalars(select(Corrigendum)).one()


def sign_off(browser):
    seen = browser.get(COR).text.split('name="seen" value="')[1][:64]
    return submit(browser, f"{COR}/sign-off", {"seen": seen})


def approve(browser, db):
    return submit(browser, f"{COR}/approval", {"seen": stands(db).text_hash})


@pytest.fixture
def final(here, ours, as_):
    for typed in (SECRET, SHARED):
        assert submit(ours, f"{COR}/lines", typed).status_code == 303
    for browser in (ours, as_(here.people.secretary_prishtina)):
        assert sign_off(browser).status_code == 303
    return here


@pytest.fixture
def passed(final, as_, db):
    for person in (final.people.chair_nato, final.people.chair_kosovo):
        assert approve(as_(person), db).status_code == 303
    return final


def test_the_whole_way_over_http(passed, as_, db):
    assert stands(db).state.value == "approved"
    files = {f.level: f for f in db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "corrigendum"))}
    assert list(files) == [Level.COHOST]
    assert (files[Level.COHOST].label, files[Level.COHOST].name) == ("COR 1", "HLD-2026-1-MIN-COR-1-COHOST.docx")
    assert faults(files[Level.COHOST].content) == []
    assert "HLD/2026/1-MIN COR 1 COHOST" in words(files[Level.COHOST].content)
    assert "HLD/2026/1-MIN REV 1" in words(files[Level.COHOST].content)
    page = as_(passed.people.chair_nato).get(BASE).text
    assert f'href="{COR}"' in page and "The bridge is closed." in page


def test_what_it_reads_has_to_stand_there(ours, db):
    answer = submit(ours, f"{COR}/lines", SECRET | {"reads": "flies by night"})

    assert answer.status_code == 409
    assert "Paragraph 2 does not read so." in answer.text and "flies by night" in answer.text
    assert submit(ours, f"{COR}/lines", SECRET | {"paragraph": ""}).status_code == 422
    assert stands(db).lines == []


def test_what_is_typed_is_never_markup(ours):
    submit(ours, f"{COR}/lines", SHARED | {"should_read": "<script>alert(1)</script> & <b>open</b>"})

    page = ours.get(COR).text
    assert "&lt;script&gt;" in page and "<script>alert" not in page and "<b>open" not in page
    assert faults(ours.get(f"{COR}.docx").data) == []


def test_a_correction_is_left_out_again_and_those_of_others_are_unknown(ours, db):
    submit(ours, f"{COR}/lines", SECRET)
    line = stands(db).lines[0].id

    assert submit(ours, f"{COR}/lines/{line + 1}/delete").status_code == 404
    assert submit(ours, f"{COR}/lines/{line}/delete").status_code == 303
    assert stands(db).lines == []


def test_what_is_signed_off_is_what_was_read(here, ours, as_, db):
    submit(ours, f"{COR}/lines", SECRET)
    seen = ours.get(COR).text.split('name="seen" value="')[1][:64]
    submit(as_(here.people.secretary_prishtina), f"{COR}/lines", SHARED)

    assert submit(ours, f"{COR}/sign-off", {"seen": seen}).status_code == 409
    assert stands(db).sign_offs == []


def test_one_is_made_after_the_other(ours, db):
    assert submit(ours, f"{BASE}/corrigenda").status_code == 409
    assert "Begin a corrigendum" not in ours.get(BASE).text
    assert stands(db).number == 1


def test_before_its_final_draft_only_the_secretaries_know_of_it(here, ours, as_):
    submit(ours, f"{COR}/lines", SHARED)
    people = here.people

    assert "COR 1" not in as_(people.chair_nato).get(BASE).text
    assert as_(people.chair_nato).get(COR).status_code == 404
    assert as_(people.cohost_university).get(COR).status_code == 404
    assert as_(people.secretary_prishtina).get(COR).status_code == 200


def test_before_its_approval_nobody_but_the_entitled_reads_it(final, as_):
    people = final.people

    assert "drives by day" in as_(people.chair_kosovo).get(COR).text
    assert as_(people.chair_kosovo).get(f"{COR}.docx").status_code == 200
    assert as_(people.delegate_nato).get(COR).status_code == 404
    assert as_(people.cohost_university).get(COR).status_code == 404
    assert as_(people.cohost_university).get(f"{COR}.docx").status_code == 404


def test_a_co_chair_returns_it_with_what_should_be_changed(final, as_, db):
    chair = as_(final.people.chair_nato)
    seen = stands(db).text_hash

    assert submit(chair, f"{COR}/return", {"seen": seen, "reason": ""}).status_code == 422
    assert submit(chair, f"{COR}/return", {"seen": seen, "reason": "Name the road."}).status_code == 303

    assert stands(db).state.value == "drafting"
    assert "Name the road." in as_(final.people.secretary_brussels).get(COR).text
    assert chair.get(COR).status_code == 404


def test_only_co_chairs_approve_and_only_secretaries_write(final, as_, db):
    people = final.people
    for person, status in (
        (people.secretary_brussels, 403),
        (people.delegate_nato, 404),
        (people.cohost_university, 404),
    ):
        assert submit(as_(person), f"{COR}/approval", {"seen": stands(db).text_hash}).status_code == status
        assert submit(as_(person), f"{COR}/return", {"reason": "x"}).status_code == status
    for path in ("/lines", "/lines/1/delete", "/sign-off"):
        assert submit(as_(people.chair_nato), COR + path).status_code == 403
    assert submit(as_(people.chair_nato), f"{COR}/approval", {"seen": "0" * 64}).status_code == 409
    assert stands(db).state.value == "final draft"


def test_the_file_of_its_draft_says_so(ours, final):
    answer = ours.get(f"{COR}.docx")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="HLD-2026-1-MIN-COR-1-draft.docx"'


def test_a_cohost_reads_and_takes_away_what_corrects_its_own_edition(passed, as_, db):
    cohost = as_(passed.people.cohost_university)
    page = cohost.get(COR).text
    assert "open" in page and "[correction of paragraph 2 not reproduced]" in page
    assert "drives by" not in page
    assert "COR 1" in cohost.get(BASE).text and "COR 1" in cohost.get("/documents").text

    taken = cohost.get(f"{COR}.docx?edition=cohost")

    kept = db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "corrigendum")).one()
    assert taken.data == kept.content
    assert "drives by" not in words(taken.data)
    assert [r.file_id for r in db.scalars(select(Receipt))] == [kept.id]
    for path in (f"{COR}?edition=delegations", f"{COR}.docx?edition=delegations"):
        assert cohost.get(path).status_code == 404
    assert cohost.get(f"{COR}?edition=secretariat").status_code == 422


@pytest.mark.parametrize("what", ["corrigendum", "minutes"])
def test_a_cohost_reads_that_the_adoption_of_what_it_holds_is_in_question(passed, here, as_, db, what):
    """That of the corrigendum, or of the minutes, with which it would fall; of the round it reads nothing."""
    corrigendum = stands(db)
    text = corrigendum if what == "corrigendum" else corrigendum.minutes
    text.circulation = silent.in_question(db, text.session, what, text.text_hash, at=sitting.AT)
    number = text.circulation.number
    db.commit()
    browser = as_(here.people.cohost_university)

    pages = [browser.get(path).text for path in (COR, BASE, "/documents")]

    marked = [page.lower().count("adoption in question") for page in pages]
    assert marked[0] == 3  # beside its state, as a callout, with its approval
    assert marked[2] == (1 if what == "corrigendum" else 2)
    assert '<a href="/sessions/2026-1/minutes/corrigenda/1">COR 1</a>' in pages[1]
    assert marked[1] >= 1
    assert [page for page in pages if number in page] == []


def test_it_goes_out_with_an_edition_that_is_released_later(passed, as_, db):
    people = passed.people
    delegate, observer = as_(people.delegate_nato), as_(passed.observer)
    assert "drives by day" not in delegate.get(COR).text  # the co-host's edition is out, which a delegate holds too
    for level in ("delegations", "public"):
        for person in (people.secretary_brussels, people.secretary_prishtina):
            submit(as_(person), f"{BASE}/releases/{level}")

    assert "drives by day" in delegate.get(COR).text
    assert observer.get(BASE).status_code == 200
    assert observer.get(COR).status_code == 404  # there is nothing in it for that edition
    levels = set(db.scalars(select(ReleasedFile.level).where(ReleasedFile.kind == "corrigendum")))
    assert levels == {Level.DELEGATIONS, Level.COHOST}


def test_after_its_approval_nothing_edits_it_and_the_next_may_begin(passed, as_, db):
    ours = as_(passed.people.secretary_brussels)

    assert submit(ours, f"{COR}/lines", SHARED).status_code == 409
    assert submit(ours, f"{COR}/sign-off", {"seen": "x"}).status_code == 409
    assert submit(ours, f"{BASE}/corrigenda").location == f"{BASE}/corrigenda/2"


def test_the_approved_text_does_not_change(passed, as_, db):
    text = db.scalars(select(Minutes)).one()

    assert "The convoy **drives** by night." in text.kept_edition(Level.DELEGATIONS).sheet_kept
    assert "drives</strong> by night" in as_(passed.people.chair_nato).get(BASE).text


def test_the_text_says_where_it_is_corrected_to_each_reader_of_the_corrigendum(passed, as_):
    people = passed.people
    for person in (people.secretary_brussels, people.chair_nato):
        page = as_(person).get(BASE).text
        assert page.count("corrected by") == 2
        assert re.search(r"Corrected by\s+<a[^>]*>COR 1</a>: paragraphs 2, 3<", page)
    for person in (people.cohost_university, people.delegate_nato):
        page = as_(person).get(BASE).text
        assert page.count("corrected by") == 1
        assert re.search(r"Corrected by\s+<a[^>]*>COR 1</a>: paragraph 3<", page)


def test_a_corrigendum_that_is_not_approved_corrects_nothing_yet(final, as_):
    assert "orrected by" not in as_(final.people.secretary_brussels).get(BASE).text


def test_minutes_on_their_way_are_changed_and_not_corrected(people, as_):
    sitting.sitting(people, Paragraph(text="A word."))
    ours = as_(people.secretary_brussels)

    assert submit(ours, f"{BASE}/corrigenda").status_code == 409
    assert ours.get(COR).status_code == 404


def test_under_silence_it_says_until_when_and_leads_to_the_round(final, ours, as_, db, people, clock):
    assert "Neither side has approved it yet." in ours.get(COR).text
    db.remove()
    names = ("chair_nato", "chair_kosovo", "secretary_brussels", "delegate_nato")
    people = SimpleNamespace(**{one: db.get(Person, getattr(people, one).id) for one in names})
    text = texts.find("corrigendum", f"{stands(db).session.ref}/1")
    terms = Terms(Formula.APPROVED, Profile.MINUTES, Category.MINUTES)
    round_ = rounds.propose(text, terms, by=people.secretary_brussels, at=clock())
    for chair in (people.chair_nato, people.chair_kosovo):
        round_.consent_to_method("", by=chair, at=clock())
    walk.issue(db, people, round_, at=clock())
    until = f"{words_of.day(round_.expires_at.astimezone(ZONE))}, {words_of.clock(round_.expires_at.astimezone(ZONE))}"
    path = f"/circulations/{round_.id}"
    db.commit()

    page = html.document_fromstring(ours.get(COR).text)

    shown = " ".join(page.text_content().split())
    assert "Neither side has approved it yet." not in shown
    assert f"It is under silence until {until}" in shown
    assert f"expiry {until}" in shown
    assert len(page.xpath("//main//a[@href=$path]", path=path)) == 2
    back = {who: f'href="{COR}"' in as_(getattr(people, who)).get(path).text for who in ("chair_nato", "delegate_nato")}
    assert back == {"chair_nato": True, "delegate_nato": False}  # who reads the round reads the text there
