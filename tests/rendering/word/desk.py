"""A paper on somebody's desk: edited as Word itself writes it into the file, with its changes tracked or not."""

import copy
import io
import random
import zipfile

from docx.oxml.ns import qn
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AT = "2026-11-20T10:30:00Z"


def made(name, **attributes):
    return etree.Element(qn(f"w:{name}"), {qn(f"w:{key}"): str(value) for key, value in attributes.items()})


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in members.items():
            archive.writestr(name, blob)
    return out.getvalue()


class Desk:
    """One copy of a paper. Each act takes effect as a person's would, by the hand of `author`."""

    def __init__(self, blob, *, author="A. Delegate", track=True):
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            self.members = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.members["word/document.xml"])
        self.body = self.root.find(qn("w:body"))
        self.author, self.track = author, track
        self._id = 90_000
        self._comments = etree.fromstring(f'<w:comments xmlns:w="{W}"/>')

    def bytes(self):
        self.members["word/document.xml"] = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        if len(self._comments):
            self._attach()
        return zipped(self.members)

    def _attach(self):
        self.members["word/comments.xml"] = etree.tostring(
            self._comments, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        types = etree.fromstring(self.members["[Content_Types].xml"])
        if not types.findall(f"{TYPES}Override[@PartName='/word/comments.xml']"):
            etree.SubElement(types, f"{TYPES}Override", PartName="/word/comments.xml", ContentType=COMMENTS)
            rels = etree.fromstring(self.members["word/_rels/document.xml.rels"])
            etree.SubElement(
                rels, f"{{{RELATIONS}}}Relationship", Id="remarks", Type=f"{OFFICE}/comments", Target="comments.xml"
            )
            self.members["word/_rels/document.xml.rels"] = etree.tostring(rels)
            self.members["[Content_Types].xml"] = etree.tostring(types)

    # Where something stands

    def lines(self, name):
        """The paragraphs of a place of the paper, by its hidden mark."""
        start = next(one for one in self.body.iter(qn("w:bookmarkStart")) if one.get(qn("w:name")) == f"_{name}")
        key, found, begun = start.get(qn("w:id")), [], False
        for one in self.body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            if one.tag == qn("w:p"):
                last = one
                if begun:
                    found.append(one)
            elif one is start:
                begun = True
                found.append(last)
            elif begun and one.get(qn("w:id")) == key and one.tag == qn("w:bookmarkEnd"):
                return found
        return found

    def words(self, paragraph):
        """The runs of its own words: what stands behind the label."""
        runs = [one for one in paragraph.iter(qn("w:r")) if one.find(qn("w:t")) is not None]
        kinds = [n for n, one in enumerate(runs) if _style(one) == "Kind"]
        runs = runs[kinds[-1] + 1 :] if kinds else runs
        return runs[1:] if kinds and runs and _text(runs[0]) == " " else runs

    def text(self, paragraph):
        return "".join(map(_text, self.words(paragraph)))

    # What somebody does

    def replace(self, paragraph, start, end, new):
        """Type over the characters from `start` to `end` of its words; either may be none."""
        before = self._split(paragraph, start)
        after = self._split(paragraph, end)
        runs = self._between(paragraph, before, after)
        place, at = self._place(paragraph, before, runs)
        look = copy.deepcopy((runs or [before])[0].find(qn("w:rPr"))) if (runs or before is not None) else None
        if new:
            run = _run(new, look)
            place.insert(at + len(runs), self._change("ins", [run]) if self.track else run)
        for one in runs:
            if self.track:
                self._delete(one)
            else:
                one.getparent().remove(one)

    def delete(self, name):
        """Take a whole paragraph out, with its mark."""
        for paragraph in self.lines(name):
            if not self.track:
                paragraph.getparent().remove(paragraph)
                continue
            for one in list(paragraph.iter(qn("w:r"))):
                self._delete(one)
            self._mark(paragraph, "del")

    def add(self, name, text):
        """Press Enter at the end of a paragraph and type: the new line has the old mark, the old line a new one."""
        last = [one for one in self.lines(name) if _shape(one) != "Detail"][-1]
        new = made("p")
        form = last.find(qn("w:pPr"))
        if form is not None:
            new.append(copy.deepcopy(form))
        if self.track:
            self._mark(last, "ins")
        run = _run(text, None)
        new.append(self._change("ins", [run]) if self.track else run)
        last.addnext(new)
        return new

    def split(self, name, at):
        """Press Enter in the middle of the first line."""
        paragraph = self.lines(name)[0]
        before = self._split(paragraph, at)
        new = made("p")
        new.append(copy.deepcopy(paragraph.find(qn("w:pPr"))))
        rest = list(before.itersiblings()) if before is not None else []
        new.extend(rest)
        if self.track:
            self._mark(paragraph, "ins")
        paragraph.addnext(new)

    def merge(self, name):
        """Press Delete at the end of a paragraph."""
        last = self.lines(name)[-1]
        if self.track:
            self._mark(last, "del")
            return
        following = last.getnext()
        last.extend([one for one in following if one.tag != qn("w:pPr")])
        following.getparent().remove(following)

    def comment(self, paragraph, start, end, text):
        self._id += 1
        before, after = self._split(paragraph, start), self._split(paragraph, end)
        runs = self._between(paragraph, before, after)
        first, last = _outer(runs[0]), _outer(runs[-1])
        first.addprevious(made("commentRangeStart", id=self._id))
        closing = made("commentRangeEnd", id=self._id)
        last.addnext(closing)
        run = made("r")
        run.append(made("commentReference", id=self._id))
        closing.addnext(run)
        one = made("comment", id=self._id, author=self.author, date=AT, initials="AD")
        for told in text.split("\n"):
            paragraph = made("p")
            paragraph.append(_run(told, None))
            one.append(paragraph)
        self._comments.append(one)

    def shake(self, draw: random.Random):
        """Divide runs anywhere, as Word does between two sittings, and put its marks of spelling between them."""
        for run in list(self.body.iter(qn("w:r"))):
            text = run.find(qn("w:t"))
            if text is None or len(run.findall(qn("w:t"))) != 1 or len(text.text or "") < 2 or draw.random() < 0.5:
                continue
            run.set(qn("w:rsidR"), f"{draw.getrandbits(32):08X}")
            new = _cut(run, draw.randrange(1, len(text.text)))
            if draw.random() < 0.3:
                new.addprevious(made("proofErr", type="spellStart"))
            if draw.random() < 0.1 and new.getparent().tag == qn("w:p"):
                tag = made("smartTag", element="place")
                new.addprevious(tag)
                tag.append(new)

    # By which means

    def _about(self):
        self._id += 1
        return {"id": self._id, "author": self.author, "date": AT}

    def _change(self, name, runs):
        change = made(name, **self._about())
        change.extend(runs)
        return change

    def _delete(self, run):
        if run.getparent().tag == qn("w:ins"):
            run.getparent().remove(run)
            return
        if run.getparent().tag == qn("w:del"):
            return
        parent, at = run.getparent(), run.getparent().index(run)
        for one in run.iter(qn("w:t")):
            one.tag = qn("w:delText")
        parent.insert(at, self._change("del", [run]))

    def _mark(self, paragraph, name):
        form = paragraph.find(qn("w:pPr"))
        if form is None:
            form = made("pPr")
            paragraph.insert(0, form)
        look = form.find(qn("w:rPr"))
        if look is None:
            look = made("rPr")
            after = [one for one in form if one.tag in (qn("w:sectPr"), qn("w:pPrChange"))]
            form.insert(form.index(after[0]) if after else len(form), look)
        look.insert(0, made(name, **self._about()))

    def _split(self, paragraph, at):
        """The run that ends at that character of its words; None at the beginning."""
        before = None
        for run in self.words(paragraph):
            size = len(_text(run))
            if at <= 0:
                return before
            if at < size:
                _cut(run, at)
                return run
            before, at = run, at - size
        return before

    def _between(self, paragraph, before, after):
        runs = self.words(paragraph)
        start = runs.index(before) + 1 if before is not None else 0
        end = runs.index(after) + 1 if after is not None else 0
        return runs[start:end]

    def _place(self, paragraph, before, runs):
        beside = runs[0] if runs else before
        if beside is None:
            everything = [one for one in paragraph if one.tag == qn("w:r")]
            return paragraph, paragraph.index(everything[-1]) + 1 if everything else len(paragraph)
        outer = _outer(beside)
        return outer.getparent(), outer.getparent().index(outer) + (0 if runs else 1)


def _shape(paragraph):
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else found.get(qn("w:val"))


def _outer(run):
    while run.getparent().tag not in (qn("w:p"),):
        run = run.getparent()
    return run


def _style(run):
    found = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return "" if found is None else found.get(qn("w:val"))


def _text(run):
    return "".join(one.text or "" for one in run.findall(qn("w:t")))


def _run(text, look):
    run, words = made("r"), made("t")
    if look is not None:
        run.append(copy.deepcopy(look))
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _cut(run, at):
    new = copy.deepcopy(run)
    text = _text(run)
    for one, part in ((run, text[:at]), (new, text[at:])):
        first, *rest = one.findall(qn("w:t"))
        first.text = part
        first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        for other in rest:
            one.remove(other)
    run.addnext(new)
    return new
