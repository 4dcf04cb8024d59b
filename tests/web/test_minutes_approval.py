"""The way of the minutes over HTTP: signed off, sent, returned, approved, released; what is refused on the way."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from dialogue.actions import acts, texts
from dialogue.domain import delegations
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Means, Minutes, Paragraph, ParagraphKind, Signatory, sign
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from tests.stories.hand import Hand
from tests.web import sitting
from tests.web.browser import submit
from tests.web.mails import shown, told
from tests.web.sitting import AT, BASE


@pytest.fixture
def here(people):
    decision = Paragraph(text="To meet the experts.", kind=ParagraphKind.DECIDED)
    action = Paragraph(
        text="Name them.", kind=ParagraphKind.ACTION, owner=people.kosovo, due_on=AT.date().replace(year=2027)
    )
    return sitting.sitting(people, decision, action)


@pytest.fixture
def ours(here, as_):
    return as_(here.people.secretary_brussels)


@pytest.fixture
def theirs(here, as_):
    return as_(here.people.secretary_prishtina)


@pytest.fixture
def chair_nato(here, as_):
    return as_(here.people.chair_nato)


@pytest.fixture
def chair_kosovo(here, as_):
    return as_(here.people.chair_kosovo)


def stands(db):
    db.rollback()
    return db.scalars(select(Minutes)).one()


def seen(browser, page):
    """The hash that the page carries in its button."""
    text = browser.get(f"{BASE}/{page}").text
    return text.split('name="seen" value="')[1][:64]


def sign_off(browser):
    return submit(browser, f"{BASE}/sign-off", {"seen": seen(browser, "sign-off")})


def approve(browser):
    return submit(browser, f"{BASE}/approval", {"seen": seen(browser, "approval")})


def test_in_the_place_of_a_head_who_has_left_a_successor_approves(here, as_, ours, theirs, chair_nato, db):
    """Named by the focal point, accredited by the own secretary; who was present stays as it was."""
    focal, new = here.people.focal_kosovo, "valon.new@kosovo.example"
    by = db.merge(here.people.secretary_prishtina)
    acts.nominate(_delegation(db), db.merge(focal), Capacity.FOCAL_POINT, by=by, at=AT).accredit(by=by, at=AT)
    db.merge(here.people.chair_kosovo).active = False
    db.commit()
    for act in (lambda: sign_off(ours), lambda: sign_off(theirs), lambda: submit(ours, f"{BASE}/final-draft")):
        assert act().status_code == 303
    approve(chair_nato)
    stands(db).session.end(by=db.merge(here.people.secretary_brussels), at=AT)
    db.commit()
    agreed = stands(db).text_hash

    hand = Hand(as_(focal))
    hand.open("/sessions/2026-1/participants")
    hand.follow("Name somebody new…", about="The Kosovo")
    hand.press(
        "Enter and name this person", given_name="Valon", family_name="New", email=new,
        capacity="Speaks in the place of the head",
    )  # fmt: skip
    hand = Hand(theirs)
    hand.open("/sessions/2026-1/participants")
    hand.press("Accredit")
    successor = as_(db.scalars(select(Person).where(Person.email == new)).one())
    assert "Valon New" not in ours.get("/sessions/2026-1/participants?edition=delegations").text
    assert "Approve" in successor.get("/").text

    assert approve(successor).status_code == 303
    assert (stands(db).state.value, stands(db).text_hash) == ("approved", agreed)


def _delegation(db):
    kosovo = delegations.Delegation.organisation.has(slug="kosovo")
    return db.scalars(select(delegations.Delegation).where(kosovo)).one()


def test_the_whole_way_over_http(ours, theirs, chair_nato, chair_kosovo, db):
    ways = []
    for act in (
        lambda: sign_off(ours),
        lambda: sign_off(theirs),
        lambda: submit(ours, f"{BASE}/final-draft"),
        lambda: approve(chair_kosovo),
        lambda: approve(chair_nato),
    ):
        assert act().status_code == 303
        ways.append(stands(db).state.value)

    assert ways == ["drafting", "joint draft", "final draft", "final draft", "approved"]
    assert [d.reference for d in db.scalars(select(Decision))] == ["D/2026/1/01"]
    assert [f.reference for f in db.scalars(select(FollowUp))] == ["OC/2026/1/01"]
    page = chair_nato.get(BASE).text
    assert "D/2026/1/01" in page and "Approved by both co-chairs on" in page


def test_what_is_signed_off_is_what_was_read(here, ours, theirs, db):
    read = seen(ours, "sign-off")
    one = sitting.substance(here.minutes).paragraphs[0].id
    fields = {"kind": "decided", "level": "delegations", "text": "To meet nobody.", "base_version": 1}
    submit(theirs, f"{BASE}/paragraphs/{one}", fields)

    late = submit(ours, f"{BASE}/sign-off", {"seen": read})

    assert late.status_code == 409
    assert stands(db).sign_offs == []


def test_one_side_signs_off_once(ours, theirs, db):
    signed = seen(ours, "sign-off")
    sign_off(ours)

    assert submit(ours, f"{BASE}/sign-off", {"seen": signed}).status_code == 409
    assert "Your side has signed off this text already." in ours.get(f"{BASE}/sign-off").text
    assert stands(db).state.value == "drafting"
    assert "NATO signed off a text" in theirs.get(BASE).text


def test_an_edit_leaves_the_earlier_sign_off_behind(here, ours, theirs, db):
    sign_off(ours)
    submit(theirs, f"{BASE}/items/5/paragraphs", {"kind": "noted", "level": "delegations", "text": "More."})

    sign_off(theirs)

    assert stands(db).state.value == "drafting"


def test_a_joint_draft_is_reopened_and_needs_both_again(here, ours, theirs, db):
    sitting.signed(here)

    assert submit(theirs, f"{BASE}/reopen").status_code == 303
    assert stands(db).state.value == "drafting"
    sign_off(ours)
    assert stands(db).state.value == "drafting"
    sign_off(theirs)
    assert stands(db).state.value == "joint draft"


def test_the_page_before_the_final_draft_says_who_will_read_it(here, ours):
    sitting.signed(here)

    page = ours.get(f"{BASE}/final-draft").text

    readers = page[page.index("Who will see it") : page.index("It goes to them as it is")]
    assert "Nora Chair" in readers and "Kaltrina Chair" in readers
    assert "Niels Delegate" not in readers


def test_a_co_chair_returns_the_final_draft_with_what_should_be_changed(here, ours, theirs, chair_nato, db):
    sitting.final(here)

    said = {"reason": "Paragraph 2 says too much."}
    assert submit(chair_nato, f"{BASE}/return", said | {"seen": "of yesterday"}).status_code == 409
    answer = submit(chair_nato, f"{BASE}/return", said | {"seen": seen(chair_nato, "approval")})

    assert answer.status_code == 303
    assert "Paragraph 2 says too much." in ours.get(BASE).text
    assert chair_nato.get(BASE).status_code == 403
    assert submit(chair_nato, f"{BASE}/approval", {"seen": "x"}).status_code == 409
    sign_off(ours)
    sign_off(theirs)
    assert stands(db).state.value == "final draft"


def test_a_return_needs_its_reason(here, chair_nato, db):
    sitting.final(here)

    answer = submit(chair_nato, f"{BASE}/return", {"reason": ""})

    assert answer.status_code == 422
    assert "To meet the experts." in answer.text
    assert stands(db).state.value == "final draft"


def test_a_co_chair_approves_the_text_that_was_read(here, chair_nato, db):
    sitting.final(here)

    assert submit(chair_nato, f"{BASE}/approval", {"seen": "0" * 64}).status_code == 409
    assert stands(db).approvals == []


def test_a_co_chair_approves_once(here, chair_nato, db):
    sitting.final(here)
    approve(chair_nato)

    again = submit(chair_nato, f"{BASE}/approval", {"seen": stands(db).text_hash})

    assert again.status_code == 409
    assert stands(db).state.value == "final draft"
    assert "Your side has approved this text" in chair_nato.get(f"{BASE}/approval").text
    assert "Your side has approved this text" in chair_nato.get(BASE).text


def test_a_co_chair_sees_that_the_other_one_has_approved(here, chair_nato, chair_kosovo, db):
    sitting.final(here)
    assert "approved on" not in chair_kosovo.get(BASE).text
    approve(chair_nato)

    for path in (BASE, f"{BASE}/approval"):
        assert "NATO approved on" in chair_kosovo.get(path).text
    assert "Approve or return…" in chair_kosovo.get(BASE).text


def since(browser):
    """The line under the title of the working page: since when, and by whom."""
    line = browser.get(BASE).text.split("</h1>")[1].split("</p>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", line).split())


def test_the_working_page_says_by_what_means_it_was_approved_and_of_a_release_when_the_first_was(here, ours, db):
    sitting.approved(here)
    line = since(ours)
    assert line.startswith("approved since Tue 10 Nov 2026, 09:30") and line.endswith("by both co-chairs")

    minutes = stands(db)
    minutes.means = Means.SILENCE
    db.commit()
    assert since(ours).endswith("under the silence procedure")

    for level, day in ((Level.COHOST, 2), (Level.PUBLIC, 1)):
        for secretary in sitting.secretaries():
            at = sitting.AT + dt.timedelta(days=day)
            texts.release(stands(db), level, by=secretary, at=at)
            db.commit()
    line = since(ours)
    assert line.startswith("released since Wed 11 Nov 2026, 09:30")
    assert "by" not in line.split()


def test_the_approval_page_shows_the_mail_that_goes_out_with_the_second_approval(here, chair_nato, chair_kosovo, db):
    sitting.final(here)
    assert approve(chair_nato).status_code == 303
    before = shown(chair_kosovo.get(f"{BASE}/approval").text)

    assert approve(chair_kosovo).status_code == 303

    db.rollback()
    assert before == told(db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.APPROVED)).one())


def test_the_approval_page_shows_nothing_before_the_final_draft(here, chair_nato):
    answer = chair_nato.get(f"{BASE}/approval")

    assert (answer.status_code, answer.location) == (303, BASE)


def test_only_co_chairs_approve_or_return(here, ours, as_, db):
    sitting.final(here)
    people = here.people
    readers = {ours: 403, as_(people.delegate_nato): 403, as_(people.cohost_university): 404, as_(here.observer): 404}

    for browser, refused in readers.items():
        assert browser.get(f"{BASE}/approval").status_code == refused
        assert submit(browser, f"{BASE}/approval", {"seen": here.minutes.text_hash}).status_code == refused
        assert submit(browser, f"{BASE}/return", {"reason": "x"}).status_code == refused
    assert stands(db).approvals == []


def test_only_secretaries_sign_off_send_and_release(here, chair_nato, as_, db):
    for browser, refused in ((chair_nato, 403), (as_(here.people.cohost_university), 404)):
        for path in ("sign-off", "reopen", "final-draft", "releases/cohost", "conclude"):
            assert submit(browser, f"{BASE}/{path}").status_code == refused
    assert stands(db).sign_offs == []


def test_each_step_has_its_time(here, ours, db):
    assert submit(ours, f"{BASE}/final-draft").status_code == 409
    assert submit(ours, f"{BASE}/reopen").status_code == 409
    assert submit(ours, f"{BASE}/releases/cohost").status_code == 409
    assert submit(ours, f"{BASE}/conclude").status_code == 409
    assert stands(db).state.value == "drafting"


def test_the_check_pages_of_steps_whose_time_is_not_now_have_no_button(here, ours):
    assert "Send to the co-chairs</button>" not in ours.get(f"{BASE}/final-draft").text
    sitting.signed(here)
    assert "Sign off this text</button>" not in ours.get(f"{BASE}/sign-off").text


def test_an_edition_is_released_by_both_secretaries(here, ours, theirs, as_, db):
    sitting.approved(here)
    cohost = as_(here.people.cohost_university)

    submit(ours, f"{BASE}/releases/cohost")
    first = cohost.get(BASE).status_code
    submit(theirs, f"{BASE}/releases/cohost")

    assert (first, cohost.get(BASE).status_code) == (404, 200)
    assert [f.level for f in db.scalars(select(ReleasedFile).where(ReleasedFile.kind == "minutes"))] == [Level.COHOST]


def test_one_side_alone_releases_nothing(here, ours, db):
    sitting.approved(here)
    submit(ours, f"{BASE}/releases/public")

    assert submit(ours, f"{BASE}/releases/public").status_code == 409
    assert not stands(db).released_to(Level.PUBLIC)


def test_a_released_edition_is_released_once(here, ours, db):
    sitting.released(here, Level.PUBLIC)

    assert submit(ours, f"{BASE}/releases/public").status_code == 409
    assert "Consent to the release" not in ours.get(f"{BASE}/releases/public").text


@pytest.mark.parametrize("word", ["secretariat", "everything"])
def test_there_is_no_such_edition_to_release(here, ours, word):
    sitting.approved(here)

    assert ours.get(f"{BASE}/releases/{word}").status_code == 404
    assert submit(ours, f"{BASE}/releases/{word}").status_code == 404


def test_the_page_before_a_release_says_who_will_read_it_and_shows_the_text(here, ours):
    sitting.approved(here)

    delegations = ours.get(f"{BASE}/releases/delegations").text
    cohost = ours.get(f"{BASE}/releases/cohost").text
    public = ours.get(f"{BASE}/releases/public").text

    assert "NATO: 2 people" in delegations and "Embassy: " not in delegations and "University: " not in delegations
    assert "University: all its people" in cohost and "Embassy: " not in cohost
    assert "Embassy: 1 person" in public and "University: all its people" in public
    assert "To meet the experts." in delegations and "To meet the experts." not in cohost


def test_before_the_approval_there_is_no_edition_to_look_at(here, ours):
    assert ours.get(f"{BASE}/releases/cohost").status_code == 404
    assert "An edition is released after the approval" in ours.get(f"{BASE}/releases").text


def test_after_the_approval_nothing_edits(here, ours, db):
    sitting.approved(here)
    one = sitting.substance(here.minutes).paragraphs[0].id
    fields = {"kind": "decided", "level": "delegations", "text": "Other.", "base_version": 1}

    acts = [(f"paragraphs/{one}", fields), ("reopen", {}), ("sign-off", {"seen": "x"}), ("final-draft", {})]

    assert [submit(ours, f"{BASE}/{path}", sent).status_code for path, sent in acts] == [409, 409, 409, 409]
    assert db.get(Paragraph, one).text == "To meet the experts."


def test_before_a_session_is_closed_the_page_tells_what_is_not_done_yet(here, ours):
    assert "A session is closed after it was held." in ours.get("/sessions/2026-1/close").text
    sitting.approved(here)
    for page in ("/sessions/2026-1", BASE, f"{BASE}/releases"):
        shown = ours.get(page).text
        assert 'href="/sessions/2026-1/close">Close the session…</a>' in shown
        assert f'action="{BASE}/conclude"' not in shown  # one press closes nothing

    page = ours.get("/sessions/2026-1/close").text
    for left in (
        "The minutes are not signed by the Chair",
        "The minutes are not signed by the Secretary",
        "not released",
        "1 follow-up names no office that does it",
        "has no edition of the minutes",
        "A closed session is not opened again.",
    ):
        assert left in page
    assert "has no answer" not in page
    assert f'action="{BASE}/conclude"' in page


def test_where_all_is_done_the_page_says_so_and_a_closed_session_is_not_closed_again(here, ours, db):
    sitting.released(here, *DOCUMENT_LEVELS)
    minutes = here.minutes
    for secretary in sitting.secretaries():
        sign(minutes, Signatory.SECRETARY, minutes.text_hash, by=secretary, at=AT)
    chair = next(p for p in (here.people.chair_nato, here.people.chair_kosovo)
                 if p.organisation_id == minutes.session.presiding_id)  # fmt: skip
    sign(minutes, Signatory.CHAIR, minutes.text_hash, by=db.get(Person, chair.id), at=AT)
    for followup in db.scalars(select(FollowUp)):
        followup.office = "Secretariat"
    db.commit()

    assert "nothing is left but the follow-ups" in ours.get("/sessions/2026-1/close").text
    assert submit(ours, f"{BASE}/conclude").status_code == 303
    assert "This session is closed already." in ours.get("/sessions/2026-1/close").text


def test_the_session_is_closed_when_its_minutes_are_approved(here, ours, db):
    sitting.approved(here)

    answer = submit(ours, f"{BASE}/conclude")

    assert (answer.status_code, answer.location) == (303, "/sessions/2026-1")
    assert stands(db).session.is_closed


def test_a_finding_leads_to_its_paragraph_on_the_page_itself(people, as_):
    sitting.sitting(people, Paragraph(text="Patrols go along the state border.", kind=ParagraphKind.NOTED))

    page = as_(people.secretary_brussels).get(f"{BASE}/sign-off").text

    (number,) = re.findall(r'<a href="#paragraph-(\d+)">item [\d.]+, paragraph \d+</a>', page)
    assert page.count(f'id="paragraph-{number}"') == 1
    assert "state border" in page.split(f'id="paragraph-{number}"')[1].split("</li>")[0]
