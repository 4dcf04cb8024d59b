"""Reads a PDF that somebody else made, and says in one word what it holds. Run as a process of its own, by `scans`."""

import io
import re
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject

from dialogue.domain import markings

if sys.platform != "win32":
    import resource

SECONDS = 10  # of the processor
MEMORY = 768 * 1024 * 1024  # bytes of address space
OBJECTS, PAGES, PARTS = 50_000, 1_000, 2_000_000
HARMLESS = "harmless"
MARKED = "marked "  # before the marking that a page bears
READ = 20  # pages that are read for one: it stands on each, and a picture of a page says nothing

# What a viewer does by itself or where somebody clicks: the /S of an action. Within a file one may go on.
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE", "/Thread", "/Sound",
    "/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/Hide", "/Trans", "/GoToDp",
}  # fmt: skip
SCRIPTS = {"/JS", "/JavaScript", "/AA", "/XFA"}
FILES = {"/EF", "/EmbeddedFiles", "/EmbeddedFile", "/Collection", "/AF", "/RichMediaContent"}
KINDS = {"/EmbeddedFile", "/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"}  # /Type and /Subtype
OUTSIDE = re.compile(r"(?i)\s*(https?://|mailto:)")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_NAME = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]+")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def verdict(content: bytes) -> str:
    """The word for what was found first: a key of `scans.REFUSALS`, MARKED with what is borne, or HARMLESS."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        return "locked"
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > OBJECTS or len(reader.pages) > PAGES:
        return "large"
    if not reader.pages:
        return "unreadable"
    roots = [reader.trailer, *(reader.get_object(_reference(reader, *number)) for number in sorted(numbers))]
    found = next((word for part in _parts(roots) if (word := _told(part))), "") or _loose(content)
    return found or _marked(reader) or HARMLESS


def _marked(reader: PdfReader) -> str:
    """The marking of a classified paper, where its first pages or its own title bear one."""
    title = str(getattr(reader.metadata, "title", None) or "")
    found = (markings.found(text) for text in (title, *map(_text, reader.pages[:READ])))
    return next((f"{MARKED}{marking}" for marking in found if marking), "")


def _text(page: Any) -> str:
    try:
        return str(page.extract_text())
    except Exception:  # noqa: BLE001  # letters that cannot be told apart are a picture
        return ""


def _reference(reader: Any, number: int, generation: int) -> Any:
    return IndirectObject(number, generation, reader)


def _parts(roots: list[Any]) -> Iterator[dict[str, Any]]:
    """Every dictionary, however deep; references are not followed, since what they name is a root itself."""
    waiting, seen = list(roots), 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > PARTS:
            raise OverflowError
        if isinstance(part, dict):
            yield part
            waiting.extend(dict.values(part))
        elif isinstance(part, list):
            waiting.extend(list.__iter__(part))


def _told(part: dict[str, Any]) -> str:
    keys = set(part)
    words = {str(dict.get(part, key)) for key in ("/Type", "/Subtype")}
    target = dict.get(part, "/URI")
    if keys & SCRIPTS or str(dict.get(part, "/S")) in ACTIONS:
        return "script"
    if target is not None and not isinstance(target, dict) and not OUTSIDE.match(str(target)):
        return "script"
    return "files" if keys & FILES or words & KINDS else ""


def _loose(content: bytes) -> str:
    """The same in what no table of the file names: a viewer that mends a file may find it."""
    names = {_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name).decode("latin-1")
             for name in _NAME.findall(_STREAM.sub(b"", content))}  # fmt: skip
    if names & (SCRIPTS | {"/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Encrypt"}):
        return "script"
    return "files" if names & (FILES | {"/FileAttachment", "/RichMedia"}) else ""


def main() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        told = verdict(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it is not read
        told = "unreadable"
    sys.stdout.write(told)


if __name__ == "__main__":
    main()
