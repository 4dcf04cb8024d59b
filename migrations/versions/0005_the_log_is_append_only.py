"""The log is append-only: triggers refuse every change of a row, and each row is followed by one at the most."""

from alembic import op

revision = "0005"
down_revision = "0004"

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
    op.create_index("ix_log_previous", "log", ["previous"], unique=True)
    for made in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(made)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("log_keeps_its_rows", "log_loses_no_row", "log_replaces_no_row"):
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP TRIGGER log_keeps_its_rows ON log")
        op.execute("DROP FUNCTION log_is_append_only()")
    op.drop_index("ix_log_previous", "log")
