"""What a paper says of itself unseen: of which text it is, so that a copy can be asked about.

Written here, and read back from files that anybody may have made: nothing is unpacked but the one small part, nothing
is fetched, nothing is believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dialogue.domain.editions import Level, fingerprint
from dialogue.rendering.word.fragments import clean
from dialogue.rendering.word.opened import entries, member, parsed

NAME, REMARKS = "Paper", "Remarks"  # of the properties
TRACKER = "tracker"  # of no session; its label is the day by which it is told
PART = "docProps/custom.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that are a user's own

LARGEST_PART = 64 * 1024


@dataclass(frozen=True, slots=True)
class Claim:
    """Of what a paper says it is a copy: kind ("minutes"), label ("REV 2"), edition, reference, hash of the text."""

    kind: str
    label: str
    level: Level
    reference: str
    text_hash: str

    def __str__(self) -> str:
        parts = (self.kind, self.label, self.level.value, self.reference, self.text_hash)
        return "|".join(clean(part, one_line=True).replace("|", " ") for part in parts)


def hash_of(sheet: Any) -> str:
    """The hash of its text; "" where it holds what no database could (half of a pair of surrogates)."""
    try:
        return fingerprint(sheet)
    except UnicodeEncodeError:
        return ""


def written(claim: Claim, remarks: Sequence[str] = ()) -> bytes:
    """The part that holds the claim among the file's own properties, where programs keep it when they save anew.
    `remarks`: the marks of the comments that we wrote into it (`annotations.mark`)."""
    told = [(NAME, str(claim)), *([(REMARKS, " ".join(remarks))] if remarks else [])]
    properties = "".join(
        f'<property fmtid="{FORMAT}" pid="{n}" name="{name}">'
        f"<vt:lpwstr>{escape(text, quote=False)}</vt:lpwstr></property>"
        for n, (name, text) in enumerate(told, start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}">{properties}</Properties>'
    ).encode()


def read(content: bytes) -> Claim | None:
    """What the file says it is; None where it says nothing that we could have written. Raises
    `opened.Unreadable`."""
    part = _part(content)
    return told(parsed(part)) if part else None


def told(properties: Any) -> Claim | None:
    """The same, of the root of that part."""
    for one in properties.iterfind(f"{{{PROPERTIES}}}property[@name='{NAME}']"):
        parts = "".join(str(text) for text in one.itertext()).split("|")
        if len(parts) == 5 and parts[2] in list(Level):
            return Claim(parts[0], parts[1], Level(parts[2]), parts[3], parts[4])
    return None


def remarks(properties: Any) -> frozenset[str]:
    """The marks of the comments that we wrote into the file."""
    found = properties.iterfind(f"{{{PROPERTIES}}}property[@name='{REMARKS}']")
    return frozenset(mark for one in found for text in one.itertext() for mark in str(text).split())


def _part(content: bytes) -> bytes:
    return member(content, PART, LARGEST_PART) if PART in entries(content) else b""
