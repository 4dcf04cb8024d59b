"""Levels and compartments; the canonical text and its hash; sheets that are kept and come back the same."""

import datetime as dt
import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.editions import (
    AgendaLine,
    AgendaSheet,
    AttachedLine,
    Audience,
    DecisionSheet,
    DelegationSheet,
    FeedEntry,
    Heading,
    History,
    Level,
    MinutesItemSheet,
    MinutesSheet,
    ParagraphLine,
    ParticipantsSheet,
    Seat,
    SignatureLine,
    TrackerRow,
    TrackerSheet,
    canonical,
    fingerprint,
    keep,
    restore,
)
from dialogue.domain.text import MarkdownText

NINE = dt.datetime(2027, 6, 8, 9, 0)
HEADING = Heading(reference="HLD/2027/1", place="Brussels", starts=NINE, ends=NINE.replace(hour=17), zone="CET")
LINE = AgendaLine(key="k1", number="1", title="Opening", starts=NINE, minutes=15)
AGENDA = AgendaSheet(heading=HEADING, items=(LINE,))
MINUTES = MinutesSheet(
    heading=HEADING,
    items=(MinutesItemSheet(number="1", title="Opening", paragraphs=(ParagraphLine(number=1, kind="noted"),)),),
)


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        (Level.SECRETARIAT, "secretariat delegations cohost public"),
        (Level.DELEGATIONS, "delegations cohost public"),
        (Level.COHOST, "cohost public"),
        (Level.PUBLIC, "public"),
    ],
)
def test_a_reader_sees_parts_meant_for_its_level_and_for_wider_circles(reader, reads):
    assert [part.value for part in Level if reader.reads(part)] == reads.split()


def test_a_part_is_seen_only_if_level_and_compartment_both_allow_it():
    ours = Audience(Level.DELEGATIONS, party_id=1)

    assert ours.reads(Level.DELEGATIONS)
    assert ours.reads(Level.DELEGATIONS, party_id=1)
    assert not ours.reads(Level.DELEGATIONS, party_id=2)
    assert not ours.reads(Level.SECRETARIAT, party_id=1)


def test_a_reader_in_no_compartment_sees_nothing_of_any():
    assert not Audience(Level.SECRETARIAT).reads(Level.DELEGATIONS, party_id=1)


# The canonical text


def test_the_canonical_text_is_json_without_spaces_and_with_sorted_keys_and_its_format():
    text = canonical(AGENDA).decode()

    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert {name: json.loads(text)[name] for name in ("format", "sheet")} == {"format": 1, "sheet": "AgendaSheet"}


def test_a_fingerprint_is_the_sha256_of_the_canonical_text():
    assert fingerprint(AGENDA) == hashlib.sha256(canonical(AGENDA)).hexdigest()


def test_the_same_text_has_the_same_fingerprint_and_another_text_another():
    again = AgendaSheet(heading=replace(HEADING), items=(replace(LINE),))

    assert fingerprint(again) == fingerprint(AGENDA)
    assert fingerprint(replace(AGENDA, items=(replace(LINE, title="Close"),))) != fingerprint(AGENDA)


def test_letters_composed_or_not_are_the_same_text():
    composed, apart = "Prishtin\u00eb", "Prishtine\u0308"

    texts = [fingerprint(replace(AGENDA, items=(replace(LINE, text=text),))) for text in (composed, apart)]

    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "printed",
    [
        {"title": "Deuxième session de 2027", "language": "fr"},
        {"marking": "NATO UNCLASSIFIED"},
        {"dialogue": "Another name of the dialogue"},
        {"dated": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)},
        {"sender": "The secretariat", "addressee": "Delegations", "previous": "HLD/2027/1 REV 1"},
        {"notes": ("This designation is without prejudice.",)},
    ],
)
def test_what_is_printed_around_the_text_is_no_part_of_its_fingerprint(printed):
    assert fingerprint(replace(AGENDA, heading=replace(HEADING, **printed))) == fingerprint(AGENDA)


