"""Comments on minutes over HTTP: circulated, each side by itself, closed, answered; and what is refused on the way."""

import datetime as dt
import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import select

from dialogue.actions import acts
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.minutes import Comment, Minutes, Paragraph
from dialogue.domain.notices import Dispatch, Notice, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.signins import KeptForm, SignIn
from dialogue.domain.tokens import digest
from dialogue.queries import sheets
from dialogue.rendering.word import returned
from tests.stories.hand import Hand
from tests.web import sitting
from tests.web.browser import key, submit, token
from tests.web.mails import shown, told
from tests.web.sitting import BASE, seated

UNTIL = "2026-12-08T17:00"
DEADLINE = dt.datetime(2026, 12, 8, 16, tzinfo=dt.UTC)
AFTER = DEADLINE + dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)
ASKED = {"kind": "correction", "text": "Please say where."}


@pytest.fixture
def here(people):
    return sitting.sitting(people, Paragraph(text="Both sides spoke."))


@pytest.fixture
def circulated(here, as_, db):
    """Everybody was present but for one delegation's member; both have signed off; the period runs."""
    for seat in db.scalars(select(Participant)):
        here.minutes.mark(seat, True, by=sitting.secretaries()[0], at=sitting.AT)
    db.commit()
    sitting.signed(here)
    proposed(here, db)
    answer = submit(as_(here.people.secretary_brussels), f"{BASE}/circulate", {"until": UNTIL})
    assert (answer.status_code, answer.location) == (303, BASE)
    return here


def proposed(here, db):
    """The other secretary has proposed that end."""
    acts.circulate_minutes(here.minutes, DEADLINE, by=db.get(Person, here.people.secretary_prishtina.id), at=NOW)
    db.commit()


def stands(db):
    db.rollback()
    return db.scalars(select(Minutes)).one()


def comments(db):
    db.rollback()
    return list(db.scalars(select(Comment).order_by(Comment.id)))


def second(db):
    """The address of the comments on paragraph 2."""
    one = stands(db).paragraphs()[1]
    return f"{BASE}/paragraphs/{one.id}/comments"


def say(browser, db, text="Please say where.", **more):
    return submit(browser, second(db), {**ASKED, "text": text, **more})


def test_the_page_before_a_circulation_says_who_will_read_it_and_proposes_ten_working_days(here, as_, db):
    proposed(sitting.signed(here), db)

    ours = as_(here.people.secretary_brussels)
    first, then = ours.get(f"{BASE}/circulate").text, ours.get(f"{BASE}/circulate?until={UNTIL}").text

    assert 'value="2026-12-07T17:00"' in first
    assert "Agree, and circulate to 6 people" in then and "Niels Delegate" in then and "Kaltrina Chair" in then
    assert "Olga Observer" not in then and "Una University" not in then
    assert "Tue 8 Dec 2026, 17:00 Brussels/Prishtina time (16:00 UTC)" in then


def test_what_goes_out_is_what_the_page_showed_and_goes_to_whom_it_named(here, as_, db):
    proposed(sitting.signed(here), db)
    ours = as_(here.people.secretary_brussels)
    page = ours.get(f"{BASE}/circulate?until={UNTIL}").text

    answer = submit(ours, f"{BASE}/circulate", {"until": UNTIL})

    assert answer.status_code == 303
    (telling,) = db.scalars(select(Dispatch)).all()
    assert telling.kind == NoticeKind.COMMENTS
    assert shown(page) == told(telling)
    assert {one.recipient.family_name for one in telling.notices} == {"Brussels", "P", "Chair", "Delegate"}


def test_a_circulation_sent_twice_is_told_once(here, as_, db):
    proposed(sitting.signed(here), db)
    ours = as_(here.people.secretary_brussels)
    sent = {"until": UNTIL, "form_key": key(ours)}

    answers = [submit(ours, f"{BASE}/circulate", sent).status_code for _ in range(2)]
    answers.append(submit(ours, f"{BASE}/circulate", {"until": UNTIL}).status_code)

    assert answers == [303, 303, 409]
    assert len(db.scalars(select(Dispatch)).all()) == 1


