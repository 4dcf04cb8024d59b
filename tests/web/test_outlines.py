"""A text from elsewhere over HTTP: its lines are shown before anything is entered, and nothing judged is lost."""

import datetime as dt
import io

import pytest
from docx import Document

from dialogue.db import db
from dialogue.rendering.outlines.lines import MOST
from dialogue.web.outlines import LinesForm
from tests.stories.hand import Hand
from tests.web import business
from tests.web.browser import submit
from tests.web.business import BASE

TEXT = """DRAFT AGENDA
1. Energy security
2. Cyber defence
  a) Incidents
What both sides bring along.
3. Any other business
11:00 – 11:15 Coffee break"""


@pytest.fixture(autouse=True)
def _early(clock):
    clock.at = business.AT + dt.timedelta(hours=1)


@pytest.fixture
def ours(people, as_):
    business.begun(people)
    hand = Hand(as_(people.secretary_brussels))
    hand.open(BASE)
    hand.follow("Take items from Word")
    return hand


def previewed(hand, content=b"", name="old agenda.docx", text=""):
    """The page behind the first form, which a browser sends with its file."""
    path, sent = hand.filled("Show its lines")
    sent |= {"text": text, "file": (io.BytesIO(content), name) if content else (io.BytesIO(b""), "")}
    answer = hand.client.post(path, data=sent, content_type="multipart/form-data")
    hand._take(answer, answer.status_code)
    return answer.status_code


def titles(people):
    agenda = business.now()
    found = [(number, item.title, item.minutes, item.text) for item, number, _ in agenda.timetable()]
    db.remove()
    return found


def word(*paragraphs):
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def judged(hand):
    """Each line as the page shows it: what it is taken for, and its words."""
    chosen = hand.page.xpath("//select[contains(@name, '-what')]/option[@selected]/text()")
    texts = [one.text.lstrip("\n") for one in hand.page.xpath("//textarea[contains(@name, '-text')]")]
    return list(zip([one.strip() for one in chosen], [one.strip() for one in texts], strict=True))


def test_lines_are_shown_before_anything_is_entered(ours, people):
    before = titles(people)

    assert previewed(ours, text=TEXT) == 200

    assert judged(ours) == [
        ("Leave out", "DRAFT AGENDA"),
        ("Item", "Energy security"),
        ("Item", "Cyber defence"),
        ("Sub-item", "Incidents"),
        ("Goes on with the line above", "What both sides bring along."),
        ("Leave out", "Any other business"),
        ("Line without a number", "Coffee break"),
    ]
    assert "The agenda has an item of this title already." in ours.text
    assert titles(people) == before


def test_all_items_are_entered_at_once_in_their_order_before_the_closing_ones(ours, people):
    before = titles(people)
    previewed(ours, text=TEXT)

    said = ours.press("Put the items on the agenda", **{"lines-1-minutes": "40", "lines-1-text": "Energy"})

    after = titles(people)
    assert "4 lines are on the agenda." in said
    new = [one for one in after if one[1] not in {title for _, title, *_ in before}]
    n = int(new[0][0])
    assert new == [
        (str(n), "Energy", 40, ""),
        (str(n + 1), "Cyber defence", 15, ""),
        (f"{n + 1}.1", "Incidents", 15, "What both sides bring along."),
    ]
    assert [(item.title, item.minutes, item.text) for item in business.now().all_items if not item.numbered] == [
        ("Coffee break", 15, "")
    ]
    assert [title for _, title, *_ in after][-3:] == ["Review of follow-ups", "Any other business", "Next session"]


def test_a_word_file_is_read_and_named(ours, people):
    assert previewed(ours, word("1. Energy", "2. Cyber"), "Agenda \u202e 2019.docx") == 200

    assert [text for _, text in judged(ours)] == ["Energy", "Cyber"]
    assert "From “Agenda 2019.docx”" in ours.text


@pytest.mark.parametrize(
    ("content", "text", "sentence"),
    [
        (b"", "", "Please choose a Word file or paste the text: one of the two."),
        (b"%PDF-1.7", "", "This is not a Word file. Please save the text as .docx, and send that."),
        (b"", "1. x\n" * (MOST + 1), "There are more than 1500 lines in this text."),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(ours, content, text, sentence):
    assert previewed(ours, content, text=text) == 422

    assert sentence in ours.text


def test_a_line_that_is_wrong_is_told_and_all_that_was_judged_stays(ours, people):
    before = titles(people)
    previewed(ours, text=TEXT)
    wrong = {"lines-0-what": "sub-item", "lines-1-text": "x" * 201, "lines-2-minutes": "soon", "lines-6-what": "item"}

    ours.press("Put the items on the agenda", status=422, **wrong)

    assert "Line 2, Text: A title has at most 200 characters." in ours.text
    assert "Line 3, Minutes: Please type a whole number from 0 to 600." in ours.text
    assert judged(ours)[0] == ("Sub-item", "DRAFT AGENDA")
    assert judged(ours)[6] == ("Item", "Coffee break")
    ours.press("Put the items on the agenda", status=422, **{"lines-1-text": "Energy", "lines-2-minutes": "20"})
    assert "Line 1, What it is: There is no item above under which it could stand." in ours.text
    assert titles(people) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Turned \u202eround", "There is a hidden mark after “Turned” that turns the direction of writing round."),
        ("", "Please fill this in, or leave the line out."),
    ],
)
def test_words_that_no_field_takes_are_refused_at_their_own_line(ours, people, words, sentence):
    previewed(ours, text=f"1. Energy\n2. {words or 'Cyber'}")

    ours.press("Put the items on the agenda", status=422, **{"lines-1-text": words})

    assert f"Line 2, Text: {sentence}" in ours.text
    assert judged(ours)[0] == ("Item", "Energy")


