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
    row = db.execute(pulse.around(issue.issued_at, min(at, expires_at), expires_at)).one()
    any_irregular, first_at, last_at, after_at, restored_at = row
    return Pulse(
        irregular=db.scalars(pulse.irregular_in(issue.issued_at, expires_at)).all() if any_irregular else (),
        first_at=first_at,
        last_at=last_at,
        after_at=after_at if at > expires_at else None,
        restored=() if restored_at is None else (restored_at,),
    )


def outcome(circulation: Circulation, at: dt.datetime) -> Outcome:
    """What the round is at the instant, by all that the database knows."""
    return circulation.outcome(at, of_round(circulation, at))
