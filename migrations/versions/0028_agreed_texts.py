"""Revisions and editions of all kinds of text stand in one pair of tables; a corrigendum says that it is under silence.

The bytes, hashes and numbers of all that was kept stay as they were."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

GOING = "('running', 'closing', 'held')"


def upgrade() -> None:
    _tables()
    for statement in COPIES:
        op.execute(statement)
    with op.batch_alter_table("draft_decisions") as table:
        table.drop_column("sheet_kept")
        table.add_column(sa.Column("state_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_draft_decisions_state_by_id_people"), "people", ["state_by_id"], ["id"])
    for name in ("agenda_releases", "minutes_editions", "minutes_revisions", "corrigendum_editions"):
        op.drop_table(name)


def _tables() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("circulation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_revisions_agreement_id_agreements")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_revisions_made_by_id_people")),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_revisions_circulation_id_circulations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("agreement_id", "rev", name=op.f("uq_revisions_agreement_id_rev")),
    )
    op.create_index(op.f("ix_revisions_agreement_id"), "revisions", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_revisions_circulation_id"), "revisions", ["circulation_id"], unique=False)
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_editions_revision_id_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("revision_id", "level", name=op.f("uq_editions_revision_id_level")),
    )


REVISIONS = (
    "INSERT INTO revisions (agreement_id, kind, rev, text_hash, sheet_kept, made_at, made_by_id, circulated_at,"
    " circulation_id) "
)
EDITIONS = "INSERT INTO editions (revision_id, level, sheet_kept, released_at) "
LAST = "SELECT max(o.id) FROM revisions o WHERE o.agreement_id = m.agreement_id"
COPIES = (
    REVISIONS + "SELECT a.agreement_id, 'agenda', r.rev, r.text_hash, r.delegations_sheet, r.released_at,"
    " r.released_by_id, r.circulated_at, r.circulation_id"
    " FROM agenda_releases r JOIN agendas a ON a.id = r.agenda_id ORDER BY r.id",
    *(
        EDITIONS + f"SELECT v.id, '{level}', r.{level}_sheet, NULL FROM agenda_releases r"
        " JOIN agendas a ON a.id = r.agenda_id"
        " JOIN revisions v ON v.agreement_id = a.agreement_id AND v.rev = r.rev ORDER BY r.id"
        for level in ("cohost", "public")
    ),
    REVISIONS + "SELECT m.agreement_id, 'minutes', r.rev, r.text_hash, r.sheet_kept, r.made_at, NULL, NULL, NULL"
    " FROM minutes_revisions r JOIN minutes m ON m.id = r.minutes_id ORDER BY r.id",
    # Minutes that were approved before revisions were kept: their text is the delegations' edition.
    REVISIONS + "SELECT m.agreement_id, 'minutes', 1, m.text_hash, e.sheet_kept, coalesce(m.approved_at, m.state_at),"
    " NULL, NULL, NULL FROM minutes_editions e JOIN minutes m ON m.id = e.minutes_id WHERE e.level = 'delegations'"
    " AND NOT EXISTS (SELECT 1 FROM revisions o WHERE o.agreement_id = m.agreement_id) ORDER BY e.id",
    EDITIONS + f"SELECT ({LAST}), e.level, e.sheet_kept, e.released_at"
    " FROM minutes_editions e JOIN minutes m ON m.id = e.minutes_id ORDER BY e.id",
    REVISIONS + "SELECT m.agreement_id, 'corrigendum', 1, m.text_hash, e.sheet_kept,"
    " coalesce(m.approved_at, m.state_at), NULL, NULL, NULL"
    " FROM corrigendum_editions e JOIN corrigenda m ON m.id = e.corrigendum_id WHERE e.level = 'delegations'"
    " ORDER BY e.id",
    EDITIONS + f"SELECT ({LAST}), e.level, e.sheet_kept, NULL"
    " FROM corrigendum_editions e JOIN corrigenda m ON m.id = e.corrigendum_id ORDER BY e.id",
    REVISIONS + "SELECT agreement_id, 'draft', 1, text_hash, sheet_kept, state_at, NULL, NULL, NULL"
    " FROM draft_decisions WHERE text_hash <> '' ORDER BY id",
    (
        "UPDATE corrigenda SET state = 'under silence' WHERE state = 'final draft' AND EXISTS"
        f" (SELECT 1 FROM circulations c WHERE c.id = corrigenda.circulation_id AND c.state IN {GOING})"
    ),
)


def downgrade() -> None:
    """What a draft was signed off as before its last sign-off is lost, as it was lost before."""
    _tables_again()
    for statement in BACK:
        op.execute(statement)
    with op.batch_alter_table("draft_decisions") as table:
        table.drop_constraint(op.f("fk_draft_decisions_state_by_id_people"), type_="foreignkey")
        table.drop_column("state_by_id")
        table.alter_column("sheet_kept", existing_type=sa.Text(), nullable=False, server_default=None)
    op.drop_table("editions")
    op.drop_index(op.f("ix_revisions_circulation_id"), table_name="revisions")
    op.drop_index(op.f("ix_revisions_agreement_id"), table_name="revisions")
    op.drop_table("revisions")


def _tables_again() -> None:
    op.create_table(
        "agenda_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agenda_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        *(sa.Column(f"{level}_sheet", sa.Text(), nullable=False) for level in ("delegations", "cohost", "public")),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agenda_id"], ["agendas.id"], name=op.f("fk_agenda_releases_agenda_id_agendas")),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name=op.f("fk_agenda_releases_released_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"], ["circulations.id"], name=op.f("fk_agenda_releases_circulation_id_circulations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_releases")),
        sa.UniqueConstraint("agenda_id", "rev", name=op.f("uq_agenda_releases_agenda_id_rev")),
    )
    op.create_index(op.f("ix_agenda_releases_circulation_id"), "agenda_releases", ["circulation_id"], unique=False)
    op.create_table(
        "minutes_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_revisions_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_revisions")),
        sa.UniqueConstraint("minutes_id", "rev", name=op.f("uq_minutes_revisions_minutes_id_rev")),
    )
    for name, owner, key in (
        ("minutes_editions", "minutes", "minutes_id"),
        ("corrigendum_editions", "corrigenda", "corrigendum_id"),
    ):
        released = [sa.Column("released_at", sa.DateTime(timezone=True), nullable=True)] if owner == "minutes" else []
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column(key, sa.Integer(), nullable=False),
            sa.Column("level", sa.String(length=32), nullable=False),
            sa.Column("sheet_kept", sa.Text(), nullable=False),
            *released,
            sa.ForeignKeyConstraint([key], [f"{owner}.id"], name=op.f(f"fk_{name}_{key}_{owner}")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint(key, "level", name=op.f(f"uq_{name}_{key}_level")),
        )
    with op.batch_alter_table("draft_decisions") as table:
        table.add_column(sa.Column("sheet_kept", sa.Text(), nullable=False, server_default=""))


BACK = (
    (
        "INSERT INTO agenda_releases (agenda_id, rev, text_hash, delegations_sheet, cohost_sheet, public_sheet,"
        " released_by_id, circulation_id, released_at, circulated_at)"
        " SELECT a.id, r.rev, r.text_hash, r.sheet_kept, c.sheet_kept, p.sheet_kept, r.made_by_id, r.circulation_id,"
        " r.made_at, r.circulated_at FROM revisions r JOIN agendas a ON a.agreement_id = r.agreement_id"
        " JOIN editions c ON c.revision_id = r.id AND c.level = 'cohost'"
        " JOIN editions p ON p.revision_id = r.id AND p.level = 'public' ORDER BY r.id"
    ),
    (
        "INSERT INTO minutes_revisions (minutes_id, rev, text_hash, sheet_kept, made_at)"
        " SELECT m.id, r.rev, r.text_hash, r.sheet_kept, r.made_at"
        " FROM revisions r JOIN minutes m ON m.agreement_id = r.agreement_id ORDER BY r.id"
    ),
    (
        "INSERT INTO minutes_editions (minutes_id, level, sheet_kept, released_at)"
        " SELECT m.id, e.level, e.sheet_kept, e.released_at FROM editions e JOIN revisions r ON r.id = e.revision_id"
        " JOIN minutes m ON m.agreement_id = r.agreement_id ORDER BY e.id"
    ),
    (
        "INSERT INTO corrigendum_editions (corrigendum_id, level, sheet_kept)"
        " SELECT m.id, e.level, e.sheet_kept FROM editions e JOIN revisions r ON r.id = e.revision_id"
        " JOIN corrigenda m ON m.agreement_id = r.agreement_id ORDER BY e.id"
    ),
    (
        "UPDATE draft_decisions SET sheet_kept = (SELECT r.sheet_kept FROM revisions r"
        " WHERE r.agreement_id = draft_decisions.agreement_id ORDER BY r.rev DESC LIMIT 1) WHERE text_hash <> ''"
    ),
    "UPDATE corrigenda SET state = 'final draft' WHERE state = 'under silence'",
)