def test_the_page_before_says_what_taking_back_does_and_so_does_the_page_of_notices(here, as_, db):
    proposed(sitting.signed(here), db)
    ours = as_(here.people.secretary_brussels)
    assert "the text stays open for comments" in ours.get(f"{BASE}/circulate?until={UNTIL}").text
    submit(ours, f"{BASE}/circulate", {"until": UNTIL})
    number = db.scalar(select(Dispatch.id))
    db.rollback()
    assert "The mail alone is taken back, and it is not sent again" in ours.get("/notices").text

    answer = submit(ours, f"/notices/dispatches/{number}/undo")

    assert answer.status_code == 303
    assert "the text stays with both delegations for comments" in ours.get("/notices").text
    assert {one.state.value for one in db.scalars(select(Notice))} == {"undone"}
    assert stands(db).state.value == "comments"


@pytest.mark.parametrize(("until", "said"), [("", "Please fill this in."), ("2026-11-01T12:00", "passed already")])
def test_a_deadline_that_will_not_do_shows_no_mail(here, as_, until, said):
    sitting.signed(here)

    answer = as_(here.people.secretary_brussels).get(f"{BASE}/circulate?until={until}")

    assert (answer.status_code, said in answer.text, "irculate to" in answer.text) == (422, True, False)


def test_the_page_before_costs_the_same_for_few_readers_and_for_many(here, as_, db, statements):
    sitting.signed(here)
    ours, counts = as_(here.people.secretary_brussels), []
    for more in (0, 30):
        seated(more)
        minutes = here.minutes
        minutes.text_hash = fingerprint(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS)))  # signed anew
        db.commit()
        ours.get(f"{BASE}/circulate?until={UNTIL}")
        with statements() as asked:
            page = ours.get(f"{BASE}/circulate?until={UNTIL}").text
        counts.append(len(asked))

    assert "36 people get the mail below" in page
    assert counts[0] == counts[1] <= 12, asked


@pytest.mark.parametrize(("until", "said"), [("", "Please fill this in."), ("2026-11-01T12:00", "passed already")])
def test_a_deadline_is_needed_and_lies_ahead(here, as_, db, until, said):
    sitting.signed(here)

    answer = submit(as_(here.people.secretary_brussels), f"{BASE}/circulate", {"until": until})

    assert answer.status_code == 422
    assert said in answer.text
    assert stands(db).state.value == "joint draft"


def test_a_deadline_on_a_day_off_is_warned_of(here, as_):
    sitting.signed(here)
    ours = as_(here.people.secretary_brussels)

    assert "is a day of the weekend" in ours.get(f"{BASE}/circulate?until=2026-12-06T17:00").text
    assert "Before you go on" not in ours.get(f"{BASE}/circulate?until={UNTIL}").text


def test_minutes_are_not_circulated_before_they_are_a_joint_draft(here, as_, db):
    ours = as_(here.people.secretary_brussels)

    assert submit(ours, f"{BASE}/circulate", {"until": UNTIL}).status_code == 409
    assert "irculate to" not in ours.get(f"{BASE}/circulate?until={UNTIL}").text
    assert stands(db).revisions == []


def test_delegates_read_what_was_circulated_and_comment_on_its_paragraphs(circulated, as_, db):
    delegate = as_(circulated.people.delegate_nato)
    assert "open for comments" in delegate.get(BASE).text
    assert "Comment on paragraph 2" in delegate.get(f"{BASE}/comments").text
    assert delegate.get(f"{BASE}.docx?edition=delegations").status_code == 200

    answer = say(delegate, db)

    assert (answer.status_code, answer.location) == (303, f"{BASE}/comments")
    (one,) = comments(db)
    assert (one.paragraph_number, one.kind.value, one.writer.family_name) == (2, "correction", "Delegate")


