"""When follow-ups are told of by mail, and when the register was last looked through for it."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
SETTINGS = (
    ("digest_on", sa.String(32), "Monday"),
    ("digest_at", sa.Time(), "08:00:00"),
    ("escalate_after", sa.Integer(), "14"),
)


def upgrade() -> None:
    op.create_table(
        "followup_watches",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_week", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_watches")),
    )
    with op.batch_alter_table("settings") as table:
        for name, kind, value in SETTINGS:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table("settings") as table:
        for name, _, _ in SETTINGS:
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("settings") as table:
        for name, _, _ in reversed(SETTINGS):
            table.drop_column(name)
    op.drop_table("followup_watches")
