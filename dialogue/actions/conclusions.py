"""Acts on draft conclusions: what is drafted for a session until its minutes begin."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import conclusions, minutes
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Refused
from dialogue.domain.conclusions import Conclusion, Wording
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


def must_be_open(session: Session) -> None:
    """Refuse what comes after the minutes have begun: from then on they hold the conclusions."""
    if db.scalar(minutes.has_begun(session)) is not None:
        raise Refused("The minutes have begun: conclusions are added and amended there, as actions.")


def draft(agenda: Agenda, wording: Wording, *, by: Person, at: dt.datetime) -> Conclusion:
    """A conclusion under the next number. The gate has waited for whoever writes about the session."""
    must_be_open(agenda.session)
    made = conclusions.draft(agenda, wording, db.scalars(conclusions.of_agenda(agenda)).all(), by=by, at=at)
    db.add(made)
    db.flush()
    return made


def revise(conclusion: Conclusion, wording: Wording, *, base: int | None, by: Person, at: dt.datetime) -> None:
    must_be_open(conclusion.session)
    conclusion.revise(wording, base=base, by=by, at=at)
