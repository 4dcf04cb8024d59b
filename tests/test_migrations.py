"""The migrations on both databases: nothing to head is the models, head to nothing is nothing, no step is half done."""

import datetime as dt
import importlib
import pkgutil
import shutil
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

import dialogue.domain
from dialogue.domain.base import Base
from dialogue.domain.notices import Dispatch, Kind, Notice
from dialogue.domain.notices import State as NoticeState
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.people import Person
from dialogue.domain.silence import Circulation, Issue
from dialogue.domain.working_days import Recorded
from dialogue.operations import schema
from dialogue.operations.installation import MIGRATIONS
from tests.planted import planted

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


def test_from_head_to_nothing_leaves_nothing(empty):
    schema.upgrade(empty)

    schema.downgrade(empty)

    assert form(empty) == NOTHING
    assert schema.current(empty) == ""


def test_there_is_one_head_and_the_steps_are_numbered_without_a_gap():
    steps = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())[::-1]

    assert [step.revision for step in steps] == [f"{n:04}" for n in range(1, len(steps) + 1)]
    assert [Path(step.path).name.split("_")[0] for step in steps] == [step.revision for step in steps]
    assert schema.head() == steps[-1].revision


def test_an_interrupted_migration_leaves_no_trace(empty, steps):
    schema.upgrade(empty)
    before = form(empty)

    with pytest.raises(RuntimeError, match="the power went"):
        schema.upgrade(empty, steps=steps)

    assert form(empty) == before
    assert schema.current(empty) == schema.head()


def test_a_first_migration_that_is_interrupted_leaves_nothing(empty, steps):
    with pytest.raises(RuntimeError, match="the power went"):
        schema.upgrade(empty, steps=steps)

    assert form(empty) == NOTHING


def test_migrating_twice_changes_nothing(empty):
    schema.upgrade(empty)

    schema.upgrade(empty)

    assert schema.current(empty) == schema.head()


def test_a_round_that_was_issued_before_days_off_were_written_down_gets_those_of_both_capitals(database):
    planted(database)
    over_the_years = {
        "issued_at": dt.datetime(2026, 12, 21, 9, tzinfo=dt.UTC),
        "expires_at": dt.datetime(2027, 1, 8, 9, tzinfo=dt.UTC),
    }
    with database.engine.begin() as connection:
        connection.execute(update(Issue).values(over_the_years))

    schema.downgrade(database.engine, "0013")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        written = set(connection.scalars(select(Issue.days_off)))
    (days,) = (Recorded.read(one) for one in written)
    assert [on for on in range(22, 32) if not days.works(dt.date(2026, 12, on))] == [25, 26, 27]
    assert [on for on in range(1, 9) if not days.works(dt.date(2027, 1, on))] == [1, 2, 3, 4, 7]


def test_what_labels_said_of_the_round_that_made_a_file_void_is_a_column_and_back(database):
    planted(database)
    said = select(ReleasedFile.kind, ReleasedFile.label, ReleasedFile.level, ReleasedFile.id).order_by(ReleasedFile.id)
    with database.engine.begin() as connection:
        before = connection.execute(said).all()
        round_id = connection.scalar(select(func.min(Circulation.id)))
        void = [row.id for row in before if row.kind in ("minutes", "corrigendum")]
        connection.execute(update(ReleasedFile).where(ReleasedFile.id.in_(void)).values(void_round_id=round_id))

    schema.downgrade(database.engine, "0014")
    with database.engine.connect() as connection:
        labels = [label for (label,) in connection.execute(select(ReleasedFile.label).order_by(ReleasedFile.id))]
    schema.upgrade(database.engine)

    assert labels == [f"{row.label} void SP/{round_id}".strip() if row.id in void else row.label for row in before]
    with database.engine.connect() as connection:
        assert connection.execute(said).all() == before
        made_void = select(ReleasedFile.id).where(ReleasedFile.void_round_id == round_id).order_by(ReleasedFile.id)
        assert list(connection.scalars(made_void)) == void


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
    about = select(Dispatch.id, Dispatch.about_id).order_by(Dispatch.id)
    cut = select(Notice.id, Notice.level).join(Notice.dispatch).where(Dispatch.kind == Kind.AGENDA.value)
    with database.engine.begin() as connection:
        before = connection.execute(about).all(), connection.execute(cut.order_by(Notice.id)).all()
        connection.execute(update(Notice).values(state=NoticeState.QUEUED, sent_at=None))
    assert len({row.about_id for row in before[0]}) == len({row.level for row in before[1]}) + 1 == 4

    schema.downgrade(database.engine, "0017")
    schema.upgrade(database.engine)

    with database.engine.connect() as connection:
        assert (connection.execute(about).all(), connection.execute(cut.order_by(Notice.id)).all()) == before


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


def test_foreign_keys_are_enforced_again_after_a_migration(empty):
    schema.upgrade(empty)

    with pytest.raises(IntegrityError), empty.begin() as connection:
        connection.execute(
            text("INSERT INTO form_keys (digest, person_id, action, body, at) VALUES ('', 7, '', '', :at)"),
            {"at": "2026-11-23 12:00:00"},
        )
