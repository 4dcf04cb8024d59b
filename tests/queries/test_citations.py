"""Where an entry of the development log is cited: on agendas that went out, and on drafts for the secretaries alone."""

import pytest
from sqlalchemy import select

from dialogue.domain.agenda import Agenda
from dialogue.domain.developments import Development
from dialogue.queries.citations import cited
from tests import planted


@pytest.fixture
def world(database):
    return planted.planted(database)


@pytest.fixture
def entry(db, world):
    """Cited under an item of the next session's agenda, which went out."""
    return db.scalars(select(Development).where(Development.number == 3)).one()


def test_an_agenda_that_went_out_is_named_to_every_reader(entry):
    for who in ("delegate", "secretary"):
        found = cited(planted.standing(who), entry)
        assert [(one.session.ref, one.title) for one in found.appearances] == [
            ("2027-1", "Hybrid threats: exchange on recent developments")
        ]
        assert found.drafts == []


def test_a_draft_is_named_to_the_secretaries_alone(db, entry):
    for revision in db.scalars(select(Agenda).where(Agenda.session.has(year=2027, number=1))).one().revisions:
        revision.circulated_at = None
    db.flush()

    assert [one.session.ref for one in cited(planted.standing("secretary"), entry).drafts] == ["2027-1"]
    assert cited(planted.standing("delegate"), entry).drafts == []


def test_what_is_cited_nowhere_says_so(db, world):
    other = db.scalars(select(Development).where(Development.number == 6)).one()

    assert cited(planted.standing("secretary"), other).appearances == ()
