"""Corrigenda: drafted against the approved text, approved like minutes, kept by edition; never an edit."""

import pytest

from dialogue.domain.agreed import TextState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level
from dialogue.domain.minutes import Means, correct
from tests.factories import AT, DAY, approved, final_draft, heading, heads, known, minutes, paragraph, table

LATER = {"at": AT + 70 * DAY}


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def text(sides):
    """Approved: paragraph 1 is for everybody, 2 for the delegations, 3 for the co-host too."""
    one = minutes(sides)
    paragraph(one, sides.ours, "The **river** rises\nevery spring.", level=Level.DELEGATIONS)
    paragraph(one, sides.ours, "The bridge is closed.", level=Level.COHOST)
    return approved(sides, one)


def begun(sides, text, existing=()):
    return known(correct(text, existing, by=sides.ours, **LATER))


def drafted(sides, text, *numbers):
    made = begun(sides, text)
    for number in numbers or (2,):
        reads = text.kept_edition(Level.DELEGATIONS).sheet.line(number).text
        made.add(number, reads, f"Paragraph {number} corrected.", by=sides.ours, **LATER)
    return made


def sheet(made, level=Level.DELEGATIONS):
    return made.sheet(Audience(level), heading(made.session, level))


def signed_off(sides, made):
    for secretary in (sides.ours, sides.theirs):
        made.sign_off(sheet(made), by=secretary, **LATER)
    return made


def passed(sides, made):
    for seat in heads(sides, made.session):
        made.approve(made.text_hash, seat, **LATER)
    made.freeze({level: sheet(made, level) for level in DOCUMENT_LEVELS})
    return made


def refused(attempt):
    with pytest.raises(Refused) as no:
        attempt()
    return str(no.value)


@pytest.mark.parametrize("made", [minutes, final_draft])
def test_only_approved_minutes_are_corrected(sides, made):
    said = refused(lambda: correct(made(sides), [], by=sides.ours, **LATER))

    assert said == "Only approved minutes are corrected; before that they are changed."


def test_corrigenda_are_numbered_and_made_one_after_the_other(sides, text):
    first = begun(sides, text)
    assert (first.label, first.session) == ("COR 1", text.session)

    said = refused(lambda: begun(sides, text, [first]))

    assert said == "There is a corrigendum on its way already. Please add to that one."
    passed(sides, signed_off(sides, drafted(sides, text)))
    first.state = TextState.APPROVED
    assert begun(sides, text, [first]).number == 2


def test_what_it_reads_has_to_stand_there_however_it_is_broken_or_emphasised(sides, text):
    made = begun(sides, text)

    made.add(2, "The river rises every", "The rivers rise every", by=sides.ours, **LATER)
    made.add(3, "", "It opens in May.", by=sides.ours, **LATER)
    made.add(3, "closed", "", by=sides.ours, **LATER)

    assert [(line.paragraph_number, line.level) for line in made.lines] == [
        (2, Level.DELEGATIONS),
        (3, Level.COHOST),
        (3, Level.COHOST),
    ]


@pytest.mark.parametrize(
    ("number", "reads", "should", "sentence"),
    [
        (9, "x", "y", "There is no paragraph 9 in these minutes."),
        (2, "The river falls", "y", "Paragraph 2 does not read so."),
        (2, " ", "\n", "Please say what it reads and what it should read."),
        (2, "river", " river", "This changes nothing."),
    ],
)
def test_a_correction_of_nothing_is_refused(sides, text, number, reads, should, sentence):
    made = begun(sides, text)

    assert refused(lambda: made.add(number, reads, should, by=sides.ours, **LATER)) == sentence
    assert made.lines == []


