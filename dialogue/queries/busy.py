"""With which known dates of either side a session collides, as a secretary may know them."""

from collections.abc import Sequence

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import busy
from dialogue.domain.busy import Taken
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


def collisions(standing: Standing, those: Sequence[Session]) -> dict[int | None, list[Taken]]:
    """Of each of these sessions that are to come, by its id: one statement, for secretaries alone."""
    return known_to(standing.person, those) if may(standing, Right.BUSY_KEEP) else {}


def known_to(secretary: Person, those: Sequence[Session]) -> dict[int | None, list[Taken]]:
    """The same for who is known to be one. The other side's dates are without their titles, and each of its days stands
    once."""
    coming = [one for one in those if one.can_be_prepared and one.has_a_date]
    if not coming:
        return {}
    first, last = min(one.starts for one in coming), max(one.ends for one in coming)
    dates = db.scalars(busy.between(first.date(), last.date())).all()
    taken = sorted({one.taken(secretary) for one in dates})
    return {one.id: [day for day in taken if _touch(one, day)] for one in coming}


def _touch(session: Session, taken: Taken) -> bool:
    return taken.first <= session.ends.date() and session.starts.date() <= taken.last
