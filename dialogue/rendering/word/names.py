"""What a file is called when it is taken away: ours, safe for any title on any system."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dialogue.rendering.word.fragments import clean
from dialogue.rendering.word.labels import symbol_of

LONGEST = 100  # without the extension; some systems count bytes of the whole path
FALLBACK = "paper"

# Letters that have no plain letter inside them for Unicode to take apart.
_FOLDED = str.maketrans({"đ": "dj", "Đ": "Dj", "ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps for itself


@dataclass(frozen=True, slots=True)
class FileName:
    """`ascii` for every client; `full` keeps the letters of the language, for `filename*` alone."""

    ascii: str
    full: str

    @property
    def disposition(self) -> str:
        """The value of Content-Disposition (RFC 6266)."""
        plain = f'attachment; filename="{self.ascii}"'
        return plain if self.full == self.ascii else f"{plain}; filename*=UTF-8''{quote(self.full, safe='')}"


def file_name(*parts: str, extension: str = "docx") -> FileName:
    """HLD/2026/2 and minutes and cohost make HLD-2026-2-minutes-cohost.docx; empty parts are left out."""
    full = "-".join(filter(None, (_letters(part) for part in parts)))
    plain = "-".join(filter(None, (_letters(_folded(part)) for part in parts)))
    return FileName(f"{_held(plain)}.{extension}", f"{_held(full)}.{extension}")


def of_paper(sheet: Any, *more: str) -> FileName:
    """By the reference that the paper bears, so that the folder of downloads tells them apart as the papers do."""
    return file_name(symbol_of(sheet), *more)


def of_register(sheet: Any, on: dt.date, *, instead: str, extension: str = "docx") -> FileName:
    """By its reference and the day as of which it is told: one file a day. `instead`: of the reference, before the
    first session was held."""
    return file_name(symbol_of(sheet) or instead, on.isoformat(), extension=extension)


def _letters(text: str) -> str:
    """Letters and digits of any script; everything between them is one hyphen."""
    return re.sub(r"[\W_]+", "-", clean(text, one_line=True)).strip("-")


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return apart.encode("ascii", "ignore").decode()


def _held(name: str) -> str:
    """Short enough, not empty, and no name that a system keeps for itself."""
    name = name[:LONGEST].strip("-") or FALLBACK
    return f"{FALLBACK}-{name}" if _RESERVED.fullmatch(name) else name
