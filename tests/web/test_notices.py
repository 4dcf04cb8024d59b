"""The page of notices: what became of each, taking back in time, what came back, what a restored backup holds."""

import datetime as dt
import itertools

import pytest
from lxml import html
from sqlalchemy import select

from dialogue.actions import invitations
from dialogue.domain.notices import WAIT, Dispatch, Draft, Loss, Notice, NoticeKind, NoticeState, dispatch, previews
from dialogue.domain.people import Person
from tests import walk
from tests.factories import HOUR
from tests.told import all_kinds, telling
from tests.web.browser import submit
from tests.web.many import costs_the_same

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # the clock of the test


@pytest.fixture
def secretary(people, as_):
    return as_(people.secretary_brussels)


@pytest.fixture
def told(db, people):
    """One telling that waits, one that went, one that is held: each to people of both sides."""
    who = [people.chair_nato, people.chair_kosovo, people.delegate_nato, people.delegate_kosovo]
    made = all_kinds(who, by=people.secretary_brussels, at=AT)
    db.add_all(made)
    db.commit()
    return made


def read(answer):
    """The page without the places at which an address may break."""
    return answer.text.replace("<wbr>", "")


def of_kind(db, number, kind):
    db.get(Dispatch, number).kind = kind.value
    db.commit()


def may_still_be_told(db, people, number):
    """The telling is about a round that both co-chairs read."""
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    db.get(Dispatch, number).about_id = walk.bare_round(db, people, session, at=AT).id
    db.commit()


def states(db):
    db.rollback()
    found = dict(db.execute(select(Notice.id, Notice.state)).all())
    db.rollback()
    return found


def test_each_secretary_sees_what_was_told_to_whom_and_what_became_of_it(told, people, as_):
    for secretary in (people.secretary_brussels, people.secretary_prishtina):
        page = read(as_(secretary).get("/notices"))

        for words in (
            "A text is with you", people.chair_kosovo.email, "Mon 23 Nov 2026", "queued", "sent", "came back", "held",
            "550 5.1.1 No such mailbox", "451 4.3.0 Later", "by the product itself", "by Bea", "Did not arrive",
        ):  # fmt: skip
            assert words in page, words
    assert "Until Friday" not in page


def test_a_telling_is_one_line_unless_something_of_it_needs_eyes(db, people, secretary):
    gone = telling("gone", [people.chair_nato, people.chair_kosovo], at=AT)
    filed = telling("filed", [people.chair_nato, people.chair_kosovo], at=AT)
    back = telling("back", [people.chair_nato, people.chair_kosovo], at=AT)
    for notice in (*gone.notices, *back.notices):
        notice.claim(at=AT)
        notice.sent(at=AT)
    back.notices[0].bounce(by=people.secretary_brussels, at=AT)
    for notice in filed.notices:
        notice.claim(at=AT)
        notice.written(at=AT)
    db.add_all([gone, filed, back, telling("waits", [people.chair_nato], at=AT)])
    db.commit()

    page = html.document_fromstring(secretary.get("/notices").text)

    told = [(one.findtext("summary").strip(), one.get("open") is not None) for one in page.xpath("//main//details")]
    assert sorted(told) == [
        ("To 1 person: not sent, 1 queued", True),
        ("To 2 people: 1 sent, 1 came back", True),
        ("To 2 people: all sent", False),
        ("To 2 people: none sent", False),
    ]
    assert "not sent: written to a file" in page.text_content()
    assert "Last fault" not in page.text_content()


