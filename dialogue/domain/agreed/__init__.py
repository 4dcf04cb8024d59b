"""What two Parties agree on: what each said, to which text, which editions were made of it."""

from dialogue.domain.agreed.assents import (
    AGAIN,
    Agreement,
    Assent,
    Word,
    asked_of,
    awaits_second,
    is_newest,
    said,
)
from dialogue.domain.agreed.awaiting import (
    awaits_approval,
    awaits_first_sign_off,
    awaits_freezing,
    awaits_release,
    awaits_release_of,
    awaits_rework,
    awaits_sign_off,
)
from dialogue.domain.agreed.kinds import FLOW, SHEETS, Kind, Means, Terms, TextState, plain, read_key
from dialogue.domain.agreed.revisions import Edition, Revision, editions_of, with_sheets
from dialogue.domain.agreed.texts import TEXTS, AgreedText, ApprovedText, SignedText, approved_kinds
from dialogue.domain.agreed.written import Written

__all__ = [
    "AGAIN",
    "FLOW",
    "SHEETS",
    "TEXTS",
    "AgreedText",
    "Agreement",
    "ApprovedText",
    "Assent",
    "Edition",
    "Kind",
    "Means",
    "Revision",
    "SignedText",
    "Terms",
    "TextState",
    "Word",
    "Written",
    "approved_kinds",
    "asked_of",
    "awaits_approval",
    "awaits_first_sign_off",
    "awaits_freezing",
    "awaits_release",
    "awaits_release_of",
    "awaits_rework",
    "awaits_second",
    "awaits_sign_off",
    "editions_of",
    "is_newest",
    "plain",
    "read_key",
    "said",
    "with_sheets",
]
