"""Who is handed a link for a password is written down: not always whoever made it."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    with op.batch_alter_table("password_links") as table:
        table.add_column(sa.Column("handed_to_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_password_links_handed_to_id_people"), "people", ["handed_to_id"], ["id"])
    op.execute("UPDATE password_links SET handed_to_id = made_by_id WHERE by_hand")


def downgrade() -> None:
    with op.batch_alter_table("password_links") as table:
        table.drop_constraint(op.f("fk_password_links_handed_to_id_people"), type_="foreignkey")
        table.drop_column("handed_to_id")
