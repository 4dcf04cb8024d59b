"""In a checkout the tree is the checkout; the installed one is walked through in `stories/test_installation.py`."""

from pathlib import Path

from dialogue import schema, tree

HERE = Path(__file__).parent.parent


def test_in_a_checkout_templates_and_migrations_are_those_beside_the_package():
    assert tree.TREE == HERE
    assert tree.TEMPLATES == HERE / "templates"
    assert tree.MIGRATIONS == HERE / "migrations"
    assert (tree.MIGRATIONS / "env.py").is_file()


def test_the_newest_migration_is_the_one_that_alembic_would_bring_a_database_to():
    assert tree.newest_migration() == schema.head() != ""
