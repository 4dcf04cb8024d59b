"""The states of an agenda, and how long before the session each has its turn."""

import datetime as dt
import enum

from dialogue.domain.flow import Flow


class AgendaState(enum.StrEnum):
    COLLECTING = "collecting"
    DRAFTING = "drafting"
    PROVISIONAL = "provisional"
    CIRCULATED = "circulated"
    BEFORE_ADOPTION = "before adoption"
    ADOPTED = "adopted"
    LAPSED = "lapsed"


FLOW = Flow(
    {
        AgendaState.COLLECTING: {AgendaState.DRAFTING, AgendaState.LAPSED},
        AgendaState.DRAFTING: {AgendaState.PROVISIONAL, AgendaState.LAPSED},
        AgendaState.PROVISIONAL: {AgendaState.PROVISIONAL, AgendaState.CIRCULATED, AgendaState.LAPSED},
        AgendaState.CIRCULATED: {AgendaState.CIRCULATED, AgendaState.BEFORE_ADOPTION, AgendaState.LAPSED},
        AgendaState.BEFORE_ADOPTION: {AgendaState.ADOPTED},
        AgendaState.ADOPTED: set(),
        # Its session is reinstated.
        AgendaState.LAPSED: {AgendaState.COLLECTING, AgendaState.DRAFTING, AgendaState.CIRCULATED},
    }
)

CALL_CLOSES = dt.timedelta(days=21)  # before the session (practice §0.10)
CIRCULATION = dt.timedelta(days=15)
TAKES_REQUESTS = (AgendaState.COLLECTING, AgendaState.DRAFTING, AgendaState.PROVISIONAL, AgendaState.CIRCULATED)
OPEN_TO_EDITS = (*TAKES_REQUESTS, AgendaState.BEFORE_ADOPTION)
