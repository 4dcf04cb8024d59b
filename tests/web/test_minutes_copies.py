"""A copy of circulated minutes that was edited in Word: brought in, shown as comments, sent, and refused."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.delegations import Participant
from dialogue.domain.minutes import Comment, Minutes, Paragraph
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.domain.tokens import digest
from tests.rendering.word.desk import Desk
from tests.stories.hand import Hand
from tests.web import sitting
from tests.web.browser import submit
from tests.web.sitting import BASE

UNTIL = "2026-12-08T17:00"
DEADLINE = dt.datetime(2026, 12, 8, 16, tzinfo=dt.UTC)
SHOW, SEND = "Show what it asks for", "Send"
SAID = "Both sides spoke of the river and agreed to meet again."


@pytest.fixture
def here(people, db):
    """The period runs; everybody was in the room; paragraphs 2 and 3 stand under the item of substance."""
    made = sitting.sitting(people, Paragraph(text=SAID), Paragraph(text="A list of contacts is kept."))
    for seat in db.scalars(select(Participant)):
        made.minutes.mark(seat, True, by=sitting.secretaries()[0], at=sitting.AT)
    db.commit()
    return sitting.signed(made)


@pytest.fixture
def circulated(here, as_):
    for one in (here.people.secretary_prishtina, here.people.secretary_brussels):
        assert submit(as_(one), f"{BASE}/circulate", {"until": UNTIL}).status_code == 303
    return here


@pytest.fixture
def delegate(circulated, as_):
    return as_(circulated.people.delegate_nato)


def desk(browser, **more):
    return Desk(browser.get(f"{BASE}.docx?edition=delegations").data, **more)


def typed_over(one, name, old, new):
    (line,) = one.lines(name)
    start = one.text(line).index(old)
    one.replace(line, start, start + len(old), new)
    return one


def brought(browser, blob, status=200):
    hand = Hand(browser)
    hand.open(f"{BASE}/comments")
    hand.follow("Bring in your copy edited in Word")
    hand.bring(SHOW, blob, "minutes.docx", status=status)
    return hand


def comments(db):
    db.rollback()
    return list(db.scalars(select(Comment).order_by(Comment.id)))


def told(db):
    return [(one.party.slug, one.number, one.paragraph_number, one.kind.value, one.text) for one in comments(db)]


@pytest.mark.engines
def test_changes_and_comments_of_the_copy_are_shown_and_sent_as_comments(delegate, db):
    one = typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    (line,) = one.lines("Paragraph_3")
    one.comment(line, 0, 6, "Which list?")

    hand = brought(delegate, one.bytes())

    assert comments(db) == []
    assert SAID in hand.text and "Marked by A. Delegate in the file." in hand.text
    assert "without tracked changes" not in hand.text
    hand.press("Send 2 comments")
    assert "2 comments are recorded." in hand.text
    assert told(db) == [
        ("nato", 1, 2, "correction", "Instead of “river”, write “bridge”, after “… Both sides spoke of the”."),
        ("nato", 2, 3, "note", "On “A list”:\nWhich list?"),
    ]


def test_what_is_not_ticked_is_not_sent_and_what_is_typed_over_is_sent_so(delegate, db):
    one = typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    hand = brought(delegate, typed_over(one, "Paragraph_3", "kept", "made").bytes())

    hand.press(SEND, **{"take-1": None, "kind-2": "statement for the record", "text-2": "Ours.", "on-2": "2"})

    assert told(db) == [("nato", 1, 2, "statement for the record", "Ours.")]


def test_nothing_ticked_is_nothing_to_send(delegate, db):
    hand = brought(delegate, typed_over(desk(delegate), "Paragraph_2", "river", "bridge").bytes())

    hand.press(SEND, status=422, **{"take-1": None})

    assert "No comment is ticked, so there is nothing to send." in hand.text
    assert comments(db) == []


def test_paragraphs_that_are_new_or_gone_are_proposed_where_they_stood(delegate, db):
    one = desk(delegate)
    one.add("Paragraph_2", "A second list is kept.")
    one.delete("Paragraph_3")

    brought(delegate, one.bytes()).press("Send 2 comments")

    assert told(db) == [
        ("nato", 1, 2, "addition", "Add a paragraph after this one:\n“A second list is kept.”"),
        ("nato", 2, 3, "deletion", "Delete this paragraph."),
    ]


def test_what_has_no_place_is_listed_and_waits_for_one(delegate, db):
    one = desk(delegate)
    title = next(p for p in one.body if one.text(p) == "Draft minutes")
    one.replace(title, 0, 5, "Final")

    hand = brought(delegate, one.bytes())
    assert "Without a place" in hand.text
    hand.press(SEND, status=422)
    assert "Please fill this in." in hand.text and comments(db) == []
    hand.press(SEND, status=422, **{"on-1": "77"})
    assert "Please type the number of a paragraph" in hand.text and comments(db) == []
    hand.press(SEND, **{"on-1": "3"})

    (made,) = told(db)
    assert made[:4] == ("nato", 1, 3, "correction")
    assert made[4].startswith("In “Draft minutes”:\nInstead of “Draft”, write “Final”")


def test_on_an_item_without_paragraphs_something_is_added(delegate, db):
    minutes = db.scalars(select(Minutes)).one()
    bare = next(item.number for item in minutes.items if not item.paragraphs)
    db.rollback()
    one = typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    hand = brought(delegate, one.bytes())

    hand.press(SEND, status=422, **{"on-1": f"Item {bare}"})
    assert "Nothing stands under this item that could be corrected or deleted." in hand.text
    hand.press(SEND, **{"kind-1": "addition"})

    (made,) = comments(db)
    assert (made.item.number, made.paragraph_number, made.kind.value) == (bare, 0, "addition")


def test_a_copy_edited_without_tracking_is_compared_and_the_page_says_so(delegate, db):
    one = typed_over(desk(delegate, track=False), "Paragraph_2", "river", "bridge")

    hand = brought(delegate, one.bytes())

    assert "This copy was edited without tracked changes" in hand.text
    hand.press(SEND)
    assert told(db) == [
        ("nato", 1, 2, "correction", "Instead of “river”, write “bridge”, after “… Both sides spoke of the”.")
    ]


def test_what_was_made_already_is_said_to_be_so_and_not_made_again(delegate, circulated, as_, db):
    one = typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    brought(delegate, one.bytes()).press(SEND)
    typed_over(one, "Paragraph_3", "kept", "made")

    again = brought(as_(circulated.people.chair_nato), one.bytes())

    assert again.text.count("Already made: your side has said this here in the same words.") == 1
    again.press("Send 1 comment")
    assert [(made[1], made[2]) for made in told(db)] == [(1, 2), (2, 3)]


def test_the_other_side_learns_nothing_of_what_is_brought_in_and_made(delegate, circulated, as_, db):
    one = typed_over(desk(delegate, author="Kaltrina Chair"), "Paragraph_2", "river", "bridge").bytes()
    brought(delegate, one).press(SEND)
    theirs = as_(circulated.people.delegate_kosovo)

    assert "bridge" not in theirs.get(f"{BASE}/comments").text
    hand = brought(theirs, one)
    assert "Already made" not in hand.text
    hand.press(SEND)

    assert [(made[0], made[1], made[3]) for made in told(db)] == [
        ("nato", 1, "correction"),
        ("kosovo", 1, "correction"),
    ]
    assert {made.writer.family_name for made in comments(db)} == {"Delegate"}


def test_a_form_sent_twice_makes_its_comments_once(delegate, db):
    hand = brought(delegate, typed_over(desk(delegate), "Paragraph_2", "river", "bridge").bytes())
    path, sent = hand.filled(SEND)

    answers = [delegate.post(path, data=sent).status_code for _ in range(2)]

    assert (answers, len(comments(db))) == ([303, 303], 1)


def test_a_period_that_ended_meanwhile_refuses_all_and_keeps_the_page(delegate, circulated, as_, db, clock):
    one = typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    clock.at = DEADLINE
    hand = brought(as_(circulated.people.delegate_nato), typed_over(one, "Paragraph_3", "kept", "made").bytes())
    clock.at = DEADLINE + dt.timedelta(seconds=1)

    hand.press(SEND, status=409, **{"text-1": "Words that I typed."})

    assert "The period for comments is over." in hand.text
    assert hand.page.xpath("//textarea[@name='text-1']")[0].text_content().strip() == "Words that I typed."
    assert comments(db) == []


def test_after_the_period_and_after_the_last_word_no_copy_is_brought_in(delegate, circulated, as_, db, clock):
    blob = typed_over(desk(delegate), "Paragraph_2", "river", "bridge").bytes()
    hand = Hand(delegate)
    hand.open(f"{BASE}/comments/copy")
    submit(as_(circulated.people.chair_nato), f"{BASE}/no-further-comments")

    hand.bring(SHOW, blob, "minutes.docx", status=409)
    assert "Your side has said that it has no further comments." in hand.text
    assert "Bring in your copy" not in Hand(delegate).open(f"{BASE}/comments")
    clock.at = DEADLINE + dt.timedelta(hours=1)
    assert "The period for comments is over." in Hand(as_(circulated.people.chair_nato)).open(f"{BASE}/comments/copy")


PROPERTY = "docProps/custom.xml"


def said_of_itself(one, old, new):
    """The copy with another word in what it says of itself."""
    was = one.members[PROPERTY]
    one.members[PROPERTY] = was.replace(old, new)
    assert one.members[PROPERTY] != was
    return one.bytes()


def without_a_word(one):
    del one.members[PROPERTY]
    return one.bytes()


ELSE = {
    "no file of Word": (lambda one: b"What is this?", "This is not a Word file. Please save the text as .docx"),
    "another paper": (
        lambda one: said_of_itself(one, b"minutes|", b"agenda|"),
        "This is no copy of a draft of minutes.",
    ),
    "another session": (
        lambda one: said_of_itself(one, b"2026/1-MIN", b"2026/7-MIN"),
        "This is a copy of the minutes of another session: HLD/2026/7-MIN.",
    ),
    "another edition": (
        lambda one: said_of_itself(one, b"|delegations|", b"|cohost|"),
        "This is a copy of another edition. Comments are made on the edition for the delegations.",
    ),
    "another text": (
        lambda one: said_of_itself(one, b"|HLD/2026/1-MIN|", b"|HLD/2026/1-MIN|0"),
        "This is a copy of another text of these minutes, older or newer than the one that is out for comments.",
    ),
    "nothing that it says": (without_a_word, "This file does not say of which paper it is a copy."),
    "nothing that it asks for": (
        lambda one: one.bytes(),
        "This copy reads as the text that is out for comments, and has no comment in it.",
    ),
}


@pytest.mark.parametrize("what", ELSE)
def test_what_is_no_copy_of_this_text_is_refused_in_a_sentence_that_says_what_it_is(delegate, db, what):
    make, sentence = ELSE[what]

    hand = brought(delegate, make(desk(delegate)), status=422)

    assert sentence in hand.text
    assert "Please choose the file again" in hand.text
    assert comments(db) == []


def test_without_a_file_the_page_asks_for_one(delegate):
    assert "Please choose a file." in submit(delegate, f"{BASE}/comments/copy").text


def test_what_the_sign_in_outlasted_is_kept_and_sent_again_in_time(delegate, circulated, as_, db, clock):
    person, made = circulated.people.delegate_nato, typed_over(desk(delegate), "Paragraph_2", "river", "bridge")
    hand = brought(delegate, made.bytes())
    path, sent = hand.filled(SEND)
    for row in db.scalars(select(SignIn).where(SignIn.person_id == person.id)):
        row.revoke(by=None, at=clock())
    db.commit()
    assert "/sign-in" in delegate.post(path, data=sent).location
    db.scalars(select(KeptForm)).one().digest = digest("k" * 43)
    db.commit()
    again = Hand(as_(person))
    again.open("/kept/" + "k" * 43)

    again.press("Send it now")

    assert [(one[2], one[3]) for one in told(db)] == [(2, "correction")]


def test_secretaries_bring_in_notes(circulated, as_, db):
    ours = as_(circulated.people.secretary_brussels)

    brought(ours, typed_over(desk(ours), "Paragraph_2", "river", "bridge").bytes()).press(SEND)

    assert [made[3] for made in told(db)] == ["note"]


def test_words_of_the_file_are_held_like_typed_ones_each_at_its_own_comment(delegate, db):
    one = typed_over(desk(delegate, author="<b>M</b>"), "Paragraph_2", "river", "<script>alert(1)</script>")
    typed_over(one, "Paragraph_3", "list", "tsil\u202e")

    hand = brought(delegate, one.bytes())
    assert not hand.page.xpath("//main//script") and "<b>M</b>" in hand.text
    hand.press(SEND, status=422)

    (wrong,) = hand.page.xpath("//textarea[@aria-invalid]")
    assert wrong.get("name") == "text-2"
    assert "that turns the direction of writing round" in hand.text
    assert comments(db) == []
    hand.press(SEND, **{"text-2": "Another list."})
    assert "<script>alert(1)</script>" in told(db)[0][4]


def test_what_refers_to_a_compartment_is_refused_at_its_own_comment(delegate, db):
    one = typed_over(desk(delegate), "Paragraph_2", "river", "military-to-military track")
    hand = brought(delegate, typed_over(one, "Paragraph_3", "kept", "made").bytes())

    hand.press(SEND, status=422)

    (wrong,) = hand.page.xpath("//textarea[@aria-invalid]")
    assert (wrong.get("name"), comments(db)) == ("text-1", [])


def test_words_longer_than_a_comment_are_refused_at_their_own_and_stay(delegate, db):
    hand = brought(delegate, typed_over(desk(delegate), "Paragraph_2", "river", "long " * 1200).bytes())

    hand.press(SEND, status=422)

    assert "This text is too long: at most 5000 characters fit here." in hand.text
    assert "long long" in hand.page.xpath("//textarea[@name='text-1']")[0].text_content()


def test_of_very_many_the_first_are_shown_and_the_next_time_the_others(delegate, db):
    one = desk(delegate)
    (line,) = one.lines("Paragraph_2")
    for n in range(310):
        one.comment(line, 0, 4, f"Remark {n}.")
    blob = one.bytes()

    hand = brought(delegate, blob)
    assert "10 more are not on it." in hand.text
    hand.press("Send 300 comments")
    rest = brought(delegate, blob)
    assert "300 that your side has made already are left out." in rest.text and "not on it" not in rest.text
    rest.press("Send 10 comments")

    assert len({made[4] for made in told(db)}) == 310


def test_the_page_costs_the_same_for_few_and_for_many(delegate, circulated, db, statements):
    counts = []
    for n in (1, 40):
        one = desk(delegate)
        (line,) = one.lines("Paragraph_2")
        for k in range(n):
            one.comment(line, 0, 4, f"Remark {k}.")
        hand = Hand(delegate)
        hand.open(f"{BASE}/comments/copy")
        with statements() as asked:
            hand.bring(SHOW, one.bytes(), "minutes.docx")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12, asked


def test_the_draft_with_our_own_comments_in_its_margin_brings_back_nothing_but_what_is_new(delegate, db):
    brought(delegate, typed_over(desk(delegate), "Paragraph_2", "river", "bridge").bytes()).press(SEND)
    exported = Desk(delegate.get(f"{BASE}/commented.docx").data)

    again = brought(delegate, typed_over(exported, "Paragraph_3", "kept", "made").bytes())

    assert again.text.count("Already made: it was taken away from here as “NATO, comment 1”.") == 1
    again.press("Send 1 comment")
    assert [(made[1], made[2]) for made in told(db)] == [(1, 2), (2, 3)]
