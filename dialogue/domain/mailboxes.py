"""E-mail addresses: what somebody typed or pasted becomes one that a mail server accepts, in one spelling.

The one place that knows what an address is: forms, commands, settings and people ask here. No name is looked up in the
net. One spelling means one person: blanks and unseen characters go, the domain is written in letters (a person at an
international domain is the same in punycode), and capitals are small, before the @ too. By the letter of RFC 5321 a
mail server may tell `Ana@` from `ana@`; none in use gives them to two people, and two accounts that differ by a capital
would be one person in two."""

import re
import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email

LONGEST = 320  # characters that a field takes; what is too long for a mail server is refused by its rules
ONE = "Please give one address only."
WHOLE = "Please give an address such as name@example.org."

# Shown as nothing though they are no format characters (Cf): joiners, fillers, selectors, the blank of braille.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\W*", re.DOTALL)


class NoMailbox(ValueError):  # noqa: N818 because it is an answer to whoever typed it
    """This is not one address that can be mailed; says why in a sentence that can be shown."""


def read(typed: str, *, public: bool = True) -> str:
    """The address in its one spelling, out of `mailto:`, angle brackets with a name before them, and what is left of a
    list (`;`, `,`). `public`: one that the whole net can reach, with a dot in its domain."""
    return named(typed, public=public)[1]


def named(typed: str, *, public: bool = True) -> tuple[str, str]:
    """The name that stands before an address, which may be none, and the address as `read` gives it."""
    seen = _seen(typed)
    found = _NAMED.fullmatch(seen)
    name = found["name"].strip().strip('"') if found else ""
    return name, _checked(_bare(found["address"] if found else seen), public=public)


def one_spelling(typed: str) -> str:
    """For looking up: the address where this is one, else what was typed, in small letters without blanks around."""
    try:
        return read(typed)
    except NoMailbox:
        return _seen(typed).lower()


def on_the_wire(address: str) -> str:
    """The address as every mail server takes it: an international domain in the letters that the net knows it by
    (IDNA 2008). Other letters before the @ have no such form, and leave the whole address as it is."""
    local, _, domain = address.rpartition("@")
    if domain.isascii() or not local.isascii():
        return address
    try:
        found = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return address
    return found.ascii_email or address


def _seen(typed: str) -> str:
    """Without what nobody sees, in one composition of letters."""
    kept = "".join(" " if c.isspace() else c for c in typed if unicodedata.category(c) not in {"Cf", "Cs"})
    return unicodedata.normalize("NFC", _UNSEEN.sub("", kept)).strip()


def _bare(address: str) -> str:
    """Without what was copied along: `mailto:` with its questions, brackets, the end of a list or a sentence."""
    address = re.sub(r"^mailto:", "", address.strip(), flags=re.IGNORECASE).partition("?")[0]
    return address.lstrip("<( ").rstrip(">);,. ")


def _checked(address: str, *, public: bool) -> str:
    if address.count("@") > 1 and re.search(r"[\s,;/|]", address):
        raise NoMailbox(ONE)
    rules: dict[str, Any] = {"check_deliverability": False, "globally_deliverable": public, "strict": True}
    try:
        found = validate_email(address, **rules)
        small = unicodedata.normalize("NFC", found.local_part.lower())
        return validate_email(f"{small}@{found.domain}", **rules).normalized
    except EmailNotValidError as fault:
        raise NoMailbox(WHOLE) from fault
