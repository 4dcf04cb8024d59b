"""Minutes from their first paragraph to the approved text, which nothing changes any more."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, Level, canonical, fingerprint
from dialogue.domain.minutes import Means, MinutesState, Paragraph, ParagraphKind
from tests.factories import (
    AT,
    HOUR,
    action,
    agenda,
    approved,
    final_draft,
    heads,
    item,
    joint_draft,
    minutes,
    minutes_sheet,
    paragraph,
    seat,
)
from tests.factories import table as two_sides

TODAY = {"at": AT}


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def draft(sides):
    """Minutes in drafting, with an item of substance (the fifth) and its paragraphs 2 and 3."""
    plan = agenda(sides)
    item(plan, sides, "Border incidents", public_title="Security")
    made = minutes(sides, plan)
    paragraph(made, sides.ours, "NATO spoke.", number=5)
    paragraph(made, sides.ours, "Kosovo answered.", number=5)
    return made


def texts(minutes, number=5):
    return [p.text for p in minutes.items[number - 1].paragraphs]


def sign(minutes, *people):
    return [minutes.sign_off(minutes_sheet(minutes), by=one, at=AT) for one in people]


# Writing


def test_a_paragraph_is_written_on_the_version_that_was_seen(sides, draft):
    second = draft.paragraphs()[1]
    with pytest.raises(Stale) as no:
        draft.write(second, base=0, by=sides.theirs, **TODAY, text="Mine.")
    assert (str(no.value), second.text) == ("Somebody has changed this paragraph since you opened it.", "NATO spoke.")

    draft.write(second, base=1, by=sides.theirs, at=AT + HOUR, text="NATO spoke first.", level=Level.COHOST)

    assert (second.text, second.level, second.edited_by, second.edited_at) == (
        "NATO spoke first.",
        Level.COHOST,
        sides.theirs,
        AT + HOUR,
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " \n"}, "A paragraph needs its text. To take it out, delete it."),
        ({"level": Level.SECRETARIAT}, "A numbered paragraph is for the delegations at least."),
        (
            {"kind": ParagraphKind.ACTION},
            "An action needs the Party that owns it and a date by which it is due.",
        ),
        (
            {"kind": ParagraphKind.ACTION, "due_on": dt.date(2027, 9, 1)},
            "An action needs the Party that owns it and a date by which it is due.",
        ),
    ],
)
def test_what_cannot_stand_in_minutes_is_refused_written_or_added(sides, draft, fields, sentence):
    new = {"text": "Words.", **fields}

    for attempt in (
        lambda: draft.write(draft.paragraphs()[1], base=1, by=sides.ours, **TODAY, **fields),
        lambda: draft.add(draft.items[4], Paragraph(**new), by=sides.ours, **TODAY),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == sentence


def test_a_paragraph_is_added_after_another_and_all_later_ones_count_on(sides, draft):
    item_5 = draft.items[4]

    draft.add(item_5, Paragraph(text="In between."), by=sides.ours, **TODAY, after=item_5.paragraphs[0])

    assert texts(draft) == ["NATO spoke.", "In between.", "Kosovo answered."]
    assert [p.position for p in item_5.paragraphs] == [1, 2, 3]
    assert [n for n, _ in draft.numbered_under(item_5)] == [2, 3, 4]


def test_a_paragraph_is_taken_out_on_the_version_that_was_seen(sides, draft):
    first = draft.items[4].paragraphs[0]
    with pytest.raises(Stale):
        draft.remove(first, base=0, by=sides.ours, **TODAY)

    draft.remove(first, base=1, by=sides.ours, **TODAY)

    assert texts(draft) == ["Kosovo answered."]
    assert [p.position for p in draft.items[4].paragraphs] == [1]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=8))
def test_moving_any_paragraph_to_any_position_keeps_every_paragraph_once(moves):
    one = minutes(SIDES)
    for text in "bcd":
        paragraph(one, SIDES.ours, text)
    expected = texts(one, 1)

    for start, position in moves:
        some = one.items[0].paragraphs[start - 1]
        one.move(some, position, base_order=one.order_version, by=SIDES.ours, at=AT)
        expected.insert(position - 1, expected.pop(start - 1))

    assert texts(one, 1) == expected
    assert [p.position for p in one.items[0].paragraphs] == [1, 2, 3, 4]


SIDES = two_sides()


def test_an_order_that_somebody_else_changed_is_not_overwritten(sides, draft):
    first, second = draft.items[4].paragraphs
    seen = draft.order_version
    draft.move(first, 2, base_order=seen, by=sides.theirs, **TODAY)

    with pytest.raises(Stale) as no:
        draft.move(second, 2, base_order=seen, by=sides.ours, **TODAY)

    assert str(no.value) == "Somebody has changed the order since you opened this page."
    assert texts(draft) == ["Kosovo answered.", "NATO spoke."]


@pytest.mark.parametrize("position", [0, 3])
def test_a_position_beyond_the_last_is_refused(sides, draft, position):
    with pytest.raises(Refused) as no:
        draft.move(draft.items[4].paragraphs[0], position, base_order=draft.order_version, by=sides.ours, **TODAY)

    assert str(no.value) == "There are positions 1 to 2 here."


def test_a_paragraph_of_other_minutes_is_not_written_by_way_of_these(sides, draft):
    others = approved(sides)
    theirs = others.paragraphs()[0]

    for attempt in (
        lambda: draft.write(theirs, base=1, by=sides.ours, **TODAY, text="Changed."),
        lambda: draft.remove(theirs, base=1, by=sides.ours, **TODAY),
        lambda: draft.move(theirs, 1, base_order=draft.order_version, by=sides.ours, **TODAY),
        lambda: draft.add(others.items[0], Paragraph(text="Added."), by=sides.ours, **TODAY),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == "This paragraph belongs to other minutes."
    assert texts(others, 1) == ["The agenda was adopted."]


# Sign-off


def test_both_secretaries_sign_the_same_hash_and_it_is_the_joint_draft(sides, draft):
    assert sign(draft, sides.ours) == [False]
    assert (draft.state, draft.text_hash) == (MinutesState.DRAFTING, "")

    assert sign(draft, sides.theirs) == [True]

    assert (draft.state, draft.text_hash) == (MinutesState.JOINT_DRAFT, fingerprint(minutes_sheet(draft)))


def test_an_edit_in_between_leaves_the_first_sign_off_behind(sides, draft):
    sign(draft, sides.ours)
    draft.write(draft.paragraphs()[1], base=1, by=sides.theirs, **TODAY, text="NATO spoke at length.")

    assert sign(draft, sides.theirs) == [False]
    assert draft.state is MinutesState.DRAFTING

    assert sign(draft, sides.ours) == [True]


def test_a_secretary_signs_a_text_once(sides, draft):
    sign(draft, sides.ours)

    with pytest.raises(Refused) as no:
        sign(draft, sides.ours)

    assert str(no.value) == "Your side has signed off this text already."


def test_an_empty_text_is_not_signed(sides):
    one = minutes(sides)
    one.remove(one.paragraphs()[0], base=None, by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        sign(one, sides.ours)

    assert str(no.value) == "Minutes need at least one paragraph before they are signed off."


@pytest.mark.parametrize("made", [joint_draft, final_draft, approved])
def test_there_is_nothing_to_sign_off_once_it_is_agreed(sides, made):
    with pytest.raises(Refused) as no:
        sign(made(sides), sides.ours)

    assert str(no.value) == "There is nothing to sign off now."


def test_a_joint_draft_that_is_reopened_needs_two_new_sign_offs(sides, draft):
    joint_draft(sides, draft).reopen(by=sides.ours, **TODAY)

    assert (draft.state, draft.text_hash, draft.sign_offs) == (MinutesState.DRAFTING, "", [])
    assert sign(draft, sides.ours, sides.theirs) == [False, True]


# The co-chairs


def test_the_joint_draft_goes_to_the_co_chairs(sides, draft):
    assert not joint_draft(sides, draft).open_to_entitled

    draft.finalise(minutes_sheet(draft), by=sides.ours, **TODAY)

    assert (draft.state, draft.awaits_approval, draft.open_to_entitled) == (MinutesState.FINAL_DRAFT, True, True)


def returned(sides, one):
    final_draft(sides, one).return_("Please name the river.", one.text_hash, by=sides.chair_kosovo, at=AT)
    return one


def test_a_co_chair_returns_the_text_with_what_is_asked_for(sides, draft):
    final_draft(sides, draft)
    draft.approve(draft.text_hash, heads(sides, draft.session)[0], **TODAY)
    with pytest.raises(Refused) as no:
        draft.return_(" ", draft.text_hash, by=sides.chair_kosovo, **TODAY)
    assert str(no.value) == "Please say what should be changed."

    draft.return_("Please name the river.", draft.text_hash, by=sides.chair_kosovo, **TODAY)

    assert (draft.state, draft.return_reason, draft.is_open_to_edits) == (
        MinutesState.CONSOLIDATION,
        "Please name the river.",
        True,
    )
    assert (draft.approvals, draft.sign_offs, draft.text_hash) == ([], [], "")


@pytest.mark.parametrize("made", [minutes, joint_draft, approved])
def test_only_a_final_draft_is_returned(sides, made):
    with pytest.raises(Refused) as no:
        made(sides).return_("Please name the river.", "", by=sides.chair_nato, **TODAY)

    assert str(no.value) == "There is no final draft to return."


def test_an_old_page_returns_no_newer_final_draft(sides, draft):
    final_draft(sides, draft)

    with pytest.raises(Stale) as no:
        draft.return_("Please name the river.", "what stood there yesterday", by=sides.chair_kosovo, **TODAY)

    assert str(no.value) == "The text has changed since you opened it."
    assert draft.awaits_approval


def test_a_returned_text_becomes_final_by_two_new_sign_offs_and_in_no_other_way(sides, draft):
    returned(sides, draft)
    with pytest.raises(Refused) as no:
        draft.finalise(minutes_sheet(draft), by=sides.ours, **TODAY)
    assert str(no.value) == "There is no joint draft to send to the co-chairs."

    assert sign(draft, sides.ours, sides.theirs) == [False, True]

    assert draft.state is MinutesState.FINAL_DRAFT


def test_both_heads_approve_and_the_second_makes_it_approved(sides, draft):
    final_draft(sides, draft)
    ours, theirs = heads(sides, draft.session)
    assert not draft.approve(draft.text_hash, ours, **TODAY)
    assert (draft.state, draft.approved_by(sides.nato), draft.approved_by(sides.kosovo)) == (
        MinutesState.FINAL_DRAFT,
        True,
        False,
    )

    assert draft.approve(draft.text_hash, theirs, at=AT + HOUR)

    assert (draft.state, draft.approved_at, draft.means) == (MinutesState.APPROVED, AT + HOUR, Means.CO_CHAIRS)


def test_one_side_does_not_approve_twice(sides, draft):
    final_draft(sides, draft)
    ours, _ = heads(sides, draft.session)
    draft.approve(draft.text_hash, ours, **TODAY)

    with pytest.raises(Refused) as no:
        draft.approve(draft.text_hash, ours, **TODAY)

    assert str(no.value) == "Your side has approved this text already."
    assert not draft.is_approved


def test_a_head_approves_the_text_that_was_read(sides, draft):
    final_draft(sides, draft)

    with pytest.raises(Stale) as no:
        draft.approve("0" * 64, heads(sides, draft.session)[0], **TODAY)

    assert str(no.value) == "The text has changed since you opened it."


@pytest.mark.parametrize("made", [minutes, joint_draft, approved])
def test_only_a_final_draft_is_approved(sides, made):
    one = made(sides)
    who = seat(sides.ours, one=one.session)

    with pytest.raises(Refused) as no:
        one.approve(one.text_hash, who, **TODAY)

    assert str(no.value) == "There is no final draft to approve."


def test_a_text_whose_heading_changed_after_the_sign_offs_is_not_kept_as_the_signed_one(sides, draft):
    final_draft(sides, draft)
    for one in heads(sides, draft.session):
        draft.approve(draft.text_hash, one, **TODAY)
    sheets = {level: minutes_sheet(draft, level) for level in DOCUMENT_LEVELS}
    draft.session.venue = "Another hall"
    draft.session.starts += HOUR

    with pytest.raises(Refused) as no:
        draft.freeze({**sheets, Level.DELEGATIONS: minutes_sheet(draft)})

    assert str(no.value) == (
        "The heading or the list of participants has changed since the secretaries signed off this text. "
        "Please return it to them."
    )
    assert draft.editions == []


# The approved text


def test_after_the_approval_nothing_can_be_written(sides, draft):
    one = approved(sides, draft)
    some = one.paragraphs()[1]
    kept = canonical(one.kept_edition(Level.DELEGATIONS).sheet)
    member = seat(sides.ours, one=one.session)

    for attempt in (
        lambda: one.write(some, base=some.version, by=sides.ours, **TODAY, text="Changed."),
        lambda: one.add(one.items[0], Paragraph(text="Added."), by=sides.ours, **TODAY),
        lambda: one.remove(some, base=some.version, by=sides.ours, **TODAY),
        lambda: one.move(some, 2, base_order=one.order_version, by=sides.ours, **TODAY),
        lambda: one.mark(member, present=True, by=sides.ours, **TODAY),
    ):
        with pytest.raises(Refused) as no:
            attempt()
        assert str(no.value) == "These minutes are “approved”; their text does not change now."
    for attempt in (
        lambda: one.reopen(by=sides.ours, **TODAY),
        lambda: one.finalise(minutes_sheet(one), by=sides.ours, **TODAY),
        lambda: one.return_("No.", one.text_hash, by=sides.ours, **TODAY),
        lambda: one.freeze({}),
    ):
        with pytest.raises(Refused):
            attempt()
    assert texts(one) == ["NATO spoke.", "Kosovo answered."]
    assert canonical(one.kept_edition(Level.DELEGATIONS).sheet) == kept


@pytest.mark.parametrize("made", [joint_draft, final_draft])
def test_the_text_rests_while_it_is_agreed_and_not_yet_approved(sides, made):
    one = made(sides)

    with pytest.raises(Refused) as no:
        one.write(one.paragraphs()[0], base=None, by=sides.ours, **TODAY, text="Changed.")

    assert str(no.value) == f"These minutes are “{one.state}”; their text does not change now."


def test_the_kept_editions_name_the_hash_of_the_text_and_carry_its_numbers(sides, draft):
    paragraph(draft, sides.ours, "To meet monthly.", number=5, kind=ParagraphKind.DECIDED)
    action(draft, sides.ours, sides.kosovo, number=5)

    one = approved(sides, draft)

    assert {e.sheet.text_hash for e in one.editions} == {one.text_hash}
    delegations = one.kept_edition(Level.DELEGATIONS).sheet
    assert fingerprint(delegations) == one.text_hash
    assert [p.reference for p in delegations.items[4].paragraphs] == ["", "", "D/2027/1/01", "OC/2027/1/01"]


def test_numbers_are_not_there_before_the_approval(sides, draft):
    paragraph(draft, sides.ours, "To meet monthly.", number=5, kind=ParagraphKind.DECIDED)

    final_draft(sides, draft)

    assert [p.reference for p in draft.paragraphs()] == [""] * 4
    assert draft.session.last_decision == 0


def test_the_text_is_kept_once_and_only_when_approved(sides, draft):
    with pytest.raises(Refused) as early:
        draft.freeze({})
    one = approved(sides, draft)
    with pytest.raises(Refused) as again:
        one.freeze({level: minutes_sheet(one, level) for level in DOCUMENT_LEVELS})

    assert {str(early.value), str(again.value)} == {"Only a text that was approved just now is frozen."}
    assert len(one.editions) == 3


# Release


@pytest.mark.parametrize("level", DOCUMENT_LEVELS)
def test_each_edition_is_released_by_both_secretaries(sides, draft, level):
    one = approved(sides, draft)
    assert one.release(level, by=sides.ours, **TODAY) is None
    assert not one.released_to(level)

    edition = one.release(level, by=sides.theirs, at=AT + HOUR)

    assert (edition.level, edition.released_at, one.released_to(level)) == (level, AT + HOUR, True)
    assert [e.level for e in one.editions if e.is_released] == [level]


def test_one_side_does_not_release_alone(sides, draft):
    one = approved(sides, draft)
    one.release(Level.PUBLIC, by=sides.ours, **TODAY)

    with pytest.raises(Refused) as no:
        one.release(Level.PUBLIC, by=sides.ours, **TODAY)

    assert str(no.value) == "Your side has consented to this release already."
    assert not one.released_to(Level.PUBLIC)


def test_an_edition_is_released_once(sides, draft):
    one = approved(sides, draft)
    for by in (sides.ours, sides.theirs):
        one.release(Level.PUBLIC, by=by, **TODAY)

    with pytest.raises(Refused) as no:
        one.release(Level.PUBLIC, by=sides.ours, **TODAY)

    assert str(no.value) == "This edition has been released already."


@pytest.mark.parametrize("level", Level)
def test_nothing_is_released_before_the_approval(sides, level):
    with pytest.raises(Refused) as no:
        final_draft(sides).release(level, by=sides.ours, **TODAY)

    assert str(no.value) == "An edition is released after the approval of its text."


def test_the_secretariats_working_page_is_no_edition_to_release(sides, draft):
    with pytest.raises(Refused):
        approved(sides, draft).release(Level.SECRETARIAT, by=sides.ours, **TODAY)


def test_every_step_is_on_the_record_with_the_hash_that_it_was_about(sides, draft):
    draft.facts()
    one = approved(sides, draft)

    assert [(fact.verb, fact.digest == one.text_hash) for fact in one.facts()] == [
        ("sign off", True),
        ("sign off", True),
        ("joint draft", True),
        ("final draft", True),
        ("approve", True),
        ("approve", True),
        ("approved", True),
    ]
