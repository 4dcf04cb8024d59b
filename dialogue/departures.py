"""Acts that take from people what they may read: what still waits for them is called back in the same transaction.
Each returns how many mails that were."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from dialogue import letters, tellings
from dialogue.db import db
from dialogue.domain import people
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.notices import Kind, Loss
from dialogue.domain.people import Person


def withdraw_seat(seat: Participant, *, by: Person, at: dt.datetime) -> int:
    """The person no longer takes part."""
    seat.withdraw(by=by, at=at)
    return tellings.call_back_from([seat.person], Loss.SEAT, by=by, at=at)


def authorise(seat: Participant, reference: str, *, base: int | None, by: Person, at: dt.datetime) -> int:
    """Enter a Party's written authority for the person to speak for it, or take it away with an empty one."""
    seat.authorise(reference, base=base, by=by, at=at)
    return tellings.call_back_from([seat.person], Loss.AUTHORITY, by=by, at=at)


def revise_person(person: Person, *, by: Person, at: dt.datetime, **particulars: Any) -> int:
    """New particulars; with another organisation go the seats in its delegations, with the role what that opened. Of
    another address the one before is told: whoever can change it can ask for a link to it."""
    before = person.email
    person.revise(by=by, at=at, **particulars)
    if person.email != before:
        told = letters.address_changed(person, before, by, at)
        tellings.tell(Kind.ACCOUNT, [told], key=f"address:{person.id}:{at.isoformat()}", about=None, by=by, at=at)
    return tellings.call_back_from([person], Loss.PERSON, by=by, at=at)


def take_step(engagement: Engagement, verb: Callable[..., None], *words: str, by: Person, at: dt.datetime) -> int:
    """A step of an engagement, by the verb of the noun; some of them end what the organisation's people read."""
    verb(engagement, *words, by=by, at=at)
    there = db.scalars(people.of_organisations([engagement.organisation.id]))
    return tellings.call_back_from(there, Loss.ENGAGEMENT, by=by, at=at)
