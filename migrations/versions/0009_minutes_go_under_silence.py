"""Minutes know the round that they are under, and a round keeps the text that it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


TEXT = ("text_kind", "text_key", "text_kept")


def upgrade() -> None:
    with op.batch_alter_table("circulations") as table:
        for column in TEXT:
            table.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("circulations") as table:
        for column in TEXT:
            table.alter_column(column, existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("minutes") as table:
        table.add_column(sa.Column("circulation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_minutes_circulation_id_circulations"), "circulations", ["circulation_id"], ["id"]
        )
        table.create_index(op.f("ix_minutes_circulation_id"), ["circulation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("minutes") as table:
        table.drop_index(op.f("ix_minutes_circulation_id"))
        table.drop_constraint(op.f("fk_minutes_circulation_id_circulations"), type_="foreignkey")
        table.drop_column("circulation_id")
    with op.batch_alter_table("circulations") as table:
        for column in reversed(TEXT):
            table.drop_column(column)
