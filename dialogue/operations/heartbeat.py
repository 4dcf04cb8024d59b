"""The heart: once a minute it asks the pages for an answer over HTTP, as anybody would, and writes a beat if one comes.
A beat that is missed is a line in the log, never a fault: what it means for a round under silence is `pulse`'s."""

import datetime as dt
import http.client
import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from dialogue.db import db, transaction
from dialogue.domain import pulse

ANSWERS_IN = 5.0  # seconds; an answer that takes longer is none (practice §0.4)
FIRST = 1.0
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
OF_THIS_PROCESS = str(uuid.uuid4())
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # compared, not listened on
log = logging.getLogger("dialogue.heartbeat")


class Heart:
    """Beats against the site at `url` until told to stop. `host` is the name under which the site answers: it refuses
    all others."""

    def __init__(self, url: str, *, host: str, clock: Callable[[], dt.datetime]) -> None:
        self.url, self.host, self.clock = url, host, clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heart", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(2 * ANSWERS_IN)

    def beat(self) -> bool:
        """One beat, if the site answers as it should and the database takes it; whether it was written."""
        try:
            if not answers(self.url, self.host):
                log.warning("missed a beat: no proper answer from %s", self.url)
                return False
            at, monotonic = self.clock(), time.monotonic()
            with transaction():
                db.add(_beat(at, monotonic, boot()))
        except Exception as fault:  # noqa: BLE001 because whatever it was, the next minute counts again
            log.warning("missed a beat: %s: %s", type(fault).__name__, fault)
            return False
        finally:
            db.remove()
        return True

    def _beat_on(self) -> None:
        """On the minute of the clock that nobody sets, however long each beat takes."""
        due = time.monotonic() + FIRST
        while not self._stop.wait(max(due - time.monotonic(), 0)):
            self.beat()
            due += pulse.EVERY.total_seconds()
            due = max(due, time.monotonic())


def answers(url: str, host: str, within: float = ANSWERS_IN) -> bool:
    """Whether the site says in time that it is alive. Nothing but its own answer counts: no error, no other's page."""
    where = urlsplit(url)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=within)
    begun = time.monotonic()
    try:
        connection.request("GET", "/healthz", headers={"Host": host, "Connection": "close"})
        answer = connection.getresponse()
        told = json.loads(answer.read(1024))
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return answer.status == 200 and told == {"status": "ok"} and time.monotonic() - begun <= within


def own_address(host: str, port: int) -> str:
    """Where a server that listens there is reached from this machine."""
    near = EVERYWHERE.get(host, host)
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"


def boot() -> str:
    """What the monotonic clock counts from: this start of the machine; where nobody tells, this process."""
    try:
        return BOOT_ID.read_text().strip() or OF_THIS_PROCESS
    except OSError:
        return OF_THIS_PROCESS


def _beat(at: dt.datetime, monotonic: float, boot_id: str) -> pulse.Beat:
    last, of_boot = db.scalar(pulse.last_beat()), db.scalar(pulse.last_beat(boot_id))
    return pulse.beat(at, monotonic, boot_id, last=last, last_of_boot=of_boot)
