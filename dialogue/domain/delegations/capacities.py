"""In which capacity a person sits, which kind of delegation has which, and the states of a seat."""

import enum

from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Kind


class State(enum.StrEnum):
    NOMINATED = "nominated"
    ACCREDITED = "accredited"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Capacity(enum.StrEnum):
    """In which capacity a person sits; the order is that of precedence (practice §0.9)."""

    HEAD = "head of delegation"
    ALTERNATE = "alternate"
    MEMBER = "member"
    ADVISER = "adviser"
    INTERPRETER = "interpreter"
    NOTE_TAKER = "note-taker"
    SPEAKER = "speaker"
    OBSERVER = "observer"
    FOCAL_POINT = "focal point"
    SUCCESSOR = "successor"  # of a head who has left: speaks for the Party after the session, and was not at it


FLOW = Flow(
    {
        State.NOMINATED: {State.ACCREDITED, State.RETURNED, State.WITHDRAWN},
        State.RETURNED: {State.NOMINATED, State.WITHDRAWN},
        State.ACCREDITED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.NOMINATED},
    }
)

OF_A_PARTY = frozenset(Capacity) - {Capacity.SPEAKER, Capacity.OBSERVER, Capacity.SUCCESSOR}
CAPACITIES = {
    Kind.PARTY: OF_A_PARTY,
    Kind.COHOST: frozenset({Capacity.SPEAKER}),
    Kind.OBSERVER: frozenset({Capacity.OBSERVER}),
    Kind.OTHER: frozenset({Capacity.OBSERVER}),
}
SINGLE = frozenset({Capacity.HEAD, Capacity.ALTERNATE, Capacity.FOCAL_POINT, Capacity.SUCCESSOR})
SPEAK = frozenset({Capacity.HEAD, Capacity.ALTERNATE, Capacity.SUCCESSOR})  # for their Party, without an authority
LEADS = SPEAK | {Capacity.FOCAL_POINT}  # speaks for its Party, or names who does: never by one person's word alone
AT_NO_TABLE = frozenset({Capacity.FOCAL_POINT, Capacity.SUCCESSOR})
