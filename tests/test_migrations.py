"""The migrations on both databases: nothing to head is the models, head to nothing is nothing, no step is half done."""

import datetime as dt
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

import dialogue.domain
from dialogue.db import bind, db
from dialogue.domain import people
from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Base
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Needs, Participant, ParticipantState
from dialogue.domain.followups import DROPPABLE, FollowUp
from dialogue.domain.minutes import Minutes
from dialogue.domain.notices import OF_A_MEETING, Dispatch, Notice, NoticeKind, NoticeState
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionState
from dialogue.domain.tracks import TrackEntry
from dialogue.operations import schema
from dialogue.operations.installation import MIGRATIONS, TREE
from tests import of_old
from tests.of_old import FIRST
from tests.planted import AT, planted

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HALF_WAY = '''
"""A step that fails half-way."""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("people", sa.Column("shoe_size", sa.Integer()))
    op.create_table("shoes", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO shoes (id) VALUES (1)")
    raise RuntimeError("the power went")
'''

for noun in pkgutil.walk_packages(dialogue.domain.__path__, "dialogue.domain."):
    importlib.import_module(noun.name)


def form(engine: Engine) -> dict[str, object]:
    """All that can be told about the tables and triggers of a database, but for the table of Alembic."""
    seen = inspect(engine)
    told = {
        "columns": seen.get_multi_columns(),
        "primary keys": {name: [found] for name, found in seen.get_multi_pk_constraint().items()},
        "foreign keys": seen.get_multi_foreign_keys(),
        "unique": seen.get_multi_unique_constraints(),
        "indexes": seen.get_multi_indexes(),
        "checks": seen.get_multi_check_constraints(),
    }
    return {
        kind: {name: sorted(map(_told, found)) for (_, name), found in by_table.items() if name != "alembic_version"}
        for kind, by_table in told.items()
    } | {"triggers": triggers(engine)}


def _told(one: object) -> str:
    """The condition of an index that holds for some rows is an object; what counts is what it says."""
    if isinstance(one, dict) and one.get("dialect_options"):
        one = one | {"dialect_options": {name: str(said) for name, said in one["dialect_options"].items()}}
    return str(one)


NOTHING = {kind: {} for kind in ("columns", "primary keys", "foreign keys", "unique", "indexes", "checks")} | {
    "triggers": []
}


def triggers(engine: Engine) -> list[str]:
    where = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY sql",
        "postgresql": "SELECT pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger"
        " WHERE NOT tgisinternal ORDER BY 1",
    }
    with engine.connect() as connection:
        return [" ".join(told.split()) for told in connection.scalars(text(where[engine.dialect.name]))]


@pytest.fixture
def empty(database):
    engine = database.empty("empty")
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(database):
    engine = database.another("migrated")
    yield engine
    engine.dispose()


@pytest.fixture
def steps(tmp_path):
    """A copy of our migrations with one more, which fails half-way."""
    copied = Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations"))
    (copied / "versions" / "9999_half_way.py").write_text(HALF_WAY.format(head=schema.head()))
    return copied


@pytest.fixture
def models(database):
    """A database made of the models alone."""
    engine = database.empty("models")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def test_from_nothing_to_head_equals_the_models(empty, models):
    schema.upgrade(empty)

    assert len(Base.metadata.tables) > 10
    assert form(empty) == form(models)


def test_the_first_form_is_the_one_in_which_the_demonstration_of_old_was_kept(database):
    made, kept = database.empty("made"), database.empty("kept")
    schema.upgrade(made, FIRST)
    of_old.load(kept)

    assert form(made) == form(kept)
    assert schema.current(made) == schema.current(kept) == FIRST
    made.dispose()
    kept.dispose()


def test_what_was_brought_over_has_the_form_of_the_models(empty, models):
    of_old.load(empty)

    schema.upgrade(empty)

    assert form(empty) == form(models)


def test_from_head_to_nothing_leaves_nothing(migrated):
    schema.downgrade(migrated)

    assert form(migrated) == NOTHING
    assert schema.current(migrated) == ""


def test_there_is_one_head_and_the_steps_are_numbered_without_a_gap():
    steps = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]

    assert [step.revision for step in steps] == [f"{n:04}" for n in range(int(FIRST), int(FIRST) + len(steps))]
    assert [Path(step.path).name.split("_")[0] for step in steps] == [step.revision for step in steps]
    assert schema.head() == steps[-1].revision


def test_an_interrupted_migration_leaves_no_trace(migrated, steps):
    before = form(migrated)

    with pytest.raises(RuntimeError, match="the power went"):
        schema.upgrade(migrated, steps=steps)

    assert form(migrated) == before
    assert schema.current(migrated) == schema.head()


