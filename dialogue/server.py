"""Serves the WSGI application: gunicorn with threads where there is a fork, waitress where there is none (Windows)."""

import sys
from collections.abc import Callable
from typing import Any

from dialogue import heap

if sys.platform == "win32":
    from waitress import serve as waitress
else:
    from gunicorn.app.base import BaseApplication

THREADS = 8

Wsgi = Callable[..., Any]
Make = Callable[[], Wsgi]


def serve(make: Make, *, host: str, port: int, beside: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. The application is made where it runs: no open database crosses a fork. `beside` is
    called there too, once the application is made."""
    if sys.platform == "win32":
        app = make()
        heap.settle()
        if beside is not None:
            beside()
        waitress(app, host=host, port=port, threads=THREADS, ident=None)
    else:
        Gunicorn(make, host=host, port=port, beside=beside).run()


if sys.platform != "win32":

    class Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """One process with threads, as the embedded database wants it. No access log: feeds' addresses are secrets."""

        def __init__(self, make: Make, *, host: str, port: int, beside: Callable[[], None] | None = None) -> None:
            self._make = make
            self._settings = {
                "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
                "control_socket_disable": True,
                "graceful_timeout": 30,
                "loglevel": "warning",
                "proc_name": "dialogue",
                "threads": THREADS,
                "timeout": 60,
                "worker_class": "gthread",
                "workers": 1,
            }
            if beside is not None:
                self._settings["post_worker_init"] = lambda _worker: beside()
            super().__init__()

        def load_config(self) -> None:
            for name, value in self._settings.items():
                self.cfg.set(name, value)

        def load(self) -> Wsgi:
            app = self._make()
            heap.settle()
            return app
