import datetime as dt

import pytest

from dialogue.domain.agenda import AgendaState, ItemKind
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Code, Level
from dialogue.domain.followups import FollowUpState
from dialogue.domain.minutes import MinutesState, ParagraphKind
from dialogue.domain.organisations import OrganisationKind
from dialogue.rendering.word import labels
from tests.rendering.word import sheets


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (labels.EDITIONS, Level),
        (labels.ITEM_KINDS, ItemKind),
        (labels.PARAGRAPH_KINDS, ParagraphKind),
        (labels.STATES, AgendaState),
        (labels.STATES, MinutesState),
        (labels.STATES, FollowUpState),
        (labels.ROLES, Capacity),
        (labels.DELEGATION_KINDS, OrganisationKind),
    ],
)
def test_every_word_of_the_domain_has_its_label(table, words):
    assert {word.value for word in words} <= set(table)


def test_unknown_word_stays_itself():
    assert labels.worded(labels.STATES, "adjourned") == "adjourned"
    assert labels.worded(labels.STATES, "in progress") == "In progress"


def test_day_of_an_instant_is_that_of_the_wall():
    late = dt.datetime(2026, 11, 12, 23, 30, tzinfo=dt.UTC)

    assert labels.day_of(late, "Europe/Brussels") == "Fri 13 Nov 2026"
    assert labels.day_of(late, "UTC") == "Thu 12 Nov 2026"


def test_language_is_named_or_stays_its_tag():
    assert [labels.language_name(tag) for tag in ("en-GB", "sq", "sr-Latn", "zz", "", "?!")] == [
        "English", "Albanian", "Serbian", "zz", "", "?!",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paper", "edition", "rev", "said"),
    [
        ("HLD/2026/2-MIN", Level.DELEGATIONS, 2, "HLD/2026/2-MIN REV 2"),
        ("HLD/2026/2-MIN", Level.PUBLIC, 1, "HLD/2026/2-MIN REV 1 PUBLIC"),
        ("HLD/2026/2-PAR", Level.COHOST, None, "HLD/2026/2-PAR COHOST"),
        ("HLD/2026/2-AG", Level.DELEGATIONS, 0, "HLD/2026/2-AG"),
        ("", Level.PUBLIC, 2, "HLD/2026/2 REV 2"),
    ],
    ids=["a revision", "its public edition", "without number", "the first draft", "made before papers had their own"],
)
def test_one_reference_names_one_text(paper, edition, rev, said):
    assert labels.symbol(sheets.heading(paper=paper, edition=edition), rev) == said


def test_no_two_kinds_of_paper_have_one_code():
    assert len({code.value for code in Code}) == len(Code.__members__)


def test_length_is_told_in_hours_and_minutes():
    assert [labels.length(n) for n in (0, 45, 60, 375)] == ["0 min", "45 min", "1 h", "6 h 15 min"]
