"""Acts that release an agenda anew: what was released before is no longer the text, and silence on it means nothing
any more."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from dialogue.actions import acts, rounds
from dialogue.db import db
from dialogue.domain import silence
from dialogue.domain.agenda import Agenda, AgendaItem, Change
from dialogue.domain.agreed import Revision
from dialogue.domain.delegations import Participant
from dialogue.domain.people import Person

T = TypeVar("T")


def propose_agenda(agenda: Agenda, *, by: Person, at: dt.datetime) -> Revision:
    return _superseding(agenda, lambda: acts.propose_agenda(agenda, by=by, at=at), by=by, at=at)


def revise_agenda(agenda: Agenda, *, by: Person, at: dt.datetime) -> Revision:
    return _superseding(agenda, lambda: acts.revise_agenda(agenda, by=by, at=at), by=by, at=at)


def adopt_agenda(
    agenda: Agenda, seat: Participant, amendments: str, *, by: Person, at: dt.datetime, seen: str | None = None
) -> bool:
    """What was amended at the opening is the next release."""
    return _superseding(
        agenda, lambda: acts.adopt_agenda(agenda, seat, amendments, by=by, at=at, seen=seen), by=by, at=at
    )


def change_adopted_agenda(
    agenda: Agenda, item: AgendaItem, what: Change, reason: str, *, by: Person, at: dt.datetime
) -> Revision:
    return _superseding(
        agenda, lambda: acts.change_adopted_agenda(agenda, item, what, reason, by=by, at=at), by=by, at=at
    )


def _superseding(agenda: Agenda, act: Callable[[], T], *, by: Person, at: dt.datetime) -> T:
    """Do it; where it froze a new release, end the round that still goes on the one before. Refused with the sentence
    of the round while that is closing, or its adoption in question."""
    was = agenda.release
    done = act()
    if was is None or was is agenda.release or was.circulation_id is None:
        return done
    found = silence.whole(silence.by_id(was.circulation_id))
    circulation = db.scalar(silence.held_for_writing(found))
    if circulation is not None and not circulation.is_over:
        rounds.settle(circulation, at=at)  # a late worker changes nothing
        if was.is_under_silence:
            rounds.supersede(circulation, by=by, at=at)
    return done
