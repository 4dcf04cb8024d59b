"""Public papers have a marking of their own, which is none unless somebody enters one."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("settings") as table:
        table.add_column(sa.Column("public_marking", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("settings") as table:
        table.alter_column("public_marking", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("settings") as table:
        table.drop_column("public_marking")
