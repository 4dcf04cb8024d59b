"""The joint register: what a filter lets through, what changed of late, where a topic stood."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.people import Person
from dialogue.domain.topics import Topic
from dialogue.queries import register
from dialogue.queries.register import TrackerFilter
from tests.databases import Postgres, Sqlite
from tests.planted import AT, ROLES, planted
from tests.web.many import more_followups

TODAY = AT.date()


@pytest.fixture(autouse=True)
def _world(database: Sqlite | Postgres) -> None:
    planted(database)


def references(**chosen: object) -> list[str]:
    return [row.reference for row in register.tracker(TrackerFilter(**chosen), TODAY).rows]  # type: ignore[arg-type]  # a test's words


def test_without_a_filter_everything_is_there_the_most_pressing_first() -> None:
    sheet = register.tracker(TrackerFilter(), TODAY)

    dates = [row.due for row in sheet.rows if row.due]
    assert len(dates) == 3
    assert dates == sorted(dates)
    assert sheet.filters == ()


def test_each_filter_is_told_in_words() -> None:
    chosen = TrackerFilter(owner="nato", state="open", overdue=True, live=True, words="list")

    assert register.tracker(chosen, TODAY).filters == (
        "Owner: nato",
        "State: open",
        "Words: list",
        "Overdue only",
        "Not finished only",
    )


def test_an_address_holds_what_was_chosen_and_nothing_else() -> None:
    assert TrackerFilter().address == {}
    assert TrackerFilter(owner="nato", overdue=True, words="list", order="owner").address == {
        "owner": "nato",
        "overdue": "1",
        "q": "list",
        "order": "owner",
    }


def test_a_word_that_nobody_knows_finds_nothing() -> None:
    for chosen in ({"owner": "x"}, {"topic": "x"}, {"state": "x"}, {"session": "x"}, {"words": "%"}, {"words": "_"}):
        assert references(**chosen) == []


def test_words_are_found_in_whichever_letters_they_are_typed() -> None:
    found = references(words="CONCEPT shortlist")

    assert len(found) == 1
    assert references(words="Cóncept šhortlist") == found
    assert references(words="concept shortlist nobody") == []


def test_what_is_due_today_is_not_overdue_yet() -> None:
    more_followups(1, due_on=TODAY)
    more_followups(1, due_on=TODAY - dt.timedelta(days=1))
    db.commit()

    late = references(overdue=True)
    assert "OC/2026/1/05" in late
    assert "OC/2026/1/04" not in late


def test_what_is_for_the_secretariat_alone_is_on_no_sheet() -> None:
    db.scalars(select(FollowUp).where(FollowUp.number == 2)).one().level = Level.SECRETARIAT
    db.commit()

    assert "OC/2026/1/02" not in references()


def test_what_changed_since_the_last_session_is_said_in_words() -> None:
    changed = {row.reference: row.changed for row in register.tracker(TrackerFilter(), TODAY).rows}

    assert changed["OC/2026/1/01"] == "in progress → claimed done"
    assert changed["OC/2026/1/02"] == "1 note"


def test_a_follow_up_opened_before_the_last_session_was_carried_once() -> None:
    more_followups(1)
    db.commit()

    carried = {row.reference: row.carried for row in register.tracker(TrackerFilter(), TODAY).rows}
    assert carried["OC/2026/1/01"] == 1
    assert carried["OC/2026/1/04"] == 0


def test_the_sheet_is_dated_by_the_last_thing_that_happened() -> None:
    assert register.tracker(TrackerFilter(), TODAY).dated == AT - dt.timedelta(days=5)
    assert register.tracker(TrackerFilter(), TODAY).as_of == TODAY


def test_a_moved_date_says_what_it_was() -> None:
    followup = db.scalars(select(FollowUp).where(FollowUp.number == 3)).one()
    who = db.scalars(select(Person).where(Person.email == ROLES["secretary"])).one()
    was = followup.due_on
    followup.assign(
        office="",
        supporting="",
        due_on=was + dt.timedelta(days=7),
        reason="Late.",
        base=followup.version,
        by=who,
        at=AT,
    )
    db.commit()

    row = next(r for r in register.tracker(TrackerFilter(), TODAY).rows if r.reference == followup.reference)
    assert f"{was.day} " in row.changed
    assert "before" in row.changed


def test_the_history_of_a_topic_is_the_newest_first() -> None:
    topic = db.scalars(select(Topic).where(Topic.slug == "kfor-and-the-security-situation")).one()

    history = register.history(topic)
    assert [at.session.ref for at in history.appearances] == ["2027-1", "2026-2", "2026-1"]
    line = next(line for line in register.topics_with_counts() if line.topic is topic)
    assert line.sessions == 3
