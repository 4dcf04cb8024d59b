"""A notice knows what it is about and from which edition its words are cut, and who called it back, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

dispatches = sa.table("dispatches", sa.column("id"), sa.column("key"), sa.column("kind"), sa.column("about_id"))
notices = sa.table(
    "notices", sa.column("id"), sa.column("dispatch_id"), sa.column("recipient_id"), sa.column("state"),
    sa.column("level"),
)  # fmt: skip
people = sa.table("people", sa.column("id"), sa.column("organisation_id"))
organisations = sa.table("organisations", sa.column("id"), sa.column("kind"))


def upgrade() -> None:
    op.add_column("dispatches", sa.Column("about_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("level", sa.String(32), nullable=True))
        table.add_column(sa.Column("follows_person", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("called_back_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("called_back_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("called_back_why", sa.String(32), nullable=True))
        table.create_foreign_key(op.f("fk_notices_called_back_by_id_people"), "people", ["called_back_by_id"], ["id"])
    with op.batch_alter_table("notices") as table:
        table.alter_column("follows_person", server_default=None)
    _say_what_waits_is_about(op.get_bind())


def _say_what_waits_is_about(connection: sa.Connection) -> None:
    """Keys begin with the noun and the id of the thing: agenda:3:release:2. The words of an agenda's notice are cut
    from the edition that goes to the recipient's kind of organisation."""
    for row, key in connection.execute(sa.select(dispatches.c.id, dispatches.c.key)).all():
        noun, _, rest = key.partition(":")
        number = rest.partition(":")[0]
        if noun in {"agenda", "circulation", "minutes"} and number.isdecimal():
            connection.execute(dispatches.update().where(dispatches.c.id == row).values(about_id=int(number)))
    waiting = sa.select(notices.c.id, organisations.c.kind).where(
        notices.c.dispatch_id == dispatches.c.id,
        dispatches.c.kind == "agenda circulated",
        notices.c.recipient_id == people.c.id,
        people.c.organisation_id == organisations.c.id,
        notices.c.state.in_(["queued", "held"]),
    )
    for row, kind in connection.execute(waiting).all():
        level = {"party": "delegations", "co-host": "cohost"}.get(kind, "public")
        connection.execute(notices.update().where(notices.c.id == row).values(level=level))


def downgrade() -> None:
    op.execute("UPDATE notices SET state = 'undone' WHERE state = 'no longer entitled'")
    with op.batch_alter_table("notices") as table:
        table.drop_constraint(op.f("fk_notices_called_back_by_id_people"), type_="foreignkey")
        for name in ("called_back_why", "called_back_by_id", "called_back_at", "follows_person", "level"):
            table.drop_column(name)
    op.drop_column("dispatches", "about_id")
