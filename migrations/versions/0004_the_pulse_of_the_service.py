"""The pulse of the service: a beat a minute, and the backups that were put back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "beats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("monotonic", sa.Double(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("previous_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jumped", sa.Double(), nullable=False),
        sa.Column("irregular", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beats")),
    )
    op.create_index(op.f("ix_beats_at"), "beats", ["at"], unique=False)
    op.create_index(op.f("ix_beats_irregular"), "beats", ["irregular"], unique=False)
    op.create_table(
        "restores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("backup_made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restores")),
    )


def downgrade() -> None:
    op.drop_table("restores")
    op.drop_index(op.f("ix_beats_irregular"), table_name="beats")
    op.drop_index(op.f("ix_beats_at"), table_name="beats")
    op.drop_table("beats")
