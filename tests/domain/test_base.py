"""Moments and wall clocks, facts that are handed over once, the refusal with its sentence."""

import datetime as dt
import enum

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from dialogue.domain.base import Base, Moment, Refused, Stale, WallClock, refusal, words
from tests.factories import AT, organisation, person, topic

CET = dt.timezone(dt.timedelta(hours=1))
SQLITE, POSTGRESQL = sqlite.dialect(), postgresql.dialect()


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=["sqlite", "pg"])
def test_a_moment_comes_back_as_the_same_instant_in_utc(dialect):
    moment = Moment()

    kept = moment.process_bind_param(dt.datetime(2027, 6, 8, 9, 30, tzinfo=CET), dialect)

    back = moment.process_result_value(kept, dialect)
    assert (back, back.tzinfo) == (dt.datetime(2027, 6, 8, 8, 30, tzinfo=dt.UTC), dt.UTC)


def test_a_moment_without_zone_is_a_fault_of_the_caller():
    with pytest.raises(TypeError, match="needs its zone"):
        Moment().process_bind_param(dt.datetime(2027, 6, 8, 9, 30), SQLITE)


def test_no_moment_stays_none():
    assert Moment().process_bind_param(None, SQLITE) is None
    assert Moment().process_result_value(None, SQLITE) is None


def test_a_wall_clock_keeps_what_it_shows_and_takes_no_zone():
    shows = dt.datetime(2027, 6, 8, 9, 30)

    assert WallClock().process_bind_param(shows, SQLITE) == shows
    with pytest.raises(TypeError, match="no zone"):
        WallClock().process_bind_param(shows.replace(tzinfo=dt.UTC), SQLITE)


def test_states_are_stored_as_their_words():
    class Weather(enum.StrEnum):
        FINE_DAY = "a fine day"

    assert words(Weather).enums == ["a fine day"]


def test_records_compare_by_identity_and_can_be_in_sets():
    one, other = organisation("Same"), organisation("Same")

    assert one != other
    assert len({one, other, one}) == 2


def test_facts_are_handed_over_once_in_their_order():
    thing, by = topic(), person()
    thing.did("reword", by=by, at=AT)
    thing.did("retire", by=None, at=AT, digest="ab")

    assert [(f.verb, f.by, f.at, f.digest, f.thing) for f in thing.facts()] == [
        ("reword", by, AT, "", thing),
        ("retire", None, AT, "ab", thing),
    ]
    assert thing.facts() == []


def test_a_refusal_reads_as_a_sentence_and_keeps_its_message_for_translation():
    no = Refused("There are positions 1 to %(last)d here.", last=3)

    assert str(no) == "There are positions 1 to 3 here."
    assert (no.sentence, no.values) == ("There are positions 1 to %(last)d here.", {"last": 3})


def test_a_refusal_without_values_may_hold_a_percent_sign():
    assert str(Refused("At least 50% are needed.")) == "At least 50% are needed."


def test_stale_is_a_refusal_too():
    assert isinstance(Stale("Somebody was quicker."), Refused)


def test_every_mapped_constraint_has_a_name_of_its_own():
    # Alembic can only drop what has a name.
    unnamed = [
        (table.name, constraint)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert unnamed == []


def test_a_guard_is_asked_beforehand_what_its_verb_would_say():
    def guard(ready):
        if not ready:
            raise Refused("Not yet, %(who)s.", who="Nora")

    assert refusal(guard, True) is None
    assert str(refusal(guard, False)) == "Not yet, Nora."


def test_a_fault_of_a_guard_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        refusal(lambda: 1 / 0)
