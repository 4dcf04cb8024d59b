"""Acts on the development log: one series a year, and citations that are made and taken back."""

import datetime as dt

from sqlalchemy import select

from dialogue.actions import acts
from dialogue.actions import developments as log
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.developments import Account, Citation, Corroboration, of_items
from dialogue.domain.log import LogEntry
from dialogue.domain.topics import Topic
from tests.factories import AT, HOUR


def propose(db, cast, *, at=AT, by=None):
    topic = db.scalars(select(Topic)).first() or Topic(slug="borders", title="Borders")
    account = Account(
        happened_on=at.date(),
        happened_until=None,
        text="A cable was cut.",
        source="Operator",
        corroboration=Corroboration.REPORTED,
    )
    made = log.propose(topic, account, by=by or cast.secretary_brussels, at=at)
    db.flush()
    return made


def test_numbers_are_given_once_in_each_year_whichever_side_proposes(db, cast):
    later = dt.datetime(AT.year + 1, 1, 2, tzinfo=dt.UTC)

    made = [
        propose(db, cast),
        propose(db, cast, by=cast.secretary_prishtina),
        propose(db, cast, at=later),
    ]

    assert [one.reference for one in made] == [f"DEV/{AT.year}/1", f"DEV/{AT.year}/2", f"DEV/{AT.year + 1}/1"]


def test_what_is_cited_is_found_by_the_key_of_the_item_until_it_is_taken_back(db, cast, session, ours):
    agenda = acts.begin_agenda(session, [], **ours)
    db.flush()
    item = db.scalars(select(AgendaItem).where(AgendaItem.agenda_id == agenda.id)).first()
    one = propose(db, cast)
    one.accept(base=one.version, by=cast.secretary_prishtina, at=AT + HOUR)
    db.flush()

    made = log.cite(one, item, **ours)
    db.flush()
    assert [cited.development for cited in db.scalars(of_items([item.key]))] == [one]

    log.take_back(made, **ours)
    db.commit()
    assert db.scalars(select(Citation)).all() == []
    verbs = select(LogEntry.verb).where(LogEntry.noun == "developments").order_by(LogEntry.id)
    assert sorted(db.scalars(verbs)) == ["accept", "cite", "propose", "take citation back"]
