import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from docx.oxml.ns import qn

from dialogue.domain.editions import AttachedLine, DelegationSheet, Level, ParagraphLine
from dialogue.rendering.word import minutes
from tests.rendering.word.checks import faults, members, missed_by_the_audit, opened, read, words
from tests.rendering.word.hostile import MARKDOWN, MIXED, WORD
from tests.rendering.word.sheets import HASH, MINUTES_ITEMS, heading, long_minutes, seat, soiled
from tests.rendering.word.sheets import minutes as sheet

ANNEX = [
    "Heading1: Annex I: decisions",
    "Number | Decision",
    "D/2026/2/01 / Item 1, paragraph 2 | The agenda (HLD/2026/2 REV 2) was adopted.",
    "D/2026/2/02 / Item 2, paragraph 6 | A joint contact list is kept. / It is reviewed at each session.",
    "Heading1: Annex II: operational conclusions",
    "Number | Conclusion | Owner | Due",
    (
        "OC/2026/2/01 / Item 2, paragraph 5 | To draw up a list of contacts for incident reports. | "
        "Kosovo, Ministry of Defence | Fri 15 Jan 2027"
    ),
    "Item 3.1, paragraph 12 | To propose dates for a table-top exercise. | NATO, Liaison Office | No date",
    "Heading1: Annex III: statements",
    "Label: Statement by the head of delegation of Kosovo",
    "Detail: Item 2, paragraph 3",
    "Normal: The situation in the north remains fragile. Three points were made:",
    "List: 1.\tfreedom of movement has improved;",
    "List: 2.\tincidents are reported late;",
    "List: 3.\tthe hotline works.",
    "Normal: We count on each other's word.",
    "Normal: The statement is attached at the speaker's request.",
]


def test_minutes_read_from_title_to_signatures():
    assert read(minutes.render(sheet())) == [
        "Masthead: High-Level Dialogue NATO – Kosovo",
        "Block: Reference\tHLD/2026/2 REV 3",
        "Block: Date\tMon 26 Oct 2026",
        "Block: Original language\tEnglish",
        "Block: From\tThe two secretaries",
        "Block: To\tDelegations",
        "Block: Subject\tMinutes: Second session of 2026",
        "Block: No. of previous document\tHLD/2026/2 REV 1",
        "Title: Minutes*",
        (
            "Subtitle: Second session of 2026\nTue 10 Nov 2026, 09:30–17:00 Brussels/Prishtina time\n"
            "Prishtina, University Library, Great Hall"
        ),
        "Status: Status: approved and signed.",
        "Heading1: Participants",
        "Normal: In the chair: Arbër Gashi, co-chair of the host side",
        "Label: NATO",
        "Cell: Ann Verhaegen\tAssistant Secretary General, International Staff · Head of delegation",
        "Cell: Col. Piet de Wit\tHead of the Advisory Team, Liaison Office · Alternate",
        "Cell: Ilir Krasniqi-Thaçi\tInterpreter",
        "Small: Not present: Marta Nowak",
        "Label: Kosovo",
        "Cell: Arbër Gashi\tDeputy Minister, Ministry of Defence · Head of delegation",
        "Cell: Đorđe Petrović\tAdviser for minority affairs, Office of the Prime Minister",
        "Cell: Vjosa Berisha\tSecretary · Note-taker",
        "Label: Institute of Security Studies",
        "Cell: Prof. Lea Hoxha\tDirector · Speaker",
        "Heading1: 1\tOpening and adoption of the agenda",
        "Numbered: 1.\tNoted. The co-chair of the host opened the session and welcomed the delegations.",
        "Numbered: 2.\tD/2026/2/01  Decided. The agenda (HLD/2026/2 REV 2) was adopted.",
        "Heading1: 2\tRegional security developments",
        (
            "Numbered: 3.\tStatement for the record by the head of delegation of Kosovo. The situation in the north "
            "remains fragile. Three points were made:"
        ),
        "List: 1.\tfreedom of movement has improved;",
        "List: 2.\tincidents are reported late;",
        "List: 3.\tthe hotline works.",
        "Continued: We count on each other's word.",
        "Continued: The statement is attached at the speaker's request.",
        "Numbered: 4.\tAgreed. Both sides agreed to report incidents within 24 hours of their being known.",
        "Numbered: 5.\tOC/2026/2/01  Action. To draw up a list of contacts for incident reports.",
        "Detail: Owner: Kosovo, Ministry of Defence · Due: Fri 15 Jan 2027",
        "Numbered: 6.\tD/2026/2/02  Decided. ",
        "List: A joint contact list is kept.",
        "List: It is reviewed at each session.",
        "Heading1: 3\tRestricted item",
        "Withheld: [paragraphs 7 to 9 not reproduced]",
        "Heading2: 3.1\tCyber incidents",
        "Numbered: 10.\tNoted. The session took note of the report of both agencies.",
        "Withheld: [paragraph 11 not reproduced]",
        "Numbered: 12.\tAction. To propose dates for a table-top exercise.",
        "Detail: Owner: NATO, Liaison Office",
        "Heading1: Approval",
        "Normal: Approved by both co-chairs on Fri 20 Nov 2026, 16:40 Brussels/Prishtina time.",
        f"Small: Hash of the text (SHA-256):\n{HASH}",
        "Capacity | Name | For | Signature and date",
        "Co-chair | Ann Verhaegen | NATO | signed, Fri 20 Nov 2026, 16:40",
        "Co-chair | Arbër Gashi | Kosovo | to be signed",
        "Secretary | Marta Nowak | NATO | to be signed",
        "Secretary | Vjosa Berisha | Kosovo | to be signed",
        *ANNEX,
    ]


