"""Tracks of cooperation have entries, with fields, dated moves, points, places on agendas, and lists of people."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=null)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _table(name: str, *columns: sa.Column[Any], to: dict[str, str], once: Sequence[tuple[str, ...]] = ()) -> None:
    """A table with its id, its keys `to` other tables and what stands once in it."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{name}_{key}_{of}")) for key, of in to.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(sa.UniqueConstraint(*one, name=op.f(f"uq_{name}_{'_'.join(one)}")) for one in once),
    )


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    _table(
        "track_entries",
        _text("track_slug"),
        _number("number"),
        _number("owner_id"),
        _number("agreement_id", null=True),
        _number("edited_by_id"),
        _text("title"),
        _text("text"),
        _text("next_step"),
        sa.Column("level", sa.String(length=32), nullable=False),
        _text("stage_name"),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("edited_at", moment, nullable=False),
        _number("version"),
        to={"owner_id": "organisations", "agreement_id": "agreements", "edited_by_id": "people"},
        once=[("track_slug", "number"), ("agreement_id",)],
    )
    _table(
        "track_values",
        _number("entry_id"),
        _text("key"),
        _text("value"),
        to={"entry_id": "track_entries"},
        once=[("entry_id", "key")],
    )
    _table(
        "track_moves",
        _number("entry_id"),
        _number("made_by_id"),
        _text("was"),
        _text("became"),
        _text("wanted"),
        _text("note"),
        _text("evidence"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        to={"entry_id": "track_entries", "made_by_id": "people"},
    )
    _table(
        "track_points",
        _number("entry_id"),
        _number("edited_by_id"),
        _number("number"),
        _text("text"),
        _text("answer"),
        sa.Column("answered_on", sa.Date(), nullable=True),
        _text("outcome"),
        sa.Column("edited_at", moment, nullable=False),
        _number("version"),
        to={"entry_id": "track_entries", "edited_by_id": "people"},
        once=[("entry_id", "number")],
    )
    _table(
        "track_placements",
        _number("entry_id"),
        _number("session_id"),
        _number("placed_by_id"),
        _text("item_key"),
        sa.Column("placed_at", moment, nullable=False),
        to={"entry_id": "track_entries", "session_id": "sessions", "placed_by_id": "people"},
        once=[("entry_id", "item_key")],
    )
    _table(
        "track_members",
        _text("track_slug"),
        _number("person_id"),
        _number("party_id"),
        _number("added_by_id", null=True),
        _number("ended_by_id", null=True),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        to={"person_id": "people", "party_id": "organisations", "added_by_id": "people", "ended_by_id": "people"},
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


INDEXED = (
    ("track_moves", "entry_id"),
    ("track_placements", "entry_id"),
    ("track_placements", "item_key"),
    ("track_members", "person_id"),
)
TABLES = ("track_members", "track_placements", "track_points", "track_moves", "track_values", "track_entries")
SAID = "SELECT agreement_id FROM track_entries WHERE agreement_id IS NOT NULL"


def downgrade() -> None:
    """The register is lost; items that came from it stay on their agendas."""
    op.execute(f"DELETE FROM assents WHERE agreement_id IN ({SAID})")
    for table, column in INDEXED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in TABLES:
        op.drop_table(table)