def test_a_comment_needs_its_words_and_what_was_chosen_is_kept(circulated, as_, db):
    answer = say(as_(circulated.people.delegate_nato), db, text="", kind="deletion")

    assert answer.status_code == 422
    assert '<option selected value="deletion">' in answer.text
    assert comments(db) == []


def test_while_the_period_runs_the_other_side_finds_no_trace(circulated, as_, db, clock):
    people = circulated.people
    say(as_(people.delegate_kosovo), db, "The river is the Ibar.")
    clock.at = DEADLINE
    address = f"{BASE}/comments/kosovo/1"

    for person in (people.secretary_brussels, people.chair_nato, people.delegate_nato):
        browser = as_(person)
        pages = [browser.get(path).text for path in ("/", "/sessions", BASE, f"{BASE}/comments", second(db))]
        assert [page for page in pages if "Ibar" in page or "comment 1" in page] == []
        assert browser.get(address).status_code == 404
        assert browser.get(f"{BASE}/comments/kosovo/7").status_code == 404
        for act in ("", "/withdraw", "/answer"):
            assert submit(browser, address + act, ASKED).status_code == 404
    for person in (people.secretary_prishtina, people.chair_kosovo, people.delegate_kosovo):
        assert "Ibar" in as_(person).get(f"{BASE}/comments").text
        assert as_(person).get(address).status_code == 200


def test_the_paper_tells_each_side_what_its_page_tells(circulated, as_, db, clock):
    people = circulated.people
    say(as_(people.delegate_kosovo), db, "The river is the Ibar.")

    def told(person):
        body = Document(io.BytesIO(as_(person).get(f"{BASE}/comments.docx").data)).element.body
        return "Ibar" in "".join(t.text or "" for t in body.iter(qn("w:t")))

    assert (told(people.delegate_kosovo), told(people.delegate_nato)) == (True, False)
    clock.at = DEADLINE + SECOND
    assert (told(people.delegate_kosovo), told(people.delegate_nato)) == (True, True)


def test_the_draft_bears_in_its_margin_what_each_side_reads(circulated, as_, db, clock):
    people = circulated.people
    say(as_(people.delegate_kosovo), db, "The river is the Ibar.")
    say(as_(people.delegate_nato), db, "It is the Sitnica.")

    def told(person):
        answer = as_(person).get(f"{BASE}/commented.docx")
        remarks = [one for place in returned.read(answer.data).places for one in place.remarks]
        return {one.author.partition(",")[0] for one in remarks if one.ours}

    assert (told(people.delegate_kosovo), told(people.delegate_nato)) == ({"Kosovo"}, {"NATO"})
    assert "commented.docx" in as_(people.delegate_nato).get(f"{BASE}/comments").text
    clock.at = DEADLINE + SECOND
    assert told(people.delegate_kosovo) == told(people.delegate_nato) == {"Kosovo", "NATO"}


def test_a_comment_of_the_other_side_leaves_no_gap_in_the_numbers_of_ours(circulated, as_, db):
    for person in (circulated.people.delegate_nato, circulated.people.delegate_kosovo, circulated.people.chair_nato):
        say(as_(person), db)

    assert [(c.party.slug, c.number) for c in comments(db)] == [("nato", 1), ("kosovo", 1), ("nato", 2)]


def test_when_the_period_is_over_both_sides_read_everything_but_what_was_withdrawn(circulated, as_, db, clock):
    people = circulated.people
    theirs = as_(people.delegate_kosovo)
    say(theirs, db, "The river is the Ibar.")
    say(theirs, db, "Nobody shall read this.")
    assert submit(theirs, f"{BASE}/comments/kosovo/2/withdraw", {"base_version": 1}).status_code == 303
    clock.at = DEADLINE + SECOND

    page = as_(people.delegate_nato).get(f"{BASE}/comments").text

    assert "Ibar" in page and "Nobody shall read this" not in page
    assert as_(people.delegate_nato).get(f"{BASE}/comments/kosovo/2").status_code == 404
    assert as_(people.delegate_kosovo).get(f"{BASE}/comments/kosovo/2").status_code == 200


