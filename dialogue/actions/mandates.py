"""Nobody becomes powerful alone: acts that take two persons' word, put before the second one or carried out.

Every door to an account or a voice comes through here. What touches nobody who has a power is done at once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dialogue import access
from dialogue.actions import accounts, departures, factors, invitations, turns, voices
from dialogue.db import db
from dialogue.domain import mandates, people
from dialogue.domain.base import Refused, Stale
from dialogue.domain.delegations import Participant, ParticipantState
from dialogue.domain.mandates import Mandate, MandateKind, Order
from dialogue.domain.notices import Draft, NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import AccountState, Person
from dialogue.notifications import recipients, second_words


@dataclass(frozen=True, slots=True)
class Links:
    """How links for passwords are made: the server's key, and whether no mail brings them."""

    secret: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: a mandate that waits, or that was in force at once; mails called back; a link."""

    mandate: Mandate | None = None
    called_back: int = 0
    link: PasswordLink | None = None

    @property
    def waits(self) -> bool:
        return self.mandate is not None and not self.mandate.is_in_force


def act(order: Order, why: str, *, by: Person, at: dt.datetime, links: Links) -> Done:
    """Do it at once where one person's word is enough, and tell both secretaries of it; else put it before a second
    person, who is told by mail. Refused: see `domain.mandates.propose`."""
    if not access.takes_second(order):
        drafts = _alone(order, by=by, at=at)
        done = _carry_out(order, asker=by, by=by, at=at, links=links)
        _tell_alone(drafts, order, by=by, at=at, link=done.link)
        return done
    _hold(order.person, order.seat)
    if access.may_be_alone(order, by):
        return _set_up(order, why, by=by, at=at, links=links)
    waiting = db.scalars(mandates.proposed_for(order.person)).all()
    made = mandates.propose(order, why, asked=access.seconds(order, by), waiting=waiting, by=by, at=at)
    db.add(made)
    db.flush()
    recipients.tell(
        NoticeKind.MANDATE, second_words.asked(made), key=f"mandate:{made.id}:asked", about=made, by=by, at=at
    )
    return Done(mandate=made)


def confirm(mandate: Mandate, *, by: Person, at: dt.datetime, links: Links) -> Done:
    """The second person's word: it is carried out, and told to whom it is about and to both secretaries. Who hands
    over a link, `access.bearer` says. Whoever gets a power by it, or papers to read, begins
    anew, with a new password: nobody who knew the account before comes to them by it."""
    mandate = _answering(mandate)
    mandate.confirm(by=by, at=at)
    had = _held(mandate.person)
    done = _carry_out(mandate.order, asker=mandate.proposed_by, by=by, at=at, links=links)
    if mandate.kind is MandateKind.PARTICULARS and _held(mandate.person) - had:
        done = Done(called_back=done.called_back, link=_begin_anew(mandate, by=by, at=at, links=links))
    _told(mandate, by=by, at=at)
    return Done(mandate=mandate, called_back=done.called_back, link=done.link)


def decline(mandate: Mandate, reason: str, *, by: Person, at: dt.datetime) -> None:
    """The second person says no; the proposer is told."""
    mandate = _answering(mandate)
    mandate.decline(reason, by=by, at=at)
    recipients.call_back([NoticeKind.MANDATE], mandate, at)
    if mandate.proposed_by is not None:
        drafts = second_words.declined(mandate, mandate.proposed_by)
        recipients.tell(NoticeKind.MANDATE, drafts, key=f"mandate:{mandate.id}:declined", about=mandate, by=by, at=at)


def withdraw(mandate: Mandate, *, by: Person, at: dt.datetime) -> None:
    mandate = _answering(mandate)
    mandate.withdraw(by=by, at=at)
    recipients.call_back([NoticeKind.MANDATE], mandate, at)


def wants_reason(order: Order, by: Person) -> bool:
    """Whether another person has to agree, and so is told why."""
    return access.takes_second(order) and not access.may_be_alone(order, by)


def revision(person: Person, *, email: str, organisation: Organisation, standing: AccountState) -> Order:
    """What of these particulars is new; a person who is being entered has none of them yet."""
    return Order(
        MandateKind.PARTICULARS,
        person,
        email=email if email != person.email else "",
        organisation=organisation if organisation.id != person.organisation.id else None,
        standing=standing if standing is not person.standing else None,
    )


def revise(
    person: Person, order: Order, why: str, *, base: int | None, by: Person, at: dt.datetime, links: Links, **rest: Any
) -> Done:
    """New particulars: the `rest`, name, function and rank, at once; what the order says as soon as it may be."""
    new = {"email": order.email or person.email, "organisation": order.organisation or person.organisation}
    new["standing"] = order.standing if order.standing is not None else person.standing
    if not access.takes_second(order):
        drafts = _alone(order, by=by, at=at)
        called = departures.revise_person(person, base=base, by=by, at=at, **new, **rest)
        _tell_alone(drafts, order, by=by, at=at)
        return Done(called_back=called)
    mandates.may_be_done(order, by=by)
    called = departures.revise_person(person, base=base, by=by, at=at, **_present(person), **rest)
    done = act(order, why, by=by, at=at, links=links)
    return Done(done.mandate, called + done.called_back, done.link)


def tell_entered(person: Person, *, by: Person | None, at: dt.datetime) -> None:
    """Both secretaries are told whom somebody has made one of a Party's people who is not of that side: a seat may be
    given later, to an account with that address."""
    own = by is not None and by.organisation.id == person.organisation.id
    if person.organisation.is_party and not own:
        to = [one for one in db.scalars(people.secretaries()) if one is not person]
        drafts = second_words.entered(person, to, by, at)
        recipients.tell(NoticeKind.DONE_ALONE, drafts, key=f"entered:{person.id}", about=None, by=by, at=at)


def accredit(seat: Participant, *, base: int | None, by: Person, at: dt.datetime, links: Links) -> Done:
    """Accredit a seat. One that leads takes a second word if the same person has named it, or takes it for itself."""
    if not seat.leads or seat.is_anothers(by):
        seat.accredit(base=base, by=by, at=at)
        invitations.accredited(seat, by=by, at=at)
        return Done()
    if base not in (None, seat.version):
        raise Stale("Somebody has changed this person's place in the delegation since you opened it.")
    if not seat.can(ParticipantState.ACCREDITED):
        raise Refused("This is “%(now)s” and cannot become “accredited”.", now=seat.state.value)
    return act(Order(MandateKind.SEAT, seat.person, seat=seat), "", by=by, at=at, links=links)


def authorise(
    seat: Participant, reference: str, *, word: bool, base: int | None, by: Person, at: dt.datetime, links: Links
) -> Done:
    """Enter a Party's written authority: it gives a voice, and takes a second word. To correct the reference of one, or
    to take it away, takes none; `word` is that of `departures.authorise`."""
    gives = bool(reference.strip()) and seat.may_be_authorised and not seat.authorised
    if not gives:
        return Done(called_back=departures.authorise(seat, reference, word=word, base=base, by=by, at=at))
    if base not in (None, seat.version):
        raise Stale("Somebody has changed this person's place in the delegation since you opened it.")
    order = Order(MandateKind.VOICE, seat.person, seat=seat, authority=reference.strip())
    return act(order, "", by=by, at=at, links=links)


def by_operator(order: Order, *, at: dt.datetime, secret: str = "") -> PasswordLink | None:
    """Whoever runs the machine does it alone, on record and told like the rest: gives a standing role, takes second
    factors away, makes a link (`secret`: the server's key), which is shown there and nowhere else. Refused, of a
    standing role: once there is somebody to ask."""
    if order.standing is not None and not access.may_be_alone(order, None):
        raise Refused(
            "Another %(role)s is made with a second person’s word: please enter the person without a standing role, "
            "and propose the role on the page of people.",
            role=order.standing.value,
        )
    db.flush()
    made, link = mandates.alone(order, "", by=None, at=at), None
    db.add(made)
    if order.standing is not None:
        order.person.appoint(order.standing, at=at)
    elif order.kind is MandateKind.PASSWORD:
        link = accounts.make_link(order.person, by=None, secret=secret, by_hand=True, at=at)
    else:
        factors.reset_factors(order.person, by=None, at=at)
    _told(made, by=None, at=at)
    return link


def _set_up(order: Order, why: str, *, by: Person, at: dt.datetime, links: Links) -> Done:
    made = mandates.alone(order, why, by=by, at=at)
    db.add(made)
    done = _carry_out(order, asker=by, by=by, at=at, links=links)
    _told(made, by=by, at=at)
    return Done(made, done.called_back, done.link)


def _carry_out(order: Order, *, asker: Person | None, by: Person, at: dt.datetime, links: Links) -> Done:
    person, seat = order.person, order.seat
    if order.kind is MandateKind.PASSWORD:
        return Done(link=_link(person, asker=asker, by=by, at=at, links=links))
    if order.kind is MandateKind.CLOSE:
        return Done(called_back=departures.close_account(person, by=by, at=at))
    if order.kind is MandateKind.PARTICULARS:
        return Done(called_back=_give(order, by=by, at=at))
    if order.kind is MandateKind.VOICE and seat is not None:
        return Done(called_back=departures.authorise(seat, order.authority, word=True, base=None, by=by, at=at))
    if order.kind is MandateKind.SEAT and seat is not None:
        seat.accredit(by=by, at=at)
        invitations.accredited(seat, by=by, at=at)
    elif order.kind is MandateKind.FACTORS:
        factors.reset_factors(person, by=by, at=at)
    else:
        accounts.reopen(person, by=by, at=at)
    return Done()


def _give(order: Order, *, by: Person, at: dt.datetime) -> int:
    person = order.person
    if order.email and db.scalar(people.by_email(order.email)) is not None:
        raise Refused("Somebody has this address already.")
    return departures.revise_person(
        person,
        given_name=person.given_name,
        family_name=person.family_name,
        function=person.function,
        rank=person.rank,
        email=order.email or person.email,
        organisation=order.organisation or person.organisation,
        standing=order.standing if order.standing is not None else person.standing,
        base=person.version,
        by=by,
        at=at,
    )


def _held(person: Person) -> set[str]:
    return {word for word, holds in (("power", access.has_power), ("papers", access.holds_papers)) if holds(person)}


def _begin_anew(mandate: Mandate, *, by: Person, at: dt.datetime, links: Links) -> PasswordLink | None:
    person = mandate.person
    if factors.of(person):
        factors.reset_factors(person, by=by, at=at)
    accounts.forget_password(person, by=by, at=at)
    if not person.active:
        return None
    return _link(person, asker=mandate.proposed_by, by=by, at=at, links=links)


def _link(person: Person, *, asker: Person | None, by: Person, at: dt.datetime, links: Links) -> PasswordLink:
    return accounts.make_link(person, by=by, asker=asker, secret=links.secret, by_hand=links.by_hand, at=at)


def _told(mandate: Mandate, *, by: Person | None, at: dt.datetime) -> None:
    """To whom it is about and to both secretaries; who was asked for nothing more is asked no longer."""
    db.flush()
    key = f"mandate:{mandate.id}"
    recipients.call_back([NoticeKind.MANDATE], mandate, at)
    if mandate.kind is not MandateKind.CLOSE:  # of that the account's own letter tells, which goes to a closed one
        recipients.tell(
            NoticeKind.ACCOUNT, second_words.done_to(mandate), key=f"{key}:person", about=None, by=by, at=at
        )
    to = [one for one in db.scalars(people.secretaries()) if one is not mandate.person]
    recipients.tell(
        NoticeKind.MANDATE, second_words.in_force(mandate, to), key=f"{key}:in force", about=mandate, by=None, at=at
    )


def _alone(order: Order, *, by: Person, at: dt.datetime) -> list[Draft]:
    """What both secretaries are told of an act of one person, in the words of before it is done."""
    if not access.is_told(order):
        return []
    return second_words.done_alone(order, (one for one in db.scalars(people.secretaries()) if one is not by), by, at)


def _tell_alone(
    drafts: list[Draft], order: Order, *, by: Person, at: dt.datetime, link: PasswordLink | None = None
) -> None:
    db.flush()
    key = f"alone:{order.person.id}:{order.person.version}:{order.kind}:{link.name if link else at.isoformat()}"
    recipients.tell(NoticeKind.DONE_ALONE, drafts, key=key, about=None, by=by, at=at)


def _present(person: Person) -> dict[str, Any]:
    return {"email": person.email, "organisation": person.organisation, "standing": person.standing}


def _hold(person: Person, seat: Participant | None) -> None:
    """One at a time proposes or answers something about a person. The sessions come first, as everywhere: that of the
    seat, and those about whose rounds the person speaks, which closing or moving it writes about too."""
    db.flush()
    for session_id in sorted(voices.sessions_of(person) | ({seat.session_id} if seat is not None else set())):
        turns.take(session_id)
    db.scalar(people.for_writing(person.id))


def _answering(mandate: Mandate) -> Mandate:
    """The mandate and its person as they are now, held against whoever answers or changes them at this moment."""
    _hold(mandate.person, mandate.seat)
    return db.scalars(mandates.for_writing(mandate.id)).one()
