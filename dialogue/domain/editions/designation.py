"""The footnote on a name whose status is sensitive, as each house writes it (practice §3.7)."""

import enum
import tomllib
from pathlib import Path


class Designation(enum.StrEnum):
    """Which footnote stands at the first mention of the name in a paper."""

    NONE = "neutral-nato"  # the name alone
    EU = "eu-footnote"
    UN = "un-footnote"
    COE = "coe-footnote"
    CUSTOM = "custom"


_DATA = tomllib.loads(Path(__file__).with_name("designations.toml").read_text(encoding="utf-8"))
FOOTNOTES = {Designation(profile): words for profile, words in _DATA["footnotes"].items()}
NAMES: tuple[str, ...] = tuple(_DATA["names"])  # each form in which the name is written
