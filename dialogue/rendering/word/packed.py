"""A paper as the bytes of its file: the same document gives the same bytes, whoever asks and when."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from docx.document import Document as Docx
from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI

from dialogue.rendering.word.fragments import Xml, attribute

EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # a zip knows no earlier moment
LATEST = dt.datetime(2107, 12, 31, tzinfo=dt.UTC)


def to_bytes(document: Docx, body: Xml, *, dated: dt.datetime | None) -> bytes:
    """The package as a zip whose members, order and times depend on nothing but the document. The body is spliced in as
    text when its part is written, which is what keeps a register of 5,000 rows as cheap as its letters."""
    stamp = min(max(dated.astimezone(dt.UTC) if dated else EARLIEST, EARLIEST), LATEST).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in _members(document, body):
            info = zipfile.ZipInfo(name.membername, stamp)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, blob)
    return out.getvalue()


def _members(document: Docx, body: Xml) -> Iterator[tuple[PackURI, bytes]]:
    package = document.part.package
    parts = list(package.iter_parts())
    types = "".join(f'<Override PartName="{attribute(p.partname)}" ContentType="{p.content_type}"/>' for p in parts)
    yield (
        PackURI("/[Content_Types].xml"),
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
            f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>{types}</Types>'
        ).encode(),
    )
    yield PackURI("/_rels/.rels"), package.rels.xml
    for part in parts:
        blob = part.blob
        if part is document.part:
            before, section, after = blob.rpartition(b"<w:sectPr")
            blob = b"".join((before, body.encode(), section, after))
        yield part.partname, blob
        if len(part.rels):
            yield PackURI(part.partname.rels_uri), part.rels.xml
