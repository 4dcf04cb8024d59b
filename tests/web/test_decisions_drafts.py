"""Drafts of single decisions over HTTP: written by both secretaries, signed off on what was read, given up."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select

from dialogue.actions import rounds
from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.decisions import Decision, DraftDecision, DraftState
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, ObjectionKind
from tests import silent
from tests.factories import DAY
from tests.planted import AT, Planted
from tests.web.browser import submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
THEIRS = "secretary.prishtina@dialogue.example"
DRAFTS = "/decisions/drafts"
ONE = f"{DRAFTS}/2027-1/1"  # of the demonstration: signed off by the other side


def seen(client: FlaskClient) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(f"{ONE}/sign-off").text)
    assert found is not None
    return found[1]


def version_on(page: str) -> str:
    found = re.search(r'name="base_version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def kept() -> DraftDecision:
    db.remove()
    return db.scalars(decisions.DraftDecision.of_ref("2027-1", 1)).one()


@pytest.fixture
def fields(world: Planted) -> dict[str, object]:
    session = db.scalars(select(Session).where(Session.year == 2027, Session.number == 1)).one()
    found = {"session": str(session.id), "formula": "agreed", "category": "technical", "level": "delegations"}
    db.remove()
    return {**found, "topic": "", "supersedes": "", "title": "Places", "text": "Three _places_."}


def test_a_secretary_begins_a_draft_under_the_next_paper_s_reference(browse: Browse, fields: dict[str, object]) -> None:
    answer = submit(browse("secretary"), f"{DRAFTS}/new", fields)

    assert (answer.status_code, answer.location) == (303, f"{DRAFTS}/2027-1/2")
    page = browse(THEIRS).get(answer.location).text
    assert "DD/2027/1/02" in page
    assert "Three <em>places</em>." in page
    assert "DD/2027/1/02" in browse(THEIRS).get(DRAFTS).text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browse: Browse, fields: dict[str, object]) -> None:
    answer = submit(browse("secretary"), f"{DRAFTS}/new", fields | {"title": ""})

    assert answer.status_code == 422
    assert "Three _places_." in answer.text


@pytest.mark.parametrize("category", ["political", "minutes", "other"])
def test_only_technical_and_procedural_matters_are_on_offer(
    browse: Browse, fields: dict[str, object], category: str
) -> None:
    assert submit(browse("secretary"), f"{DRAFTS}/new", fields | {"category": category}).status_code == 422


def test_two_editors_see_both_texts_and_lose_neither(browse: Browse) -> None:
    ours, theirs = browse("secretary"), browse(THEIRS)
    base = version_on(ours.get(f"{ONE}/edit").text)
    chosen = {"formula": "noted", "category": "procedural", "level": "public", "topic": "", "supersedes": ""}
    typed = {"title": "Places", "base_version": base, **chosen}
    assert submit(theirs, f"{ONE}/edit", typed, text="Their words.").status_code == 303

    late = submit(ours, f"{ONE}/edit", typed | {"formula": "agreed"}, text="Our words.")

    assert late.status_code == 409
    assert "Our words." in late.text
    assert "theirs is “noted”, yours is “agreed”" in late.text
    assert "Their words." in ours.get(ONE).text
    again = typed | {"base_version": version_on(late.text)}
    assert submit(ours, f"{ONE}/edit", again, text="Both.").status_code == 303
    assert "Both." in theirs.get(ONE).text


def test_the_second_sign_off_of_the_same_text_makes_it_ready_for_silence(browse: Browse) -> None:
    client = browse(THEIRS)
    assert "Until it is put under silence the two secretaries alone." in client.get(f"{ONE}/sign-off").text

    assert submit(client, f"{ONE}/sign-off", seen=seen(client)).status_code == 303

    page = client.get(ONE).text
    assert "Both secretaries have signed off this text" in page
    assert page.count("Signed off by") == 2
    assert kept().state is DraftState.SIGNED_OFF
    assert "There is nothing to sign off now" in client.get(f"{ONE}/sign-off").text
    assert client.get(f"{ONE}/edit").status_code == 409


def test_home_leads_the_other_side_to_the_draft_that_waits_for_it(browse: Browse) -> None:
    assert "Sign off the draft of a decision" in browse(THEIRS).get("/").text
    assert f'href="{DRAFTS}"' in browse(THEIRS).get("/").text
    assert "Sign off the draft of a decision" not in browse("secretary").get("/").text.split("Waits for others")[0]


def test_nobody_signs_off_what_was_changed_while_it_was_read(browse: Browse) -> None:
    client = browse(THEIRS)
    read = seen(client)
    base = version_on(client.get(f"{ONE}/edit").text)
    chosen = {"formula": "noted", "category": "procedural", "level": "public", "topic": "", "supersedes": ""}
    assert submit(browse("secretary"), f"{ONE}/edit", chosen, title="Other", text="Other.", base_version=base)

    answer = submit(client, f"{ONE}/sign-off", seen=read)

    assert answer.status_code == 409
    assert "Somebody has changed the text since you opened it." in answer.text
    assert len(kept().sign_offs) == 1


def test_a_signed_off_draft_is_taken_back_and_both_sign_off_again(browse: Browse) -> None:
    client = browse(THEIRS)
    submit(client, f"{ONE}/sign-off", seen=seen(client))

    assert submit(browse("secretary"), f"{ONE}/reopen").status_code == 303

    assert (kept().state, kept().sign_offs) == (DraftState.DRAFTING, [])


def test_while_it_is_under_silence_it_is_neither_changed_nor_given_up(browse: Browse) -> None:
    silent.put_under_silence(db, reopened(), at=AT)
    db.commit()
    client = browse("secretary")

    page = client.get(ONE).text
    assert "under silence" in page
    assert "Change the draft" not in page
    for path in (f"{ONE}/give-up", f"{ONE}/reopen"):
        answer = submit(client, path)
        assert answer.status_code == 409
        assert "Withdraw the round first." in answer.text


def reopened() -> DraftDecision:
    """The draft of the demonstration with no sign-off yet."""
    one = db.scalars(decisions.DraftDecision.of_ref("2027-1", 1)).one()
    one.agreement.end(at=AT)
    db.flush()
    return one


def test_the_list_says_how_far_the_round_of_a_draft_is_and_leads_there(browse: Browse, statements: Statements) -> None:
    one = silent.put_under_silence(db, reopened(), at=AT)
    assert one.circulation is not None
    round_id = one.circulation.id
    db.commit()
    client = browse("secretary")

    def told() -> str:
        page = html.document_fromstring(client.get(DRAFTS).text)
        (cell,) = page.xpath("//td[.//a[@href=$path]]", path=f"/circulations/{round_id}")
        return " ".join(cell.text_content().split())

    assert told() == f"running SP/{round_id}"
    with statements() as asked:
        assert f'href="/circulations/{round_id}"' in client.get(DRAFTS).text
    assert len(asked) <= 12

    round_ = db.get_one(Circulation, round_id)
    rounds.object_to(
        round_, ObjectionKind.OBJECTION, "", entitled=True, by=silent.sides(db).chair_theirs, at=AT + DAY
    )  # fmt: skip
    db.commit()
    assert told() == f"drafting broken SP/{round_id}"


def test_a_draft_is_called_by_its_title_and_says_what_silence_would_make_of_it(browse: Browse) -> None:
    page = browse("secretary").get(ONE).text

    assert re.search(r"<h1>Observer places[^<]*</h1>", page)
    assert "If silence is kept, this text is" in page


def test_an_adopted_draft_leads_to_its_decision(browse: Browse) -> None:
    made = silent.adopted(db, reopened(), at=AT)
    db.commit()

    assert f"/decisions/2027-1/{made.number}" in browse("secretary").get(ONE).text
    assert "D/2027/1/01" in browse("secretary").get(DRAFTS).text


def test_a_draft_that_is_given_up_stays_readable_and_is_changed_no_more(browse: Browse) -> None:
    client = browse("secretary")

    assert submit(client, f"{ONE}/give-up").location == DRAFTS

    assert "given up" in client.get(ONE).text
    assert "Change the draft" not in client.get(ONE).text
    assert submit(client, f"{ONE}/give-up").status_code == 409


def test_what_is_on_offer_to_supersede_is_what_stands(browse: Browse, fields: dict[str, object]) -> None:
    first, second, *_ = db.scalars(select(Decision).order_by(Decision.number)).all()
    void, stands = first.id, second.id
    first.void(at=AT)
    db.commit()
    db.remove()
    client = browse("secretary")

    assert submit(client, f"{DRAFTS}/new", fields | {"supersedes": str(void)}).status_code == 404
    answer = submit(client, f"{DRAFTS}/new", fields | {"supersedes": str(stands)})
    assert "It supersedes D/2026/1/02." in client.get(answer.location).text


def test_drafts_are_the_secretaries_alone(browse: Browse) -> None:
    for who, status in {"delegate": 403, "chair": 403, "co-host": 404, "outsider": 404, "admin": 403}.items():
        for path in (DRAFTS, ONE, f"{ONE}/edit", f"{ONE}/sign-off", f"{DRAFTS}/new"):
            answer = browse(who).get(path)
            assert answer.status_code == (404 if ONE in path else status)
            assert "Observer places" not in answer.text
    assert "Observer places" in browse("secretary").get(ONE).text
    assert "Drafts of single decisions" not in browse("delegate").get("/decisions").text
    assert "Drafts of single decisions" in browse("secretary").get("/decisions").text


def test_more_drafts_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    def more(n: int) -> None:
        session = db.scalars(select(Session).where(Session.year == 2027, Session.number == 2)).one()
        have = len(db.scalars(select(DraftDecision)).all())
        by = silent.sides(db).ours
        for i in range(have, have + n):
            one = DraftDecision(
                session=session, number=i + 1, title="T", text="T", state_at=AT, edited_at=AT + DAY, edited_by=by
            )
            db.add(one)

    costs_the_same(browse("secretary"), DRAFTS, statements, more)
