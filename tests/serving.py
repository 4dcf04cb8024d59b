"""An application behind the server of the product, on a port of its own, for as long as a test asks it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from dialogue.operations.server import Clock, Server, listen


@contextmanager
def served(app: Flask, clock: Clock) -> Iterator[int]:
    """The port. `clock` stamps what arrives."""
    listener, ending = listen("127.0.0.1", 0), threading.Event()
    server = Server(app, listener, clock)
    thread = threading.Thread(target=server.serve_until, args=(ending,))
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ending.set()
        server.pull_trigger()  # it would wait for the next request, up to a second
        thread.join()
