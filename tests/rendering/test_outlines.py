"""Texts from elsewhere: every line of a Word file or a paste is read, numbered as Word shows it, and taken for what it
is; what our own papers say comes back item by item, paragraph by paragraph."""

import datetime as dt
import io

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.domain.editions import AgendaLine, MinutesItemSheet, ParagraphLine
from dialogue.rendering.outlines import documents, guesses, lines, numbering, pasted
from dialogue.rendering.outlines.composing import Chosen, Misplaced, compose
from dialogue.rendering.outlines.guesses import What, of_agenda, of_minutes
from dialogue.rendering.outlines.lines import LineKind, TooManyError, parted
from dialogue.rendering.typed import read
from dialogue.rendering.word import agenda, minutes
from dialogue.rendering.word.opened import Unreadable
from tests.rendering.word import sheets


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_back(document):
    return documents.read(saved(document))


def told(outline):
    return [line.whole for line in outline.lines]


def composed(found):
    return compose([Chosen(one.what, one.text, one.number, one.minutes, one.presenter) for one in found])


def run_of(paragraph, xml):
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))


# ── numbers ──


@pytest.mark.parametrize(
    ("typed", "number", "rest"),
    [
        ("1. Opening", "1.", "Opening"),
        ("1.1 The co-chair", "1.1", "The co-chair"),
        ("12)\tText", "12)", "Text"),
        ("(3) Text", "(3)", "Text"),
        ("a) Text", "a)", "Text"),
        ("(iv) Text", "(iv)", "Text"),
        ("ii. Text", "ii.", "Text"),
        ("IV. Siguria", "IV.", "Siguria"),
        ("§ 4 Text", "§ 4", "Text"),
        ("§§ 4.2 Text", "§§ 4.2", "Text"),
        ("б) Текст", "б)", "Текст"),
        ("3\tTitle", "3", "Title"),
        ("12 May 2019", "", "12 May 2019"),
        ("2019. A year", "", "2019. A year"),
        ("e.g. this", "", "e.g. this"),
        ("Mr. Smith", "", "Mr. Smith"),
        ("I think", "", "I think"),
        ("v.", "", "v."),
    ],
)
def test_a_typed_number_is_told_from_the_words(typed, number, rest):
    assert parted(typed) == (number, rest)


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [
        (4, "decimal", "4"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"),
        (7, "decimalZero", "07"),
        (0, "lowerRoman", "0"),
    ],
)
def test_counts_are_shown_as_the_list_says(count, form, shown):
    assert numbering.in_letters(count, form) == shown


