"""The register of decisions: what was adopted, for those who hold the delegations' papers of any session."""

import hashlib
import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Participant, ParticipantState
from dialogue.domain.followups import FollowUp
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.receipts import Receipt
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Formula
from dialogue.domain.topics import Topic
from dialogue.queries.action_sheets import keep_action_sheet
from tests import silent
from tests.factories import DAY, NO_PULSE
from tests.planted import AT, ROLES, Planted
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same, more_decisions
from tests.web.test_verification import given, said

Browse = Callable[[str], FlaskClient]


def test_decisions_of_approved_minutes_stand_with_their_number_and_means(browse: Browse) -> None:
    page = browse("delegate").get("/decisions").text

    assert "D/2026/1/01" in page
    assert "<strong>countering disinformation</strong>" in page
    assert "by the co-chairs" in page


def test_what_the_minutes_only_draft_is_no_decision_yet(browse: Browse) -> None:
    for who in ("secretary", "delegate"):
        page = browse(who).get("/decisions").text
        assert "observer places" not in page
        assert "D/2026/2/" not in page


def test_words_narrow_the_register(browse: Browse) -> None:
    client = browse("delegate")

    assert "D/2026/1/02" in client.get("/decisions?q=Concept+DOCUMENT").text
    assert "D/2026/1/01" not in client.get("/decisions?q=Concept+DOCUMENT").text
    assert "D/2026/1/02" in client.get("/decisions?q=concept-docu%C2%ADment").text
    assert "No decision holds these words." in client.get("/decisions?q=100%25").text


def test_the_register_is_taken_away_as_it_was_chosen(browse: Browse) -> None:
    client = browse("delegate")

    def told(query: str) -> list[bool]:
        body = Document(io.BytesIO(client.get(f"/decisions.docx{query}").data)).element.body
        words = "".join(t.text or "" for t in body.iter(qn("w:t")))
        return [number in words for number in ("D/2026/1/01", "D/2026/1/02", "by the co-chairs")]

    assert "/decisions.docx?q=concept&amp;status=open" in client.get("/decisions?q=concept&status=open").text
    assert "HLD/2026/2-RD<" in client.get("/decisions").text
    assert "HLD/2026/2-RD EXTRACT<" in client.get("/decisions?q=concept").text
    named = client.get("/decisions.docx?q=concept").headers["Content-Disposition"]
    assert named == 'attachment; filename="HLD-2026-2-RD-EXTRACT-2026-11-23.docx"'
    assert told("") == [True, True, True]
    assert told("?q=Concept+DOCUMENT") == [False, True, True]


def test_the_link_to_a_session_is_for_those_whose_session_it_is(browse: Browse, world: Planted) -> None:
    own = select(Participant).join(Participant.session).join(Participant.person)
    seat = db.scalars(own.where(Person.email == ROLES["delegate"], Session.year == 2026, Session.number == 1)).one()
    seat.state = ParticipantState.WITHDRAWN
    db.commit()

    page = browse("delegate").get("/decisions").text
    assert "HLD/2026/1" in page
    assert "/sessions/2026-1" not in page
    assert "/sessions/2026-1" in browse("chair").get("/decisions").text


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_the_register_does_not_exist_for_others(who: str, browse: Browse) -> None:
    answer = browse(who).get("/decisions")

    assert answer.status_code == 404
    assert "D/2026" not in answer.text


def test_more_rows_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("delegate"), "/decisions", statements, more_decisions)


# One decision


ONE = "/decisions/2026-1/1"
THEIRS = "secretary.prishtina@dialogue.example"


@pytest.fixture
def single(world: Planted) -> str:
    """A single decision taken under silence, with a statement attached; its page."""
    session = db.scalars(select(Session).where(Session.year == 2027, Session.number == 1)).one()
    made = silent.adopted(db, silent.draft(db, session, "Places in courses", at=AT, formula=Formula.AGREED), at=AT)
    db.commit()
    return f"/decisions/2027-1/{made.number}"


def of(page: str) -> Decision:
    db.remove()
    return db.scalars(decisions.by_number(page.split("/")[2], int(page.split("/")[3]))).one()


def test_a_decision_of_minutes_says_where_and_how_it_was_adopted(browse: Browse) -> None:
    page = browse("delegate").get(ONE).text

    assert "D/2026/1/01" in page
    assert "<strong>countering disinformation</strong>" in page
    assert "by the co-chairs" in page
    assert "/sessions/2026-1" in page
    assert "None." in page


def test_a_single_decision_shows_its_title_its_means_and_what_is_attached(browse: Browse, single: str) -> None:
    for path in (single, "/decisions"):
        page = browse("delegate").get(path).text
        assert "D/2027/1/01" in page
        assert "Places in courses" in page
        assert "Three <em>places</em> are offered." in page
        assert "agreed under the silence procedure" in page
        assert "Statement by" in page
        assert "We read this <em>narrowly</em>." in page


def test_an_adoption_in_question_is_said_wherever_the_decision_is_shown(browse: Browse, single: str) -> None:
    decision = of(single)
    assert decision.circulation is not None
    decision.topic = db.scalars(select(Topic).where(Topic.slug == "cyber-defence")).one()
    followup = db.scalars(select(FollowUp)).first()
    assert followup is not None
    followup.decision, followup.circulation = decision, decision.circulation
    shown = [single, "/decisions", "/topics/cyber-defence", f"/follow-ups/{followup.session.ref}/{followup.number}"]
    db.commit()
    for path in shown:
        assert "adoption in question" not in browse("delegate").get(path).text

    silent.doubt(db, of(single).circulation)
    db.commit()

    for path in shown:
        assert "adoption in question" in browse("delegate").get(path).text, path
    assert "This follow-up rests" in browse("secretary").get(shown[-1]).text
    assert "Record this" not in browse("secretary").get(shown[-1]).text
    answer = submit(browse("secretary"), f"{shown[-1]}/report", text="Done.", state="open", base_version="1")
    assert answer.status_code in {409, 422}


