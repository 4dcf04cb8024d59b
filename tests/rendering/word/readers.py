"""What two other programs make of a paper: mammoth its titles, lists and tables, docx2python its lines."""

import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import mammoth
from docx.oxml.ns import qn
from docx2python import docx2python
from lxml import html

from tests.rendering.word.checks import opened

_BLANK = re.compile(r"\s+")  # set by each program in its own way
_LINK = re.compile(r'<a href="[^"]*">|</a>')  # around its words, as docx2python tells where they lead
# By itself it knows lists of five levels; Word has nine.
_DEEP = "\n".join(f"p:unordered-list({n}) => {'ul > li > ' * (n - 1)}ul > li:fresh" for n in range(6, 10))


def unread(blob: bytes) -> list[str]:
    """What either does not read as it was set, in words."""
    return [*_by_mammoth(blob), *_by_docx2python(blob)]


def _by_mammoth(blob: bytes) -> Iterator[str]:
    page = html.fromstring(f"<div>{mammoth.convert_to_html(io.BytesIO(blob), style_map=_DEEP).value}</div>")
    body = opened(blob).element.body
    bullets = (p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:numPr')}") is not None)
    titles = (p for p in body.iter(qn("w:p")) if _style(p).startswith("Heading"))
    for kind, ours, path in (
        ("titles", titles, "//h1|//h2|//h3|//h4"),
        ("lists", bullets, "//li[not(starts-with(@id, 'footnote'))]"),
        ("cells", body.iter(qn("w:tc")), "//td|//th"),
    ):
        was, read = [_plain(_words(one)) for one in ours], [_own(one) for one in page.xpath(path)]
        yield from (f"{kind}: set {one}, read {other}" for one, other in zip_longest(was, read) if one != other)


def _by_docx2python(blob: bytes) -> Iterator[str]:
    with docx2python(io.BytesIO(blob)) as read:
        whole, at = _unlinked(read.text), 0
    for line in filter(None, (_unlinked(_words(p)) for p in opened(blob).element.body.iter(qn("w:p")))):
        found = whole.find(line, at)
        if found < 0:
            yield f"no line, or out of its order: {line}"
        at = max(at, found + len(line))


def _own(element: html.HtmlElement) -> str:
    """Without the lists below an entry of a list: each entry of theirs is one of its own."""
    below = "" if element.tag != "li" else "[not(ancestor::*[self::ul or self::ol][ancestor::li[@data-own]])]"
    element.set("data-own", "")
    told = "".join(str(one) for one in element.xpath(f".//text(){below}"))
    del element.attrib["data-own"]
    return _plain(told)


def _style(paragraph: Any) -> str:
    form = paragraph.pPr
    return str(form.pStyle.val) if form is not None and form.pStyle is not None else ""


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def _unlinked(text: str) -> str:
    return _plain(_LINK.sub("", text))


def _plain(text: str) -> str:
    return _BLANK.sub("", text)
