"""Meetings between the sessions, who takes part in them, and the follow-ups that come of them."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"

NAMED = {
    "session_id": "sessions",
    "entry_id": "track_entries",
    "place_id": "places",
    "decision_id": "decisions",
    "agreement_id": "agreements",
    "state_by_id": "people",
    "edited_by_id": "people",
}
SEATED = {
    "meeting_id": "meetings",
    "person_id": "people",
    "party_id": "organisations",
    "named_by_id": "people",
    "ended_by_id": "people",
}
TO_BE_DONE = {"meeting_id": "meetings", "owner_id": "organisations"}
INDEXED = (
    ("meetings", "session_id"),
    ("meetings", "entry_id"),
    ("meetings", "starts_at"),
    ("meetings", "decision_id"),
    ("meeting_people", "person_id"),
    ("meeting_actions", "meeting_id"),
)


def _keys(table: str, to: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([key], [f"{of}.id"], name=op.f(f"fk_{table}_{key}_{of}")) for key, of in to.items()]


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("track_slug", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("state_at", moment, nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("edited_at", moment, nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("conclusions", sa.Text(), nullable=False),
        sa.Column("agreed_at", moment, nullable=True),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("meetings", NAMED),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_meetings_series_year_number")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_meetings_agreement_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_uid")),
    )
    op.create_table(
        "meeting_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("named_at", moment, nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        *_keys("meeting_people", SEATED),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_people")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_people_meeting_id_person_id")),
    )
    op.create_table(
        "meeting_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        *_keys("meeting_actions", TO_BE_DONE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_actions")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    with op.batch_alter_table("followups") as followups:
        followups.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        followups.create_foreign_key(op.f("fk_followups_meeting_id_meetings"), "meetings", ["meeting_id"], ["id"])
        followups.create_index(op.f("ix_followups_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    """The meetings are lost, and what was said to their conclusions; the follow-ups that came of them stay."""
    with op.batch_alter_table("followups") as followups:
        followups.drop_index(op.f("ix_followups_meeting_id"))
        followups.drop_constraint(op.f("fk_followups_meeting_id_meetings"), type_="foreignkey")
        followups.drop_column("meeting_id")
    op.execute("DELETE FROM assents WHERE agreement_id IN (SELECT agreement_id FROM meetings)")
    for table, column in INDEXED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("meeting_actions", "meeting_people", "meetings"):
        op.drop_table(table)
