"""What somebody changed around the text of a copy, or in a box, a move or a field: all of it is found."""

import pytest
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from dialogue.rendering.word import agenda, minutes, redline, returned
from tests.rendering.word import sheets
from tests.rendering.word.desk import AT, OFFICE, RELATIONS, Desk
from tests.rendering.word.office import WITH_OFFICE, Office
from tests.rendering.word.redlines import OLD, changed
from tests.rendering.word.sheets import minutes as sheet

DRAFT = minutes.render(sheet(status="comments", approved="", signatures=()))
SENT = returned.read(DRAFT)
NOTE = "* This designation is without prejudice to positions on status."
HEADER = "HLD/2026/2 REV 3 Draft minutes LIMITED DISTRIBUTION"
FOOTER = "Edition for the delegations LIMITED DISTRIBUTION Page # of #"
FIRST = "The co-chair of the host opened the session and welcomed the delegations."
BY = f'w:author="A. Delegate" w:date="{AT}"'
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<w:txbxContent><w:p><w:r><w:t>An older form.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)  # fmt: skip
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.fixture
def desk():
    return Desk(DRAFT)


def xml(text):
    return list(etree.fromstring(f"<w:all {nsdecls('w', 'r')} {MC}>{text}</w:all>"))


def put(desk, name, text):
    """Behind the last words of a paragraph."""
    last = desk.words(desk.lines(name)[0])[-1]
    for one in reversed(xml(text)):
        last.addnext(one)


def written(desk, part, old, new):
    text = desk.members[part].decode()
    assert old in text
    desk.members[part] = text.replace(old, new).encode()


def whole(desk, paper=SENT):
    return returned.completed(returned.read(desk.bytes()), paper)


def found(desk):
    return [
        (one.edge or one.name or f"after {one.after}", change.was, change.now, change.author)
        for one in whole(desk).touched
        for change in one.changes
    ]


