"""Passwords are set by links that work once, made by whoever keeps the people or asked for by whoever has forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "password_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("account_sha256", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_password_links_person_id_people"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_password_links_made_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_password_links"),
        sa.UniqueConstraint("name", name="uq_password_links_name"),
        sa.UniqueConstraint("token_sha256", name="uq_password_links_token_sha256"),
    )
    op.create_index("ix_password_links_person_id", "password_links", ["person_id"])
    op.create_table(
        "password_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_digest", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_password_requests"),
    )
    op.create_index("ix_password_requests_network", "password_requests", ["network"])
    op.create_index("ix_password_requests_at", "password_requests", ["at"])


def downgrade() -> None:
    op.drop_table("password_requests")
    op.drop_table("password_links")
