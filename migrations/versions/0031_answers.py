"""Whoever is invited answers, and says in which lists it may be named."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

SAID: dict[str, sa.types.TypeEngine[Any]] = {
    "answered": sa.String(length=32),
    "answered_at": sa.DateTime(timezone=True),
    "answered_starts": sa.DateTime(),
    "answered_ends": sa.DateTime(),
    "answered_place_id": sa.Integer(),
    "instead_of_id": sa.Integer(),
    "listed": sa.String(length=32),
    "listed_at": sa.DateTime(timezone=True),
}
NAMED = {"answered_place_id": "places", "instead_of_id": "participants"}
OF_AN_ANSWER = {"participant_id": "participants", "by_id": "people", "place_id": "places"}


def upgrade() -> None:
    """Nobody has answered, or agreed to anything, yet: lists stay as they are."""
    with op.batch_alter_table("participants") as table:
        for name, kept_as in SAID.items():
            table.add_column(sa.Column(name, kept_as, nullable=True))
        for key, of in NAMED.items():
            table.create_foreign_key(op.f(f"fk_participants_{key}_{of}"), of, [key], ["id"])
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("accreditation", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(length=32), nullable=False),
        sa.Column("route", sa.String(length=32), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_answers_{key}_{of}"))
            for key, of in OF_AN_ANSWER.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_participant_id"), "answers", ["participant_id"], unique=False)


def downgrade() -> None:
    """What was answered is lost."""
    op.drop_index(op.f("ix_answers_participant_id"), table_name="answers")
    op.drop_table("answers")
    with op.batch_alter_table("participants") as table:
        for key, of in NAMED.items():
            table.drop_constraint(op.f(f"fk_participants_{key}_{of}"), type_="foreignkey")
        for name in SAID:
            table.drop_column(name)
