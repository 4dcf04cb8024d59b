"""An index of all words: of each thing and edition those that its readers may find."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """The rows are made at the end of the upgrade, by the rules of the newest form (`env.py`)."""
    op.create_table(
        "search_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_rows")),
    )
    op.create_index(op.f("ix_search_rows_noun_thing_id"), "search_rows", ["noun", "thing_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5("
            "words, content='search_rows', content_rowid='id', tokenize='ascii', prefix='2 3', detail='none')"
        )
    else:
        lexemes = "array_to_tsvector(string_to_array(words, ' '))"
        op.execute(f"CREATE INDEX ix_search_rows_words ON search_rows USING gin ({lexemes})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    else:
        op.drop_index("ix_search_rows_words", table_name="search_rows")
    op.drop_index(op.f("ix_search_rows_noun_thing_id"), table_name="search_rows")
    op.drop_table("search_rows")
