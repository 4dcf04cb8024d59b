"""A track has a list of activities that it can draw on, taken in from files."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "track_activities",
        _number("id"),
        *(_text(name) for name in ("track_slug", "code", "title", "area", "audience", "stage")),
        _number("year", nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_activities")),
        sa.UniqueConstraint("track_slug", "code", name=op.f("uq_track_activities_track_slug_code")),
    )
    op.create_table(
        "track_imports",
        _number("id"),
        _text("track_slug"),
        _number("number"),
        _number("made_by_id"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        *(_number(name) for name in ("added", "changed", "same")),
        _text("left_out_kept"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_track_imports_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_imports")),
        sa.UniqueConstraint("track_slug", "number", name=op.f("uq_track_imports_track_slug_number")),
    )


def downgrade() -> None:
    op.drop_table("track_imports")
    op.drop_table("track_activities")
