"""Approved minutes are signed by the Chair and both Secretaries; scanned copies are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("minutes", sa.Column("signatures_given", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("minutes") as table:
        table.alter_column("signatures_given", server_default=None)
    op.create_table(
        "minutes_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("signatory", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_signatures_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_signatures_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_minutes_signatures_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signatures")),
        sa.UniqueConstraint(
            "minutes_id",
            "signatory",
            "party_id",
            "text_hash",
            name=op.f("uq_minutes_signatures_minutes_id_signatory_party_id_text_hash"),
        ),
    )
    op.create_table(
        "minutes_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_scans_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["attached_by_id"], ["people.id"], name=op.f("fk_minutes_scans_attached_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_scans")),
        sa.UniqueConstraint("minutes_id", "number", name=op.f("uq_minutes_scans_minutes_id_number")),
    )


def downgrade() -> None:
    op.drop_table("minutes_scans")
    op.drop_table("minutes_signatures")
    with op.batch_alter_table("minutes") as table:
        table.drop_column("signatures_given")
