"""What comes in by mail: an answer counts only without a doubt, a return holds its round, and no mail is lost."""

import contextlib
import hashlib
import random
import time
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from dialogue.actions import incoming, invitations, ticking
from dialogue.config import Config
from dialogue.db import db as scoped
from dialogue.domain.delegations import Answer, Participant, Reply, Route
from dialogue.domain.incoming import KEPT_FOR, LARGEST, Doubt, IncomingMail, MailState
from dialogue.domain.notices import WAIT, Notice, NoticeKind
from dialogue.notifications import invitations as letters
from dialogue.notifications import reading
from dialogue.notifications.outbox import send_due
from tests import arriving, walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR
from tests.post import Office, served

HOSTILE = [
    b"", bytes(5_000), b"\n" * 100_000, b"From: a@b.example\n\n\xff\xfe", b"Subject: =?klingon?q?x?=\n\nx",
    arriving.reply(who="a@b.example", ics="BEGIN:VCALENDAR\r\n" * 5_000),
    arriving.reply(who="a@b.example", ics=f"METHOD:REPLY\r\nBEGIN:VEVENT\r\nDTSTART;TZID={'Z' * 300}:20270101T000000"),
]  # fmt: skip


@dataclass
class World:
    db: object
    cast: object
    session: object
    seats: dict
    config: Config
    clock: object
    office: Office

    def arrives(self, raw):
        """Kept, and read by the worker's next pass."""
        incoming.keep(raw, size=len(raw), sha256=hashlib.sha256(raw).hexdigest(), at=self.clock())
        self.tick()
        return self.db.scalars(select(IncomingMail).order_by(IncomingMail.id.desc()).limit(1)).one()

    def tick(self):
        ticking.read_mails(ticking.Tick(self.config, self.clock))
        self.db.rollback()

    def answers(self):
        return self.db.scalars(select(Answer)).all()

    def letter(self, who):
        return [one for one in self.office.letters if one["To"].addresses[0].username == who][-1]

    def about(self, who="delegate.kosovo", **more):
        """What a reply of this person says of the invitation that it got."""
        seat = self.seats[who.replace(".", "_")]
        now = letters.entry(seat, self.clock()).revision
        return {"uid": self.session.uid, "who": seat.person.email, "sequence": now} | more


@pytest.fixture(scope="module")
def office():
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def world(db, data_dir, database, office, clock):
    office.letters.clear()
    cast = enter(db)
    session = walk.plan(db, cast)
    seats = walk.delegations(db, cast, session)
    invitations.convene(session, by=cast.secretary_brussels, at=AT)
    db.commit()
    config = Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url, mail_from=arriving.SECRETARIAT,
    )  # fmt: skip
    clock.at = AT + WAIT
    send_due(config, clock)
    return World(db, cast, session, seats, config, clock, office)


@pytest.mark.parametrize("program", arriving.PROGRAMS)
def test_a_reply_of_each_program_is_the_persons_answer(world, program):
    mail = world.arrives(arriving.reply(program, **world.about(said="TENTATIVE")))

    (answer,) = world.answers()
    seat = world.db.get_one(Participant, world.seats["delegate_kosovo"].id)
    assert (mail.state, mail.seat, mail.reply) == (MailState.COUNTED, seat, Reply.TENTATIVE)
    assert (seat.answered, answer.route, answer.by) == (Reply.TENTATIVE, Route.MAIL, seat.person)


def test_no_answer_causes_a_mail_to_anybody(world):
    before = world.db.scalar(select(func.count(Notice.id)))
    world.arrives(arriving.reply(**world.about()))

    assert world.db.scalar(select(func.count(Notice.id))) == before


def test_the_same_mail_twice_is_one_and_the_newest_answer_counts(world):
    raw = arriving.reply(**world.about())
    world.arrives(raw)
    world.arrives(raw)
    world.clock.later(hours=1)
    world.arrives(arriving.reply("gmail", **world.about(said="DECLINED")))

    assert [one.reply for one in world.answers()] == [Reply.ACCEPTED, Reply.REGRETS]
    assert world.db.get_one(Participant, world.seats["delegate_kosovo"].id).answered is Reply.REGRETS


def test_a_mail_that_lay_long_does_not_overrule_what_was_said_since(world):
    seat = world.seats["delegate_kosovo"]
    seat.answer(Reply.REGRETS, route=Route.PAGE, by=seat.person, at=world.clock())
    world.db.commit()
    raw = arriving.reply(**world.about())
    incoming.keep(raw, size=len(raw), sha256="a" * 64, at=world.clock() - HOUR / 120)
    world.tick()

    assert world.db.get_one(Participant, seat.id).answered is Reply.REGRETS


# What does not count


def crasher(world):
    return arriving.reply(**world.about() | {"who": world.cast.outsider.email})


def moved(world):
    raw = arriving.reply(**world.about())
    world.session.postpone("Snow.", by=world.cast.secretary_brussels, at=world.clock())
    world.db.commit()
    return raw


