"""What programs write into an edited copy besides plain changes: nothing of it is lost or misplaced."""

import datetime as dt

import pytest
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from dialogue.rendering.word import minutes, redline, returned
from dialogue.rendering.word.returned import Change
from tests.rendering.word.desk import AT, Desk
from tests.rendering.word.redlines import OLD, changed
from tests.rendering.word.sheets import minutes as sheet

DRAFT = minutes.render(sheet(status="comments", approved="", signatures=()))
SENT = returned.read(DRAFT)
FIRST = "The co-chair of the host opened the session and welcomed the delegations."
BY = f'w:author="A. Delegate" w:date="{AT}"'
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


@pytest.fixture
def desk():
    return Desk(DRAFT)


def xml(text):
    return list(etree.fromstring(f"<w:all {nsdecls('w', 'r')}>{text}</w:all>"))


def of(desk):
    return returned.read(desk.bytes())


def put(desk, name, text):
    """Behind the last words of a paragraph."""
    last = desk.words(desk.lines(name)[0])[-1]
    for one in reversed(xml(text)):
        last.addnext(one)


def place(desk, name="Paragraph_1"):
    found = of(desk).place(name)
    return found.was, found.now, [(one.kind, one.was, one.now) for one in found.changes]


@pytest.mark.parametrize(
    ("form", "now"),
    [
        pytest.param(f'<w:ins w:id="1" {BY}>{RUN.format(" More.")}</w:ins>', " More.", id="an insertion"),
        pytest.param(f'<w:moveTo w:id="1" {BY}>{RUN.format(" Moved.")}</w:moveTo>', " Moved.", id="moved here"),
        pytest.param(
            f'<w:ins w:id="1" {BY}><w:smartTag w:element="a">{RUN.format(" Tag.")}</w:smartTag></w:ins>',
            " Tag.",
            id="a smart tag",
        ),
        pytest.param(
            f'<w:ins w:id="1" {BY}><w:fldSimple w:instr=" DATE ">{RUN.format(" 1 May")}</w:fldSimple></w:ins>',
            " 1 May",
            id="a field",
        ),
        pytest.param(
            f'<w:ins w:id="1" {BY}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText>'
            f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN.format(" 2 May")}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:ins>',
            " 2 May",
            id="a field in parts",
        ),
        pytest.param(
            f'<w:sdt><w:sdtPr/><w:sdtContent><w:ins w:id="1" {BY}>{RUN.format(" In a box.")}</w:ins></w:sdtContent>'
            "</w:sdt>",
            " In a box.",
            id="a content control",
        ),
        pytest.param(
            f'<w:hyperlink w:anchor="Item_1"><w:ins w:id="1" {BY}>{RUN.format(" A link.")}</w:ins></w:hyperlink>',
            " A link.",
            id="a link",
        ),
        pytest.param(
            f'<w:ins w:id="1" {BY}><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/><w:t>c</w:t></w:r>'
            "</w:ins>",
            "a\tb\n\u2011c",
            id="signs",
        ),
        pytest.param(
            f'<w:ins w:id="1" {BY}><w:r><w:sym w:font="Symbol" w:char="00B5"/></w:r></w:ins>', "µ", id="a symbol"
        ),
        pytest.param(f'<w:ins w:id="1" {BY}><w:r><w:drawing/></w:r></w:ins>', "[…]", id="a picture"),
    ],
)
def test_what_was_put_in_is_one_insertion(desk, form, now):
    put(desk, "Paragraph_1", form)

    was, _, changes = place(desk)

    assert was == FIRST
    assert [new.removeprefix(old) for _, old, new in changes] in ([now], [f"delegations.{now}"])


def test_what_one_wrote_and_another_struck_never_was(desk):
    inner = f'<w:del w:id="2" {BY}><w:r><w:delText> Nothing.</w:delText></w:r></w:del>'
    put(desk, "Paragraph_1", f'<w:ins w:id="1" {BY}>{inner}</w:ins>')

    assert place(desk) == (FIRST, FIRST, [])


