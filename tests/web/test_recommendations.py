"""The README's table of the brief's recommendations: each address in it is a page or a paper that its reader opens."""

import re
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from dialogue.domain.tracks import INSULATED, TRACKS
from tests.planted import Planted
from tests.rendering.word.checks import read

Browse = Callable[[str], FlaskClient]
README = Path(__file__).parents[2] / "README.md"
HEADING = "## The brief's nine recommendations, each by the page and the paper that supports it\n"
CLOSED = tuple(f"/tracks/{slug}" for slug in INSULATED)


def rows() -> dict[int, tuple[list[str], list[str]]]:
    """By the number of the recommendation, the pages and the papers that the table names."""
    part = README.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (\d) \|[^|]*\|([^|]*)\|([^|]*)\|$", part, re.MULTILINE)
    return {int(n): (re.findall(r"`(/[^`]*)`", pages), re.findall(r"`(/[^`]*)`", papers)) for n, pages, papers in lines}


def test_the_table_has_every_recommendation_with_the_tracks_that_serve_it() -> None:
    told = rows()

    assert list(told) == list(range(1, 10))
    assert [
        track.slug
        for track in TRACKS.values()
        if track.slug != "high-level-dialogue" and f"/tracks/{track.slug}" not in told[track.recommendation][0]
    ] == []
    assert [n for n, (_, papers) in told.items() if not papers] == []


def test_every_page_in_the_table_opens_for_a_delegate_and_what_is_closed_for_its_list_alone(
    world: Planted, browse: Browse
) -> None:
    pages = [page for row in rows().values() for page in row[0]]

    opened = {
        who: {page for page in pages if browse(who).get(page).status_code == 200} for who in ("delegate", "chair")
    }

    open_ = {page for page in pages if not page.startswith(CLOSED)}
    assert opened == {"delegate": set(pages), "chair": open_}
    assert len(pages) == len(set(pages)) > len(TRACKS)


def test_every_paper_in_the_table_is_taken_away_by_a_delegate(world: Planted, browse: Browse) -> None:
    papers = [paper for row in rows().values() for paper in row[1]]

    read_ = {paper: read(browse("delegate").get(paper).data) for paper in papers}

    assert [paper for paper, lines in read_.items() if len(lines) < 3] == []
    assert len(papers) == len(set(papers)) > len(TRACKS)
    closed = [paper for paper in papers if paper.startswith(CLOSED)]
    assert [browse("chair").get(paper).status_code for paper in closed] == [404]
