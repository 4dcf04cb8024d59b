"""Operational conclusions are drafted with the agenda, with every wording and comment; an action of minutes knows from
which it was taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

NAMED = {
    "agenda_id": "agendas",
    "session_id": "sessions",
    "party_id": "organisations",
    "owner_id": "organisations",
    "state_by_id": "people",
}
WRITTEN = {"conclusion_id": "conclusions", "owner_id": "organisations", "written_by_id": "people"}
SAID = {"conclusion_id": "conclusions", "written_by_id": "people"}
INDEXED = (
    ("conclusions", "session_id"),
    ("conclusion_wordings", "conclusion_id"),
    ("conclusion_comments", "conclusion_id"),
)
FROM = "fk_paragraphs_conclusion_id_conclusions"


def _keys(table: str, to: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}_{of}")) for key, of in to.items()]


def _whole(table: str, to: dict[str, str], *columns: sa.Column[object]) -> None:
    keys = [sa.Column(key, sa.Integer(), nullable=False) for key in to]
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *keys,
        *columns,
        *_keys(table, to),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "conclusions",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(key, sa.Integer(), nullable=False) for key in NAMED),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", moment, nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("conclusions", NAMED),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusions")),
        sa.UniqueConstraint("agenda_id", "number", name=op.f("uq_conclusions_agenda_id_number")),
    )
    _whole(
        "conclusion_wordings",
        WRITTEN,
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_at", moment, nullable=False),
        sa.Column("in_room", sa.Boolean(), nullable=False),
    )
    _whole(
        "conclusion_comments",
        SAID,
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", moment, nullable=False),
    )
    for name, column in INDEXED:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
    with op.batch_alter_table("paragraphs") as table:
        table.add_column(sa.Column("conclusion_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(FROM), "conclusions", ["conclusion_id"], ["id"])
    op.create_index(op.f("ix_paragraphs_conclusion_id"), "paragraphs", ["conclusion_id"], unique=False)


def downgrade() -> None:
    """That an action was taken over from a draft is lost; the action stays."""
    op.drop_index(op.f("ix_paragraphs_conclusion_id"), table_name="paragraphs")
    with op.batch_alter_table("paragraphs") as table:
        table.drop_constraint(op.f(FROM), type_="foreignkey")
        table.drop_column("conclusion_id")
    for named, column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_{named}_{column}"), table_name=named)
    for name in ("conclusion_comments", "conclusion_wordings", "conclusions"):
        op.drop_table(name)
