"""Two who act at the same moment on a text, its round and its session: one is done, and the other done or refused in a
sentence, in whatever order they come. On PostgreSQL both have begun before either has ended."""

import datetime as dt
import itertools
import threading
import time

import pytest
from sqlalchemy import select, text

from dialogue.actions import rounds, settling, texts
from dialogue.db import db as the_db
from dialogue.db import transaction
from dialogue.domain.delegations import Participant
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.sessions import ZONE
from dialogue.domain.silence import Circulation, proposed_expiry
from tests import walk
from tests.factories import DAY
from tests.web.browser import submit

pytestmark = pytest.mark.engines
MINUTE = dt.timedelta(minutes=1)
DONE, GONE = {200, 303}, 404  # gone: who has no account any more is let go by nobody
FOUND = {  # the pairs in which one of two ended in a fault of the database, and their likes; all others take longer
    ("approve", "issue"), ("issue", "approve"), ("return", "issue"), ("issue", "return"), ("approve", "withdraw"),
    ("withdraw", "approve"), ("object", "sign off"), ("object", "settle"), ("object", "close an account"),
}  # fmt: skip


def pairs(found):
    """Those that were found at once, the rest among the slow ones."""
    return [pytest.param(*pair, marks=[] if pair in FOUND else pytest.mark.slow) for pair in found]


class World:
    """Minutes in their final draft, one approval given; silence proposed, both co-chairs agreed (or one: `asked`); or
    the round runs; or it was adopted, and one secretary has given the word for a release."""

    def __init__(self, db, people, as_, clock, *, issued, asked=False, adopted=False):
        minutes, _ = walk.to_minutes(db, people, walk.plan(db, people))
        walk.finalise(db, people, minutes)
        clock.at = at = minutes.session.ends_at + 3 * DAY
        self.clock, self.hash = clock, minutes.text_hash
        if issued:
            round_ = walk.silence(db, people, minutes, at=at)
            walk.heard(db, at - MINUTE, at)
        else:
            round_ = rounds.propose(
                texts.find("minutes", minutes.session.ref), walk.MINUTES_TERMS, by=people.secretary_brussels, at=at
            )
            for chair in (people.chair_kosovo,) if asked else (people.chair_nato, people.chair_kosovo):
                round_.consent_to_method("", by=chair, at=at)
        if adopted:
            walk.heard(db, at - MINUTE, round_.expires_at - MINUTE / 2)
            walk.heard(db, round_.expires_at + MINUTE / 2, round_.expires_at + MINUTE / 2)
            clock.at = round_.expires_at + DAY
            rounds.settle(round_, at=clock.at)
        db.commit()
        self.page, self.text = f"/circulations/{round_.id}", f"/sessions/{minutes.session.ref}/minutes"
        self.id, self.minutes_id = round_.id, minutes.id
        self.expires = proposed_expiry(round_.profile, at, round_.capitals).astimezone(ZONE)
        kind = NoticeKind.ISSUE if issued else NoticeKind.METHOD
        self.notice = db.scalars(select(Dispatch.id).where(Dispatch.kind == kind)).one()
        seat = db.scalars(select(Participant).where(Participant.person_id == people.chair_kosovo.id)).one()
        self.seat = f"/sessions/{minutes.session.ref}/participants/{seat.id}"
        self.chair = people.chair_nato.id
        who = ("admin", "secretary_brussels", "secretary_prishtina", "chair_nato", "chair_kosovo", "delegate_nato")
        self.browsers = {name: as_(getattr(people, name)) for name in who}
        self.received = round_.expires_at.astimezone(ZONE) - dt.timedelta(hours=1) if issued else None
        self.sender = people.chair_kosovo.id
        if adopted:
            assert self.post("secretary_brussels", f"{self.text}/releases/public") == 303
        if not issued:
            assert self.post("chair_kosovo", f"{self.text}/approval", seen=self.hash) == 303
        the_db.remove()

    def post(self, who, path, **fields):
        answer = submit(self.browsers[who], path, fields)
        the_db.remove()
        return answer.status_code


def issue(world):
    return world.post("secretary_brussels", f"{world.page}/issue", expires=f"{world.expires:%Y-%m-%dT%H:%M}")


def settle(world):
    with transaction():
        settling.settle_by_id(world.id, world.clock())
    the_db.remove()
    return 200


