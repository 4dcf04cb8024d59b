"""Markings of classified papers: whether a text bears one. Nothing that does may enter (practice §3.7)."""

import tomllib
import unicodedata
from pathlib import Path

from dialogue.domain.base import Refused

_FILE = tomllib.loads((Path(__file__).parent / "markings.toml").read_text(encoding="utf-8"))
ANYWHERE, ALONE = (tuple(_FILE[name]) for name in ("anywhere", "alone"))
_WHOLE = {one.casefold(): one for one in (*ANYWHERE, *ALONE)}
REFUSAL = (
    "It bears the marking “%(marking)s”. Nothing that is classified may be kept here. "
    "Please hand it over by the registry of your own side, and attach a paper without it."
)


def found(text: str) -> str:
    """The first marking in the text; "" where there is none. In capitals it is one wherever it stands, else alone on a
    line."""
    for typed in unicodedata.normalize("NFKC", text).splitlines():
        line = " ".join("".join(sign if sign.isalnum() else " " for sign in typed).split())
        inside = (one for one in ANYWHERE if f" {one} " in f" {line} ")
        if marking := _WHOLE.get(line.casefold()) or next(inside, ""):
            return marking
    return ""


def must_not_be_classified(*texts: str) -> None:
    """Refuse what bears a marking, and say how to go on."""
    for text in texts:
        if marking := found(text):
            raise Refused(REFUSAL, marking=marking)
