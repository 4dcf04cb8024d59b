"""The pages as `dialogue serve` serves them, with the closing time and the beats of a trial. Seconds, in that order."""

import datetime as dt
import sys

from dialogue.app import create_app
from dialogue.config import from_environment
from dialogue.domain import pulse
from dialogue.domain.silence import outcomes
from dialogue.operations.heartbeat import Heart, own_address
from dialogue.operations.server import serve
from dialogue.operations.supervisor import told_to_end


def main(closing: float, every: float) -> None:
    outcomes.CLOSING = dt.timedelta(seconds=closing)
    pulse.EVERY = dt.timedelta(seconds=every)
    config = from_environment()

    def beat() -> None:
        here = own_address("127.0.0.1", config.port)
        Heart(here, host=config.host, clock=lambda: dt.datetime.now(dt.UTC)).start()

    bodies = config.data_dir / "tmp"
    bodies.mkdir(exist_ok=True)
    serve(
        lambda: create_app(config), host="127.0.0.1", port=config.port, clock=lambda: dt.datetime.now(dt.UTC),
        ending=told_to_end(), folder=bodies, beside=beat,
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
