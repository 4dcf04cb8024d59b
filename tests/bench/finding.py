"""What a question costs in a dialogue of many years, told apart from the page that shows what was found."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dialogue.db import bind, connect, db
from dialogue.operations.schema import upgrade
from dialogue.queries import search
from dialogue.queries.search import SearchFilter
from seeds import demo
from tests import large, planted
from tests.bench import world
from tests.cast import PASSWORD

MANY = large.FOLLOW_UPS
WORDS = ("cyber", "exercise", "the", "number 77", "floods working", "oc 2026 2", "kosovo", "zebra")


def build(folder: Path, at: dt.datetime) -> tuple[str, Mapping[str, float]]:
    """The demonstration grown large, in a database of that name; the sign-in of a secretary, and for each of the words
    the milliseconds of processor of the question alone, the least of seven."""
    engine = connect(f"sqlite:///{folder / f'{MANY}.sqlite3'}")
    upgrade(engine)
    bind(engine)
    demo.plant(db, password=PASSWORD, at=planted.AT)
    db.commit()
    large.plant()
    standing = planted.standing("secretary")
    asked = {words: _cpu(lambda words=words: search.find(standing, SearchFilter(words=words))) for words in WORDS}
    token = world.sign_in(standing.person, at)
    db.remove()
    engine.dispose()
    return token, asked


def median(of: Mapping[str, float] | Iterable[float]) -> float:
    return statistics.median(of.values() if isinstance(of, Mapping) else of)


def _cpu(work: Callable[[], object]) -> float:
    work()
    taken = []
    for _ in range(7):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken) * 1000
