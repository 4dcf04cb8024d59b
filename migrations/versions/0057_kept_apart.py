"""Papers and follow-ups of a track in a compartment: in tables of their own, which no joint register reads."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

PAPER = {
    "entry_id": "track_entries",
    "party_id": "organisations",
    "attached_by_id": "people",
    "removed_by_id": "people",
}
FOLLOWUP = {
    "entry_id": "track_entries",
    "owner_id": "organisations",
    "opened_by_id": "people",
    "agreement_id": "agreements",
}
UPDATE = {"followup_id": "track_followups", "made_by_id": "people"}
INDEXED = (
    ("track_papers", "entry_id"),
    ("track_followups", "entry_id"),
    ("track_followup_updates", "followup_id"),
)
TABLES = ("track_followup_updates", "track_followups", "track_papers")
SAID = "SELECT agreement_id FROM track_followups WHERE agreement_id IS NOT NULL"


def _keys(table: str, to: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}_{of}")) for key, of in to.items()]


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "track_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_slug", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("attached_at", moment, nullable=False),
        sa.Column("removed_at", moment, nullable=True),
        *_keys("track_papers", PAPER),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_papers")),
        sa.UniqueConstraint("track_slug", "number", name=op.f("uq_track_papers_track_slug_number")),
    )
    op.create_table(
        "track_followups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_slug", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("track_followups", FOLLOWUP),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_followups")),
        sa.UniqueConstraint("track_slug", "number", name=op.f("uq_track_followups_track_slug_number")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_track_followups_agreement_id")),
    )
    op.create_table(
        "track_followup_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("followup_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("was", sa.String(length=32), nullable=True),
        sa.Column("became", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("due_was", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        *_keys("track_followup_updates", UPDATE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_followup_updates")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """What was kept apart is lost."""
    op.execute(f"DELETE FROM assents WHERE agreement_id IN ({SAID})")
    for table, column in INDEXED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in TABLES:
        op.drop_table(table)
