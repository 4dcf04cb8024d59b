"""In a checkout the tree is the checkout; the installed one is walked through in `stories/test_installation.py`."""

from pathlib import Path

from dialogue.operations import installation, schema

HERE = Path(__file__).parent.parent.parent


def test_in_a_checkout_templates_and_migrations_are_those_beside_the_package():
    assert installation.TREE == HERE
    assert installation.TEMPLATES == HERE / "templates"
    assert installation.MIGRATIONS == HERE / "migrations"
    assert (installation.MIGRATIONS / "env.py").is_file()


def test_the_newest_migration_is_the_one_that_alembic_would_bring_a_database_to():
    assert installation.newest_migration() == schema.head() != ""