def test_only_its_writer_changes_a_comment(circulated, as_, db):
    people = circulated.people
    mine, colleague = as_(people.delegate_nato), as_(people.chair_nato)
    say(mine, db)
    address, new = f"{BASE}/comments/nato/1", {"kind": "addition", "text": "Add the place.", "base_version": 1}

    assert submit(colleague, address, new).status_code == 403
    assert submit(colleague, f"{address}/withdraw", {"base_version": 1}).status_code == 403
    assert submit(mine, address, new | {"text": ""}).status_code == 422
    assert submit(mine, address, new).status_code == 303
    (one,) = comments(db)
    assert (one.kind.value, one.text, one.version) == ("addition", "Add the place.", 2)


def test_a_comment_changed_in_two_windows_is_shown_twice_and_not_lost(circulated, as_, db):
    mine = as_(circulated.people.delegate_nato)
    say(mine, db)
    address = f"{BASE}/comments/nato/1"
    submit(mine, address, {**ASKED, "text": "What came first.", "base_version": 1})

    answer = submit(mine, address, {**ASKED, "text": "What came second.", "base_version": 1})

    assert answer.status_code == 409
    assert "What came first." in answer.text and "What came second." in answer.text
    assert comments(db)[0].text == "What came first."


def test_after_the_deadline_nothing_is_written_or_changed_and_the_words_are_shown_back(circulated, as_, db, clock):
    say(as_(circulated.people.delegate_nato), db)
    clock.at = AFTER
    late = as_(circulated.people.delegate_nato)

    answer = say(late, db, "Words of a late writer.")

    assert answer.status_code == 409
    assert "Words of a late writer." in answer.text
    assert submit(late, f"{BASE}/comments/nato/1", {**ASKED, "base_version": 1}).status_code == 409
    assert submit(late, f"{BASE}/comments/nato/1/withdraw", {"base_version": 1}).status_code == 409
    assert [c.text for c in comments(db)] == ["Please say where."]


@pytest.fixture
def kept(circulated, as_, db, clock):
    """A comment arrived at the last minute with a sign-in that had ended; its writer has signed in again since, and has
    it on the screen."""
    clock.at = DEADLINE - MINUTE
    person, path = circulated.people.delegate_nato, second(db)
    browser = as_(person)
    fields = {"csrf_token": token(browser), "form_key": key(browser), **ASKED}
    for row in db.scalars(select(SignIn).where(SignIn.person_id == person.id)):
        row.revoke(by=None, at=clock())
    db.commit()
    assert "/sign-in" in browser.post(path, data=fields).location
    db.scalars(select(KeptForm)).one().digest = digest("k" * 43)
    db.commit()
    clock.at = AFTER
    hand = Hand(as_(person))
    hand.open("/kept/" + "k" * 43)
    return hand


def test_a_comment_that_came_in_time_is_in_time_when_it_is_sent_again(kept, db):
    kept.press("Send it now")

    (one,) = comments(db)
    assert (one.text, one.written_at) == (ASKED["text"], DEADLINE - MINUTE)


def test_other_words_have_not_come_in_time(kept, db):
    kept.press("Send it now", text="Please say when.", status=409)

    assert "The period for comments is over." in kept.text
    assert comments(db) == []


def test_once_the_period_is_closed_what_came_in_time_is_told_what_is_left(kept, circulated, as_, db):
    assert submit(as_(circulated.people.secretary_brussels), f"{BASE}/close-comments").status_code == 303

    kept.press("Send it now", status=409)

    assert "Please give your words to the secretary of your side." in kept.text
    assert comments(db) == []


