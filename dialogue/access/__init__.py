"""Who may do what: what a person holds, which editions that opens, and one policy of rights."""

from dialogue.access.editions import (
    agenda_edition,
    corrigendum_editions,
    edition,
    minutes_edition,
    minutes_editions,
    objections,
    reads_revisions,
    seat,
    signatory,
)
from dialogue.access.judging import attempts, condition, knows, may, only, values
from dialogue.access.log import log_nouns, log_rows
from dialogue.access.notices import SUBJECTS, Subject, may_be_told
from dialogue.access.policy import KNOWN, POLICY
from dialogue.access.powers import bearer, has_power, holds_papers, is_told, may_be_alone, seconds, takes_second
from dialogue.access.rights import Right
from dialogue.access.selections import announced, commentators, commented_by_seat, minutes_readers, readers, visible
from dialogue.access.standing import Standing, audience, minutes_held, standing

__all__ = [
    "KNOWN",
    "POLICY",
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
    "commented_by_seat",
    "condition",
    "corrigendum_editions",
    "edition",
    "has_power",
    "holds_papers",
    "is_told",
    "knows",
    "log_nouns",
    "log_rows",
    "may",
    "may_be_alone",
    "may_be_told",
    "minutes_edition",
    "minutes_editions",
    "minutes_held",
    "minutes_readers",
    "objections",
    "only",
    "readers",
    "reads_revisions",
    "seat",
    "seconds",
    "signatory",
    "standing",
    "takes_second",
    "values",
    "visible",
]
