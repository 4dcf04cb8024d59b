"""What secretaries do to minutes before and after their approval, over several nouns."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import minutes as minutes_register
from dialogue.domain.editions import Audience, Level
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.people import Person
from dialogue.queries import sheets


def finalise_minutes(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Send the joint draft to the co-chairs, without a circulation for comments."""
    minutes.finalise(sheets.working_minutes(minutes, Audience(Level.DELEGATIONS), at), by=by, at=at)


def begin_corrigendum(minutes: Minutes, *, by: Person, at: dt.datetime) -> Corrigendum:
    """Begin COR n of approved minutes."""
    existing = db.scalars(minutes_register.corrigenda(minutes)).all()
    corrigendum = minutes_register.correct(minutes, existing, by=by, at=at)
    db.add(corrigendum)
    return corrigendum
