"""The footnote on the designated name: a real one, once, at the first mention that is read, and word for word."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from dialogue.domain.editions import (
    DOCUMENT_LEVELS,
    CommentsSheet,
    ConclusionsSheet,
    CorrigendumSheet,
    DecisionsSheet,
    DelegationSheet,
    Level,
    RegisterSheet,
    ReviewSheet,
    TableSheet,
    TrackSheet,
)
from dialogue.domain.editions.designation import FOOTNOTES, PROFILES, Designation, Profile, custom
from dialogue.domain.editions.imported import ImportedSheet
from dialogue.domain.editions.texts import CommentedSheet, CommuniqueSheet
from dialogue.rendering.word import redline, word
from tests.rendering.word import sheets
from tests.rendering.word.checks import faults, members, opened, read
from tests.rendering.word.sheets import heading

EU = FOOTNOTES[Designation.EU]
# A run of its own: LibreOffice takes all that follows the mark in its run for the mark.
CALL = '<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t xml:space="preserve">*</w:t></w:r>'
OWN_NOTE = "* As the house itself writes it."
OF_A_SESSION = {
    "action sheet": sheets.action_sheet,
    "agenda": sheets.agenda,
    "annotated agenda": lambda: sheets.agenda(annotated=True),
    "comments": lambda: CommentsSheet(heading=heading(), rows=()),
    "communiqué": lambda: CommuniqueSheet(heading=heading(), title="Joint communiqué", text="They met."),
    "conclusions": lambda: ConclusionsSheet(heading=heading(), rows=()),
    "corrigendum": lambda: CorrigendumSheet(heading=heading(), number=1, corrects=sheets.HASH, lines=()),
    "decisions": lambda: DecisionsSheet(heading=heading(), rows=()),
    "minutes": sheets.minutes,
    "participants": sheets.participants,
    "review": lambda: ReviewSheet(heading=heading(), tracks=(), as_of=dt.date(2027, 5, 24)),
}
ABOUT = {"dialogue": "Dialogue NATO – Kosovo"}
OF_THE_DIALOGUE = {
    "register": lambda **more: RegisterSheet(rows=(), **ABOUT, **more),
    "table": lambda **more: TableSheet(title="Needs", purpose="All.", columns=(), groups=(), **ABOUT, **more),
    "track": lambda **more: TrackSheet(title="Exercises", purpose="All.", rows=(), **ABOUT, **more),
    "tracker": lambda **more: replace(sheets.tracker(), **ABOUT, **more),
}
PAPERS = {
    **{
        name: lambda made=made, edition=Level.DELEGATIONS, **more: replace(
            made(), heading=heading(edition=edition, **more)
        )
        for name, made in OF_A_SESSION.items()
    },
    **OF_THE_DIALOGUE,
}


def body_of(blob: bytes) -> str:
    return members(blob)["word/document.xml"]


def profile_of(key: Designation) -> Profile:
    return custom(OWN_NOTE) if key is Designation.CUSTOM else PROFILES[key]


# Minutes as their own renderer sets them, with comments in the margin; words from before this system, as they stood.
OTHERWISE = {CommentedSheet, ImportedSheet}


def test_every_kind_of_paper_is_asked():
    assert {type(made()) for made in PAPERS.values()} | OTHERWISE == set(word.RENDERERS)


EDITIONS = [
    pytest.param(one, marks=() if one is Level.DELEGATIONS else pytest.mark.slow, id=one.value)
    for one in DOCUMENT_LEVELS
]  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("made", PAPERS)
@pytest.mark.parametrize("key", PROFILES, ids=str)
def test_every_profile_in_every_edition_of_every_paper(key, made, edition):
    """The right footnote, once, at the first mention; no footnote where the profile has none."""
    note = profile_of(key).footnote
    blob = word.render(PAPERS[made](edition=edition, designation=note))

    body, notes = body_of(blob), members(blob).get("word/footnotes.xml", "")
    before, _, _ = body.partition("<w:footnoteReference")
    assert body.count("<w:footnoteReference") == bool(note)
    assert not note or (before.rpartition("</w:r>")[0].endswith("Kosovo</w:t>") and before.count("Kosovo") == 1)
    assert not note or CALL in body
    assert not note or note.removeprefix("* ") in notes
    assert faults(blob) == []


@pytest.mark.parametrize("made", PAPERS)
def test_at_every_mention_one_footnote_serves_all(made):
    without = PAPERS[made](designation="")
    blob = word.render(PAPERS[made](designation=OWN_NOTE, at_every=True))

    mentions = len(re.findall(r"(?<!\w)(?:Kosovo|Kosova|Kosovë)(?![\w*])", " ".join(read(word.render(without)))))
    assert body_of(blob).count("<w:footnoteReference") == 1
    assert " ".join(read(blob)).count("*") - " ".join(read(word.render(without))).count("*") == mentions
    assert faults(blob) == []


def test_a_footnote_with_a_number_is_a_new_one_at_every_mention():
    one = sheets.item("1", "Kosovo and Kosovo", "10:00", 30)
    here = heading(designation="See the note.", at_every=True, dialogue="", title="A session")

    blob = word.render(sheets.agenda(heading=here, items=(one,)))

    assert body_of(blob).count("<w:footnoteReference ") == 2
    assert members(blob)["word/footnotes.xml"].count("See the note.") == 2
    assert faults(blob) == []


def test_city_and_organisations_are_called_by_the_profile_and_what_was_typed_is_not():
    neutral = heading(is_neutral=True, city="The city, neutrally")
    one = DelegationSheet(
        name="Government of the Two", neutral="The Two", kind="party",
        seats=(sheets.seat("Arta", organisation="Government of the Two", function="Government of the Two"),),
    )  # fmt: skip

    told = {
        kind: " ".join(read(word.render(sheets.participants(heading=kind, delegations=(one,)))))
        for kind in (neutral, heading())
    }

    assert "The city, neutrally" in told[neutral] and "Prishtina" not in told[neutral].replace("Prishtina time", "")
    assert told[neutral].count("The Two") == told[heading()].count("Government of the Two") - 1
    assert told[neutral].count("Government of the Two") == 1


@pytest.mark.parametrize("made", PAPERS)
def test_without_one_the_paper_is_as_it_was(made):
    assert "<w:footnoteReference" not in body_of(word.render(PAPERS[made]()))


def test_the_words_of_the_paper_are_the_same_but_for_the_mark():
    without = read(word.render(sheets.minutes(heading=heading())))
    with_it = read(word.render(sheets.minutes(heading=heading(designation=EU))))

    assert [line.replace("Kosovo*", "Kosovo") for line in with_it] == without


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Kosovars and Kosovo", "Kosovars and Kosovo"),  # a longer word is another one
        ("Kosovo* as it was typed, and Kosovo", "Kosovo* as it was typed, and Kosovo"),
        ("The north of Kosovo’s road", "The north of Kosovo"),
        ("Косово и Kosovo", "Косово"),
        ("Takimi në Kosovë", "Takimi në Kosovë"),
    ],
)
def test_which_word_is_the_name(title, called):
    here = heading(designation=EU, dialogue="", title="A session")

    body = body_of(word.render(sheets.agenda(heading=here, items=(sheets.item("1", title, "10:00", 30),))))

    before, _, _ = body.partition("<w:footnoteReference")
    assert before.rpartition("</w:t></w:r>")[0].rpartition(">")[2] == called


def test_what_follows_the_name_keeps_its_looks():
    here = heading(designation=EU, dialogue="", title="A session")
    one = sheets.item("1", "Roads", "10:00", 30, text="**In Kosovo today** it rains.")

    blob = word.render(sheets.agenda(heading=here, items=(one,)))

    runs = [run for p in opened(blob).paragraphs for run in p.runs if run.text in {"In Kosovo", " today"}]
    assert [(run.text, run.font.bold) for run in runs] == [("In Kosovo", True), (" today", True)]


def test_a_paper_that_does_not_name_it_has_none():
    here = heading(designation=EU, dialogue="Dialogue", title="A session")

    body = body_of(word.render(sheets.agenda(heading=here, items=(sheets.item("1", "Roads", "10:00", 30),))))

    assert "<w:footnoteReference" not in body


def test_a_redline_calls_it_where_the_new_text_reads_it():
    here = heading(designation=EU, dialogue="", title="A session")
    old, new = (replace(sheets.minutes(heading=here), rev=rev) for rev in (1, 2))

    blob = redline.render(old, new)

    body = body_of(blob)
    assert body.count("<w:footnoteReference") == body_of(word.render(new)).count("<w:footnoteReference") == 1
    assert faults(blob) == []