LIST = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_numbers_that_word_counts_are_counted():
    lists = numbering.numbering(parse_xml(LIST))

    levels = [(("1"), 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("2", 0), ("3", 0), ("3", 0), ("9", 0)]

    assert [lists.next(of, depth) for of, depth in levels] == [
        "1.", "1.1", "1.2", "(i)", "2.", "2.1", "", "7.", "8.", "",
    ]  # fmt: skip


def listed(document, text, of, level=0, style=None):
    """A paragraph of one of the lists above."""
    paragraph = document.add_paragraph(text, style=style)
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", of)):
        one = OxmlElement(name)
        one.set(qn("w:val"), str(value))
        numbered.append(one)
    paragraph._p.get_or_add_pPr().append(numbered)
    return paragraph


def with_lists():
    document = Document()
    part = document.part.numbering_part
    part._element = parse_xml(LIST)
    return document


def test_lists_of_word_are_read_with_their_numbers():
    document = with_lists()
    for text, of, level in (("One", 1, 0), ("Under one", 1, 1), ("Deeper", 1, 2), ("A point", 2, 0), ("Two", 1, 0)):
        listed(document, text, of, level)

    found = read_back(document)

    assert told(found) == ["1. One", "1.1 Under one", "(i) Deeper", "A point", "2. Two"]
    assert [one.kind for one in found.lines][3] is LineKind.POINT


# ── what stands in a Word file ──


def test_headings_are_known_by_style_and_by_level_of_the_outline():
    document = Document()
    document.add_heading("Minutes", 0)
    document.add_heading("Opening", 1)
    document.add_heading("Detail", 2)
    level = document.add_paragraph("Own level")
    level._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph("Text")

    found = [(one.kind, one.depth) for one in read_back(document).lines]

    heading = LineKind.HEADING
    assert found == [(LineKind.TEXT, 0), (heading, 1), (heading, 2), (heading, 1), (LineKind.TEXT, 0)]


def test_tracked_changes_are_read_as_accepted_and_told():
    document = Document()
    paragraph = document.add_paragraph("Both sides ")
    author = 'w:id="1" w:author="A" w:date="2020-01-01T00:00:00Z"'
    for tag, text in (("del", "disagreed"), ("ins", "agreed")):
        word = f"<w:delText>{text}</w:delText>" if tag == "del" else f"<w:t>{text}</w:t>"
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')} {author}><w:r>{word}</w:r></w:{tag}>"))
    joined = document.add_paragraph("First half, ")
    joined._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del {author}/></w:rPr>"))
    document.add_paragraph("second half.")

    found = read_back(document)

    assert told(found) == ["Both sides agreed", "First half, second half."]
    assert found.remarks == (
        "The file has changes that are tracked and neither accepted nor rejected. They are read as accepted.",
    )


def test_signs_breaks_fields_and_formulas_are_read_as_they_are_seen():
    document = Document()
    paragraph = document.add_paragraph()
    run_of(
        paragraph, "<w:t>Pro</w:t><w:softHyphen/><w:t>tocol</w:t><w:br/><w:t>no</w:t><w:noBreakHyphen/><w:t>one</w:t>"
    )
    run_of(paragraph, '<w:sym w:font="Symbol" w:char="00B7"/><w:tab/><w:t>x</w:t><w:cr/>')
    run_of(paragraph, '<w:fldChar w:fldCharType="begin"/>')
    run_of(paragraph, "<w:instrText> DATE </w:instrText>")
    run_of(paragraph, '<w:fldChar w:fldCharType="separate"/>')
    run_of(paragraph, "<w:t>12 May</w:t>")

    assert told(read_back(document)) == ["Protocol\nno\N{NON-BREAKING HYPHEN}one·\tx\n12 May"]


def test_a_footnote_stands_at_the_end_of_its_paragraph():
    found = documents.read(minutes.render(sheets.minutes()))

    note = "[Footnote: * This designation is without prejudice to positions on status.]"
    assert f"Minutes* {note}" in told(found)


def test_what_cannot_be_placed_is_told_and_nothing_is_dropped_in_silence():
    document = Document()
    paragraph = document.add_paragraph("Text")
    run_of(paragraph, "<w:rPr><w:vanish/></w:rPr><w:t>unseen words</w:t>")
    run_of(
        paragraph,
        '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>Words in a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>",
    )
    run_of(paragraph, "<w:object/>")
    document.sections[0].header.paragraphs[0].text = "Head of the page"
    document.element.body.insert(0, parse_xml(f'<w:altChunk {nsdecls("w")} w:val="1"/>'))

    found = read_back(document)

    assert told(found) == ["Text"]
    assert found.remarks == (
        "Could not be placed, as it stands in a text box: “Words in a box”",
        "Left out, as nobody sees it in Word: “unseen words”",
        "Pictures, charts and other objects are left out: 1.",
        "Other files within this one are left out: 1.",
        "The lines at the head and foot of its pages are left out: “Head of the page”",
    )


def test_rows_of_tables_are_lines_and_a_frame_is_none():
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for n, text in enumerate(("a", "b", "c", "")):
        table.cell(n // 2, n % 2).text = text
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "1. In a frame"

    found = read_back(document).lines

    assert [(one.kind, one.whole, one.cells) for one in found] == [
        (LineKind.ROW, "a · b", ("a", "b")),
        (LineKind.ROW, "c", ("c", "")),
        (LineKind.NUMBERED, "1. In a frame", ()),
    ]


def test_more_lines_than_somebody_can_look_through_are_refused():
    document = Document()
    for _ in range(lines.MOST + 1):
        document.add_paragraph("x")

    with pytest.raises(Unreadable, match="more than 1500 lines"):
        read_back(document)
    with pytest.raises(TooManyError):
        pasted("x\n" * (lines.MOST + 1))


# ── a paste ──


def test_a_paste_is_read_line_by_line_and_what_a_mail_broke_is_mended():
    text = (
        "1. Opening of the session by the co-chair of the host side, who\r\nwelcomed all.\r\n\r\n"
        "• a point\n\t- another\nTitle\nsmall letters\n09:30\t1\tOpening\t15 min"
    )

    found = pasted(text)

    assert [(one.kind, one.whole) for one in found.lines] == [
        (LineKind.NUMBERED, "1. Opening of the session by the co-chair of the host side, who welcomed all."),
        (LineKind.POINT, "a point"),
        (LineKind.POINT, "another"),
        (LineKind.TEXT, "Title"),
        (LineKind.TEXT, "small letters"),
        (LineKind.ROW, "09:30 · 1 · Opening · 15 min"),
    ]


# ── what each line may be ──


def kinds(found):
    return [(one.what, one.number, one.text) for one in found]


def test_an_agenda_with_typed_numbers_is_known():
    found = of_agenda(
        pasted("DRAFT AGENDA\n1. Opening\n2. Security\n  a) North\n- a point\n3. Any other business").lines
    )

    assert kinds(found) == [
        (What.NOTHING, "", "DRAFT AGENDA"),
        (What.ITEM, "1.", "Opening"),
        (What.ITEM, "2.", "Security"),
        (What.SUB_ITEM, "a)", "North"),
        (What.MORE, "", "- a point"),
        (What.ITEM, "3.", "Any other business"),
    ]


def test_an_agenda_of_times_alone_is_known_with_its_lengths_and_its_breaks():
    found = of_agenda(
        pasted("09:30 – 10:00 Hapja\n10.00-11.15 Siguria\n11:15 – 11:30 Pushim për kafe\n11:30 Ushtrime").lines
    )

    assert [(one.what, one.text, one.minutes, one.source) for one in found] == [
        (What.ITEM, "Hapja", 30, "09:30 – 10:00 Hapja"),
        (What.ITEM, "Siguria", 75, "10.00-11.15 Siguria"),
        (What.BETWEEN, "Pushim për kafe", 15, "11:15 – 11:30 Pushim për kafe"),
        (What.ITEM, "Ushtrime", None, "11:30 Ushtrime"),
    ]


def test_a_break_in_a_table_or_a_list_is_known_by_its_words_and_a_long_sentence_about_one_is_none():
    rows = "Time\tNo.\tItem\n09:30\t1\tOpening\n11:00\t\tCoffee break\n12:30\t\tPress point, foyer"
    long = "1. Energy\nDuring the lunch break both sides spoke about the press and the photo."

    assert [(one.what, one.text) for one in of_agenda(pasted(rows).lines)][-2:] == [
        (What.BETWEEN, "Coffee break"),
        (What.BETWEEN, "Press point, foyer"),
    ]
    assert What.BETWEEN not in [one.what for one in of_agenda(pasted(long).lines)]


def test_a_break_that_stands_on_the_agenda_already_is_not_taken_twice():
    found = of_agenda(pasted("1. Opening\n11:00 – 11:15 Coffee break").lines, ["Coffee break"])

    assert [one.what for one in found] == [What.ITEM, What.NOTHING]


def test_an_item_that_stands_on_the_agenda_already_is_not_taken_twice():
    found = of_agenda(pasted("1. Opening\n2. ANY OTHER BUSINESS").lines, ["Any other business"])

    assert [one.what for one in found] == [What.ITEM, What.NOTHING]
    assert str(found[1].why) == str(guesses.ON_IT_ALREADY)


def test_an_agenda_of_headings_and_one_of_bold_lines_are_known():
    by_headings, by_bold = Document(), Document()
    by_headings.add_heading("Agenda", 1)
    for title in ("Hapja", "Сигурност"):
        by_headings.add_heading(title, 2)
        by_headings.add_paragraph("What is said of it")
        by_bold.add_paragraph().add_run(title).bold = True
        by_bold.add_paragraph("What is said of it")

    expected = [(What.ITEM, "Hapja"), (What.MORE, "What is said of it")]
    expected += [(What.ITEM, "Сигурност"), (What.MORE, "What is said of it")]
    assert [(g.what, g.text) for g in of_agenda(read_back(by_headings).lines)][1:] == expected
    assert [(g.what, g.text) for g in of_agenda(read_back(by_bold).lines)] == expected


def test_minutes_with_lists_of_word_are_known():
    document = with_lists()
    document.add_paragraph("Minutes of the session")
    document.add_paragraph("Participants:")
    document.add_paragraph("A. Person, head of delegation")
    document.add_heading("Opening", 1)
    listed(document, "The co-chair opened the session.", 1)
    listed(document, "Both sides agreed:", 1)
    listed(document, "to meet;", 2)
    document.add_heading("Exercises", 1)
    listed(document, "Sesioni mori shënim raportin.", 1)
    document.add_paragraph("And its annex.")
    listed(document, "Стране су одлучиле да се састану.", 1)

    assert kinds(of_minutes(read_back(document).lines)) == [
        (What.HEAD, "", "Minutes of the session"),
        (What.HEAD, "", "Participants:"),
        (What.PERSON, "", "A. Person, head of delegation"),
        (What.ITEM, "", "Opening"),
        (What.STATEMENT, "1.", "The co-chair opened the session."),
        (What.AGREED, "2.", "Both sides agreed:"),
        (What.MORE, "", "- to meet;"),
        (What.ITEM, "", "Exercises"),
        (What.NOTED, "3.", "Sesioni mori shënim raportin."),
        (What.MORE, "", "And its annex."),
        (What.DECIDED, "4.", "Стране су одлучиле да се састану."),
    ]


def test_an_initial_among_participants_is_no_number():
    found = of_minutes(pasted("Participants\nA. Gashi, co-chair\nV. Berisha\n1. Opening\n1.1 Noted.").lines)

    assert kinds(found)[1:4] == [
        (What.PERSON, "", "A. Gashi, co-chair"),
        (What.PERSON, "", "V. Berisha"),
        (What.ITEM, "1.", "Opening"),
    ]


def test_minutes_whose_paragraphs_bear_the_number_of_their_item_are_known():
    text = "1. Opening\n1.1 He opened it.\n1.2 They agreed:\na) in spring;\nb) in autumn.\n2. Exercises\n2.1 Noted."

    assert [(one.what, one.number) for one in of_minutes(pasted(text).lines)] == [
        (What.ITEM, "1."),
        (What.STATEMENT, "1.1"),
        (What.AGREED, "1.2"),
        (What.MORE, ""),
        (What.MORE, ""),
        (What.ITEM, "2."),
        (What.NOTED, "2.1"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The session took note of it.", What.NOTED),
        ("Both sides agreed that it was decided before.", What.AGREED),
        ("Palët u pajtuan.", What.AGREED),
        ("Strane su odlučile da se sastanu.", What.DECIDED),
        ("Les deux parties ont décidé de se réunir.", What.DECIDED),
        ("Action: the Ministry drafts it.", What.ACTION),
        ("The head of delegation spoke.", What.STATEMENT),
    ],
)
def test_the_kind_of_a_paragraph_is_guessed_from_its_words(text, what):
    assert guesses.kind_of(text) is what


# ── what becomes of them ──


def test_lines_that_go_on_are_put_together():
    chosen = [
        Chosen(What.HEAD, "Minutes"),
        Chosen(What.ITEM, "Opening", "1"),
        Chosen(What.NOTED, "It was noted:", "1."),
        Chosen(What.MORE, "- one;"),
        Chosen(What.MORE, "- two."),
        Chosen(What.MORE, "That was all."),
        Chosen(What.NOTHING, "Page 3"),
        Chosen(What.PERSON, "A. Person"),
    ]

    made = compose(chosen)

    assert (made.head, made.people) == (("Minutes",), ("A. Person",))
    assert [one.text for one in made.items[0].under] == ["It was noted:\n- one;\n- two.\n\nThat was all."]


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (What.MORE, "There is no line above with which it could go on."),
        (What.SUB_ITEM, "There is no item above under which it could stand."),
        (What.AGREED, "It stands under no item. Please choose which line above is its item."),
    ],
)
def test_a_line_that_has_nothing_above_it_is_told(what, sentence):
    with pytest.raises(Misplaced) as refused:
        compose([Chosen(What.NOTHING, "x"), Chosen(what, "y")])

    assert (refused.value.line, str(refused.value)) == (1, sentence)


