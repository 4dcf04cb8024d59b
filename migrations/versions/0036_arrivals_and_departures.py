"""Who came after the beginning of a session, or left before its end, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

HOURS = ("arrived", "left")


def upgrade() -> None:
    """Nobody has said so yet of anybody: minutes stay as they are."""
    with op.batch_alter_table("participants") as table:
        for name in HOURS:
            table.add_column(sa.Column(name, sa.DateTime(), nullable=True))


def downgrade() -> None:
    """What was recorded is lost."""
    with op.batch_alter_table("participants") as table:
        for name in HOURS:
            table.drop_column(name)