def test_secretaries_leave_notes_only(circulated, as_, db):
    ours = as_(circulated.people.secretary_brussels)
    page = ours.get(second(db)).text
    assert 'value="note"' in page and 'value="correction"' not in page

    assert say(ours, db).status_code == 422
    assert say(ours, db, kind="note").status_code == 303


def test_those_without_a_part_find_nothing(circulated, as_, db):
    say(as_(circulated.people.delegate_nato), db)
    paths = [f"{BASE}/comments", f"{BASE}/comments/nato/1", second(db), f"{BASE}/circulate"]

    for person in (circulated.people.cohost_university, circulated.observer, circulated.people.outsider):
        browser = as_(person)
        assert [browser.get(path).status_code for path in paths] == [404, 404, 404, 404]
        assert submit(browser, f"{BASE}/no-further-comments").status_code == 404
        assert submit(browser, second(db), ASKED).status_code == 404


def test_the_period_is_closed_at_its_deadline(circulated, as_, db, clock):
    ours = as_(circulated.people.secretary_brussels)
    assert submit(ours, f"{BASE}/close-comments").status_code == 409
    assert (
        "<strong>Propose to close the period early:</strong> The period for comments runs"
        in ours.get(f"{BASE}/comments").text
    )
    clock.at = AFTER
    ours = as_(circulated.people.secretary_brussels)
    assert "Close the period" in ours.get(f"{BASE}/comments").text

    answer = submit(ours, f"{BASE}/close-comments")

    assert (answer.status_code, stands(db).state.value) == (303, "consolidation")
    assert submit(as_(circulated.people.chair_nato), f"{BASE}/close-comments").status_code == 403


def test_both_sides_may_end_it_sooner(circulated, as_, db, clock):
    people = circulated.people
    chair, theirs = as_(people.chair_nato), as_(people.secretary_prishtina)
    assert submit(as_(people.delegate_nato), f"{BASE}/no-further-comments").status_code == 403
    assert submit(chair, f"{BASE}/no-further-comments").status_code == 303
    assert submit(chair, f"{BASE}/no-further-comments").status_code == 409
    assert say(as_(people.delegate_nato), db).status_code == 409
    assert "has no further comments" in theirs.get(f"{BASE}/comments").text
    assert submit(theirs, f"{BASE}/close-comments").status_code == 409

    submit(theirs, f"{BASE}/no-further-comments")

    assert submit(theirs, f"{BASE}/close-comments").status_code == 303
    assert stands(db).state.value == "comments"
    assert "it waits for the other secretary" in theirs.get(f"{BASE}/comments").text
    ours = as_(people.secretary_brussels)
    assert "Agree on another end of the period for comments" in ours.get("/").text
    assert "Agree to close the period early" in ours.get(f"{BASE}/comments").text
    assert submit(ours, f"{BASE}/close-comments").status_code == 303
    assert stands(db).state.value == "consolidation"


@pytest.fixture
def consolidating(circulated, as_, db, clock):
    """One comment of each side; the period is closed."""
    people = circulated.people
    say(as_(people.delegate_nato), db, "Ours.")
    say(as_(people.delegate_kosovo), db, "Theirs.")
    clock.at = AFTER
    submit(as_(people.secretary_brussels), f"{BASE}/close-comments")
    return circulated


def answer_to(browser, side, disposition="accepted", reason="", base=1):
    fields = {"disposition": disposition, "reason": reason, "base_version": base}
    return submit(browser, f"{BASE}/comments/{side}/1/answer", fields)


