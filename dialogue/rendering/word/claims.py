"""What a paper says of itself unseen: of which text it is, so that a copy can be asked about.

Written here, and read back from files that anybody may have made: nothing is unpacked but the one small part, nothing
is fetched, nothing is believed."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from html import escape
from typing import Any

from lxml import etree

from dialogue.domain.editions import Level, fingerprint
from dialogue.rendering.word.fragments import clean

NAME = "Paper"  # of the property
TRACKER = "tracker"  # of no session; its label is the day by which it is told
PART = "docProps/custom.xml"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of properties that are a user's own

ENTRIES = 2_000
DIRECTORY = ENTRIES * 512  # bytes of the list of entries
UNPACKED = 200 * 1024 * 1024  # that all entries together may say they are
RATIO = 1_000
LARGEST_PART = 64 * 1024
_END = struct.Struct("<4s4H2LH")


class Unreadable(Exception):  # noqa: N818 because it is an answer to whoever gave the file
    """No Word file, or one that is not safe to look into."""


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


def written(claim: Claim) -> bytes:
    """The part that holds the claim among the file's own properties, where programs keep it when they save anew."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}"><property fmtid="{FORMAT}" pid="2" name="{NAME}">'
        f"<vt:lpwstr>{escape(str(claim), quote=False)}</vt:lpwstr></property></Properties>"
    ).encode()


def read(content: bytes) -> Claim | None:
    """What the file says it is; None where it says nothing that we could have written. Raises Unreadable."""
    part = _part(content)
    root = _parsed(part) if part else None
    if root is None:
        return None
    for one in root.iterfind(f"{{{PROPERTIES}}}property[@name='{NAME}']"):
        parts = "".join(str(text) for text in one.itertext()).split("|")
        if len(parts) == 5 and parts[2] in list(Level):
            return Claim(parts[0], parts[1], Level(parts[2]), parts[3], parts[4])
    return None


def _part(content: bytes) -> bytes:
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            if PART not in archive.namelist():
                return b""
            with archive.open(PART) as part:
                blob = part.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError) as fault:
        raise Unreadable from fault
    if len(blob) > LARGEST_PART:
        raise Unreadable
    return blob


def _check_end(content: bytes) -> None:
    """Before the list of entries is read: that it is one, and no longer than ours could ever be."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if not content.startswith(b"PK\x03\x04") or at < 0 or len(content) < at + _END.size:
        raise Unreadable
    _, _, _, _, entries, size, _, _ = _END.unpack_from(content, at)
    if entries > ENTRIES or size > DIRECTORY:  # the larger form of zip says 65,535 here
        raise Unreadable


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if (
        len(entries) > ENTRIES
        or len(set(names)) != len(names)  # two of one name: each program would read another
        or "[Content_Types].xml" not in names
        or any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries)
        or unpacked > UNPACKED
        or unpacked > RATIO * max(packed, 1)
    ):
        raise Unreadable


def _parsed(blob: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(blob, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable
    return root
