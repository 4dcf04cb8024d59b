"""Two who answer one mandate at the same moment: one word counts, the other gets its sentence. On PostgreSQL both have
begun before either has ended."""

import itertools
import threading
import time

import pytest
from sqlalchemy import select, text

from dialogue.db import db as the_db
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate, MandateState
from dialogue.domain.notices import Dispatch, NoticeKind
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from tests import walk
from tests.web.browser import submit
from tests.web.test_people import typed

pytestmark = pytest.mark.engines
NOW_IT_IS = "This is “%s” and cannot become “%s”."


@pytest.fixture
def posts(people, as_):
    """By name who presses what, in a browser of its own; what the page answers."""
    names = ("admin", "secretary_brussels", "secretary_prishtina", "chair_nato")
    browsers = {name: as_(getattr(people, name)) for name in names}

    def post(who, path, **fields):
        answer = submit(browsers[who], path, fields)
        the_db.remove()
        return answer

    return post


@pytest.fixture
def asked(people, db, posts):
    """Taking the second factors of the secretary in Brussels: the other one and the co-chair may agree."""
    walk.delegations(db, people, walk.plan(db, people))
    db.commit()
    who = people.secretary_brussels.id
    path = posts("admin", f"/mandates/new/factors/{who}", why="Lost.").location
    assert path.startswith("/mandates/")
    return path


def at_once(database, held, *presses):
    """All begin, in that order, while somebody else holds that row; then they are let loose."""
    answers = {}

    def run(name, press):
        answers[name] = press()

    if database.engine.dialect.name == "sqlite":  # its writers queue, whatever they hold
        for name, press in enumerate(presses):
            run(name, press)
        return [answers[name] for name in sorted(answers)]
    with database.engine.begin() as holder:
        holder.execute(text(f"SELECT id FROM {held} FOR UPDATE"))
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(presses)]
        for thread in threads:
            thread.start()
            time.sleep(0.2)
        assert answers == {}, "it was over before the other began"
    for thread in threads:
        thread.join(60)
    return [answers[name] for name in sorted(answers)]


ANSWERS = {
    "confirm": lambda post, path: post("secretary_prishtina", f"{path}/confirm"),
    "confirm too": lambda post, path: post("chair_nato", f"{path}/confirm"),
    "decline": lambda post, path: post("chair_nato", f"{path}/decline", reason="I know nothing of it."),
    "withdraw": lambda post, path: post("admin", f"{path}/withdraw"),
}
BECOMES = {
    "confirm": MandateState.IN_FORCE,
    "confirm too": MandateState.IN_FORCE,
    "decline": MandateState.DECLINED,
    "withdraw": MandateState.WITHDRAWN,
}


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(ANSWERS, 2)))
def test_of_two_answers_one_counts_and_the_other_gets_its_sentence(posts, asked, db, database, caplog, first, second):
    answers = at_once(database, "mandates", *(lambda n=n: ANSWERS[n](posts, asked) for n in (first, second)))

    assert sorted(one.status_code for one in answers) == [303, 409]
    (won,) = [name for name, one in zip((first, second), answers, strict=True) if one.status_code == 303]
    (refused,) = [one for one in answers if one.status_code == 409]
    (lost,) = {first, second} - {won}
    assert NOW_IT_IS % (
        BECOMES[won].value,
        MandateState.IN_FORCE.value if lost != "withdraw" else BECOMES[lost].value,
    ) in (refused.text)
    made = db.scalars(select(Mandate)).one()
    assert made.state is BECOMES[won]
    done = db.scalars(select(LogEntry.id).where(LogEntry.verb == "reset second factors")).all()
    told = [one for one in db.scalars(select(Dispatch.key)) if one.startswith(f"mandate:{made.id}:in force")]
    assert (len(done), len(told)) == ((1, 1) if won.startswith("confirm") else (0, 0))
    answered = db.scalars(select(LogEntry.verb).where(LogEntry.noun == "mandates").order_by(LogEntry.id)).all()
    assert len(answered) == 2  # proposed, and answered once
    assert [one for one in caplog.messages if "the database" in one] == []


def test_of_two_agreements_to_a_link_one_makes_it(people, posts, db, database):
    walk.delegations(db, people, walk.plan(db, people))
    db.commit()
    path = posts("admin", f"/mandates/new/password/{people.chair_nato.id}", why="Lost.").location
    who = ("secretary_brussels", "secretary_brussels")

    answers = at_once(database, "mandates", *(lambda n=n: posts(n, f"{path}/confirm") for n in who))

    assert sorted(one.status_code for one in answers) == [303, 409]
    assert len(db.scalars(select(PasswordLink)).all()) == 1
    keys = db.scalars(select(Dispatch.key).where(Dispatch.kind == NoticeKind.ACCOUNT.value)).all()
    assert len([one for one in keys if one.startswith("password link:")]) == 1


def test_closing_and_revising_one_who_speaks_in_a_round_wait_for_each_other_in_one_order(
    people, posts, as_, db, clock, database, caplog
):
    """The session first, then the person: whoever held the person and then waited for the session would stand in the
    way of whoever holds that and waits for the person."""
    session = walk.plan(db, people)
    walk.delegations(db, people, session)
    walk.bare_round(db, people, session, at=clock())
    db.commit()
    who = people.chair_nato
    fields = typed(people, email=who.email, organisation=who.organisation_id, function="New", base_version=who.version)
    fields |= {"given_name": who.given_name, "family_name": who.family_name}
    path = f"/people/{who.id}"
    db.rollback()
    other = as_(people.admin)

    def revise():
        answer = submit(other, path, fields)
        the_db.remove()
        return answer

    answers = at_once(database, "sessions", revise, lambda: posts("admin", f"{path}/close"))

    assert [one.status_code for one in answers] == [303, 303]
    assert [one for one in caplog.messages if "the database" in one] == []
    again = db.get(Person, who.id, populate_existing=True)
    assert (again.function, again.active) == ("New", False)
