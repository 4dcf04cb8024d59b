"""Action Sheets are made once, at the adoption, from what is on record of the rounds."""

import hashlib

import pytest

from dialogue.domain.papers import ReleasedFile
from dialogue.domain.silence import Category, Formula, Profile
from dialogue.queries.action_sheets import action_sheet, keep_action_sheet
from tests import cast, silent, walk
from tests.factories import AT, DAY, HOUR, NO_PULSE
from tests.rendering.word.checks import faults, words


@pytest.fixture
def people(db):
    return cast.enter(db)


@pytest.fixture
def session(db, people):
    return walk.plan(db, people)


@pytest.fixture
def draft(db, session):
    return silent.draft(db, session, at=AT, formula=Formula.AGREED)


@pytest.fixture
def decision(db, draft):
    return silent.adopted(db, draft, at=AT)


def test_it_says_what_was_agreed_when_and_under_which_number(session, draft, decision):
    sheet = action_sheet(draft.circulation, session, [decision])

    assert (sheet.heading.reference, sheet.heading.previous, sheet.paper) == (
        "DD/2027/1/01-AS1",
        "DD/2027/1/01",
        "DD/2027/1/01",
    )
    assert sheet.agreed == (
        "On Wed 5 May 2027, 10:00 Brussels/Prishtina time, under the silence procedure, the two Parties agreed to "
        "“Places in courses” (DD/2027/1/01)."
    )
    assert sheet.expiry == (
        "The silence expired on Wed 5 May 2027, 10:00 Brussels/Prishtina time. "
        "All times below are Brussels/Prishtina time."
    )
    assert sheet.decisions == ("D/2027/1/01: Places in courses",)
    assert (sheet.text_hash, sheet.heading.dated) == (draft.text_hash, decision.adopted_at)
    assert (sheet.text, sheet.register) == ("Three _places_ are offered.", "HLD/2027/1")
    assert [(a.kind, a.party, a.text) for a in sheet.attached] == [("statement", "Kosovo", "We read this _narrowly_.")]


def test_the_words_are_those_that_silence_was_kept_on_whatever_the_draft_says_by_now(session, draft, decision):
    draft.text = "Four places."

    assert action_sheet(draft.circulation, session, [decision]).text == "Three _places_ are offered."


def test_minutes_go_under_their_own_action_sheet_as_a_paper_of_their_session(db, session):
    round_ = silent.circulate(
        db, "Minutes", "HLD/2027/1", "0" * 64, session, category=Category.MINUTES, profile=Profile.MINUTES, at=AT,
        text=("minutes", "2027-1", "{}"),
    )  # fmt: skip

    sheet = action_sheet(round_, session)

    assert (sheet.text, sheet.register) == ("", "")


@pytest.mark.parametrize(
    ("formula", "verb"),
    [
        (Formula.NOTED, "noted"),
        (Formula.AGREED, "agreed to"),
        (Formula.APPROVED, "approved"),
        (Formula.ADOPTED, "adopted"),
    ],
)
def test_the_formula_is_the_verb(db, session, formula, verb):
    draft = silent.draft(db, session, at=AT, formula=formula)
    silent.adopted(db, draft, at=AT)

    assert f"the two Parties {verb} “Places" in action_sheet(draft.circulation, session).agreed


def test_its_rounds_are_told_with_their_extensions_and_without_who_broke_one(db, session, draft):
    here = silent.sides(db)
    silent.put_under_silence(db, draft, at=AT)
    first = draft.circulation
    first.object_(
        silent.ObjectionKind.AMENDMENT, "Four.", entitled=True, pulse=NO_PULSE, by=here.chair_theirs, at=AT + DAY
    )
    first.record(AT + DAY + HOUR, NO_PULSE)
    draft.return_(at=AT + DAY + HOUR)
    silent.put_under_silence(db, draft, at=AT + 5 * DAY, parent=first)
    second = draft.circulation
    second.extend(second.expires_at + 2 * DAY, pulse=NO_PULSE, by=here.chair_ours, at=AT + 6 * DAY)
    silent.keep_silence(db, draft)

    told = [(one.title, one.events) for one in action_sheet(second, session).rounds]

    assert told == [
        (
            f"Round 1 (SP/{first.id})",
            (
                "issued on Sat 1 May 2027, 11:00, to expire on Wed 5 May 2027, 10:00",
                "silence was broken on Sun 2 May 2027, 11:00",
            ),
        ),
        (
            f"Round 2 (SP/{second.id})",
            (
                "issued on Thu 6 May 2027, 11:00, to expire on Tue 11 May 2027, 10:00",
                "extended on Fri 7 May 2027, 11:00 until Thu 13 May 2027, 10:00",
                "silence was kept; in effect from Thu 13 May 2027, 10:00",
            ),
        ),
    ]
    assert "Kaltrina" not in words(keep_action_sheet(second, session, at=AT).content)


def test_its_bytes_are_made_once(db, session, draft, decision):
    made = keep_action_sheet(draft.circulation, session, [decision], at=AT + 9 * DAY)
    db.flush()

    assert (made.kind, made.label, made.level.value, made.name) == (
        "action-sheet",
        "DD/2027/1/01-AS1",
        "delegations",
        "DD-2027-1-01-AS1.docx",
    )
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()
    assert (made.text_hash, made.released_at) == (draft.text_hash, AT + 9 * DAY)
    assert faults(made.content) == []
    assert "Three places are offered." in words(made.content)
    assert keep_action_sheet(draft.circulation, session, [decision], at=AT + 10 * DAY) is made
    assert db.query(ReleasedFile).count() == 1


def test_a_second_adoption_of_the_paper_makes_the_next_sheet(db, session, draft, decision):
    keep_action_sheet(draft.circulation, session, [decision], at=AT + 9 * DAY)
    other = silent.draft(db, session, "Another paper", at=AT)
    first = keep_action_sheet(silent.adopted(db, other, at=AT).circulation, session, at=AT + 9 * DAY)
    draft.return_(at=AT + 9 * DAY)
    again = silent.adopted(db, draft, at=AT + 12 * DAY)

    second = keep_action_sheet(draft.circulation, session, [again], at=AT + 20 * DAY)

    assert (first.label, second.label) == ("DD/2027/1/02-AS1", "DD/2027/1/01-AS2")
    assert "D/2027/1/03" in words(second.content)
