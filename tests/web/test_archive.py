"""Sessions from before this system over HTTP: taken in by one side, confirmed by the other, marked everywhere."""

import datetime as dt
import io

import pytest
from docx import Document
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.agenda import Agenda
from dialogue.domain.archive import ImportedSession
from dialogue.domain.decisions import Decision
from dialogue.domain.followups import FollowUp
from dialogue.domain.notices import Notice
from dialogue.domain.sessions import Session
from dialogue.rendering.word import claims
from tests.rendering.word.checks import faults, read
from tests.stories.hand import Hand
from tests.web.browser import submit
from tests.web.sitting import session_of

NOW = dt.datetime(2026, 10, 1, 9, 0, tzinfo=dt.UTC)
HERE = "/sessions/imported/1"
MINUTES = """MINUTES OF THE THIRD MEETING
Participants
A. Person, head of delegation
1. Opening
1.1 The co-chair opened the session.
2. Liaison teams
2.1 D/2019/1/01 The session decided to keep a contact list.
- one for each side;
2.2 Ligji për çështjet: Шпански, đak."""
OLD = {"reference": "Third meeting (2019)", "held_on": "2019-05-14", "held_until": "2019-05-15", "city": "Ohrid"}


@pytest.fixture(autouse=True)
def _now(clock):
    clock.at = NOW


@pytest.fixture
def hands(people, as_):
    session_of(people)
    db.commit()
    db.remove()
    return Hand(as_(people.secretary_brussels)), Hand(as_(people.secretary_prishtina))


def word(text):
    document, out = Document(), io.BytesIO()
    for one in text.split("\n"):
        document.add_paragraph(one)
    document.save(out)
    return out.getvalue()


def entered(hand, **changes):
    hand.open("/sessions")
    hand.follow("Take in an old session")
    hand.press("Go on to its papers", **(OLD | changes))


def previewed(hand, label="Take in the old minutes", text=MINUTES, content=b""):
    hand.follow(label)
    path, sent = hand.filled("Show its lines")
    sent |= {"text": "" if content else text, "file": (io.BytesIO(content), "Procès-verbal.docx" if content else "")}
    answer = hand.client.post(path, data=sent, content_type="multipart/form-data")
    hand._take(answer, 200)


def taken_in(hand, **how):
    entered(hand)
    previewed(hand, **how)
    hand.press("Take it in")


def confirmed(ours, theirs):
    taken_in(ours, content=word(MINUTES))
    ours.press("Ask the other side to confirm it")
    theirs.open(HERE)
    theirs.press("Confirm: our side has the same papers")


def test_an_old_session_comes_in_line_by_line_and_says_so_on_its_page(hands):
    ours, _ = hands
    taken_in(ours, content=word(MINUTES))

    page = ours.text
    for words in (
        "Imported session Third meeting (2019)",
        "Tue 14 May 2019 – Wed 15 May 2019, Ohrid",
        "Imported on Thu 1 Oct 2026",
        "from the file “Procès-verbal.docx”; SHA-256",
        "It is from before this system, and was not agreed, adopted or signed in it.",
        "The other side has not confirmed yet that it has the same paper.",
        "2. Liaison teams",
        "D/2019/1/01 The session decided to keep a contact list.",
        "Ligji për çështjet: Шпански, đak.",
        "A. Person, head of delegation",
    ):
        assert words in page, words


def test_its_paper_says_so_on_every_page_and_claims_nothing(hands):
    ours, _ = hands
    taken_in(ours, content=word(MINUTES))

    blob = ours.download(f"{HERE}/minutes.docx")

    shown = read(blob)
    assert "Title: Minutes" in shown
    assert any("Imported on Thu 1 Oct 2026" in line for line in shown)
    assert "Heading1: 2.\tLiaison teams" in shown
    assert any(line.startswith("Numbered: 2.1\tD/2019/1/01 The session decided") for line in shown)
    assert any("IMPORTED" in line for part in headers(blob) for line in part)
    assert claims.read(blob) is None
    assert faults(blob) == []


def headers(blob):
    document = Document(io.BytesIO(blob))
    section = document.sections[0]
    for part in (section.header, section.first_page_header):
        yield [paragraph.text for paragraph in part.paragraphs]


def test_it_is_no_session_and_nothing_of_it_comes_into_a_register(hands):
    ours, theirs = hands
    confirmed(ours, theirs)

    counts = [db.query(noun).count() for noun in (ImportedSession, Session, Agenda, Decision, FollowUp)]
    db.remove()
    assert counts == [1, 1, 0, 0, 0]


def test_others_read_it_only_once_the_other_side_has_confirmed_it(hands, people, as_):
    ours, theirs = hands
    known = [people.chair_nato, people.delegate_kosovo]
    never = [people.cohost_university, people.outsider, people.admin]

    def seen(persons):
        return [as_(one).get(f"{HERE}{more}").status_code for one in persons for more in ("", "/minutes.docx")]

    taken_in(ours)
    assert seen([*known, *never]) == [404] * 10
    ours.press("Ask the other side to confirm it")
    assert seen([*known, *never]) == [404] * 10
    theirs.open(HERE)
    theirs.press("Confirm: our side has the same papers")

    holding = [one for one in known if as_(one).get("/decisions").status_code == 200]
    assert seen(holding) == [200] * 2 * len(holding)
    assert holding
    assert seen(never) == [404] * 6