@pytest.mark.parametrize(
    ("status", "title"),
    [("drafting", "Draft minutes"), ("under silence", "Draft minutes"), ("approved", "Minutes"), ("signed", "Minutes")],
)
def test_title_says_whether_the_text_is_approved(status, title):
    assert f"Title: {title}" in [text.rstrip("*") for text in read(minutes.render(sheet(status=status)))]


def test_draft_has_no_approval_and_no_place_to_sign():
    lines = read(minutes.render(sheet(status="drafting", approved="", text_hash="", signatures=())))

    assert lines[-len(ANNEX) - 1 :] == ["Detail: Owner: NATO, Liaison Office", *ANNEX]


def test_text_not_yet_approved_still_names_its_hash():
    lines = read(minutes.render(sheet(status="final draft", approved="", signatures=())))

    before = lines[: -len(ANNEX)]
    assert before[-2:] == ["Heading1: The text", f"Small: Hash of the text (SHA-256):\n{HASH}"]


def test_what_stands_around_the_text_is_told_where_it_belongs():
    items = (replace(MINUTES_ITEMS[0], documents=("HLD/2026/2/P1 — Note",)), *MINUTES_ITEMS[1:])
    said = (AttachedLine(kind="reservation", party="NATO", made=dt.date(2026, 11, 25), text="As to costs."),)
    around = {"cohosts": ("Institute of Security Studies",), "next_session": "Tue 18 May 2027, Brussels"}
    lines = read(minutes.render(sheet(items=items, attached=said, **around)))

    place = lines.index("Heading1: 1\tOpening and adoption of the agenda")
    assert lines[place + 1 : place + 3] == ["Label: Documents", "List: HLD/2026/2/P1 — Note"]
    place = lines.index("Heading1: Participants")
    assert lines[place + 1] == "Normal: Co-organised with: Institute of Security Studies"
    place = lines.index("Heading1: Date and place of the next session")
    assert lines[place + 1 : place + 3] == ["Normal: Tue 18 May 2027, Brussels", "Heading1: Approval"]
    assert lines[-len(ANNEX) - 2 :] == [
        *ANNEX,
        "Heading2: Reservation by NATO, Wed 25 Nov 2026",
        "Normal: As to costs.",
    ]


