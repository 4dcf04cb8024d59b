"""Tracks as a reader may see them: what offers itself for an agenda, and in which words."""

import datetime as dt

import pytest
from sqlalchemy import select

from dialogue.domain.agenda import Agenda
from dialogue.domain.tracks import Concern
from dialogue.queries import tracks
from tests import planted


@pytest.fixture
def world(database):
    return planted.planted(database)


@pytest.fixture
def before(db, world):
    """Of the next session: an item of it came from the entry on the cyber defence centre."""
    return db.scalars(select(Agenda).order_by(Agenda.id.desc())).first()


@pytest.fixture
def agenda(db, before):
    """The same, with that item withdrawn."""
    item = next(one for one in before.all_items if one.public_title == "Centres of Excellence")
    before.withdraw(item, base=item.version, by=before.state_by, at=planted.AT)
    db.flush()
    return before


TODAY = planted.AT.date()


def offered(who, agenda, on=TODAY):
    return [line.reference for line in tracks.offers(planted.standing(who), agenda, on)]


def test_nothing_offers_itself_to_who_puts_nothing_on_agendas(agenda):
    assert offered("delegate", agenda) == offered("chair", agenda) == []


def test_what_is_on_the_agenda_does_not_offer_itself(before):
    later = TODAY + dt.timedelta(days=400)

    assert offered("secretary", before) == ["PA/1", "PA/2", "DLG/1", "COE/1", "AFF/3", "SIL/2"]
    assert "EX/1" in offered("secretary", before, later)


def test_what_was_taken_off_the_agenda_offers_itself_again(agenda):
    assert offered("secretary", agenda) == ["PA/1", "PA/2", "DLG/1", "COE/1", "AFF/1", "AFF/3", "SIL/2"]


def test_nothing_of_a_compartment_offers_itself_even_to_who_is_on_its_list(agenda):
    later = TODAY + dt.timedelta(days=400)

    assert not any(
        ref.startswith("MM/") for who in planted.ROLES if who != "nobody" for ref in offered(who, agenda, later)
    )


def test_a_reason_is_told_with_its_day_in_the_readers_words():
    concern = Concern("%(awaited)s has been awaited since %(day)s.", {"awaited": "It", "day": dt.date(2026, 5, 17)})

    assert tracks.in_words(concern) == "It has been awaited since Sun 17 May 2026."
    assert tracks.in_words(None) == ""