def test_both_secretaries_sign_off_the_same_text_and_it_is_the_final_draft(sides, text):
    made = drafted(sides, text)
    assert not made.sign_off(sheet(made), by=sides.ours, **LATER)
    assert (
        refused(lambda: made.sign_off(sheet(made), by=sides.ours, **LATER))
        == "Your side has signed off this text already."
    )
    made.add(3, "closed", "open", by=sides.theirs, **LATER)
    assert not made.sign_off(sheet(made), by=sides.theirs, **LATER)

    assert made.sign_off(sheet(made), by=sides.ours, **LATER)

    assert (made.state, made.open_to_entitled) == (TextState.FINAL_DRAFT, True)
    said = "This text is “final draft”; it does not change now."
    line = made.lines[0]
    for attempt in (
        lambda: made.add(3, "closed", "shut", by=sides.ours, **LATER),
        lambda: made.remove(line, by=sides.ours, **LATER),
        lambda: made.sign_off(sheet(made), by=sides.ours, **LATER),
    ):
        assert refused(attempt) == said


def test_an_empty_corrigendum_is_not_signed_off(sides, text):
    made = drafted(sides, text)
    made.remove(made.lines[0], by=sides.ours, **LATER)

    said = refused(lambda: made.sign_off(sheet(made), by=sides.ours, **LATER))

    assert said == "A corrigendum needs at least one correction before it is signed off."


def test_both_co_chairs_approve_it_by_its_hash(sides, text):
    made = signed_off(sides, drafted(sides, text))
    ours, theirs = heads(sides, made.session)
    with pytest.raises(Stale):
        made.approve("0" * 64, ours, **LATER)

    assert not made.approve(made.text_hash, ours, **LATER)
    assert refused(lambda: made.approve(made.text_hash, ours, **LATER)) == "Your side has approved this text already."
    assert made.approve(made.text_hash, theirs, **LATER)

    assert (made.state, made.means, made.approved_at) == (TextState.APPROVED, Means.CO_CHAIRS, LATER["at"])
    assert made.approved_by(sides.nato)
    assert refused(lambda: made.approve(made.text_hash, ours, **LATER)) == ("There is no final draft to approve.")


def test_a_co_chair_returns_it_and_both_sign_off_again(sides, text):
    made = signed_off(sides, drafted(sides, text))
    assert refused(lambda: made.return_(" ", made.text_hash, by=sides.chair_nato, **LATER)).startswith(
        "Please say what"
    )
    with pytest.raises(Stale):
        made.return_("No.", "0" * 64, by=sides.chair_nato, **LATER)

    made.return_("Please name the river.", made.text_hash, by=sides.chair_nato, **LATER)

    assert (made.state, made.agreement.standing(), made.text_hash) == (TextState.DRAFTING, [], "")
    assert signed_off(sides, made).awaits_approval


def test_the_approved_text_stays_as_it_is(sides, text):
    before = (text.text_hash, text.kept_edition(Level.DELEGATIONS).sheet_kept)

    passed(sides, signed_off(sides, drafted(sides, text)))

    assert (text.text_hash, text.kept_edition(Level.DELEGATIONS).sheet_kept) == before


def test_an_edition_that_it_says_nothing_to_does_not_exist(sides, text):
    made = passed(sides, signed_off(sides, drafted(sides, text, 2, 3)))

    assert [one.level for one in made.editions] == [Level.DELEGATIONS, Level.COHOST]
    first, second = made.kept_edition(Level.COHOST).sheet.lines
    assert (first.paragraph, first.withheld, first.reads, first.should_read) == (2, True, "", "")
    assert (second.withheld, second.should_read) == (False, "Paragraph 3 corrected.")
    assert refused(lambda: made.freeze({})) == "Only a text that was approved just now is frozen."


def test_it_is_out_where_the_edition_that_it_corrects_is_out(sides, text):
    made = passed(sides, signed_off(sides, drafted(sides, text, 2, 3)))
    assert not made.released_to(Level.COHOST)

    for secretary in (sides.ours, sides.theirs):
        text.release(Level.COHOST, by=secretary, **LATER)
        text.release(Level.PUBLIC, by=secretary, **LATER)

    assert {level: made.released_to(level) for level in DOCUMENT_LEVELS} == {
        Level.DELEGATIONS: False,
        Level.COHOST: True,
        Level.PUBLIC: False,
    }