def test_a_text_that_names_a_compartment_is_refused_at_its_own_line(ours, people):
    previewed(ours, text="1. Energy\n2. Follow-up of MM/4")

    ours.press("Put the items on the agenda", status=422)

    assert "Line 2, Text: This is read by people for whom a track with a list of its own is not there" in ours.text


def test_a_file_whose_name_names_a_compartment_is_refused(ours, people):
    assert previewed(ours, word("1. Energy"), "MM/4 agenda.docx") == 422

    assert "it cannot name “MM/4”" in ours.text


def test_nothing_chosen_is_nothing_entered(ours, people):
    previewed(ours, text="1. Energy\n2. Cyber")

    ours.press("Put the items on the agenda", status=422, **{"lines-0-what": "nothing", "lines-1-what": "nothing"})

    assert "No line is chosen as an item: there is nothing to enter." in ours.text


def test_a_second_press_enters_nothing_twice(ours, people):
    previewed(ours, text="1. Energy")
    path, sent = ours.filled("Put the items on the agenda")

    answers = [ours.client.post(path, data=sent).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert [title for _, title, *_ in titles(people)].count("Energy") == 1


def test_who_comes_second_sees_what_stands_now_and_loses_nothing(ours, people, as_):
    previewed(ours, text="1. Energy")
    agenda = business.now()
    business.put(agenda, people, title="Put on meanwhile")
    db.commit()
    db.remove()

    ours.press("Put the items on the agenda", status=409, **{"lines-0-text": "Energy, as judged"})

    assert "Somebody has changed this agenda since you opened this page." in ours.text
    assert "Put on meanwhile" in ours.text
    assert judged(ours) == [("Item", "Energy, as judged")]
    ours.press("Put the items on the agenda")
    assert "Energy, as judged" in [title for _, title, *_ in titles(people)]


def test_an_agenda_that_is_not_written_any_more_takes_no_lines(people, as_):
    business.opened(people)
    client = as_(people.secretary_brussels)

    answer = submit(client, f"{BASE}/import", {"lines-0-what": "item", "lines-0-text": "Energy"})

    assert answer.status_code == 409


def test_a_page_of_many_lines_is_made_and_read_in_time(ours, people):
    text = "\n".join(f"{n}. Item number {n}" for n in range(1, 601))

    assert previewed(ours, text=text) == 200
    path, sent = ours.filled("Put the items on the agenda")
    sent |= {f"lines-{n}-what": "nothing" for n in range(5, 600)}

    assert ours.client.post(path, data=sent).status_code == 303
    assert len([one for one in titles(people) if one[1].startswith("Item number")]) == 5


def test_what_a_form_says_of_its_file_is_believed_only_if_this_product_wrote_it(app):

    with app.test_request_context("/", method="POST", data={"origin": "forged"}):
        assert LinesForm().found.name == ""


def test_both_secretaries_alone_may(people, as_):
    business.circulated(people)
    asked = {
        who: as_(getattr(people, who)).get(f"{BASE}/import").status_code
        for who in ("secretary_prishtina", "chair_nato", "delegate_nato", "cohost_university", "outsider", "admin")
    }

    assert asked == {
        "secretary_prishtina": 200, "chair_nato": 403, "delegate_nato": 403, "cohost_university": 404, "outsider": 404,
        "admin": 404,
    }  # fmt: skip


@pytest.mark.parametrize("where", ["head of the page", "paragraph", "paste"])
def test_what_bears_the_marking_of_a_classified_paper_does_not_enter(where, ours):
    document, out = Document(io.BytesIO(word("1. Energy security", "2. Other business"))), io.BytesIO()
    if where == "head of the page":
        document.sections[0].header.paragraphs[0].text = "Restricted"
    else:
        document.add_paragraph("NATO RESTRICTED")
    document.save(out)
    given = {"text": "1. Energy\nNATO RESTRICTED\n2. Other business"} if where == "paste" else {}

    status = previewed(ours, **(given or {"content": out.getvalue()}))

    assert status == 422
    assert "Nothing that is classified may be kept here." in ours.text
    assert where != "paste" or "2. Other business" in ours.text, "what was pasted is kept"


def test_a_text_that_speaks_of_what_is_restricted_enters(ours):
    assert previewed(ours, text="1. The restricted part of the session\n2. Secret ballots") == 200
