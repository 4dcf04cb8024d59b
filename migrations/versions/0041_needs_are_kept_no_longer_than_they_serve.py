"""What people need is not kept of sessions that are closed or cancelled: there is nothing left to arrange."""

from alembic import op

revision = "0041"
down_revision = "0040"

SEATS = (
    "SELECT participants.id FROM participants JOIN sessions ON sessions.id = participants.session_id"
    " WHERE sessions.state IN ('closed', 'cancelled') OR participants.state = 'withdrawn'"
)


def upgrade() -> None:
    op.execute(f"DELETE FROM needs WHERE participant_id IN ({SEATS})")
    op.execute(f"UPDATE participants SET needs_at = NULL WHERE id IN ({SEATS})")


def downgrade() -> None:
    """What is deleted does not come back."""
