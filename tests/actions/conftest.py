"""Who acts, and in which session, wherever a test of acts begins with nothing else."""

import pytest

from tests import walk
from tests.cast import enter
from tests.factories import AT


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def session(db, cast):
    return walk.plan(db, cast)


@pytest.fixture
def ours(cast):
    return {"by": cast.secretary_brussels, "at": AT}
