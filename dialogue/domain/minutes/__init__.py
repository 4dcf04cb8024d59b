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
from dialogue.domain.minutes.states import FLOW, Means, State, is_final, is_with_delegates

__all__ = [
    "FLOW",
    "Comment",
    "CommentKind",
    "Disposition",
    "Means",
    "Minutes",
    "MinutesApproval",
    "MinutesEdition",
    "MinutesItem",
    "MinutesRevision",
    "MinutesSignOff",
    "Paragraph",
    "ParagraphDraft",
    "ParagraphKind",
    "ReleaseConsent",
    "Remark",
    "Reply",
    "State",
    "awaits_sign_off",
    "begin",
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
    "released_for",
    "remarks",
    "reply",
    "under",
    "usual_deadline",
    "with_text",
]