def test_delegates_read_the_last_text_that_was_sent_out_while_it_is_being_consolidated(consolidating, as_, db):
    people = consolidating.people
    ours, delegate = as_(people.secretary_brussels), as_(people.delegate_nato)
    one = stands(db).paragraphs()[1]
    fields = {"kind": "noted", "level": "delegations", "text": "Half a word of", "base_version": one.version}
    assert submit(ours, f"{BASE}/paragraphs/{one.id}", fields).status_code == 303

    for browser in (delegate, as_(people.chair_nato)):
        page = browser.get(BASE).text
        assert "Both sides spoke." in page and "Half a word" not in page
        assert b"Half a word" not in browser.get(f"{BASE}.docx").data
        assert browser.get(f"{BASE}?edition=public").status_code == 403
    assert "Half a word of" in ours.get(f"{BASE}?edition=delegations").text


def test_every_comment_is_answered_before_the_text_is_final_and_both_sides_read_the_answers(consolidating, as_, db):
    people = consolidating.people
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    seen = fingerprint(sheets.minutes_edition(stands(db), Level.DELEGATIONS))
    refused = submit(ours, f"{BASE}/sign-off", {"seen": seen})
    assert "Every comment needs its answer before the text is final: 2 comments have none." in refused.text

    assert answer_to(ours, "kosovo", "not accepted").status_code == 422
    assert answer_to(ours, "kosovo", "not accepted", "It was said so.").status_code == 303
    assert answer_to(theirs, "nato").status_code == 303

    for browser in (as_(people.delegate_nato), as_(people.delegate_kosovo)):
        assert "It was said so." in browser.get(f"{BASE}/comments").text
    taken = str(next(one.id for one in comments(db) if one.party.slug == "nato"))
    for browser in (ours, theirs):
        assert submit(browser, f"{BASE}/sign-off", {"seen": seen, "unchanged": taken}).status_code == 303
    final = stands(db)
    assert (final.state.value, final.rev) == ("final draft", 2)
    assert answer_to(ours, "nato").status_code == 409


def test_no_sign_off_is_offered_while_a_comment_has_no_answer_and_it_says_which(consolidating, as_, db):
    ours = as_(consolidating.people.secretary_brussels)
    answer_to(ours, "kosovo")

    for path in (BASE, f"{BASE}/sign-off"):
        page = ours.get(path).text
        assert "One comment has none:" in page and "To the comments" in page
        assert f'href="{BASE}/comments/nato/1"' in page and f'href="{BASE}/comments/kosovo/1"' not in page
        assert "Sign off this text" not in page and "Read and sign off" not in page

    answer_to(ours, "nato")
    assert "Read and sign off" in ours.get(BASE).text
    assert "Sign off this text" in ours.get(f"{BASE}/sign-off").text


def test_a_secretary_answers_with_a_button_and_chooses_what_became_of_it(consolidating, as_, db):
    people = consolidating.people
    ours = as_(people.secretary_brussels)
    page = ours.get(f"{BASE}/comments").text
    assert page.count("Answer…") == 2
    assert "Answer…" not in as_(people.delegate_nato).get(f"{BASE}/comments").text
    assert '<option selected value="">' in ours.get(f"{BASE}/comments/nato/1").text

    assert answer_to(ours, "nato", disposition="").status_code == 422
    assert comments(db)[0].disposition is None
    answer_to(ours, "nato", "not accepted", "No.")

    page = ours.get(f"{BASE}/comments").text
    assert (page.count(">Answer…"), page.count("Change the answer…")) == (1, 1)
    form = ours.get(f"{BASE}/comments/nato/1").text
    assert '<option selected value="not accepted">' in form and 'value=""' not in form.split("<select")[1]


def test_the_secretaries_alone_see_how_a_commented_paragraph_reads_now(consolidating, as_, db):
    people = consolidating.people
    ours = as_(people.secretary_brussels)
    assert "Reads now:" not in ours.get(f"{BASE}/comments").text
    one = stands(db).paragraphs()[1]
    fields = {"kind": "noted", "level": "delegations", "text": "Half a word of", "base_version": one.version}
    submit(ours, f"{BASE}/paragraphs/{one.id}", fields)

    for path in (f"{BASE}/comments", f"{BASE}/comments/nato/1"):
        page = ours.get(path).text
        assert "Reads now:" in page and "Half a word of" in page and "Both sides spoke." in page
        for person in (people.chair_nato, people.delegate_kosovo):
            assert "Half a word" not in as_(person).get(path).text


