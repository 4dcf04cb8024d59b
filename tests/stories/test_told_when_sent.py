"""Between an act and the mail that tells of it lie minutes, or with a mail server that is away days. Whoever has lost
the right in between gets nothing, whatever the kind of the notice; whoever still has it gets the mail."""

from dataclasses import dataclass, replace
from itertools import product

import pytest
from sqlalchemy import select

from dialogue import access
from dialogue.access import SUBJECTS, may_be_told
from dialogue.actions import (
    accounts,
    acts,
    answers,
    archive,
    changes,
    departures,
    digests,
    invitations,
    ladders,
    mandates,
    meetings,
    nominations,
    reminders,
    rounds,
    settling,
    tellings,
    texts,
)
from dialogue.actions.mandates import Links
from dialogue.config import Config
from dialogue.domain import communiques
from dialogue.domain import mandates as register
from dialogue.domain.agreed import Means, TextState
from dialogue.domain.archive import ImportKind, Old, Words
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.engagements import Engagement, EngagementState
from dialogue.domain.followups import FollowUpWatch
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.meetings import Format, MeetingKind, Plan, Under
from dialogue.domain.notices import OF_A_SESSION, Draft, Loss, Notice, NoticeKind, NoticeState
from dialogue.domain.people import AccountState
from dialogue.domain.sessions import SessionKind, SessionState
from dialogue.domain.silence import Circulation, ObjectionKind, Profile, Route
from dialogue.notifications import recipients, second_words
from dialogue.notifications.outbox import send_due
from dialogue.queries import sheets
from dialogue.queries.waiting import Wait
from dialogue.queries.waiting import waiting as waits_for
from tests import walk
from tests.cast import Cast, enter
from tests.factories import AT, DAY, ENDS, HOUR, STARTS
from tests.once import once
from tests.post import Office, served
from tests.queries.test_deadlines import followup

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
def kind():
    """What has been told of in the world; a test that is asked for each kind gives it."""


@pytest.fixture
def world(db, kind):
    """By an act a notice of the kind came about: made once for each kind, since a dozen tests begin with the same."""
    cast = enter(db)
    return World(db, cast, **once(db, f"told of {kind}", lambda: _told(db, cast, kind)))


def _told(db, cast, kind):
    session = walk.plan(db, cast)
    seats = walk.delegations(db, cast, session)
    seats["observer"] = walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER)
    # So that somebody of the side is left, whoever loses what: a round that is held anew is other news.
    seats["focal_kosovo"].authorise("Letter 0", by=cast.secretary_prishtina, at=AT)
    made = {"session": session, "seats": seats, "engagement": walk.engagement(db, cast, session, cast.university)}
    db.commit()
    if kind is not None:
        KINDS[kind].make(World(db, cast, **made))
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
    return rounds.propose(texts.find("draft", draft.key), terms, by=world.cast.secretary_brussels, at=AT)


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


def reminded_of_a_turn(world):
    """Each co-chair, of the method that waits for its word."""
    proposed(world)
    world.db.flush()
    reader = access.standing(world.cast.secretary_brussels, AT)
    for task in waits_for(reader, AT.date()).others:
        if task.wait is Wait.ROUND_METHOD:
            made = reminders.reminder(task, world.session, "/circulations", reader)
            reminders.remind(made, by=reader.person, at=AT)


def called(world):
    tellings.begin_agenda(world.session, [], by=world.cast.secretary_brussels, at=AT)


def comments_closed(world):
    made, _ = walk.to_minutes(world.db, world.cast, walk.plan(world.db, world.cast, existing=[world.session]))
    walk.comments(world.db, world.cast, made)
    made.circulated_at, made.comments_until = AT - 20 * DAY, AT - DAY
    tellings.close_comments(made, seen=None, by=world.cast.secretary_brussels, at=AT)


def final_draft(world, *, commented=False):
    """Minutes of another session whose delegations are the same."""
    made, seats = walk.to_minutes(world.db, world.cast, walk.plan(world.db, world.cast, existing=[world.session]))
    walk.finalise(world.db, world.cast, made)
    made.circulated_at = AT if commented else None
    tellings.signed_off(made, f"/sessions/{made.session.ref}/minutes", by=world.cast.secretary_brussels, at=AT)
    return made, seats


