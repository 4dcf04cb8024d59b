"""What is done about accounts: who is let in by a link, what ends with a password, and that each is told by mail."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from dialogue.actions import accounts
from dialogue.domain.base import Refused
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Dispatch, Notice, NoticeKind, newest
from dialogue.domain.password_links import ASKED_MOST, ASKED_WITHIN, WINDOW, PasswordLink, PasswordRequest, ask
from dialogue.domain.signins import SignIn
from dialogue.domain.subscriptions import Scope, Subscription, subscribe
from tests.cast import HASH
from tests.factories import AT, HOUR

KEY = "k" * 32


@pytest.fixture
def sign_in(db):
    def begin(person):
        row = SignIn(person=person, created_at=AT)
        db.add(row)
        db.flush()
        return row

    return begin


def link_for(person, by, **more):
    return accounts.make_link(person, by=by, secret=KEY, at=AT, **({"by_hand": False} | more))


def told(db):
    """Subject, address and path of what is in the outbox."""
    return [(n.subject, n.address, n.path) for n in db.scalars(select(Notice).order_by(Notice.id))]


def asking(db, email, at=AT):
    db.add(ask(email, "127.0.0.1", at=at))
    db.flush()
    accounts.answer_requests(secret=KEY, at=at)
    db.flush()


def test_whoever_gets_a_link_is_mailed_it_and_the_row_does_not_hold_it(db, cast):
    link = link_for(cast.delegate_nato, cast.admin)

    assert told(db) == [("A new password: NATO–Kosovo dialogue", cast.delegate_nato.email, link.path)]
    (notice,) = db.scalars(select(Notice))
    assert "Ada Admin has made a link for you to choose a new password." in notice.body
    assert "until Sun 2 May 2027, 11:00 Brussels/Prishtina time (09:00 UTC)" in notice.body
    assert (notice.dispatch.kind, notice.dispatch.by, notice.dispatch.not_before) == (
        NoticeKind.ACCOUNT,
        cast.admin,
        AT,
    )


def test_an_invitation_says_that_it_is_one(db, cast):
    cast.outsider.password_hash = None

    link_for(cast.outsider, cast.admin)

    (notice,) = db.scalars(select(Notice))
    assert (notice.subject, notice.dispatch.kind) == ("Your account: NATO–Kosovo dialogue", NoticeKind.INVITATION)
    assert "Ada Admin has made an account for you, with the address outsider@elsewhere.example." in notice.body


def test_of_a_link_that_is_handed_over_the_mail_only_tells(db, cast):
    link = link_for(cast.delegate_nato, cast.admin, by_hand=True)

    (notice,) = db.scalars(select(Notice))
    assert notice.path == "/sign-ins"
    assert link.name not in notice.body + notice.subject
    assert "Bea Brussels hands you the link by another way than mail." in notice.body


def test_no_page_of_the_secretaries_shows_it(db, cast):
    link_for(cast.delegate_nato, cast.admin)

    assert db.scalars(newest(9)).all() == []
    assert db.scalar(select(func.count(Dispatch.id))) == 1


def test_a_password_that_is_set_by_a_link_ends_every_sign_in_and_is_told(db, cast, sign_in):
    mine, other = sign_in(cast.delegate_nato), sign_in(cast.chair_nato)
    link = link_for(cast.delegate_nato, cast.admin)

    accounts.use_link(link, "new hash", at=AT + HOUR)

    assert cast.delegate_nato.password_hash == "new hash"
    assert [mine.revoked_at, other.revoked_at] == [AT + HOUR, None]
    subject, address, path = told(db)[-1]
    assert (subject, address) == ("Your password was set: NATO–Kosovo dialogue", cast.delegate_nato.email)
    assert path == "/sign-in"


def test_one_link_that_is_used_ends_the_others(db, cast):
    first, second = link_for(cast.delegate_nato, cast.admin), link_for(cast.delegate_nato, None)

    accounts.use_link(first, "new hash", at=AT)

    with pytest.raises(Refused):
        accounts.use_link(second, "another hash", at=AT)
    assert cast.delegate_nato.password_hash == "new hash"


def test_the_own_password_ends_every_sign_in_but_the_one_it_is_changed_in(db, cast, sign_in):
    here, there = sign_in(cast.delegate_nato), sign_in(cast.delegate_nato)
    link = link_for(cast.delegate_nato, cast.admin)

    accounts.change_password(here, "new hash", at=AT + HOUR)

    assert cast.delegate_nato.password_hash == "new hash"
    assert [here.revoked_at, there.revoked_at] == [None, AT + HOUR]
    assert not link.opens(AT + HOUR)
    assert told(db)[-1][0] == "Your password was changed: NATO–Kosovo dialogue"


def test_each_of_it_is_in_the_log(db, cast, sign_in):
    here = sign_in(cast.delegate_nato)
    accounts.use_link(link_for(cast.delegate_nato, cast.admin), "new hash", at=AT + HOUR)
    accounts.change_password(here, "newer hash", at=AT + 2 * HOUR)
    db.commit()

    rows = db.scalars(select(LogEntry).where(LogEntry.noun == "people").order_by(LogEntry.id)).all()

    ana, ada = cast.delegate_nato.id, cast.admin.id
    assert [(row.verb, row.thing_id, row.by_id) for row in rows] == [
        ("make link", ana, ada),
        ("set password by link", ana, ana),
        ("change password", ana, ana),
    ]


def test_closing_an_account_ends_what_it_had_open(db, cast, sign_in):
    row, link = sign_in(cast.delegate_nato), link_for(cast.delegate_nato, cast.admin)
    own = subscribe(cast.delegate_nato, name="Telephone", scope=Scope.MINE, token="t" * 43, existing=[], at=AT)
    db.add(own)
    db.flush()

    accounts.close(cast.delegate_nato, by=cast.admin, at=AT)
    cast.delegate_nato.reopen(by=cast.admin, at=AT + HOUR)

    assert (row.revoked_at, db.scalars(select(Subscription)).one().revoked_at) == (AT, AT)
    assert not link.opens(AT + HOUR)


def test_whoever_has_forgotten_is_mailed_a_link(db, cast):
    asking(db, "chair.nato@nato.example")

    link = db.scalars(select(PasswordLink)).one()
    assert (link.person, link.made_by, link.by_hand) == (cast.chair_nato, None, False)
    (notice,) = db.scalars(select(Notice))
    assert (notice.address, notice.path) == ("chair.nato@nato.example", link.path)
    assert "Somebody has asked for a new password" in notice.body
    assert "you need not do anything" in notice.body


@pytest.mark.parametrize("who", ["unknown", "closed", "never invited"])
def test_nobody_else_is(who, db, cast):
    if who == "closed":
        accounts.close(cast.outsider, by=cast.admin, at=AT)
    elif who == "never invited":
        cast.outsider.password_hash = None

    asking(db, "nobody@elsewhere.example" if who == "unknown" else "outsider@elsewhere.example")

    subjects = [subject for subject, _, _ in told(db)]
    assert subjects == (["Your account was closed: NATO–Kosovo dialogue"] if who == "closed" else [])
    assert db.scalars(select(PasswordLink)).all() == []
    assert db.scalars(select(PasswordRequest)).one().answered_at == AT


def test_an_invitation_that_is_too_old_may_be_asked_for_again(db, cast):
    cast.outsider.password_hash = None
    link_for(cast.outsider, cast.admin)

    asking(db, "outsider@elsewhere.example", at=AT + 48 * HOUR)

    assert len(told(db)) == 2


def test_one_account_gets_only_so_many_by_asking_and_nobody_is_kept_out_by_it(db, cast):
    for n in range(ASKED_MOST + 2):
        asking(db, "chair.nato@nato.example", at=AT + dt.timedelta(minutes=n))
    asking(db, "chair.kosovo@kosovo.example")

    links = db.scalars(select(PasswordLink).where(PasswordLink.person == cast.chair_nato)).all()
    assert len(links) == ASKED_MOST
    assert all(link.opens(AT + HOUR) for link in links)
    assert len(told(db)) == ASKED_MOST + 1
    assert link_for(cast.chair_nato, cast.admin).opens(AT)
    asking(db, "chair.nato@nato.example", at=AT + ASKED_WITHIN + dt.timedelta(minutes=1))
    assert len(told(db)) == ASKED_MOST + 3


def test_requests_are_answered_once_and_forgotten(db, cast):
    asking(db, "chair.nato@nato.example")
    accounts.answer_requests(secret=KEY, at=AT + WINDOW - dt.timedelta(seconds=1))
    assert (len(told(db)), db.scalar(select(func.count(PasswordRequest.id)))) == (1, 1)

    accounts.answer_requests(secret=KEY, at=AT + WINDOW)

    assert (len(told(db)), db.scalar(select(func.count(PasswordRequest.id)))) == (1, 0)
    assert cast.chair_nato.password_hash == HASH


def test_a_password_is_more_than_names_of_its_person_and_of_the_dialogue(db, cast):
    about = accounts.words_about(cast.chair_nato)

    for name in ("chair.nato@nato.example", "Nora Chair", "Nora's office", "The Kosovo", "Prishtina", "University"):
        assert name in about
    assert "NATO–Kosovo dialogue" in about
    assert "Kaltrina Chair" not in about
