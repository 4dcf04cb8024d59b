"""The joint communiqué: its moves, and what is refused of it."""

import pytest

from dialogue.domain import communiques
from dialogue.domain.agreed import TextState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Audience, Level, fingerprint
from tests.factories import AT, DAY, HOUR, heading, session, table


@pytest.fixture
def sides():
    return table()


@pytest.fixture
def made(sides):
    return communiques.begin(session(sides), "Joint communiqué", "We agree.", AT + DAY, by=sides.ours, at=AT)


@pytest.mark.parametrize(("title", "text"), [("", "We agree."), ("Communiqué", "  ")])
def test_it_has_a_title_and_a_text(sides, title, text):
    with pytest.raises(Refused) as no:
        communiques.begin(session(sides), title, text, by=sides.ours, at=AT)

    assert str(no.value) == "It needs a title and its text."


def test_a_second_editor_is_told_of_the_first(sides, made):
    made.version = 2
    with pytest.raises(Stale):
        made.revise(title="Other", text="Words", base=1, by=sides.theirs, at=AT)

    assert made.title == "Joint communiqué"


def test_the_embargo_is_part_of_what_is_signed(sides, made):
    made.version = 1
    before = fingerprint(made.sheet(Audience(Level.DELEGATIONS), heading(made.session)))

    made.revise(embargo=AT + 2 * DAY, base=1, by=sides.ours, at=AT)

    assert fingerprint(made.sheet(Audience(Level.DELEGATIONS), heading(made.session))) != before


def test_nothing_is_open_to_the_public_before_its_embargo_is_over(sides, made):
    sheet = made.sheet(Audience(Level.DELEGATIONS), heading(made.session))
    for secretary in (sides.ours, sides.theirs):
        made.sign_off(sheet, by=secretary, at=AT)
    made.approved_at, made.state = AT, TextState.APPROVED
    made.freeze(dict.fromkeys(made.KIND.levels, sheet))
    for level in made.KIND.levels:
        for secretary in (sides.ours, sides.theirs):
            made.release(level, by=secretary, at=AT)

    opened = [(made.open_to(Level.PUBLIC, at), made.open_to(Level.DELEGATIONS, at)) for at in (AT, AT + DAY - HOUR)]
    assert opened == [(False, True)] * 2
    assert made.open_to(Level.PUBLIC, AT + DAY)
