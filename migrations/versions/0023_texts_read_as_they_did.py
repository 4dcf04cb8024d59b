"""Texts that were written while texts were Markdown say so, behind a mark, and go on reading as they did.

Papers that are kept as JSON need no change: one without a format was kept before there was a second."""

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MARK = "\x0e"  # nobody can type it
TEXTS = (
    ("agenda_items", "text"),
    ("agenda_items", "asked_text"),
    ("paragraphs", "text"),
    ("draft_decisions", "text"),
    ("decisions", "text"),
    ("followups", "text"),
    ("followup_updates", "text"),
    ("topics", "summary"),
    ("circulation_entries", "text"),
    ("objections", "text"),
)
KEPT = (
    ("agenda_releases", "delegations_sheet"),
    ("agenda_releases", "cohost_sheet"),
    ("agenda_releases", "public_sheet"),
    ("draft_decisions", "sheet_kept"),
    ("minutes_revisions", "sheet_kept"),
    ("minutes_editions", "sheet_kept"),
    ("corrigendum_editions", "sheet_kept"),
    ("circulations", "text_kept"),
)


def upgrade() -> None:
    for name, column in TEXTS:
        texts = sa.table(name, sa.column(column, sa.Text()))
        typed = texts.c[column]
        op.execute(texts.update().where(typed != "").values({column: sa.literal(MARK, sa.Text()) + typed}))


def downgrade() -> None:
    """Every text is Markdown again, whatever it was typed as."""
    for name, column in TEXTS:
        texts = sa.table(name, sa.column(column, sa.Text()))
        typed = texts.c[column]
        op.execute(texts.update().where(typed.startswith(MARK)).values({column: sa.func.substr(typed, 2)}))
    for name, column in KEPT:
        _rewrite(name, column, lambda kept: json.dumps(_without(json.loads(kept)), **AS_KEPT) if kept else kept)


AS_KEPT: dict[str, Any] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}


def _rewrite(name: str, column: str, how: Callable[[str], str]) -> None:
    rows = sa.table(name, sa.column("id", sa.Integer()), sa.column(column, sa.Text()))
    connection = op.get_bind()
    for key, kept in connection.execute(sa.select(rows.c.id, rows.c[column])).all():
        connection.execute(rows.update().where(rows.c.id == key).values({column: how(kept)}))


def _without(value: Any) -> Any:
    """As sheets were kept before: no format, and a text in Markdown like any other."""
    if isinstance(value, list):
        return [_without(one) for one in value]
    if isinstance(value, dict):
        if value.keys() == {"markdown"}:
            return value["markdown"]
        return {name: _without(one) for name, one in value.items() if name != "format"}
    return value
