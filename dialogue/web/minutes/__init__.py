"""The pages of minutes: read, written, signed off and approved, released. One blueprint in several files."""

from dialogue.web.minutes import (
    approvals,
    comments,
    consultations,
    copies,
    paragraphs,
    presence,
    releases,
    revisions,
    signatures,
)
from dialogue.web.minutes.pages import bp

__all__ = [
    "approvals",
    "bp",
    "comments",
    "consultations",
    "copies",
    "paragraphs",
    "presence",
    "releases",
    "revisions",
    "signatures",
]
