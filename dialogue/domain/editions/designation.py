"""How a name whose status is sensitive is written, as each house does it (practice §3.7): profiles, as data."""

import enum
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path


class Designation(enum.StrEnum):
    """A profile: what the papers of an edition say of the name, and which words are outside of it."""

    NONE = "neutral-nato"  # the name alone
    EU = "eu-footnote"
    UN = "un-footnote"
    COE = "coe-footnote"
    OWN = "kosovo-own"
    CUSTOM = "custom"
    DEFAULT = "as the dialogue"  # of an edition: that of the dialogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What `designations.toml` says of one, and of a custom one the settings."""

    footnote: str = ""
    every: bool = False  # called at every mention, else at the first
    plain: str = ""  # behind the first mention, where there are no footnotes
    names: str = "neutral"  # of organisations and cities, in what the paper itself says: neutral | long
    terms: tuple[str, ...] = ()

    @property
    def is_neutral(self) -> bool:
        return self.names == "neutral"


_DATA = tomllib.loads(Path(__file__).with_name("designations.toml").read_text(encoding="utf-8"))
PROFILES = {Designation(key): Profile(**one | {"terms": tuple(one["terms"])}) for key, one in _DATA["profiles"].items()}
FOOTNOTES = {key: one.footnote for key, one in PROFILES.items() if one.footnote}
NAMES: tuple[str, ...] = tuple(_DATA["names"])  # each form in which the name is written

# A mention of the name, but for one behind which somebody has put the asterisk.
MENTION = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in NAMES)})(?![\w*])")


def custom(footnote: str, *, every: bool = False) -> Profile:
    """The profile of a house that writes its own footnote; without an asterisk it has no plain form."""
    own = replace(PROFILES[Designation.CUSTOM], footnote=footnote, every=every)
    return own if footnote.startswith("*") else replace(own, plain="")


def marked(text: str, profile: Profile) -> str:
    """A line in plain text: the first mention of the name with the mark of the profile, where nobody typed one."""
    return MENTION.sub(lambda found: found[0] + profile.plain, text, count=1) if profile.plain else text


def explained(text: str, profile: Profile) -> str:
    """A text without footnotes: the first mention marked, and the line that the mark stands for at its foot."""
    told = marked(text, profile)
    return text if told == text else f"{told}\n\n{profile.footnote}"
