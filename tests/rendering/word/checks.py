"""Is it a document that Word opens? openxml-audit, and what it misses (hazards §4): six checks of our own."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def faults(blob: bytes) -> list[str]:
    """Everything found wrong, in words; an empty list is a document that opens."""
    return [*audited(blob), *missed_by_the_audit(blob)]


def audited(blob: bytes) -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.docx"
        path.write_bytes(blob)
        return [str(error) for error in OpenXmlValidator().validate(path).errors]


def missed_by_the_audit(blob: bytes) -> list[str]:
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                for check in (_bookmarks, _fields, _references, _rows, _languages):
                    found += [f"{name}: {fault}" for fault in check(root)]
    return found


def _bookmarks(root: etree._Element) -> list[str]:
    starts = [(e.get(qn("w:id")), e.get(qn("w:name"))) for e in root.iter(qn("w:bookmarkStart"))]
    ends = Counter(e.get(qn("w:id")) for e in root.iter(qn("w:bookmarkEnd")))
    names = Counter(name for _, name in starts)
    twice = [f"bookmark {name} stands twice" for name, n in names.items() if n > 1]
    return twice + [f"bookmark {name} never ends" for key, name in starts if ends[key] != 1]


def _fields(root: etree._Element) -> list[str]:
    kinds = Counter(e.get(qn("w:fldCharType")) for e in root.iter(qn("w:fldChar")))
    return [] if kinds["begin"] == kinds["end"] else ["a field never ends"]


def _references(root: etree._Element) -> list[str]:
    names = {e.get(qn("w:name")) for e in root.iter(qn("w:bookmarkStart"))}
    instructions = [e.get(qn("w:instr"), "") for e in root.iter(qn("w:fldSimple"))]
    instructions += [e.text or "" for e in root.iter(qn("w:instrText"))]
    called = [match[1] for text in instructions if (match := re.match(r"\s*(?:PAGE)?REF\s+(\S+)", text))]
    called += [e.get(qn("w:anchor")) for e in root.iter(qn("w:hyperlink")) if e.get(qn("w:anchor"))]
    return [f"REF to {name}, which is nowhere" for name in called if name not in names]


def _rows(root: etree._Element) -> list[str]:
    found = []
    for table in root.iter(qn("w:tbl")):
        columns = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
        for row in table.findall(qn("w:tr")):
            cells = row.findall(qn("w:tc"))
            if len(cells) != columns:
                found.append(f"a row of {len(cells)} cells in a table of {columns}")
            if any(len(cell) == 0 or cell[-1].tag != qn("w:p") for cell in cells):
                found.append("a cell that does not end with a paragraph")
    return found


def _languages(root: etree._Element) -> list[str]:
    tags = [value for e in root.iter(qn("w:lang")) for value in e.attrib.values()]
    return [f"language {tag!r}" for tag in tags if not LANGUAGE.fullmatch(str(tag))]


def opened(blob: bytes) -> Docx:
    return Document(io.BytesIO(blob))


def members(blob: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read(blob: bytes) -> list[str]:
    """What a reader sees from top to bottom: a line a paragraph, "style: text", a row of a table as "cell | cell"."""
    seen = []
    for block in opened(blob).iter_inner_content():
        if hasattr(block, "rows"):
            seen += [" | ".join(cell.text.replace("\n", " / ") for cell in row.cells) for row in block.rows]
        elif block.text:
            seen.append(f"{block.style.style_id}: {block.text}")
    return seen


def words(blob: bytes) -> str:
    """All text of the body in one string, styles left out."""
    body = opened(blob).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
