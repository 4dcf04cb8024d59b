"""Which footnote stands at the first mention of the designated name, edition by edition."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
EDITIONS = ("designation", "designation_cohost", "designation_public")


def upgrade() -> None:
    with op.batch_alter_table("settings") as table:
        for name in EDITIONS:
            table.add_column(sa.Column(name, sa.String(32), nullable=False, server_default="neutral-nato"))
        table.add_column(sa.Column("designation_words", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("settings") as table:
        for name in (*EDITIONS, "designation_words"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("settings") as table:
        for name in ("designation_words", *reversed(EDITIONS)):
            table.drop_column(name)