@pytest.mark.parametrize(
    "text",
    [
        {"reference": "HLD/2027/2"},
        {"place": "Prishtina"},
        {"starts": NINE.replace(hour=10)},
        {"venue": "Hall 2"},
        {"edition": Level.COHOST},
    ],
)
def test_where_and_when_are_part_of_the_text(text):
    assert fingerprint(replace(AGENDA, heading=replace(HEADING, **text))) != fingerprint(AGENDA)


def test_the_key_by_which_releases_are_compared_is_no_part_of_the_text():
    assert fingerprint(replace(AGENDA, items=(replace(LINE, key="k2"),))) == fingerprint(AGENDA)


def test_numbers_given_on_approval_are_no_part_of_the_text():
    item = MINUTES.items[0]
    numbered = replace(item, paragraphs=(replace(item.paragraphs[0], reference="D/2027/1/01"),))
    done = replace(
        MINUTES, items=(numbered,), status="approved", approved="Approved …", text_hash="ab", rev=2,
        signatures=(SignatureLine(capacity="Co-chair", name="N", organisation="O"),),
    )  # fmt: skip

    assert fingerprint(done) == fingerprint(MINUTES)


def test_presence_is_part_of_the_text():
    def present(value):
        seat = Seat(name="Nora Chair", role="head of delegation", present=value)
        return replace(MINUTES, participants=(DelegationSheet(name="NATO", kind="party", seats=(seat,)),))

    assert len({fingerprint(present(value)) for value in (None, True, False)}) == 3


# Keeping and restoring


SHEETS = [
    AGENDA,
    AgendaSheet(
        heading=replace(HEADING, dated=dt.datetime(2027, 1, 1, 9, 30, 5, 7, tzinfo=dt.UTC), notes=("one", "two")),
        items=(
            replace(
                LINE, history=History(decisions=("D/2026/1/02: …",), papers=("WP 1", "WP 2")), papers=("WP 1",),
                level=Level.PUBLIC,
            ),
            replace(LINE, key="k2", number="1.1", withheld=True),
        ),
        rev=2, status="adopted", adopted="Adopted on …", changes=("New: 2",), annotated=True,
    ),
    MINUTES,
    MinutesSheet(
        heading=HEADING,
        items=(
            MinutesItemSheet(
                number="2", title="", withheld=True, kind="restricted",
                paragraphs=(
                    ParagraphLine(number=14, last=19, kind="withheld", level=Level.COHOST),
                    ParagraphLine(
                        number=20, kind="action", text="“Dërgo”\n\n* x", owner="Kosovo, MoD", due=dt.date(2027, 9, 1)
                    ),
                ),
            ),
        ),
        participants=(
            DelegationSheet(name="NATO", kind="party", seats=(Seat(name="A", role="member", present=False),)),
            DelegationSheet(name="Kosovo", kind="party", seats=()),
        ),
        presided="NATO", rev=1, status="approved", approved="Approved", text_hash="ab",
        signatures=(SignatureLine(capacity="Co-chair", name="N", organisation="O", signed="Tue 8 Jun 2027"),),
    ),
    ParticipantsSheet(heading=HEADING, delegations=()),
    TrackerSheet(
        title="Follow-up tracker", filters=("overdue",), since="HLD/2026/2",
        rows=(
            TrackerRow(
                reference="OC/2027/1/01", text="Send the list.", owner="NATO", office="", supporting="", due=None,
                overdue=False, state="open", carried=0, origin="D/2027/1/01",
            ),
        ),
    ),
    FeedEntry(
        id=1, uid="u", revision=0, changed_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), version=3, title="HLD/2027/1",
        state="convened", starts=NINE, ends=NINE,
    ),
]  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: type(sheet).__name__)
def test_a_sheet_that_was_kept_comes_back_the_same(sheet):
    assert restore(type(sheet), keep(sheet)) == sheet


@given(title=st.text(), minutes=st.integers(0, 600), level=st.sampled_from(Level), papers=st.lists(st.text()))
def test_any_line_that_was_kept_comes_back_as_the_same_text(title, minutes, level, papers):
    sheet = replace(AGENDA, items=(replace(LINE, title=title, minutes=minutes, level=level, papers=tuple(papers)),))

    back = restore(AgendaSheet, keep(sheet))

    assert fingerprint(back) == fingerprint(sheet)


