"""Every paper of a session's world: sound, and read by two programs that we did not write."""

import pytest
from flask import Flask

from dialogue.app import create_app
from dialogue.config import Config
from tests.conftest import furnished
from tests.planted import AT, Planted
from tests.rendering.word.checks import faults
from tests.rendering.word.readers import unread
from tests.stories.test_every_answer import browser
from tests.web.test_matrix import MATRIX, as_planted

WORD = sorted(key[1:] for key in MATRIX if key[0] == "GET" and ".docx" in str(key[1]))


@pytest.fixture(scope="module")
def papers(world: Planted, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    app = _app(world, tmp_path_factory)
    client, found = browser(world, app, "secretary"), {}
    for key in WORD:
        answer = client.get(as_planted(app, world, ("GET", *key)), base_url="https://localhost")
        if answer.status_code == 200:
            found[str(key)] = answer.data
    return found


def _app(world: Planted, folders: pytest.TempPathFactory) -> Flask:
    folder = furnished(folders.mktemp("var"))
    config = Config(data_dir=folder, database_url="", base_url="https://localhost", secret_key="readers " * 5)
    return create_app(config, engine=world.database.engine, clock=lambda: AT)


def test_every_paper_opens_and_other_programs_read_all_of_it(papers: dict[str, bytes]) -> None:
    assert len(papers) >= 16, "a paper of every kind"
    assert [f"{name}: {one}" for name, paper in papers.items() for one in (*faults(paper), *unread(paper))] == []
