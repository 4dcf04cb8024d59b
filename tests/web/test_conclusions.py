"""Operational conclusions over HTTP: drafted by one side, proposed by the other, amended in the room, then minutes."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.actions import acts
from dialogue.actions import conclusions as conclusion_acts
from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaState
from dialogue.domain.conclusions import Conclusion, ConclusionComment, ConclusionState, Wording
from dialogue.domain.minutes import Minutes, Paragraph, ParagraphKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import SessionState
from dialogue.domain.wording import LetStand
from tests.planted import AT, Planted
from tests.rendering.word.checks import read
from tests.stories.hand import Hand
from tests.web.browser import key, submit
from tests.web.many import Statements, costs_the_same

Browse = Callable[[str], FlaskClient]
HERE = "/sessions/2027-1/conclusions"
OURS, THEIRS = "secretary", "secretary.prishtina@dialogue.example"  # the first presides
DRAFTED, TAKEN_IN = f"{HERE}/1", f"{HERE}/2"


def agenda() -> Agenda:
    found = select(Agenda).join(Agenda.session).order_by(Agenda.id.desc())
    return next(one for one in db.scalars(found) if one.session.ref == "2027-1")


@pytest.fixture
def _presides(world: Planted) -> None:
    agenda().session.presiding = db.scalars(select(Organisation).where(Organisation.slug == "nato")).one()
    db.commit()


pytestmark = pytest.mark.usefixtures("_presides")


def hand(client: FlaskClient, path: str = HERE) -> Hand:
    made = Hand(client)
    made.open(path)
    return made


def typed(**more: str) -> dict[str, str]:
    item = agenda().timetable()[1][0].id
    owner = db.scalars(select(Organisation.id).where(Organisation.slug == "kosovo")).one()
    db.rollback()
    words = {
        "item": str(item),
        "text": "To **count** again.",
        "owner": str(owner),
        "office": "",
        "due_on": "2027-09-01",
    }
    return words | more


def put(client: FlaskClient, path: str = f"{HERE}/new", **more: str) -> int:
    return submit(client, path, typed(**more)).status_code


def one(number: int) -> Conclusion:
    found = db.scalars(select(Conclusion).where(Conclusion.number == number)).one()
    db.rollback()
    return found


def version(number: int) -> str:
    return str(db.scalars(select(Conclusion.version).where(Conclusion.number == number)).one())


def in_the_room() -> None:
    here = agenda()
    here.session.state, here.state = SessionState.IN_SESSION, AgendaState.ADOPTED
    here.adopted_at = AT
    db.commit()


def test_the_side_that_presides_drafts_and_both_delegations_read_it(browse: Browse) -> None:
    assert put(browse(OURS)) == 303

    for who in ("delegate", "chair", "focal point", THEIRS):
        assert "To <strong>count</strong> again." in browse(who).get(HERE).text
    for who in ("co-host", "other co-host", "adviser", "outsider", "admin", "observer@council.example"):
        client = browse(who)
        assert [client.get(path).status_code for path in (HERE, f"{HERE}.docx", f"{HERE}/3")] == [404] * 3


def test_a_proposal_waits_for_the_other_side_and_is_no_delegates_before_it_is_taken_in(browse: Browse) -> None:
    assert put(browse(THEIRS), text="Theirs alone.") == 303
    assert "Theirs alone." not in browse("delegate").get(HERE).text + browse("chair").get(HERE).text
    assert browse("delegate").get(f"{HERE}/3").status_code == 404
    ours = hand(browse(OURS), "/")
    ours.follow("Answer a proposed operational conclusion: 3")
    assert "1 proposal waits for an answer" in ours.text
    assert submit(browse(THEIRS), f"{HERE}/3/take-in", {"base_version": version(3)}).status_code == 403

    assert submit(browse(OURS), f"{HERE}/3/take-in", {"base_version": "0"}).status_code == 409
    assert submit(browse(OURS), f"{HERE}/3/take-in", {"base_version": version(3)}).status_code == 303
    assert "Theirs alone." in browse("delegate").get(HERE).text
    assert submit(browse(OURS), f"{HERE}/3/take-in", {"base_version": version(3)}).status_code == 403


def test_a_declined_proposal_says_why_to_the_secretaries_alone(browse: Browse) -> None:
    put(browse(THEIRS), text="Theirs alone.")
    for blank in ("", " "):
        sent = {"reason": blank, "base_version": version(3)}
        assert submit(browse(OURS), f"{HERE}/3/decline", sent).status_code == 422

    submit(browse(OURS), f"{HERE}/3/decline", {"reason": "Not of this session.", "base_version": version(3)})

    assert "Not of this session." in browse(THEIRS).get(HERE).text
    assert "Not of this session." not in browse("delegate").get(HERE).text


def test_the_other_side_comments_and_changes_nothing_of_the_draft_before_the_session(browse: Browse) -> None:
    theirs = browse(THEIRS)

    assert submit(theirs, f"{DRAFTED}/comment", {"text": "Three days, please."}).status_code == 303
    assert put(theirs, f"{DRAFTED}/edit", base_version=version(1)) == 403

    assert "Three days, please." in browse(OURS).get(DRAFTED).text
    assert "Three days, please." not in browse("delegate").get(DRAFTED).text


def test_in_the_room_either_amends_and_the_wording_that_was_drafted_stands_beside(browse: Browse) -> None:
    drafted = one(1).text
    in_the_room()

    assert put(browse(THEIRS), f"{DRAFTED}/edit", base_version=version(1), text="As agreed.") == 303

    for who in (OURS, "delegate"):
        page = browse(who).get(HERE).text
        assert "As agreed." in page and drafted in page and "As it was drafted" in page
    paper = "\n".join(read(browse("delegate").get(f"{HERE}.docx").data))
    assert "As agreed." in paper and f"As drafted: / {drafted}" in paper


def test_the_second_editor_sees_both_wordings(browse: Browse) -> None:
    in_the_room()
    seen = version(1)
    assert put(browse(OURS), f"{DRAFTED}/edit", base_version=seen, text="First.") == 303

    late = submit(browse(THEIRS), f"{DRAFTED}/edit", typed(base_version=seen, text="Second."))

    assert late.status_code == 409
    assert "First." in late.text and "Second." in late.text
    assert one(1).text == "First."


def test_each_form_sent_twice_acts_once(browse: Browse) -> None:
    client = browse(OURS)
    for path, words in ((f"{HERE}/new", typed()), (f"{DRAFTED}/comment", {"text": "Once."})):
        once = words | {"form_key": key(client) or ""}
        assert [submit(client, path, once).status_code for _ in range(2)] == [303, 303]

    assert db.scalar(select(func.count(Conclusion.id))) == 3
    assert db.scalar(select(func.count(ConclusionComment.id)).where(ConclusionComment.text == "Once.")) == 1


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("text", " ", "Please fill this in."),
        ("due_on", "soon", "Please type a date"),
        ("owner", "", "Please choose one of the list."),
    ],
)
def test_nonsense_is_a_sentence_and_what_was_typed_stays(browse: Browse, field: str, wrong: str, said: str) -> None:
    answer = submit(browse(OURS), f"{HERE}/new", typed(office="Office X", **{field: wrong}))

    assert (answer.status_code, said in answer.text, "Office X" in answer.text) == (422, True, True)


def test_an_item_or_owner_from_elsewhere_is_not_found(browse: Browse) -> None:
    assert put(browse(OURS), item="999999") == 404
    cohost = db.scalars(select(Organisation.id).where(Organisation.slug == "university")).one()
    assert put(browse(OURS), owner=str(cohost)) == 404


def test_with_the_minutes_each_becomes_an_action_once_and_nothing_is_added_any_more(browse: Browse) -> None:
    put(browse(OURS), text="Withdrawn later.")
    submit(browse(OURS), f"{HERE}/3/withdraw", {"reason": "Not now.", "base_version": version(3)})
    in_the_room()
    expected = [one(1).text, one(2).text]
    page = browse(OURS).get("/sessions/2027-1/minutes").text
    assert "2 operational conclusions are taken over as they stand" in page

    assert submit(browse(OURS), "/sessions/2027-1/minutes", {}).status_code == 303
    assert submit(browse(OURS), "/sessions/2027-1/minutes", {}).status_code == 409

    found = select(Paragraph.text).join(Paragraph.item).where(Paragraph.conclusion_id.is_not(None))
    assert sorted(db.scalars(found)) == sorted(expected)
    assert [one(n).state for n in (1, 2, 3)] == [ConclusionState.TAKEN] * 2 + [ConclusionState.WITHDRAWN]
    assert put(browse(OURS)) == 409
    assert put(browse(OURS), f"{DRAFTED}/edit", base_version=version(1)) == 409
    assert "hold what was drafted here" in browse("delegate").get(HERE).text
    paper = read(browse(OURS).get("/sessions/2027-1/minutes.docx").data)
    annex = paper[
        next(n for n, line in enumerate(paper) if line.startswith("Heading1: Annex") and "conclusions" in line) :
    ]
    assert [text for text in expected if not any(text in row for row in annex)] == []


def test_minutes_do_not_begin_while_a_proposal_waits_and_the_page_says_so(browse: Browse) -> None:
    put(browse(THEIRS))
    in_the_room()

    page = browse(OURS).get("/sessions/2027-1/minutes").text
    assert "Proposed conclusions wait for their answer: 3." in page and "Begin the minutes" not in page
    assert submit(browse(OURS), "/sessions/2027-1/minutes", {}).status_code == 409
    assert db.scalar(select(Minutes.id).join(Minutes.session).where(Minutes.session == agenda().session)) is None


def test_an_action_that_was_deleted_in_the_minutes_is_told_of(browse: Browse) -> None:
    in_the_room()
    by = db.scalars(select(Person).where(Person.email == "secretary.brussels@dialogue.example")).one()
    minutes = acts.begin_minutes(agenda().session, by=by, at=AT)
    db.flush()
    first = next(p for p in minutes.paragraphs() if p.kind is ParagraphKind.ACTION)
    minutes.remove(first, base=first.version, by=by, at=AT)
    db.commit()

    assert browse(OURS).get(HERE).text.count("deleted there since") == 1


def test_for_a_session_that_was_called_off_nothing_new_is_drafted_and_the_page_says_so(browse: Browse) -> None:
    agenda().session.state = SessionState.CANCELLED
    db.commit()

    page = browse(OURS).get(HERE).text

    assert "nothing is drafted for it now" in page
    assert f"{HERE}/new" not in page
    assert browse(OURS).get(f"{HERE}/new").status_code == 409
    assert put(browse(OURS)) == 409


def test_the_paper_has_what_is_drafted_and_nothing_that_is_only_proposed(browse: Browse) -> None:
    put(browse(THEIRS), text="Theirs alone.")

    paper = "\n".join(read(browse("delegate").get(f"{HERE}.docx").data))

    assert "Title: Draft operational conclusions" in paper
    assert one(1).text in paper and one(2).text in paper and "Theirs alone." not in paper


def more(n: int) -> None:
    here, by = agenda(), db.scalars(select(Person).where(Person.email == "secretary.brussels@dialogue.example")).one()
    for _ in range(n):
        words = Wording(
            item_key=here.timetable()[1][0].key, text="More.", owner=by.organisation, office="",
            due_on=dt.date(2027, 9, 1),
        )  # fmt: skip
        conclusion_acts.draft(here, words, by=by, at=AT)
    db.commit()


@pytest.mark.parametrize("path", [HERE, f"{HERE}.docx", DRAFTED])
@pytest.mark.parametrize("who", [OURS, "delegate"])
def test_more_conclusions_cost_no_more_statements(path: str, who: str, browse: Browse, statements: Statements) -> None:
    costs_the_same(browse(who), path, statements, more)


OUTSIDE = "To report on the state border."


def found_by(page: str) -> dict[str, str]:
    seen = re.search(r'name="stands_found" value="(\w+)"', page)
    assert seen is not None
    return {"stands": "y", "stands_found": seen[1]}


def kept() -> list[tuple[str, str, str]]:
    db.remove()
    return [(one.kind, one.key, one.step) for one in db.scalars(select(LetStand).order_by(LetStand.id))]


def test_a_conclusion_is_looked_at_before_both_delegations_read_it(browse: Browse) -> None:
    ours = browse(OURS)
    before = db.scalar(select(func.count(Conclusion.id)))

    asked = submit(ours, f"{HERE}/new", typed(text=OUTSIDE))

    assert asked.status_code == 422
    assert "Words to look at" in asked.text and OUTSIDE in asked.text
    assert "Please look at these words" in asked.text and "is not what it was" not in asked.text
    assert db.scalar(select(func.count(Conclusion.id))) == before
    assert submit(ours, f"{HERE}/new", typed(text=OUTSIDE) | found_by(asked.text)).status_code == 303
    assert one(3).text == OUTSIDE
    assert kept() == [("conclusions", "2027-1/3", "draft")]
    assert "Draft conclusion 2027-1/3: 1 finding" in browse(THEIRS).get(f"{HERE}/3").text
    assert "Draft conclusion" not in browse("delegate").get(f"{HERE}/3").text


def test_other_words_for_it_are_looked_at_again_and_whoever_was_faster_is_told_first(browse: Browse) -> None:
    ours, sent = browse(OURS), typed(text=OUTSIDE, base_version=version(1))

    asked = submit(ours, f"{DRAFTED}/edit", sent)
    late = submit(ours, f"{DRAFTED}/edit", sent | {"base_version": "0"})

    assert (asked.status_code, late.status_code) == (422, 409)
    assert submit(ours, f"{DRAFTED}/edit", sent | found_by(asked.text)).status_code == 303
    assert (one(1).text, kept()) == (OUTSIDE, [("conclusions", "2027-1/1", "draft")])


def test_a_proposal_is_looked_at_before_it_is_taken_in(browse: Browse) -> None:
    theirs, ours = browse(THEIRS), browse(OURS)
    asked = submit(theirs, f"{HERE}/new", typed(text=OUTSIDE))
    submit(theirs, f"{HERE}/new", typed(text=OUTSIDE) | found_by(asked.text))
    base = {"base_version": version(3)}

    page = ours.get(f"{HERE}/3").text

    assert submit(ours, f"{HERE}/3/take-in", base).status_code == 422
    assert submit(ours, f"{HERE}/3/take-in", base | found_by(page)).status_code == 303
    assert [step for _, _, step in kept()] == ["draft", "take in"]
