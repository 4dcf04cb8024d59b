"""What gives somebody a power takes two persons' word: who proposed it, who was asked, who agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_version", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("seat_version", sa.Integer(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=32), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_mandates_person_id_people"),
        sa.ForeignKeyConstraint(["seat_id"], ["participants.id"], name="fk_mandates_seat_id_participants"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_mandates_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name="fk_mandates_proposed_by_id_people"),
        sa.ForeignKeyConstraint(["second_id"], ["people.id"], name="fk_mandates_second_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_mandates"),
    )
    op.create_index("ix_mandates_person_id", "mandates", ["person_id"])
    op.create_index("ix_mandates_seat_id", "mandates", ["seat_id"])
    op.create_index("ix_mandates_proposed_at", "mandates", ["proposed_at"])
    op.create_table(
        "mandates_asked",
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name="fk_mandates_asked_mandate_id_mandates"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_mandates_asked_person_id_people"),
        sa.PrimaryKeyConstraint("mandate_id", "person_id", name="pk_mandates_asked"),
    )


def downgrade() -> None:
    op.drop_table("mandates_asked")
    op.drop_table("mandates")
