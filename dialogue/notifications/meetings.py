"""What whoever takes part in a meeting between the sessions is told: that it is named, and what becomes of it."""

from collections.abc import Iterable

from dialogue.domain.meetings import Plan
from dialogue.domain.notices import Draft
from dialogue.domain.people import Person
from dialogue.i18n import gettext, span
from dialogue.notifications.messages import letter
from dialogue.queries import sheets


def when(made: Plan) -> str:
    """ "Tue 3 Mar 2027, 09:30–12:00 Brussels/Prishtina time, in Prishtina, Palace of Youth"."""
    told = {"span": span(made.starts, made.ends), "zone": sheets.house().zone_label, "where": made.where}
    if made.where:
        return gettext("%(span)s %(zone)s, in %(where)s", **told)
    return gettext("%(span)s %(zone)s, from afar", **told)


def named(reference: str, path: str, made: Plan, to: Iterable[Person], *, by: Person) -> list[Draft]:
    first = gettext(
        "%(who)s has named you for the meeting %(reference)s, “%(title)s” (%(kind)s).", **_said(reference, made, by)
    )
    subject = gettext("Meeting %(reference)s: %(span)s", **_said(reference, made, by))
    return [letter(one, subject, _body(first, made), path) for one in _told(to, by)]


def moved(
    reference: str, path: str, made: Plan, before: Plan | None, to: Iterable[Person], *, by: Person
) -> list[Draft]:
    """`before`: what it was, where everybody has heard that."""
    parts = [gettext("%(who)s has moved the meeting %(reference)s, “%(title)s”.", **_said(reference, made, by))]
    if before is not None:
        parts.append(gettext("Until now: %(when)s", when=when(before)))
    subject = gettext("Meeting %(reference)s moved: %(span)s", **_said(reference, made, by))
    return [letter(one, subject, _body("\n\n".join(parts), made), path) for one in _told(to, by)]


def left(reference: str, was: Plan, to: Iterable[Person], *, by: Person) -> list[Draft]:
    """That the person takes part no longer. Its title stays with those who do."""
    told = {"who": by.name, "reference": reference, "span": span(was.starts, was.ends)}
    body = gettext(
        "%(who)s has taken you off the meeting %(reference)s of %(span)s: you no longer take part. The meeting itself "
        "is not cancelled by that.\n\n"
        "It leaves the calendars to which you subscribe. If you did not expect this, please ask the secretary of your "
        "side.",
        **told,
    )
    subject = gettext("You no longer take part: meeting %(reference)s, %(span)s", **told)
    return [letter(one, subject, body, "/") for one in _told(to, by)]


def cancelled(reference: str, path: str, made: Plan, reason: str, to: Iterable[Person], *, by: Person) -> list[Draft]:
    said = _said(reference, made, by)
    first = gettext("%(who)s has cancelled the meeting %(reference)s, “%(title)s”: it will not be held.", **said)
    was = gettext("It was to be: %(when)s", when=when(made))
    why = gettext("Reason: %(reason)s", reason=reason)
    body = "\n\n".join([first, was, why, gettext("In your calendar it stands as cancelled.")])
    subject = gettext("Meeting %(reference)s cancelled: not held on %(span)s", **said)
    return [letter(one, subject, body, path) for one in _told(to, by)]


def _body(first: str, made: Plan) -> str:
    now = gettext("When and where: %(when)s", when=when(made))
    rest = gettext(
        "After you have signed in, its page says who takes part. It stands in the calendars to which you subscribe."
    )
    return f"{first}\n\n{now}\n\n{rest}"


def _told(to: Iterable[Person], by: Person) -> list[Person]:
    """Whoever has an account, but for the one who does it and knows."""
    return [one for one in to if one.password_hash is not None and one is not by]


def _said(reference: str, made: Plan, by: Person) -> dict[str, str]:
    return {
        "reference": reference,
        "title": made.title,
        "kind": gettext(made.kind.value),
        "span": span(made.starts, made.ends),
        "who": by.name,
    }