def test_what_was_called_back_stands_there_with_who_when_and_why(db, people, secretary):
    made = telling("moved", [people.chair_nato, people.chair_kosovo, people.delegate_nato], at=AT)
    by_hand, found, sent = made.notices
    by_hand.call_back(Loss.SEAT, by=people.secretary_prishtina, at=AT + HOUR)
    found.call_back(Loss.FOUND, by=None, at=AT + 2 * HOUR)
    sent.claim(at=AT)
    sent.sent(at=AT)
    db.add(made)
    db.commit()

    page = html.document_fromstring(secretary.get("/notices").text)

    (summary,) = page.xpath("//main//details/summary")
    assert summary.text.strip() == "To 3 people: 1 sent, 2 no longer entitled"
    assert [" ".join(cell.text_content().split()) for cell in page.xpath("//td[@data-label='What became of it']")] == [
        (
            "not sent: no longer entitled Mon 23 Nov 2026, 14:00 Brussels/Prishtina time · in 1 hour,"
            " by Petrit P: seat withdrawn"
        ),
        (
            "not sent: no longer entitled Mon 23 Nov 2026, 15:00 Brussels/Prishtina time · in 2 hours,"
            " by the product itself: found when it was to go out"
        ),
        "sent Mon 23 Nov 2026, 13:00 Brussels/Prishtina time · just now",
    ]


def test_the_newest_stands_first_and_the_older_ones_are_a_page_away(db, people, secretary):
    for n in range(25):
        db.add(telling(f"k{n}", [people.admin], at=AT + n * HOUR, subject=f"No. {n:02}"))
    db.commit()

    first = secretary.get("/notices").text
    older = first.partition("/notices?before=")[2].partition('"')[0]
    second = secretary.get(f"/notices?before={older}").text

    assert first.index("No. 24") < first.index("No. 05") and "No. 04" not in first
    assert second.index("No. 04") < second.index("No. 00") and "No. 05" not in second
    assert "Older ones" in first and "Older ones" not in second


@pytest.mark.parametrize("typed", ["x", "-1", "0", "9" * 30, "", "1.5"])
def test_what_is_no_id_begins_at_the_newest(told, secretary, typed):
    assert "A text is with you" in secretary.get(f"/notices?before={typed}").text


def test_the_page_costs_the_same_for_one_and_for_many(db, people, secretary, statements):
    who, count = [people.admin.id, people.chair_nato.id, people.chair_kosovo.id], itertools.count()

    def more(n):
        for _ in range(n):
            db.add(telling(f"k{next(count)}", [db.get(Person, one) for one in who], at=AT))

    costs_the_same(secretary, "/notices", statements, more)


def test_an_empty_outbox_says_what_will_stand_there(secretary):
    page = secretary.get("/notices").text

    assert "Nothing has been told yet." in page
    assert "No mail server is set" in page
    assert "No notice is held." in secretary.get("/notices/held").text


def test_a_house_in_which_nothing_is_sent_says_so(db, people, secretary, clock):
    db.add(telling("k", [people.admin], at=AT))
    db.commit()
    assert "long ago" not in secretary.get("/notices").text
    clock.later(minutes=16)

    assert "1 notice should have gone out long ago" in secretary.get("/notices").text


def test_a_session_is_named_where_it_is_one(db, people, secretary):
    planned = walk.plan(db, people)
    db.add(telling("k", [people.admin], at=AT, session_id=planned.id))
    db.commit()

    assert planned.reference in secretary.get("/notices").text


# Taking back


def test_what_waits_is_taken_back_by_either_secretary(db, told, people, as_):
    waits = told[0]
    page = as_(people.secretary_prishtina)
    assert f"/notices/dispatches/{waits.id}/undo" in page.get("/notices").text

    answer = submit(page, f"/notices/dispatches/{waits.id}/undo")

    assert answer.status_code == 303
    assert states(db)[waits.notices[0].id] is NoticeState.UNDONE
    assert "taken back" in page.get("/notices").text
    assert f"/notices/dispatches/{waits.id}/undo" not in page.get("/notices").text


def test_what_goes_out_is_not_taken_back(db, told, secretary, clock):
    waits, went, _ = told
    clock.later(seconds=WAIT.total_seconds())
    assert "/undo" not in secretary.get("/notices").text

    late = submit(secretary, f"/notices/dispatches/{waits.id}/undo")
    gone = submit(secretary, f"/notices/dispatches/{went.id}/undo")

    assert (late.status_code, "The time to take this back is over" in late.text) == (409, True)
    assert (gone.status_code, "cannot be taken back" in gone.text) == (409, True)
    assert states(db)[waits.notices[0].id] is NoticeState.QUEUED


