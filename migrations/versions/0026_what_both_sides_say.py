"""What both Parties say stands in one table, whatever it is said to; what counts no more stays on record.

Who asked that a follow-up be dropped, and when, was not kept as such: it is taken from the follow-up's history. Who
named a successor of a decision is taken from the log."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

WHOLE = ("agendas", "minutes", "corrigenda", "draft_decisions", "engagements")  # each of these has its agreement
SOME = {"decisions": "successor_of_id", "followups": "drop_asked_by_id"}  # of these, those of which something was said
STEPS = "('opening', 'extension', 'early close')"


class Old:
    """A table of words as it was: of which thing (`key`, a column that names `owner`), by whom, when; and what of it
    is which column of the new one. `more` and `unique` make the table again."""

    def __init__(self, owner: str, key: str, by: str, at: str, *more: Any, unique: str, **columns: str) -> None:
        self.owner, self.key, self.by, self.at, self.more, self.unique = owner, key, by, at, more, unique.split()
        self.columns = {"word": "'sign-off'", "text_hash": "''"} | columns


def _text(name: str) -> Any:
    return lambda: sa.Column(name, sa.Text(), nullable=False)


def _word(name: str, nullable: bool = False) -> Any:
    return lambda: sa.Column(name, sa.String(length=32), nullable=nullable)


def _moment(name: str) -> Any:
    return lambda: sa.Column(name, sa.DateTime(timezone=True), nullable=True)


HASH = _text("text_hash")
OLD = {
    "agenda_sign_offs": Old(
        "agendas", "agenda_id", "signed_by_id", "signed_at", HASH,
        unique="agenda_id party_id text_hash", text_hash="o.text_hash",
    ),
    "agenda_assents": Old(
        "agendas", "agenda_id", "recorded_by_id", "given_at", _word("to"), _text("given_by"), _text("reason"),
        unique="agenda_id party_id to", word='o."to"', name="o.given_by", note="o.reason",
    ),
    "minutes_sign_offs": Old(
        "minutes", "minutes_id", "signed_by_id", "signed_at",
        HASH, _word("word"), _text("note"), _word("step", True), _moment("until"), _moment("settled_at"),
        unique="minutes_id party_id text_hash", text_hash="o.text_hash", word="coalesce(o.step, 'sign-off')",
        note="o.note", until="o.until", settled_at="o.settled_at", ended_at="o.settled_at",
    ),
    "minutes_approvals": Old(
        "minutes", "minutes_id", "given_by_id", "given_at", HASH,
        unique="minutes_id party_id text_hash", text_hash="o.text_hash", word="'approval'",
    ),
    "minutes_release_consents": Old(
        "minutes_editions", "edition_id", "given_by_id", "given_at",
        unique="edition_id party_id", word="'release'", level="e.level", text_hash="n.text_hash",
    ),
    "corrigendum_words": Old(
        "corrigenda", "corrigendum_id", "given_by_id", "given_at", _word("word"), HASH,
        unique="corrigendum_id party_id word text_hash", word="o.word", text_hash="o.text_hash",
    ),
    "draft_decision_sign_offs": Old(
        "draft_decisions", "draft_id", "signed_by_id", "signed_at", HASH,
        unique="draft_id party_id text_hash", text_hash="o.text_hash",
    ),
    "engagement_consents": Old(
        "engagements", "engagement_id", "given_by_id", "given_at",
        unique="engagement_id party_id", word="'consent'",
    ),
}  # fmt: skip


def upgrade() -> None:
    _tables()
    for name in WHOLE:
        _own(name, "1 = 1")
    for name, said in SOME.items():
        _own(name, f"{said} IS NOT NULL")
    for name, old in OLD.items():
        _copy(name, old)
    for row in op.get_bind().execute(sa.text(SUCCESSORS)).mappings().all():
        reference = f"D/{row['year']}/{row['session_number']}/{row['number']:02d}"
        _say(row, "successor", text_hash=reference)
    for row in op.get_bind().execute(sa.text(DROPPINGS)).mappings().all():
        _say(row, "dropping", note=row["note"])
    op.execute(SETTLED)
    op.execute(
        "UPDATE decisions SET successor_id = NULL WHERE NOT EXISTS"
        " (SELECT 1 FROM assents a WHERE a.agreement_id = decisions.agreement_id)"
    )
    for name, said in SOME.items():
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_{said}_organisations"), type_="foreignkey")
            table.drop_column(said)
    for name in OLD:
        op.drop_table(name)


def _tables() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_table(
        "assents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_assents_agreement_id_agreements")),
        sa.ForeignKeyConstraint(["party_id"], ["organisations.id"], name=op.f("fk_assents_party_id_organisations")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_assents_given_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assents")),
    )
    op.create_index(op.f("ix_assents_agreement_id"), "assents", ["agreement_id"], unique=False)
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_assents_standing",
        "assents",
        ["agreement_id", "word", "level", "party_id", "text_hash"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _own(name: str, which: str) -> None:
    """Rows of a table get their agreements, whose ids go on from the last one."""
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("agreement_id", sa.Integer(), nullable=True))
    bind = op.get_bind()
    last = bind.scalar(sa.text("SELECT coalesce(max(id), 0) FROM agreements"))
    op.execute(f"UPDATE {name} SET agreement_id = id + {last} WHERE {which}")
    op.execute(f"INSERT INTO agreements (id) SELECT agreement_id FROM {name} WHERE agreement_id IS NOT NULL ORDER BY 1")
    if bind.dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('agreements', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM agreements), false)"
        )
    with op.batch_alter_table(name) as table:
        table.alter_column("agreement_id", existing_type=sa.Integer(), nullable=name not in WHOLE)
        table.create_foreign_key(op.f(f"fk_{name}_agreement_id_agreements"), "agreements", ["agreement_id"], ["id"])
        table.create_unique_constraint(op.f(f"uq_{name}_agreement_id"), ["agreement_id"])


def _copy(name: str, old: Old) -> None:
    told = {"level": "''", "name": "''", "note": "''", "until": "NULL", "settled_at": "NULL", "ended_at": "NULL"}
    told |= old.columns | {"given_by_id": f"o.{old.by}", "given_at": f"o.{old.at}", "party_id": "o.party_id"}
    joined = f"JOIN {old.owner} n ON n.id = o.{old.key}"
    if old.owner == "minutes_editions":
        joined = f"JOIN minutes_editions e ON e.id = o.{old.key} JOIN minutes n ON n.id = e.minutes_id"
    op.execute(
        f"INSERT INTO assents (agreement_id, {', '.join(told)})"
        f" SELECT n.agreement_id, {', '.join(told.values())} FROM {name} o {joined} ORDER BY o.id"
    )


SUCCESSORS = """
SELECT d.agreement_id, d.successor_of_id AS party_id, l.by_id AS given_by_id, l.at AS given_at,
       s.year, s.number AS session_number, n.number
