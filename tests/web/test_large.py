"""Every page and paper that a secretary can reach asks as little after many years of dialogue as in the first."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import large
from tests.conftest import Clock
from tests.planted import AT, Planted
from tests.stories.doors import answers
from tests.web.many import BUDGET, Statements
from tests.web.test_matrix import MATRIX, address

pytestmark = pytest.mark.slow


def test_every_address_asks_the_same_of_a_small_and_of_a_large_dialogue(
    world: Planted, app: Flask, browse: Callable[[str], FlaskClient], statements: Statements, clock: Clock
) -> None:
    keys = [key for key in MATRIX if key[0] == "GET" and answers(key, "secretary") == 200]
    paths = list(dict.fromkeys(address(app, key) for key in keys))
    client = browse("secretary")

    def asked(path: str) -> int:
        clock.at = AT  # at the same minute, so that nobody is seen anew meanwhile
        assert client.get(path).status_code == 200, path
        with statements() as told:
            client.get(path)
        return len(told)

    few = {path: asked(path) for path in paths}
    large.plant()
    many = {path: asked(path) for path in paths}

    assert {path: (few[path], many[path]) for path in paths if few[path] != many[path]} == {}
    assert {path: n for path, n in many.items() if n > BUDGET} == {}
    assert len(paths) > 120
