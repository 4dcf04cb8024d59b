"""What the product does by itself as time passes, in steps: each on its own, so that a fault in one stops no other."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogue.actions import accounts, digests, incoming, ladders, settling, tellings
from dialogue.config import Config
from dialogue.db import db, read_only, transaction
from dialogue.domain import incoming as mails
from dialogue.domain import password_links, pulse, silence
from dialogue.notifications import outbox

EVERY = 5.0  # seconds between two passes of a worker
BEATS_KEPT = dt.timedelta(days=60)  # and as long as any round goes
HOUR = dt.timedelta(hours=1)  # before its issue: the beat that an outage at its beginning is told by
log = logging.getLogger("dialogue.ticking")


@dataclass(frozen=True, slots=True)
class Tick:
    """What a step is handed. `ending` says that it is to stop at the next good moment."""

    config: Config
    clock: Callable[[], dt.datetime]
    ending: Callable[[], bool] = lambda: False


Step = Callable[[Tick], None]


def read_mails(tick: Tick) -> None:
    """Read what has come in. A mail that says that another one came back holds a round: so this comes before rounds are
    settled."""
    read_only()
    found, failed = db.scalars(mails.unread()).all(), []
    for mail_id in found:
        if tick.ending():
            break
        try:
            incoming.settle(mail_id, tick.config, tick.clock)
        except Exception as fault:
            log.exception("mail %d waits to be read", mail_id)
            failed.append(fault)
    if failed:
        raise failed[0]


def forget_old_mails(tick: Tick) -> None:
    incoming.forget_old(tick.clock())


def settle_rounds(tick: Tick) -> None:
    """Write down what became of the rounds of silence. It decides nothing: pages show the same before and after. A
    round that cannot be settled keeps no other waiting."""
    read_only()
    found, failed = settling.to_settle(tick.clock()), []
    for circulation_id in found:
        try:
            with transaction():
                settling.settle_by_id(circulation_id, tick.clock())
        except Exception as fault:
            log.exception("round %d could not be settled", circulation_id)
            failed.append(fault)
    if failed:
        raise failed[0]


def answer_requests(tick: Tick) -> None:
    """Make the links for people who have forgotten their passwords."""
    read_only()  # nobody has is the rule, and stands in no writer's way
    if db.scalar(password_links.waiting(tick.clock())):
        with transaction():
            accounts.answer_requests(secret=tick.config.secret_key, at=tick.clock())


def tell_of_rungs(tick: Tick) -> None:
    """Remind the owners of what is due soon or overdue, each once; what is no longer true is not sent."""
    read_only()  # nothing new is the rule, and stands in no writer's way
    for session_id in sorted(ladders.news(tick.clock())):
        with transaction():
            ladders.tell(session_id, tick.clock())


def tell_of_followups(tick: Tick) -> None:
    """Focal points once a week of what is due of their side, and its head of what stays overdue; looked through every
    quarter of an hour."""
    read_only()  # it was looked through already is the rule, and stands in no writer's way
    if digests.are_due(tick.clock()):
        with transaction():
            digests.tell(tick.clock())


def tell_what_came_out(tick: Tick) -> None:
    """Tell its readers of what is out by itself: an embargo is over, silence was kept on a corrigendum."""
    read_only()  # nothing new is the rule, and stands in no writer's way
    for session_id in sorted({text.session_id for text, _ in tellings.out_by_itself(tick.clock())}):
        with transaction():
            tellings.tell_what_came_out(session_id, tick.clock())


def send_notices(tick: Tick) -> None:
    outbox.send_due(tick.config, tick.clock, ending=tick.ending)


def forget_old_beats(tick: Tick) -> None:
    """Those that no round rests on: a round whose first beats were gone would be one that nobody watched."""
    read_only()  # nothing to forget is the rule, and stands in no writer's way
    first_issue, before = db.scalar(silence.first_issue_of_unsettled()), tick.clock() - BEATS_KEPT
    if first_issue is not None:
        before = min(before, first_issue - HOUR)
    outdated = pulse.outdated(before, while_rounds_go=first_issue is not None)
    if db.scalar(pulse.any_of(outdated)):
        with transaction():
            db.execute(pulse.forget(outdated))


# What is written down comes before what is sent: so a notice of it goes out in the same pass.
STEPS: Sequence[Step] = (
    read_mails, settle_rounds, answer_requests, tell_of_rungs, tell_of_followups, tell_what_came_out, send_notices,
    forget_old_beats, forget_old_mails,
)  # fmt: skip


def run(tick: Tick, steps: Sequence[Step] = STEPS) -> list[str]:
    """One pass over all steps, in order. Returns the names of those that failed; why, is in the log. It may run at any
    time, in any number of processes at once, and again after a pass that was cut short."""
    failed = []
    for step in steps:
        if tick.ending():
            break
        try:
            step(tick)
        except Exception:
            log.exception("%s failed", step.__name__)
            failed.append(step.__name__)
        finally:
            db.remove()
    return failed