DOUBTS = {
    Doubt.UNKNOWN: lambda world: arriving.reply(**world.about(uid="other@dialogue.example")),
    Doubt.NOT_INVITED: crasher,
    Doubt.SENDER: lambda world: arriving.reply(sender=world.cast.chair_nato.email, **world.about()),
    Doubt.OUTDATED: lambda world: arriving.reply(**world.about(sequence=world.about()["sequence"] - 1)),
    Doubt.COUNTER: lambda world: arriving.reply(method="COUNTER", named="COUNTER", **world.about()),
    Doubt.OTHER: lambda world: arriving.reply(method="REFRESH", named="REFRESH", **world.about()),
    Doubt.SEVERAL: lambda world: arriving.reply(named="REQUEST", **world.about()),
    Doubt.AUTOMATIC: lambda world: arriving.reply(headers={"Auto_Submitted": "auto-replied"}, **world.about()),
    Doubt.WORDS: lambda world: arriving.words("I come later.", who=world.cast.chair_nato.email).as_bytes(),
    Doubt.UNREADABLE: lambda world: HOSTILE[-1],
    Doubt.TOO_LARGE: lambda world: arriving.reply(**world.about()) + b"x" * LARGEST,
}


@pytest.mark.parametrize("doubt", DOUBTS)
def test_what_is_in_doubt_waits_for_a_secretary_and_changes_nothing(world, doubt):
    mail = world.arrives(DOUBTS[doubt](world))

    assert (mail.state, mail.doubt, world.answers()) == (MailState.QUEUED, doubt.value, [])


def test_an_answer_to_an_invitation_of_before_waits(world):
    raw = moved(world)

    assert world.arrives(raw).doubt == Doubt.OUTDATED.value


def test_a_session_that_takes_no_answer_any_more_leaves_it_to_a_secretary(world):
    world.session.cancel("Off.", by=world.cast.secretary_brussels, at=world.clock())
    world.db.commit()

    assert world.arrives(arriving.reply(**world.about())).doubt == Doubt.CLOSED.value


def test_who_is_accredited_but_was_never_invited_by_mail_is_no_replier(world):
    seat = walk.seat(world.db, world.cast, world.session, world.cast.secretary_prishtina)
    world.db.commit()
    world.seats["secretary_prishtina"] = seat

    assert world.arrives(arriving.reply(**world.about("secretary.prishtina"))).doubt == Doubt.NOT_INVITED.value


def test_a_person_whose_address_changed_is_not_answered_for_from_the_old_one(world):
    raw = arriving.reply(**world.about())
    world.cast.delegate_kosovo.email = "new@kosovo.example"
    world.db.commit()

    assert world.arrives(raw).doubt == Doubt.NOT_INVITED.value


def test_an_answer_of_absence_is_kept_and_needs_nobody(world):
    mail = world.arrives(arriving.words("Away.", who="a@b.example", Auto_Submitted="auto-replied").as_bytes())

    assert (mail.state, mail.excerpt.strip()) == (MailState.IGNORED, "Away.")


def test_what_a_mail_shows_never_holds_a_link_for_a_password(world):
    mail = world.arrives(
        arriving.words("See http://localhost/password/links/abc-DEF_1 now", who="a@b.example").as_bytes()
    )

    assert mail.excerpt.strip() == "See http://localhost… now"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_hostile_mail_is_lost_or_stops_the_next(world, number):
    world.arrives(HOSTILE[number])
    world.arrives(arriving.reply(**world.about()))

    found = world.db.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
    assert [one.state for one in found] == [MailState.QUEUED, MailState.COUNTED]
    assert found[0].sha256 == hashlib.sha256(HOSTILE[number]).hexdigest()


@pytest.mark.parametrize(("seconds", "each"), [(3, 10), pytest.param(60, 100, marks=pytest.mark.long)])
def test_of_mails_with_bytes_changed_at_random_none_is_lost_or_counts_for_somebody_else(world, seconds, each):
    """All are read; of so many one is kept and settled, as `mail-in` and the worker do it."""
    seed = random.randrange(2**32)
    chance, sent = random.Random(seed), world.letter("chair.kosovo")
    corpus = [arriving.reply(one, **world.about()) for one in arriving.PROGRAMS]
    corpus += [arriving.returned(sent, to=sent["To"].addresses[0].addr_spec), arriving.told_in_words(sent)]
    ends, tried, kept = time.monotonic() + seconds, 0, set()
    while time.monotonic() < ends or len(kept) < 5:
        raw, tried = arriving.changed(chance.choice(corpus), chance), tried + 1
        with contextlib.suppress(Exception):  # what cannot be read is put before the secretaries
            reading.read(raw)
        if tried % each == 0:
            world.arrives(raw)
            kept.add(hashlib.sha256(raw).hexdigest())

    found = world.db.scalars(select(IncomingMail)).all()
    assert sorted(one.sha256 for one in found) == sorted(kept), seed
    assert [one.id for one in found if one.state is MailState.WAITING] == [], seed
    assert {one.by for one in world.answers()} <= {world.cast.delegate_kosovo}, seed


