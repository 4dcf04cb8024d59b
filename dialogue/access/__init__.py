"""Who may do what: what a person holds, which editions that opens, and one table of rights."""

from dialogue.access.editions import (
    agenda_edition,
    corrigendum_editions,
    edition,
    minutes_edition,
    minutes_editions,
    minutes_held,
    minutes_readers,
    reads_revisions,
    seat,
    signatory,
)
from dialogue.access.knowing import knows
from dialogue.access.notices import SUBJECTS, Subject, may_be_told
from dialogue.access.powers import bearer, has_power, may_be_alone, seconds, takes_second
from dialogue.access.rights import Right
from dialogue.access.rules import RULES, attempts, may, objections, session_of
from dialogue.access.standing import Standing, announced, audience, commentators, readers, standing, visible

__all__ = [
    "RULES",
    "SUBJECTS",
    "Right",
    "Standing",
    "Subject",
    "agenda_edition",
    "announced",
    "attempts",
    "audience",
    "bearer",
    "commentators",
    "corrigendum_editions",
    "edition",
    "has_power",
    "knows",
    "may",
    "may_be_alone",
    "may_be_told",
    "minutes_edition",
    "minutes_editions",
    "minutes_held",
    "minutes_readers",
    "objections",
    "readers",
    "reads_revisions",
    "seat",
    "seconds",
    "session_of",
    "signatory",
    "standing",
    "takes_second",
    "visible",
]
