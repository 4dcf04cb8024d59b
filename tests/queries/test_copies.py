"""What an edited copy asks for: each change and remark is proposed once, at its place or without one."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level, MinutesItemSheet
from dialogue.domain.minutes import CommentKind
from dialogue.queries import copies
from dialogue.queries.copies import Proposal
from dialogue.rendering.word.returned import Change, Copy, Place, Remark
from tests.factories import in_comments, joint_draft, table
from tests.rendering.word.sheets import minutes

BARE = "4.1"
SHEET = replace(minutes(), items=(*minutes().items, MinutesItemSheet(number=BARE, title="Other", paragraphs=())))
AT = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)


def change(was="", now="", *, before="", by="Ana", part="words"):
    kind = "insertion" if not was else "deletion" if not now else "replacement"
    return Change(kind=kind, was=was, now=now, author=by, at=AT, before=before, part=part)


def remark(text, **more):
    return Remark(**{"author": "Ana", "at": AT, "text": text} | more)


def paragraph(*changes, n=2, was="Old words.", now="New words.", **more):
    return Place(name=f"Paragraph_{n}", was=was, now=now, changes=changes, **more)


def asked(*places):
    return copies.proposals(Copy(places=places), SHEET)


@pytest.mark.parametrize(
    ("made", "kind", "text"),
    [
        (change("Old", "New"), "correction", "Instead of “Old”, write “New”, at the beginning."),
        (
            change("Old", "New", before="so the"),
            "correction",
            "Instead of “Old”, write “New”, after “… so the”.",
        ),
        (change("", "very", before="was"), "addition", "Add “very” after “… was”."),
        (change("", " Very "), "addition", "Add “Very” at the beginning."),
        (change("very", "", before="was"), "deletion", "Delete “very” after “… was”."),
        (change("very"), "deletion", "Delete “very” at the beginning."),
        (
            change("Noted", "Agreed", part="label"),
            "correction",
            "In what stands before the words, “2. Noted.”:\nInstead of “Noted”, write “Agreed”, at the beginning.",
        ),
        (
            change("NATO", "both", part="details", before="Owner:"),
            "correction",
            "In the line “Owner: NATO”:\nInstead of “NATO”, write “both”, after “… Owner:”.",
        ),
    ],
)
def test_a_change_asks_for_its_words_at_its_paragraph(made, kind, text):
    told = asked(paragraph(made, label="2. Noted. ", details="Owner: NATO"))

    assert told == [Proposal(CommentKind(kind), text, "2", "Ana")]


def test_of_two_hands_in_one_paragraph_each_is_one():
    told = asked(paragraph(change("Old", "New"), change("", "too", by="Ben", before="words")))

    assert [(one.on, one.by) for one in told] == [("2", "Ana"), ("2", "Ben")]


def test_a_paragraph_that_is_gone_is_one_deletion():
    told = asked(paragraph(change("Old words."), now=""))

    assert told == [Proposal(CommentKind.DELETION, "Delete this paragraph.", "2", "Ana")]


@pytest.mark.parametrize(
    ("after", "on", "said"),
    [
        ("Paragraph_2", "2", "Add a paragraph after this one:"),
        ("Item_1", "1", "Add a paragraph before this one:"),
        (f"Item_{BARE.replace('.', '_')}", f"item {BARE}", "Add:"),
        ("", "", "Add:"),
        ("Paragraph_99", "", "Add:"),
    ],
)
def test_what_is_new_stands_beside_what_it_was_put_after(after, on, said):
    told = asked(Place(after=after, now="A new one.", changes=(change("", "A new one."),)))

    assert told == [Proposal(CommentKind.ADDITION, f"{said}\n“A new one.”", on, "Ana")]


@pytest.mark.parametrize(
    "place",
    [
        Place(name="Item_1", was="Opening", now="Closing", changes=(change("Opening", "Closing"),)),
        Place(after="Paragraph_2", was="Opening", now="Closing", changes=(change("Opening", "Closing"),)),
        Place(name="Paragraph_99", was="Opening", now="Closing", changes=(change("Opening", "Closing"),)),
        Place(was="Opening", now="Closing", changes=(change("Opening", "Closing"),)),
    ],
)
def test_titles_other_lines_and_unknown_paragraphs_have_no_place_and_are_told(place):
    (told,) = asked(place)

    assert (told.on, told.kind) == ("", CommentKind.CORRECTION)
    assert told.text == "In “Opening”:\nInstead of “Opening”, write “Closing”, at the beginning."


def test_a_line_without_a_place_that_is_gone_is_told_in_its_words():
    (told,) = asked(Place(was="A footer.", changes=(change("A footer."),)))

    assert (told.kind, told.text, told.on) == (CommentKind.DELETION, "Delete: “A footer.”", "")


@pytest.mark.parametrize(
    ("place", "kind", "text"),
    [
        (
            Place(
                edge="footnote", was="As in 2025.", now="As in 2026.", changes=(change("2025", "2026", before="in"),)
            ),
            "correction",
            "In the footnote “As in 2025.”:\nInstead of “2025”, write “2026”, after “… in”.",
        ),
        (
            Place(edge="header", now="Not agreed", changes=(change("", "Not agreed"),)),
            "addition",
            "In a new line of the header:\n“Not agreed”",
        ),
        (
            Place(edge="footer", was="Limited", changes=(change("Limited"),)),
            "deletion",
            "A line of the footer:\nDelete: “Limited”",
        ),
        (
            Place(edge="endnote", was="See 3.", now="See 3.", remarks=(remark("Which?"),)),
            "note",
            "In the endnote “See 3.”:\nWhich?",
        ),
    ],
)
def test_what_changed_around_the_text_has_no_place_and_says_where_it_stands(place, kind, text):
    told = copies.proposals(Copy(places=(), edges=(place,)), SHEET)

    assert told == [Proposal(CommentKind(kind), text, "", "Ana")]


def test_under_an_item_without_paragraphs_nothing_is_corrected_or_deleted():
    name = f"Item_{BARE.replace('.', '_')}"
    title = Place(name=name, was="Title", now="Other", changes=(change("Title", "Other"),))
    gone = Place(name=name, was="Title", changes=(change("Title"),))
    line = Place(name=name, was="T", now="T", details="Nothing.", changes=(change("Nothing.", "All.", part="details"),))

    told = asked(title, gone, line)

    assert [one.on for one in told] == [f"item {BARE}"] * 3
    assert [one.kind.value for one in told] == ["note", "note", "addition"]


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (remark("Where?"), "Where?"),
        (remark("Where?", about="the river"), "On “the river”:\nWhere?"),
        (remark("Here.", about="the river", to="Where?"), "On “the river”:\nIn answer to “Where?”:\nHere."),
    ],
)
def test_a_comment_of_word_is_a_note_on_its_words(made, text):
    assert asked(paragraph(remarks=(made,))) == [Proposal(CommentKind.NOTE, text, "2", "Ana")]


def test_a_comment_that_we_exported_is_told_apart_and_in_its_own_words():
    told = asked(paragraph(remarks=(remark("Where?", about="the river", ours=True),)))

    assert told == [Proposal(CommentKind.NOTE, "Where?", "2", "Ana", exported=True)]


def test_a_comment_on_a_title_has_no_place_and_one_on_an_empty_item_adds():
    title = Place(name="Item_1", was="Opening", now="Opening", remarks=(remark("Why?"),))
    bare = Place(name=f"Item_{BARE.replace('.', '_')}", was="T", now="T", remarks=(remark("Write something."),))

    first, second = asked(title, bare)

    assert (first.on, first.text) == ("", "In “Opening”:\nWhy?")
    assert (second.on, second.kind) == (f"item {BARE}", CommentKind.ADDITION)


def test_a_place_that_nobody_touched_asks_for_nothing():
    assert asked(paragraph(), Place(name="Item_1", was="a", now="a")) == []


# Whatever is in the copy: nothing is lost

WORDS = st.text("abcdefgh ", min_size=1, max_size=12).filter(str.strip)
CHANGES = st.builds(change, st.just("") | WORDS, WORDS, before=WORDS | st.just(""), by=st.sampled_from(["Ana", "Ben"]))
REMARKS = st.builds(remark, WORDS, about=st.just("") | WORDS, ours=st.booleans())
NAMES = st.sampled_from(["", "Paragraph_1", "Paragraph_4", "Paragraph_88", "Item_1", "Item_2", "Item_77"])
PLACES = st.builds(
    Place,
    name=NAMES,
    after=NAMES,
    was=st.just("") | WORDS,
    now=st.just("") | WORDS,
    label=WORDS,
    details=WORDS,
    changes=st.lists(CHANGES, max_size=3).map(tuple),
    remarks=st.lists(REMARKS, max_size=2).map(tuple),
)


@given(st.lists(PLACES, max_size=6))
def test_every_change_and_every_remark_is_proposed(places):
    told = asked(*places)

    texts = [one.text for one in told]
    for place in places:
        if place.changes and not place.was and place.now:
            assert any(f"“{place.now}”" in text for text in texts)
        else:
            assert all(any(f"“{one.now.strip()}”" in text for text in texts) for one in place.changes)
        assert all(any(text.endswith(one.text) for text in texts) for one in place.remarks)
    known = {str(line.number) for item in SHEET.items for line in item.paragraphs}
    assert {one.on for one in told} <= known | {""} | {f"item {number}" for number in SHEET.bare}


# Of which text


@pytest.fixture
def sides():
    return table()


def copy_of(minutes_, **other):
    named = {"kind": "minutes", "level": Level.DELEGATIONS, "reference": minutes_.paper}
    return Copy(**named | {"text_hash": minutes_.text_hash} | other)


def refused(copy, minutes_):
    with pytest.raises(Refused) as no:
        copies.sent_out(copy, minutes_)
    return str(no.value)


def test_a_copy_of_the_text_that_is_out_is_taken(sides):
    one = in_comments(sides)

    assert copies.sent_out(copy_of(one), one) == one.revision(1).sheet


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"level": None, "kind": "", "text_hash": ""}, "This file does not say of which paper it is a copy. Please"),
        ({"reference": "HLD/2020/1-MIN"}, "This is a copy of the minutes of another session: HLD/2020/1-MIN."),
        ({"level": Level.COHOST}, "This is a copy of another edition. Comments are made on the edition for the"),
        ({"text_hash": "0" * 64}, "This is a copy of another text of these minutes, older or newer than the one that"),
    ],
)
def test_any_other_copy_is_refused_in_a_sentence_that_says_what_it_is(sides, other, said):
    one = in_comments(sides)

    assert refused(copy_of(one, **other), one).startswith(said)


def test_before_a_text_is_out_no_copy_is_of_it(sides):
    one = joint_draft(sides)

    assert refused(copy_of(one), one).startswith("This is a copy of another text")
