"""Pages that die: a process that has everything imported, and for each line that it is told begins the web anew.

Run as `python -m tests.stories.mortal DATABASE_URL DATA_DIR SECRET`; says its port, then the number of each process."""

import os
import socket
import sys
import threading
from pathlib import Path

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import connect
from dialogue.operations.server import Server
from dialogue.web.arrivals import the_time


def live(config: Config, listener: socket.socket) -> None:
    app = create_app(config, engine=connect(config.database_url))
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 as long as the process
    Server(app, listener, the_time).serve_until(threading.Event())


def main(url: str, data_dir: str, secret: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    port = listener.getsockname()[1]
    config = Config(
        data_dir=Path(data_dir),
        database_url=url,
        base_url=f"http://127.0.0.1:{port}",
        secret_key=secret,
        port=port,
    )
    print(port, flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            live(config, listener)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
