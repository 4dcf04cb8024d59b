"""A Word file that anybody may have made, opened so that it can be read: nothing is fetched, run or believed.

Whatever may not be opened is refused in a sentence that says what to do with the file."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dialogue.i18n import gettext

LARGEST = 10 * 1024 * 1024  # bytes of a file
ENTRIES = 2_000
DIRECTORY = ENTRIES * 512  # bytes of the list of entries
UNPACKED = 200 * 1024 * 1024  # that all entries together may say they are
RATIO = 1_000
LARGEST_PART = 24 * 1024 * 1024  # of text: minutes of 500 paragraphs are 2 MB
TAGS = 1_000_000  # of one part: those minutes have 60,000, and each takes memory

TYPES = "[Content_Types].xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (  # the names of the stricter form of the standard, and those that every program writes
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_END = struct.Struct("<4s4H2LH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word until 2003, and whatever Word locks with a password
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)


class Unreadable(Exception):  # noqa: N818 because it is an answer to whoever gave the file
    """No Word file, or one that is not safe to look into; its sentence, if it has one, says which."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of a Word file. `main`: the name of the one that holds its text. Each is read when it is asked for."""

    content: bytes
    names: frozenset[str]
    main: str
    _read: dict[str, Any] = field(default_factory=dict)

    def part(self, name: str) -> Any:
        """The root of one part; None where the file has none of that name. Raises Unreadable."""
        if name not in self._read:
            blob = member(self.content, name, LARGEST_PART) if name in self.names else b""
            self._read[name] = parsed(blob) if blob else None
        return self._read[name]

    @property
    def document(self) -> Any:
        return self.part(self.main)

    def beside(self, kind: str) -> str:
        """The name of the part to which the text refers by this kind ("footnotes", "comments"); "" where to none."""
        folder, name = posixpath.split(self.main)
        relations = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for one in () if relations is None else relations.iterfind(_RELATION):
            if one.get("Type", "").endswith(f"/{kind}") and one.get("TargetMode") != "External":
                found = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                if found in self.names:
                    return found
        return ""


def opened(content: bytes) -> Opened:
    """A .docx without macros and passwords, as Word, LibreOffice or OnlyOffice save it. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(gettext("The file is larger than %(mb)d MB.", mb=LARGEST // 1024 // 1024))
    _must_be_a_package(content)
    try:
        names = frozenset(entries(content))
        types = parsed(member(content, TYPES, LARGEST_PART))
        main = _main(types, names)
        file = Opened(content, names, main)
        if file.document.find(f"{{{WORD}}}body") is None:
            raise Unreadable
    except Unreadable as fault:
        raise (
            fault
            if str(fault)
            else Unreadable(
                gettext("This file could not be opened. Please open it in Word, save it anew as .docx, and send that.")
            )
        ) from fault
    return file


def entries(content: bytes) -> list[str]:
    """The names of what a zip holds, once its list can be believed. Raises Unreadable."""
    _check_end(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            return archive.namelist()
    except _FAULTS as fault:
        raise Unreadable from fault


def member(content: bytes, name: str, most: int) -> bytes:
    """What one entry holds, unpacked no further than `most` bytes. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as part:
            blob = part.read(most + 1)
    except (*_FAULTS, KeyError) as fault:
        raise Unreadable from fault
    if len(blob) > most:
        raise Unreadable(_too_much())
    return blob


def _too_much() -> str:
    return gettext("There is too much text in this file. Please divide it.")


def parsed(blob: bytes) -> Any:
    """The root of some XML, without a document type of its own. Raises Unreadable."""
    if blob.count(b"<") > TAGS:
        raise Unreadable(_too_much())
    for strict, usual in _STRICT:
        blob = blob.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(blob, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable
    return root


def _must_be_a_package(content: bytes) -> None:
    """Say of what is no .docx what it is instead."""
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise Unreadable(gettext("This file is locked with a password. Please save it without one."))
        raise Unreadable(gettext("This is a file of an old Word (.doc). Please open it and save it as .docx."))
    if not content:
        raise Unreadable(gettext("There is nothing in this file."))
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(_no_word())


def _no_word() -> str:
    return gettext("This is not a Word file. Please save the text as .docx, and send that.")


def _main(types: Any, names: frozenset[str]) -> str:
    """The part that is the text. Refused: macros, and what is no text of Word's."""
    kinds: Mapping[str, str] = {
        one.get("PartName", "").lstrip("/"): one.get("ContentType", "") for one in types.iterfind(f"{_CONTENT}Override")
    }
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds.values()) or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        raise Unreadable(gettext("This file carries macros. Please save it as a Word document without them (.docx)."))
    for name, kind in kinds.items():
        if kind in {DOCUMENT, TEMPLATE} and name in names:
            return name
    raise Unreadable(_no_word())


def _check_end(content: bytes) -> None:
    """Before the list of entries is read: that it is one, and no longer than ours could ever be."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if not content.startswith(b"PK\x03\x04") or at < 0 or len(content) < at + _END.size:
        raise Unreadable
    _, _, _, _, count, size, _, _ = _END.unpack_from(content, at)
    if count > ENTRIES or size > DIRECTORY:  # the larger form of zip says 65,535 here
        raise Unreadable


def _check(found: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in found]
    if TYPES not in names:  # another program's text, or a folder of files
        raise Unreadable(_no_word())
    unpacked, packed = sum(e.file_size for e in found), sum(e.compress_size for e in found)
    if (
        len(found) > ENTRIES
        or len(set(names)) != len(names)  # two of one name: each program would read another
        or any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in found)
        or unpacked > UNPACKED
        or unpacked > RATIO * max(packed, 1)
    ):
        raise Unreadable
