"""Edited copies of minutes: every change and comment comes back, at its own paragraph and by its own hand."""

import datetime as dt
import random

import pytest

from dialogue.domain.base import Refused
from dialogue.rendering.word import agenda, minutes, returned
from dialogue.rendering.word.returned import Change
from tests.rendering.word import sheets
from tests.rendering.word.checks import faults
from tests.rendering.word.desk import OFFICE, Desk, W, zipped
from tests.rendering.word.sheets import minutes as sheet

DRAFT = minutes.render(sheet(status="comments", approved="", signatures=()))
AT = dt.datetime(2026, 11, 20, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def desk():
    return Desk(DRAFT)


def of(desk):
    return returned.read(desk.bytes())


def told(change):
    return change.kind, change.was, change.now


def by(was="", now="", **more):
    kind = "insertion" if not was else "deletion" if not now else "replacement"
    return Change(kind=kind, was=was, now=now, author="A. Delegate", at=AT, **more)


def test_a_paper_that_nobody_touched_reads_as_it_was_typed():
    copy = returned.read(DRAFT)

    assert {one.name: one.was for one in copy.places if one.is_paragraph} == {
        f"Paragraph_{line.number}": line.text for item in sheet().items for line in item.paragraphs if line.text
    }
    assert [(one.number, one.was) for one in copy.places if one.is_item] == [
        ("1", "Opening and adoption of the agenda"),
        ("2", "Regional security developments"),
        ("3", "Restricted item"),
        ("3.1", "Cyber incidents"),
    ]
    assert (list(copy.touched), copy.tracked) == ([], False)
    assert (copy.kind, copy.reference, copy.symbol, copy.level) == (
        "minutes", "HLD/2026/2", "HLD/2026/2 REV 3", "delegations"
    )  # fmt: skip


def test_words_of_a_paragraph_are_apart_from_what_our_paper_puts_around_them():
    place = returned.read(DRAFT).place("Paragraph_5")

    assert (place.label, place.was, place.details) == (
        "5.\tOC/2026/2/01  Action. ",
        "To draw up a list of contacts for incident reports.",
        "Owner: Kosovo, Ministry of Defence · Due: Fri 15 Jan 2027",
    )


def test_words_typed_over_struck_and_added_are_changes_at_their_paragraph(desk):
    (paragraph,) = desk.lines("Paragraph_4")
    text = desk.text(paragraph)
    desk.replace(paragraph, text.index("within"), text.index("within") + 6, "inside")
    desk.replace(paragraph, len(text), len(text), " They said so.")
    (first,) = desk.lines("Paragraph_1")
    desk.replace(first, 0, 4, "")

    copy = of(desk)

    assert [one.name for one in copy.touched] == ["Paragraph_1", "Paragraph_4"]
    assert copy.place("Paragraph_1").changes == (by("The "),)
    place = copy.place("Paragraph_4")
    assert place.changes == (
        by("within", "inside", before="Both sides agreed to report incidents"),
        by(now=" They said so.", before="24 hours of their being known."),
    )
    assert place.was == "Both sides agreed to report incidents within _24 hours_ of their being known."
    assert place.now == "Both sides agreed to report incidents inside _24 hours_ of their being known. They said so."
    assert copy.tracked


def test_half_a_word_is_told_as_the_word(desk):
    (paragraph,) = desk.lines("Paragraph_1")
    at = desk.text(paragraph).index("opened") + 4
    desk.replace(paragraph, at, at + 2, "s")

    assert of(desk).place("Paragraph_1").changes == (by("opened", "opens", before="The co-chair of the host"),)


def test_runs_that_word_divided_change_nothing(desk):
    desk.shake(random.Random(4))

    assert of(desk) == returned.read(DRAFT)


def test_a_paragraph_that_is_struck_is_one_deletion_of_its_words(desk):
    desk.delete("Paragraph_6")

    (place,) = of(desk).touched

    assert (place.name, place.now) == ("Paragraph_6", "")
    assert [told(one) for one in place.changes] == [
        ("deletion", "A joint contact list is kept.\nIt is reviewed at each session.", "")
    ]


def test_a_new_paragraph_stands_behind_the_one_that_it_follows(desk):
    desk.add("Paragraph_4", "A new thought.")

    (place,) = of(desk).touched

    assert (place.name or place.after, place.now.removeprefix(place.was).strip()) == ("Paragraph_4", "A new thought.")
    assert [one.now.strip() for one in place.changes] == ["A new thought."]


def test_a_paragraph_that_was_divided_is_still_itself(desk):
    desk.split("Paragraph_1", 13)

    place = of(desk).place("Paragraph_1")

    assert place.was == "The co-chair of the host opened the session and welcomed the delegations."
    assert place.now == "The co-chair\n\nof the host opened the session and welcomed the delegations."


@pytest.mark.parametrize("track", [True, False])
def test_paragraphs_that_were_joined_keep_their_words_apart(track):
    desk = Desk(DRAFT, track=track)
    desk.merge("Paragraph_1")
    copy = of(desk)

    assert copy.place("Paragraph_1").was == "The co-chair of the host opened the session and welcomed the delegations."
    assert copy.place("Paragraph_2").was == "The agenda (HLD/2026/2 REV 2) was adopted."
    hand = "A. Delegate" if track else ""
    assert [(place.name, one.was, one.now, one.author) for place in copy.touched for one in place.changes] == [
        ("Paragraph_1", "\n", "", hand)
    ]


def test_a_comment_of_word_is_on_its_words_at_its_paragraph(desk):
    (paragraph,) = desk.lines("Paragraph_4")
    desk.comment(paragraph, 5, 10, "Which sides?\nBoth.")

    (place,) = of(desk).touched
    (remark,) = place.remarks

    assert (place.name, remark.author, remark.at, remark.text, remark.about) == (
        "Paragraph_4", "A. Delegate", AT, "Which sides?\nBoth.", "sides"
    )  # fmt: skip
    assert faults(desk.bytes()) == []


def test_what_nobody_tracked_is_found_beside_the_paper_that_was_sent_out():
    desk = Desk(DRAFT, track=False)
    (paragraph,) = desk.lines("Paragraph_4")
    text = desk.text(paragraph)
    desk.replace(paragraph, text.index("within"), text.index("within") + 6, "inside")
    desk.delete("Paragraph_2")
    copy = of(desk)

    whole = returned.completed(copy, returned.read(DRAFT))

    assert (copy.tracked, list(copy.touched)) == (False, [])
    assert [(one.name, *map(told, one.changes)) for one in whole.touched] == [
        ("Paragraph_2", ("deletion", "The agenda (HLD/2026/2 REV 2) was adopted.", "")),
        ("Paragraph_4", ("replacement", "within", "inside")),
    ]
    assert {one.author for place in whole.touched for one in place.changes} == {""}


def with_part(name, text):
    return zipped(Desk(DRAFT).members | {name: text.encode()})


def with_relation(kind, target):
    name = "word/_rels/document.xml.rels"
    more = f'<Relationship Id="more" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return with_part(name, Desk(DRAFT).members[name].decode().replace("</Relationships>", more))


def document(words):
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>'


def many(paragraph):
    return f'<w:document xmlns:w="{W}"><w:body>{paragraph * 30_000}</w:body></w:document>'


def with_relation_to_comments(inner):
    desk = Desk(DRAFT)
    (paragraph,) = desk.lines("Paragraph_1")
    desk.comment(paragraph, 0, 3, "Who?")
    desk.bytes()
    return zipped(desk.members | {"word/comments.xml": f'<w:comments xmlns:w="{W}">{inner}</w:comments>'.encode()})


def without_claim(words):
    members = {name: blob for name, blob in Desk(DRAFT).members.items() if name != "docProps/custom.xml"}
    return zipped(members | {"word/document.xml": document(words).encode()})


@pytest.mark.parametrize(
    ("blob", "sentence"),
    [
        pytest.param(b"", "There is nothing in this file.", id="nothing"),
        pytest.param(b"%PDF-1.7", "This is not a Word file.", id="another format"),
        pytest.param(DRAFT[:4000], "This file could not be opened.", id="half a file"),
        pytest.param(DRAFT + b" " * 10 * 1024 * 1024, "larger than 10 MB", id="too large"),
        pytest.param(agenda.render(sheets.agenda()), "no copy of a draft of minutes", id="another paper"),
        pytest.param(without_claim("words"), "no copy of a draft of minutes", id="a paper of somebody else"),
        pytest.param(with_part("word/vbaProject.bin", ""), "carries macros", id="macros"),
        pytest.param(with_part("word/embeddings/oleObject1.bin", ""), "holds other files", id="a file inside"),
        pytest.param(with_relation("oleObject", "other.docx"), "holds other files", id="a file beside"),
        pytest.param(with_relation("image", "https://one.example/a.png"), "outside of it", id="a picture elsewhere"),
        pytest.param(with_relation("attachedTemplate", "https://one.example/a.dotm"), "outside of it", id="a template"),
        pytest.param(with_relation("attachedTemplate", "//one.example/a.dotm"), "outside of it", id="of a share"),
        pytest.param(
            with_part("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]>' + document("&b;")),
            "This file could not be opened.",
            id="words of its own",
        ),
        pytest.param(with_part("docProps/core.xml", "<a>"), "could not be opened", id="a part that is none"),
        pytest.param(with_part("word/comments.xml", " " * 300_000_000), "could not be opened", id="a bomb"),
        pytest.param(
            with_part("word/document.xml", document("<w:t/>" * 1_100_000)), "too much text", id="a million of marks"
        ),
        pytest.param(with_part("word/document.xml", many("<w:p/>")), "could not be opened", id="lines without end"),
        pytest.param(
            with_relation_to_comments("<w:comment/>" * 3000), "could not be opened", id="comments without end"
        ),
        pytest.param(with_part("word/document.xml", document("<w:r>" * 300)), "could not be opened", id="too deep"),
    ],
)  # fmt: skip
def test_what_is_no_harmless_copy_of_minutes_is_refused_in_a_sentence(blob, sentence):
    with pytest.raises(Refused, match=sentence):
        returned.read(blob)


def test_a_template_in_a_folder_of_the_editor_is_no_matter():
    assert returned.read(with_relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")).places
