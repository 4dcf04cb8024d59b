"""The first form of a database, as sixteen steps had made it."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = None

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
STANDING = sa.text("void_round_id IS NULL")
SQLITE = (
    """
CREATE TRIGGER log_keeps_its_rows BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """
CREATE TRIGGER log_loses_no_row BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """
CREATE TRIGGER log_replaces_no_row BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE id = NEW.id OR hash = NEW.hash OR previous = NEW.previous)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
)
POSTGRESQL = (
    """
CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END$$""",
    """
CREATE TRIGGER log_keeps_its_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON log
FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()""",
)


def upgrade() -> None:
    bind = op.get_bind()
    metadata.create_all(bind, checkfirst=False)
    for made in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(made)


def downgrade() -> None:
    bind = op.get_bind()
    metadata.drop_all(bind, checkfirst=False)
    if bind.dialect.name == "postgresql":
        op.execute("DROP FUNCTION log_is_append_only()")


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    sa.Table(name, metadata, sa.Column("id", sa.Integer(), primary_key=True), *parts)


def columns(kind: Any, *names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=null) for name in names]


def refs(to: str, *names: str, null: bool = False, gone: str | None = None) -> list[sa.Column[Any]]:
    """`gone`: what becomes of the row when the row that it points to is deleted."""
    return [sa.Column(one, sa.Integer(), sa.ForeignKey(f"{to}.id", ondelete=gone), nullable=null) for one in names]


def index(*names: str, unique: bool = False) -> sa.Index:
    return sa.Index(None, *names, unique=unique)


texts = partial(columns, sa.Text())
words = partial(columns, sa.String(32))
numbers = partial(columns, sa.Integer())
reals = partial(columns, sa.Double())
flags = partial(columns, sa.Boolean())
blobs = partial(columns, sa.LargeBinary())
days = partial(columns, sa.Date())
moments = partial(columns, sa.DateTime(timezone=True))
wall_clocks = partial(columns, sa.DateTime())
unique = sa.UniqueConstraint

