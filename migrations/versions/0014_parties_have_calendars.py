"""Parties correct the calendars of their capitals; an issue keeps the days off that its expiry was fixed by."""

import datetime as dt
from zoneinfo import ZoneInfo

import holidays
import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ZONE = ZoneInfo("Europe/Brussels")


def upgrade() -> None:
    op.create_table(
        "own_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Enum("closed", "works", native_enum=False, length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["organisations.id"], name=op.f("fk_own_days_party_id_organisations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_days")),
    )
    op.create_index(op.f("ix_own_days_party_id"), "own_days", ["party_id"])
    with op.batch_alter_table("circulation_issues") as table:
        table.add_column(sa.Column("days_off", sa.Text(), nullable=False, server_default=""))
    _write_down()
    with op.batch_alter_table("circulation_issues") as table:
        table.alter_column("days_off", server_default=None)


def _write_down() -> None:
    """The public holidays of both capitals in the periods that were issued before this was written down."""
    connection = op.get_bind()
    of = sa.text(
        "SELECT DISTINCT places.country FROM organisations JOIN places ON places.id = organisations.seat_id"
        " WHERE organisations.kind = 'party'"
    )
    countries = list(connection.scalars(of))
    last = sa.func.coalesce(sa.select(sa.func.max(entries.c.until)).where(
        entries.c.circulation_id == issues.c.circulation_id, entries.c.issue == issues.c.number,
        entries.c.kind == "extension",
    ).scalar_subquery(), issues.c.expires_at)  # fmt: skip
    for row in connection.execute(sa.select(issues.c.id, issues.c.issued_at, last)).all():
        first, until = (_day(at) for at in row[1:])
        days = (first + dt.timedelta(days=n) for n in range((until - first).days + 1))
        off = [day.isoformat() for day in days if any(day in _holidays(country, day.year) for country in countries)]
        connection.execute(issues.update().where(issues.c.id == row[0]).values(days_off=" ".join(off)))


def _day(at: dt.datetime) -> dt.date:
    return at.replace(tzinfo=at.tzinfo or dt.UTC).astimezone(ZONE).date()


def _holidays(country: str, year: int) -> dict[dt.date, str]:
    try:
        return dict(holidays.country_holidays(country, years=year).items())
    except NotImplementedError:
        return {}


moment = sa.DateTime(timezone=True)
issues = sa.table(
    "circulation_issues", sa.column("id"), sa.column("circulation_id"), sa.column("number"),
    sa.column("issued_at", moment), sa.column("expires_at", moment), sa.column("days_off"),
)  # fmt: skip
entries = sa.table(
    "circulation_entries", sa.column("circulation_id"), sa.column("issue"), sa.column("kind"),
    sa.column("until", moment),
)  # fmt: skip


def downgrade() -> None:
    with op.batch_alter_table("circulation_issues") as table:
        table.drop_column("days_off")
    op.drop_table("own_days")
