"""Who is a session's guest, and by which names the other co-hosts would be known to it."""

from collections.abc import Iterable, Sequence
from typing import Any

from dialogue.db import db
from dialogue.domain import engagements, organisations, people
from dialogue.domain.agenda import Guests, Left
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, ngettext


def guests_of(session: Session) -> Guests:
    """The organisations to whom both Parties have consented, and the names of all others that host sessions."""
    bound = {one.organisation_id for one in db.scalars(engagements.of_session(session)) if one.is_bound}
    known = db.scalars(organisations.register()).all()
    present = [one for one in known if one.is_party or one.id in bound]
    others = [one for one in known if one.is_cohost and one.id not in bound]
    rows = db.execute(people.with_organisations([one.id for one in (*present, *others)])).all()
    return Guests(frozenset(bound), _names(rows, present), _names(rows, others), in_words)


def several_hosts(session: Session) -> Guests:
    """What the co-hosts of one session must not read of each other, as the `others`: nothing where there is but one."""
    rows = db.execute(engagements.bound_people(session)).all()
    several = len({row.id for row in rows}) > 1
    return Guests(others=_forms(rows) if several else ())


def in_words(left: Left) -> str:
    """What an item left behind, as the secretariat's note on it: it names nobody."""
    said = [
        gettext("who asked for it") if left.origin else "",
        gettext("who presents it") if left.presenter else "",
        ngettext("one paper", "%(num)d papers", left.papers) if left.papers else "",
    ]
    behind = ", ".join(filter(None, said))
    lines = [
        gettext("Left behind, because the organisation takes no part in this session: %(what)s.", what=behind)
        if behind
        else "",
        gettext("Its title or text still names an organisation that takes no part in this session.")
        if left.named
        else "",
        gettext("It is for the delegations alone until you open it.") if left.origin or left.named else "",
    ]
    return " ".join(filter(None, lines))


def _names(rows: Sequence[Any], of: Iterable[Organisation]) -> tuple[str, ...]:
    """Of these organisations in each form, and of their people."""
    ids = {one.id for one in of}
    return _forms([row for row in rows if row.id in ids])


def _forms(rows: Sequence[Any]) -> tuple[str, ...]:
    """Each name once, of rows of organisations with their people."""
    found = [(*row[1:4], f"{row[4] or ''} {row[5] or ''}".strip()) for row in rows]
    return tuple(dict.fromkeys(name for row in found for name in row if name))
