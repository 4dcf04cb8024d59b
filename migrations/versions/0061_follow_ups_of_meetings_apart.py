"""Follow-ups of a compartment that come from a meeting of it."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    with op.batch_alter_table("track_followups") as table:
        table.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_track_followups_meeting_id_meetings"), "meetings", ["meeting_id"], ["id"])
        table.create_index(op.f("ix_track_followups_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    """That a follow-up came from a meeting is lost."""
    with op.batch_alter_table("track_followups") as table:
        table.drop_index(op.f("ix_track_followups_meeting_id"))
        table.drop_constraint(op.f("fk_track_followups_meeting_id_meetings"), type_="foreignkey")
        table.drop_column("meeting_id")
