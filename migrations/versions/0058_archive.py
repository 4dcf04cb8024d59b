"""Sessions from before this system, with the words of their old papers."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.create_table(
        "imported_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("taken_in", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_imported_sessions_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_imported_sessions_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["state_by_id"], ["people.id"], name=op.f("fk_imported_sessions_state_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_sessions")),
    )
    op.create_index(op.f("ix_imported_sessions_held_on"), "imported_sessions", ["held_on"])
    op.create_table(
        "imported_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("taken_in_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["imported_sessions.id"],
            name=op.f("fk_imported_papers_session_id_imported_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_in_by_id"], ["people.id"], name=op.f("fk_imported_papers_taken_in_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_papers")),
        sa.UniqueConstraint("session_id", "kind", name=op.f("uq_imported_papers_session_id_kind")),
    )
    op.create_table(
        "imported_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"],
            ["imported_papers.id"],
            name=op.f("fk_imported_lines_paper_id_imported_papers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_lines")),
    )
    op.create_index(op.f("ix_imported_lines_paper_id"), "imported_lines", ["paper_id"])


def downgrade() -> None:
    """What was imported is lost."""
    for table in ("imported_lines", "imported_papers", "imported_sessions"):
        op.drop_table(table)