# ── our own papers ──

WORDS = st.sampled_from(
    ["Freedom", "of", "movement", "Sigurisë", "çështje", "Безбедност", "đak", "l’été", "(2026)", "24", "§", "OSCE/KFOR"]
)
TITLES = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: f"Item {' '.join(words)}")
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: f"The session heard {' '.join(words)}.")
POINTS = st.lists(SENTENCES, min_size=1, max_size=3).map(lambda all_: "\n".join(f"- {one}" for one in all_))
TEXTS = st.one_of(
    SENTENCES,
    st.tuples(SENTENCES, POINTS).map("\n\n".join),
    st.tuples(SENTENCES, POINTS, SENTENCES).map("\n\n".join),
    st.tuples(SENTENCES, SENTENCES).map("\n\n".join),
)
KINDS = st.sampled_from(["noted", "agreed", "decided", "statement"])


def words_of(text):
    """Its blocks as somebody reads them."""
    return [" ".join(block.words.split()) for block in read(text)]


@st.composite
def minutes_of(draw):
    number, made = 1, []
    for n, title in enumerate(draw(st.lists(TITLES, min_size=2, max_size=5)), 1):
        said = draw(st.lists(st.tuples(KINDS, TEXTS), min_size=0, max_size=4))
        paragraphs = tuple(
            ParagraphLine(number=number + m, kind=kind, text=text) for m, (kind, text) in enumerate(said)
        )
        number += len(paragraphs)
        made.append(MinutesItemSheet(key=f"k{n}", number=str(n), title=title, kind="plenary", paragraphs=paragraphs))
    return sheets.minutes(items=tuple(made), signatures=(), attached=(), status="", approved="", text_hash="")


