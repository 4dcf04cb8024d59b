"""A process that writes down outcomes, as a worker does, begun by the dozen and killed by the hundred: forked from one
that is warm."""

import contextlib
import datetime as dt
import multiprocessing
import signal
import time
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from dialogue.actions import ticking
from dialogue.config import Config
from dialogue.db import bind, connect
from dialogue.domain.silence import outcomes

configure_mappers()
for engine_of in ("sqlite://", "postgresql+psycopg://"):
    with contextlib.suppress(ImportError):  # the driver of PostgreSQL is not everywhere
        connect(engine_of).dispose()

warm = multiprocessing.get_context("forkserver")
warm.set_forkserver_preload(["tests.storms.settler"])


class Watch:
    """Tells the time, and by the second asking, that the first round is being written."""

    def __init__(self, writing):
        self.writing, self.asked = writing, 0

    def __call__(self):
        self.asked += 1
        if self.writing is not None and self.asked == 2:
            self.writing.set()
        return dt.datetime.now(dt.UTC)


def settle(url, closing, ending=None, pause=0.0, writing=None):
    """Pass after pass; without `ending` just one."""
    outcomes.CLOSING = dt.timedelta(seconds=closing)
    engine = connect(url)
    bind(engine)
    config = Config(data_dir=Path(), database_url=url, base_url="http://localhost", secret_key="k" * 32)
    tick = ticking.Tick(config, Watch(writing))
    while True:
        failed = ticking.run(tick, [ticking.settle_rounds])
        assert failed == []
        if ending is None or ending.wait(pause):
            break
    engine.dispose()


@contextlib.contextmanager
def settling(many, url, *, closing=60.0, pause=0.5, lasting=False):
    """So many of them at once, for one pass each or until the block ends; none may fail."""
    ending = warm.Event() if lasting else None
    begun = [warm.Process(target=settle, args=(url, closing, ending, pause)) for _ in range(many)]
    for process in begun:
        process.start()
    try:
        yield begun
    finally:
        if ending is not None:
            ending.set()
        for process in begun:
            process.join(120)
    assert [process.exitcode for process in begun] == [0] * many


def one_killed(url, after):
    """Begun, and gone without a word so many seconds after it began to write. Returns whether it was at work."""
    writing = warm.Event()
    process = warm.Process(target=settle, args=(url, 60.0, None, 0.0, writing))
    process.start()
    at_work = writing.wait(30)
    time.sleep(after)
    process.kill()
    process.join(30)
    died = process.exitcode == -signal.SIGKILL
    process.close()
    return at_work and died
