"""How far decisions are carried out: recorded on a decision's page, shown in the register and as a session's paper."""

from collections.abc import Callable

from flask.testing import FlaskClient

from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.decisions import Decision, Status
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.many import Statements, costs_the_same, more_decisions

Browse = Callable[[str], FlaskClient]
ONE, TWO = "/decisions/2026-1/1", "/decisions/2026-1/2"
PAPER = "/sessions/2027-1/decisions"
THEIRS = "secretary.prishtina@dialogue.example"
DONE = {"progress": "done", "on": "2026-11-20", "note": "Handed **over**.", "evidence": "Letter"}


def of(page: str) -> Decision:
    db.remove()
    return db.scalars(decisions.by_number(page.split("/")[2], int(page.split("/")[3]))).one()


def hand(client: FlaskClient, path: str) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def test_a_secretary_moves_a_decision_and_its_page_tells_how_it_went(browse: Browse) -> None:
    ours, text = hand(browse("secretary"), TWO), of(TWO).text
    assert ours.offered("progress") == ["open", "under way", "done"]
    ours.press("Record this", status=409, **DONE | {"evidence": ""})
    assert "“done” needs its evidence: a document, a date, an event." in ours.text
    ours.open(TWO)
    ours.press("Record this", status=422, **DONE | {"note": ""})
    assert ours.form("Record this").inputs["evidence"].value == "Letter"

    ours.press("Record this", note="Handed **over**.")

    delegate = hand(browse("delegate"), TWO)
    assert "Fri 20 Nov 2026 · open → done Handed over. Evidence: Letter" in delegate.text
    assert "Record this" not in delegate.buttons()
    assert (of(TWO).status, of(TWO).text, len(of(TWO).moves)) == (Status.DONE, text, 1)


def test_a_second_editor_is_asked_again_and_loses_no_word(browse: Browse) -> None:
    first, second = hand(browse("secretary"), TWO), hand(browse(THEIRS), TWO)
    first.press("Record this", progress="under way", note="What came first.")

    second.press("Record this", status=409, **DONE)

    assert "Handed **over**." in second.text
    assert "What came first." in second.open(TWO)
    assert of(TWO).status is Status.UNDER_WAY


def test_a_form_that_is_sent_twice_moves_a_decision_once(browse: Browse) -> None:
    ours = hand(browse("secretary"), TWO)
    path, sent = ours.filled("Record this", **DONE)

    assert {ours.client.post(path, data=sent).status_code for _ in range(2)} == {303}
    assert len(of(TWO).moves) == 1


def test_the_register_shows_the_status_and_is_narrowed_to_it(browse: Browse) -> None:
    client = browse("delegate")

    under_way, still_open = (client.get(f"/decisions?status={word}").text for word in ("under+way", "open"))

    assert "D/2026/1/01" in under_way and "D/2026/1/02" not in under_way
    assert "D/2026/1/02" in still_open and "D/2026/1/01" not in still_open
    assert "No decision is as you chose." in client.get("/decisions?status=nonsense").text


def test_a_session_has_the_status_of_decisions_as_page_and_paper(browse: Browse) -> None:
    page = hand(browse("delegate"), PAPER)
    paper = "\n".join(read(browse("delegate").get(f"{PAPER}.docx").data))

    for words in ("D/2026/1/01", "Exchange of letters", "The programme is agreed", "To prepare a concept document"):
        assert words in page.text
        assert words in paper
    assert f"{PAPER}.docx?edition=cohost" not in [link.get("href") for link in page.page.iter("a")]


def test_a_secretary_alone_takes_the_cohosts_edition_which_has_no_notes(browse: Browse) -> None:
    hand(browse("secretary"), TWO).press("Record this", **DONE)
    whole = "\n".join(read(browse("secretary").get(f"{PAPER}.docx").data))
    assert "Handed over." in whole and "D/2026/1/01" in whole

    taken = browse("secretary").get(f"{PAPER}.docx?edition=cohost")

    words = "\n".join(read(taken.data))
    assert "D/2026/1/02" in words and "Done" in words
    assert not [no for no in ("Handed over.", "Letter", "D/2026/1/01") if no in words]
    assert "COHOST" in taken.headers["Content-Disposition"]
    for who in ("delegate", "chair", "co-host", "other co-host"):
        assert browse(who).get(f"{PAPER}?edition=cohost").status_code == 404
    assert browse("secretary").get(f"{PAPER}?edition=public").status_code == 422


def test_more_rows_cost_no_more_statements(browse: Browse, statements: Statements) -> None:
    costs_the_same(browse("delegate"), PAPER, statements, more_decisions)