def test_a_first_migration_that_is_interrupted_leaves_nothing(empty, steps):
    with pytest.raises(RuntimeError, match="the power went"):
        schema.upgrade(empty, steps=steps)

    assert form(empty) == NOTHING


def test_migrating_twice_changes_nothing(migrated):
    before = form(migrated)

    schema.upgrade(migrated)

    assert (form(migrated), schema.current(migrated)) == (before, schema.head())


def test_what_people_are_searched_and_sorted_by_is_folded_as_it_is_now(database):
    planted(database)
    folded = select(Person.id, Person.search_text).order_by(Person.id)
    with database.engine.begin() as connection:
        now = connection.execute(folded).all()
        connection.execute(update(Person).values(search_text="as it was"))

    schema.downgrade(database.engine, "0016")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        assert connection.execute(folded).all() == now


def test_what_waits_is_judged_after_the_step_as_if_it_had_always_said_what_it_is_about(database):
    planted(database)
    # These came after the step.
    since = [NoticeKind.CHANGE, NoticeKind.CONVENED, NoticeKind.INVITED, NoticeKind.UNINVITED, *OF_A_MEETING]
    known = Dispatch.kind.not_in([one.value for one in since])
    about = select(Dispatch.id, Dispatch.about_id).where(known).order_by(Dispatch.id)
    cut = select(Notice.id, Notice.level).join(Notice.dispatch).where(Dispatch.kind == NoticeKind.AGENDA.value)
    with database.engine.begin() as connection:
        before = connection.execute(about).all(), connection.execute(cut.order_by(Notice.id)).all()
        connection.execute(update(Notice).values(state=NoticeState.QUEUED, sent_at=None))
    assert (len({row.about_id for row in before[0]}), len({row.level for row in before[1]})) == (4, 2)

    schema.downgrade(database.engine, "0017")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        assert (connection.execute(about).all(), connection.execute(cut.order_by(Notice.id)).all()) == before


def test_what_people_needed_goes_with_the_session_that_is_closed(database):
    planted(database)
    columns = {"interpretation": "", "access": "Ramp", "said_at": AT}
    with database.engine.begin() as connection:
        seats = select(Participant.id, Session.state).join(Session, Session.id == Participant.session_id)
        found = connection.execute(seats.where(Participant.state == ParticipantState.ACCREDITED)).all()
        connection.execute(delete(Needs))
        connection.execute(insert(Needs), [columns | {"participant_id": one.id} for one in found])
        connection.execute(update(Participant).values(needs_at=AT))
    over = {one.id for one in found if one.state in (SessionState.CLOSED, SessionState.CANCELLED)}
    assert 0 < len(over) < len(found)

    schema.downgrade(database.engine, "0040")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        assert set(connection.scalars(select(Needs.participant_id))) == {one.id for one in found} - over
        assert over.isdisjoint(connection.scalars(select(Participant.id).where(Participant.needs_at.is_not(None))))


def test_addresses_come_into_the_spelling_by_which_they_are_looked_up_and_nobody_becomes_another(database):
    planted(database)
    chair, delegate, outsider = (
        f"{who}.example" for who in ("chair.kosovo@kosovo", "delegate.nato@nato", "outsider@elsewhere")
    )
    before = {
        delegate: "delegate.nato@nato.example;",
        outsider: "outsider@xn--prishtin-01a.example",
        "cohost@institute.example": "chair.kosovo@kosovo.example\xad",
        "cohost@university.example": "no address at all",
    }
    with database.engine.begin() as connection:
        ids = {email: connection.scalar(select(Person.id).where(Person.email == email)) for email in before}
        for email, kept in before.items():
            connection.execute(update(Person).where(Person.id == ids[email]).values(email=kept))

    schema.downgrade(database.engine, "0021")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        now = dict(connection.execute(select(Person.id, Person.email)).all())
        words = dict(connection.execute(select(Person.id, Person.search_text)).all())
    assert [now[ids[email]] for email in before] == [
        delegate,
        "outsider@prishtinë.example",
        "chair.kosovo@kosovo.example\xad",
        "no address at all",
    ]
    assert list(now.values()).count(chair) == 1
    assert "prishtine" in words[ids[outsider]]


