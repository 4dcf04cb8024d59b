"""Lines of an agenda without a number: a break, a meal, a photo. What stands on one today has a number."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    with op.batch_alter_table("agenda_items") as table:
        table.add_column(sa.Column("numbered", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("agenda_items") as table:
        table.alter_column("numbered", server_default=None)


def downgrade() -> None:
    """The lines without a number are lost: nothing could tell them from items."""
    op.execute(sa.text("DELETE FROM agenda_items WHERE NOT numbered"))
    with op.batch_alter_table("agenda_items") as table:
        table.drop_column("numbered")
