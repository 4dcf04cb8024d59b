"""What is known of the service in the time of a round: read from the beats, in a handful of statements."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import literal, union_all

from dialogue.db import db
from dialogue.domain import pulse
from dialogue.domain.pulse import Pulse
from dialogue.domain.silence import Circulation, Outcome


def of_round(circulation: Circulation, at: dt.datetime) -> Pulse:
    """The pulse from the issue in force until its expiry or the instant; nothing is read where nothing is issued or
    all is over: then nothing hangs on it."""
    return of_rounds([circulation], at)[0]


def of_rounds(circulations: Sequence[Circulation], at: dt.datetime) -> list[Pulse]:
    """The pulse of each, asked together: one statement, and a second one where a beat was missed or a clock jumped."""
    spans = {n: span for n, one in enumerate(circulations) if (span := _span(one)) is not None}
    found = [Pulse()] * len(circulations)
    if not spans:
        return found
    asked = union_all(
        *(pulse.around(since, min(at, end), end).add_columns(literal(n)) for n, (since, end) in spans.items())
    )
    for any_irregular, first_at, last_at, after_at, restored_at, n in db.execute(asked):
        since, end = spans[n]
        found[n] = Pulse(
            irregular=db.scalars(pulse.irregular_in(since, end)).all() if any_irregular else (),
            first_at=first_at,
            last_at=last_at,
            after_at=after_at if at > end else None,
            restored=() if restored_at is None else (restored_at,),
        )
    return found


def _span(circulation: Circulation) -> tuple[dt.datetime, dt.datetime] | None:
    issue, expires_at = circulation.issue, circulation.expires_at
    if issue is None or expires_at is None or circulation.is_over:
        return None
    return issue.issued_at, expires_at


def outcomes(circulations: Sequence[Circulation], at: dt.datetime) -> list[Outcome]:
    """What each round is at the instant."""
    found = zip(circulations, of_rounds(circulations, at), strict=True)
    return [one.outcome(at, of_one) for one, of_one in found]


def outcome(circulation: Circulation, at: dt.datetime) -> Outcome:
    """What the round is at the instant, by all that the database knows."""
    return circulation.outcome(at, of_round(circulation, at))
