"""What a statement claims stands point by point, each with its evidence and whether it was reported.

What stood in one field becomes the first point of its entry, without evidence of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

CARRY = """
INSERT INTO track_points (entry_id, number, text, answer, outcome, reported, edited_by_id, edited_at, version)
SELECT entry.id, 1, claim.value, '', '', COALESCE(channel.value, ''), entry.edited_by_id, entry.edited_at, 1
FROM track_values AS claim JOIN track_entries AS entry ON entry.id = claim.entry_id
LEFT JOIN track_values AS channel ON channel.entry_id = entry.id AND channel.key = 'channel'
WHERE claim.key = 'claims' AND entry.track_slug = 'public-communication'
"""
CARRY_BACK = """
INSERT INTO track_values (entry_id, key, value)
SELECT point.entry_id, 'claims', point.text
FROM track_points AS point JOIN track_entries AS entry ON entry.id = point.entry_id
WHERE entry.track_slug = 'public-communication' AND point.number = 1
"""
OURS = "(SELECT id FROM track_entries WHERE track_slug = 'public-communication')"


def upgrade() -> None:
    with op.batch_alter_table("track_points") as points:
        points.add_column(sa.Column("reported", sa.Text(), nullable=False, server_default=""))
    op.execute(CARRY)
    op.execute(f"DELETE FROM track_values WHERE key IN ('claims', 'channel') AND entry_id IN {OURS}")
    with op.batch_alter_table("track_points") as points:
        points.alter_column("reported", server_default=None)


def downgrade() -> None:
    """What stands beside the first claim is lost: there was no place for it."""
    op.execute(CARRY_BACK)
    linked = f"(SELECT id FROM track_points WHERE entry_id IN {OURS})"
    op.execute(f"UPDATE track_placements SET point_id = NULL WHERE point_id IN {linked}")
    op.execute(f"DELETE FROM track_points WHERE entry_id IN {OURS}")
    with op.batch_alter_table("track_points") as points:
        points.drop_column("reported")