FROM decisions d
JOIN decisions n ON n.id = d.successor_id
JOIN sessions s ON s.id = n.session_id
JOIN log l ON l.id = (SELECT max(id) FROM log WHERE noun = 'decisions' AND thing_id = d.id
                      AND verb = 'propose successor' AND by_id IS NOT NULL)
WHERE d.successor_of_id IS NOT NULL
"""
# The newest note of the side that asked, and the update by which the other side agreed.
DROPPINGS = """
SELECT f.agreement_id, p.organisation_id AS party_id, u.made_by_id AS given_by_id, u.made_at AS given_at, u.text AS note
FROM followups f
JOIN followup_updates u ON u.followup_id = f.id
JOIN people p ON p.id = u.made_by_id
WHERE f.drop_asked_by_id IS NOT NULL AND (
    (u.became = 'dropped' AND p.organisation_id <> f.drop_asked_by_id)
    OR u.id = (SELECT max(a.id) FROM followup_updates a JOIN people b ON b.id = a.made_by_id
               WHERE a.followup_id = f.id AND a.was IS NULL AND b.organisation_id = f.drop_asked_by_id))
ORDER BY u.id
"""
SETTLED = """
UPDATE assents SET settled_at = (
    SELECT max(o.given_at) FROM assents o WHERE o.agreement_id = assents.agreement_id AND o.word = assents.word
    AND o.level = assents.level AND o.text_hash = assents.text_hash)
WHERE settled_at IS NULL AND EXISTS (
    SELECT 1 FROM assents o WHERE o.agreement_id = assents.agreement_id AND o.word = assents.word
    AND o.level = assents.level AND o.text_hash = assents.text_hash AND o.party_id <> assents.party_id)
