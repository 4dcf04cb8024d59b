"""Redlines read as they are once all their changes are accepted, or rejected."""

import re
from dataclasses import replace
from itertools import groupby

from docx.oxml.ns import qn
from lxml import etree

from dialogue.domain.editions import MinutesItemSheet, ParagraphLine
from dialogue.rendering.word import minutes
from dialogue.rendering.word.letterhead import spoken
from tests.rendering.word.checks import members, opened
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


# The same with everything that a paragraph is: what Word itself would leave of the file


def settled(blob, without):
    """Each paragraph with its form, and each stretch of one look: the file after a verdict on all of its changes. It
    refuses a paragraph whose end goes while something in it stays, for programs then disagree about what it joins."""
    body = opened(blob).element.body
    notes = {n.get(qn("w:id")): "".join(t.text for t in n.iter(qn("w:t"))) for n in _notes(blob)}
    links = {key: one.target_ref for key, one in opened(blob).part.rels.items() if one.is_external}
    return list(_blocks(body, without, notes, links))


def _notes(blob):
    return etree.fromstring(members(blob)["word/footnotes.xml"].encode())


def _blocks(parent, without, *known):
    for one in parent:
        if one.tag == qn("w:p"):
            made = _settled(one, without, *known)
            yield from [] if made is None else [made]
        elif one.tag == qn("w:tbl"):
            rows = [row for row in one.findall(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{without}") is None]
            cells = [[list(_blocks(cell, without, *known)) for cell in row.findall(qn("w:tc"))] for row in rows]
            yield from [cells] if cells else []


def _settled(paragraph, without, notes, links):
    runs = []
    for run in paragraph.iter(qn("w:r")):
        if any(above.tag == without for above in run.iterancestors()):
            continue
        about = (_form(run, "rPr", without), _leads_to(run, links))
        for one in run:
            if one.tag in (qn("w:t"), qn("w:delText")):
                runs.append((one.text or "", *about))
            elif one.tag != qn("w:rPr"):
                name = etree.QName(one).localname
                runs.append((f"<{name} {notes.get(one.get(qn('w:id')), '')}>", *about))
    told = [(about, "".join(text for text, *_ in group)) for about, group in groupby(runs, key=lambda one: one[1:])]
    told = [one for one in told if one[1]]
    if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{without}") is not None:
        assert not told, told
        return None
    return _form(paragraph, "pPr", without), told


def _leads_to(run, links):
    within, outside = qn("w:anchor"), qn("r:id")
    above = run.iterancestors(qn("w:hyperlink"))
    return next((one.get(within) or links[one.get(outside)] for one in above), "")


def _form(element, name, without):
    """The properties as they are, or as they were before."""
    found = element.find(qn(f"w:{name}"))
    if found is None:
        return ""
    was = found.find(qn(f"w:{name}Change"))
    shown = was[0] if was is not None and without == NEW else found
    dropped = {qn("w:rPr"), qn(f"w:{name}Change"), qn("w:keepNext")}  # the last is no change that anybody sees
    parts = (etree.tostring(one, encoding="unicode", with_tail=False) for one in shown if one.tag not in dropped)
    return re.sub(r' xmlns:\w+="[^"]*"', "", "".join(parts))


def accepted(blob):
    return lines(blob, GONE)


def rejected(blob):
    return lines(blob, NEW)


def plain(sheet):
    """Without the table of contents, which a redline has not."""
    with spoken(sheet.heading.language):
        return accepted(minutes.paper_of(sheet).to_bytes())


def tracked(blob, kind):
    body = opened(blob).element.body
    return ["".join(t.text for t in e.iter(qn("w:t"), qn("w:delText"))) for e in body.iter(kind) if len(e)]


def with_items(*items, old=OLD):
    return replace(old, items=items)


def one_item(number, title, *texts):
    told = (ParagraphLine(number=n, kind="noted", text=text) for n, text in enumerate(texts, start=1))
    return MinutesItemSheet(number=number, title=title, paragraphs=tuple(told))
