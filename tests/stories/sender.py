"""A process that sends what is due, begun by the dozen and killed by the hundred: forked from one that is warm."""

import contextlib
import datetime as dt
import multiprocessing
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from dialogue.config import Config
from dialogue.db import bind, connect, db
from dialogue.notifications.outbox import send_due

configure_mappers()
for engine_of in ("sqlite://", "postgresql+psycopg://"):
    with contextlib.suppress(ImportError):  # the driver of PostgreSQL is not everywhere
        connect(engine_of).dispose()

warm = multiprocessing.get_context("forkserver")
warm.set_forkserver_preload(["tests.stories.sender"])


def send(url, smtp_url, folder, lease):
    engine = connect(url)
    bind(engine)
    config = Config(data_dir=Path(folder), database_url=url, base_url="http://localhost", secret_key="k" * 32,
                    smtp_url=smtp_url)  # fmt: skip
    send_due(config, lambda: dt.datetime.now(dt.UTC), lease=lease)
    db.remove()
    engine.dispose()


@contextlib.contextmanager
def sending(many, *given):
    """So many of them at once; waited for at the end."""
    begun = [warm.Process(target=send, args=given) for _ in range(many)]
    for process in begun:
        process.start()
    yield begun
    for process in begun:
        process.join(60)
        assert process.exitcode is not None
        process.close()
