"""The outbox: a telling waits, may be taken back, is claimed by one, sent once, tried again, refused, held or lost."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dialogue.domain import notices
from dialogue.domain.base import Refused
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import FLOW, LEASE, WAIT, Draft, Loss, NoticeKind, NoticeState, dispatch
from tests import cast as people_of
from tests.domain.pairs import allowed, table
from tests.factories import AT, DAY, HOUR, person

MINUTE = HOUR / 60
SECOND = HOUR / 3600


def draft(to, **more):
    return Draft(
        to, **{"subject": "A text is with you", "body": "Until Friday, 15:00.", "path": "/circulations/1"} | more
    )


def telling(*drafts, key="round 1", by=None, **more):
    return dispatch(NoticeKind.ISSUE, drafts, key=key, by=by, at=more.pop("at", AT), **more)


@pytest.fixture
def ana():
    return person("Ana Ilić")


@pytest.fixture
def secretary():
    return person("Bea Bosmans")


@pytest.fixture
def notice(ana):
    """One that is due."""
    (made,) = telling(draft(ana)).notices
    return made


def test_a_notice_moves_as_its_table_says():
    assert allowed(FLOW, NoticeState) == table(
        """
        queued: sent, written, refused, undone, held, no longer entitled
        held: queued, undone, no longer entitled
        """
    )


def test_a_notice_keeps_the_words_of_its_moment_and_goes_to_the_address_that_the_person_has_when_it_goes(ana, notice):
    was, ana.email = ana.email, "other@people.example"
    assert notice.address == was

    notice.claim(at=AT)

    assert notice.address == "other@people.example"


def test_a_notice_to_an_address_of_its_own_goes_there_whatever_the_persons_is(ana):
    (notice,) = telling(draft(ana, address="was@people.example")).notices
    ana.email = "other@people.example"

    notice.claim(at=AT)

    assert notice.address == "was@people.example"


def test_what_is_called_back_says_by_whom_when_and_why_and_is_never_sent(ana, secretary, notice):
    notice.call_back(Loss.SEAT, by=secretary, at=AT)

    assert (notice.called_back_by, notice.called_back_at, notice.called_back_why) == (secretary, AT, Loss.SEAT)
    assert (notice.word, notice.ended_at, notice.accepted_at, notice.failed_at) == (
        "no longer entitled",
        AT,
        None,
        None,
    )
    assert [(fact.verb, fact.by) for fact in notice.facts()] == [("no longer entitled", secretary)]
    assert not notice.is_due(AT + DAY)
    with pytest.raises(Refused):
        notice.claim(at=AT + DAY)


def test_a_notice_as_it_is_made(notice):
    assert (notice.subject, notice.body, notice.path) == (
        "A text is with you", "Until Friday, 15:00.", "/circulations/1",
    )  # fmt: skip
    assert (notice.state, notice.attempts, notice.accepted_at, notice.failed_at, notice.settled_at) == (
        NoticeState.QUEUED, 0, None, None, None,
    )  # fmt: skip


def test_words_are_cleaned_and_a_subject_is_one_line(ana):
    (one,) = telling(draft(ana, subject="A\r\nBcc: x@y.example\u202e", body="a\x00b\r\nc")).notices

    assert (one.subject, one.body) == ("A Bcc: x@y.example", "ab\nc")


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "/a b", "/a\nb", "/ë"])
def test_a_notice_leads_into_the_product_alone(ana, path):
    with pytest.raises(ValueError, match="an address of the product"):
        draft(ana, path=path)


def test_a_notice_may_have_no_page_to_lead_to(ana):
    assert draft(ana, path="").path == ""


def test_who_stands_in_the_drafts_twice_is_told_once_by_the_first(ana, secretary):
    made = telling(draft(ana), draft(secretary), draft(ana, subject="Again"))

    assert [(one.recipient, one.subject) for one in made.notices] == [
        (ana, "A text is with you"), (secretary, "A text is with you"),
    ]  # fmt: skip


def test_a_persons_telling_needs_somebody_to_tell_the_products_own_does_not(secretary):
    with pytest.raises(Refused) as no:
        telling(by=secretary)

    assert str(no.value) == "There is nobody to tell."
    assert telling().notices == []


def test_a_message_id_is_made_of_what_is_told_and_to_whom(ana, secretary):
    first, again, other = telling(draft(ana), draft(secretary)), telling(draft(ana)), telling(draft(ana), key="round 2")

    ids = [one.message_id for made in (first, again, other) for one in made.notices]

    assert ids[0] == ids[2]
    assert len(set(ids)) == 3


def test_who_told_it_is_recorded(ana, secretary):
    made = telling(draft(ana), by=secretary, session_id=7)

    assert [(fact.verb, fact.by) for fact in made.facts()] == [("dispatch", secretary)]
    assert made.notices[0].session_id == 7


# Taking back


def test_a_telling_is_taken_back_within_its_wait(ana, secretary):
    made = telling(draft(ana), draft(secretary), by=secretary, wait=WAIT)
    at = AT + WAIT - SECOND
    assert made.can_undo(at)

    made.undo(by=secretary, at=at)

    assert [one.state for one in made.notices] == [NoticeState.UNDONE, NoticeState.UNDONE]
    assert (made.undone_at, made.undone_by) == (at, secretary)
    assert not made.can_undo(at)
    assert [fact.verb for fact in made.facts()] == ["dispatch", "undo"]


def test_a_telling_is_not_taken_back_after_its_wait(ana, secretary):
    made = telling(draft(ana), by=secretary, wait=WAIT)
    assert not made.can_undo(AT + WAIT)

    with pytest.raises(Refused) as no:
        made.undo(by=secretary, at=AT + WAIT)

    assert str(no.value) == "The time to take this back is over: it is going out."
    assert made.notices[0].state is NoticeState.QUEUED


def test_a_telling_is_not_taken_back_once_any_of_it_is_on_its_way(ana, secretary):
    """The request arrived in time and waited; meanwhile a worker came."""
    made = telling(draft(ana), draft(secretary), by=secretary, wait=WAIT)
    made.notices[1].claim(at=AT + WAIT)
    assert not made.can_undo(AT + WAIT - SECOND)

    with pytest.raises(Refused) as no:
        made.undo(by=secretary, at=AT + WAIT - SECOND)

    assert str(no.value) == "The time to take this back is over: it is going out."
    assert {one.state for one in made.notices} == {NoticeState.QUEUED}


def test_a_telling_is_taken_back_once(ana, secretary):
    made = telling(draft(ana), by=secretary, wait=WAIT)
    made.undo(by=secretary, at=AT)

    with pytest.raises(Refused) as no:
        made.undo(by=secretary, at=AT)

    assert str(no.value) == "This was taken back already."


def test_what_goes_out_at_once_is_not_taken_back(ana, secretary):
    made = telling(draft(ana))
    assert not made.can_undo(AT)

    with pytest.raises(Refused) as no:
        made.undo(by=secretary, at=AT)

    assert str(no.value) == "This goes out at once and cannot be taken back."


# Sending


def test_a_notice_is_not_due_before_its_wait_is_over(ana, secretary):
    (one,) = telling(draft(ana), by=secretary, wait=WAIT).notices

    assert not one.is_due(AT + WAIT - SECOND)
    assert one.is_due(AT + WAIT)


def test_what_one_has_claimed_is_no_others_until_the_lease_ends(notice):
    notice.claim(at=AT)

    with pytest.raises(Refused) as no:
        notice.claim(at=AT + LEASE - SECOND)
    assert str(no.value) == "This notice is not due, or is being sent already."

    notice.claim(at=AT + LEASE)
    assert notice.attempts == 2


def test_a_sent_notice_knows_when_it_was_accepted(notice):
    notice.claim(at=AT)
    notice.sent(at=AT + SECOND)

    assert (notice.state, notice.accepted_at, notice.settled_at, notice.claimed_until) == (
        NoticeState.SENT, AT + SECOND, AT + SECOND, None,
    )  # fmt: skip
    assert not notice.is_due(AT + DAY)
    assert [(fact.verb, fact.by) for fact in notice.facts()] == [("sent", None)]


def test_a_written_notice_has_told_nobody(notice):
    notice.claim(at=AT)
    notice.written(at=AT + SECOND)

    assert (notice.state, notice.accepted_at, notice.settled_at) == (NoticeState.WRITTEN, None, AT + SECOND)


def test_a_refused_notice_is_over_and_says_why(notice):
    notice.claim(at=AT)
    notice.refuse("550 5.1.1 No such\r\nmailbox", at=AT + SECOND)

    assert (notice.state, notice.failed_at, notice.accepted_at) == (NoticeState.REFUSED, AT + SECOND, None)
    assert notice.last_error == "550 5.1.1 No such mailbox"
    assert not notice.is_due(AT + DAY)


def test_a_postponed_notice_is_tried_again_ever_later_and_never_given_up(notice):
    at, pauses = AT, []
    for _ in range(10):
        notice.claim(at=at)
        notice.postpone("451 Try again " + "!" * 1000, at=at)
        pauses.append((notice.next_at - at) / MINUTE)
        at = notice.next_at

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert (notice.state, notice.failed_at, len(notice.last_error)) == (NoticeState.QUEUED, None, 500)


def test_the_fault_is_forgotten_once_it_went(notice):
    notice.claim(at=AT)
    notice.postpone("451 Try again", at=AT)
    notice.claim(at=AT + MINUTE)
    notice.sent(at=AT + MINUTE)

    assert notice.last_error == ""


def test_a_sent_notice_may_come_back_once(notice, secretary):
    notice.claim(at=AT)
    notice.sent(at=AT)
    assert notice.may_bounce
    notice.bounce(by=secretary, at=AT + HOUR)

    assert (notice.failed_at, notice.accepted_at, notice.state) == (AT + HOUR, AT, NoticeState.SENT)
    assert not notice.may_bounce
    with pytest.raises(Refused) as no:
        notice.bounce(by=secretary, at=AT + HOUR)
    assert str(no.value) == "That this notice came back is recorded already."


def test_what_was_not_sent_cannot_have_come_back(notice, secretary):
    notice.claim(at=AT)
    notice.written(at=AT)

    with pytest.raises(Refused) as no:
        notice.bounce(by=secretary, at=AT)

    assert str(no.value) == "Only a notice that was sent can have come back."


def test_who_did_not_get_a_notice_is_told_otherwise_once_and_nobody_else(notice, secretary):
    notice.claim(at=AT)
    notice.sent(at=AT)
    with pytest.raises(Refused, match="Nothing tells that this notice did not arrive"):
        notice.tell_otherwise("By telephone.", by=secretary, at=AT)
    notice.bounce(by=None, at=AT + HOUR)
    with pytest.raises(Refused, match="Please say how the person was told"):
        notice.tell_otherwise(" ", by=secretary, at=AT + HOUR)

    notice.tell_otherwise("By telephone.", by=secretary, at=AT + 2 * HOUR)

    assert (notice.told_at, notice.told_by, notice.told_how) == (AT + 2 * HOUR, secretary, "By telephone.")
    assert notice.failed_at == AT + HOUR
    with pytest.raises(Refused, match="is recorded already"):
        notice.tell_otherwise("By letter.", by=secretary, at=AT + 2 * HOUR)


# Held after a backup was put back


def test_a_held_notice_goes_out_only_when_a_secretary_lets_it(notice, secretary):
    notice.claim(at=AT)
    notice.hold(at=AT)
    assert notice.is_held
    assert not notice.is_due(AT + DAY)

    notice.release(by=secretary, at=AT + DAY)

    assert notice.is_due(AT + DAY)
    assert [(fact.verb, fact.by) for fact in notice.facts()] == [("hold", None), ("release", secretary)]


def test_a_held_notice_may_be_dropped(notice, secretary):
    notice.hold(at=AT)
    notice.drop(by=secretary, at=AT)

    assert notice.state is NoticeState.UNDONE
    for verb in (notice.drop, notice.release):
        with pytest.raises(Refused) as no:
            verb(by=secretary, at=AT)
        assert str(no.value) == "This notice is not held."


def test_what_was_sent_cannot_be_held(notice):
    notice.claim(at=AT)
    notice.sent(at=AT)

    assert not notice.can(NoticeState.HELD)
    with pytest.raises(Refused):
        notice.hold(at=AT)


# Selections


@pytest.fixture
def cast(db):
    return people_of.enter(db)


def keep(db, made):
    db.add(made)
    db.flush()
    return made


def test_nothing_is_told_twice(db, cast):
    keep(db, telling(draft(cast.chair_nato)))

    with pytest.raises(IntegrityError):
        keep(db, telling(draft(cast.chair_kosovo)))
    db.rollback()


def test_due_are_those_whose_time_has_come_and_that_nobody_has_claimed(db, cast):
    waiting = keep(db, telling(draft(cast.chair_nato), key="a", by=cast.secretary_brussels, wait=WAIT)).notices[0]
    claimed, free, gone, kept = keep(
        db, telling(*map(draft, (cast.chair_nato, cast.chair_kosovo, cast.delegate_nato, cast.admin)), key="b")
    ).notices
    claimed.claim(at=AT)
    gone.claim(at=AT)
    gone.sent(at=AT)
    kept.hold(at=AT)
    db.flush()

    assert db.scalars(notices.due(AT)).all() == [free]
    assert db.scalars(notices.due(AT + WAIT)).all() == [free, waiting]
    assert db.scalars(notices.due(AT + LEASE)).all() == [claimed, free, waiting]
    assert db.scalars(notices.queued()).all() == [waiting, claimed, free]
    assert db.scalars(notices.held()).all() == [kept]


def test_left_lying_are_those_that_nobody_came_for(db, cast):
    made = keep(db, telling(*map(draft, (cast.chair_nato, cast.chair_kosovo, cast.delegate_nato))))
    sent, claimed, _ = made.notices
    sent.claim(at=AT)
    sent.sent(at=AT)
    claimed.claim(at=AT)
    db.flush()

    assert db.scalar(notices.left_lying(AT + LEASE - SECOND)) == 0
    assert db.scalar(notices.left_lying(AT + LEASE)) == 2  # also one whose process died, and nobody took over


def test_failed_are_those_refused_or_come_back(db, cast):
    made = keep(db, telling(*map(draft, (cast.chair_nato, cast.chair_kosovo, cast.delegate_nato, cast.admin))))
    refused, back, gone, late = made.notices
    for one in made.notices:
        one.claim(at=AT)
    refused.refuse("550", at=AT)
    back.sent(at=AT)
    back.bounce(by=cast.secretary_brussels, at=AT)
    gone.sent(at=AT)
    late.postpone("451", at=AT)
    db.flush()

    assert db.scalars(notices.failed()).all() == [back, refused]
    assert db.scalars(notices.of_dispatch(made)).all() == [refused, back, gone, late]


def test_tellings_are_found_by_key_and_listed_the_newest_first(db, cast):
    first, second, third = (keep(db, telling(draft(cast.chair_nato), key=key)) for key in "abc")

    assert db.scalar(notices.by_key("b")) is second
    assert db.scalar(notices.by_key("d")) is None
    assert db.scalars(notices.newest(2)).all() == [third, second]
    assert db.scalars(notices.newest(2, before=second.id)).all() == [first]


def test_the_log_tells_who_told_and_what_was_sent_by_the_product(db, cast):
    made = keep(db, telling(draft(cast.chair_nato), by=cast.secretary_brussels))
    made.notices[0].claim(at=AT)
    made.notices[0].sent(at=AT + SECOND)
    db.commit()

    rows = db.scalars(select(LogEntry).order_by(LogEntry.id)).all()

    assert [(row.noun, row.verb, row.by_id) for row in rows][-2:] == [
        ("dispatches", "dispatch", cast.secretary_brussels.id), ("notices", "sent", None),
    ]  # fmt: skip
