"""The two sides, and a round on a text that runs and is served."""

import pytest

from tests.factories import running
from tests.factories import table as two_sides


@pytest.fixture
def sides():
    return two_sides()


@pytest.fixture
def round_(sides):
    return running(sides)