def test_an_action_that_is_commented_on_says_who_does_it_by_when(here, as_, db):
    action = {
        "text": "To send the list.", "kind": "action", "level": "delegations", "due_on": "2027-03-01",
        "owner": str(here.people.nato.id), "office": "the registry",
    }  # fmt: skip
    ours = as_(here.people.secretary_brussels)
    assert submit(ours, f"{BASE}/items/5/paragraphs", action).status_code == 303
    for seat in db.scalars(select(Participant)):
        here.minutes.mark(seat, True, by=sitting.secretaries()[0], at=sitting.AT)
    db.commit()
    proposed(sitting.signed(here), db)
    submit(ours, f"{BASE}/circulate", {"until": UNTIL})

    page = as_(here.people.delegate_nato).get(f"{BASE}/comments").text

    assert "Owner: NATO, the registry" in page and "Due: Mon 1 Mar 2027" in page


def test_the_page_of_an_item_shows_what_was_commented_on_each_of_its_paragraphs(consolidating, as_, db):
    page = as_(consolidating.people.secretary_brussels).get(f"{BASE}/items/5").text

    assert page.count("Ours.") == page.count("Theirs.") == 1
    assert page.count("has no answer yet") == 2


def test_what_is_typed_is_never_markup(circulated, as_, db):
    mine = as_(circulated.people.delegate_nato)
    say(mine, db, "<script>alert(1)</script> & <b>bold</b>")

    for path in (f"{BASE}/comments", f"{BASE}/comments/nato/1", second(db)):
        page = mine.get(path).text
        assert "&lt;script&gt;" in page and "<script>alert" not in page and "<b>bold" not in page


def test_of_two_answers_to_one_comment_both_are_shown(consolidating, as_, db):
    ours, theirs = as_(consolidating.people.secretary_brussels), as_(consolidating.people.secretary_prishtina)
    answer_to(theirs, "nato", "not accepted", "What came first.")

    late = answer_to(ours, "nato", "accepted", "What came second.")

    assert late.status_code == 409
    assert "What came first." in late.text and "What came second." in late.text and "not accepted" in late.text
    assert comments(db)[0].answer == "What came first."


def test_only_secretaries_answer(consolidating, as_, db):
    for person, status in ((consolidating.people.chair_nato, 403), (consolidating.people.cohost_university, 404)):
        assert answer_to(as_(person), "nato").status_code == status
    assert comments(db)[0].disposition is None


def test_comments_outlive_the_paragraph_that_they_are_on(consolidating, as_, db):
    ours = as_(consolidating.people.secretary_brussels)
    one = stands(db).paragraphs()[1]

    assert submit(ours, f"{BASE}/paragraphs/{one.id}/delete", {"base_version": one.version}).status_code == 303

    assert [(c.paragraph_number, c.paragraph) for c in comments(db)] == [(2, None), (2, None)]
    page = ours.get(f"{BASE}/comments").text
    assert "Theirs." in page and "This paragraph is no longer in the text." in page
    assert ours.get(f"{BASE}/comments/nato/1").status_code == 200


def test_pages_cost_the_same_for_one_comment_and_for_many(circulated, as_, db, statements):
    delegate = as_(circulated.people.delegate_nato)
    say(delegate, db)
    with statements() as one:
        delegate.get(f"{BASE}/comments")
    for _ in range(3):
        say(delegate, db)
    with statements() as many:
        assert delegate.get(f"{BASE}/comments").text.count("Please say where.") == 4

    assert len(many) == len(one) <= 14


