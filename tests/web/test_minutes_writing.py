"""Paragraphs being written over HTTP: by two people at once, twice by mistake, with an old page, and not yet saved."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from sqlalchemy import select

from dialogue.domain.editions import Level
from dialogue.domain.minutes import Minutes, Paragraph, ParagraphDraft, ParagraphKind
from dialogue.domain.organisations import Organisation
from tests.web import sitting
from tests.web.browser import key, key_of, submit, token
from tests.web.sitting import BASE

pytestmark = pytest.mark.engines

ITEM = f"{BASE}/items/5"
NEW = f"{ITEM}/paragraphs"
PLAIN = {"kind": "noted", "level": "delegations", "speaker": "", "owner": "", "office": "", "due_on": ""}


@pytest.fixture
def here(people):
    return sitting.sitting(people, Paragraph(text="First as it was."), Paragraph(text="Second as it was."))


@pytest.fixture
def ours(here, as_):
    return as_(here.people.secretary_brussels)


@pytest.fixture
def theirs(here, as_):
    return as_(here.people.secretary_prishtina)


@pytest.fixture
def first(here):
    return sitting.substance(here.minutes).paragraphs[0].id


@pytest.fixture
def second(here):
    return sitting.substance(here.minutes).paragraphs[1].id


def typed(text, base=1, **more):
    return PLAIN | {"text": text, "base_version": base} | more


def texts(db):
    db.rollback()
    minutes = db.scalars(select(Minutes)).one()
    return [paragraph.text for paragraph in sitting.substance(minutes).paragraphs]


def kept(db):
    db.rollback()
    return [draft.text for draft in db.scalars(select(ParagraphDraft))]


def test_the_item_of_substance_has_the_address_that_these_tests_use(ours):
    assert "<h1>5 Hybrid threats</h1>" in ours.get(ITEM).text


def test_a_paragraph_that_is_declared_to_be_in_another_language_says_so_on_page_and_paper(ours, first):
    words = typed("Palët ranë dakord.", language="sq-AL")
    assert submit(ours, f"{BASE}/paragraphs/{first}", words).status_code == 303

    assert '<option selected value="sq-AL">Albanian</option>' in ours.get(ITEM).text
    assert 'lang="sq-AL"><p>Palët ranë dakord.</p>' in ours.get(BASE).text
    paper = Document(io.BytesIO(ours.get(f"{BASE}.docx?edition=delegations").data))
    (told,) = (p for p in paper.paragraphs if "dakord" in p.text)
    assert [one.get(qn("w:val")) for one in told._p.iter(qn("w:lang"))] == ["sq-AL"]


def test_several_paragraphs_of_an_item_stand_on_one_page(ours):
    page = ours.get(ITEM).text

    assert page.count("Save paragraph") == 2
    assert page.index("First as it was.") < page.index("Second as it was.")


def test_a_new_paragraph_is_for_the_delegations_unless_somebody_chooses_otherwise(here, ours, db):
    """Also under an item whose title everybody reads: what was said there need not be for everybody."""
    levels = {item.level for item in here.minutes.items}
    db.rollback()

    pages = [ours.get(f"{BASE}/items/{n}").text for n in range(1, len(here.minutes.items) + 1)]
    again = submit(ours, NEW, PLAIN | {"text": "", "level": "public"})

    assert Level.PUBLIC in levels
    assert [chosen_level(page) for page in pages] == ["delegations"] * len(pages)
    assert (again.status_code, chosen_level(again.text)) == (422, "public")


def chosen_level(page):
    """What is chosen in the form of a new paragraph."""
    (chosen,) = html.document_fromstring(page).xpath("//select[@id='level-0']/option[@selected]/@value")
    return chosen


def test_a_paragraph_is_saved_with_all_that_belongs_to_it(here, ours, first, db):
    more = {"kind": "action", "level": "cohost", "speaker": "NATO", "owner": str(here.people.nato.id)}

    answer = submit(
        ours, f"{BASE}/paragraphs/{first}", typed("Send it.", **more | {"office": "IS", "due_on": "2027-03-01"})
    )

    one = db.get(Paragraph, first)
    assert (answer.status_code, answer.location) == (303, f"{ITEM}#paragraph-{first}")
    assert (one.text, one.kind, one.level, one.speaker) == ("Send it.", ParagraphKind.ACTION, Level.COHOST, "NATO")
    assert (one.owner_id, one.office, one.due_on.isoformat()) == (here.people.nato.id, "IS", "2027-03-01")


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(ours, first, db):
    answer = submit(ours, f"{BASE}/paragraphs/{first}", typed("Somebody does it.", kind="action", office="IS"))

    assert answer.status_code == 422
    assert "An action needs the Party that owns it." in answer.text
    assert "An action needs a date by which it is due." in answer.text
    assert "Somebody does it." in answer.text and "Second as it was." in answer.text
    assert texts(db) == ["First as it was.", "Second as it was."]


@pytest.mark.parametrize("level", ["secretariat", "everybody"])
def test_a_numbered_paragraph_is_for_the_delegations_at_least(ours, first, db, level):
    assert submit(ours, f"{BASE}/paragraphs/{first}", typed("Hidden.", level=level)).status_code == 422
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_two_editors_of_one_paragraph_lose_nothing(ours, theirs, first, db):
    path = f"{BASE}/paragraphs/{first}"

    saved = submit(ours, path, typed("First as ours."))
    late = submit(theirs, path, typed("First as theirs.", kind="agreed"))

    assert (saved.status_code, late.status_code) == (303, 409)
    assert "First as ours." in late.text and "First as theirs." in late.text
    assert "theirs is “Noted”, yours is “Agreed”" in late.text
    assert texts(db) == ["First as ours.", "Second as it was."]
    assert submit(theirs, path, typed("First as both.", base=2)).status_code == 303
    assert texts(db) == ["First as both.", "Second as it was."]


def test_edits_of_different_paragraphs_both_land(ours, theirs, first, second, db):
    submit(ours, f"{BASE}/paragraphs/{first}", typed("First as ours."))
    submit(theirs, f"{BASE}/paragraphs/{second}", typed("Second as theirs."))

    assert texts(db) == ["First as ours.", "Second as theirs."]


def test_a_new_paragraph_comes_at_the_end_or_where_it_is_wanted(ours, first, db):
    submit(ours, NEW, PLAIN | {"text": "Last."})
    submit(ours, NEW, PLAIN | {"text": "Between.", "after": str(first)})

    assert texts(db) == ["First as it was.", "Between.", "Second as it was.", "Last."]


def test_adding_twice_by_mistake_adds_once(ours, db):
    form = PLAIN | {"text": "Once.", "form_key": key(ours), "csrf_token": token(ours)}

    answers = [submit(ours, NEW, form), submit(ours, NEW, form)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert texts(db) == ["First as it was.", "Second as it was.", "Once."]


def test_a_form_whose_sign_in_has_ended_keeps_its_text_for_its_person(here, as_, clock, db):
    browser = as_(here.people.secretary_brussels)
    form = PLAIN | {"text": "Written for a day.", "form_key": key(browser)}
    clock.later(hours=13)

    sent_away = submit(browser, NEW, form)
    again = as_(here.people.secretary_brussels).get(sent_away.location.split("next=")[1])

    assert sent_away.status_code == 303
    assert sent_away.location.startswith("/sign-in?next=")
    assert "Written for a day." in again.text
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_up_down_and_move_say_where_the_paragraph_stands_now(ours, first, second, db):
    order = {"order_version": 4}

    answer = submit(ours, f"{BASE}/paragraphs/{second}/up", order)

    assert answer.location == f"{ITEM}#up-{second}"
    assert "The paragraph stands at position 1 of 2 now." in ours.get(ITEM).text
    assert texts(db) == ["Second as it was.", "First as it was."]
    submit(ours, f"{BASE}/paragraphs/{second}/down", {"order_version": 5})
    assert texts(db) == ["First as it was.", "Second as it was."]
    submit(ours, f"{BASE}/paragraphs/{first}/move", {"order_version": 6, "position": 2})
    assert texts(db) == ["Second as it was.", "First as it was."]


def test_the_order_of_an_old_page_moves_nothing(ours, theirs, first, second, db):
    submit(ours, NEW, PLAIN | {"text": "Third."})

    late = submit(theirs, f"{BASE}/paragraphs/{second}/up", {"order_version": 4})

    assert late.status_code == 409
    assert texts(db) == ["First as it was.", "Second as it was.", "Third."]


@pytest.mark.parametrize("position", ["0", "9", "", "x", "-1", "99999999999999999999"])
def test_there_is_no_such_position(ours, first, db, position):
    fields = {"order_version": 4, "position": position}

    assert submit(ours, f"{BASE}/paragraphs/{first}/move", fields).status_code == 409
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_a_paragraph_is_deleted_on_the_version_that_was_seen(ours, theirs, first, second, db):
    submit(ours, f"{BASE}/paragraphs/{first}", typed("First, newer."))

    late = submit(theirs, f"{BASE}/paragraphs/{first}/delete", {"base_version": 1})
    done = submit(theirs, f"{BASE}/paragraphs/{second}/delete", {"base_version": 1})

    assert (late.status_code, done.status_code) == (409, 303)
    assert texts(db) == ["First, newer."]


def draft(browser, path, text, base=1):
    data = {"csrf_token": token(browser), "text": text, "base_version": base}
    return browser.post(path, data=data)


def test_what_is_typed_is_kept_for_its_writer_alone(ours, theirs, first, db):
    answer = draft(ours, f"{BASE}/paragraphs/{first}/draft", "Half a sente")

    assert (answer.status_code, answer.json) == (200, {"saved": "13:00"})
    assert "Half a sente" in ours.get(ITEM).text
    assert "You have text here that you have not saved" in ours.get(BASE).text
    assert "Half a sente" not in theirs.get(ITEM).text
    assert "You have text here" not in theirs.get(BASE).text
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_a_draft_is_one_for_each_paragraph_and_person(ours, theirs, first, db):
    path = f"{BASE}/paragraphs/{first}/draft"

    for browser, text in ((ours, "Ours 1"), (ours, "Ours 2"), (theirs, "Theirs 1")):
        draft(browser, path, text)

    assert kept(db) == ["Ours 2", "Theirs 1"]


def test_a_draft_of_a_new_paragraph_is_one_for_each_item_and_person(ours, db):
    draft(ours, f"{ITEM}/draft", "A new")
    draft(ours, f"{ITEM}/draft", "A new one")

    assert kept(db) == ["A new one"]
    assert "A new one" in ours.get(ITEM).text


def test_saving_ends_the_draft(ours, first, db):
    draft(ours, f"{BASE}/paragraphs/{first}/draft", "Half a sente")
    draft(ours, f"{ITEM}/draft", "A new")

    submit(ours, f"{BASE}/paragraphs/{first}", typed("Half a sentence."))
    submit(ours, NEW, PLAIN | {"text": "A new one."})

    assert kept(db) == []


def test_text_that_says_what_stands_already_is_no_draft(ours, first, db):
    path = f"{BASE}/paragraphs/{first}/draft"
    draft(ours, path, "Half a sente")

    draft(ours, path, "First as it was.")

    assert kept(db) == []


def test_a_draft_begun_before_somebody_else_saved_leads_to_both_texts(ours, theirs, first, db):
    path = f"{BASE}/paragraphs/{first}"
    draft(theirs, f"{path}/draft", "First as theirs, half")
    submit(ours, path, typed("First as ours."))

    page = theirs.get(ITEM).text
    late = submit(theirs, path, typed("First as theirs.", base=1))

    assert "Somebody else has saved this paragraph since" in page
    assert 'name="base_version" value="1"' in page
    assert late.status_code == 409
    assert "First as ours." in late.text and "First as theirs." in late.text


def test_a_draft_is_discarded_by_its_writer_alone(ours, theirs, first, db):
    draft(ours, f"{BASE}/paragraphs/{first}/draft", "Half a sente")
    number = db.scalars(select(ParagraphDraft.id)).one()

    foreign = submit(theirs, f"{BASE}/drafts/{number}/discard")
    own = submit(ours, f"{BASE}/drafts/{number}/discard")

    assert (foreign.status_code, own.status_code) == (404, 303)
    assert kept(db) == []


def test_what_others_typed_outlives_the_paragraph_they_typed_it_into(ours, theirs, first, db):
    draft(ours, f"{BASE}/paragraphs/{first}/draft", "Ours, to be let go")
    draft(theirs, f"{BASE}/paragraphs/{first}/draft", "Theirs, an hour of work")

    submit(ours, f"{BASE}/paragraphs/{first}/delete", {"base_version": 1})

    assert kept(db) == ["Theirs, an hour of work"]
    assert "Theirs, an hour of work" in theirs.get(ITEM).text
    assert "Theirs, an hour of work" not in ours.get(ITEM).text
    draft(theirs, f"{ITEM}/draft", "Something new")
    assert kept(db) == ["Theirs, an hour of work", "Something new"]


def test_keeping_a_draft_needs_the_sign_in_and_the_token(here, ours, first, clock, db):
    path = f"{BASE}/paragraphs/{first}/draft"

    assert ours.post(path, data={"text": "x"}).status_code == 400
    clock.later(hours=13)
    assert draft(ours, path, "Late").status_code == 401
    assert kept(db) == []


def test_a_draft_that_no_paragraph_could_hold_is_refused(ours, first, db):
    assert draft(ours, f"{BASE}/paragraphs/{first}/draft", "x" * 20_001).status_code == 422
    assert kept(db) == []


def test_the_text_does_not_change_once_both_have_signed_it_off(here, ours, first, db):
    sitting.signed(here)
    base = f"{BASE}/paragraphs/{first}"

    answers = [
        submit(ours, base, typed("Later.")),
        submit(ours, NEW, PLAIN | {"text": "Later."}),
        submit(ours, f"{base}/up", {"order_version": 4}),
        submit(ours, f"{base}/delete", {"base_version": 1}),
        submit(ours, base, typed("Also wrong.", kind="action")),
        submit(ours, NEW, PLAIN | {"text": "Also wrong.", "kind": "action"}),
    ]

    assert [answer.status_code for answer in answers] == [409] * 6
    assert "Later." in answers[0].text
    assert ["Also wrong." in answer.text for answer in answers[4:]] == [True, True]
    assert texts(db) == ["First as it was.", "Second as it was."]
    assert "Save paragraph" not in ours.get(ITEM).text


@pytest.mark.parametrize("path", ["items/99", "items/99/paragraphs", "paragraphs/999999", "drafts/999999/discard"])
def test_what_is_not_of_these_minutes_is_not_there(ours, path):
    answer = ours.get(f"{BASE}/{path}") if path == "items/99" else submit(ours, f"{BASE}/{path}", typed("x"))

    assert answer.status_code == 404


def test_a_paragraph_of_other_minutes_is_not_there(people, here, ours, first, db):
    other = f"/sessions/2026-2/minutes/paragraphs/{first}"

    answers = [submit(ours, f"{other}{act}", typed("x")) for act in ("", "/up", "/delete", "/draft")]

    assert {answer.status_code for answer in answers} == {404}
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_an_owner_that_is_no_party_is_not_there(here, ours, first, db):
    owner = str(here.people.institute.id)

    answer = submit(ours, f"{BASE}/paragraphs/{first}", typed("x", kind="action", owner=owner, due_on="2027-01-01"))

    assert answer.status_code == 404
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_nobody_but_the_secretaries_writes(here, as_, first, db):
    people = here.people
    readers = (people.chair_nato, people.delegate_nato, people.cohost_university, here.observer, people.outsider)
    acts = (f"{BASE}/paragraphs/{first}", NEW, f"{BASE}/paragraphs/{first}/delete", f"{BASE}/paragraphs/{first}/draft")

    for reader, refused in zip(readers, (403, 403, 404, 404, 404), strict=True):
        browser = as_(reader)
        assert browser.get(ITEM).status_code == refused
        assert {submit(browser, path, typed("x")).status_code for path in acts} == {refused}
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_a_form_of_another_person_acts_for_nobody(here, ours, first, db):
    form = typed("Not mine.") | {"form_key": key_of(ours, here.people.secretary_prishtina.id)}

    assert submit(ours, f"{BASE}/paragraphs/{first}", form).status_code == 400
    assert texts(db) == ["First as it was.", "Second as it was."]


def test_the_working_page_shows_each_change_at_once(here, ours, theirs, first, db):
    before = ours.get(BASE).text
    action = {"kind": "action", "owner": str(here.people.nato.id), "due_on": "2027-03-01"}

    submit(theirs, f"{BASE}/paragraphs/{first}", typed("First, changed.", **action))
    changed = ours.get(BASE).text
    submit(theirs, f"{BASE}/paragraphs/{first}/down", {"order_version": 4})
    moved = ours.get(BASE).text
    db.get(Organisation, here.people.nato.id).short_name = "Alliance"
    db.commit()

    assert "First as it was." in before and "First as it was." not in changed
    assert changed.index("First, changed.") < changed.index("Second as it was.")
    assert moved.index("First, changed.") > moved.index("Second as it was.")
    assert "Owner: Alliance" in ours.get(BASE).text


def test_the_minutes_are_begun_once(ours):
    assert submit(ours, BASE).status_code == 409
