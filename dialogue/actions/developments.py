"""Acts on the development log: an entry gets its number, and is cited under an item of an agenda."""

import datetime as dt

from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import developments
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.developments import Account, Citation, Development
from dialogue.domain.people import Person
from dialogue.domain.topics import Topic
from dialogue.domain.working_days import local_day


def propose(
    topic: Topic, account: Account, *, corrects: Development | None = None, by: Person, at: dt.datetime
) -> Development:
    """An entry under the next number of the year; numbers are given one after the other."""
    turns.take_series()
    number = (db.scalar(developments.last_number(local_day(at).year)) or 0) + 1
    made = developments.propose(topic, account, number, corrects=corrects, by=by, at=at)
    db.add(made)
    db.flush()
    return made


def cite(development: Development, item: AgendaItem, *, by: Person, at: dt.datetime) -> Citation:
    there = db.scalars(developments.of_items([item.key])).all()
    made = developments.cite(development, item, there, by=by, at=at)
    db.add(made)
    return made


def take_back(citation: Citation, *, by: Person, at: dt.datetime) -> None:
    """The entry is cited under that item no more; what was printed meanwhile stays."""
    citation.development.did("take citation back", by=by, at=at)
    db.delete(citation)
