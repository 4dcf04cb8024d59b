"""Acts on tracks: numbers in their series, items that come from entries, people on lists."""

import pytest
from sqlalchemy import select

from dialogue.actions import acts
from dialogue.actions import tracks as track_acts
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.log import LogEntry
from dialogue.domain.tracks import TRACKS
from tests.factories import AT

OPEN = TRACKS["parliamentary-assembly"]


def begin(db, cast, track=OPEN, title="Access to programmes"):
    words = {"title": title, "text": "What it is", "next_step": "", "level": Level.DELEGATIONS, "values": {}}
    entry = track_acts.begin(track, owner=cast.kosovo, by=cast.secretary_prishtina, at=AT, **words)
    db.flush()
    return entry


def test_numbers_are_given_once_and_each_track_has_its_own(db, cast):
    made = [begin(db, cast), begin(db, cast), begin(db, cast, TRACKS["centres-affiliation"])]

    assert [one.reference for one in made] == ["PA/1", "PA/2", "AFF/1"]


def test_an_entry_becomes_an_item_of_its_owner_for_the_delegations(db, cast, session, ours):
    agenda = acts.begin_agenda(session, [], **ours)
    db.flush()
    entry = begin(db, cast)

    placed = track_acts.put_on_agenda(agenda, entry, **ours)
    db.commit()

    item = db.scalars(select(AgendaItem).where(AgendaItem.key == placed.item_key)).one()
    assert (item.title, item.text, item.origin, item.level) == (entry.title, entry.text, cast.kosovo, Level.DELEGATIONS)
    assert "put on an agenda" in db.scalars(select(LogEntry.verb)).all()


def test_an_entry_stands_once_on_an_agenda_until_it_is_taken_off(db, cast, session, ours):
    agenda = acts.begin_agenda(session, [], **ours)
    db.flush()
    entry = begin(db, cast)
    placed = track_acts.put_on_agenda(agenda, entry, **ours)
    db.flush()

    with pytest.raises(Refused) as no:
        track_acts.put_on_agenda(agenda, entry, **ours)
    assert str(no.value) == "PA/1 is on this agenda already."

    item = next(one for one in agenda.all_items if one.key == placed.item_key)
    agenda.withdraw(item, base=item.version, **ours)
    db.flush()
    assert track_acts.put_on_agenda(agenda, entry, **ours).item_key != item.key


def test_a_person_comes_onto_a_list_on_the_record(db, cast):
    track_acts.admit(TRACKS["military-to-military"], cast.delegate_nato, by=None, at=AT)
    db.commit()

    assert db.scalars(select(LogEntry.verb).where(LogEntry.noun == "track_members")).all() == ["admit"]


# One lead authority for each subject


def begun(db, by, lead="NATO spokesperson", subject="KFOR", at=AT):
    track = TRACKS["public-communication"]
    words = {"title": "A statement", "text": "", "next_step": "", "level": Level.DELEGATIONS}
    values = {"subject": subject, "lead": lead}
    made = track_acts.begin(track, owner=by.organisation, values=values, by=by, at=at, **words)
    db.flush()
    return made


def test_a_second_lead_for_one_subject_is_refused_until_the_first_statement_is_over(db, cast):
    first = begun(db, cast.secretary_brussels)
    told = "Of “KFOR” PUB/1 says: Lead authority, NATO spokesperson. There is one for each subject."
    with pytest.raises(Refused) as no:
        begun(db, cast.secretary_prishtina, "National Security Council", "Kfor")
    assert str(no.value) == told

    second = begun(db, cast.secretary_prishtina)
    words = {"title": "A statement", "text": "", "owner": cast.kosovo, "next_step": "", "level": Level.DELEGATIONS}
    values = {"subject": "KFOR", "lead": "National Security Council"}
    with pytest.raises(Refused) as no:
        track_acts.revise(second, values=values, base=second.version, by=cast.secretary_prishtina, at=AT, **words)
    assert str(no.value) == told

    first.stage_name = "withdrawn"
    db.flush()
    track_acts.revise(second, values=values, base=second.version, by=cast.secretary_prishtina, at=AT, **words)
    assert second.kept("lead") == "National Security Council"
    assert begun(db, cast.secretary_brussels, subject="Cyber defence").kept("lead") == "NATO spokesperson"
