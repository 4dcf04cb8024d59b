"""The states of a round, and which may follow which."""

import enum

from dialogue.domain.flow import Flow


class State(enum.StrEnum):
    PROPOSED = "proposed"  # both co-chairs have still to consent to the method, or it is not issued yet
    RUNNING = "running"
    CLOSING = "closing"  # for a minute after the expiry: what came in time may still be on its way to the disk
    ADOPTED = "adopted"
    BROKEN = "broken"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DECLINED = "declined"


FLOW = Flow(
    {
        State.PROPOSED: {State.RUNNING, State.WITHDRAWN, State.SUPERSEDED, State.DECLINED},
        State.RUNNING: {State.CLOSING, State.ADOPTED, State.BROKEN, State.HELD, State.WITHDRAWN, State.SUPERSEDED},
        State.CLOSING: {State.ADOPTED, State.BROKEN, State.HELD},
        State.HELD: {State.RUNNING, State.CLOSING, State.ADOPTED, State.BROKEN, State.WITHDRAWN, State.SUPERSEDED},
        State.ADOPTED: {State.HELD},  # the one exception: adoption in question (practice §3.4 a)
        State.BROKEN: set(),
        State.WITHDRAWN: set(),
        State.SUPERSEDED: set(),
        State.DECLINED: set(),
    }
)
OVER = frozenset({State.BROKEN, State.WITHDRAWN, State.SUPERSEDED, State.DECLINED})


class Reason(enum.StrEnum):
    """Why a round is held."""

    UNSERVED = "not served"
    TOO_SHORT = "too short"
    UNDELIVERED = "mail did not arrive"
    VOICELESS = "nobody left to answer"
    UNREACHABLE = "service was unreachable"
    CLOCK = "clock jumped"
    RESTORED = "backup was put back"
    UNCONFIRMED = "objection to be confirmed"
    AT_THE_EXPIRY = "objection in the closing minute"
    IN_QUESTION = "adoption in question"


OF_THE_SERVICE = frozenset({Reason.UNREACHABLE, Reason.CLOCK, Reason.RESTORED})  # released by both secretaries
OF_A_PARTY = frozenset({Reason.UNSERVED, Reason.TOO_SHORT, Reason.VOICELESS})  # ended by its word, or another issue


class Weight(enum.StrEnum):
    """What an objection did."""

    IN_TIME = "in time"  # it broke silence
    SUPPORTING = "supporting"  # silence was broken already
    LATE = "late"
    UNCONFIRMED = "to be confirmed"  # its sender is not known to speak for the Party: the round is held
    AT_THE_EXPIRY = "in the closing minute"  # may have been sent before the expiry: the round is held
    IN_QUESTION = "after the adoption was written"  # in time, and known too late: the adoption is in question
    DISOWNED = "disowned by its Party"
    WITHOUT_A_ROUND = "no round was running"
