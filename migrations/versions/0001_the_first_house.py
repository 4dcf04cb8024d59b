"""The first house."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("long_name", sa.Text(), nullable=False),
        sa.Column("neutral_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("slug", name=op.f("uq_places_slug")),
    )
    op.create_table(
        "settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dialogue_name", sa.Text(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("zone_label", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_digest", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_address"), "sign_in_attempts", ["address"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_at"), "sign_in_attempts", ["at"], unique=False)
    op.create_index(op.f("ix_sign_in_attempts_email_digest"), "sign_in_attempts", ["email_digest"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("long_name", sa.Text(), nullable=False),
        sa.Column("neutral_name", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["places.id"], name=op.f("fk_organisations_seat_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_index(op.f("ix_organisations_seat_id"), "organisations", ["seat_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(32), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index(op.f("ix_people_organisation_id"), "people", ["organisation_id"], unique=False)
    op.create_table(
        "form_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_form_keys_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_keys")),
        sa.UniqueConstraint(
            "digest", "person_id", "action", "body", name=op.f("uq_form_keys_digest_person_id_action_body")
        ),
    )
    op.create_index(op.f("ix_form_keys_at"), "form_keys", ["at"], unique=False)
    op.create_index(op.f("ix_form_keys_person_id"), "form_keys", ["person_id"], unique=False)
    op.create_table(
        "kept_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_forms_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
        sa.UniqueConstraint("digest", name=op.f("uq_kept_forms_digest")),
    )
    op.create_index(op.f("ix_kept_forms_arrived_at"), "kept_forms", ["arrived_at"], unique=False)
    op.create_index(op.f("ix_kept_forms_person_id"), "kept_forms", ["person_id"], unique=False)
    op.create_table(
        "log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_log_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log")),
        sa.UniqueConstraint("hash", name=op.f("uq_log_hash")),
    )
    op.create_index(op.f("ix_log_session_id"), "log", ["session_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("presiding_id", sa.Integer(), nullable=False),
        sa.Column("named_first_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hybrid_link", sa.Text(), nullable=False),
        sa.Column("departure_reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_decision", sa.Integer(), nullable=False),
        sa.Column("last_followup", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["organisations.id"], name=op.f("fk_sessions_asked_by_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["named_first_id"], ["organisations.id"], name=op.f("fk_sessions_named_first_id_organisations")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_sessions_place_id_places")),
        sa.ForeignKeyConstraint(
            ["presiding_id"], ["organisations.id"], name=op.f("fk_sessions_presiding_id_organisations")
        ),
        sa.ForeignKeyConstraint(["state_by_id"], ["people.id"], name=op.f("fk_sessions_state_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("uid", name=op.f("uq_sessions_uid")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_sessions_year_number")),
    )
    op.create_index(op.f("ix_sessions_held_at"), "sessions", ["held_at"], unique=False)
    op.create_index(op.f("ix_sessions_starts_at"), "sessions", ["starts_at"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token", name=op.f("uq_sign_ins_token")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_subscriptions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_subscriptions_token_sha256")),
    )
    op.create_index(op.f("ix_subscriptions_person_id"), "subscriptions", ["person_id"], unique=False)
    op.create_table(
        "topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_topics_entered_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("slug", name=op.f("uq_topics_slug")),
    )
    op.create_table(
        "agendas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("order_version", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amendments", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_agendas_session_id_sessions")),
        sa.ForeignKeyConstraint(["state_by_id"], ["people.id"], name=op.f("fk_agendas_state_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendas")),
        sa.UniqueConstraint("session_id", name=op.f("uq_agendas_session_id")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_delegations_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_delegations_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sa.UniqueConstraint("session_id", "organisation_id", name=op.f("uq_delegations_session_id_organisation_id")),
    )
    op.create_index(op.f("ix_delegations_organisation_id"), "delegations", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_delegations_session_id"), "delegations", ["session_id"], unique=False)
    op.create_table(
        "engagements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("mou_reference", sa.Text(), nullable=False),
        sa.Column("edition_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("no_edition_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_engagements_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["organisations.id"], name=op.f("fk_engagements_proposed_by_id_organisations")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_engagements_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagements")),
        sa.UniqueConstraint("session_id", "organisation_id", name=op.f("uq_engagements_session_id_organisation_id")),
    )
    op.create_index(op.f("ix_engagements_organisation_id"), "engagements", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_engagements_session_id"), "engagements", ["session_id"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_by_id", sa.Integer(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("order_version", sa.Integer(), nullable=False),
        sa.Column("agenda_rev", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("means", sa.String(32), nullable=True),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_minutes_session_id_sessions")),
        sa.ForeignKeyConstraint(["state_by_id"], ["people.id"], name=op.f("fk_minutes_state_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("session_id", name=op.f("uq_minutes_session_id")),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_papers_entered_by_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_papers_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
    )
    op.create_index(op.f("ix_papers_session_id"), "papers", ["session_id"], unique=False)
    op.create_table(
        "released_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_released_files_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_files")),
        sa.UniqueConstraint(
            "session_id", "kind", "label", "level", name=op.f("uq_released_files_session_id_kind_label_level")
        ),
    )
    op.create_index(op.f("ix_released_files_session_id"), "released_files", ["session_id"], unique=False)
    op.create_index(op.f("ix_released_files_sha256"), "released_files", ["sha256"], unique=False)
    op.create_table(
        "agenda_assents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(32), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_assents_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_agenda_assents_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_agenda_assents_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_assents")),
        sa.UniqueConstraint("agenda_id", "party_id", "to", name=op.f("uq_agenda_assents_agenda_id_party_id_to")),
    )
    op.create_table(
        "agenda_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("item_number", sa.Text(), nullable=False),
        sa.Column("item_title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_changes_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_agenda_changes_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_changes")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("public_title", sa.Text(), nullable=False),
        sa.Column("presenter", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("begins", sa.DateTime(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("oral", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("standing", sa.String(32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_items_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["organisations.id"], name=op.f("fk_agenda_items_origin_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_parent_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["people.id"], name=op.f("fk_agenda_items_requested_by_id_people")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_agenda_items_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index(op.f("ix_agenda_items_agenda_id"), "agenda_items", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_parent_id"), "agenda_items", ["parent_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_topic_id"), "agenda_items", ["topic_id"], unique=False)
    op.create_table(
        "agenda_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("delegations_sheet", sa.Text(), nullable=False),
        sa.Column("cohost_sheet", sa.Text(), nullable=False),
        sa.Column("public_sheet", sa.Text(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_releases_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name=op.f("fk_agenda_releases_released_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_releases")),
        sa.UniqueConstraint("agenda_id", "rev", name=op.f("uq_agenda_releases_agenda_id_rev")),
    )
    op.create_table(
        "agenda_sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_sign_offs_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_agenda_sign_offs_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name=op.f("fk_agenda_sign_offs_signed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_sign_offs")),
        sa.UniqueConstraint(
            "agenda_id", "party_id", "text_hash", name=op.f("uq_agenda_sign_offs_agenda_id_party_id_text_hash")
        ),
    )
    op.create_table(
        "engagement_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagements.id"], name=op.f("fk_engagement_consents_engagement_id_engagements")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_engagement_consents_given_by_id_people")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_engagement_consents_party_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_consents")),
        sa.UniqueConstraint("engagement_id", "party_id", name=op.f("uq_engagement_consents_engagement_id_party_id")),
    )
    op.create_table(
        "minutes_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_minutes_approvals_given_by_id_people")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_approvals_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_approvals_party_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_approvals")),
        sa.UniqueConstraint(
            "minutes_id", "party_id", "text_hash", name=op.f("uq_minutes_approvals_minutes_id_party_id_text_hash")
        ),
    )
    op.create_table(
        "minutes_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_editions_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_editions")),
        sa.UniqueConstraint("minutes_id", "level", name=op.f("uq_minutes_editions_minutes_id_level")),
    )
    op.create_table(
        "minutes_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("public_title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_items_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_minutes_items_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_items")),
    )
    op.create_index(op.f("ix_minutes_items_minutes_id"), "minutes_items", ["minutes_id"], unique=False)
    op.create_table(
        "minutes_sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_sign_offs_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_sign_offs_party_id_organisations")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name=op.f("fk_minutes_sign_offs_signed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_sign_offs")),
        sa.UniqueConstraint(
            "minutes_id", "party_id", "text_hash", name=op.f("uq_minutes_sign_offs_minutes_id_party_id_text_hash")
        ),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("authorised", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("organisation_name", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegations.id"], name=op.f("fk_participants_delegation_id_delegations")
        ),
        sa.ForeignKeyConstraint(
            ["nominated_by_id"], ["people.id"], name=op.f("fk_participants_nominated_by_id_people")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_participants_person_id_people")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_participants_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_participants_session_id_person_id")),
    )
    op.create_index(op.f("ix_participants_delegation_id"), "participants", ["delegation_id"], unique=False)
    op.create_index(op.f("ix_participants_person_id"), "participants", ["person_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["released_files.id"], name=op.f("fk_receipts_file_id_released_files")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_receipts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_receipts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_file_id"), "receipts", ["file_id"], unique=False)
    op.create_table(
        "agenda_item_papers",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_item_papers_item_id_agenda_items"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_agenda_item_papers_paper_id_papers")),
        sa.PrimaryKeyConstraint("item_id", "paper_id", name=op.f("pk_agenda_item_papers")),
    )
    op.create_table(
        "minutes_release_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["minutes_editions.id"],
            name=op.f("fk_minutes_release_consents_edition_id_minutes_editions"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name=op.f("fk_minutes_release_consents_given_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["organisations.id"], name=op.f("fk_minutes_release_consents_party_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_release_consents")),
        sa.UniqueConstraint("edition_id", "party_id", name=op.f("uq_minutes_release_consents_edition_id_party_id")),
    )
    op.create_table(
        "paragraphs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edited_by_id"], ["people.id"], name=op.f("fk_paragraphs_edited_by_id_people")),
        sa.ForeignKeyConstraint(["item_id"], ["minutes_items.id"], name=op.f("fk_paragraphs_item_id_minutes_items")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_paragraphs_owner_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraphs")),
    )
    op.create_index(op.f("ix_paragraphs_item_id"), "paragraphs", ["item_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("item_number", sa.Text(), nullable=False),
        sa.Column("item_title", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("means", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraphs.id"], name=op.f("fk_decisions_paragraph_id_paragraphs")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_decisions_session_id_sessions")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_decisions_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_decisions_session_id_number")),
    )
    op.create_index(op.f("ix_decisions_topic_id"), "decisions", ["topic_id"], unique=False)
    op.create_table(
        "paragraph_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["minutes_items.id"], name=op.f("fk_paragraph_drafts_item_id_minutes_items")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["paragraphs.id"],
            name=op.f("fk_paragraph_drafts_paragraph_id_paragraphs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_paragraph_drafts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraph_drafts")),
        sa.UniqueConstraint(
            "person_id", "item_id", "paragraph_id", name=op.f("uq_paragraph_drafts_person_id_item_id_paragraph_id")
        ),
    )
    op.create_index(op.f("ix_paragraph_drafts_item_id"), "paragraph_drafts", ["item_id"], unique=False)
    op.create_table(
        "followups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("item_key", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("supporting", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drop_asked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_followups_decision_id_decisions")),
        sa.ForeignKeyConstraint(
            ["drop_asked_by_id"], ["organisations.id"], name=op.f("fk_followups_drop_asked_by_id_organisations")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["organisations.id"], name=op.f("fk_followups_owner_id_organisations")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_followups_session_id_sessions")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_followups_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followups")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_followups_session_id_number")),
    )
    op.create_index(op.f("ix_followups_owner_id"), "followups", ["owner_id"], unique=False)
    op.create_index(op.f("ix_followups_topic_id"), "followups", ["topic_id"], unique=False)
    op.create_table(
        "followup_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("followup_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.String(32), nullable=True),
        sa.Column("became", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("due_was", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["followup_id"], ["followups.id"], name=op.f("fk_followup_updates_followup_id_followups")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_followup_updates_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_updates")),
    )
    op.create_index(op.f("ix_followup_updates_followup_id"), "followup_updates", ["followup_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_followup_updates_followup_id"), table_name="followup_updates")
    op.drop_table("followup_updates")
    op.drop_index(op.f("ix_followups_topic_id"), table_name="followups")
    op.drop_index(op.f("ix_followups_owner_id"), table_name="followups")
    op.drop_table("followups")
    op.drop_index(op.f("ix_paragraph_drafts_item_id"), table_name="paragraph_drafts")
    op.drop_table("paragraph_drafts")
    op.drop_index(op.f("ix_decisions_topic_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_paragraphs_item_id"), table_name="paragraphs")
    op.drop_table("paragraphs")
    op.drop_table("minutes_release_consents")
    op.drop_table("agenda_item_papers")
    op.drop_index(op.f("ix_receipts_file_id"), table_name="receipts")
    op.drop_table("receipts")
    op.drop_index(op.f("ix_participants_person_id"), table_name="participants")
    op.drop_index(op.f("ix_participants_delegation_id"), table_name="participants")
    op.drop_table("participants")
    op.drop_table("minutes_sign_offs")
    op.drop_index(op.f("ix_minutes_items_minutes_id"), table_name="minutes_items")
    op.drop_table("minutes_items")
    op.drop_table("minutes_editions")
    op.drop_table("minutes_approvals")
    op.drop_table("engagement_consents")
    op.drop_table("agenda_sign_offs")
    op.drop_table("agenda_releases")
    op.drop_index(op.f("ix_agenda_items_topic_id"), table_name="agenda_items")
    op.drop_index(op.f("ix_agenda_items_parent_id"), table_name="agenda_items")
    op.drop_index(op.f("ix_agenda_items_agenda_id"), table_name="agenda_items")
    op.drop_table("agenda_items")
    op.drop_table("agenda_changes")
    op.drop_table("agenda_assents")
    op.drop_index(op.f("ix_released_files_sha256"), table_name="released_files")
    op.drop_index(op.f("ix_released_files_session_id"), table_name="released_files")
    op.drop_table("released_files")
    op.drop_index(op.f("ix_papers_session_id"), table_name="papers")
    op.drop_table("papers")
    op.drop_table("minutes")
    op.drop_index(op.f("ix_engagements_session_id"), table_name="engagements")
    op.drop_index(op.f("ix_engagements_organisation_id"), table_name="engagements")
    op.drop_table("engagements")
    op.drop_index(op.f("ix_delegations_session_id"), table_name="delegations")
    op.drop_index(op.f("ix_delegations_organisation_id"), table_name="delegations")
    op.drop_table("delegations")
    op.drop_table("agendas")
    op.drop_table("topics")
    op.drop_index(op.f("ix_subscriptions_person_id"), table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_index(op.f("ix_sign_ins_person_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_sessions_starts_at"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_held_at"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_log_session_id"), table_name="log")
    op.drop_table("log")
    op.drop_index(op.f("ix_kept_forms_person_id"), table_name="kept_forms")
    op.drop_index(op.f("ix_kept_forms_arrived_at"), table_name="kept_forms")
    op.drop_table("kept_forms")
    op.drop_index(op.f("ix_form_keys_person_id"), table_name="form_keys")
    op.drop_index(op.f("ix_form_keys_at"), table_name="form_keys")
    op.drop_table("form_keys")
    op.drop_index(op.f("ix_people_organisation_id"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_organisations_seat_id"), table_name="organisations")
    op.drop_table("organisations")
    op.drop_index(op.f("ix_sign_in_attempts_email_digest"), table_name="sign_in_attempts")
    op.drop_index(op.f("ix_sign_in_attempts_at"), table_name="sign_in_attempts")
    op.drop_index(op.f("ix_sign_in_attempts_address"), table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_table("settings")
    op.drop_table("places")
