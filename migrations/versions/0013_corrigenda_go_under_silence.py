"""Corrigenda know the round that they are under."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("corrigenda") as table:
        table.add_column(sa.Column("circulation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_corrigenda_circulation_id_circulations"), "circulations", ["circulation_id"], ["id"]
        )
        table.create_index(op.f("ix_corrigenda_circulation_id"), ["circulation_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("corrigenda") as table:
        table.drop_index(op.f("ix_corrigenda_circulation_id"))
        table.drop_constraint(op.f("fk_corrigenda_circulation_id_circulations"), type_="foreignkey")
        table.drop_column("circulation_id")
