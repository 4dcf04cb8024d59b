"""What is looked at before a text goes on: each edition against its own profile, readers and marking."""

from dataclasses import replace

import pytest
from sqlalchemy import event, select

from dialogue.actions import texts
from dialogue.db import db
from dialogue.domain import organisations
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import TEXTS, ApprovedText
from dialogue.domain.developments import Development
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.editions.designation import Designation
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.minutes import Minutes
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TrackEntry
from dialogue.domain.wording import Loose, Where, Written
from dialogue.queries import sheets
from dialogue.queries.wording import findings
from dialogue.web import statements
from tests.planted import planted


def every_text():
    """Each text of the demonstration, with its editions as they would go out, and as they went."""
    for noun in TEXTS.values():
        for text in db.scalars(select(noun)).unique():
            yield text.session, editions(text)
            for release in text.revisions if isinstance(text, Agenda) else ():
                yield text.session, release.sheets


def editions(text):
    if isinstance(text, Agenda):
        return {level: sheets.draft_agenda(text, level) for level in DOCUMENT_LEVELS}
    if isinstance(text, Minutes):
        return {level: sheets.minutes_edition(text, level) for level in DOCUMENT_LEVELS}
    if isinstance(text, ApprovedText):
        return {level: sheets.text_edition(text, level) for level in text.KIND.levels}
    return {Level.DELEGATIONS: texts.of(text).working(text)}


@pytest.mark.parametrize("profile", [one for one in Designation if one is not Designation.DEFAULT], ids=str)
def test_nothing_is_found_in_any_paper_and_edition_of_the_demonstration(database, profile):
    planted(database)
    sheets.house().designate(profile, profile, profile, "Footnote of a house")
    seen = list(every_text())

    assert len(seen) > 8
    assert {level for _, made in seen for level in made} == {*DOCUMENT_LEVELS}
    assert [one for session, made in seen for one in findings(session, made)] == []


@pytest.mark.parametrize("profile", [one for one in Designation if one is not Designation.DEFAULT], ids=str)
def test_nothing_is_found_in_what_is_no_paper_of_the_demonstration(database, profile):
    planted(database)
    sheets.house().designate(profile, profile, profile, "Footnote of a house")
    entries = [one for one in db.scalars(select(TrackEntry)).unique() if not one.track.compartment]
    log = list(db.scalars(select(Development)))
    texts_of = [Loose((Written(Where(), one.text, is_prose=True),)) for one in log]
    texts_of += [statements.words(one)[Level.PUBLIC] for one in entries]

    assert len(texts_of) > 20
    assert [one for text in texts_of for one in findings(None, {Level.PUBLIC: text})] == []


@pytest.fixture
def session(database):
    planted(database)
    return db.scalars(select(Session).where(Session.year == 2026, Session.number == 1)).one()


def told(session, text, *levels):
    made = {
        level: CommuniqueSheet(heading=sheets.heading(session, level), title="Joint communiqué", text=text)
        for level in levels
    }
    return [(one.words, one.rule, one.level) for one in findings(session, made)]


def test_a_lower_edition_names_the_heads_alone(session):
    delegations = sheets.delegations_in_order(session)
    seats = {
        seat.capacity.value: seat.person for one in delegations if one.organisation.is_party for seat in one.ordered()
    }
    head, member = seats["head of delegation"], seats["member"]
    text = f"{head.name} opened, {member.name} spoke."

    assert told(session, text, Level.DELEGATIONS) == []
    for level in (Level.COHOST, Level.PUBLIC):
        assert (member.name, "name of a person", level) in told(session, text, level)
        assert all(head.name not in words for words, _, _ in told(session, text, level))


def test_no_co_host_reads_of_another_and_each_of_itself(session):
    text = "With the Security Policy Institute and the Elsewhere Foundation."
    own, other = "Security Policy Institute", db.scalars(organisations.by_slug("university")).one()

    assert told(session, f"With the {own}.", Level.COHOST) == []
    assert told(session, f"With the {other.long_name}.", Level.COHOST) == [
        (other.long_name, "name of a co-host", Level.COHOST)
    ]
    assert told(session, text, Level.DELEGATIONS) == []


def test_an_edition_without_the_marking_of_its_settings_is_told_of(session):
    house = sheets.house()
    house.marking = "LIMITED"
    sheet = CommuniqueSheet(heading=sheets.heading(session, Level.DELEGATIONS), title="A", text="B")
    bare = replace(sheet, heading=replace(sheet.heading, marking=""))

    assert findings(session, {Level.DELEGATIONS: sheet}) == ()
    assert [one.rule for one in findings(session, {Level.DELEGATIONS: bare})] == ["marking"]


def test_each_edition_is_judged_by_its_own_profile(session):
    house = sheets.house()
    house.designate(Designation.NONE, Designation.OWN, Designation.EU, "")
    text = "The authorities in Kosovo and the state border. Kosovo* alone."

    assert told(session, text, *DOCUMENT_LEVELS) == [
        ("state border", "state border", Level.DELEGATIONS),
        ("Kosovo", "asterisk without a footnote", Level.DELEGATIONS),
        ("authorities in Kosovo", "neutral name", Level.COHOST),
    ]


def test_it_costs_one_statement_whatever_it_knows(session):
    made = {
        level: CommuniqueSheet(heading=sheets.heading(session, level), title="A", text="B") for level in DOCUMENT_LEVELS
    }

    asked = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    findings(session, made)

    assert len(asked) == 1
