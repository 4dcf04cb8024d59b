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
    awaits_release,
    awaits_release_of,
    awaits_rework,
    awaits_sign_off,
)
from dialogue.domain.agreed.revisions import Edition, Revision, editions_of, with_sheets
from dialogue.domain.agreed.texts import AgreedText, ApprovedText, Kind, Means, SignedText

__all__ = [
    "AGAIN",
    "AgreedText",
    "Agreement",
    "ApprovedText",
    "Assent",
    "Edition",
    "Kind",
    "Means",
    "Revision",
    "SignedText",
    "Word",
    "asked_of",
    "awaits_approval",
    "awaits_release",
    "awaits_release_of",
    "awaits_rework",
    "awaits_second",
    "awaits_sign_off",
    "editions_of",
    "is_newest",
    "said",
    "with_sheets",
]
