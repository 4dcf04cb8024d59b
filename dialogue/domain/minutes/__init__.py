"""The minutes of a session: numbered paragraphs under each item, sign-offs, approval, release of their editions."""

from dialogue.domain.minutes.comments import Comment, CommentKind, Disposition, Reply
from dialogue.domain.minutes.consultations import (
    Remark,
    circulate,
    close,
    comment,
    kinds_for,
    may_close,
    remarks,
    reply,
    usual_deadline,
)
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.openings import (
    awaits_sign_off,
    begin,
    conclude,
    held,
    marks,
    of_ref,
    of_session,
    released_for,
    under,
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
from dialogue.domain.minutes.revisions import MinutesRevision
from dialogue.domain.minutes.signatures import LARGEST_SCAN, MinutesScan, MinutesSignature, Signatory
from dialogue.domain.minutes.signings import SignaturePlace, attach, block, record, sign
from dialogue.domain.minutes.states import FLOW, Means, State, is_final, is_with_delegates

__all__ = [
    "FLOW",
    "LARGEST_SCAN",
    "Comment",
    "CommentKind",
    "Disposition",
    "Means",
    "Minutes",
    "MinutesApproval",
    "MinutesEdition",
    "MinutesItem",
    "MinutesRevision",
    "MinutesScan",
    "MinutesSignOff",
    "MinutesSignature",
    "Paragraph",
    "ParagraphDraft",
    "ParagraphKind",
    "ReleaseConsent",
    "Remark",
    "Reply",
    "Signatory",
    "SignaturePlace",
    "State",
    "attach",
    "awaits_sign_off",
    "begin",
    "block",
    "circulate",
    "close",
    "comment",
    "conclude",
    "drafts_of",
    "drafts_on",
    "held",
    "is_final",
    "is_with_delegates",
    "kinds_for",
    "marks",
    "may_close",
    "of_ref",
    "of_session",
    "record",
    "released_for",
    "remarks",
    "reply",
    "sign",
    "under",
    "usual_deadline",
    "with_text",
]
