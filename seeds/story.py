"""Who tells the story of the demonstration, and when."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import scoped_session

from dialogue.domain.people import Person
from dialogue.domain.topics import Topic
from seeds.cast import Cast


@dataclass
class Story:
    """The teller: holds the cast, the database, and the day on which it is told."""

    db: scoped_session[Db]
    cast: Cast
    today: dt.datetime
    topics: dict[str, Topic]

    @property
    def ours(self) -> Person:
        return self.cast["secretary_nato"]

    @property
    def theirs(self) -> Person:
        return self.cast["secretary_kosovo"]

    def ago(self, **span: float) -> dt.datetime:
        return self.today - dt.timedelta(**span)

    def keep(self, *things: object) -> None:
        self.db.add_all(things)
        self.db.flush()
