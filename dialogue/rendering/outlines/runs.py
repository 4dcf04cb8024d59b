"""The words of one Word paragraph: as somebody reads them in Word, once all tracked changes are accepted."""

from dataclasses import dataclass, field
from typing import Any

from dialogue.rendering.outlines.styles import Styles
from dialogue.rendering.word.opened import WORD

_W = f"{{{WORD}}}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{_W}softHyphen": "",
}
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_NEW = {f"{_W}ins", f"{_W}moveTo"}
_OBJECTS = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_NOTES = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}
_UNREAD = {f"{_W}{name}" for name in ("pPr", "rPr", "instrText", "delText", "delInstrText", "rt", "sdtPr", "sdtEndPr")}
DEEPEST = 60  # elements within each other


@dataclass(slots=True)
class Remarked:
    """What a reader met that is no line of the text."""

    tracked: int = 0
    boxes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    comments: int = 0
    pictures: int = 0
    others: int = 0
    contents: int = 0


@dataclass(slots=True)
class Words:
    """`notes`: footnotes and endnotes that the paragraph calls, in their order."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    bold: list[bool | None] = field(default_factory=list)  # of each run that holds letters

    def is_strong(self, *, otherwise: bool) -> bool:
        """Whether it is bold from end to end."""
        said = [otherwise if one is None else one for one in self.bold]
        return bool(said) and all(said)


def words_of(paragraph: Any, styles: Styles, remarked: Remarked) -> Words:
    made = Words()
    _walk(paragraph, made, styles, remarked, 0)
    return made


def _walk(parent: Any, made: Words, styles: Styles, remarked: Remarked, depth: int) -> None:
    if depth > DEEPEST:
        return
    for one in parent:
        if one.tag in _GONE:
            remarked.tracked += 1
        elif one.tag in _OBJECTS or one.tag == _CHOICES:
            _object(one, remarked)
        elif one.tag == f"{_W}r":
            _run(one, made, styles, remarked)
        elif one.tag == _MATHS:
            made.text += one.text or ""
        elif isinstance(one.tag, str) and one.tag not in _UNREAD:
            remarked.tracked += one.tag in _NEW
            remarked.comments += one.tag == f"{_W}commentRangeStart"
            _walk(one, made, styles, remarked, depth + 1)


def _run(run: Any, made: Words, styles: Styles, remarked: Remarked) -> None:
    before = made.text
    for one in run:
        if one.tag in _NOTES:
            made.notes.append(f"{_NOTES[one.tag]} {one.get(f'{_W}id')}")
        elif one.tag in _OBJECTS or one.tag == _CHOICES:
            _object(one, remarked)
        elif one.tag == f"{_W}commentReference":
            remarked.comments += 1
        else:
            made.text += _letters(one)
    told = made.text[len(before) :]
    if told.strip() and _is_hidden(run):
        remarked.hidden.append(" ".join(told.split()))
        made.text = before
    elif told.strip():
        made.bold.append(styles.is_strong(run))


def _letters(one: Any) -> str:
    """What a part of a run reads as; a page or column that ends is a blank."""
    if one.tag == f"{_W}t":
        return one.text or ""
    if one.tag == f"{_W}br":
        return "\n" if one.get(f"{_W}type", "textWrapping") == "textWrapping" else " "
    if one.tag == f"{_W}sym":
        return _sign(one.get(f"{_W}char", ""))
    if one.tag == f"{_W}ruby":
        return "".join(str(t.text or "") for t in one.iterfind(f"{_W}rubyBase//{_W}t"))
    return _SIGNS.get(one.tag, "")


def _object(one: Any, remarked: Remarked) -> None:
    """A picture, or a box with words: those of its first form, where it has one for older programs as well."""
    boxes = list(one.iter(f"{_W}txbxContent"))
    if not boxes:
        remarked.pictures += 1
    for box in boxes[:1] if one.tag == _CHOICES else boxes:
        paragraphs = ("".join(str(t.text or "") for t in p.iter(f"{_W}t")) for p in box.iter(f"{_W}p"))
        text = " ".join(" ".join(filter(None, paragraphs)).split())
        if text:
            remarked.boxes.append(text)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _sign(char: str) -> str:
    """A sign of a font of signs, as its number says."""
    try:
        sign = chr(int(char, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= sign <= "\udfff" else sign
