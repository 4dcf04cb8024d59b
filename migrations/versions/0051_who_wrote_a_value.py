"""A value of an entry keeps who wrote it, and when. Of what was written before, that is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
WRITER = "fk_track_values_written_by_id_people"


def upgrade() -> None:
    with op.batch_alter_table("track_values") as values:
        values.add_column(sa.Column("written_by_id", sa.Integer(), nullable=True))
        values.add_column(sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
        values.create_foreign_key(op.f(WRITER), "people", ["written_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("track_values") as values:
        values.drop_constraint(op.f(WRITER), type_="foreignkey")
        values.drop_column("written_at")
        values.drop_column("written_by_id")