def approved(world):
    made, seats = final_draft(world)
    walk.approve(world.db, made, seats)
    tellings.approved(made, f"/sessions/{made.session.ref}/minutes", by=world.cast.focal_kosovo, at=AT)
    return made


def released(world):
    made = approved(world)
    walk.release(world.db, world.cast, made, Level.DELEGATIONS)
    tellings.released(made, Level.DELEGATIONS, by=world.cast.secretary_brussels, at=AT)


def communique_out(world):
    by = world.cast.secretary_brussels
    made = communiques.begin(world.session, title="T", text="Words", by=by, at=AT)
    world.db.add(made)
    made.state, made.text_hash, made.approved_at, made.means = TextState.APPROVED, "0" * 64, AT, Means.CO_CHAIRS
    world.db.flush()
    made.freeze(sheets.text_editions(made))
    made.kept_edition(Level.DELEGATIONS).released_at = AT
    tellings.released(made, Level.DELEGATIONS, by=by, at=AT)


def corrigendum_out(world):
    """Of minutes whose delegations' edition is out: it is, with its approval."""
    made, seats = final_draft(world)
    walk.approve(world.db, made, seats)
    walk.release(world.db, world.cast, made, Level.DELEGATIONS)
    one = walk.corrigendum(world.db, world.cast, made, at=made.session.ends_at + 5 * DAY)
    walk.approve(world.db, one, seats)
    tellings.approved(one, "/", by=world.cast.focal_kosovo, at=AT)


def with_a_cohost(world, verb):
    """The step from which the co-host's people are told, as if it had been taken now."""
    world.engagement.state = EngagementState.MOU_SIGNED if verb is Engagement.activate else EngagementState.ACTIVE
    world.session.state = SessionState.HELD
    tellings.take_step(world.engagement, verb, by=world.cast.secretary_brussels, at=AT)
    world.engagement.state = EngagementState.ACTIVE  # so that it may be suspended, whichever step it was


def wished(world, kind, session=None, **to):
    one = session or world.session
    return Wish(kind, one, replace(one.appointment, **to), "A strike.")


def asked(world, wish, who="secretary_brussels"):
    return changes.propose(wish, base=wish.session.version, by=world.of(who), at=AT)


def changed(world, kind, **to):
    changes.consent(asked(world, wished(world, kind, **to)), by=world.cast.secretary_prishtina, at=AT)


def moved_on(world):
    changed(world, ChangeKind.MOVE, starts=STARTS + DAY, ends=ENDS + DAY, venue="Palace")


def reinstated(world):
    acts.cancel_session(world.session, "No quorum.", by=world.cast.secretary_brussels, at=AT)
    changed(world, ChangeKind.REINSTATE)


def each_asks_the_other(world):
    asked(world, wished(world, ChangeKind.POSTPONE))
    other = walk.plan(world.db, world.cast, existing=[world.session], starts=STARTS + 182 * DAY)
    asked(world, wished(world, ChangeKind.CONVENE, other), "secretary_prishtina")


def of_account(world, kind):
    people = [world.of(who) for who in ("chair_kosovo", "chair_nato")]
    for person in people:
        person.password_hash = None if kind is NoticeKind.INVITATION else person.password_hash
    drafts = [Draft(person, "Your account", "It waits for you.", "/sign-in") for person in people]
    recipients.tell(kind, drafts, key="account", at=AT, about=None)


def done_alone(world):
    who = world.of("delegate_kosovo")
    mandates.act(Order(MandateKind.PASSWORD, who), "", by=world.cast.admin, at=AT, links=Links("k" * 32, by_hand=False))


def rung_due(world):
    """That items have to be asked for: to those who ask, and to the secretaries. The call has gone out."""
    world.db.add(acts.begin_agenda(world.session, [], by=world.cast.secretary_brussels, at=AT))
    world.db.flush()
    ladders.tell(world.session.id, world.session.starts_at - 28 * DAY)


