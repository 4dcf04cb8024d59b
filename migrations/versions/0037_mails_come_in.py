"""Mails that come in for the secretariat are kept, and what becomes of each."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

NAMED = {"session_id": "sessions", "seat_id": "participants", "notice_id": "notices", "by_id": "people"}
SAID = ("doubt", "sender", "subject", "excerpt", "proposed", "why")


def upgrade() -> None:
    op.create_table(
        "incoming_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in SAID),
        sa.Column("reply", sa.String(length=32), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in NAMED),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_incoming_mails_{key}_{of}"))
            for key, of in NAMED.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mails")),
        sa.UniqueConstraint("sha256", name=op.f("uq_incoming_mails_sha256")),
    )
    op.create_index(op.f("ix_incoming_mails_state"), "incoming_mails", ["state"], unique=False)
    op.create_index(op.f("ix_incoming_mails_session_id"), "incoming_mails", ["session_id"], unique=False)


def downgrade() -> None:
    """The mails are lost."""
    op.drop_index(op.f("ix_incoming_mails_session_id"), table_name="incoming_mails")
    op.drop_index(op.f("ix_incoming_mails_state"), table_name="incoming_mails")
    op.drop_table("incoming_mails")
