"""The states of a round, and which may follow which."""

import enum

from dialogue.domain.flow import Flow


class CirculationState(enum.StrEnum):
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
        CirculationState.PROPOSED: {
            CirculationState.RUNNING,
            CirculationState.WITHDRAWN,
            CirculationState.SUPERSEDED,
            CirculationState.DECLINED,
        },
        CirculationState.RUNNING: {
            CirculationState.CLOSING,
            CirculationState.ADOPTED,
            CirculationState.BROKEN,
            CirculationState.HELD,
            CirculationState.WITHDRAWN,
            CirculationState.SUPERSEDED,
        },
        CirculationState.CLOSING: {CirculationState.ADOPTED, CirculationState.BROKEN, CirculationState.HELD},
        CirculationState.HELD: {
            CirculationState.RUNNING,
            CirculationState.CLOSING,
            CirculationState.ADOPTED,
            CirculationState.BROKEN,
            CirculationState.WITHDRAWN,
            CirculationState.SUPERSEDED,
        },
        CirculationState.ADOPTED: {CirculationState.HELD},  # the one exception: adoption in question (practice §3.4 a)
        CirculationState.BROKEN: set(),
        CirculationState.WITHDRAWN: set(),
        CirculationState.SUPERSEDED: set(),
        CirculationState.DECLINED: set(),
    }
)
OVER = frozenset(
    {CirculationState.BROKEN, CirculationState.WITHDRAWN, CirculationState.SUPERSEDED, CirculationState.DECLINED}
)


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
