"""Minutes are circulated for comments: each text that was sent out is kept, each side's comments, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("minutes", sa.Column("rev", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("minutes") as table:
        table.alter_column("rev", server_default=None)
        for name in ("circulated_at", "comments_until", "comments_closed_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "minutes_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_revisions_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_revisions")),
        sa.UniqueConstraint("minutes_id", "rev", name=op.f("uq_minutes_revisions_minutes_id_rev")),
    )
    op.create_table(
        "minutes_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paragraph_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposition", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_comments_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_comments_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["writer_id"], ["people.id"], name=op.f("fk_minutes_comments_writer_id_people")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_minutes_comments_paragraph_id_paragraphs"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["disposed_by_id"], ["people.id"], name=op.f("fk_minutes_comments_disposed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_comments")),
        sa.UniqueConstraint(
            "minutes_id", "party_id", "number", name=op.f("uq_minutes_comments_minutes_id_party_id_number")
        ),
    )
    op.create_index(op.f("ix_minutes_comments_paragraph_id"), "minutes_comments", ["paragraph_id"], unique=False)
    op.create_table(
        "minutes_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_replies_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_replies_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_minutes_replies_given_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_replies")),
        sa.UniqueConstraint("minutes_id", "party_id", name=op.f("uq_minutes_replies_minutes_id_party_id")),
    )


def downgrade() -> None:
    op.drop_table("minutes_replies")
    op.drop_index(op.f("ix_minutes_comments_paragraph_id"), table_name="minutes_comments")
    op.drop_table("minutes_comments")
    op.drop_table("minutes_revisions")
    with op.batch_alter_table("minutes") as table:
        for name in ("comments_closed_at", "comments_until", "circulated_at", "rev"):
            table.drop_column(name)
