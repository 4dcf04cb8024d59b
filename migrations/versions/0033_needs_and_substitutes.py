"""Whoever is invited says what it needs, for the secretariat alone; and with regrets, who comes instead."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("needs_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("answers") as table:
        table.add_column(sa.Column("substitute", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("answers") as table:
        table.alter_column("substitute", server_default=None)
    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("interpretation", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_needs_participant_id_participants")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_needs_participant_id")),
    )


def downgrade() -> None:
    """What was said is lost."""
    op.drop_table("needs")
    with op.batch_alter_table("answers") as table:
        table.drop_column("substitute")
    with op.batch_alter_table("participants") as table:
        table.drop_column("needs_at")
