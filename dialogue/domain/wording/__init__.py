"""Words to look at before a paper goes out, and what a secretary decided of them."""

from dialogue.domain.wording.checking import Bounds, Finding, check, check_each, digest
from dialogue.domain.wording.cities import known_places
from dialogue.domain.wording.let_stand import LetStand, let_stand, of_key
from dialogue.domain.wording.names import Named
from dialogue.domain.wording.places import HEADING, Loose, Where, Written, written

__all__ = [
    "HEADING",
    "Bounds",
    "Finding",
    "LetStand",
    "Loose",
    "Named",
    "Where",
    "Written",
    "check",
    "check_each",
    "digest",
    "known_places",
    "let_stand",
    "of_key",
    "written",
]