# What the database itself holds at this form, whatever the models say later.
# fmt: off
table("beats",
    *moments("at"), *reals("monotonic", "jumped"), *texts("boot"), *moments("previous_at", null=True),
    *flags("irregular"), index("at"), index("irregular"),
)
table("places",
    *texts("slug", "short_name", "long_name", "neutral_name", "country"), *numbers("version"), unique("slug"),
)
table("restores", *moments("at", "backup_made_at"))
sa.Table(
    "settings", metadata, sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
    *texts("dialogue_name", "marking", "public_marking", "zone_label"), *numbers("version"),
)
table("sign_in_attempts",
    *texts("email_digest", "address"), *moments("at"), index("address"), index("at"), index("email_digest"),
)
table("organisations",
    *texts("slug", "short_name", "long_name", "neutral_name"), *words("kind"), *refs("places", "seat_id", null=True),
    *numbers("order", "version"), unique("slug"), index("seat_id"),
)
table("own_days",
    *refs("organisations", "party_id"), *days("on"), *words("kind"), *texts("reason"),
    *moments("taken_back_at", null=True), index("party_id"),
)
table("people",
    *texts("email", "given_name", "family_name", "function", "search_text"), *refs("organisations", "organisation_id"),
    *numbers("rank", "version"), *words("standing"), *texts("password_hash", null=True), *flags("active"),
    unique("email"), index("organisation_id"),
)
table("external_rounds",
    *texts("reference", "body", "note"), *moments("deadline", null=True), *words("state"), *moments("state_at"),
    *refs("people", "entered_by_id"), *numbers("version"),
)
table("form_keys",
    *texts("digest", "action", "body"), *refs("people", "person_id"), *moments("at"), *texts("location", null=True),
    unique("digest", "person_id", "action", "body"), index("at"), index("person_id"),
)
table("kept_forms",
    *texts("digest", "path", "typed"), *refs("people", "person_id"), *moments("arrived_at"), unique("digest"),
    index("arrived_at"), index("person_id"),
)
table("log",
    *moments("at"), *refs("people", "by_id", null=True), *texts("verb", "noun", "digest", "previous", "hash"),
    *numbers("thing_id"), *numbers("session_id", null=True), unique("hash"), index("previous", unique=True),
    index("session_id"),
)
table("sessions",
    *numbers("year", "number", "revision", "last_decision", "last_followup", "version"), *words("kind", "state"),
    *refs("places", "place_id"), *refs("organisations", "presiding_id", "named_first_id"),
    *wall_clocks("starts", "ends"), *moments("starts_at", "ends_at", "state_at", "changed_at"),
    *texts("venue", "address", "hybrid_link", "departure_reason", "state_reason", "uid"),
    *refs("organisations", "asked_by_id", null=True), *refs("people", "state_by_id"), *moments("held_at", null=True),
    unique("uid"), unique("year", "number"), index("held_at"), index("starts_at"),
)
table("sign_ins",
    *texts("token", "device"), *refs("people", "person_id"), *moments("created_at", "seen_at", "expires_at"),
    *moments("revoked_at", null=True), unique("token"), index("person_id"),
)
table("subscriptions",
    *refs("people", "person_id"), *texts("name", "token_sha256", "last_used_by"), *words("scope"), *moments("made_at"),
    *moments("last_used_at", "revoked_at", null=True), unique("token_sha256"), index("person_id"),
)
table("topics",
    *texts("slug", "title", "summary"), *refs("people", "entered_by_id", null=True),
    *moments("entered_at", "retired_at", null=True), *numbers("version"), unique("slug"),
)
table("agendas",
    *refs("sessions", "session_id"), *words("state"), *moments("state_at"), *refs("people", "state_by_id"),
    *numbers("order_version", "version"), *moments("adopted_at", null=True), *texts("amendments"),
    unique("session_id"),
)
table("circulations",
    *refs("sessions", "session_id"), *refs("organisations", "first_party_id", "second_party_id"),
    *refs("circulations", "parent_id", null=True), *numbers("round", "last_receipt", "version"),
    *texts("title", "reference", "text_hash", "text_kind", "text_key", "text_kept", "why"),
    *words("formula", "profile", "category", "state"), *moments("proposed_at", "state_at"),
    *refs("people", "proposed_by_id"), *moments("noted_at", null=True), index("parent_id"), index("session_id"),
    index("state"),
)
table("delegations",
    *refs("sessions", "session_id"), *refs("organisations", "organisation_id"), *numbers("version"),
    unique("session_id", "organisation_id"), index("organisation_id"), index("session_id"),
)
table("dispatches",
    *texts("key", "kind"), *refs("people", "by_id", "undone_by_id", null=True), *moments("made_at", "not_before"),
    *moments("undone_at", null=True), *refs("sessions", "session_id", null=True), unique("key"), index("made_at"),
    index("session_id"),
)
table("engagements",
    *refs("sessions", "session_id"), *refs("organisations", "organisation_id", "proposed_by_id"),
    *words("mode", "state"), *moments("state_at"), *texts("terms", "mou_reference", "no_edition_reason"),
    *moments("edition_released_at", "closed_at", null=True), *numbers("version"),
    unique("session_id", "organisation_id"), index("organisation_id"), index("session_id"),
)
table("papers",
    *refs("sessions", "session_id"), *texts("reference", "title"), *words("level"), *refs("people", "entered_by_id"),
    *moments("entered_at"), index("session_id"),
)
table("agenda_assents",
    *refs("agendas", "agenda_id"), *refs("organisations", "party_id"), *words("to"), *texts("given_by", "reason"),
    *refs("people", "recorded_by_id"), *moments("given_at"), unique("agenda_id", "party_id", "to"),
)
table("agenda_changes",
    *refs("agendas", "agenda_id"), *texts("item_number", "item_title", "what", "reason"),
    *refs("people", "recorded_by_id"), *moments("recorded_at"),
)
table("agenda_items",
    *refs("agendas", "agenda_id"), *refs("agenda_items", "parent_id", null=True),
    *refs("organisations", "origin_id", null=True), *refs("topics", "topic_id", null=True),
    *refs("people", "requested_by_id", null=True),
    *texts("key", "title", "public_title", "presenter", "text", "note", "decline_reason", "came_from"),
    *numbers("position", "minutes", "version"), *wall_clocks("begins", null=True), *words("kind", "level", "state"),
    *flags("oral", "late"), *words("standing", null=True), *moments("requested_at"),
    *texts("asked_title", "asked_text", null=True), index("agenda_id"), index("parent_id"), index("topic_id"),
)
table("agenda_releases",
    *refs("agendas", "agenda_id"), *numbers("rev"),
    *texts("text_hash", "delegations_sheet", "cohost_sheet", "public_sheet"), *refs("people", "released_by_id"),
    *refs("circulations", "circulation_id", null=True), *moments("released_at"), *moments("circulated_at", null=True),
    unique("agenda_id", "rev"), index("circulation_id"),
)
table("agenda_sign_offs",
    *refs("agendas", "agenda_id"), *refs("organisations", "party_id"), *refs("people", "signed_by_id"),
    *moments("signed_at"), *texts("text_hash"), unique("agenda_id", "party_id", "text_hash"),
)
table("circulation_issues",
    *refs("circulations", "circulation_id"), *numbers("number"), *moments("issued_at", "expires_at"),
    *refs("people", "issued_by_id"), *moments("down_since", "down_until", null=True), *texts("days_off"),
    unique("circulation_id", "number"),
)
table("circulation_records",
    *refs("circulations", "circulation_id"), *words("state"), *moments("as_of", "written_at"), *texts("reasons"),
    index("circulation_id"),
)
table("engagement_consents",
    *refs("engagements", "engagement_id"), *refs("organisations", "party_id"), *refs("people", "given_by_id"),
    *moments("given_at"), unique("engagement_id", "party_id"),
)
table("minutes",
    *refs("sessions", "session_id"), *words("state"), *moments("state_at"), *refs("people", "state_by_id"),
    *refs("circulations", "circulation_id", null=True), *texts("return_reason", "text_hash"),
    *numbers("order_version", "rev", "signatures_given", "version"), *numbers("agenda_rev", null=True),
    *moments("approved_at", "circulated_at", "comments_until", "comments_closed_at", null=True),
    *words("means", null=True), unique("session_id"), index("circulation_id"),
)
table("notices",
    *refs("dispatches", "dispatch_id"), *refs("people", "recipient_id"),
    *texts("address", "subject", "body", "path", "message_id", "last_error"), *words("state"), *moments("next_at"),
    *numbers("attempts", "version"), *moments("claimed_until", "sent_at", "refused_at", "bounced_at", null=True),
    unique("dispatch_id", "recipient_id"), unique("message_id"), index("recipient_id"), index("state", "next_at"),
)
table("objections",
    *refs("circulations", "circulation_id"), *numbers("number", "issue"), *refs("people", "person_id"),
    *refs("organisations", "party_id"), *words("kind", "route"), *texts("text"),
    *moments("received_at", "recorded_at"), *refs("people", "recorded_by_id", null=True),
    *flags("entitled", "while_held", "after_adoption"), unique("circulation_id", "number"),
)
table("participants",
    *refs("delegations", "delegation_id"), *refs("sessions", "session_id"),
    *refs("people", "person_id", "nominated_by_id"), *words("capacity", "state"), *moments("state_at"),
    *texts("return_reason", "authorised", "name", "family_name", "function", "organisation_name"),
    *numbers("rank", "version"), *flags("present", null=True), unique("session_id", "person_id"),
    index("delegation_id"), index("person_id"),
)
table("released_files",
    *refs("sessions", "session_id"), *texts("kind", "label", "name", "sha256", "text_hash"), *words("level"),
    *blobs("content"), *moments("released_at"), *refs("circulations", "circulation_id", "void_round_id", null=True),
    index("circulation_id"), index("session_id"), index("sha256"), index("void_round_id"),
    sa.Index(
        "uq_released_files_standing", "session_id", "kind", "label", "level",
        unique=True, sqlite_where=STANDING, postgresql_where=STANDING,
    ),
)
sa.Table(
    "agenda_item_papers", metadata,
    *refs("agenda_items", "item_id", gone="CASCADE"), *refs("papers", "paper_id"),
    sa.PrimaryKeyConstraint("item_id", "paper_id"),
)
table("circulation_deliveries",
    *refs("circulation_issues", "issue_id"), *refs("people", "person_id"), *refs("organisations", "party_id"),
    *refs("notices", "notice_id", null=True), *words("part"), *moments("opened_at", null=True),
    unique("issue_id", "person_id"), index("person_id"),
)
table("circulation_entries",
    *refs("circulations", "circulation_id"), *words("kind"), *refs("people", "person_id", "to_id", null=True),
    *refs("organisations", "party_id", null=True), *refs("objections", "objection_id", null=True),
    *refs("circulation_entries", "about_id", null=True), *numbers("issue"), *flags("entitled"), *moments("at"),
    *texts("text"), *moments("until", null=True), index("circulation_id"),
)
table("corrigenda",
    *refs("minutes", "minutes_id"), *numbers("number", "version"), *words("state"), *moments("state_at"),
    *refs("people", "state_by_id"), *refs("circulations", "circulation_id", null=True),
    *texts("return_reason", "text_hash"), *moments("approved_at", null=True), *words("means", null=True),
    unique("minutes_id", "number"), index("circulation_id"),
)
table("minutes_approvals",
    *refs("minutes", "minutes_id"), *refs("organisations", "party_id"), *refs("people", "given_by_id"),
    *moments("given_at"), *texts("text_hash"), unique("minutes_id", "party_id", "text_hash"),
)
table("minutes_editions",
    *refs("minutes", "minutes_id"), *words("level"), *texts("sheet_kept"), *moments("released_at", null=True),
    unique("minutes_id", "level"),
)
table("minutes_items",
    *refs("minutes", "minutes_id"), *refs("topics", "topic_id", null=True), *numbers("position"),
    *texts("number", "key", "title", "public_title"), *words("kind", "level"), index("minutes_id"),
)
table("minutes_replies",
    *refs("minutes", "minutes_id"), *refs("organisations", "party_id"), *refs("people", "given_by_id"),
    *moments("given_at"), unique("minutes_id", "party_id"),
)
table("minutes_revisions",
    *refs("minutes", "minutes_id"), *numbers("rev"), *texts("text_hash", "sheet_kept"), *moments("made_at"),
    unique("minutes_id", "rev"),
)
table("minutes_scans",
    *refs("minutes", "minutes_id"), *refs("people", "attached_by_id"), *numbers("number", "size"), *blobs("content"),
    *texts("sha256"), *moments("attached_at"), unique("minutes_id", "number"),
)
table("minutes_sign_offs",
    *refs("minutes", "minutes_id"), *refs("organisations", "party_id"), *refs("people", "signed_by_id"),
    *moments("signed_at"), *texts("text_hash"), unique("minutes_id", "party_id", "text_hash"),
)
table("minutes_signatures",
    *refs("minutes", "minutes_id"), *refs("organisations", "party_id"), *refs("people", "recorded_by_id"),
    *words("signatory"), *texts("name", "text_hash"), *days("signed_on"), *flags("on_paper"), *moments("recorded_at"),
    unique("minutes_id", "signatory", "party_id", "text_hash"),
)
table("receipts",
    *refs("released_files", "file_id"), *refs("people", "person_id"), *refs("organisations", "organisation_id"),
    *words("level"), *texts("sha256"), *moments("taken_at"), index("file_id"),
)
table("corrigendum_editions",
    *refs("corrigenda", "corrigendum_id"), *words("level"), *texts("sheet_kept"), unique("corrigendum_id", "level"),
)
table("corrigendum_lines",
    *refs("corrigenda", "corrigendum_id"), *numbers("paragraph_number"), *texts("reads", "should_read"),
    *words("level"), index("corrigendum_id"),
)
table("corrigendum_words",
    *refs("corrigenda", "corrigendum_id"), *refs("organisations", "party_id"), *refs("people", "given_by_id"),
    *words("word"), *moments("given_at"), *texts("text_hash"),
    unique("corrigendum_id", "party_id", "word", "text_hash"),
)
table("minutes_release_consents",
    *refs("minutes_editions", "edition_id"), *refs("organisations", "party_id"), *refs("people", "given_by_id"),
    *moments("given_at"), unique("edition_id", "party_id"),
)
table("paragraphs",
    *refs("minutes_items", "item_id"), *refs("organisations", "owner_id", null=True), *numbers("position", "version"),
    *words("kind", "level"), *texts("text", "speaker", "office", "reference"), *days("due_on", null=True),
    *moments("edited_at", null=True), *refs("people", "edited_by_id", null=True), index("item_id"),
)
table("decisions",
    *refs("sessions", "session_id"), *refs("topics", "topic_id", null=True),
    *refs("paragraphs", "paragraph_id", null=True), *refs("circulations", "circulation_id", null=True),
    *refs("decisions", "superseded_by_id", "successor_id", null=True),
    *refs("organisations", "successor_of_id", null=True), *numbers("number"),
    *texts("title", "text", "item_key", "item_number", "item_title"), *words("level", "means"), *moments("adopted_at"),
    *moments("void_at", "superseded_at", null=True), unique("session_id", "number"), index("circulation_id"),
    index("topic_id"),
)
table("minutes_comments",
    *refs("minutes", "minutes_id"), *refs("organisations", "party_id"), *refs("people", "writer_id"),
    *refs("paragraphs", "paragraph_id", null=True, gone="SET NULL"),
    *numbers("number", "paragraph_number", "version"), *words("kind"), *texts("text", "answer"),
    *moments("written_at"), *moments("edited_at", "withdrawn_at", "disposed_at", null=True),
    *words("disposition", null=True), *refs("people", "disposed_by_id", null=True),
    unique("minutes_id", "party_id", "number"), index("paragraph_id"),
)
table("paragraph_drafts",
    *refs("people", "person_id"), *refs("minutes_items", "item_id"),
    *refs("paragraphs", "paragraph_id", null=True, gone="CASCADE"), *texts("text"), *numbers("base", null=True),
    *moments("saved_at"), unique("person_id", "item_id", "paragraph_id"), index("item_id"),
)
table("draft_decisions",
    *refs("sessions", "session_id"), *refs("topics", "topic_id", null=True),
    *refs("decisions", "supersedes_id", "decision_id", null=True), *refs("circulations", "circulation_id", null=True),
    *numbers("number", "version"), *texts("title", "text", "text_hash", "sheet_kept"),
    *words("level", "category", "formula", "state"), *moments("state_at", "edited_at"),
    *refs("people", "edited_by_id"), unique("session_id", "number"), index("circulation_id"),
)
table("followups",
    *refs("sessions", "session_id"), *refs("organisations", "owner_id"), *refs("decisions", "decision_id", null=True),
    *refs("topics", "topic_id", null=True), *refs("circulations", "circulation_id", null=True),
    *numbers("number", "version"), *texts("text", "item_key", "office", "supporting"), *words("level", "state"),
    *days("due_on"), *moments("opened_at"), *moments("ended_at", null=True),
    *refs("organisations", "drop_asked_by_id", null=True), unique("session_id", "number"), index("circulation_id"),
    index("owner_id"), index("topic_id"),
)
table("draft_decision_sign_offs",
    *refs("draft_decisions", "draft_id"), *refs("organisations", "party_id"), *refs("people", "signed_by_id"),
    *moments("signed_at"), *texts("text_hash"), unique("draft_id", "party_id", "text_hash"),
)
table("followup_updates",
    *refs("followups", "followup_id"), *refs("people", "made_by_id"), *moments("made_at"), *words("was", null=True),
    *words("became"), *texts("text", "evidence"), *days("due_was", null=True), *days("due_on"), index("followup_id"),
)
# fmt: on
