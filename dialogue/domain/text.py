"""The text boundary: what is typed or pasted becomes text that every page, paper and feed can carry."""

import re
import unicodedata

from dialogue.domain.base import Refused

LINE = 200  # a title, a name
PARAGRAPH = 20_000  # the text of an agenda item or of a paragraph of minutes: a paper of them is made in a second

# What python-docx refuses or a parser of calendars drops: controls but TAB and LF, lone surrogates, noncharacters.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}  # what Word pastes for a soft break
# In a title they turn the rest of the line round, or hide in it.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\U000e0000-\U000e007f]")


class TooLong(Refused):
    """The text is longer than its field; nothing is cut off silently."""

    def __init__(self, limit: int) -> None:
        super().__init__("This text is too long: at most %(limit)d characters fit here.", limit=limit)


def clean(text: str, *, limit: int, one_line: bool) -> str:
    """NFC, line breaks as LF, nothing that a paper or a feed cannot carry. Longer than `limit` is refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    text = _BAD.sub("", unicodedata.normalize("NFC", text))
    text = _UNSEEN.sub("", " ".join(text.split())) if one_line else text.strip("\n")
    if len(text) > limit:
        raise TooLong(limit)
    return text