WORDS = """
SELECT coalesce(
           (SELECT 'agenda ' || n.id FROM agendas n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'minutes ' || n.id FROM minutes n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'corrigendum ' || n.id FROM corrigenda n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'draft ' || n.id FROM draft_decisions n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'engagement ' || n.id FROM engagements n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'decision ' || n.id FROM decisions n WHERE n.agreement_id = a.agreement_id),
           (SELECT 'follow-up ' || n.id FROM followups n WHERE n.agreement_id = a.agreement_id)) AS thing,
       a.word, a.level, a.party_id, a.text_hash, a.given_by_id, a.given_at, a.name, a.note, a.until, a.settled_at,
       a.ended_at
FROM assents a ORDER BY 1, a.word, a.level, a.id
"""


def all_words(database):
    with database.engine.connect() as connection:
        return [tuple(map(str, row)) for row in connection.execute(text(WORDS))]


def test_what_both_sides_have_said_is_in_one_table_and_back(database):
    """Of every kind of thing and word that the demonstration and these few more have."""
    planted(database)
    bind(database.engine)
    ours, theirs = db.scalars(people.secretaries().order_by(Person.id))
    corrected = db.scalars(select(Minutes).where(Minutes.text_hash != "").order_by(Minutes.id)).first()
    in_doubt, later = db.scalars(select(Decision).order_by(Decision.adopted_at, Decision.id)).all()[:2]
    alive = [one for one in db.scalars(select(FollowUp).order_by(FollowUp.id)) if one.state in DROPPABLE]
    dropped, unwanted = alive[:2]
    assert not in_doubt.supersede(later, by=theirs, at=NOW)
    assert not dropped.drop("Not wanted.", base=dropped.version, by=ours, at=NOW)
    assert not unwanted.drop("Done elsewhere.", base=unwanted.version, by=ours, at=NOW)
    db.flush()
    assert dropped.drop("Nor by us.", base=dropped.version, by=theirs, at=NOW)
    for word in (Word.OPENING, Word.EXTENSION):
        for one in (ours, theirs):
            corrected.agreement.say(word, f"{word} terms", note="Soon.", until=NOW, by=one, at=NOW)
    corrected.agreement.end(Word.OPENING, Word.EXTENSION, at=NOW)
    corrected.agreement.say(Word.EARLY_CLOSE, "terms", by=ours, at=NOW)
    db.commit()
    db.remove()
    before = all_words(database)
    # What ended without effect is lost, and so is what came later: the communiqué, and entries of tracks.
    kept = [row for row in before if row[-1] in ("None", row[-2]) and row[0] != "None"]
    since = {Word.MOVE, Word.CHANGE, Word.NOTED, Word.DEVELOPMENT, Word.CONCLUSIONS}
    assert {row[1] for row in kept} >= set(Word) - {Word.CLOSING_EARLY, Word.SHORT_NOTICE} - since

    schema.downgrade(database.engine, "0025")
    schema.upgrade(database.engine)

    assert all_words(database) == kept != before
    bind(database.engine)
    again = db.get_one(Decision, in_doubt.id)
    assert (again.successor.id, again.successor_of.id) == (later.id, theirs.organisation_id)
    made = Agreement()
    db.add(made)
    db.flush()  # its id is one that no other has
    db.remove()


def test_words_of_the_old_form_come_over_each_with_who_when_and_to_what(database):
    planted(database)
    schema.downgrade(database.engine, "0025")
    with database.engine.begin() as connection:
        for table in ("minutes_sign_offs", "minutes_approvals", "agenda_assents"):
            connection.execute(text(f"DELETE FROM {table}"))
        minutes, agenda = (connection.scalar(text(f"SELECT min(id) FROM {table}")) for table in ("minutes", "agendas"))
        sides = connection.execute(
            text("SELECT organisation_id, id FROM people WHERE standing = 'secretary' ORDER BY id")
        ).all()
        said = {"on": minutes, "agenda": agenda, "at": "2026-11-20 09:00:00+00:00", "then": "2026-11-21 09:00:00+00:00"}
        (a, ours), (b, theirs) = sides
        said |= {"a": a, "ours": ours, "b": b, "theirs": theirs}
        for statement in OLD_WORDS:
            connection.execute(text(statement), said)

    schema.upgrade(database.engine)

    when, then = "2026-11-20 09:00:00", "2026-11-21 09:00:00"
    told = [row for row in all_words(database) if row[0] in (f"minutes {minutes}", f"agenda {agenda}")]
    found = [
        (*row[:2], *row[3:6], row[6][:19], *row[7:9], *(one[:19] for one in row[9:]))
        for row in told
        if row[1] != "release" and (row[1] != "sign-off" or row[0].startswith("minutes"))
    ]
    on, a, ours, b, theirs = f"minutes {minutes}", str(a), str(ours), str(b), str(theirs)
    assert found == [
        (f"agenda {agenda}", "adoption", a, "", ours, when, "The head", "As amended", *NEVER),
        (on, "approval", b, "t", theirs, when, "", "", *NEVER),
        (on, "early close", a, "e", ours, when, "", "", *NEVER),
        (on, "opening", a, "p", ours, when, "", "Near.", then, then, then),
        (on, "opening", b, "p", theirs, then, "", "", then, then, then),
        (on, "sign-off", a, "t", ours, when, "", "NATO 1", "None", then, "None"),
        (on, "sign-off", b, "t", theirs, then, "", "", "None", then, "None"),
        (on, "sign-off", b, "u", theirs, then, "", "", *NEVER),
    ]


