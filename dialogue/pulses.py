"""What is known of the service in the time of a round: read from the beats, in a handful of statements."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import pulse
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence import Circulation, Outcome


def of_round(circulation: Circulation, at: dt.datetime) -> Pulse:
    """The pulse from the issue in force until its expiry or the instant; nothing is read where nothing is issued or
    all is over: then nothing hangs on it."""
    issue, expires_at = circulation.issue, circulation.expires_at
    if issue is None or expires_at is None or circulation.is_over:
        return Pulse()
    until = min(at, expires_at)
    return Pulse(
        irregular=db.scalars(pulse.irregular_in(issue.issued_at, expires_at)).all(),
        first_at=db.scalar(pulse.first_ever()),
        last_at=db.scalar(pulse.last_until(until)),
        after_at=db.scalar(pulse.first_from(expires_at)) if at > expires_at else None,
        restored=db.scalars(pulse.restored_since(issue.issued_at)).all(),
    )


def outcome(circulation: Circulation, at: dt.datetime) -> Outcome:
    """What the round is at the instant, by all that the database knows."""
    return circulation.outcome(at, of_round(circulation, at))
