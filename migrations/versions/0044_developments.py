"""The development log has entries, which two sides answer, and citations of them under items of agendas."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

NAMED = {
    "topic_id": "topics",
    "party_id": "organisations",
    "agreement_id": "agreements",
    "corrects_id": "developments",
    "proposed_by_id": "people",
    "state_by_id": "people",
}
CITED = {"development_id": "developments", "session_id": "sessions", "cited_by_id": "people"}
INDEXED = (
    ("developments", "topic_id"),
    ("developments", "corrects_id"),
    ("developments", "state_at"),
    ("development_citations", "item_key"),
)


def _keys(table: str, to: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}_{of}")) for key, of in to.items()]


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "developments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("happened_until", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("corroboration", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("state_at", moment, nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("developments", NAMED),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_developments")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_developments_year_number")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_developments_agreement_id")),
    )
    op.create_table(
        "development_citations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("development_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("cited_by_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("cited_at", moment, nullable=False),
        *_keys("development_citations", CITED),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_citations")),
        sa.UniqueConstraint(
            "development_id", "item_key", name=op.f("uq_development_citations_development_id_item_key")
        ),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """The development log is lost, and what was said to its entries."""
    op.execute("DELETE FROM assents WHERE agreement_id IN (SELECT agreement_id FROM developments)")
    for table, column in INDEXED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_table("development_citations")
    op.drop_table("developments")
