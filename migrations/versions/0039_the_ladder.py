"""Rungs of the ladder are moved and done by a secretary's word; a session keeps from which day it was moved."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "rung_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_rung_entries_session_id_sessions")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_rung_entries_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rung_entries")),
        sa.UniqueConstraint("session_id", "rung", "number", name=op.f("uq_rung_entries_session_id_rung_number")),
    )
    op.add_column("sessions", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sessions", sa.Column("moved_from", sa.Date(), nullable=True))
    op.add_column("sessions", sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("sessions") as table:
        table.alter_column("moves", server_default=None)


def downgrade() -> None:
    """What was said of the rungs is lost: they fall back to the days that are counted."""
    with op.batch_alter_table("sessions") as table:
        for name in ("moves", "moved_from", "moved_at"):
            table.drop_column(name)
    op.drop_table("rung_entries")
