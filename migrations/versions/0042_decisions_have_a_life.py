"""Decisions have a status and dated moves; one from before is open, with nothing recorded of it."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("progress", sa.String(length=32), nullable=False, server_default="open"))
        table.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("decisions") as table:
        table.alter_column("progress", server_default=None)
        table.alter_column("version", server_default=None)
    op.create_table(
        "decision_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(length=32), nullable=False),
        sa.Column("became", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_moves_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_decision_moves_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_moves")),
    )
    op.create_index(op.f("ix_decision_moves_decision_id"), "decision_moves", ["decision_id"], unique=False)


def downgrade() -> None:
    """What was recorded of decisions is lost; the decisions stay as they are."""
    op.drop_index(op.f("ix_decision_moves_decision_id"), table_name="decision_moves")
    op.drop_table("decision_moves")
    with op.batch_alter_table("decisions") as table:
        for name in ("version", "moved_at", "progress"):
            table.drop_column(name)
