"""Where templates, migrations and seeds lie: beside the package in a checkout, in its `_tree` in an installed wheel."""

from pathlib import Path

_INSTALLED = Path(__file__).parent.parent / "_tree"

TREE = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent.parent
TEMPLATES = TREE / "templates"
MIGRATIONS = TREE / "migrations"


def newest_migration() -> str:
    """By the numbers of their files: the server asks this, and does without the library that runs them."""
    return max((step.name.partition("_")[0] for step in (MIGRATIONS / "versions").glob("[0-9]*_*.py")), default="")
