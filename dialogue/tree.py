"""Where templates, migrations and seeds lie: beside the package in a checkout, in its `_tree` in an installed wheel."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_tree"
_IS_INSTALLED = _INSTALLED.is_dir()

TREE = _INSTALLED if _IS_INSTALLED else Path(__file__).parent.parent
TEMPLATES = TREE / "templates"
MIGRATIONS = TREE / "migrations"
SEEDS = "dialogue._tree.seeds" if _IS_INSTALLED else "seeds"  # the package that `dialogue seed` imports by name
