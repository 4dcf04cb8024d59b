"""What people are told about an account: its person of what was done to it, and by whom."""

import datetime as dt
from dataclasses import replace

from dialogue.domain.notices import Draft
from dialogue.domain.organisations import Organisation
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.people import Person
from dialogue.i18n import gettext
from dialogue.notifications.messages import letter, moment
from dialogue.queries import sheets


def password_link(link: PasswordLink) -> Draft:
    """To whom a link for a password was made: what it is for, and until when it works. Of one that is handed over it is
    told who does that."""
    about = {
        "dialogue": sheets.house().dialogue_name,
        "who": _by(link.made_by),
        "to": _by(link.handed_to),
        "until": moment(link.expires_at),
        "address": link.person.email,
    }
    if link.invites:
        subject = gettext("Your account: %(dialogue)s", **about)
        first = gettext("%(who)s has made an account for you, with the address %(address)s.", **about)
    else:
        subject = gettext("A new password: %(dialogue)s", **about)
        first = gettext("%(who)s has made a link for you to choose a new password.", **about)
    asked_for = link.made_by is None and not link.by_hand
    if asked_for:
        first = gettext("Somebody has asked for a new password for the account with the address %(address)s.", **about)
    if link.by_hand:
        told = gettext("%(to)s hands you the link by another way than mail.", **about)
        return letter(link.person, subject, f"{first} {told}\n\n{_not_you()}", "/sign-ins")
    told = gettext(
        "The link below opens a page on which you choose your password. It works once, until %(until)s. Please give it "
        "to nobody.",
        **about,
    )
    last = gettext("If you did not ask, you need not do anything: nothing has changed.")
    return letter(link.person, subject, f"{first}\n\n{told}\n\n{last if asked_for else _not_you()}", link.path)


def password_set(person: Person, at: dt.datetime) -> Draft:
    told = (
        "The password of the account with the address %(address)s was set by a link, %(at)s. Every earlier sign-in has "
        "ended."
    )
    return _told(person, "Your password was set: %(dialogue)s", told, at)


def password_changed(person: Person, at: dt.datetime) -> Draft:
    told = (
        "The password of the account with the address %(address)s was changed, %(at)s. Every other sign-in has ended."
    )
    return _told(person, "Your password was changed: %(dialogue)s", told, at, "/sign-ins")


def second_factor(person: Person, what: str, at: dt.datetime) -> Draft:
    """To its person: what became of the second factors of the account, and when."""
    return _told(person, "Your second factors: %(dialogue)s", "%(what)s %(at)s", at, "/factors", what=what)


def closed(person: Person, at: dt.datetime) -> Draft:
    """That, and nothing else: it goes to somebody who may read nothing any more."""
    told = "The account with the address %(address)s was closed, %(at)s. Nobody signs in by it any more."
    return _told(person, "Your account was closed: %(dialogue)s", told, at)


def reopened(person: Person, at: dt.datetime) -> Draft:
    told = "The account with the address %(address)s was opened again, %(at)s. The password is the one of before."
    return _told(person, "Your account is open again: %(dialogue)s", told, at)


def moved(person: Person, before: Organisation, at: dt.datetime) -> Draft:
    """Likewise of another organisation."""
    told = (
        "The account with the address %(address)s belongs to %(organisation)s, not to %(before)s any more, since "
        "%(at)s. What it opens follows from that."
    )
    names = {"organisation": person.organisation.short_name, "before": before.short_name}
    return _told(person, "Your account was moved: %(dialogue)s", told, at, **names)


def address_changed(person: Person, before: str, by: Person, at: dt.datetime, *, to: str) -> Draft:
    """To one of the two addresses, that of before or the new one, and nowhere else."""
    told = (
        "The address of your account is %(address)s from now on, not %(before)s any more. %(who)s has changed it, "
        "%(at)s."
    )
    made = _told(person, "Your address was changed: %(dialogue)s", told, at, before=before, who=by.name)
    return replace(made, address=to)


def _told(person: Person, subject: str, told: str, at: dt.datetime, path: str = "/sign-in", **values: str) -> Draft:
    """A letter to the person about the own account; both sentences are message ids."""
    subject = gettext(subject, dialogue=sheets.house().dialogue_name)
    body = gettext(told, address=person.email, at=moment(at), **values)
    return letter(person, subject, f"{body}\n\n{_not_you()}", path)


def _not_you() -> str:
    return gettext("If you did not expect this, please tell the secretariat.")


def _by(person: Person | None) -> str:
    return person.name if person is not None else gettext("Whoever runs the machine")
