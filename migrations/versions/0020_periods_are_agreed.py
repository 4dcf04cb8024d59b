"""Both secretaries agree on the period for comments as they sign off a text; bare items are commented."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    with op.batch_alter_table("minutes_sign_offs") as table:
        table.add_column(sa.Column("word", sa.String(length=32), nullable=False, server_default="sign-off"))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("step", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("minutes_sign_offs") as table:
        table.alter_column("word", server_default=None)
        table.alter_column("note", server_default=None)
    with op.batch_alter_table("minutes_comments") as table:
        table.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_minutes_comments_item_id_minutes_items", "minutes_items", ["item_id"], ["id"])
        table.create_index("ix_minutes_comments_item_id", ["item_id"])


def downgrade() -> None:
    """A comment on an item stays, and says of which paragraph it is no longer: 0."""
    with op.batch_alter_table("minutes_comments") as table:
        table.drop_index("ix_minutes_comments_item_id")
        table.drop_constraint("fk_minutes_comments_item_id_minutes_items", type_="foreignkey")
        table.drop_column("item_id")
    op.execute("DELETE FROM minutes_sign_offs WHERE word <> 'sign-off'")
    with op.batch_alter_table("minutes_sign_offs") as table:
        for name in ("settled_at", "until", "step", "note", "word"):
            table.drop_column(name)
