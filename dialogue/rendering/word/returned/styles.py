"""What a Word file calls its styles, and which of its numberings count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn


@dataclass(frozen=True, slots=True)
class Styles:
    """What the file calls its styles, and which of its numberings are numbers."""

    names: Mapping[str, str]
    numbered: frozenset[tuple[str, str]]  # (numbering, level) that counts
    lists: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # styles that are lists by themselves


def styles(sheet: Any, numbering: Any) -> Styles:
    """Of the parts of those names; either may be missing."""
    names, lists = {}, {}
    for one in () if sheet is None else sheet.iterfind(qn("w:style")):
        key, name = one.get(qn("w:styleId"), ""), one.find(qn("w:name"))
        names[key] = "" if name is None else name.get(qn("w:val"), "")
        number = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None:
            lists[key] = numbering_of(number)
    return Styles(names, frozenset(_counting(numbering)), lists)


def _counting(numbering: Any) -> Iterator[tuple[str, str]]:
    if numbering is None:
        return
    abstract = {one.get(qn("w:abstractNumId")): one for one in numbering.iterfind(qn("w:abstractNum"))}
    for number in numbering.iterfind(qn("w:num")):
        of = number.find(qn("w:abstractNumId"))
        form = abstract.get(of.get(qn("w:val"))) if of is not None else None
        for level in () if form is None else form.iterfind(qn("w:lvl")):
            kind = level.find(qn("w:numFmt"))
            if kind is not None and kind.get(qn("w:val")) not in {"bullet", "none"}:
                yield number.get(qn("w:numId"), ""), level.get(qn("w:ilvl"), "")


def numbering_of(properties: Any) -> tuple[str, str]:
    key, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    return ("0" if key is None else key.get(qn("w:val"), "0")), ("0" if level is None else level.get(qn("w:val"), "0"))
