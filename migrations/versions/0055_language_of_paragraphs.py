"""In which language a paragraph of minutes is written."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    with op.batch_alter_table("paragraphs") as table:
        table.add_column(sa.Column("language", sa.String(32), nullable=False, server_default="of the paper"))
    with op.batch_alter_table("paragraphs") as table:
        table.alter_column("language", server_default=None)


def downgrade() -> None:
    """Which paragraphs were in another language is lost; their words stay."""
    with op.batch_alter_table("paragraphs") as table:
        table.drop_column("language")
