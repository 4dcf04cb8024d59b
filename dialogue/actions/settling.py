"""The worker's part in rounds of silence: which have news, what is written down of one, who is reminded."""

import datetime as dt

from dialogue.actions import rounds
from dialogue.db import db
from dialogue.domain import notices, silence
from dialogue.domain.notices import NoticeKind
from dialogue.domain.silence import Circulation, CirculationState
from dialogue.notifications import messages
from dialogue.operations import beats

REMIND = (24, 2)  # hours before the expiry


def to_settle(at: dt.datetime) -> list[int]:
    """Rounds of which something is to be written down or told now: asked in a transaction that only reads, so that a
    round that goes on as it was stands in nobody's way."""
    found = db.scalars(silence.unsettled()).all()
    return [one.id for one in found if one.news(at, beats.of_round(one, at)) or _reminder(one, at)]


def settle_by_id(circulation_id: int, at: dt.datetime) -> None:
    """The worker's one step, in a transaction of its own: hold the round, write down its outcome, tell who has to be
    told."""
    circulation = rounds.hold(circulation_id)
    if circulation is None:
        return
    rounds.settle(circulation, at=at)
    due = _reminder(circulation, at)
    if due is not None:
        hours, key = due
        waits = [d.person for d in circulation.issues[-1].deliveries if d.part in silence.SPEAKS]
        waits = [person for person in waits if not circulation.acknowledged_by(person)]
        rounds.tell(NoticeKind.REMINDER, messages.reminder(circulation, waits, hours), key=key, at=at, of=circulation)


def _reminder(circulation: Circulation, at: dt.datetime) -> tuple[int, str] | None:
    """The reminder that is due to those who have not acknowledged the paper, 24 hours and two before the expiry, if
    somebody is to be reminded and nobody has been."""
    expires_at, issue_ = circulation.expires_at, circulation.issue
    if expires_at is None or issue_ is None or at >= expires_at:
        return None
    hours = next((h for h in sorted(REMIND) if expires_at - at <= dt.timedelta(hours=h)), None)
    if hours is None or expires_at - issue_.issued_at <= dt.timedelta(hours=hours):
        return None
    if all(circulation.acknowledged_by(d.person) for d in issue_.deliveries if d.part in silence.SPEAKS):
        return None
    key = f"circulation:{circulation.id}:issue:{issue_.number}:{expires_at.isoformat()}:{hours}h"
    if (
        beats.outcome(circulation, at).state is not CirculationState.RUNNING
        or db.scalar(notices.by_key(key)) is not None
    ):
        return None
    return hours, key
