"""Entries are linked to paragraphs, drafts, decisions and follow-ups too; follow-ups have a deliverable and an
indicator."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"

LINKED = {
    "point_id": ("track_points", None),
    "paragraph_id": ("paragraphs", "CASCADE"),
    "draft_id": ("draft_decisions", None),
    "decision_id": ("decisions", None),
    "followup_id": ("followups", None),
}
ONCE = "uq_track_placements_entry_id_item_key"
UID = "uq_track_entries_uid"
NEW = ("deliverable", "indicator")


def _key(column: str) -> str:
    return f"fk_track_placements_{column}_{LINKED[column][0]}"


def upgrade() -> None:
    with op.batch_alter_table("track_placements") as table:
        table.drop_constraint(op.f(ONCE), type_="unique")
        for column, (of, gone) in LINKED.items():
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(_key(column)), of, [column], ["id"], ondelete=gone)
    for column in LINKED:
        op.create_index(op.f(f"ix_track_placements_{column}"), "track_placements", [column])
    with op.batch_alter_table("track_entries") as table:
        table.add_column(sa.Column("uid", sa.Text(), nullable=True))
    entries = sa.table("track_entries", sa.column("id", sa.Integer()), sa.column("uid", sa.Text()))
    for (entry,) in op.get_bind().execute(sa.select(entries.c.id)).all():
        named = entries.update().where(entries.c.id == entry).values(uid=f"{uuid.uuid4()}@dialogue")
        op.get_bind().execute(named)
    with op.batch_alter_table("track_entries") as table:
        table.alter_column("uid", existing_type=sa.Text(), nullable=False)
        table.create_unique_constraint(op.f(UID), ["uid"])
    with op.batch_alter_table("followups") as table:
        for column in NEW:
            table.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("followups") as table:
        for column in NEW:
            table.alter_column(column, existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Links that the older form does not know are lost; so are deliverables and indicators."""
    links = sa.table("track_placements", sa.column("id"), sa.column("entry_id"), sa.column("item_key"))
    first = sa.select(sa.func.min(links.c.id)).group_by(links.c.entry_id, links.c.item_key)
    op.execute(links.delete().where(sa.or_(links.c.item_key == "", links.c.id.not_in(first))))
    with op.batch_alter_table("followups") as table:
        for column in NEW:
            table.drop_column(column)
    with op.batch_alter_table("track_entries") as table:
        table.drop_constraint(op.f(UID), type_="unique")
        table.drop_column("uid")
    for column in LINKED:
        op.drop_index(op.f(f"ix_track_placements_{column}"), "track_placements")
    with op.batch_alter_table("track_placements") as table:
        for column in LINKED:
            table.drop_constraint(op.f(_key(column)), type_="foreignkey")
            table.drop_column(column)
        table.create_unique_constraint(op.f(ONCE), ["entry_id", "item_key"])
