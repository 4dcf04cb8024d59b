"""A note on a follow-up may say at the closing of which session it was carried over, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
KEY = "fk_followup_updates_over_id_sessions"


def upgrade() -> None:
    with op.batch_alter_table("followup_updates") as table:
        table.add_column(sa.Column("over_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(KEY), "sessions", ["over_id"], ["id"])


def downgrade() -> None:
    """That a note said why it was carried is lost; the note stays."""
    with op.batch_alter_table("followup_updates") as table:
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_column("over_id")
