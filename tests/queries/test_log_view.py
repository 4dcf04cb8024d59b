"""The log as its reader may see it: nothing but what is listed, and no trace of what is one side's own."""

import pytest

from dialogue import access
from dialogue.domain.agenda import AgendaItem, ItemKind
from dialogue.domain.delegations import Capacity
from dialogue.domain.log import LogEntry
from dialogue.domain.people import Person
from dialogue.queries import log_view
from tests import walk
from tests.cast import enter
from tests.factories import AT, HOUR


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    made = walk.plan(db, cast)
    db.commit()
    return made


def seen(db, person, **chosen):
    found = db.scalars(log_view.rows(access.standing(person, AT + HOUR), **chosen))
    return [(row.noun, row.verb) for row in found]


def write(db, noun, verb, thing_id=1, session_id=None):
    """A row as any noun could leave it."""
    row = LogEntry(at=AT, by_id=None, verb=verb, noun=noun, thing_id=thing_id, session_id=session_id)
    row.seal(f"{noun} {verb}")
    db.add(row)
    db.commit()


def test_the_admin_sees_rows_of_people_and_settings_and_none_of_papers(db, cast, session):
    cast.outsider.did("revise", by=cast.admin, at=AT)
    db.commit()
    write(db, "sign_ins", "sign-in:begin")
    write(db, "settings", "set")

    assert seen(db, cast.admin) == [("settings", "set"), ("sign_ins", "sign-in:begin"), ("people", "revise")]


def test_a_secretary_sees_rows_of_sessions_and_papers_and_of_people_what_lets_somebody_in(db, cast, session):
    cast.outsider.did("use recovery code", by=cast.outsider, at=AT)
    cast.outsider.did("make link", by=cast.admin, at=AT)
    walk.agenda(db, cast, session)
    db.commit()

    for secretary in (cast.secretary_brussels, cast.secretary_prishtina):
        found = seen(db, secretary)
        assert {noun for noun, _ in found} == {"people", "sessions", "agendas", "agenda_items"}
        assert [verb for noun, verb in found if noun == "people"] == ["make link"]
        assert found[-1] == ("sessions", "plan")


def test_nobody_else_sees_a_row(db, cast, session):
    walk.delegations(db, cast, session)
    db.commit()

    for person in (cast.chair_nato, cast.delegate_kosovo, cast.cohost_university, cast.outsider):
        assert seen(db, person) == []


def test_what_is_new_is_hidden_until_it_is_listed(db, cast):
    for noun, verb in (
        ("minutes_comments", "comment"),
        ("objections", "object"),
        ("circulations", "object"),
        ("minutes", "comment"),
        ("minutes", "no further comments"),
        ("subscriptions", "subscription:make"),
        ("never_heard_of", "write"),
    ):
        write(db, noun, verb)
    write(db, "minutes", "write")
    write(db, "restores", "restore")

    for secretary in (cast.secretary_brussels, cast.secretary_prishtina):
        assert seen(db, secretary) == [("restores", "restore"), ("minutes", "write")]
    assert seen(db, cast.admin) == [("restores", "restore")]


def test_a_declined_request_is_there_for_the_side_that_asked_alone(db, cast, session):
    agenda = walk.agenda(db, cast, session)
    item = AgendaItem(title="Wish", requested_at=AT, agenda=agenda)
    db.add(item)
    agenda.request(item, by=cast.focal_kosovo, at=AT)
    db.commit()
    own = [row for row in seen(db, cast.secretary_brussels) if row == ("agenda_items", "request")]
    item.decline("Not now.", by=cast.secretary_brussels, at=AT)
    db.commit()

    after = {who: seen(db, getattr(cast, f"secretary_{who}")) for who in ("brussels", "prishtina")}

    assert own == [("agenda_items", "request")]
    assert [row for row in after["brussels"] if row[1] in {"request", "decline"}] == []
    assert [row for row in after["prishtina"] if row[1] in {"request", "decline"}] == [
        ("agenda_items", "decline"),
        ("agenda_items", "request"),
    ]


def test_a_request_of_a_co_host_that_was_declined_is_there_for_both_secretaries(db, cast, session):
    agenda = walk.agenda(db, cast, session)
    item = AgendaItem(title="Wish", requested_at=AT, agenda=agenda, kind=ItemKind.OPEN)
    db.add(item)
    agenda.request(item, by=cast.cohost_university, at=AT)
    item.decline("Not now.", by=cast.secretary_brussels, at=AT)
    db.commit()

    for secretary in (cast.secretary_brussels, cast.secretary_prishtina):
        assert [row for row in seen(db, secretary) if row[1] in {"request", "decline"}] == [
            ("agenda_items", "decline"),
            ("agenda_items", "request"),
        ]


def test_a_seat_is_seen_by_the_other_side_once_it_is_accredited_and_not_how_it_came_to_it(db, cast, session):
    named = walk.seat(db, cast, session, cast.delegate_kosovo, accredited=False)
    other = walk.seat(db, cast, session, cast.chair_kosovo, Capacity.HEAD, accredited=False)
    guest = walk.seat(db, cast, session, cast.observer, Capacity.OBSERVER, accredited=False)
    db.commit()
    before = {
        who: seen(db, getattr(cast, f"secretary_{who}"), noun="participants") for who in ("brussels", "prishtina")
    }
    named.return_("The wrong one.", by=cast.secretary_prishtina, at=AT)
    other.accredit(by=cast.secretary_prishtina, at=AT)
    other.authorise("Letter 7", by=cast.secretary_prishtina, at=AT)
    db.commit()

    after = {who: seen(db, getattr(cast, f"secretary_{who}"), noun="participants") for who in ("brussels", "prishtina")}

    assert guest.id
    assert before == {"brussels": [("participants", "nominate")], "prishtina": [("participants", "nominate")] * 3}
    assert after["brussels"] == [("participants", "accredit"), ("participants", "nominate")]
    assert len(after["prishtina"]) == 6


def test_rows_are_narrowed_to_a_session_a_noun_and_those_before_a_row(db, cast, session):
    first = walk.agenda(db, cast, session)
    db.commit()
    everything = db.scalars(log_view.rows(access.standing(cast.secretary_brussels, AT))).all()

    def ids(**chosen):
        return [row.id for row in db.scalars(log_view.rows(access.standing(cast.secretary_brussels, AT), **chosen))]

    assert ids(session_id=first.session_id) == [row.id for row in everything]
    assert ids(session_id=99) == []
    assert ids(noun="sessions") == [everything[-1].id]
    assert ids(before=everything[1].id) == [row.id for row in everything[2:]]


def test_nouns_are_those_of_the_reader(cast):
    def nouns(person: Person):
        return set(access.log_nouns(access.standing(person, AT)))

    assert nouns(cast.chair_nato) == set()
    assert nouns(cast.admin) & nouns(cast.secretary_brussels) == {"people", "mandates", "restores"}