LEADS = {"noted": "Noted.", "agreed": "Agreed.", "decided": "Decided.", "statement": "Statement for the record."}


@settings(max_examples=12, deadline=None)
@given(minutes_of())
def test_minutes_of_our_own_come_back_paragraph_by_paragraph(sheet):
    found = composed(of_minutes(documents.read(minutes.render(sheet)).lines))

    taken = [one for one in found.items if one.number]
    assert [(one.number, one.text) for one in taken] == [
        (one.number, " ".join(one.title.split())) for one in sheet.items
    ]
    for mine, theirs in zip(taken, sheet.items, strict=True):
        bare = [one for one in mine.under if not one.number]  # "Nothing was recorded under this item."
        assert len(bare) == (0 if theirs.paragraphs else 1)
        assert [(one.number, words_of(one.text)) for one in mine.under if one.number] == [
            (f"{one.number}.", words_of(f"{LEADS[one.kind]} {one.text}")) for one in theirs.paragraphs
        ]


@st.composite
def agenda_of(draw):
    made, clock = [], dt.datetime(2026, 11, 10, 9, 30)
    for n, title in enumerate(draw(st.lists(TITLES, min_size=2, max_size=6, unique=True)), 1):
        for number, name in ((str(n), title), *((f"{n}.1", f"Under {title}") for _ in range(draw(st.integers(0, 1))))):
            length, text = draw(st.integers(5, 120)), draw(st.one_of(st.just(""), TEXTS))
            made.append(
                AgendaLine(
                    key=number, number=number, title=name, starts=clock, minutes=length, text=text, presenter="Co-chair"
                )
            )
    return sheets.agenda(items=tuple(made), changes=())


@settings(max_examples=12, deadline=None)
@given(agenda_of())
def test_an_agenda_of_our_own_comes_back_item_by_item(sheet):
    found = composed(of_agenda(documents.read(agenda.render(sheet)).lines))

    assert [(one.number, one.text, one.minutes, one.presenter, one.what is What.SUB_ITEM) for one in found.items] == [
        (one.number, " ".join(one.title.split()), one.minutes, one.presenter, bool(one.depth)) for one in sheet.items
    ]
    assert [words_of(one.more) for one in found.items[:-1]] == [words_of(one.text) for one in sheet.items[:-1]]