def test_a_kept_sheet_that_lacks_a_newer_field_has_its_default():
    kept = json.loads(keep(AGENDA))
    del kept["annotated"], kept["heading"]["language"]

    back = restore(AgendaSheet, json.dumps(kept))

    assert (back.annotated, back.heading.language) == (False, "en-GB")


def test_a_kept_sheet_with_a_field_that_is_no_more_still_comes_back():
    kept = {**json.loads(keep(AGENDA)), "colour": "blue"}

    assert restore(AgendaSheet, json.dumps(kept)) == AGENDA


# What an agenda says about its time


def lines(*spans):
    return tuple(
        AgendaLine(key=number, number=number, title=number, starts=starts, minutes=minutes)
        for number, starts, minutes in spans
    )


def test_an_agenda_that_runs_over_says_by_how_much():
    items = lines(("1", NINE, 60), ("1.1", NINE, 60), ("2", NINE.replace(hour=16, minute=30), 75))
    sheet = replace(AGENDA, items=items)

    assert (sheet.minutes, sheet.ends, sheet.overrun) == (135, NINE.replace(hour=17, minute=45), 45)


def test_an_agenda_that_fits_has_no_overrun():
    sheet = replace(AGENDA, items=lines(("1", NINE.replace(hour=16), 60)))

    assert (sheet.ends, sheet.overrun) == (NINE.replace(hour=17), 0)


def test_an_agenda_without_items_ends_when_the_session_begins():
    empty = replace(AGENDA, items=())

    assert (empty.minutes, empty.ends, empty.overrun) == (0, NINE, 0)


def with_text(text):
    return replace(AGENDA, items=(replace(LINE, text=text),))


def test_hashes_stay_what_they_were_while_the_texts_of_a_sheet_are_in_markdown():
    # A new format whenever one of these fingerprints changes: old hashes must stay explicable.
    old = with_text(MarkdownText("* one (*)"))
    assert fingerprint(old) == "e96eea07eb853aab05ce49c941f4b89c6462d59b9000782e666aa4051e59abe7"
    assert canonical(old).startswith(b'{"format":1,')
    assert fingerprint(AGENDA) == "99f77ef03239bfa8e490b5913791ee78f26501b188fe185320331017f8b6f77f"


def test_the_same_characters_in_the_dialect_of_today_are_another_text():
    typed, old = with_text("* one (*)"), with_text(MarkdownText("* one (*)"))
    mixed = replace(AGENDA, items=(*typed.items, *old.items))

    assert typed == old  # to everything but a reader and a hash
    assert b'"format":2' in canonical(typed)
    assert b'"text":"* one (*)"' in canonical(typed)
    assert len({fingerprint(sheet) for sheet in (typed, old, mixed, replace(mixed, items=mixed.items[::-1]))}) == 4
    assert b'"text":{"markdown":"* one (*)"}' in canonical(mixed)


def test_a_sheet_that_is_kept_keeps_how_its_texts_read():
    for text in ("* one", MarkdownText("* one")):
        again = restore(AgendaSheet, keep(with_text(text)))

        assert again == with_text(text)
        assert isinstance(again.items[0].text, MarkdownText) == isinstance(text, MarkdownText)
        assert fingerprint(again) == fingerprint(with_text(text))


def test_what_was_kept_before_formats_were_written_down_is_in_markdown():
    kept = json.loads(keep(with_text("* one")))
    del kept["format"]

    again = restore(AgendaSheet, json.dumps(kept))

    assert isinstance(again.items[0].text, MarkdownText)
    assert fingerprint(again) == fingerprint(with_text(MarkdownText("* one")))


@pytest.mark.parametrize("sheet", [ParagraphLine, AgendaLine, DecisionSheet, AttachedLine, TrackerRow])
def test_every_text_of_a_sheet_that_a_reader_of_texts_reads_is_known_as_one(sheet):
    assert [f.name for f in fields(sheet) if f.metadata.get("prose")] == [
        name for name in ("text", "last_note", "cause") if name in {f.name for f in fields(sheet)}
    ]
