"""Papers written by the command are, byte for byte, those that the pages give."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dialogue import cli
from dialogue.actions import exports
from dialogue.db import bind
from dialogue.domain import sessions
from dialogue.domain.base import Refused
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.papers import ReleasedFile
from tests.planted import AT, REFS, planted


@pytest.fixture
def world(database):
    return planted(database)


@pytest.fixture
def secretary(world, app):
    return world.browser(app, "secretary")


def session_of(db, when):
    return db.scalars(sessions.by_ref(REFS[when])).one()


@pytest.mark.parametrize("level", DOCUMENT_LEVELS)
@pytest.mark.parametrize("when", ["before last", "last"])
def test_exported_minutes_are_the_download(secretary, db, when, level):
    taken = secretary.get(f"/sessions/{REFS[when]}/minutes.docx?edition={level}")

    made = exports.minutes(session_of(db, when), level)

    assert (taken.status_code, made) == (200, taken.data)


def test_the_exported_review_is_the_download(world, app, db):
    taken = world.browser(app, "chair").get(f"/sessions/{REFS['next']}/review.docx")

    made = exports.review(session_of(db, "next"), Level.DELEGATIONS, at=AT)

    assert (taken.status_code, made) == (200, taken.data)


def test_before_a_release_the_review_is_exported_as_it_stands_without_what_is_on_a_draft(world, app, db):
    session = session_of(db, "after next")
    taken = world.browser(app, "secretary").get(f"/sessions/{session.ref}/review.docx")

    made = exports.review(session, Level.DELEGATIONS, at=AT)

    assert (taken.status_code, made) == (200, taken.data)


def test_a_review_of_another_edition_or_of_a_release_that_there_is_not_is_refused(world, db):
    for level, rev, told in (
        (Level.PUBLIC, None, "A review sheet is for the delegations alone."),
        (Level.DELEGATIONS, 99, "Session HLD/2027/1 has no such review sheet."),
    ):
        with pytest.raises(Refused) as no:
            exports.review(session_of(db, "next"), level, rev, at=AT)
        assert str(no.value) == told


@pytest.mark.parametrize("level", DOCUMENT_LEVELS)
def test_an_exported_release_of_the_agenda_is_the_download(secretary, db, level):
    taken = secretary.get(f"/sessions/{REFS['next']}/agenda.docx?rev=1&edition={level}")

    made = exports.agenda(session_of(db, "next"), level, 1)

    assert (taken.status_code, made) == (200, taken.data)


def test_the_exported_agenda_is_the_circulated_one_unless_another_is_asked_for(world, db):
    session = session_of(db, "next")
    kept = select(ReleasedFile).where(ReleasedFile.session_id == session.id, ReleasedFile.level == Level.PUBLIC)
    last = db.scalars(kept.order_by(ReleasedFile.id.desc())).first()

    assert exports.agenda(session, Level.PUBLIC) == last.content


def test_the_exported_tracker_is_the_download(secretary, db):
    taken = secretary.get("/follow-ups.docx")

    made = exports.tracker(at=AT)

    assert (taken.status_code, made) == (200, taken.data)


@pytest.mark.parametrize("level", DOCUMENT_LEVELS)
def test_the_exported_participants_are_the_download(secretary, db, level):
    taken = secretary.get(f"/sessions/{REFS['next']}/participants.docx?edition={level}")

    made = exports.participants(session_of(db, "next"), level)

    assert (taken.status_code, made) == (200, taken.data)


def test_what_is_not_there_is_refused(world, db):
    tentative = session_of(db, "after next")

    with pytest.raises(Refused, match="no minutes yet"):
        exports.minutes(tentative, Level.DELEGATIONS)
    with pytest.raises(Refused, match="no REV 99"):
        exports.agenda(session_of(db, "next"), Level.DELEGATIONS, 99)


def test_the_command_writes_the_file(world, database, db, data_dir, tmp_path):
    target, settings = tmp_path / "m.docx", {"DIALOGUE_DATABASE_URL": database.url, "DIALOGUE_DATA_DIR": str(data_dir)}
    expected = exports.minutes(session_of(db, "before last"), Level.COHOST)
    db.remove()

    typed = ["export", "minutes", REFS["before last"], "--edition", "cohost", "-o", str(target)]
    done = CliRunner().invoke(cli.dialogue, typed, env=settings, catch_exceptions=False)
    bind(database.engine)

    assert (done.exit_code, done.output) == (0, "")
    assert target.read_bytes() == expected


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (["minutes", "1999-1"], 1),
        (["minutes"], 2),
        (["tracker", "2026-1"], 2),
        (["minutes", "2026-1", "--rev", "1"], 2),
    ],
)
def test_a_paper_that_cannot_be_leaves_no_file(database, data_dir, tmp_path, typed, status):
    target, settings = tmp_path / "m.docx", {"DIALOGUE_DATABASE_URL": database.url, "DIALOGUE_DATA_DIR": str(data_dir)}

    done = CliRunner().invoke(cli.dialogue, ["export", *typed, "-o", str(target)], env=settings)
    bind(database.engine)

    assert (done.exit_code, target.exists()) == (status, False)
