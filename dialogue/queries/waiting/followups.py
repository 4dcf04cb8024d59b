"""Of follow-ups: a register may have hundreds, and a page that is read in the morning lists a handful."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import delegations, followups
from dialogue.domain.followups import FollowUp
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.queries.sheets import house
from dialogue.queries.waiting.columns import PARTY, SESSION
from dialogue.queries.waiting.lines import At, Late, Task
from dialogue.queries.waiting.waits import Wait

MOST = 10  # follow-ups of one kind that are listed; the register, one link away, has them all
FORTNIGHT = dt.timedelta(days=14)
_BY, _SINCE = (bindparam(name, type_=FollowUp.due_on.type) for name in ("by", "since"))


def _first(where: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """The session, the number, the date and these columns of the first few; and how many there are."""
    many = select(func.count()).select_from(FollowUp.__table__).where(where).correlate(None).scalar_subquery()
    found = select(*SESSION, FollowUp.number, FollowUp.due_on, many, *columns)
    return found.join(Session, FollowUp.session_id == Session.id).where(where).limit(MOST)


_DUE, _CLAIMED = followups.due_of(PARTY, _BY), followups.to_be_verified_by(PARTY)
_DROPPED, _VERIFIED = followups.to_be_dropped_by(PARTY), followups.to_be_closed()
_WAITS = (
    Wait.FOLLOWUP_DUE,
    Wait.FOLLOWUP_UNHEARD,
    Wait.FOLLOWUP_CLAIM,
    Wait.FOLLOWUP_DROP,
    Wait.FOLLOWUP_CLOSE,
)
# Overdue for so long that a head of delegation is to hear of it, and there is none who could.
_UNHEARD = followups.due_of(PARTY, _SINCE) & ~delegations.has_head(PARTY)
_ORDER = (FollowUp.owner_id == PARTY, FollowUp.due_on, FollowUp.id)
# The owner's own; for secretaries also what the other side says is done, or wants no longer: it waits for them, and
# comes before their own, of which there may be many.
_OWN = _first(_DUE, FollowUp.text, _DUE, false(), false(), false(), false()).order_by(*_ORDER)
_ANY = or_(_DUE, _CLAIMED, _DROPPED, _VERIFIED)
_BOTH = _first(_ANY, FollowUp.text, _DUE, _UNHEARD, _CLAIMED, _DROPPED, _VERIFIED).order_by(*_ORDER)
_LATE = followups.late(_BY) & (FollowUp.owner_id != PARTY)
_OVERDUE = (
    _first(_LATE, Organisation.short_name, FollowUp.text, followups.resting())
    .join(Organisation, Organisation.id == FollowUp.owner_id)
    .order_by(FollowUp.due_on, FollowUp.id)
)


def overdue(standing: Standing, today: dt.date) -> tuple[list[Late], int]:
    """What the others are late with in the joint register: the first few, and how many there are. One's own is among
    what waits. Nothing for who cannot read the register."""
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    rows = db.execute(_OVERDUE, {"by": today, "party_id": standing.person.organisation_id}).all()
    lines = [Late(At(*row[:4]), number=row[4], due_on=row[5], owner=row[7], text=row[8], rests=row[9]) for row in rows]
    return lines, rows[0][6] if rows else 0


def pressing(standing: Standing, today: dt.date) -> tuple[Sequence[Any], int]:
    if not may(standing, Right.FOLLOWUPS_READ):
        return [], 0
    asked = {"party_id": standing.person.organisation_id, "by": today + FORTNIGHT}
    if may(standing, Right.FOLLOWUP_KEEP):
        rows = db.execute(_BOTH, asked | {"since": today - dt.timedelta(days=house().escalate_after)}).all()
    else:
        rows = db.execute(_OWN, asked).all()
    return rows, rows[0][6] if rows else 0


def tasks_of(line: Any) -> Iterator[Task]:
    *session, number, due_on, _many, text = line[: -len(_WAITS)]
    at = At(*session)
    known: dict[str, Any] = {
        "session": at,
        "about": followups.reference(at.year, at.number, number),
        "text": text,
        "number": number,
    }
    for wait, is_asked in zip(_WAITS, line[-len(_WAITS) :], strict=True):
        if is_asked:
            yield Task(wait, due_on=due_on if wait is Wait.FOLLOWUP_DUE else None, **known)
