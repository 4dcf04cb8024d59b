"""An item of minutes says who was not in the room."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Nobody has said so yet of anybody: minutes stay as they are."""
    with op.batch_alter_table("minutes_items") as table:
        table.add_column(sa.Column("away", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("minutes_items") as table:
        table.alter_column("away", server_default=None)


def downgrade() -> None:
    """What was recorded is lost."""
    with op.batch_alter_table("minutes_items") as table:
        table.drop_column("away")