def followups_told(world, days):
    """One of each side was due so many days ago; each side has a focal point."""
    world.seats["delegate_nato"].capacity = Capacity.FOCAL_POINT
    for number, owner in enumerate((world.cast.nato, world.cast.kosovo), start=1):
        followup(world.db, world.session, owner, number=number, due_on=AT.date() - days * DAY)
    world.db.add(FollowUpWatch(looked_at=AT - DAY))
    digests.tell(AT)


def old_sessions_offered(world):
    """Each side has taken one in, and asks the other."""
    for by in walk.both(world.cast):
        about = Old(
            reference=f"Old {by.id}", held_on=AT.date() - 400 * DAY, held_until=None, city="City",
            kind=SessionKind.REGULAR,
        )  # fmt: skip
        made = archive.enter(about, by=by, at=AT)
        words = Words(lines=(ImportedLine(what="item", text="Title"),))
        made.take_in(ImportKind.MINUTES, words, base=made.version, by=by, at=AT)
        world.db.flush()
        archive.offer(made, base=made.version, by=by, at=AT)


def second_word(world):
    """Both co-chairs are asked; so much is for the test of who may be told, not for the rule of whom one asks."""
    order = Order(MandateKind.PASSWORD, world.of("delegate_kosovo"))
    asked = [world.of(who) for who in ("chair_kosovo", "chair_nato")]
    made = register.propose(order, "Lost.", asked=asked, waiting=(), by=world.cast.admin, at=AT)
    world.db.add(made)
    world.db.flush()
    recipients.tell(NoticeKind.MANDATE, second_words.asked(made), key="mandate", at=AT, about=made)


def invited(world):
    invitations.convene(world.session, by=world.cast.secretary_brussels, at=AT)


def guest_named(world):
    """Whose nomination either secretary may accredit, by neither of them."""
    delegation = walk.sessions_delegation(world.db, world.session, world.cast.elsewhere)
    nominations.nominate(delegation, world.cast.outsider, Capacity.OBSERVER, by=world.cast.admin, at=AT)


def nominations_returned(world):
    """One that a focal point made, and one that a secretary made, both still named."""
    cast = world.cast
    for seat, by in (("delegate_kosovo", cast.focal_kosovo), ("delegate_nato", cast.secretary_brussels)):
        world.seats[seat].withdraw(by=by, at=AT)
        again = nominations.nominate(world.seats[seat].delegation, world.of(seat), Capacity.MEMBER, by=by, at=AT)
        nominations.give_back(again, "Not yet.", by=cast.admin, at=AT)


def accredited(world):
    """Whom somebody else has named, before the session is convened."""
    for who in ("delegate_kosovo", "delegate_nato"):
        invitations.accredited(world.seats[who], by=world.cast.secretary_brussels, at=AT)


def uninvited(world):
    """Two guests who sit there no longer: neither has anything to lose but the account."""
    for who in ("outsider", "cohost_institute"):
        capacity = Capacity.OBSERVER if who == "outsider" else Capacity.SPEAKER
        seat = walk.seat(world.db, world.cast, world.session, world.of(who), capacity)
        departures.withdraw_seat(seat, by=world.cast.secretary_prishtina, at=AT)


def unanswered(world):
    invited(world)
    answers.remind(world.session, by=world.cast.secretary_brussels, at=AT)


def mailed(world):
    drafts = [Draft(one, "A mail waits for you", "It answers a notice.", "/mails") for one in walk.both(world.cast)]
    recipients.tell(NoticeKind.MAIL, drafts, key="mail", at=AT, about=None)


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


def a_meeting(world):
    """Of both co-chairs, a delegate and the other secretary."""
    names = ("chair_nato", "chair_kosovo", "delegate_kosovo", "secretary_prishtina")
    people, starts = [world.of(name) for name in names], STARTS + 21 * DAY
    plan = Plan(kind=MeetingKind.EXPERTS, title="Experts", starts=starts, ends=starts + HOUR, format=Format.REMOTE)
    made = meetings.plan(Under(session=world.session), plan, people, by=world.cast.secretary_brussels, at=AT)
    world.db.flush()
    return made