def test_a_void_number_stays_in_the_register_as_void(browse: Browse, single: str) -> None:
    of(single).void(at=AT)
    db.commit()

    for path in (single, "/decisions"):
        assert "void" in browse("delegate").get(path).text
    assert "The number is never given again." in browse("delegate").get(single).text
    assert "Superseded by another decision…" not in browse("secretary").get(single).text


def test_a_decision_is_superseded_when_both_secretaries_name_the_same_one(browse: Browse, single: str) -> None:
    newer = str(of(single).id)
    db.remove()

    assert submit(browse("secretary"), f"{ONE}/supersede", newer=newer).status_code == 303
    assert "Your side has said so" in browse("secretary").get(ONE).text
    assert "has taken its place" in browse(THEIRS).get(ONE).text
    assert "Superseded by" not in browse("delegate").get("/decisions").text
    assert submit(browse("secretary"), f"{ONE}/supersede", newer=newer).status_code == 409
    assert submit(browse(THEIRS), f"{ONE}/supersede", newer=newer).status_code == 303

    for path in (ONE, "/decisions"):
        page = browse("delegate").get(path).text
        assert "Superseded by" in page
        assert single in page


def test_an_earlier_decision_is_not_on_offer(browse: Browse, single: str) -> None:
    older = str(of(ONE).id)
    db.remove()

    assert submit(browse("secretary"), f"{single}/supersede", newer=older).status_code == 404
    assert "No decision was adopted after this one." in browse("secretary").get(single).text


def test_delegates_read_a_decision_and_do_not_change_it(browse: Browse, single: str) -> None:
    assert "Superseded by another decision…" in browse("secretary").get(ONE).text
    assert "Superseded by another decision…" not in browse("delegate").get(ONE).text
    assert submit(browse("delegate"), f"{ONE}/supersede", newer=str(of(single).id)).status_code == 403


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "observer@council.example"])
def test_no_decision_exists_for_others(who: str, browse: Browse) -> None:
    assert browse(who).get(ONE).status_code == 404


# The Action Sheet


@pytest.fixture
def sheet(single: str) -> str:
    """Made of that decision; its address."""
    decision = of(single)
    assert decision.circulation is not None
    keep_action_sheet(decision.circulation, decision.session, [decision], at=AT)
    db.commit()
    return f"{single}/action-sheet.docx"


def test_the_action_sheet_is_taken_away_as_it_was_made_with_a_receipt(browse: Browse, single: str, sheet: str) -> None:
    assert sheet in browse("delegate").get(single).text

    answer = browse("delegate").get(sheet)

    assert answer.status_code == 200
    assert "DD-2027-1-02-AS1.docx" in answer.headers["Content-Disposition"]
    (taken,) = db.scalars(select(Receipt)).all()
    assert taken.sha256 == hashlib.sha256(answer.data).hexdigest()
    assert (taken.person.email, taken.level.value) == (ROLES["delegate"], "delegations")


def test_nobody_else_takes_an_action_sheet(browse: Browse, sheet: str) -> None:
    for who in ("co-host", "other co-host", "outsider", "observer@council.example"):
        assert browse(who).get(sheet).status_code == 404
    assert browse("admin").get(sheet).status_code == 404


def test_an_action_sheet_is_verified_for_whoever_may_take_it(browse: Browse, sheet: str) -> None:
    content = browse("secretary").get(sheet).data

    for who in ("secretary", THEIRS, "delegate", "chair"):
        assert said(given(browse(who), content)) == ["This is the released file, byte for byte"]
    for who in ("co-host", "other co-host", "observer@council.example"):
        assert said(given(browse(who), content)) == ["This file is not known here"]


def test_a_decision_without_a_round_has_no_action_sheet(browse: Browse, sheet: str) -> None:
    assert "Action Sheet" not in browse("delegate").get(ONE).text
    assert browse("secretary").get(f"{ONE}/action-sheet.docx").status_code == 404


def test_an_action_sheet_is_served_as_long_as_the_adoption_stands(browse: Browse, single: str, sheet: str) -> None:
    def doubt() -> None:
        silent.doubt(db, of(single).circulation)

    def settle() -> None:
        decision = of(single)
        round_ = decision.circulation
        assert round_ is not None
        later = round_.state_at + DAY
        round_.rule_in(round_.objections[0], "", pulse=NO_PULSE, by=silent.sides(db).ours, at=later)
        round_.record(later, NO_PULSE)
        decision.void(at=later)
        for file in db.scalars(select(ReleasedFile).where(ReleasedFile.circulation_id == round_.id)):
            file.void(round_)

    round_sheet = f"/circulations/{of(single).circulation_id}/action-sheet.docx"
    client = browse("secretary")
    assert client.get(sheet).data == client.get(round_sheet).data
    blob = client.get(sheet).data
    for step, told in ((doubt, "Adoption in question"), (settle, "Its adoption was broken after all.")):
        step()
        db.commit()
        assert {client.get(path).status_code for path in (sheet, round_sheet)} == {404}
        assert "Action Sheet" not in client.get(single).text
        assert told in given(client, blob).text