# What came back


def test_a_bounce_is_recorded_after_its_consequences_were_read(db, told, secretary):
    sent = told[1].notices[0]
    address = f"/notices/{sent.id}/bounce"
    assert address in secretary.get("/notices").text
    assert "A round under silence that rests on it is held" in secretary.get(address).text

    answer = submit(secretary, address)

    assert answer.status_code == 303
    db.expire_all()
    assert db.get(Notice, sent.id).failed_at == AT
    db.rollback()
    assert submit(secretary, address).status_code == 409
    assert "is recorded already" in secretary.get(address).text


def test_who_did_not_get_the_news_is_told_otherwise_by_either_secretary(db, people, as_, clock):
    """It waits at both homes with the words of the mail, until one of them says how the person was told."""
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    invitations.convene(session, by=people.secretary_brussels, at=AT)
    lost, *others = [one for one in db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.INVITED]
    for one in (lost, *others):
        one.claim(at=AT + WAIT)
        one.sent(at=AT + WAIT)
    lost.bounce(by=None, at=AT + WAIT)
    name, address = lost.recipient.name, f"/notices/{lost.id}/told"
    db.commit()
    clock.at = AT + 2 * WAIT
    ours, theirs = as_(people.secretary_brussels), as_(people.secretary_prishtina)
    line = f"Tell by another way: a mail did not arrive: {name}, “Invitation: HLD/2027/1"
    assert all((line in one.get("/").text, one.get("/").text.count(address)) == (True, 1) for one in (ours, theirs))
    assert "You are invited to HLD/2027/1" in theirs.get(address).text
    assert "/sessions/2027-1/participants/remind" in theirs.get(address).text

    assert submit(theirs, address, {"how": ""}).status_code == 422
    assert submit(theirs, address, {"how": "By telephone, at noon."}).status_code == 303

    assert all(line not in one.get("/").text for one in (ours, theirs))
    assert "By telephone, at noon." in ours.get("/notices").text
    assert submit(ours, address, {"how": "By letter."}).status_code == 409


def test_a_later_mail_that_goes_tells_what_the_lost_one_did_not(db, people, as_, clock):
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    invitations.convene(session, by=people.secretary_brussels, at=AT)
    for one in db.scalars(select(Notice)):
        one.claim(at=AT + WAIT)
        one.refuse("550 No such user", at=AT + WAIT)
    ends_at = session.ends_at
    db.commit()
    clock.at = AT + 2 * WAIT

    def lines():
        return as_(people.secretary_brussels).get("/").text.count("a mail did not arrive")

    assert lines() == 7  # each who was invited, and each who was told that it is convened
    assert submit(as_(people.secretary_prishtina), "/sessions/2027-1/participants/remind").status_code == 303
    assert lines() == 3
    clock.at = ends_at + HOUR
    assert lines() == 0


@pytest.mark.parametrize("kind", [NoticeKind.COMMENTS, NoticeKind.AGENDA])
def test_a_mail_about_minutes_or_an_agenda_that_comes_back_holds_nothing(db, told, secretary, kind):
    sent = told[1].notices[0].id
    of_kind(db, told[1].id, kind)

    page = secretary.get(f"/notices/{sent}/bounce").text

    assert "Nothing is held by it" in page and "under silence" not in page


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (NoticeKind.ISSUE, "The round is withdrawn with it."),
        (NoticeKind.COMMENTS, "The mail alone is taken back, and it is not sent again"),
        (NoticeKind.AGENDA, "The mail alone is taken back, and it is not sent again"),
    ],
)
def test_beside_the_button_stands_what_taking_back_does(db, told, secretary, kind, said):
    waits = told[0].id
    assert said not in secretary.get("/notices").text
    of_kind(db, waits, kind)

    assert said in secretary.get("/notices").text


