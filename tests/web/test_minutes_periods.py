"""The period for comments over HTTP: proposed by one secretary, agreed by the other, extended; bare items."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain import minutes as register
from dialogue.domain.agreed import Word
from dialogue.domain.delegations import Participant
from dialogue.domain.minutes import Comment, Minutes, Paragraph
from dialogue.domain.notices import Dispatch, NoticeKind
from tests.stories.hand import Hand
from tests.web import sitting
from tests.web.browser import key, submit
from tests.web.mails import shown, told
from tests.web.sitting import BASE

UNTIL, LATER, SHORT = "2026-12-08T17:00", "2026-12-15T17:00", "2026-11-27T17:00"  # it is Mon 23 Nov 2026
DEADLINE = dt.datetime(2026, 12, 8, 16, tzinfo=dt.UTC)


@pytest.fixture
def here(people, db):
    """A joint draft; everybody was in the room."""
    made = sitting.sitting(people, Paragraph(text="Both sides spoke."))
    for seat in db.scalars(select(Participant)):
        made.minutes.mark(seat, True, by=sitting.secretaries()[0], at=sitting.AT)
    db.commit()
    return sitting.signed(made)


@pytest.fixture
def ours(here, as_):
    return as_(here.people.secretary_brussels)


@pytest.fixture
def theirs(here, as_):
    return as_(here.people.secretary_prishtina)


@pytest.fixture
def running(ours, theirs):
    for one in (theirs, ours):
        assert submit(one, f"{BASE}/circulate", {"until": UNTIL}).status_code == 303


def stands(db):
    db.rollback()
    return db.scalars(select(Minutes)).one()


def letters(db):
    db.rollback()
    return db.scalars(select(Dispatch).where(Dispatch.kind == NoticeKind.COMMENTS).order_by(Dispatch.id)).all()


def test_the_form_says_the_least_and_proposes_the_usual(ours):
    page = ours.get(f"{BASE}/circulate").text

    assert 'value="2026-12-07T17:00"' in page
    assert "not before" in page and "Mon 30 Nov 2026, 13:00 Brussels/Prishtina time" in page


def test_one_secretary_proposes_and_the_other_agrees_by_what_stands_on_the_page(ours, theirs, db):
    first = Hand(theirs)
    first.open(f"{BASE}/circulate?until={UNTIL}")
    assert "It goes out when the other secretary agrees" in first.text
    first.press("Propose this to the other secretary")
    assert "It is proposed." in first.text
    assert (stands(db).state.value, letters(db)) == ("joint draft", [])
    assert "Your side proposes:" in theirs.get(f"{BASE}/circulate").text
    assert "Agree until when the minutes are commented on" in ours.get("/").text
    assert "Agree until when" not in theirs.get("/").text.split("Waits for others")[0]

    second = Hand(ours)
    second.open(f"{BASE}/circulate")
    assert "Kosovo proposes an end" in second.text
    second.follow("See the mail, and agree")
    second.press("Agree, and circulate to 6 people")

    assert (stands(db).state.value, stands(db).comments_until) == ("comments", DEADLINE)
    assert len(letters(db)) == 1
    page = ours.get(f"{BASE}/comments").text
    assert "proposed by Petrit P for Kosovo" in page and "agreed by Bea Brussels for NATO" in page


def test_who_agrees_to_a_proposal_that_was_changed_meanwhile_is_told_and_nothing_goes_out(ours, theirs, db):
    submit(theirs, f"{BASE}/circulate", {"until": UNTIL})
    hand = Hand(ours)
    hand.open(f"{BASE}/circulate?until={UNTIL}")
    submit(theirs, f"{BASE}/circulate", {"until": LATER})

    hand.press("Agree, and circulate", status=409)

    assert "The other side has proposed something else" in hand.text
    assert (stands(db).state.value, letters(db)) == ("joint draft", [])


def test_a_proposal_that_is_sent_twice_is_made_once(ours, db):
    sent = {"until": UNTIL, "form_key": key(ours)}

    assert [submit(ours, f"{BASE}/circulate", sent).status_code for _ in range(2)] == [303, 303]
    assert submit(ours, f"{BASE}/circulate", {"until": UNTIL}).status_code == 409
    assert len(register.proposals(stands(db), Word.OPENING)) == 1


def test_a_short_period_says_what_is_least_and_keeps_what_was_typed(ours, theirs, db):
    page = ours.get(f"{BASE}/circulate?until={SHORT}").text
    assert "Both secretaries have to say why fewer will do." in page

    without = submit(ours, f"{BASE}/circulate", {"until": SHORT})
    submit(ours, f"{BASE}/circulate", {"until": SHORT, "note": "The session is near."})
    seen = theirs.get(f"{BASE}/circulate?until={SHORT}").text
    alone = submit(theirs, f"{BASE}/circulate", {"until": SHORT})
    done = submit(theirs, f"{BASE}/circulate", {"until": SHORT, "note": "Agreed."})

    assert (without.status_code, alone.status_code, done.status_code) == (422, 422, 303)
    assert f'value="{SHORT}"' in without.text and "Please say why fewer" in without.text
    assert "NATO says why: The session is near." in seen
    assert stands(db).state.value == "comments"


def test_an_extension_is_mailed_to_those_who_comment_as_the_page_showed_it(running, ours, theirs, db):
    assert submit(ours, f"{BASE}/extension", {"until": LATER, "note": "Holidays."}).status_code == 303
    assert len(letters(db)) == 1
    assert "Agree on another end of the period for comments" in theirs.get("/").text
    assert "Your side proposes that it ends later:" in ours.get(f"{BASE}/comments").text
    hand = Hand(theirs)
    hand.open(f"{BASE}/comments")
    hand.follow("Read it, and agree")
    assert "Why: Holidays." in hand.text
    hand.follow("See the mail, and agree")
    page = theirs.get(f"{BASE}/extension?until={LATER}").text

    hand.press("Agree, and tell 6 people")

    first, second = letters(db)
    assert shown(page) == told(second)
    assert {one.recipient.id for one in first.notices} == {one.recipient.id for one in second.notices}
    assert "which would have ended Tue 8 Dec 2026, 17:00" in page
    assert stands(db).comments_until == DEADLINE + dt.timedelta(days=7)
    assert "The period for comments ends on Tue 15 Dec 2026, 17:00 now." in hand.text


def test_an_extension_of_an_end_that_has_moved_meanwhile_is_refused(running, ours, theirs, db):
    hand = Hand(ours)
    hand.open(f"{BASE}/extension?until=2026-12-16T17:00")
    for one in (ours, theirs):
        submit(one, f"{BASE}/extension", {"until": LATER})

    hand.press("Propose this to the other secretary", status=409)

    assert "The end of the period has changed since you opened the page." in hand.text


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-12-08T17:00", "ends later than the period does now"),
        ("", "Please fill this in."),
        ("2026-11-01T09:00", ""),
    ],
)
def test_an_end_that_is_no_extension_is_said_at_its_field(running, ours, until, said):
    for answer in (ours.get(f"{BASE}/extension?until={until}"), submit(ours, f"{BASE}/extension", {"until": until})):
        assert (answer.status_code, said in answer.text) == (422, True)


def test_before_and_after_the_period_the_page_of_its_extension_says_why_not(here, ours, theirs, as_, clock):
    before = ours.get(f"{BASE}/extension").text
    for one in (theirs, ours):
        submit(one, f"{BASE}/circulate", {"until": UNTIL})
    clock.at = DEADLINE + dt.timedelta(hours=1)

    after = as_(here.people.secretary_brussels).get(f"{BASE}/extension").text

    assert "There is no period for comments to extend." in before
    assert "The period for comments is over. It is extended before its end." in after
    assert "Propose" not in before + after


def test_a_heading_that_has_changed_since_the_sign_offs_is_said_before_the_circulation(here, ours, db):
    here.session.venue = "Another hall"
    db.commit()

    page = ours.get(f"{BASE}/circulate?until={UNTIL}").text

    assert "Please reopen it, and sign it off again." in page
    assert "Propose this" not in page


def bare(db):
    return next(item for item in stands(db).items if not item.paragraphs)


def test_an_item_of_which_nothing_was_recorded_is_commented_answered_and_shown_like_others(
    running, here, as_, ours, db, clock
):
    delegate, item = as_(here.people.delegate_kosovo), bare(db)
    hand = Hand(delegate)
    hand.open(f"{BASE}/comments")
    hand.follow(f"Comment on item {item.number}: something is missing")
    assert "Say what should stand there." in hand.text and 'value="correction"' not in hand.text
    hand.press("Record this comment", kind="statement for the record", text="Our statement on visas.")
    one = db.scalars(select(Comment)).one()
    assert (one.number, one.paragraph_number, one.item.number) == (1, 0, item.number)
    assert "Our statement on visas." in hand.text
    assert "visas" not in ours.get(f"{BASE}/comments").text

    clock.at = DEADLINE + dt.timedelta(hours=1)
    ours = as_(here.people.secretary_brussels)
    submit(ours, f"{BASE}/close-comments")
    page = ours.get(BASE).text
    said = submit(
        ours, f"{BASE}/comments/kosovo/1/answer", {"disposition": "accepted", "reason": "", "base_version": 1}
    )

    assert f"item {item.number}, under which nothing was recorded" in page
    assert said.status_code == 303
    shown_to_all = as_(here.people.delegate_nato).get(f"{BASE}/comments").text
    assert "Our statement on visas." in shown_to_all and "accepted" in shown_to_all
    assert f"item {item.number}, under which" in as_(here.people.delegate_nato).get(f"{BASE}/comments/kosovo/1").text


def test_on_an_item_with_paragraphs_one_of_these_is_to_be_commented(running, here, as_, db):
    full = next(item for item in stands(db).items if item.paragraphs).position
    delegate, said = as_(here.people.delegate_nato), "Please comment on the paragraph that you mean."

    page = delegate.get(f"{BASE}/items/{full}/comments").text
    answer = submit(delegate, f"{BASE}/items/{full}/comments", {"kind": "addition", "text": "x"})

    assert said in page and "Record this comment" not in page
    assert (answer.status_code, said in answer.text) == (409, True)
    assert delegate.get(f"{BASE}/items/99/comments").status_code == 404
    assert submit(delegate, f"{BASE}/items/99/comments", {"kind": "addition", "text": "x"}).status_code == 404


def test_a_comment_on_an_item_keeps_what_was_typed_where_it_is_wrong_and_can_be_said_otherwise(running, here, as_, db):
    delegate, item = as_(here.people.delegate_nato), bare(db)
    path = f"{BASE}/items/{item.position}/comments"

    wrong = submit(delegate, path, {"kind": "correction", "text": "Not lost."})
    submit(delegate, path, {"kind": "addition", "text": "Add visas."})
    other = submit(delegate, f"{BASE}/comments/nato/1", {"kind": "deletion", "text": "Not lost.", "base_version": 1})
    again = submit(delegate, f"{BASE}/comments/nato/1", {"kind": "note", "text": "No, leave it.", "base_version": 1})

    assert (wrong.status_code, "Not lost." in wrong.text) == (422, True)
    assert (other.status_code, "Not lost." in other.text) == (422, True)
    assert (again.status_code, db.scalars(select(Comment)).one().text) == (303, "No, leave it.")


def test_while_the_text_is_worked_on_nobody_learns_whether_something_stands_under_an_item_by_now(
    running, here, as_, db, clock
):
    clock.at = DEADLINE + dt.timedelta(hours=1)
    submit(as_(here.people.secretary_brussels), f"{BASE}/close-comments")
    minutes = stands(db)
    item = next(one for one in minutes.items if not one.paragraphs)
    full = next(one for one in minutes.items if one.paragraphs)
    minutes.add(item, Paragraph(text="Not known yet."), by=sitting.secretaries()[0], at=clock.at)
    places = [item.position, full.position]
    db.commit()
    delegate = as_(here.people.delegate_nato)

    for place in places:
        answers = [
            delegate.get(f"{BASE}/items/{place}/comments"),
            submit(delegate, f"{BASE}/items/{place}/comments", {"kind": "note", "text": "x"}),
        ]
        assert [one.status_code for one in answers] == [409, 409]
        assert ["The period for comments is over." in one.text for one in answers] == [True, True]
