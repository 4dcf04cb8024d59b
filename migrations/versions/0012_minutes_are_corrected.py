"""Corrigenda of approved minutes: their lines, both sides' words, the editions that were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "corrigenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_corrigenda_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["state_by_id"], ["people.id"], name=op.f("fk_corrigenda_state_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigenda")),
        sa.UniqueConstraint("minutes_id", "number", name=op.f("uq_corrigenda_minutes_id_number")),
    )
    op.create_table(
        "corrigendum_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("corrigendum_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_number", sa.Integer(), nullable=False),
        sa.Column("reads", sa.Text(), nullable=False),
        sa.Column("should_read", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrigendum_id"], ["corrigenda.id"], name=op.f("fk_corrigendum_lines_corrigendum_id_corrigenda")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigendum_lines")),
    )
    op.create_index(op.f("ix_corrigendum_lines_corrigendum_id"), "corrigendum_lines", ["corrigendum_id"], unique=False)
    op.create_table(
        "corrigendum_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("corrigendum_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrigendum_id"], ["corrigenda.id"], name=op.f("fk_corrigendum_words_corrigendum_id_corrigenda")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_corrigendum_words_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_corrigendum_words_given_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigendum_words")),
        sa.UniqueConstraint(
            "corrigendum_id",
            "party_id",
            "word",
            "text_hash",
            name=op.f("uq_corrigendum_words_corrigendum_id_party_id_word_text_hash"),
        ),
    )
    op.create_table(
        "corrigendum_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("corrigendum_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrigendum_id"], ["corrigenda.id"], name=op.f("fk_corrigendum_editions_corrigendum_id_corrigenda")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigendum_editions")),
        sa.UniqueConstraint("corrigendum_id", "level", name=op.f("uq_corrigendum_editions_corrigendum_id_level")),
    )


def downgrade() -> None:
    op.drop_table("corrigendum_editions")
    op.drop_table("corrigendum_words")
    op.drop_index(op.f("ix_corrigendum_lines_corrigendum_id"), table_name="corrigendum_lines")
    op.drop_table("corrigendum_lines")
    op.drop_table("corrigenda")
