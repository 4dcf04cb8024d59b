"""In which capacity a person sits, what each may do, which kind of delegation has which, and the states of a seat."""

import enum
from collections.abc import Mapping

from dialogue.domain.flow import Flow
from dialogue.domain.organisations import OrganisationKind


class ParticipantState(enum.StrEnum):
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
        ParticipantState.NOMINATED: {
            ParticipantState.ACCREDITED,
            ParticipantState.RETURNED,
            ParticipantState.WITHDRAWN,
        },
        ParticipantState.RETURNED: {ParticipantState.NOMINATED, ParticipantState.WITHDRAWN},
        ParticipantState.ACCREDITED: {ParticipantState.WITHDRAWN},
        ParticipantState.WITHDRAWN: {ParticipantState.NOMINATED},
    }
)

OF_A_PARTY = frozenset(Capacity) - {Capacity.SPEAKER, Capacity.OBSERVER, Capacity.SUCCESSOR}
CAPACITIES = {
    OrganisationKind.PARTY: OF_A_PARTY,
    OrganisationKind.COHOST: frozenset({Capacity.SPEAKER}),
    OrganisationKind.OBSERVER: frozenset({Capacity.OBSERVER}),
    OrganisationKind.OTHER: frozenset({Capacity.OBSERVER}),
}
SINGLE = frozenset({Capacity.HEAD, Capacity.ALTERNATE, Capacity.FOCAL_POINT, Capacity.SUCCESSOR})
AT_NO_TABLE = frozenset({Capacity.FOCAL_POINT, Capacity.SUCCESSOR})


class Ability(enum.StrEnum):
    """What an accredited seat gives to whoever sits on it, in its own session unless said otherwise."""

    SESSION = "reads the session, the public titles of its agenda and the heads of its delegations"
    PUBLIC_MINUTES = "reads the public edition of the minutes once it is released"
    AGENDA = "reads the circulated agenda whole"
    PAPERS = "reads the delegations' papers: list of participants, minutes from their circulation, where things stand"
    REGISTER = "reads the joint register of all sessions, and what was decided and is to be done"
    ROUNDS = "reads the rounds under silence once they are issued"
    REQUESTS = "asks for items of the agenda"
    COMMENTS = "comments on the minutes"
    NAMES = "names the delegation of its Party"
    PEOPLE = "keeps the accounts of its own side's people"
    SPEAKS = "speaks for its Party, without an authority in writing"
    PLENARY = "is in the room of the plenary"
    RESTRICTED = "is in the room of the restricted part"
    OPEN = "is in the room of the open part"


ROOMS = (Ability.PLENARY, Ability.RESTRICTED, Ability.OPEN)
DELEGATE = frozenset(
    {
        Ability.SESSION,
        Ability.PUBLIC_MINUTES,
        Ability.AGENDA,
        Ability.PAPERS,
        Ability.REGISTER,
        Ability.ROUNDS,
        Ability.REQUESTS,
        Ability.COMMENTS,
    }
)
_TABLE = frozenset({Ability.PLENARY, Ability.OPEN})
_ASSISTS = _TABLE | {Ability.SESSION, Ability.AGENDA}  # no delegate (contract, Capacities)

# What each capacity may do. A person of a Party whom it authorised in writing, or of whom its head or secretary has
# said so, holds more (`Participant.abilities`).
ABILITIES: Mapping[Capacity, frozenset[Ability]] = {
    Capacity.HEAD: DELEGATE | _TABLE | {Ability.RESTRICTED, Ability.SPEAKS, Ability.NAMES},
    Capacity.ALTERNATE: DELEGATE | _TABLE | {Ability.SPEAKS},
    Capacity.MEMBER: DELEGATE | _TABLE,
    Capacity.ADVISER: _ASSISTS,
    Capacity.INTERPRETER: _ASSISTS,
    Capacity.NOTE_TAKER: _ASSISTS,
    Capacity.SPEAKER: frozenset({Ability.OPEN}),  # what it reads comes from its organisation's engagement
    Capacity.OBSERVER: frozenset({Ability.SESSION, Ability.PUBLIC_MINUTES}),
    Capacity.FOCAL_POINT: DELEGATE | {Ability.NAMES, Ability.PEOPLE},
    Capacity.SUCCESSOR: DELEGATE | {Ability.SPEAKS},
}
HEADS = frozenset({Capacity.HEAD, Capacity.SUCCESSOR})
# Speaks for its Party, or names who does: never by one person's word alone.
LEADS = frozenset(one for one, may in ABILITIES.items() if may & {Ability.SPEAKS, Ability.NAMES})
