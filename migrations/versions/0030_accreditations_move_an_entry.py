"""A seat says when it last gave or took its person's access: that person's calendar entry has changed then."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """An accredited seat has given access once; one that was withdrawn may have given and taken it."""
    with op.batch_alter_table("participants") as table:
        table.add_column(sa.Column("access_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("access_changes", sa.Integer(), nullable=False, server_default="0"))
    for state, changes in (("accredited", 1), ("withdrawn", 2)):
        op.execute(f"UPDATE participants SET access_at = state_at, access_changes = {changes} WHERE state = '{state}'")
    with op.batch_alter_table("participants") as table:
        table.alter_column("access_changes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("participants") as table:
        table.drop_column("access_changes")
        table.drop_column("access_at")
