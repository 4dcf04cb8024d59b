"""Drafts of single decisions; what the silence procedure brings: decisions and follow-ups know the round that they come
from, a release of the agenda the one that it is under; decisions are superseded and void."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

REFERENCES = {  # column of decisions → the table that it names
    "circulation_id": "circulations",
    "superseded_by_id": "decisions",
    "successor_id": "decisions",
    "successor_of_id": "organisations",
}


def upgrade() -> None:
    with op.batch_alter_table("decisions") as table:
        table.alter_column("paragraph_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("title", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("void_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        for column, named in REFERENCES.items():
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_decisions_{column}_{named}"), named, [column], ["id"])
        table.create_index(op.f("ix_decisions_circulation_id"), ["circulation_id"], unique=False)
    with op.batch_alter_table("decisions") as table:
        table.alter_column("title", existing_type=sa.Text(), server_default=None)
    for name in ("followups", "agenda_releases"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("circulation_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_circulation_id_circulations"), "circulations", ["circulation_id"], ["id"]
            )
            table.create_index(op.f(f"ix_{name}_circulation_id"), ["circulation_id"], unique=False)
    op.create_table(
        "draft_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("circulation_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("formula", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_draft_decisions_circulation_id_circulations")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_draft_decisions_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(["edited_by_id"], ["people.id"], name=op.f("fk_draft_decisions_edited_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_draft_decisions_session_id_sessions")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["decisions.id"], name=op.f("fk_draft_decisions_supersedes_id_decisions")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_draft_decisions_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_decisions")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_draft_decisions_session_id_number")),
    )
    op.create_index(op.f("ix_draft_decisions_circulation_id"), "draft_decisions", ["circulation_id"], unique=False)
    op.create_table(
        "draft_decision_sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft_decisions.id"], name=op.f("fk_draft_decision_sign_offs_draft_id_draft_decisions")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_draft_decision_sign_offs_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["people.id"], name=op.f("fk_draft_decision_sign_offs_signed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_decision_sign_offs")),
        sa.UniqueConstraint(
            "draft_id", "party_id", "text_hash", name=op.f("uq_draft_decision_sign_offs_draft_id_party_id_text_hash")
        ),
    )


def downgrade() -> None:
    op.drop_table("draft_decision_sign_offs")
    op.drop_index(op.f("ix_draft_decisions_circulation_id"), table_name="draft_decisions")
    op.drop_table("draft_decisions")
    for name in ("agenda_releases", "followups"):
        with op.batch_alter_table(name) as table:
            table.drop_index(op.f(f"ix_{name}_circulation_id"))
            table.drop_constraint(op.f(f"fk_{name}_circulation_id_circulations"), type_="foreignkey")
            table.drop_column("circulation_id")
    with op.batch_alter_table("decisions") as table:
        table.drop_index(op.f("ix_decisions_circulation_id"))
        for column, named in REFERENCES.items():
            table.drop_constraint(op.f(f"fk_decisions_{column}_{named}"), type_="foreignkey")
            table.drop_column(column)
        table.drop_column("superseded_at")
        table.drop_column("void_at")
        table.drop_column("title")
        table.alter_column("paragraph_id", existing_type=sa.Integer(), nullable=False)
