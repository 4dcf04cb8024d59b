"""The Word paper of any sheet."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_type_hints

import pytest

from dialogue.rendering.word import agenda, minutes, participants, tracker, word
from tests.rendering.word import sheets


@pytest.mark.parametrize(
    ("sheet", "renderer"),
    [
        (sheets.agenda(), agenda),
        (sheets.minutes(), minutes),
        (sheets.participants(), participants),
        (sheets.tracker(), tracker),
    ],
)
def test_a_sheet_becomes_the_paper_of_its_own_kind(sheet, renderer):
    assert word.render(sheet) == renderer.render(sheet)


def test_every_module_that_makes_a_paper_of_a_sheet_is_asked_for_it():
    """A renderer that nobody lists would be found out by its reader."""
    made = {
        takes["sheet"]: module.render for module in _modules() if "sheet" in (takes := get_type_hints(module.render))
    }

    assert made == word.RENDERERS


def _modules():
    here = Path(word.__file__)
    every = (import_module(f"{word.__package__}.{one.name}") for one in iter_modules([str(here.parent)]))
    return [one for one in every if one is not word and hasattr(one, "render")]
