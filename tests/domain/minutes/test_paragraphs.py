"""Paragraphs for their readers: runs that are withheld, actions with their owner, drafts that are one person's own."""

import datetime as dt

import pytest

from dialogue.domain.editions import Audience, Level, canonical
from dialogue.domain.minutes import Paragraph, ParagraphDraft, ParagraphKind, drafts_of
from tests.factories import AT, HOUR, action, agenda, item, known, minutes, minutes_sheet, paragraph, person, table


@pytest.fixture
def sides():
    return table()


def shown(sheet, number):
    """What a reader sees of an item: numbers (of a withheld run its first and last) and texts."""
    return [(p.number, p.last, p.text) for p in sheet.items[number - 1].paragraphs]


@pytest.fixture
def mixed(sides):
    """Item 1: paragraphs 1 and 2, public. Item 5: 3 to 9, some of them for the delegations only."""
    plan = agenda(sides)
    item(plan, sides, "Names of informers", public_title="Security of staff")
    one = minutes(sides, plan)
    paragraph(one, sides.ours, "Opened.", level=Level.PUBLIC)
    for text, level in [
        ("secret a", Level.DELEGATIONS),
        ("secret b", Level.DELEGATIONS),
        ("host c", Level.COHOST),
        ("public d", Level.PUBLIC),
        ("secret e", Level.DELEGATIONS),
        ("host f", Level.COHOST),
        ("secret g", Level.DELEGATIONS),
    ]:
        paragraph(one, sides.ours, text, number=5, level=level)
    return one


def test_the_delegations_hold_every_paragraph_under_one_count(mixed):
    sheet = minutes_sheet(mixed)

    assert [n for n, _, _ in shown(sheet, 1) + shown(sheet, 5)] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert all(p.kind != "withheld" for i in sheet.items for p in i.paragraphs)


def test_a_run_of_withheld_paragraphs_is_one_line_with_its_first_and_last_number(mixed):
    assert shown(minutes_sheet(mixed, Level.COHOST), 5) == [
        (3, 4, ""),
        (5, None, "host c"),
        (6, None, "public d"),
        (7, 7, ""),
        (8, None, "host f"),
        (9, 9, ""),
    ]


def test_the_same_numbers_stand_in_every_edition(mixed):
    assert shown(minutes_sheet(mixed, Level.PUBLIC), 5) == [(3, 5, ""), (6, None, "public d"), (7, 9, "")]
    assert shown(minutes_sheet(mixed, Level.PUBLIC), 1) == shown(minutes_sheet(mixed), 1)


def test_a_withheld_line_says_that_it_is_one_and_nothing_else(mixed):
    line = minutes_sheet(mixed, Level.COHOST).items[4].paragraphs[0]

    assert (line.kind, line.level, line.speaker, line.owner, line.due, line.reference) == (
        "withheld",
        Level.COHOST,
        "",
        "",
        None,
        "",
    )


@pytest.mark.parametrize("word", ["secret a", "secret g", "Names of informers"])
def test_no_word_that_is_withheld_is_in_the_text_of_the_edition(mixed, word):
    assert word in canonical(minutes_sheet(mixed)).decode()
    for level in (Level.COHOST, Level.PUBLIC):
        assert word not in canonical(minutes_sheet(mixed, level)).decode()


def test_a_withheld_item_keeps_its_number_and_its_public_title(mixed):
    (line,) = [i for i in minutes_sheet(mixed, Level.COHOST).items if i.number == "5"]

    assert (line.title, line.withheld) == ("Security of staff", True)


def test_a_run_does_not_reach_over_the_end_of_an_item(sides):
    plan = agenda(sides)
    item(plan, sides)
    one = minutes(sides, plan)
    for number in (4, 5):
        paragraph(one, sides.ours, "secret", number=number)

    sheet = minutes_sheet(one, Level.PUBLIC)

    assert [shown(sheet, n) for n in (4, 5)] == [[(2, 2, "")], [(3, 3, "")]]


def test_an_action_names_its_owner_its_office_and_its_date(sides):
    one = minutes(sides)
    action(one, sides.ours, sides.kosovo, office="Ministry of Defence")

    line = minutes_sheet(one).items[0].paragraphs[1]

    assert (line.kind, line.owner, line.due) == ("action", "Kosovo, Ministry of Defence", dt.date(2027, 9, 1))


def test_a_paragraph_that_was_an_action_once_shows_no_owner_any_more(sides):
    one = minutes(sides)
    made = action(one, sides.ours, sides.kosovo)

    one.write(made, base=1, by=sides.ours, at=AT, kind=ParagraphKind.NOTED)

    line = minutes_sheet(one).items[0].paragraphs[1]
    assert (line.owner, line.due) == ("", None)


def test_the_hash_does_not_know_who_edited_what_when(sides):
    one = minutes(sides)
    made = paragraph(one, sides.ours)
    before = canonical(minutes_sheet(one))

    made.edited_at, made.edited_by, made.version = AT + HOUR, sides.theirs, 9

    assert canonical(minutes_sheet(one)) == before


# Drafts


def test_a_draft_is_one_persons_own_and_stands_on_no_sheet(sides):
    one = minutes(sides)
    made = paragraph(one, sides.ours, "Saved.")
    ParagraphDraft(person=sides.theirs, item=one.items[0], paragraph=made, text="Typed.", base=1, saved_at=AT)

    sheets = [
        canonical(one.edition(Audience(level, sides.kosovo.id), None, ())).decode()
        for level in (Level.SECRETARIAT, Level.DELEGATIONS)
    ]

    assert ["Saved." in sheet for sheet in sheets] == [True, True]
    assert ["Typed." in sheet for sheet in sheets] == [False, False]


def test_only_a_persons_own_drafts_are_selected():
    found = str(drafts_of(known(person()), 7).compile(compile_kwargs={"literal_binds": True}))

    assert "paragraph_drafts.person_id = " in found
    assert "minutes_items.minutes_id = 7" in found


def test_a_draft_is_kept_with_the_version_it_began_from(sides):
    one = minutes(sides)
    draft = ParagraphDraft(person=sides.ours, item=one.items[0], text="First.", base=None, saved_at=AT)

    draft.keep("Second.", base=4, at=AT + HOUR)

    assert (draft.text, draft.base, draft.saved_at) == ("Second.", 4, AT + HOUR)


def test_a_draft_outlives_its_paragraph(sides):
    one = minutes(sides)
    made = paragraph(one, sides.ours)
    draft = ParagraphDraft(person=sides.ours, item=one.items[0], paragraph=made, text="Typed.", base=1, saved_at=AT)

    draft.outlive()

    assert (draft.text, draft.paragraph, draft.lost_its_place) == ("Typed.", None, True)


def test_a_new_paragraph_begins_as_a_note_for_the_delegations():
    one = Paragraph(text="Words.")

    assert (one.kind, one.level, one.reference) == (ParagraphKind.NOTED, Level.DELEGATIONS, "")
