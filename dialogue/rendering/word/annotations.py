"""Comments of Word in the margin of a paper, and by what ours are known when an edited copy brings them back."""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import nsdecls

from dialogue.rendering.word.fragments import Xml, attribute, clean, run

LONGEST_INITIALS = 9  # that Word takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """`place`: the names of places at which it may hang, the first that the paper has; `text`: a line a paragraph."""

    place: tuple[str, ...]
    author: str
    initials: str
    at: dt.datetime | None
    text: str


def mark(author: str, text: str) -> str:
    """By what a comment of ours is known. Programs number comments anew, and may set their blanks otherwise."""
    told = "\n".join(" ".join(clean(part).split()) for part in (author, text))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def hung(body: Sequence[Xml], found: Sequence[Annotation]) -> list[Xml]:
    """The body with the place of each marked by its number, and called at its end."""
    out = list(body)
    known = {name: (key, n) for n, part in enumerate(out) for key, name in _START.findall(part)}
    first = next(iter(known.values()), None)
    for number, one in enumerate(found):
        place = next((known[name] for name in one.place if name in known), first)
        if place is not None:
            _hang(out, number, *place)
    return out


_START = re.compile(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"/>')


def _hang(body: list[Xml], number: int, key: str, begin: int) -> None:
    start, end = f'<w:bookmarkStart w:id="{key}" ', f'<w:bookmarkEnd w:id="{key}"/>'
    before, sign, after = body[begin].partition(start)
    rest, closing, after = after.partition("/>")
    body[begin] = Xml(f'{before}{sign}{rest}{closing}<w:commentRangeStart w:id="{number}"/>{after}')
    last = next(n for n in range(begin, len(body)) if end in body[n])
    called = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    body[last] = Xml(body[last].replace(end, f"{called}{end}", 1))


def written(found: Sequence[Annotation]) -> bytes:
    """The part that holds them."""
    inner = "".join(_one(number, one) for number, one in enumerate(found))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments {nsdecls("w")}>{inner}</w:comments>'
    ).encode()


def _one(number: int, one: Annotation) -> str:
    when = f' w:date="{one.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"' if one.at else ""
    initials = attribute(one.initials)[:LONGEST_INITIALS]
    lines = clean(one.text).split("\n")
    paragraphs = "".join(f"<w:p>{_SIGN if n == 0 else ''}{run(line)}</w:p>" for n, line in enumerate(lines))
    about = f'w:id="{number}" w:author="{attribute(one.author)}"{when} w:initials="{initials}"'
    return f"<w:comment {about}>{paragraphs}</w:comment>"


_SIGN = "<w:r><w:annotationRef/></w:r>"