def meeting_moved(world):
    """Whoever has heard of it; before that it would be named at the new time."""
    made = a_meeting(world)
    for one in world.db.scalars(select(Notice)):
        one.claim(at=AT + HOUR)
        one.sent(at=AT + HOUR)
    later = replace(made.plan, starts=made.starts + HOUR, ends=made.ends + HOUR)
    meetings.revise(made, later, made.people, base=made.version, by=world.cast.secretary_brussels, at=AT + HOUR)


def meeting_cancelled(world):
    made = a_meeting(world)
    meetings.cancel(made, "No quorum.", base=made.version, by=world.cast.secretary_brussels, at=AT + MINUTE / 2)


def meeting_left(world):
    """Both co-chairs, who had heard that they take part."""
    made = a_meeting(world)
    for one in world.db.scalars(select(Notice)):
        one.claim(at=AT + HOUR)
        one.sent(at=AT + HOUR)
    stay = [one for one in made.people if one not in (world.cast.chair_nato, world.cast.chair_kosovo)]
    meetings.revise(made, made.plan, stay, base=made.version, by=world.cast.secretary_brussels, at=AT + HOUR)


OF_A_ROUND = ("seat withdrawn", "account closed", "level lowered")
# To whom its notice went as one who speaks reads an issued round whatever becomes of the seat.
ONCE_ISSUED = ("account closed", "level lowered")
TO_COHOSTS = (
    NoticeKind.AGENDA,
    NoticeKind.CALL,
    NoticeKind.COHOST_OPEN,
    NoticeKind.COHOST_HANDOVER,
    NoticeKind.CONVENED,
    *OF_A_SESSION,
)
OF_THE_SESSION = ("seat withdrawn", "account closed", "engagement suspended")
KINDS = {
    NoticeKind.METHOD: Told(proposed, OF_A_ROUND),
    NoticeKind.ISSUE: Told(lambda world: running(world, served=False), ONCE_ISSUED),
    NoticeKind.EXTENSION: Told(extended, ONCE_ISSUED),
    NoticeKind.REMINDER: Told(reminded, ONCE_ISSUED),
    NoticeKind.OBJECTION: Told(objected, OF_A_ROUND, control="secretary_brussels"),
    # It says the number, which any person of a Party may know, and nothing of the text.
    NoticeKind.OBJECTION_KEPT: Told(
        turned_away, ("account closed", "level lowered"), "delegate_kosovo", "delegate_nato"
    ),
    NoticeKind.VOICE: Told(voice_lost, ONCE_ISSUED, control="secretary_brussels"),
    NoticeKind.RUNNING: Told(runs_again, ONCE_ISSUED),
    NoticeKind.HELD: Told(lambda world: settled(world, heard=False), ONCE_ISSUED),
    NoticeKind.ADOPTED: Told(lambda world: settled(world, heard=True), ONCE_ISSUED),
    NoticeKind.BROKEN: Told(broken, ONCE_ISSUED),
    NoticeKind.DECLINED: Told(
        lambda world: rounds.decline(proposed(world), "In session.", by=world.cast.chair_nato, at=AT), OF_A_ROUND
    ),
    NoticeKind.WITHDRAWN: Told(
        lambda world: rounds.withdraw(running(world), "Not now.", by=world.cast.secretary_brussels, at=AT + DAY),
        ONCE_ISSUED,
    ),
    NoticeKind.SUPERSEDED: Told(
        lambda world: rounds.supersede(running(world), by=world.cast.secretary_brussels, at=AT + DAY), ONCE_ISSUED
    ),
    # A co-host's people may propose items too, and to one the person goes whose level is lowered.
    NoticeKind.CALL: Told(called, ("seat withdrawn", "account closed", "engagement suspended")),
    NoticeKind.COMMENTS_CLOSED: Told(comments_closed, ("account closed", "level lowered")),
    NoticeKind.COMMENTS_ANSWERED: Told(
        lambda world: final_draft(world, commented=True),
        ("account closed", "level lowered"),
        to="delegate_kosovo",
        control="delegate_nato",
    ),
    # After the session whoever was at it keeps the seat.
    NoticeKind.APPROVAL: Told(final_draft, ("account closed", "level lowered")),
    NoticeKind.APPROVED: Told(approved, ("account closed", "level lowered"), control="secretary_prishtina"),
    NoticeKind.RELEASED: Told(released, ("account closed", "level lowered")),
    NoticeKind.COMMUNIQUE_OUT: Told(communique_out, OF_A_ROUND),
    NoticeKind.CORRIGENDUM_OUT: Told(corrigendum_out, ("account closed", "level lowered")),
    NoticeKind.COHOST_OPEN: Told(
        lambda world: with_a_cohost(world, Engagement.activate),
        ("account closed", "engagement suspended"),
        to="cohost_university",
        control="secretary_prishtina",
    ),
    NoticeKind.COHOST_HANDOVER: Told(
        lambda world: with_a_cohost(world, Engagement.hand_over),
        ("account closed", "engagement suspended"),
        to="cohost_university",
        control="secretary_prishtina",
    ),
    NoticeKind.TURN: Told(reminded_of_a_turn, OF_A_ROUND),
    # Who was at a session stays in its delegation: there is no seat to withdraw.
    NoticeKind.COMMENTS: Told(for_comments, ("account closed", "level lowered")),
    NoticeKind.AGENDA: Told(agenda_circulated, (*OF_A_ROUND, "engagement suspended")),
    NoticeKind.INVITED: Told(invited, OF_A_ROUND),
    NoticeKind.UNINVITED: Told(uninvited, ("account closed",), to="outsider", control="cohost_institute"),
    NoticeKind.NAMED: Told(
        guest_named, ("account closed", "level lowered"), to="secretary_prishtina", control="secretary_brussels"
    ),
    NoticeKind.RETURNED: Told(nominations_returned, OF_A_ROUND, to="focal_kosovo", control="secretary_brussels"),
    NoticeKind.ACCREDITED: Told(accredited, OF_A_ROUND, to="delegate_kosovo", control="delegate_nato"),
    # Who sits at the table is invited; whoever comes to an organisation that is engaged reads the session there.
    NoticeKind.CONVENED: Told(invited, OF_THE_SESSION, to="focal_kosovo", control="secretary_prishtina"),
    NoticeKind.MAIL: Told(
        mailed, ("account closed", "level lowered"), to="secretary_prishtina", control="secretary_brussels"
    ),
    NoticeKind.UNANSWERED: Told(unanswered, OF_A_ROUND),
    # Whoever comes to an organisation that is engaged reads the session there.
    NoticeKind.SESSION_CHANGED: Told(moved_on, OF_THE_SESSION),
    NoticeKind.SESSION_POSTPONED: Told(lambda world: changed(world, ChangeKind.POSTPONE), OF_THE_SESSION),
    NoticeKind.SESSION_CANCELLED: Told(
        lambda world: changed(world, ChangeKind.CANCEL), ("account closed", "engagement suspended")
    ),
    NoticeKind.SESSION_REINSTATED: Told(reinstated, OF_THE_SESSION),
    NoticeKind.CHANGE: Told(
        each_asks_the_other, ("account closed", "level lowered"), "secretary_prishtina", "secretary_brussels"
    ),
    NoticeKind.RUNG: Told(rung_due, OF_A_ROUND, to="focal_kosovo", control="secretary_brussels"),
    NoticeKind.DIGEST: Told(
        lambda world: followups_told(world, 1), OF_A_ROUND, to="focal_kosovo", control="delegate_nato"
    ),
    NoticeKind.ESCALATION: Told(lambda world: followups_told(world, 20), OF_A_ROUND),
    # Who takes part needs no seat in the session under which it stands.
    NoticeKind.MEETING_NAMED: Told(a_meeting, ("account closed", "level lowered")),
    NoticeKind.MEETING_MOVED: Told(meeting_moved, ("account closed", "level lowered")),
    NoticeKind.MEETING_CANCELLED: Told(meeting_cancelled, ("account closed", "level lowered")),
    NoticeKind.MEETING_LEFT: Told(meeting_left, ("account closed",)),
    NoticeKind.OLD_SESSION: Told(
        old_sessions_offered, ("account closed", "level lowered"), "secretary_prishtina", "secretary_brussels"
    ),
    NoticeKind.MANDATE: Told(second_word, OF_A_ROUND),
    NoticeKind.ACCOUNT: Told(lambda world: of_account(world, NoticeKind.ACCOUNT), ("account closed",)),
    NoticeKind.INVITATION: Told(lambda world: of_account(world, NoticeKind.INVITATION), ("account closed",)),
    # It says that the account was closed or moved, and nothing else: nothing costs anybody that.
    NoticeKind.LEFT: Told(lambda world: of_account(world, NoticeKind.LEFT), ()),
    NoticeKind.DONE_ALONE: Told(
        done_alone, ("account closed", "level lowered"), to="secretary_prishtina", control="secretary_brussels"
    ),
}


