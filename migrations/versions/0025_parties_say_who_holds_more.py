"""A Party says of a person that it holds more than its capacity; each part of a session has its own link."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

SAID = ("as_delegate", "in_restricted")
LINKS = ("restricted_link", "open_link")


def upgrade() -> None:
    """Whoever sits in one of the three capacities, seats that stand included, holds the circulated agenda from now on:
    no Party has said otherwise of anybody yet."""
    for name in LINKS:
        op.add_column("sessions", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("participants") as table:
        for name in SAID:
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("word_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("word_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_participants_word_by_id_people"), "people", ["word_by_id"], ["id"])
    for table_name, names in (("sessions", LINKS), ("participants", SAID)):
        with op.batch_alter_table(table_name) as table:
            for name in names:
                table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("participants") as table:
        table.drop_constraint(op.f("fk_participants_word_by_id_people"), type_="foreignkey")
        for name in (*SAID, "word_at", "word_by_id"):
            table.drop_column(name)
    with op.batch_alter_table("sessions") as table:
        for name in LINKS:
            table.drop_column(name)