def test_an_edition_without_actions_has_no_annex_and_withheld_ones_are_not_in_it():
    whole = sheet().items
    bare = tuple(replace(one, paragraphs=tuple(p for p in one.paragraphs if p.kind == "noted")) for one in whole)

    assert "Annex" not in words(minutes.render(sheet(items=bare)))
    lines = read(minutes.render(sheet()))
    held = sum(line.kind == "action" for item in whole for line in item.paragraphs)
    first, last = lines.index("Number | Conclusion | Owner | Due"), lines.index("Heading1: Annex III: statements")
    assert last - first - 1 == held == 2


def test_participants_are_left_out_where_the_sheet_names_none():
    text = words(minutes.render(sheet(participants=(), presided="")))

    assert "Participants" not in text


def test_a_long_name_has_a_line_of_its_own():
    seats = (seat("Ann Verhaegen", function="Adviser"), seat("Dr. Ђорђе Жижић-Krasniqi Thaçi", function="Adviser"))
    told = (DelegationSheet(name="A", kind="party", seats=seats),)

    lines = read(minutes.render(sheet(participants=told)))

    assert "Cell: Ann Verhaegen\tAdviser" in lines
    assert "Cell: Dr. Ђорђе Жижић-Krasniqi Thaçi\nAdviser" in lines


def test_an_item_with_nothing_under_it_says_so_unless_its_sub_items_follow():
    one, two, three = (
        replace(MINUTES_ITEMS[0], number=number, title=number, paragraphs=()) for number in ("1", "2", "2.1")
    )

    lines = read(minutes.render(sheet(items=(one, two, three))))

    said = "Detail: Nothing was recorded under this item."
    place = lines.index("Heading1: 1\t1")
    assert lines[place : place + 5] == ["Heading1: 1\t1", said, "Heading1: 2\t2", "Heading2: 2.1\t2.1", said]


def test_two_withheld_paragraphs_are_no_range():
    withheld = ParagraphLine(number=2, kind="withheld", last=3)
    item = MINUTES_ITEMS[0]

    text = words(minutes.render(sheet(items=(type(item)(number="1", title="One", paragraphs=(withheld,)),))))

    assert "[paragraphs 2 and 3 not reproduced]" in text


@pytest.mark.parametrize("last", [None, 14])
def test_single_withheld_paragraph_is_named_in_the_singular(last):
    withheld = ParagraphLine(number=14, kind="withheld", last=last, text="never printed")
    item = MINUTES_ITEMS[0]

    text = words(minutes.render(sheet(items=(type(item)(number="1", title="One", paragraphs=(withheld,)),))))

    assert "[paragraph 14 not reproduced]" in text
    assert "never printed" not in text


def test_signature_block_keeps_together_with_its_heading():
    document = opened(minutes.render(sheet()))

    table = document.tables[-3]  # two annexes follow
    kept = [cell.paragraphs[0]._p.pPr.find(qn("w:keepNext")) is not None for row in table.rows for cell in row.cells]
    styles = [row.cells[0].paragraphs[0].style.style_id for row in table.rows]
    assert styles == ["Head", *["Cell"] * 4]  # the style of the head row is kept with the next
    assert kept[4:] == [True] * 12 + [False] * 4
    assert [len(list(row._tr.iter(qn("w:cantSplit")))) for row in table.rows] == [1] * 5


def test_no_signature_stands_on_a_page_without_words_of_the_act():
    body = opened(minutes.render(sheet())).element.body
    before = next(p for p in body.iter(qn("w:p")) if "Approval" in "".join(t.text or "" for t in p.iter(qn("w:t"))))
    last = before.getprevious()

    assert "Owner: NATO, Liaison Office" in "".join(t.text for t in last.iter(qn("w:t")))
    assert last.pPr.find(qn("w:keepNext")) is not None


