"""Calendars of other scopes, and discreet ones; a new role moves the stamp of its person's entries."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    with op.batch_alter_table("subscriptions") as table:
        table.add_column(sa.Column("topic_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_discreet", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(op.f("fk_subscriptions_topic_id_topics"), "topics", ["topic_id"], ["id"])
        table.create_index(op.f("ix_subscriptions_topic_id"), ["topic_id"], unique=False)
    with op.batch_alter_table("subscriptions") as table:
        table.alter_column("is_discreet", server_default=None)
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("access_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("access_changes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("people") as table:
        table.alter_column("access_changes", server_default=None)


def downgrade() -> None:
    """What a calendar of deadlines or of a topic held, the form before has no word for: its address ends."""
    op.execute("DELETE FROM subscriptions WHERE scope IN ('my deadlines', 'one topic') OR is_discreet")
    with op.batch_alter_table("subscriptions") as table:
        table.drop_index(op.f("ix_subscriptions_topic_id"))
        table.drop_constraint(op.f("fk_subscriptions_topic_id_topics"), type_="foreignkey")
        table.drop_column("is_discreet")
        table.drop_column("topic_id")
    with op.batch_alter_table("people") as table:
        table.drop_column("access_changes")
        table.drop_column("access_at")