def test_every_kind_has_its_row_and_its_right():
    assert set(KINDS) == set(NoticeKind) == set(SUBJECTS)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_told_may_be_told_at_that_moment(world, kind):
    """The choice of recipients and the judgement at the sending are one rule: they never part at the act itself."""
    told = [one for one in world.db.scalars(select(Notice)) if one.dispatch.kind == kind]

    assert told and all(may_be_told(one, one.dispatch.made_at) for one in told)


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_in_a_mail_opens_for_whoever_gets_it(world, as_, clock, kind):
    clock.at = max(one.dispatch.made_at for one in world.db.scalars(select(Notice)))
    told = {
        (one.path, one.recipient) for one in world.db.scalars(select(Notice)) if one.dispatch.kind == kind and one.path
    }
    # Of an account, the first address is for somebody who cannot sign in yet; it has tests of its own.
    told = {(path, who) for path, who in told if not path.startswith("/invitation")}

    answers = {(path, who.name): as_(who).get(path, follow_redirects=True).status_code for path, who in told}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("kind", KINDS)
def test_no_mail_leaves_with_a_date_or_place_that_holds_no_more(world, config, office, clock, kind):
    """Whatever changed the session: here the bare verb, of which the outbox learns nothing, after a try that failed."""
    these = [one for one in world.db.scalars(select(Notice)) if one.dispatch.kind == kind]
    clock.at, office.mood = max(one.dispatch.not_before for one in these) + HOUR, "451 later"
    send_due(config, clock)
    office.mood, session = None, world.session
    world.db.expire_all()
    assert {(one.state, one.attempts) for one in these} == {(NoticeState.QUEUED, 1)}, "each would have gone"
    was, told = session.appointment, f"{STARTS:%-d %b %Y}"
    if session.can_be_prepared and session.has_a_date:
        to = replace(was, starts=was.starts + 7 * DAY, ends=was.ends + 7 * DAY, venue="Another Hall")
        session.rearrange(to, due=None, base=session.version, by=world.cast.secretary_brussels, at=clock())
    world.db.commit()
    for _ in range(3):
        clock.at += 2 * HOUR
        send_due(config, clock)

    words = [one.get_body(("plain",)).get_content() for one in office.letters]
    # Nothing holds instead of these: there the old date is the news.
    off = {NoticeKind.SESSION_POSTPONED, NoticeKind.SESSION_CANCELLED}
    assert [one for one in words if told in one or "Palace" in one] == [] or kind in off
    # Whoever is reminded to answer was invited, and is told of the new date by that.
    anew = {NoticeKind.AGENDA, NoticeKind.CONVENED, NoticeKind.INVITED, NoticeKind.UNANSWERED, NoticeKind.UNINVITED}
    assert any("15 Jun 2027" in one for one in words) == (kind in anew)
    if kind is NoticeKind.CALL:  # it says until when items are asked for, three weeks before the session
        until = ["Tue 25 May 2027" in one and "18 May" not in one for one in words]
        assert until and all(until)
    if (kind in OF_A_SESSION and kind not in off) or kind is NoticeKind.RUNG:  # its day has moved along
        assert words == []