def attached(desk, kind, inner):
    """A part that the copy has and our paper has not."""
    part, name = f"{kind}9.xml", {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    desk.members[f"word/{part}"] = f"<w:{name} {nsdecls('w')}>{inner}</w:{name}>".encode()
    rels = etree.fromstring(desk.members["word/_rels/document.xml.rels"])
    etree.SubElement(rels, f"{{{RELATIONS}}}Relationship", Id=part, Type=f"{OFFICE}/{kind}", Target=part)
    desk.members["word/_rels/document.xml.rels"] = etree.tostring(rels)


def note(key, words, kind="footnote"):
    return f'<w:{kind} w:id="{key}"><w:p>{RUN.format(words)}</w:p></w:{kind}>'


def footer_of_page_13(desk):
    """As Word writes a footer anew: the field in parts, and the numbers that it counted."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/>'
        "</w:r>"
    )
    for name, shown in (("PAGE", "13"), ("NUMPAGES", "14")):
        simple = f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        written(desk, "word/footer1.xml", simple, field.format(name, shown))


def test_what_stands_around_the_text_is_read():
    assert {(one.edge, one.was) for one in SENT.edges} == {
        ("footnote", NOTE),
        ("header", HEADER),
        ("header", "LIMITED DISTRIBUTION"),
        ("footer", FOOTER),
    }


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("word/footnotes.xml", "without prejudice", "with no prejudice", ("footnote", "without", "with no", "")),
        ("word/header1.xml", "LIMITED DISTRIBUTION", "PUBLIC", ("header", "LIMITED DISTRIBUTION", "PUBLIC", "")),
        ("word/footer1.xml", "Edition for the delegations", "Our edition",
         ("footer", "Edition for the delegations", "Our edition", "")),
    ],
)  # fmt: skip
def test_what_nobody_tracked_around_the_text_is_found(desk, part, old, new, told):
    written(desk, part, old, new)

    assert found(desk) == [told]


def test_a_line_that_stands_at_the_head_of_each_section_is_told_once(desk):
    for _ in range(3):
        attached(desk, "header", f"<w:p>{RUN.format('Not agreed')}</w:p>")

    assert found(desk) == [("header", "", "Not agreed", "")]


def test_a_header_that_is_gone_is_found(desk):
    written(desk, "word/header1.xml", "<w:p>", "<w:p><w:pPr/></w:p><w:moved>")
    written(desk, "word/header1.xml", "</w:p></w:hdr>", "</w:moved></w:hdr>")
    root = etree.fromstring(desk.members["word/header1.xml"])
    root.remove(root[-1])
    desk.members["word/header1.xml"] = etree.tostring(root)

    assert found(desk) == [("header", HEADER, "", "")]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_that_somebody_put_in_untracked_is_found(desk, kind):
    if kind == "endnote":
        attached(desk, "endnotes", note(1, "As in 2025.", kind))  # footnotes have a number one as well
    else:
        written(desk, "word/footnotes.xml", "</w:footnotes>", note(7, "As in 2025.") + "</w:footnotes>")
    put(desk, "Paragraph_1", f'<w:r><w:{kind}Reference w:id="{1 if kind == "endnote" else 7}"/></w:r>')

    assert found(desk) == [(kind, "", "As in 2025.", "")]


def test_a_note_whose_call_is_gone_is_found(desk):
    for one in list(desk.body.iter(qn("w:footnoteReference"))):
        one.getparent().remove(one)

    assert found(desk) == [("footnote", NOTE, "", "")]


def test_a_note_that_was_put_in_with_tracking_is_told_once_with_its_call(desk):
    words = f'<w:ins w:id="5" {BY}>{RUN.format("As in 2025.")}</w:ins>'
    more = f'<w:footnote w:id="7"><w:p>{words}</w:p></w:footnote></w:footnotes>'
    written(desk, "word/footnotes.xml", "</w:footnotes>", more)
    attached(desk, "endnotes", note(7, "Another one of that number.", "endnote"))
    put(desk, "Paragraph_1", f'<w:ins w:id="6" {BY}><w:r><w:footnoteReference w:id="7"/></w:r></w:ins>')

    assert found(desk) == [("Paragraph_1", "", " [As in 2025.]", "A. Delegate")]


def test_a_note_that_was_struck_with_tracking_is_told_in_its_words(desk):
    (call,) = list(desk.body.iter(qn("w:footnoteReference")))
    words = NOTE.removeprefix("*")
    struck = f'<w:del w:id="5" {BY}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>'
    written(desk, "word/footnotes.xml", f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>', struck)
    desk._delete(call.getparent())

    assert found(desk) == [("after ", "*", "", "A. Delegate"), ("footnote", NOTE, "", "A. Delegate")]


def test_changes_and_comments_in_a_note_are_at_the_note(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    desk.comment(paragraph, 0, 3, "Whose words?")
    key = desk._comments[0].get(qn("w:id"))
    for one in list(desk.body.iter(*(qn(f"w:comment{n}") for n in ("RangeStart", "RangeEnd", "Reference")))):
        one.getparent().remove(one)
    on = f'<w:commentRangeStart w:id="{key}"/>{RUN.format(" Sic.")}<w:commentRangeEnd w:id="{key}"/>'
    written(desk, "word/footnotes.xml", "</w:p></w:footnote></w:footnotes>",
            f'<w:ins w:id="1" {BY}>{on}<w:r><w:commentReference w:id="{key}"/></w:r></w:ins>'
            "</w:p></w:footnote></w:footnotes>")  # fmt: skip

    (place,) = whole(desk).touched

    assert (place.edge, place.was, place.now) == ("footnote", NOTE, f"{NOTE} Sic.")
    assert [(one.now, one.author) for one in place.changes] == [(" Sic.", "A. Delegate")]
    assert [(one.text, one.about) for one in place.remarks] == [("Whose words?", "Sic.")]


def test_pages_that_a_program_counts_anew_are_no_change(desk):
    footer_of_page_13(desk)
    attached(desk, "header", "<w:p><w:pPr/></w:p>")
    attached(desk, "endnotes", note(-1, "", "endnote"))

    assert found(desk) == []


def test_a_page_number_that_was_typed_over_is_found(desk):
    written(
        desk, "word/footer1.xml", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>', RUN.format("7")
    )

    assert [told[:3] for told in found(desk)] == [("footer", "#", "7")]


def test_a_field_that_does_not_end_hides_no_words(desk):
    put(desk, "Paragraph_1", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + RUN.format(" We object."))  # fmt: skip
    desk.lines("Paragraph_1")[-1].addnext(xml(f"<w:p>{RUN.format('12')}</w:p>")[0])

    assert [told[2].strip() for told in found(desk)] == ["We object.", "12"]


def test_a_redline_runs_under_a_name_of_its_own():
    blob, sent = redline.render(OLD, changed()), returned.read(minutes.render(changed()))

    assert list(whole(Desk(blob), sent).touched) == []

    desk = Desk(blob)
    written(desk, "word/header1.xml", "LIMITED DISTRIBUTION", "PUBLIC")
    assert [(one.edge, [c.now for c in one.changes]) for one in whole(desk, sent).touched] == [("header", ["PUBLIC"])]


def test_words_in_a_box_are_changed_where_the_box_stands(desk):
    inner = (
        f"<w:txbxContent><w:p>{RUN.format('First.')}</w:p></w:txbxContent><w:txbxContent><w:p>{RUN.format('Second')}"
        f'<w:ins w:id="1" {BY}>{RUN.format(" and third")}</w:ins></w:p></w:txbxContent>'
    )
    put(desk, "Paragraph_1", BOX.format(inner))
    copy = returned.read(desk.bytes())
    place = copy.place("Paragraph_1")

    assert (place.was, place.now) == (f"{FIRST}[First.][Second]", f"{FIRST}[First.][Second and third]")
    assert [(one.now, one.author) for one in place.changes] == [(" and third", "A. Delegate")]
    assert ("Paragraph_1", "delegations.", "delegations.[First.][Second]", "") in found(desk)


def test_a_comment_in_a_box_is_at_its_paragraph(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    desk.comment(paragraph, 0, 3, "Whose?")
    key = desk._comments[0].get(qn("w:id"))
    for one in list(desk.body.iter(*(qn(f"w:comment{n}") for n in ("RangeStart", "RangeEnd", "Reference")))):
        one.getparent().remove(one)
    on = f'<w:commentRangeStart w:id="{key}"/>{RUN.format("Ours")}<w:commentRangeEnd w:id="{key}"/>'
    put(desk, "Paragraph_1", BOX.format(f"<w:txbxContent><w:p>{on}</w:p></w:txbxContent>"))

    assert [(one.text, one.about) for one in whole(desk).place("Paragraph_1").remarks] == [("Whose?", "Ours")]


def moved(desk, *, mark_goes):
    """Paragraph 4 is dragged behind the first: the old one and the new one, as Word writes a move that it tracks."""
    (fourth,), (first,) = desk.lines("Paragraph_4"), desk.lines("Paragraph_1")
    new = etree.fromstring(etree.tostring(fourth))
    first.addnext(new)
    marks = [one for one in (fourth if mark_goes else new) if one.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]
    for one in marks:
        one.getparent().remove(one)
    for paragraph, name in ((fourth, "moveFrom"), (new, "moveTo")):
        desk._mark(paragraph, name)
        for run in [one for one in paragraph if one.tag == qn("w:r")]:
            change = desk._change(name, [])
            run.addprevious(change)
            change.append(run)
        start = xml(f'<w:{name}RangeStart w:id="{name == "moveTo"}" w:name="move1" {BY}/>')[0]
        start.set(qn("w:id"), "800" if name == "moveTo" else "801")
        paragraph.insert(1, start)
        paragraph.append(xml(f'<w:{name}RangeEnd w:id="{start.get(qn("w:id"))}"/>')[0])
    return "".join(fourth.itertext())


@pytest.mark.parametrize("mark_goes", [False, True])
def test_a_paragraph_that_was_moved_with_tracking_is_told_with_its_words_at_both_ends(desk, mark_goes):
    moved(desk, mark_goes=mark_goes)
    words = SENT.place("Paragraph_4").was

    copy = whole(desk)
    changes = [(one.name, one.after, c) for one in copy.touched for c in one.changes]

    assert {c.author for _, _, c in changes} == {"A. Delegate"}
    gone = [c for _, _, c in changes if words.replace("_", "") in c.was.replace("_", "") and not c.now]
    new = [c for _, _, c in changes if words.replace("_", "") in c.now.replace("_", "") and not c.was]
    assert (len(gone), len(new)) == (1, 1)


def test_a_cell_that_was_struck_is_told(desk):
    cells = "".join(
        f"<w:tc><w:tcPr>{form}</w:tcPr><w:p>{RUN.format(text)}</w:p></w:tc>"
        for form, text in (("", "Who"), (f'<w:cellDel w:id="2" {BY}/>', "What"))
    )
    desk.lines("Paragraph_4")[-1].addnext(xml(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>")[0])

    assert [(told[1], told[3]) for told in found(desk)] == [("What", "A. Delegate"), ("", "")]


def test_a_paragraph_whose_end_was_struck_in_a_cell_is_told(desk):
    end = f'<w:pPr><w:rPr><w:del w:id="2" {BY}/></w:rPr></w:pPr>'
    cell = f"<w:tc><w:p>{end}{RUN.format('One')}</w:p><w:p>{RUN.format('two')}</w:p></w:tc>"
    desk.lines("Paragraph_4")[-1].addnext(xml(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>")[0])

    assert "A. Delegate" in {told[3] for told in found(desk)}


@WITH_OFFICE
@pytest.mark.slow
def test_papers_that_libreoffice_saved_anew_have_no_change_around_their_text(tmp_path):
    papers = {"minutes": DRAFT, "agenda": agenda.render(sheets.agenda()), "redline": redline.render(OLD, changed())}
    sent = papers | {"redline": minutes.render(changed())}

    saved = Office(tmp_path).saved(papers)

    assert {
        name: list(returned.completed(returned.read_any(blob), returned.read_any(sent[name])).touched)
        for name, blob in saved.items()
    } == {name: [] for name in papers}
