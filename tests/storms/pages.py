"""The pages as `dialogue serve` serves them, with the closing time and the beats of a trial. Seconds, in that order."""

import datetime as dt
import sys

from dialogue.app import create_app
from dialogue.config import from_environment
from dialogue.domain import pulse
from dialogue.domain.silence import outcomes
from dialogue.heart import Heart, own_address
from dialogue.server import serve


def main(closing: float, every: float) -> None:
    outcomes.CLOSING = dt.timedelta(seconds=closing)
    pulse.EVERY = dt.timedelta(seconds=every)
    config = from_environment()

    def beat() -> None:
        here = own_address("127.0.0.1", config.port)
        Heart(here, host=config.host, clock=lambda: dt.datetime.now(dt.UTC)).start()

    serve(lambda: create_app(config), host="127.0.0.1", port=config.port, beside=beat)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