def test_a_secretary_records_what_waits_as_of_its_arrival(world):
    mail = world.arrives(DOUBTS[Doubt.WORDS](world))
    arrived = world.clock()
    world.clock.later(hours=5)
    seat = world.db.get_one(Participant, world.seats["chair_nato"].id)
    incoming.record(mail, seat, Reply.ACCEPTED, by=world.cast.secretary_brussels, at=world.clock())
    world.db.commit()

    (answer,) = world.answers()
    assert (mail.state, answer.given_at, answer.route) == (MailState.RECORDED, arrived, Route.MAIL)


# A mail of ours that came back


def running(world):
    round_ = walk.bare_round(world.db, world.cast, world.session, at=world.clock(), served=False)
    world.db.commit()
    world.clock.at += WAIT
    send_due(world.config, world.clock)
    world.db.commit()
    return round_


@pytest.mark.parametrize("how", ["whole", "head", "words"])
def test_the_return_of_a_notice_is_recorded_and_holds_its_round(world, how):
    round_ = running(world)
    sent = world.letter("chair.kosovo")
    to = world.cast.chair_kosovo.email
    returns = {
        "whole": lambda: arriving.returned(sent, to=to),
        "head": lambda: arriving.returned(sent, to=to, whole=False),
        "words": lambda: arriving.told_in_words(sent),
    }
    mail = world.arrives(returns[how]())

    assert (mail.state, mail.notice.recipient, mail.notice.bounced_at) == (
        MailState.RETURNED, world.cast.chair_kosovo, world.clock(),
    )  # fmt: skip
    undelivered = round_.issues[-1].undelivered(round_.entries)
    assert [one.person for one in undelivered] == [world.cast.chair_kosovo]


def test_a_return_without_the_seal_of_its_mail_holds_nothing(world):
    """The name of a mail follows from what it tells and to whom: anybody can work it out."""
    running(world)
    sent = world.letter("chair.kosovo")
    del sent["X-Notice-Seal"]
    mail = world.arrives(arriving.returned(sent, to=world.cast.chair_kosovo.email))

    assert (mail.doubt, mail.notice.bounced_at) == (Doubt.RETURN.value, None)


def test_a_delay_is_kept_and_holds_nothing(world):
    running(world)
    mail = world.arrives(arriving.returned(world.letter("chair.kosovo"), to="x@y.example", action="delayed"))

    assert (mail.state, mail.notice.bounced_at) == (MailState.IGNORED, None)


def test_the_same_return_by_another_server_is_recorded_once(world):
    running(world)
    for sender in ("MAILER-DAEMON@a.example", "postmaster@b.example"):
        mail = world.arrives(arriving.returned(world.letter("chair.kosovo"), to="x@y.example", sender=sender))

    assert mail.state is MailState.RETURNED
    assert world.db.scalar(select(func.count(Notice.id)).where(Notice.bounced_at.is_not(None))) == 1


def test_a_return_is_read_before_rounds_are_settled():
    steps = [step.__name__ for step in ticking.STEPS]
    assert steps.index("read_mails") < steps.index("settle_rounds")


def test_an_answer_of_absence_to_a_notice_of_silence_is_put_before_a_secretary(world):
    """Whoever is away does not read the text either."""
    running(world)
    name = world.letter("chair.kosovo")["Message-ID"]
    said = {"who": world.cast.chair_kosovo.email, "In_Reply_To": name, "Auto_Submitted": "auto-replied"}
    mail = world.arrives(arriving.words("Away.", **said).as_bytes())

    assert (mail.state, mail.doubt) == (MailState.QUEUED, Doubt.AUTOMATIC.value)
    assert [one for one in world.db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.MAIL] == []


def test_who_answers_a_notice_of_silence_in_words_alarms_both_secretaries(world):
    running(world)
    name = world.letter("chair.kosovo")["Message-ID"]
    mail = world.arrives(arriving.words("We object.", who=world.cast.chair_kosovo.email, In_Reply_To=name).as_bytes())

    told = [one for one in world.db.scalars(select(Notice)) if one.dispatch.kind == NoticeKind.MAIL]
    assert (mail.state, mail.doubt) == (MailState.QUEUED, Doubt.ROUND.value)
    assert {one.recipient for one in told} == {world.cast.secretary_brussels, world.cast.secretary_prishtina}
    assert all("object" not in one.body.replace("objection", "") and one.path == f"/mails/{mail.id}" for one in told)


# What is not kept for ever


def test_a_settled_mail_goes_after_its_time_and_a_waiting_one_stays(world):
    world.arrives(arriving.reply(**world.about()))
    waits = world.arrives(DOUBTS[Doubt.WORDS](world)).id
    world.clock.at += KEPT_FOR + DAY
    incoming.forget_old(world.clock())
    scoped.remove()

    assert world.db.scalars(select(IncomingMail.id)).all() == [waits]
    assert len(world.answers()) == 1
