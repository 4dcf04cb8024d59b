"""Whose account nobody touches alone, and who gives the second word for what."""

from collections.abc import Iterator, Sequence

from dialogue.db import db
from dialogue.domain import delegations, organisations, password_links, people, silence
from dialogue.domain.delegations import Participant
from dialogue.domain.mandates import MandateKind, Order
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import AccountState, Person


def has_power(person: Person, organisation: Organisation | None = None) -> bool:
    """Whether the person has a standing role or may speak for a Party, be the account open or closed. `organisation`:
    what it would be once the person belongs there."""
    there = organisation or person.organisation
    if person.standing is not AccountState.NONE:
        return True
    return there.is_party and any(
        seat.is_entitled for seat in db.scalars(delegations.own_seats(), _mine(person, there))
    )


def holds_papers(person: Person, organisation: Organisation | None = None) -> bool:
    """Whether the person has a power, or reads something of a Party's: by an accredited seat, whatever the capacity, or
    by a round in which it still speaks. `organisation`: as above."""
    there = organisation or person.organisation
    if has_power(person, there):
        return True
    seats = db.scalars(delegations.own_seats(), _mine(person, there)) if there.is_party else ()
    return (
        any(seat.abilities for seat in seats) or db.scalar(silence.spoken_in(person.id, there.id).limit(1)) is not None
    )


def takes_second(order: Order) -> bool:
    """Whether one person's word is not enough: it touches somebody who has a power, or gives one; or it moves somebody
    to where papers are open to that person."""
    if order.is_nothing:
        return False
    gives = order.standing not in (None, AccountState.NONE) or order.kind in (MandateKind.VOICE, MandateKind.SEAT)
    moves = order.organisation is not None and holds_papers(order.person, order.organisation)
    return gives or moves or has_power(order.person)


def is_told(order: Order) -> bool:
    """Whether both secretaries are told, if one person does it: of whoever is of a Party, before or after. A seat
    may be given later, to the account as it is by then."""
    there = (order.person.organisation, order.organisation)
    return not order.is_nothing and any(one is not None and one.is_party for one in there)


def may_be_alone(order: Order, by: Person | None) -> bool:
    """Whether one person's word is enough all the same. While the house is being set up: no secretary has come in yet;
    or it makes the first secretary of a Party, or an admin while a Party has none yet. And an admin closes any account
    at once: of a stolen one nobody waits for a second word. `by` None: whoever runs the machine.

    A secretary whose account is closed still counts, but for whoever runs the machine: else who closes accounts could
    make the next secretary alone."""
    if order.kind is MandateKind.CLOSE and by is not None and by.is_admin:
        return True
    there = db.scalars(people.secretaries() if by is None else people.secretaries_ever()).all()
    if not any(one.password_hash for one in there):
        return True
    led = {one.organisation.id for one in there}
    if order.standing is AccountState.SECRETARY:
        return (order.organisation or order.person.organisation).id not in led
    return order.standing is AccountState.ADMIN and any(
        one.id not in led for one in db.scalars(organisations.parties())
    )


def seconds(order: Order, by: Person) -> Sequence[Person]:
    """Whose word may be the second one: never the proposer's, nor that of whom it is about; of the first row below in
    which there is anybody.

    Of a standing role that is given, and of an admin: the secretaries. Of a secretary: the other one and the Party's
    co-chairs; of a link for one, the co-chairs alone where there are any. Of a voice: the Party's
    secretary and the head of its delegation. Of an entitled person or a leading seat: the Party's secretary and whoever
    else speaks for it. In the end any secretary."""
    for row in _rows(order):
        found = [
            one for one in dict.fromkeys(row) if one not in (by, order.person) and one.active and one.password_hash
        ]
        if found:
            return found
    return ()


def bearer(person: Person, *, by: Person, asker: Person) -> Person | None:
    """Who is handed a link into that account, where no mail brings it; None: nobody but whoever runs the machine.

    `asker` proposed it and `by` agreed, or one person is both. Of a Party's account: `by`, if of its own side; else
    another of that side who keeps it, speaks for it or names its people; else the asker. So an admin holds one while
    the side has nobody, and nobody of the other Party ever. Of an admin's account another admin holds it."""
    own = [one for one in (by, *_of_its_side(person)) if _same_side(one, person) and (one is by or one is not asker)]
    for one in (*own, asker):
        if password_links.may_hold(one, person) and one is not person and (one.is_admin or not person.is_admin):
            return one
    return None


def _of_its_side(person: Person) -> Iterator[Person]:
    """Who can sign in and leads that side: its secretary, and those in its leading seats."""
    if not person.organisation.is_party:
        return
    seats = [
        seat.person
        for seat in db.scalars(delegations.speakers_of(person.organisation))
        if seat.leads or seat.is_entitled
    ]
    yield from (one for one in (*db.scalars(people.secretaries()), *seats) if one.active and one.password_hash)


def _same_side(one: Person, other: Person) -> bool:
    return one.organisation.id == other.organisation.id


def _rows(order: Order) -> Iterator[list[Person]]:
    secretaries = list(db.scalars(people.secretaries()))
    person, party = order.person, _party(order)
    own = [one for one in secretaries if one.organisation.id == party.id]
    speakers = (
        [seat for seat in db.scalars(delegations.speakers_of(party)) if seat.is_entitled] if party.is_party else []
    )
    gives = order.standing not in (None, AccountState.NONE)
    if not gives and not person.is_admin:
        if person.is_secretary and order.kind is MandateKind.PASSWORD:  # those of its own side first
            yield [seat.person for seat in speakers if seat.is_head]
        if person.is_secretary and order.seat is None:
            yield secretaries + [seat.person for seat in speakers if seat.is_head]
        if order.kind is MandateKind.VOICE:
            yield own + [seat.person for seat in speakers if seat.is_head and _same_session(seat, order)]
        if order.seat is not None or not person.is_secretary:
            yield own + [seat.person for seat in speakers]
    yield secretaries
    yield [seat.person for seat in speakers if seat.is_head]


def _party(order: Order) -> Organisation:
    """Whose power it is: of a seat its delegation's; else the person's, or the one to which it goes."""
    if order.seat is not None:
        return order.seat.delegation.organisation
    stays = order.organisation is None or has_power(order.person)
    return order.person.organisation if stays else order.organisation or order.person.organisation


def _same_session(seat: Participant, order: Order) -> bool:
    return order.seat is not None and seat.session_id == order.seat.session_id


def _mine(person: Person, organisation: Organisation) -> dict[str, int]:
    return {"person_id": person.id, "organisation_id": organisation.id}
