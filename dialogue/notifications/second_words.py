"""What a mandate is, in words: for pages, for whoever is asked for the second word, and for those who are told."""

import datetime as dt
from collections.abc import Iterable

from dialogue.domain.mandates import Mandate, MandateKind, Order
from dialogue.domain.notices import Draft
from dialogue.domain.people import Person
from dialogue.i18n import gettext
from dialogue.notifications.messages import letter, moment
from dialogue.queries import sheets

WHAT = {
    MandateKind.PASSWORD: "A link by which %(name)s chooses a new password",
    MandateKind.FACTORS: "Taking away the second factors of %(name)s",
    MandateKind.CLOSE: "Closing the account of %(name)s",
    MandateKind.REOPEN: "Opening the account of %(name)s again",
    MandateKind.VOICE: "Written authority of %(name)s to speak for %(party)s: %(authority)s",
    MandateKind.SEAT: "Accreditation of %(name)s as %(capacity)s of %(party)s",
}


def what(order: Order) -> str:
    """What is done, and to whom: "Closing the account of Nora Chair"."""
    if order.kind is MandateKind.PARTICULARS:
        parts = [order.person.name]
        if order.standing is not None:
            parts.append(gettext("standing role: %(role)s", role=gettext(order.standing.value)))
        if order.organisation is not None:
            parts.append(gettext("organisation: %(name)s", name=order.organisation.short_name))
        if order.email:
            parts.append(gettext("address: %(email)s", email=order.email))
        return "; ".join(parts)
    seat = order.seat
    return gettext(
        WHAT[order.kind],
        name=order.person.name,
        authority=order.authority,
        party=seat.delegation.organisation.short_name if seat is not None else "",
        capacity=gettext(seat.capacity.value) if seat is not None else "",
    )


def asked(mandate: Mandate) -> list[Draft]:
    """To those whose word may be the second one."""
    body = gettext(
        "%(what)s\n\nThis takes the word of two persons. %(who)s has proposed it. Reason: %(why)s\n\n"
        "Please say until %(until)s whether you agree. Until then nothing changes. If you know nothing of it, ask "
        "%(name)s by another way than mail before you agree.",
        what=what(mandate.order),
        who=_by(mandate.proposed_by),
        why=mandate.why or "–",
        until=moment(mandate.expires_at),
        name=mandate.person.name,
    )
    return [_to(one, gettext("Your word is asked for"), body, f"/mandates/{mandate.id}") for one in mandate.asked]


def in_force(mandate: Mandate, to: Iterable[Person]) -> list[Draft]:
    """To both secretaries: what was done by whose word."""
    return [_to(one, gettext("Done by two persons’ word") if mandate.second else gettext("Set up by one person alone"),
                _done(mandate), f"/mandates/{mandate.id}") for one in to]  # fmt: skip


def done_to(mandate: Mandate) -> list[Draft]:
    """To whom it was done."""
    body = _done(mandate) + "\n\n" + gettext("If you did not expect this, please tell the secretariat.")
    return [_to(mandate.person, gettext("Your account and what it may do"), body, "/sign-ins")]


def entered(person: Person, to: Iterable[Person], by: Person | None, at: dt.datetime) -> list[Draft]:
    """To both secretaries: somebody is of a Party now, by the word of one who is not of that side."""
    body = gettext(
        "%(name)s, %(organisation)s, %(email)s\n\n%(who)s has entered this person alone, %(when)s. If that side does "
        "not know the person or the address, please ask before anybody is accredited. It stands in the log.",
        name=person.name,
        organisation=person.organisation.short_name,
        email=person.email,
        who=_by(by),
        when=moment(at),
    )
    return [_to(one, gettext("An account of a Party"), body, "/log?noun=people") for one in to]


def done_alone(order: Order, to: Iterable[Person], by: Person, at: dt.datetime) -> list[Draft]:
    """To both secretaries: what one person does to the account of somebody who is of a Party; said before it is."""
    person = order.person
    body = gettext(
        "%(what)s\n\n%(who)s has done this alone, %(when)s. Until then: %(name)s, %(organisation)s, %(email)s.\n\n"
        "If that side knows nothing of it, please ask %(name)s by another way than mail. It stands in the log.",
        what=what(order),
        who=by.name,
        when=moment(at),
        name=person.name,
        organisation=person.organisation.short_name,
        email=person.email,
    )
    return [_to(one, gettext("An account of a Party"), body, "/log?noun=people") for one in to]


def declined(mandate: Mandate, to: Person) -> list[Draft]:
    body = gettext(
        "%(what)s\n\n%(who)s has declined this. Reason: %(why)s",
        what=what(mandate.order),
        who=_by(mandate.second),
        why=mandate.reason,
    )
    return [_to(to, gettext("Declined: what you proposed"), body, f"/mandates/{mandate.id}")]


def _done(mandate: Mandate) -> str:
    told = {
        "what": what(mandate.order),
        "who": _by(mandate.proposed_by),
        "why": mandate.why or "–",
        "second": _by(mandate.second),
        "when": moment(mandate.answered_at or dt.datetime.min.replace(tzinfo=dt.UTC)),
    }
    if mandate.second is None:
        return gettext("%(what)s\n\n%(who)s has done this alone, %(when)s. Reason: %(why)s", **told)
    return gettext(
        "%(what)s\n\n%(who)s has proposed this, %(second)s has agreed. It is in force since %(when)s. Reason: %(why)s",
        **told,
    )


def _by(person: Person | None) -> str:
    return person.name if person is not None else gettext("Whoever runs the machine")


def _to(person: Person, subject: str, body: str, path: str) -> Draft:
    return letter(person, f"{subject}: {sheets.house().dialogue_name}", body, path)