PROPOSED = {
    "approve": lambda w: w.post("chair_nato", f"{w.text}/approval", seen=w.hash),
    "return": lambda w: w.post("chair_nato", f"{w.text}/return", reason="Not yet.", seen=w.hash),
    "issue": issue,
    "withdraw": lambda w: w.post("secretary_prishtina", f"{w.page}/withdraw", text="Later."),
    "decline": lambda w: w.post("chair_kosovo", f"{w.page}/decline", text="In session."),
    "take back the question": lambda w: w.post("secretary_prishtina", f"/notices/dispatches/{w.notice}/undo"),
}
RUNNING = {
    "approve": PROPOSED["approve"],
    "withdraw": PROPOSED["withdraw"],
    "object": lambda w: w.post("chair_kosovo", f"{w.page}/objections", kind="objection", text="No."),
    "object too": lambda w: w.post("delegate_nato", f"{w.page}/objections", kind="objection", text="Nor we."),
    "acknowledge": lambda w: w.post("secretary_brussels", f"{w.page}/acknowledge"),
    "join consensus": lambda w: w.post("chair_nato", f"{w.page}/consensus"),
    "extend": lambda w: w.post(
        "chair_nato", f"{w.page}/extend", expires=f"{w.expires + 7 * DAY:%Y-%m-%dT%H:%M}"
    ),
    "sign off": lambda w: w.post("secretary_prishtina", f"{w.text}/sign-off", seen=w.hash),
    "settle": settle,
    "take back the notice": lambda w: w.post("secretary_brussels", f"/notices/dispatches/{w.notice}/undo"),
    "close an account": lambda w: w.post("admin", f"/people/{w.chair}/close"),
    "let go": lambda w: w.post("secretary_brussels", f"{w.page}/voices/{w.chair}/let-go"),
}  # fmt: skip


RELEASED = {
    "release": lambda w: w.post("secretary_prishtina", f"{w.text}/releases/public"),
    "release again": lambda w: w.post("secretary_prishtina", f"{w.text}/releases/public"),
    "objection known late": lambda w: w.post(
        "secretary_brussels", f"{w.page}/objections/record", person=w.sender, route="telephone", kind="objection",
        received=f"{w.received:%Y-%m-%dT%H:%M}",
    ),
    "sign": lambda w: w.post("chair_nato", f"{w.text}/signatures"),
}  # fmt: skip


def together(world, database, first, second):
    """Both begin while somebody else holds the text and its round; then they are let loose."""
    answers = {}

    def run(name, verb):
        answers[name] = verb(world)

    if database.engine.dialect.name == "sqlite":  # its writers queue, whatever they hold
        run(0, first)
        run(1, second)
        return [answers[0], answers[1]]
    with database.engine.begin() as holder:
        holder.execute(text("SELECT id FROM minutes FOR UPDATE"))
        holder.execute(text("SELECT id FROM circulations FOR UPDATE"))
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate((first, second))]
        for thread in threads:
            thread.start()
            time.sleep(0.15)
    for thread in threads:
        thread.join(60)
    return [answers[0], answers[1]]


def judge(world, answers, caplog):
    assert set(answers) <= {*DONE, 409, GONE}
    assert [one for one in caplog.messages if "the database" in one] == []
    the_db.rollback()
    round_, minutes = the_db.get(Circulation, world.id), the_db.get(Minutes, world.minutes_id)
    going = round_.is_going and round_.issue is not None and not round_.adoption_in_question
    assert (minutes.state.value == "under silence") is going
    the_db.remove()


@pytest.mark.parametrize(("first", "second"), pairs(itertools.permutations(PROPOSED, 2)))
def test_of_two_on_a_text_for_which_silence_is_proposed_each_is_done_or_refused(
    db, people, as_, clock, database, caplog, first, second
):
    world = World(db, people, as_, clock, issued=False)

    answers = together(world, database, PROPOSED[first], PROPOSED[second])

    judge(world, answers, caplog)
    assert DONE & set(answers)


@pytest.mark.parametrize(("first", "second"), pairs(itertools.combinations(RUNNING, 2)))
def test_of_two_on_a_text_that_is_under_silence_each_is_done_or_refused(
    db, people, as_, clock, database, caplog, first, second
):
    world = World(db, people, as_, clock, issued=True)

    answers = together(world, database, RUNNING[first], RUNNING[second])

    judge(world, answers, caplog)
    for name, answer in zip((first, second), answers, strict=True):
        assert answer == 303 or not name.startswith("object"), "an objection is never refused"
        assert answer != GONE or name == "let go"


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(RELEASED, 2)))
def test_of_two_on_an_adopted_text_each_is_done_or_refused(db, people, as_, clock, database, caplog, first, second):
    world = World(db, people, as_, clock, issued=True, adopted=True)

    answers = together(world, database, RELEASED[first], RELEASED[second])

    judge(world, answers, caplog)
    late = {first, second} & {"objection known late"}
    assert late <= {name for name, answer in zip((first, second), answers, strict=True) if answer == 303}
    assert the_db.get(Circulation, world.id).adoption_in_question is bool(late)
    if {first, second} == {"release", "release again"}:
        assert sorted(answers) == [303, 409]


def test_a_co_chair_approves_while_the_other_consents_to_the_method(db, people, as_, clock, database, caplog):
    world = World(db, people, as_, clock, issued=False, asked=True)

    answers = together(
        world, database, PROPOSED["approve"], lambda w: w.post("chair_nato", f"{w.page}/consent", text="")
    )

    judge(world, answers, caplog)
    assert 303 in answers
