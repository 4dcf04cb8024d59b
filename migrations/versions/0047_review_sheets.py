"""Review sheets are kept; an entry of a track knows the day on which it began, which the log has for those of old."""

import datetime as dt
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"

ZONE = ZoneInfo("Europe/Brussels")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("sheet_kept", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_reviews_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("session_id", "rev", name=op.f("uq_reviews_session_id_rev")),
    )
    with op.batch_alter_table("track_entries") as table:
        table.add_column(sa.Column("began_on", sa.Date(), nullable=True))
    _date_their_beginnings()
    with op.batch_alter_table("track_entries") as table:
        table.alter_column("began_on", existing_type=sa.Date(), nullable=False)


def _date_their_beginnings() -> None:
    """By the log; an entry that is not in it began no later than it was last written."""
    moment = sa.DateTime(timezone=True)
    entries = sa.table(
        "track_entries", sa.column("id", sa.Integer()), sa.column("began_on", sa.Date()), sa.column("edited_at", moment)
    )
    log = sa.table(
        "log", sa.column("noun"), sa.column("verb"), sa.column("thing_id", sa.Integer()), sa.column("at", moment)
    )
    there = op.get_bind()
    begun = sa.select(log.c.thing_id, log.c.at).where(log.c.noun == "track_entries", log.c.verb == "begin")
    logged = dict(there.execute(begun).all())
    for key, edited_at in there.execute(sa.select(entries.c.id, entries.c.edited_at)).all():
        on = _day(logged.get(key, edited_at))
        there.execute(sa.update(entries).where(entries.c.id == key).values(began_on=on))


def _day(at: dt.datetime) -> dt.date:
    """As the capitals have it; SQLite gives instants without their zone, which is UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(ZONE).date()


def downgrade() -> None:
    """The review sheets are lost as pages; their files stay among the released ones, and no page leads to them."""
    with op.batch_alter_table("track_entries") as table:
        table.drop_column("began_on")
    op.drop_table("reviews")