def test_words_that_were_made_bold_are_told_with_their_marks(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    desk._split(paragraph, 4)
    run = desk._split(paragraph, 12)
    run.insert(0, *xml(f'<w:rPr><w:b/><w:rPrChange w:id="1" {BY}><w:rPr/></w:rPrChange></w:rPr>'))

    was, now, changes = place(desk)

    assert (was, now) == (FIRST, FIRST.replace("co-chair", "**co-chair**"))
    assert changes == [("replacement", "co-chair", "**co-chair**")]


def test_another_font_is_no_change(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    run = desk.words(paragraph)[0]
    run.insert(0, *xml(f'<w:rPr><w:color w:val="FF0000"/><w:rPrChange w:id="1" {BY}><w:rPr/></w:rPrChange></w:rPr>'))

    assert place(desk) == (FIRST, FIRST, [])


def test_a_paragraph_that_became_a_point_of_a_list_is_told_so(desk):
    line = desk.lines("Paragraph_3")[4]
    form = line.find(qn("w:pPr"))
    was = etree.tostring(form, encoding="unicode")
    form.append(*xml('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))
    form.append(*xml(f'<w:pPrChange w:id="1" {BY}>{was}</w:pPrChange>'))

    _, now, changes = place(desk, "Paragraph_3")

    assert "\n- We count on each other's word.\n\n" in now
    assert changes == [("replacement", "We count on each other's word.", "- We count on each other's word.")]
    assert {one.author for one in of(desk).place("Paragraph_3").changes} == {"A. Delegate"}


def test_the_kind_of_a_paragraph_and_its_owner_are_told_apart_from_its_words(desk):
    label = next(r for r in desk.lines("Paragraph_4")[0].iter(qn("w:r")) if "Agreed" in "".join(r.itertext()))
    new = xml(f'<w:ins w:id="1" {BY}><w:r><w:rPr><w:rStyle w:val="Kind"/></w:rPr><w:t>Noted.</w:t></w:r></w:ins>')[0]
    label.addnext(new)
    desk._delete(label)
    details = desk.lines("Paragraph_5")[-1]
    desk.replace(details, 7, 13, "NATO")

    copy = of(desk)

    assert [(place.name, one.part, one.was, one.now) for place in copy.touched for one in place.changes] == [
        ("Paragraph_4", "label", "Agreed.", "Noted."),
        ("Paragraph_5", "details", "Kosovo", "NATO"),
    ]
    assert copy.place("Paragraph_4").was == SENT.place("Paragraph_4").was


def test_a_number_that_was_struck_is_no_loss_of_the_place(desk):
    number = next(desk.lines("Paragraph_4")[0].iter(qn("w:r")))
    number.getparent().remove(number)

    copy = of(desk)
    whole = returned.completed(copy, SENT)

    assert copy.place("Paragraph_4").now == SENT.place("Paragraph_4").was
    assert [(one.name, [c.part for c in one.changes]) for one in whole.touched] == [("Paragraph_4", ["label"])]


def test_the_title_of_an_item_is_a_place(desk):
    title = next(p for p in desk.body.iter(qn("w:p")) if "".join(p.itertext()).startswith("2Regional"))
    runs = list(title.iter(qn("w:r")))
    desk._delete(runs[-1])
    runs[-1].getparent().addnext(xml(f'<w:ins w:id="1" {BY}>{RUN.format("Security")}</w:ins>')[0])

    (found,) = of(desk).touched

    assert (found.name, found.number, found.was, found.now) == (
        "Item_2", "2", "Regional security developments", "Security"
    )  # fmt: skip


def test_a_table_that_was_put_in_stands_row_by_row_behind_the_paragraph(desk):
    rows = "".join(
        f'<w:tr><w:trPr><w:ins w:id="{n}" {BY}/></w:trPr><w:tc><w:p>{RUN.format(a)}</w:p></w:tc>'
        f"<w:tc><w:p>{RUN.format(b)}</w:p></w:tc></w:tr>"
        for n, (a, b) in enumerate((("Who", "What"), ("We", "All")))
    )
    desk.lines("Paragraph_4")[-1].addnext(xml(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")[0])

    (found,) = of(desk).touched

    assert (found.name, found.now.removeprefix(found.was).strip()) == ("Paragraph_4", "Who\tWhat\n\nWe\tAll")


def test_a_footnote_that_somebody_put_in_is_told_with_its_words(desk):
    notes = desk.members["word/footnotes.xml"].decode()
    more = f'<w:footnote w:id="77"><w:p>{RUN.format("As in 2025.")}</w:p></w:footnote></w:footnotes>'
    desk.members["word/footnotes.xml"] = notes.replace("</w:footnotes>", more).encode()
    put(desk, "Paragraph_1", f'<w:ins w:id="1" {BY}><w:r><w:footnoteReference w:id="77"/></w:r></w:ins>')

    assert place(desk)[2] == [("insertion", "", " [As in 2025.]")]


def test_changes_in_front_of_all_items_and_in_a_footer_are_listed(desk):
    line = next(p for p in desk.body.iter(qn("w:p")) if "".join(p.itertext()).startswith("In the chair"))
    desk.replace(line, 0, 2, "On")
    name = next(one for one in desk.members if one.startswith("word/footer"))
    inserted = f'<w:p><w:ins w:id="1" {BY}>{RUN.format("Not public")}</w:ins></w:p></w:ftr>'
    desk.members[name] = desk.members[name].replace(b"</w:ftr>", inserted.encode())

    found = [(one.name, one.after, one.now[:12], len(one.changes)) for one in of(desk).touched]

    assert found == [("", "", "On the chair", 1), ("", "", "Not public", 1)]


def test_a_paragraph_that_was_moved_with_its_mark_is_still_itself(desk):
    (fourth,), (first,) = desk.lines("Paragraph_4"), desk.lines("Paragraph_1")
    first.addnext(fourth)

    copy = of(desk)

    assert {name: copy.place(name).was for name in ("Paragraph_1", "Paragraph_2", "Paragraph_4")} == {
        name: SENT.place(name).was for name in ("Paragraph_1", "Paragraph_2", "Paragraph_4")
    }
    assert list(returned.completed(copy, SENT).touched) == []


def test_a_paragraph_that_was_copied_is_itself_once(desk):
    (first,) = desk.lines("Paragraph_1")
    first.addnext(etree.fromstring(etree.tostring(first)))

    whole = returned.completed(of(desk), SENT)

    assert [(one.name or one.after, one.now.removeprefix(one.was).strip()) for one in whole.touched] == [
        ("Paragraph_1", f"1.\tNoted. {FIRST}")
    ]


def test_an_answer_to_a_comment_names_what_it_answers(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    desk.comment(paragraph, 0, 3, "Who?")
    desk.comment(paragraph, 0, 3, "All of us.")
    for n, one in enumerate(desk._comments.iter(qn("w:p"))):
        one.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", f"0000000{n}")
    relation = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    extended = (
        '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000000" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000001" w15:paraIdParent="00000000" w15:done="0"/></w15:commentsEx>'
    )
    desk.members["word/commentsExtended.xml"] = extended.encode()
    rels = desk.members["word/_rels/document.xml.rels"].decode()
    more = f'<Relationship Id="ex" Type="{relation}" Target="commentsExtended.xml"/></Relationships>'
    desk.members["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", more).encode()

    found = {one.text: (one.to, one.is_done) for one in of(desk).place("Paragraph_1").remarks}

    assert found == {"Who?": ("", True), "All of us.": ("Who?", False)}


def test_a_comment_that_hangs_nowhere_is_not_dropped(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    desk.comment(paragraph, 0, 3, "Who?")
    for one in list(desk.body.iter(*(qn(f"w:comment{n}") for n in ("RangeStart", "RangeEnd", "Reference")))):
        one.getparent().remove(one)

    (found,) = of(desk).touched

    assert (found.name, [one.text for one in found.remarks]) == ("", ["Who?"])


def test_in_a_redline_the_changes_of_the_dialogue_are_what_was_sent_out():
    blob = redline.render(OLD, changed())
    desk = Desk(blob)
    put_in = xml(f'<w:ins w:id="999" {BY}>{RUN.format(" Mine.")}</w:ins>')[0]
    line = next(p for p in desk.body.iter(qn("w:p")) if "before the summer" in "".join(p.itertext()))
    line.append(put_in)

    copy, sent = of(desk), returned.read(minutes.render(changed()))

    assert {one.name: one.was for one in copy.places if one.is_paragraph and one.was} == {
        one.name: one.was for one in sent.places if one.is_paragraph
    }
    assert [(one.name, [c.now for c in one.changes]) for one in copy.touched] == [("Paragraph_4", [" Mine."])]


def test_an_instant_is_in_utc_where_the_program_says_so(desk):
    names = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"
    utc = f'xmlns:w16du="{names}" w16du:dateUtc="2026-11-20T09:30:00Z"'
    put(desk, "Paragraph_1", f'<w:ins w:id="1" {BY} {utc}>{RUN.format(" More.")}</w:ins>')
    put(desk, "Paragraph_2", f'<w:ins w:id="2" w:author="B" w:date="0-00-00T00:00:00Z">{RUN.format(" More.")}</w:ins>')

    copy = of(desk)

    assert copy.place("Paragraph_1").changes == (
        Change(
            kind="insertion", was="", now=" More.", author="A. Delegate",
            at=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC), before="the session and welcomed the delegations.",
        ),
    )  # fmt: skip
    assert [(one.author, one.at) for one in copy.place("Paragraph_2").changes] == [("B", None)]