def test_a_call_for_items_of_a_session_without_a_date_does_not_go(world, config, office, clock):
    called(world)
    world.session.postpone("A strike.", by=world.cast.secretary_brussels, at=AT)
    world.db.commit()
    clock.at = AT + HOUR
    send_due(config, clock)

    assert office.letters == []


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
    person.organisation, person.standing = world.cast.university, AccountState.NONE


def _revise(world, person):
    """To an organisation whose people read the co-hosts' edition of the session; the own side agrees where the person
    speaks in a round."""
    by = world.cast.secretary_brussels if person.organisation is world.cast.nato else world.cast.secretary_prishtina
    for one in world.db.scalars(select(Circulation)):
        if one.is_going and person.organisation.is_party:
            one.let_go(person, by=by, at=AT)
    return departures.revise_person(
        person, given_name=person.given_name, family_name=person.family_name, email=person.email,
        organisation=world.cast.university, function="", rank=5, standing=AccountState.NONE, base=person.version,
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
    for notice in world.db.scalars(select(Notice).where(Notice.state == NoticeState.QUEUED)):
        if notice.dispatch.kind == kind:
            found[notice.recipient] = notice
        else:
            notice.next_at = AT + 3650 * DAY
    return found


def waiting(world, kind, loss):
    """What waits for whoever suffers the loss, and for whoever keeps every right."""
    told = KINDS[kind]
    who = world.cast.cohost_university if loss == "engagement suspended" else world.of(told.to)
    found = queued(world, kind)
    return who, found.get(who), found[world.of(told.control)]


def letters_to(office, address):
    return [letter for letter in office.letters if address in letter["To"]]


# From a session that will not take place nobody is withdrawn.
NEVER = (NoticeKind.SESSION_CANCELLED, "seat withdrawn")
PAIRS = [pair for pair in product(KINDS, LOSSES) if pair != NEVER]


@pytest.mark.parametrize(("kind", "loss"), PAIRS)
def test_who_has_lost_the_right_gets_no_mail_and_everybody_else_gets_it(world, config, office, clock, kind, loss):
    told = KINDS[kind]
    who, theirs, other = waiting(world, kind, loss)
    gone = loss in told.by

    LOSSES[loss].verb(world, who)
    clock.at = other.dispatch.not_before
    world.db.commit()
    send_due(config, clock)

    assert (theirs is None) == (loss == "engagement suspended" and kind not in TO_COHOSTS)
    assert len(letters_to(office, who.email)) == (0 if gone or theirs is None else 1)
    assert len(letters_to(office, world.of(told.control).email)) == 1
    world.db.expire_all()
    assert other.state is NoticeState.SENT
    if theirs is not None:
        expected = (NoticeState.CALLED_BACK, Loss.FOUND, clock(), 0) if gone else (NoticeState.SENT, None, None, 1)
        assert (theirs.state, theirs.called_back_why, theirs.called_back_at, theirs.attempts) == expected


@pytest.mark.parametrize(("kind", "loss"), PAIRS)
def test_the_act_itself_calls_back_what_waits_for_the_person_and_nothing_else(world, kind, loss):
    who, theirs, other = waiting(world, kind, loss)
    gone = loss in KINDS[kind].by
    mine = [one for one in world.db.scalars(select(Notice)) if one.recipient is who and one.state is NoticeState.QUEUED]
    others = [one for one in world.db.scalars(select(Notice)) if one not in mine]
    before = [one.state for one in others]

    many = LOSSES[loss].act(world, who)

    called = [one for one in mine if one.state is NoticeState.CALLED_BACK]
    assert (many, theirs in called) == (len(called), gone)
    assert {(one.called_back_by, one.called_back_at, one.called_back_why) for one in called} <= {
        (world.cast.admin, AT, LOSSES[loss].why)
    }
    assert [one.state for one in others] == before
    assert other.state is NoticeState.QUEUED


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
