"""The silence procedure: rounds, their issues and deliveries, objections, and all that was said on them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "external_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_external_rounds_entered_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_rounds")),
    )
    op.create_table(
        "circulations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("first_party_id", sa.Integer(), nullable=False),
        sa.Column("second_party_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("formula", sa.String(32), nullable=False),
        sa.Column("profile", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_receipt", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_party_id"], ["organisations.id"], name=op.f("fk_circulations_first_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["circulations.id"], name=op.f("fk_circulations_parent_id_circulations")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_circulations_proposed_by_id_people")),
        sa.ForeignKeyConstraint(
            ["second_party_id"], ["organisations.id"], name=op.f("fk_circulations_second_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_circulations_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulations")),
    )
    op.create_index(op.f("ix_circulations_parent_id"), "circulations", ["parent_id"], unique=False)
    op.create_index(op.f("ix_circulations_session_id"), "circulations", ["session_id"], unique=False)
    op.create_index(op.f("ix_circulations_state"), "circulations", ["state"], unique=False)
    op.create_table(
        "circulation_issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("down_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("down_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_circulation_issues_circulation_id_circulations")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["people.id"], name=op.f("fk_circulation_issues_issued_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_issues")),
        sa.UniqueConstraint("circulation_id", "number", name=op.f("uq_circulation_issues_circulation_id_number")),
    )
    op.create_table(
        "circulation_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_circulation_records_circulation_id_circulations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_records")),
    )
    op.create_index(
        op.f("ix_circulation_records_circulation_id"), "circulation_records", ["circulation_id"], unique=False
    )
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("route", sa.String(32), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("while_held", sa.Boolean(), nullable=False),
        sa.Column("after_adoption", sa.Boolean(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_objections_circulation_id_circulations")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["organisations.id"], name=op.f("fk_objections_party_id_organisations")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_objections_person_id_people")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_objections_recorded_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("circulation_id", "number", name=op.f("uq_objections_circulation_id_number")),
    )
    op.create_table(
        "circulation_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["circulation_issues.id"], name=op.f("fk_circulation_deliveries_issue_id_circulation_issues")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_circulation_deliveries_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_circulation_deliveries_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_circulation_deliveries_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_deliveries")),
        sa.UniqueConstraint("issue_id", "person_id", name=op.f("uq_circulation_deliveries_issue_id_person_id")),
    )
    op.create_index(op.f("ix_circulation_deliveries_person_id"), "circulation_deliveries", ["person_id"], unique=False)
    op.create_table(
        "circulation_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["circulation_entries.id"], name=op.f("fk_circulation_entries_about_id_circulation_entries")
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_circulation_entries_circulation_id_circulations")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_circulation_entries_objection_id_objections")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_circulation_entries_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_circulation_entries_person_id_people")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_circulation_entries_to_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_entries")),
    )
    op.create_index(
        op.f("ix_circulation_entries_circulation_id"), "circulation_entries", ["circulation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_circulation_entries_circulation_id"), table_name="circulation_entries")
    op.drop_table("circulation_entries")
    op.drop_index(op.f("ix_circulation_deliveries_person_id"), table_name="circulation_deliveries")
    op.drop_table("circulation_deliveries")
    op.drop_table("objections")
    op.drop_index(op.f("ix_circulation_records_circulation_id"), table_name="circulation_records")
    op.drop_table("circulation_records")
    op.drop_table("circulation_issues")
    op.drop_index(op.f("ix_circulations_state"), table_name="circulations")
    op.drop_index(op.f("ix_circulations_session_id"), table_name="circulations")
    op.drop_index(op.f("ix_circulations_parent_id"), table_name="circulations")
    op.drop_table("circulations")
    op.drop_table("external_rounds")
