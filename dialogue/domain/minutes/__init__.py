"""The minutes of a session: numbered paragraphs under each item, sign-offs, approval, release of their editions."""

from dialogue.domain.minutes.minutes import FLOW, Means, Minutes, State
from dialogue.domain.minutes.openings import (
    awaits_sign_off,
    begin,
    conclude,
    held,
    marks,
    of_ref,
    of_session,
    released_for,
    with_text,
)
from dialogue.domain.minutes.paragraphs import (
    MinutesItem,
    Paragraph,
    ParagraphDraft,
    ParagraphKind,
    drafts_of,
    drafts_on,
)
from dialogue.domain.minutes.releases import MinutesApproval, MinutesEdition, MinutesSignOff, ReleaseConsent

__all__ = [
    "FLOW",
    "Means",
    "Minutes",
    "MinutesApproval",
    "MinutesEdition",
    "MinutesItem",
    "MinutesSignOff",
    "Paragraph",
    "ParagraphDraft",
    "ParagraphKind",
    "ReleaseConsent",
    "State",
    "awaits_sign_off",
    "begin",
    "conclude",
    "drafts_of",
    "drafts_on",
    "held",
    "marks",
    "of_ref",
    "of_session",
    "released_for",
    "with_text",
]
