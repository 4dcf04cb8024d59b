"""A released file knows the round that made it void, and keeps its label; only one of a label stands."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_VOID = re.compile(r"(.*?) ?\bvoid SP/(\d+)\b.*")  # the first round is the one that made it void
_UNIQUE = "uq_released_files_session_id_kind_label_level"

files = sa.table(
    "released_files", sa.column("id"), sa.column("kind"), sa.column("label"), sa.column("circulation_id"),
    sa.column("void_round_id"),
)  # fmt: skip
rounds = sa.table("circulations", sa.column("id"), sa.column("state"))


def upgrade() -> None:
    with op.batch_alter_table("released_files") as table:
        table.drop_constraint(op.f(_UNIQUE), type_="unique")
        table.add_column(sa.Column("void_round_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_released_files_void_round_id_circulations"), "circulations", ["void_round_id"], ["id"]
        )
        table.create_index(op.f("ix_released_files_void_round_id"), ["void_round_id"], unique=False)
    _take_out_of_labels(op.get_bind())
    op.create_index(
        "uq_released_files_standing",
        "released_files",
        ["session_id", "kind", "label", "level"],
        unique=True,
        sqlite_where=sa.text("void_round_id IS NULL"),
        postgresql_where=sa.text("void_round_id IS NULL"),
    )


def _take_out_of_labels(connection: sa.Connection) -> None:
    """What a label said until now; of an Action Sheet its round said it."""
    for key, label in connection.execute(sa.select(files.c.id, files.c.label)).all():
        said = _VOID.fullmatch(label)
        if said is not None:
            told = {"label": said[1], "void_round_id": int(said[2])}
            connection.execute(files.update().where(files.c.id == key).values(told))
    broken = sa.select(rounds.c.id).where(rounds.c.state == "broken")
    of_broken = sa.and_(files.c.kind == "action-sheet", files.c.circulation_id.in_(broken))
    connection.execute(files.update().where(of_broken).values(void_round_id=files.c.circulation_id))


def downgrade() -> None:
    op.drop_index("uq_released_files_standing", table_name="released_files")
    _put_back_into_labels(op.get_bind())
    with op.batch_alter_table("released_files") as table:
        table.drop_index(op.f("ix_released_files_void_round_id"))
        table.drop_constraint(op.f("fk_released_files_void_round_id_circulations"), type_="foreignkey")
        table.drop_column("void_round_id")
        table.create_unique_constraint(op.f(_UNIQUE), ["session_id", "kind", "label", "level"])


def _put_back_into_labels(connection: sa.Connection) -> None:
    void = sa.and_(files.c.void_round_id.is_not(None), files.c.kind != "action-sheet")
    for key, label, number in connection.execute(
        sa.select(files.c.id, files.c.label, files.c.void_round_id).where(void)
    ).all():
        said = f"{label} void SP/{number}".strip()
        connection.execute(files.update().where(files.c.id == key).values(label=said))
