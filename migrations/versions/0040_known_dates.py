"""Each side keeps lists of dates that are taken beside the dialogue."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "busy_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["organisations.id"], name=op.f("fk_busy_lists_party_id_organisations")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["people.id"], name=op.f("fk_busy_lists_kept_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_lists")),
    )
    op.create_index(op.f("ix_busy_lists_party_id"), "busy_lists", ["party_id"], unique=False)
    op.create_table(
        "busy_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["busy_lists.id"], name=op.f("fk_busy_dates_list_id_busy_lists")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_dates")),
    )
    op.create_index(op.f("ix_busy_dates_list_id"), "busy_dates", ["list_id"], unique=False)
    op.create_index(op.f("ix_busy_dates_first_on"), "busy_dates", ["first_on"], unique=False)


def downgrade() -> None:
    """What the sides kept of their own dates is lost."""
    for name in ("first_on", "list_id"):
        op.drop_index(op.f(f"ix_busy_dates_{name}"), table_name="busy_dates")
    op.drop_table("busy_dates")
    op.drop_index(op.f("ix_busy_lists_party_id"), table_name="busy_lists")
    op.drop_table("busy_lists")