"""


def _say(row: Any, word: str, *, text_hash: str = "", note: str = "") -> None:
    said = {"word": word, "text_hash": text_hash, "note": note} | {
        key: row[key] for key in ("agreement_id", "party_id", "given_by_id", "given_at")
    }
    op.get_bind().execute(
        sa.text(
            "INSERT INTO assents (agreement_id, word, level, party_id, text_hash, given_by_id, given_at, name, note)"
            " VALUES (:agreement_id, :word, '', :party_id, :text_hash, :given_by_id, :given_at, '', :note)"
        ),
        said,
    )


def downgrade() -> None:
    """What had ended is lost, as it was lost before."""
    for name, old in OLD.items():
        _table_again(name, old)
    for name, said in SOME.items():
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(said, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_{said}_organisations"), "organisations", [said], ["id"])
    _copy_back()
    for name in (*WHOLE, *SOME):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"uq_{name}_agreement_id"), type_="unique")
            table.drop_constraint(op.f(f"fk_{name}_agreement_id_agreements"), type_="foreignkey")
            table.drop_column("agreement_id")
    op.drop_index("uq_assents_standing", table_name="assents")
    op.drop_index(op.f("ix_assents_agreement_id"), table_name="assents")
    op.drop_table("assents")
    op.drop_table("agreements")


def _table_again(name: str, old: Old) -> None:
    named = {old.key: old.owner, "party_id": "organisations", old.by: "people"}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in named),
        sa.Column(old.at, sa.DateTime(timezone=True), nullable=False),
        *(column() for column in old.more),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{name}_{column}_{of}"))
            for column, of in named.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(*old.unique, name=op.f(f"uq_{name}_{'_'.join(old.unique)}")),
    )


def _copy_back() -> None:
    standing = "a.ended_at IS NULL"
    for name, columns, what in BACK:
        old = OLD[name]
        into = f'"{old.key}", party_id, {old.by}, {old.at}'
        owner = "n.id" if old.owner != "minutes_editions" else "e.id"
        source = {"minutes_editions": "minutes"}.get(old.owner, old.owner)
        joined = f"JOIN {source} n ON n.agreement_id = a.agreement_id"
        if old.owner == "minutes_editions":
            joined += " JOIN minutes_editions e ON e.minutes_id = n.id AND e.level = a.level"
        more = "".join(f', "{into_}"' for into_ in columns), "".join(f", {value}" for value in columns.values())
        op.execute(
            f"INSERT INTO {name} ({into}{more[0]}) SELECT {owner}, a.party_id, a.given_by_id, a.given_at{more[1]}"
            f" FROM assents a {joined} WHERE {what.format(standing=standing)} ORDER BY a.id"
        )
    for name, said, word in (
        ("decisions", "successor_of_id", "successor"),
        ("followups", "drop_asked_by_id", "dropping"),
    ):
        first = (
            f"SELECT min(a.id) FROM assents a WHERE a.agreement_id = {name}.agreement_id AND a.word = '{word}'"
            f" AND {standing}"
        )
        op.execute(f"UPDATE {name} SET {said} = (SELECT o.party_id FROM assents o WHERE o.id = ({first}))")


_H = {"text_hash": "a.text_hash"}
_ONCE = (
    "a.id IN (SELECT min(b.id) FROM assents b WHERE b.ended_at IS NULL OR b.ended_at = b.settled_at"
    " GROUP BY b.agreement_id, b.party_id, b.text_hash)"
)
BACK: Iterable[tuple[str, dict[str, str], str]] = (
    ("agenda_sign_offs", _H, "{standing} AND a.word = 'sign-off'"),
    (
        "agenda_assents",
        {"to": "a.word", "given_by": "a.name", "reason": "a.note"},
        "{standing} AND a.word IN ('closing the call early', 'circulating at short notice', 'adoption')",
    ),
    (
        "minutes_sign_offs",
        _H | {"word": "'sign-off'", "note": "a.note"},
        "{standing} AND a.word = 'sign-off'",
    ),
    (
        "minutes_sign_offs",
        _H | {"word": "'period'", "note": "a.note", "step": "a.word", "until": "a.until", "settled_at": "a.settled_at"},
        f"a.word IN {STEPS} AND {_ONCE}",
    ),
    ("minutes_approvals", _H, "{standing} AND a.word = 'approval'"),
    ("minutes_release_consents", {}, "{standing} AND a.word = 'release'"),
    ("corrigendum_words", _H | {"word": "a.word"}, "{standing}"),
    ("draft_decision_sign_offs", _H, "{standing} AND a.word = 'sign-off'"),
    ("engagement_consents", {}, "{standing} AND a.word = 'consent'"),
)