def test_home_says_what_waits_for_each_side(circulated, as_, db, clock):
    people = circulated.people
    assert "Comment on the minutes" in as_(people.delegate_nato).get("/").text
    submit(as_(people.secretary_brussels), f"{BASE}/no-further-comments")
    assert "Comment on the minutes" not in as_(people.delegate_nato).get("/").text
    assert "Comment on the minutes" in as_(people.delegate_kosovo).get("/").text
    say(as_(people.delegate_kosovo), db)
    clock.at = AFTER
    assert "Comment on the minutes" not in as_(people.delegate_kosovo).get("/").text
    ours = as_(people.secretary_brussels)
    assert "Close the period for comments" in ours.get("/").text

    submit(ours, f"{BASE}/close-comments")

    assert "Answer the comments on the minutes" in ours.get("/").text


def sign(browser, **more):
    page = browser.get(f"{BASE}/sign-off").text
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    return page, submit(browser, f"{BASE}/sign-off", {"seen": seen, **more})


def test_from_an_answer_one_press_leads_to_its_paragraph_with_the_words_beside_it(consolidating, as_, db):
    ours = as_(consolidating.people.secretary_brussels)
    answer_to(ours, "nato")
    hand = Hand(ours)
    for page in (f"{BASE}/comments", f"{BASE}/comments/nato/1"):
        hand.open(page)

        hand.follow("Write it into its paragraph")

        assert hand.path.endswith(f"/minutes/items/{stands(db).paragraphs()[1].item.position}")
        assert "Ours." in hand.text and "Save paragraph 2" in hand.text
    assert "Write it into its paragraph" not in as_(consolidating.people.chair_nato).get(f"{BASE}/comments").text


def test_what_is_accepted_and_not_in_the_text_is_confirmed_one_by_one_before_it_is_signed_off(consolidating, as_, db):
    ours, theirs = as_(consolidating.people.secretary_brussels), as_(consolidating.people.secretary_prishtina)
    answer_to(ours, "nato")
    answer_to(ours, "kosovo", "partly accepted", "The place is enough.")
    one, other = comments(db)

    page, without = sign(ours)
    _, half = sign(ours, unchanged=str(one.id))
    _, done = sign(ours, unchanged=[str(one.id), str(other.id)])

    assert "NATO, comment 1: the text stays as it is" in page and "Kosovo, comment 1: the text stays as it is" in page
    assert (without.status_code, half.status_code, done.status_code) == (422, 422, 303)
    assert "their paragraphs read as before" in half.text
    assert f'value="{one.id}" id="unchanged-{one.id}" checked' in half.text
    assert f'value="{other.id}" id="unchanged-{other.id}" checked' not in half.text
    assert "after comments that were accepted: NATO 1, Kosovo 1." in theirs.get(BASE).text
    assert sign(theirs)[1].status_code == 422


def test_what_came_into_the_text_need_not_be_confirmed(consolidating, as_, db):
    ours = as_(consolidating.people.secretary_brussels)
    answer_to(ours, "nato")
    answer_to(ours, "kosovo", "not accepted", "It was not said.")
    minutes = stands(db)
    minutes.write(
        minutes.paragraphs()[1], base=1, by=sitting.secretaries()[0], at=AFTER, text="Both sides spoke there."
    )
    db.commit()

    page, done = sign(ours)

    assert "Accepted, and not in the text" not in page
    assert done.status_code == 303


def test_a_sign_off_whose_text_has_changed_since_is_refused_whatever_is_confirmed(consolidating, as_, db):
    ours = as_(consolidating.people.secretary_brussels)
    answer_to(ours, "nato")
    answer_to(ours, "kosovo")
    one, other = comments(db)
    ticked = {"unchanged": [str(one.id), str(other.id)]}

    answer = submit(ours, f"{BASE}/sign-off", {"seen": "0" * 64, **ticked})

    assert answer.status_code == 409
    assert stands(db).sign_offs == []