def test_the_side_that_took_it_in_cannot_confirm_it(hands):
    ours, _ = hands
    taken_in(ours)
    ours.press("Ask the other side to confirm it")

    assert "The other side confirms what your side has taken in." in ours.text
    assert submit(ours.client, f"{HERE}/confirm", {"base_version": "3"}).status_code == 403


def test_both_secretaries_learn_of_it_at_home_and_among_the_sessions(hands):
    ours, theirs = hands
    taken_in(ours)
    assert "Finish an imported session, and ask the other side" in ours.open("/")
    ours.open(HERE)
    ours.press("Ask the other side to confirm it")

    assert "Compare an imported session with your own papers, and confirm it or hand it back" in theirs.open("/")
    listed = theirs.open("/sessions")
    assert "Third meeting (2019) Tue 14 May 2019 – Wed 15 May 2019, Ohrid" in listed
    assert "closed imported with the other side" in listed


def test_what_is_not_as_it_should_be_is_entered_anew(hands):
    ours, theirs = hands
    confirmed(ours, theirs)

    theirs.press("Have it entered anew", status=422)
    theirs.press("Have it entered anew", reason="Paragraph 2.2 is missing.")
    assert "Paragraph 2.2 is missing." in theirs.text
    ours.open(HERE)
    previewed(ours, text="1. Opening\n1.1 All of it.")
    ours.press("Take it in")
    assert "All of it." in ours.text
    assert "Liaison teams" not in ours.text


def test_search_finds_it_for_whoever_reads_it(hands, people, as_):
    ours, theirs = hands
    taken_in(ours)
    assert "Third meeting (2019)" in ours.open("/search?q=liaison")
    assert "Third meeting (2019)" not in as_(people.chair_nato).get("/search?q=contact").text
    ours.open(HERE)
    ours.press("Ask the other side to confirm it")
    theirs.open(HERE)
    theirs.press("Confirm: our side has the same papers")

    found = as_(people.chair_nato).get("/search?q=contact")
    assert found.status_code != 200 or "Third meeting (2019)" in found.text


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"reference": ""}, 422, "Please fill this in."),
        ({"held_on": "2030-01-01", "held_until": ""}, 409, "Only a session that is over is taken in."),
        ({"held_until": "2019-05-01"}, 409, "The last day is not before the first."),
        ({"reference": "HLD/2026/1"}, 409, "HLD/2026/1 is a session of this system."),
        ({"reference": "A\u202eB"}, 422, "turns the direction of writing round"),
    ],
)
def test_what_cannot_be_an_old_session_is_refused(hands, changes, status, sentence):
    ours, _ = hands
    ours.open("/sessions/imported/new")

    ours.press("Go on to its papers", status=status, **(OLD | changes))

    assert sentence in ours.text


def test_the_same_reference_is_imported_once(hands):
    ours, _ = hands
    entered(ours)
    ours.open("/sessions/imported/new")

    ours.press("Go on to its papers", status=409, **OLD)

    assert "“Third meeting (2019)” is imported already." in ours.text


def test_a_second_editor_sees_what_stands_and_loses_nothing(hands):
    ours, theirs = hands
    entered(ours)
    theirs.open(HERE)
    previewed(ours)
    previewed(theirs, text="1. Other\n1.1 Words of the second.")
    ours.press("Take it in")

    theirs.press("Take it in", status=409)

    assert "Somebody has changed this imported session since you opened it." in theirs.text
    assert "Words of the second." in theirs.text
    theirs.open(f"{HERE}/edit")
    theirs.press("Save", city="Skopje")
    assert "Skopje" in theirs.text


def test_a_second_press_takes_in_nothing_twice(hands):
    ours, _ = hands
    entered(ours)
    previewed(ours)
    path, sent = ours.filled("Take it in")

    assert [ours.client.post(path, data=sent).status_code for _ in range(2)] == [303, 303]
    assert ours.open(HERE).count("The co-chair opened the session.") == 1


def test_its_agenda_comes_in_beside_its_minutes(hands):
    ours, _ = hands
    taken_in(ours)
    previewed(ours, "Take in the old agenda", "Old agenda\n1. Opening\nIts text.\n2. Next meeting")
    ours.press("Take it in")

    shown = read(ours.download(f"{HERE}/agenda.docx"))

    assert "Heading1: 2.\tNext meeting" in shown
    assert [ours.client.get(f"{HERE}/{kind}.docx").status_code for kind in ("minutes", "budget")] == [200, 404]


def test_it_is_removed_by_the_side_that_took_it_in_while_it_is_entered(hands):
    ours, theirs = hands
    taken_in(ours)
    theirs.open(HERE)
    assert "Remove it" not in theirs.text

    ours.press("Remove it")

    assert ours.client.get(HERE).status_code == 404
    assert db.query(ImportedSession).count() == 0
    db.remove()


def test_the_page_shows_the_mail_before_it_goes_and_sends_it_to_the_other_side(hands):
    ours, theirs = hands
    taken_in(ours, content=word(MINUTES))
    assert "An old session waits for your word: Third meeting (2019)" in ours.text

    ours.press("Ask the other side to confirm it")

    (notice,) = db.scalars(select(Notice)).all()
    assert (notice.recipient.email, notice.path) == ("secretary.prishtina@dialogue.example", HERE)
    theirs.open(notice.path)
    assert "Confirm: our side has the same papers" in theirs.text
    assert "An old session waits for your word" not in theirs.text
