"""Between an act and the mail that tells of it lie minutes, or with a mail server that is away days. Whoever has lost
the right in between gets nothing, whatever the kind of the notice; whoever still has it gets the mail."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from dialogue.access import SUBJECTS, may_be_told
from dialogue.actions import accounts, acts, departures, mandates, rounds, settling, texts
from dialogue.actions.mandates import Links
from dialogue.config import Config
from dialogue.domain import mandates as register
from dialogue.domain.delegations import Capacity
from dialogue.domain.engagements import Engagement
from dialogue.domain.mandates import Kind as MandateKind
from dialogue.domain.mandates import Order
from dialogue.domain.notices import Draft, Kind, Loss, Notice, State
from dialogue.domain.people import Standing
from dialogue.domain.silence import Circulation, ObjectionKind, Profile, Route
from dialogue.notifications import recipients, second_words
from dialogue.notifications.outbox import send_due
from tests import walk
from tests.cast import Cast, enter
from tests.factories import AT, DAY, HOUR
from tests.post import Office, served

MINUTE = HOUR / 60


@dataclass
class World:
    """A session to come with both delegations, a co-host that is open and an observer."""

    db: object
    cast: Cast
    session: object
    seats: dict
    engagement: object

    def of(self, who):
        return getattr(self.cast, who)


@pytest.fixture
def world(db):
    cast = enter(db)
    session = walk.plan(db, cast)
    seats = walk.delegations(db, cast, session)
    seats["observer"] = walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    # So that somebody of the side is left, whoever loses what: a round that is held anew is other news.
    seats["focal_kosovo"].authorise("Letter 0", by=cast.secretary_prishtina, at=AT)
    made = World(db, cast, session, seats, walk.engagement(db, cast, session, cast.university))
    db.commit()
    return made


@pytest.fixture(scope="module")
def office():
    with served(Office()) as opened:
        yield opened


@pytest.fixture
def config(data_dir, database, office):
    office.letters.clear()
    return Config(
        data_dir=data_dir, database_url=database.url, base_url="http://localhost", secret_key="k" * 32,
        smtp_url=office.url,
    )  # fmt: skip


# How each kind comes about, by the act that tells of it


def proposed(world):
    draft = acts.begin_draft(world.session, "Places", "Ten places.", by=world.cast.secretary_brussels, at=AT)
    for secretary in walk.both(world.cast):
        acts.sign_off_draft(draft, by=secretary, at=AT)
        world.db.flush()
    terms = texts.Terms(draft.formula, Profile.DECISION, draft.category, "It is about places.")
    return rounds.propose(texts.find("draft", draft.slug), terms, by=world.cast.secretary_brussels, at=AT)


def running(world, **more):
    """Issued, and the service is there all the time."""
    round_ = walk.bare_round(world.db, world.cast, world.session, at=AT, **more)
    for at in (AT, AT + DAY, AT + DAY + HOUR, round_.expires_at - HOUR):
        walk.heard(world.db, at - MINUTE / 2, at + MINUTE / 2)
    return round_


def objected(world, who="delegate_kosovo", *, round_=None, **more):
    """An objection of somebody who does not speak for the Party: it holds the round."""
    round_ = round_ or running(world)
    rounds.object_to(round_, ObjectionKind.OBJECTION, "No.", entitled=False, by=world.of(who), at=AT + DAY, **more)
    return round_


def turned_away(world):
    round_ = running(world)
    for who in ("delegate_kosovo", "delegate_nato"):
        objected(world, who, round_=round_, route=Route.TURNED_AWAY)


def extended(world):
    round_ = running(world)
    rounds.extend(round_, round_.expires_at + 7 * DAY, by=world.cast.chair_nato, at=AT + DAY)


def reminded(world):
    round_ = running(world)
    settling.settle_by_id(round_.id, round_.expires_at - HOUR)


def runs_again(world):
    round_ = objected(world)
    (one,) = round_.objections
    round_.disown(one, "That was not ours.", by=world.cast.chair_kosovo, at=AT + DAY + HOUR)
    rounds.settle(round_, at=AT + DAY + HOUR)


def broken(world):
    rounds.object_to(
        running(world), ObjectionKind.OBJECTION, "No.", entitled=True, by=world.cast.chair_nato, at=AT + DAY
    )


def settled(world, *, heard):
    round_ = running(world)
    if heard:
        walk.heard(world.db, round_.expires_at - MINUTE / 2, round_.expires_at + MINUTE / 2)
    rounds.settle(round_, at=round_.expires_at + MINUTE)


def for_comments(world):
    made, _ = walk.to_minutes(world.db, world.cast, walk.plan(world.db, world.cast, existing=[world.session]))
    walk.comments(world.db, world.cast, made)


def agenda_circulated(world):
    made = walk.agenda(world.db, world.cast, world.session)
    made.close_call(by=world.cast.secretary_brussels, at=world.session.starts_at - 20 * DAY)
    walk.signed(world.db, world.cast, made)
    acts.propose_agenda(made, by=world.cast.secretary_brussels, at=AT)
    acts.circulate_agenda(made, by=world.cast.secretary_brussels, at=AT)


def of_account(world, kind):
    people = [world.of(who) for who in ("chair_kosovo", "chair_nato")]
    for person in people:
        person.password_hash = None if kind is Kind.INVITATION else person.password_hash
    drafts = [Draft(person, "Your account", "It waits for you.", "/sign-in") for person in people]
    recipients.tell(kind, drafts, key="account", at=AT, about=None)


def done_alone(world):
    who = world.of("delegate_kosovo")
    mandates.act(Order(MandateKind.PASSWORD, who), "", by=world.cast.admin, at=AT, links=Links("k" * 32, by_hand=False))


def second_word(world):
    """Both co-chairs are asked; so much is for the test of who may be told, not for the rule of whom one asks."""
    order = Order(MandateKind.PASSWORD, world.of("delegate_kosovo"))
    asked = [world.of(who) for who in ("chair_kosovo", "chair_nato")]
    made = register.propose(order, "Lost.", asked=asked, waiting=(), by=world.cast.admin, at=AT)
    world.db.add(made)
    world.db.flush()
    recipients.tell(Kind.MANDATE, second_words.asked(made), key="mandate", at=AT, about=made)


@dataclass(frozen=True)
class Told:
    """`to` is told by the act, and so is `control`, who keeps every right; losing `by` costs `to` the mail."""

    make: object
    by: tuple[str, ...]
    to: str = "chair_kosovo"
    control: str = "chair_nato"


def voice_lost(world):
    """Another voice of the same Party is taken back while a round goes."""
    seat = world.seats["delegate_kosovo"]
    seat.authorise("Letter 1", by=world.cast.secretary_prishtina, at=AT)
    running(world)
    departures.authorise(seat, "", base=None, by=world.cast.secretary_prishtina, at=AT + DAY, word=True)


OF_A_ROUND = ("seat withdrawn", "account closed", "level lowered")
# To whom its notice went as one who speaks reads an issued round whatever becomes of the seat.
ONCE_ISSUED = ("account closed", "level lowered")
KINDS = {
    Kind.METHOD: Told(proposed, OF_A_ROUND),
    Kind.ISSUE: Told(lambda world: running(world, served=False), ONCE_ISSUED),
    Kind.EXTENSION: Told(extended, ONCE_ISSUED),
    Kind.REMINDER: Told(reminded, ONCE_ISSUED),
    Kind.OBJECTION: Told(objected, OF_A_ROUND, control="secretary_brussels"),
    # It says the number, which any person of a Party may know, and nothing of the text.
    Kind.OBJECTION_KEPT: Told(turned_away, ("account closed", "level lowered"), "delegate_kosovo", "delegate_nato"),
    Kind.VOICE: Told(voice_lost, ONCE_ISSUED, control="secretary_brussels"),
    Kind.RUNNING: Told(runs_again, ONCE_ISSUED),
    Kind.HELD: Told(lambda world: settled(world, heard=False), ONCE_ISSUED),
    Kind.ADOPTED: Told(lambda world: settled(world, heard=True), ONCE_ISSUED),
    Kind.BROKEN: Told(broken, ONCE_ISSUED),
    Kind.DECLINED: Told(
        lambda world: rounds.decline(proposed(world), "In session.", by=world.cast.chair_nato, at=AT), OF_A_ROUND
    ),
    Kind.WITHDRAWN: Told(
        lambda world: rounds.withdraw(running(world), "Not now.", by=world.cast.secretary_brussels, at=AT + DAY),
        ONCE_ISSUED,
    ),
    Kind.SUPERSEDED: Told(
        lambda world: rounds.supersede(running(world), by=world.cast.secretary_brussels, at=AT + DAY), ONCE_ISSUED
    ),
    # Who was at a session stays in its delegation: there is no seat to withdraw.
    Kind.COMMENTS: Told(for_comments, ("account closed", "level lowered")),
    Kind.AGENDA: Told(agenda_circulated, (*OF_A_ROUND, "engagement suspended")),
    Kind.MANDATE: Told(second_word, OF_A_ROUND),
    Kind.ACCOUNT: Told(lambda world: of_account(world, Kind.ACCOUNT), ("account closed",)),
    Kind.INVITATION: Told(lambda world: of_account(world, Kind.INVITATION), ("account closed",)),
    # It says that the account was closed or moved, and nothing else: nothing costs anybody that.
    Kind.LEFT: Told(lambda world: of_account(world, Kind.LEFT), ()),
    Kind.DONE_ALONE: Told(
        done_alone, ("account closed", "level lowered"), to="secretary_prishtina", control="secretary_brussels"
    ),
}


def test_every_kind_has_its_row_and_its_right():
    assert set(KINDS) == set(Kind) == set(SUBJECTS)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_told_may_be_told_at_that_moment(world, kind):
    """The choice of recipients and the judgement at the sending are one rule: they never part at the act itself."""
    KINDS[kind].make(world)
    world.db.flush()

    told = [one for one in world.db.scalars(select(Notice)) if one.dispatch.kind == kind]

    assert told and all(may_be_told(one, one.dispatch.made_at) for one in told)


# What happens in between: the bare verb, of which the outbox learns nothing, and the act, which calls back what waits


@dataclass(frozen=True)
class Lost:
    verb: object
    act: object
    why: Loss


def _withdraw(world, person, verb):
    """A secretary has no seat to lose."""
    for seat in (one for one in world.seats.values() if one.person is person):
        return verb(seat)
    return 0


def _lower(world, person):
    person.organisation, person.standing = world.cast.university, Standing.NONE


def _revise(world, person):
    """To an organisation whose people read the co-hosts' edition of the session; the own side agrees where the person
    speaks in a round."""
    by = world.cast.secretary_brussels if person.organisation is world.cast.nato else world.cast.secretary_prishtina
    for one in world.db.scalars(select(Circulation)):
        if one.is_going and person.organisation.is_party:
            one.let_go(person, by=by, at=AT)
    return departures.revise_person(
        person, given_name=person.given_name, family_name=person.family_name, email=person.email,
        organisation=world.cast.university, function="", rank=5, standing=Standing.NONE, base=person.version,
        by=world.cast.admin, at=AT,
    )  # fmt: skip


LOSSES = {
    "seat withdrawn": Lost(
        lambda world, person: _withdraw(
            world, person, lambda seat: seat.withdraw(by=world.cast.secretary_prishtina, at=AT)
        ),
        lambda world, person: _withdraw(
            world, person, lambda seat: departures.withdraw_seat(seat, by=world.cast.admin, at=AT, word=True)
        ),
        Loss.SEAT,
    ),
    "account closed": Lost(
        lambda world, person: person.close(by=world.cast.admin, at=AT),
        lambda world, person: accounts.close(person, by=world.cast.admin, at=AT),
        Loss.ACCOUNT,
    ),
    "level lowered": Lost(_lower, _revise, Loss.PERSON),
    "engagement suspended": Lost(
        lambda world, _: world.engagement.suspend(by=world.cast.admin, at=AT),
        lambda world, _: departures.take_step(world.engagement, Engagement.suspend, by=world.cast.admin, at=AT),
        Loss.ENGAGEMENT,
    ),
}


def queued(world, kind):
    """Who waits to be told by a notice of this kind; no other is due."""
    found = {}
    for notice in world.db.scalars(select(Notice).where(Notice.state == State.QUEUED)):
        if notice.dispatch.kind == kind:
            found[notice.recipient] = notice
        else:
            notice.next_at = AT + 3650 * DAY
    return found


def waiting(world, kind, loss):
    """What waits for whoever suffers the loss, and for whoever keeps every right."""
    told = KINDS[kind]
    told.make(world)
    world.db.flush()
    who = world.cast.cohost_university if loss == "engagement suspended" else world.of(told.to)
    found = queued(world, kind)
    return who, found.get(who), found[world.of(told.control)]


def letters_to(office, address):
    return [letter for letter in office.letters if address in letter["To"]]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("kind", KINDS)
def test_who_has_lost_the_right_gets_no_mail_and_everybody_else_gets_it(world, config, office, clock, kind, loss):
    told = KINDS[kind]
    who, theirs, other = waiting(world, kind, loss)
    gone = loss in told.by

    LOSSES[loss].verb(world, who)
    clock.at = other.dispatch.not_before
    world.db.commit()
    send_due(config, clock)

    assert (theirs is None) == (loss == "engagement suspended" and kind is not Kind.AGENDA)
    assert len(letters_to(office, who.email)) == (0 if gone or theirs is None else 1)
    assert len(letters_to(office, world.of(told.control).email)) == 1
    world.db.expire_all()
    assert other.state is State.SENT
    if theirs is not None:
        expected = (State.CALLED_BACK, Loss.FOUND, clock(), 0) if gone else (State.SENT, None, None, 1)
        assert (theirs.state, theirs.called_back_why, theirs.called_back_at, theirs.attempts) == expected


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_act_itself_calls_back_what_waits_for_the_person_and_nothing_else(world, kind, loss):
    who, theirs, other = waiting(world, kind, loss)
    gone = loss in KINDS[kind].by
    mine = [one for one in world.db.scalars(select(Notice)) if one.recipient is who and one.state is State.QUEUED]
    others = [one for one in world.db.scalars(select(Notice)) if one not in mine]
    before = [one.state for one in others]

    many = LOSSES[loss].act(world, who)

    called = [one for one in mine if one.state is State.CALLED_BACK]
    assert (many, theirs in called) == (len(called), gone)
    assert {(one.called_back_by, one.called_back_at, one.called_back_why) for one in called} <= {
        (world.cast.admin, AT, LOSSES[loss].why)
    }
    assert [one.state for one in others] == before
    assert other.state is State.QUEUED


# Who goes is told so: over a mail server, and of nothing else


def closed(world, person):
    departures.close_account(person, by=world.cast.admin, at=AT)


def moved(world, person):
    mandates.revise(
        person,
        mandates.revision(person, email=person.email, organisation=world.cast.elsewhere, standing=person.standing),
        "Left.", base=person.version, by=world.cast.admin, at=AT, links=Links("k" * 32, by_hand=False),
        given_name=person.given_name, family_name=person.family_name, function="", rank=5,
    )  # fmt: skip


@pytest.mark.parametrize(("act", "subject"), [(closed, "was closed"), (moved, "was moved")])
def test_who_is_closed_or_moved_is_told_that_and_nothing_else(world, config, office, clock, act, subject):
    """The circulated agenda waits for the same person, and is not sent any more."""
    who = world.cast.delegate_nato
    agenda_circulated(world)
    world.db.flush()

    act(world, who)
    world.db.commit()
    clock.at = AT + DAY
    send_due(config, clock)

    assert letters_to(office, world.cast.delegate_kosovo.email)
    assert [letter["Subject"] for letter in letters_to(office, who.email)] == [
        f"Your account {subject}: NATO–Kosovo dialogue"
    ]


@pytest.mark.parametrize("act", [closed, moved])
def test_though_it_goes_days_later_and_the_other_happens_first(world, config, office, clock, act):
    who = world.cast.delegate_nato
    act(world, who)
    (moved if act is closed else closed)(world, who)
    world.db.commit()
    clock.at = AT + 3 * DAY
    send_due(config, clock)

    found = sorted(letter["Subject"].split(":")[0] for letter in letters_to(office, who.email))
    assert found == ["Your account was closed", "Your account was moved"]