NEVER = ("None", "None", "None")
_SIGNED = "INSERT INTO minutes_sign_offs (minutes_id, party_id, signed_by_id, signed_at, text_hash, word, note"
_PERIOD = f"{_SIGNED}, step, until, settled_at) VALUES"
_APPROVED = "INSERT INTO minutes_approvals (minutes_id, party_id, given_by_id, given_at, text_hash)"
_ADOPTED = 'INSERT INTO agenda_assents (agenda_id, party_id, recorded_by_id, given_at, "to", given_by, reason)'
OLD_WORDS = (
    f"{_SIGNED}) VALUES (:on, :a, :ours, :at, 't', 'sign-off', 'NATO 1')",
    f"{_SIGNED}) VALUES (:on, :b, :theirs, :then, 't', 'sign-off', '')",
    f"{_SIGNED}) VALUES (:on, :b, :theirs, :then, 'u', 'sign-off', '')",
    f"{_PERIOD} (:on, :a, :ours, :at, 'p', 'period', 'Near.', 'opening', :then, :then)",
    f"{_PERIOD} (:on, :b, :theirs, :then, 'p', 'period', '', 'opening', :then, :then)",
    f"{_SIGNED}, step) VALUES (:on, :a, :ours, :at, 'e', 'period', '', 'early close')",
    f"{_APPROVED} VALUES (:on, :b, :theirs, :at, 't')",
    f"{_ADOPTED} VALUES (:agenda, :a, :ours, :at, 'adoption', 'The head', 'As amended')",
)


def test_the_program_of_a_checkout_finds_every_noun(migrated):
    """`alembic` imports the nouns one after the other, from the first of the alphabet on."""
    there = os.environ | {"DIALOGUE_DATABASE_URL": migrated.url.render_as_string(hide_password=False)}
    asked = [sys.executable, "-m", "alembic", "current"]

    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=TREE, env=there)

    assert done.stdout == f"{schema.head()} (head)\n"


def test_foreign_keys_are_enforced_again_after_a_migration(empty):
    schema.upgrade(empty)

    with pytest.raises(IntegrityError), empty.begin() as connection:
        connection.execute(
            text("INSERT INTO form_keys (digest, person_id, action, body, at) VALUES ('', 7, '', '', :at)"),
            {"at": "2026-11-23 12:00:00"},
        )


def test_entries_of_tracks_began_on_the_day_that_the_log_has(database):
    planted(database)
    began = {one.id: one.began_on for one in db.scalars(select(TrackEntry))}
    assert len(set(began.values())) > 5
    db.remove()

    schema.downgrade(database.engine, "0046")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        assert dict(connection.execute(select(TrackEntry.id, TrackEntry.began_on)).all()) == began


def test_claims_that_stood_in_one_field_are_the_first_point_of_their_statement(database):
    planted(database)
    where = (TrackEntry.track_slug == "public-communication", TrackEntry.number == 1)
    told = [one.text for one in db.scalars(select(TrackEntry).where(*where)).one().points]
    assert len(told) == 2
    db.remove()

    schema.downgrade(database.engine, "0055")
    with database.engine.begin() as connection:
        (kept,) = connection.execute(select(TrackEntry.id).where(*where)).scalars()
        there = connection.execute(
            text("SELECT value FROM track_values WHERE key='claims' AND entry_id=:id"), {"id": kept}
        )
        assert there.scalars().all() == told[:1]
        new = "INSERT INTO track_values (entry_id, key, value) VALUES (:id, 'channel', 'yes')"
        connection.execute(text(new), {"id": kept})
    schema.upgrade(database.engine)

    points = db.scalars(select(TrackEntry).where(*where)).one().points
    assert [(one.text, one.answer, one.reported) for one in points] == [(told[0], "", "yes")]
    assert {"claims", "channel"}.isdisjoint(points[0].entry.values)
