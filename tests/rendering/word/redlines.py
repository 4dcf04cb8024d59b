"""Redlines read as they are once all their changes are accepted, or rejected."""

from dataclasses import replace

from docx.oxml.ns import qn

from dialogue.domain.editions import MinutesItemSheet, ParagraphLine
from dialogue.rendering.word import minutes
from tests.rendering.word.checks import opened
from tests.rendering.word.sheets import minutes as sheet

OLD = replace(sheet(status="comments"), rev=2)
NEW, GONE = qn("w:ins"), qn("w:del")


def changed():
    """The third paragraph changed, the fourth gone, a new one after it."""
    items = list(OLD.items)
    second = items[1]
    first, *rest = second.paragraphs
    new = replace(first, text=first.text.replace("fragile", "calm"))
    added = replace(rest[0], number=4, text="Both sides agreed to meet again before the summer.")
    items[1] = replace(second, paragraphs=(new, added, *rest[1:]))
    return replace(OLD, items=tuple(items), rev=3)


# Reading a paper as it is once all changes are accepted (`without` what is gone) or rejected (without what is new)


def lines(blob, without):
    """The words of each line that has any."""
    body = opened(blob).element.body
    rows = [row for row in body.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{without}") is not None]
    hidden = {p for row in rows for p in row.iter(qn("w:p"))}
    made = [_line(one, without) for one in body.iter(qn("w:p")) if one not in hidden]
    return [one for one in made if one.strip()]


def _line(paragraph, without):
    spoken = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:footnoteReference"): "¹"}
    found = (one for run in paragraph.iter(qn("w:r")) if run.getparent().tag != without for one in run)
    texts = (qn("w:t"), qn("w:delText"))
    return "".join(spoken.get(one.tag, (one.text or "") if one.tag in texts else "") for one in found)


def accepted(blob):
    return lines(blob, GONE)


def rejected(blob):
    return lines(blob, NEW)


def plain(sheet):
    return accepted(minutes.render(sheet))


def tracked(blob, kind):
    body = opened(blob).element.body
    return ["".join(t.text for t in e.iter(qn("w:t"), qn("w:delText"))) for e in body.iter(kind) if len(e)]


def with_items(*items, old=OLD):
    return replace(old, items=items)


def one_item(number, title, *texts):
    told = (ParagraphLine(number=n, kind="noted", text=text) for n, text in enumerate(texts, start=1))
    return MinutesItemSheet(number=number, title=title, paragraphs=tuple(told))
