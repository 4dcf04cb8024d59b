"""Acts that take from people what they may read: what still waits for them is called back in the same transaction.
Each returns how many mails that were. None takes a voice in a round from a Party unseen (`voices.keeping`)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from dialogue.actions import accounts, invitations, voices
from dialogue.db import db
from dialogue.domain import people
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.notices import Loss, NoticeKind
from dialogue.domain.people import Person
from dialogue.notifications import accounts as letters
from dialogue.notifications import recipients


def close_account(person: Person, *, by: Person, at: dt.datetime) -> int:
    """Close the account, whatever runs: who speaks for a Party needs nobody's word for that."""
    with voices.keeping(person, word=True, by=by, at=at):
        return accounts.close(person, by=by, at=at)


def withdraw_seat(seat: Participant, *, by: Person, at: dt.datetime, word: bool = False) -> int:
    """The person no longer takes part. `word`: as in `voices.keeping`, whether it is its head's or secretary's."""
    with voices.keeping(seat.person, word=word, by=by, at=at):
        sat = seat.is_accredited
        seat.withdraw(by=by, at=at)
        called_back = recipients.call_back_from([seat.person], Loss.SEAT, by=by, at=at)
        if sat:
            invitations.withdrawn(seat, by=by, at=at)
        return called_back


def authorise(
    seat: Participant, reference: str, *, base: int | None, by: Person, at: dt.datetime, word: bool = False
) -> int:
    """Enter a Party's written authority for the person to speak for it, or take it away with an empty one."""
    with voices.keeping(seat.person, word=word, by=by, at=at):
        seat.authorise(reference, base=base, by=by, at=at)
        return recipients.call_back_from([seat.person], Loss.AUTHORITY, by=by, at=at)


def give(
    seat: Participant, *, as_delegate: bool, in_restricted: bool, base: int | None, by: Person, at: dt.datetime
) -> int:
    """A Party's word that one of its people holds more than its capacity, or that it does not any more."""
    seat.give(as_delegate=as_delegate, in_restricted=in_restricted, base=base, by=by, at=at)
    return recipients.call_back_from([seat.person], Loss.AUTHORITY, by=by, at=at)


def revise_person(person: Person, *, by: Person, at: dt.datetime, **particulars: Any) -> int:
    """New particulars; with another organisation go the seats in its delegations, with the role what that opened. Of
    another address both are told: whoever can change it can ask for a link to it."""
    email, organisation = person.email, person.organisation
    with voices.keeping(person, word=False, by=by, at=at):
        person.revise(by=by, at=at, **particulars)
        db.flush()
        for to in (email, person.email) if person.email != email else ():
            told, key = (
                letters.address_changed(person, email, by, at, to=to),
                f"address:{person.id}:{person.version}:{to}",
            )
            recipients.tell(NoticeKind.ACCOUNT, [told], key=key, about=None, by=by, at=at)
        if person.organisation.id != organisation.id:
            accounts.tell_left(person, letters.moved(person, organisation, at), by=by, at=at)
        return recipients.call_back_from([person], Loss.PERSON, by=by, at=at)


def take_step(engagement: Engagement, verb: Callable[..., None], *words: str, by: Person, at: dt.datetime) -> int:
    """A step of an engagement, by the verb of the noun; some of them end what the organisation's people read."""
    verb(engagement, *words, by=by, at=at)
    there = db.scalars(people.of_organisations([engagement.organisation.id]))
    return recipients.call_back_from(there, Loss.ENGAGEMENT, by=by, at=at)