def test_items_paragraphs_and_references_are_places_and_what_names_them_leads_there():
    first, *rest = MINUTES_ITEMS
    told = ParagraphLine(number=20, kind="noted", text="As **D/2026/2/02** says, unlike D/2025/1/01.")
    body = opened(minutes.render(sheet(items=(replace(first, paragraphs=(told,)), *rest)))).element.body

    places = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    ways = [
        ("".join(t.text for t in one.iter(qn("w:t"))), one.get(qn("w:anchor")))
        for one in body.iter(qn("w:hyperlink"))
        if one.get(qn("w:anchor"))
    ]
    assert {"Item_1", "Item_3_1", "Paragraph_5", "OC_2026_2_01", "D_2026_2_02"} <= places
    assert ways == [
        ("D/2026/2/02", "D_2026_2_02"),
        ("D/2026/2/02", "D_2026_2_02"),
        ("Item 2, paragraph 6", "Paragraph_6"),
        ("OC/2026/2/01", "OC_2026_2_01"),
        ("Item 2, paragraph 5", "Paragraph_5"),
        ("Item 3.1, paragraph 12", "Paragraph_12"),
        ("Item 2, paragraph 3", "Paragraph_3"),
    ]


def test_references_that_are_none_or_stand_twice_make_sound_documents():
    told = (ParagraphLine(number=n, kind="decided", text="D/2026/2/01", reference="D/2026/2/01") for n in (1, 2))
    odd = ParagraphLine(number=3, kind="decided", text="1 <b", reference="1 <b")

    assert faults(minutes.render(sheet(items=(replace(MINUTES_ITEMS[0], paragraphs=(*told, odd)),)))) == []


def test_who_was_not_in_the_room_is_not_parted_from_the_item():
    item = replace(MINUTES_ITEMS[0], away=("Ann Verhaegen",))
    (told,) = (p for p in opened(minutes.render(sheet(items=(item,)))).paragraphs if p.text.startswith("Not in the"))

    assert told.paragraph_format.keep_with_next


def test_a_paragraph_in_another_language_is_tagged_and_what_we_say_of_it_is_not():
    told = ParagraphLine(number=1, kind="statement", speaker="Kosovo", text="Palët **ranë** dakord.", language="sq-AL")
    item = replace(MINUTES_ITEMS[0], paragraphs=(told,))
    paper = opened(minutes.render(sheet(items=(item,))))
    shown, annexed = (p for p in paper.paragraphs if "dakord" in p.text)

    assert {one.get(qn("w:val")) for one in annexed._p.iter(qn("w:lang"))} == {"sq-AL"}
    tags = [(run.text, [one.get(qn("w:val")) for one in run._r.iter(qn("w:lang"))]) for run in shown.runs]
    assert tags[-3:] == [("Palët ", ["sq-AL"]), ("ranë", ["sq-AL"]), (" dakord.", ["sq-AL"])]
    assert {tag for _, found in tags[:-3] for tag in found} == set()


def test_note_on_the_title_is_a_real_footnote():
    parts = members(minutes.render(sheet()))

    assert "This designation is without prejudice to positions on status." in parts["word/footnotes.xml"]
    assert parts["word/document.xml"].count("<w:footnoteReference ") == 1


@pytest.mark.parametrize(
    ("edition", "label"),
    [
        (Level.DELEGATIONS, "Edition for the delegations"),
        (Level.COHOST, "Edition for the co-host"),
        (Level.PUBLIC, "Public edition"),
    ],
)
def test_footer_names_the_edition(edition, label):
    footer = opened(minutes.render(sheet(heading=heading(edition=edition)))).sections[0].footer

    assert footer.paragraphs[0].text.split("\t")[0] == label


def test_minutes_are_a_sound_document_of_any_length():
    for form in (sheet(), sheet(items=(), participants=()), long_minutes(3, 30)):
        assert faults(minutes.render(form)) == []


@pytest.mark.parametrize("text", [WORD[4], MARKDOWN[1], MARKDOWN[-2], "\ud800\v\f\u202e"])
def test_hostile_text_in_every_place_is_a_sound_document(text):
    assert faults(minutes.render(soiled(sheet(), text))) == []


def test_all_hostile_texts_give_documents_that_open():
    for text in MIXED:
        assert missed_by_the_audit(minutes.render(soiled(sheet(), text))) == [], text[:40]


def test_same_sheet_gives_the_same_bytes():
    with time_machine.travel(dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        first = minutes.render(sheet())
    with time_machine.travel(dt.datetime(2027, 2, 1, tzinfo=dt.UTC)):
        second = minutes.render(sheet())

    assert first == second
