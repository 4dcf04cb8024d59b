"""That a secretary let words stand before a text was signed off or went out."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    op.create_table(
        "let_stand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("findings_kept", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_let_stand_session_id_sessions"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_let_stand_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_let_stand"),
    )
    op.create_index("ix_let_stand_session_id", "let_stand", ["session_id"])
    with op.batch_alter_table("settings") as table:
        table.add_column(sa.Column("designation_every", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("settings") as table:
        table.alter_column("designation_every", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("settings") as table:
        table.drop_column("designation_every")
    op.drop_index("ix_let_stand_session_id", "let_stand")
    op.drop_table("let_stand")