def test_what_was_not_sent_has_no_way_to_come_back(told, secretary):
    refused = told[1].notices[2]

    assert f"/notices/{refused.id}/bounce" not in secretary.get("/notices").text
    assert submit(secretary, f"/notices/{refused.id}/bounce").status_code == 409


# Held


def test_a_held_notice_is_sent_or_dropped(db, told, people, secretary):
    held = told[2].notices[0]
    other = telling("other", [people.chair_kosovo], at=AT)
    other.notices[0].hold(at=AT)
    db.add(other)
    may_still_be_told(db, people, told[2].id)
    assert "2 notices are held" in secretary.get("/notices").text
    assert people.chair_kosovo.email in read(secretary.get("/notices/held"))

    sent = submit(secretary, f"/notices/{held.id}/release")
    dropped = submit(secretary, f"/notices/{other.notices[0].id}/drop")

    assert (sent.location, dropped.location) == ("/notices/held", "/notices/held")
    assert (states(db)[held.id], states(db)[other.notices[0].id]) == (NoticeState.QUEUED, NoticeState.UNDONE)
    assert submit(secretary, f"/notices/{held.id}/release").status_code == 409


@pytest.mark.parametrize(("verb", "state"), [("release", NoticeState.QUEUED), ("drop", NoticeState.UNDONE)])
def test_all_that_is_held_is_decided_at_once(db, told, people, secretary, verb, state):
    may_still_be_told(db, people, told[2].id)
    before = states(db)

    answer = submit(secretary, f"/notices/held/{verb}")

    assert answer.status_code == 303
    held = told[2].notices[0].id
    assert states(db) == before | {held: state}


# The page before a telling


def test_the_preview_shows_each_letter_with_exactly_its_recipients(app, people):
    drafts = [
        Draft(people.chair_nato, "A text is with you", "Until Friday.\n<b>15:00</b>", "/circulations/7"),
        Draft(people.chair_kosovo, "A text is with you", "Until Friday.\n<b>15:00</b>", "/circulations/7"),
        Draft(people.chair_nato, "Twice", "He is told once.", "/"),
        Draft(people.cohost_institute, "For you alone", "Something else.", "/"),
    ]

    with app.test_request_context():
        macros = app.jinja_env.get_template("macros/notices.html").module
        page, button = macros.preview(previews(drafts)).replace("<wbr>", ""), macros.send("/send", previews(drafts), "")

    both, alone = page.split("Mail: “For you alone”")
    assert both.count("To 2 people") == 1 and alone.count("To 1 person") == 1
    for person in (people.chair_nato, people.chair_kosovo):
        assert person.name in both and person.organisation.short_name in both
        assert person.name not in alone and person.email not in page  # which a secretary reads, and nobody else
    assert people.cohost_institute.name in alone
    assert "Until Friday.\n&lt;b&gt;15:00&lt;/b&gt;" in both and "/circulations/7" in both
    assert "Twice" not in page
    assert "one minute after you send it" in page and "Send to 3 people" in button


def test_what_concerns_somebodys_own_account_is_not_there(db, people, secretary, clock):
    """Also not by its number: neither that somebody was invited, nor that a password was changed."""
    own = dispatch(
        NoticeKind.ACCOUNT, [Draft(people.outsider, "Own", "Body", "/")], key="own", by=None, at=clock(), wait=WAIT
    )
    db.add(own)
    db.commit()
    number, notice = own.id, own.notices[0].id
    db.rollback()

    assert "Own" not in secretary.get("/notices").text
    assert secretary.get(f"/notices/{notice}/bounce").status_code == 404
    for path in (f"dispatches/{number}/undo", f"{notice}/bounce", f"{notice}/release", f"{notice}/drop"):
        assert submit(secretary, f"/notices/{path}").status_code == 404, path
