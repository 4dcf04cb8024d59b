"""A change of a session is proposed and consented to, and a telling knows which facts its words name."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

NAMED = {
    "session_id": "sessions",
    "agreement_id": "agreements",
    "asked_by_id": "organisations",
    "was_place_id": "places",
    "place_id": "places",
    "proposed_by_id": "people",
    "state_by_id": "people",
}


def upgrade() -> None:
    op.create_table(
        "session_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("session_kind", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("was_state", sa.String(length=32), nullable=True),
        sa.Column("was_starts", sa.DateTime(), nullable=True),
        sa.Column("was_ends", sa.DateTime(), nullable=True),
        sa.Column("was_place_id", sa.Integer(), nullable=True),
        sa.Column("was_venue", sa.Text(), nullable=False),
        sa.Column("was_address", sa.Text(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("departure_reason", sa.Text(), nullable=False),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_session_changes_{key}_{of}"))
            for key, of in NAMED.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_changes")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_session_changes_agreement_id")),
    )
    op.create_index(op.f("ix_session_changes_session_id"), "session_changes", ["session_id"], unique=False)
    with op.batch_alter_table("dispatches") as table:
        table.add_column(sa.Column("digest", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("dispatches") as table:
        table.alter_column("digest", server_default=None)


def downgrade() -> None:
    """What was proposed and said is lost; sessions stay as they are, and so does the log."""
    with op.batch_alter_table("dispatches") as table:
        table.drop_column("digest")
    op.execute("DELETE FROM assents WHERE agreement_id IN (SELECT agreement_id FROM session_changes)")
    op.drop_index(op.f("ix_session_changes_session_id"), table_name="session_changes")
    op.drop_table("session_changes")
