"""A session has a joint communiqué."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

NAMED = {
    "session_id": "sessions",
    "agreement_id": "agreements",
    "circulation_id": "circulations",
    "state_by_id": "people",
    "edited_by_id": "people",
}


def upgrade() -> None:
    op.create_table(
        "communiques",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("embargo", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_communiques_{key}_{of}"))
            for key, of in NAMED.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communiques")),
        sa.UniqueConstraint("session_id", name=op.f("uq_communiques_session_id")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_communiques_agreement_id")),
    )
    op.create_index(op.f("ix_communiques_circulation_id"), "communiques", ["circulation_id"], unique=False)


OF_IT = "SELECT agreement_id FROM communiques"
LOST = (
    f"DELETE FROM editions WHERE revision_id IN (SELECT id FROM revisions WHERE agreement_id IN ({OF_IT}))",
    f"DELETE FROM revisions WHERE agreement_id IN ({OF_IT})",
    f"DELETE FROM assents WHERE agreement_id IN ({OF_IT})",
)


def downgrade() -> None:
    """Its text is lost; files that went out stay."""
    for statement in LOST:
        op.execute(statement)
    op.drop_index(op.f("ix_communiques_circulation_id"), table_name="communiques")
    op.drop_table("communiques")
