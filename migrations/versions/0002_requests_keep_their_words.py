"""Requests for items keep the words of the side that asked, beside those of the draft."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("agenda_items", sa.Column("asked_title", sa.Text(), nullable=True))
    op.add_column("agenda_items", sa.Column("asked_text", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("agenda_items", "asked_text")
    op.drop_column("agenda_items", "asked_title")
