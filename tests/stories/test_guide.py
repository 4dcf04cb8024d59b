"""The guide's pictures are of the pages as they are: `make pictures` takes them anew, and each page is opened here."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.planted import Planted, planted
from tests.stories.doors import person

STATIC = Path(__file__).parents[2] / "dialogue" / "web" / "static" / "guide"
SIZE = {"width": 1000, "height": 620}
PICTURES = {
    "sessions": ("secretary", "/sessions"),
    "agenda": ("secretary", "/sessions/2027-1/agenda"),
    "minutes": ("secretary", "/sessions/2026-2/minutes"),
    "silence": ("chair", "/circulations/1"),
    "followups": ("secretary", "/follow-ups"),
    "calendar": ("delegate", "/calendar"),
    "agenda-read": ("delegate", "/sessions/2027-1/agenda"),
    "session-cohost": ("co-host", "/sessions/2027-1"),
    "documents": ("other co-host", "/documents"),
}


@pytest.fixture(autouse=True)
def world(database: object) -> Planted:
    return planted(database)  # type: ignore[arg-type]  # one of the two engines


@pytest.mark.browser
@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_is_of_a_page_that_its_reader_opens(name: str, window: Callable[..., Page]) -> None:
    role, path = PICTURES[name]
    page = window(person(role), width=SIZE["width"])
    page.set_viewport_size(SIZE)

    answer = page.goto(path)
    if os.environ.get("PICTURES"):
        page.screenshot(path=STATIC / f"{name}.png")

    assert answer is not None
    assert answer.status == 200
    assert struct.unpack(">II", (STATIC / f"{name}.png").read_bytes()[16:24]) == (SIZE["width"], SIZE["height"])


def test_no_picture_is_left_over() -> None:
    assert sorted(path.stem for path in STATIC.iterdir()) == sorted(PICTURES)
