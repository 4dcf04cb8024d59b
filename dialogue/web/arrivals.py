"""The outermost door: stamps the instant of arrival, refuses foreign hosts, sets each answer's headers, writes the log.

Nothing inside it reads the clock; nothing leaves without its headers, not even a static file or a fault."""

import datetime as dt
import json
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.headers import Headers

from werkzeug.sansio.utils import host_is_trusted

from dialogue.config import ARRIVED, LOOPBACK, Config

REQUEST_ID = "dialogue.request_id"
PERSON = "dialogue.person_id"
EVENTS = "dialogue.events"  # what happened to security in this request, each in words without a secret

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
_OURS = ("publickey-credentials-create", "publickey-credentials-get")  # passkeys, on our own pages
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{one}=()" for one in _OFF), *(f"{one}=(self)" for one in _OURS)]),
}
HSTS = "max-age=31536000; includeSubDomains"
_SECRET = re.compile(r"^/(feeds|kept|password/links)/[^/]+")

Clock = Callable[[], dt.datetime]
log = logging.getLogger("dialogue.requests")


def the_time() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Arrivals:
    def __init__(self, app: Callable[..., Iterable[bytes]], config: Config, clock: Clock = the_time) -> None:
        self.app, self.clock = app, clock
        self.hosts, self.loopback_only = config.trusted_hosts, not config.secure
        self.headers = HEADERS | ({"Strict-Transport-Security": HSTS} if config.secure else {})

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.setdefault(ARRIVED, self.clock())  # a header is called HTTP_…: only the server can have set it
        environ[REQUEST_ID] = secrets.token_hex(6)
        began = time.monotonic()

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer = Headers(headers)
            for name, value in self.headers.items():
                answer[name] = value
            answer.setdefault("Cache-Control", "no-store")
            self._log(environ, status, time.monotonic() - began)
            return start_response(status, headers, exc_info)

        if not self._welcome(environ):
            environ[EVENTS] = ["no host of ours"]
            start("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"This address is not served here.\n"]
        return self.app(environ, start)

    def _welcome(self, environ: dict[str, Any]) -> bool:
        """The Host is ours; and over plain http, whoever asks sits at this machine."""
        peer = environ.get("REMOTE_ADDR", "")
        here = not self.loopback_only or not peer or peer in LOOPBACK or peer.startswith("127.")
        return here and host_is_trusted(environ.get("HTTP_HOST", ""), self.hosts)

    def _log(self, environ: dict[str, Any], status: str, seconds: float) -> None:
        # JSON escapes CR and LF, so that no name can forge a line; a query may hold words or a token and is left out.
        line = {
            "at": environ[ARRIVED].isoformat(timespec="milliseconds"),
            "id": environ[REQUEST_ID],
            "method": environ.get("REQUEST_METHOD", ""),
            "path": _SECRET.sub(r"/\1/***", environ.get("PATH_INFO", "")),
            "status": int(status[:3]),
            "ms": round(seconds * 1000),
            "from": environ.get("REMOTE_ADDR", ""),
            "person": environ.get(PERSON),
            "events": environ.get(EVENTS, []),
        }
        log.info(json.dumps(line))
