"""Who was told by another way what a mail did not bring, by whom and how."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

FAILED = ("refused_at", "bounced_at")


def upgrade() -> None:
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        notices.add_column(sa.Column("told_by_id", sa.Integer(), nullable=True))
        notices.add_column(sa.Column("told_how", sa.Text(), nullable=False, server_default=""))
        notices.create_foreign_key(op.f("fk_notices_told_by_id_people"), "people", ["told_by_id"], ["id"])
    with op.batch_alter_table("notices") as notices:
        notices.alter_column("told_how", server_default=None)
        for column in FAILED:
            notices.create_index(op.f(f"ix_notices_{column}"), [column], unique=False)


def downgrade() -> None:
    """What was told by another way is lost."""
    with op.batch_alter_table("notices") as notices:
        for column in FAILED:
            notices.drop_index(op.f(f"ix_notices_{column}"))
        notices.drop_constraint(op.f("fk_notices_told_by_id_people"), type_="foreignkey")
        for column in ("told_how", "told_by_id", "told_at"):
            notices.drop_column(column)
