"""Where mails are fetched from: standard input of a mail server's pipe, a Maildir, a box on an IMAP server.

Each is handed on whole and is marked as fetched only after it was kept, so whoever dies in between fetches it again."""

import datetime as dt
import hashlib
import imaplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from dialogue.config import LOOPBACK
from dialogue.domain.base import Refused
from dialogue.domain.incoming import LARGEST

PATIENCE = 30  # seconds for each word of an IMAP server
AT_ONCE = 500  # mails of one call
BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as it lay there: its beginning, how large the whole is and its hash, and since when it lies there."""

    raw: bytes
    size: int
    sha256: str
    since: dt.datetime | None = None


Keep = Callable[[Fetched], None]


def from_stream(stream: BinaryIO, since: dt.datetime | None = None) -> Fetched:
    """The one mail that is read there to its end, of which no more than is kept stands in memory."""
    raw, size, digest = b"", 0, hashlib.sha256()
    while block := stream.read(BLOCK):
        raw, size = (raw + block)[:LARGEST], size + len(block)
        digest.update(block)
    return Fetched(raw, size, digest.hexdigest(), since)


def from_maildir(folder: Path, keep: Keep) -> int:
    """Each new mail of the Maildir, which is moved among the seen ones once it is kept. Refused: no Maildir."""
    new, seen = folder / "new", folder / "cur"
    if not (new.is_dir() and seen.is_dir()):
        raise Refused("%(folder)s is no Maildir.", folder=str(folder))
    found = sorted((one for one in new.iterdir() if one.is_file()), key=lambda one: one.stat().st_mtime)[:AT_ONCE]
    for file in found:
        with file.open("rb") as stream:
            keep(from_stream(stream, dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)))
        file.rename(seen / f"{file.name.partition(':')[0]}:2,S")
    return len(found)


def from_imap(url: str, keep: Keep, *, tls: ssl.SSLContext | None = None) -> int:
    """Each unseen mail of a box, `imaps://user:password@host/BOX`, which is marked as seen once it is kept. Over the
    net encrypted or not at all. Refused: what the server does not let us do."""
    where = urlsplit(url)
    box = unquote(where.path.strip("/")) or "INBOX"
    try:
        with _server(url, tls) as server:
            server.login(unquote(where.username or ""), unquote(where.password or ""))
            if server.select(_quoted(box))[0] != "OK":
                raise Refused("The mail server has no box %(box)s.", box=box)
            many = 0
            for number in _unseen(server)[:AT_ONCE]:
                many += _fetch(server, number, keep)
            return many
    except (OSError, imaplib.IMAP4.error) as fault:
        raise Refused("The mail server could not be asked: %(fault)s.", fault=type(fault).__name__) from fault


def _server(url: str, tls: ssl.SSLContext | None) -> imaplib.IMAP4:
    where = urlsplit(url)
    host = where.hostname or ""
    if where.scheme == "imaps":
        trust = tls or ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, where.port or 993, ssl_context=trust, timeout=PATIENCE)
    if where.scheme != "imap" or host not in LOOPBACK:
        raise Refused(
            "Please give imaps://user:password@host/BOX: a password goes over the net encrypted or not at all."
        )
    return imaplib.IMAP4(host, where.port or 143, timeout=PATIENCE)


def _unseen(server: imaplib.IMAP4) -> list[bytes]:
    _, found = server.uid("SEARCH", "UNSEEN")
    return found[0].split() if found and found[0] else []


def _fetch(server: imaplib.IMAP4, number: bytes, keep: Keep) -> int:
    """Of a large one its beginning alone goes over the net; its hash is then that of what was fetched."""
    name = number.decode("ascii")
    _, found = server.uid("FETCH", name, f"(RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)")
    part: tuple[bytes, bytes] | None = next((one for one in found or () if isinstance(one, tuple)), None)
    if part is None:
        return 0
    head, raw = part
    size = _number(head, b"RFC822.SIZE ") or len(raw)
    keep(Fetched(raw, max(size, len(raw)), hashlib.sha256(raw).hexdigest(), _since(head)))
    server.uid("STORE", name, "+FLAGS", r"(\Seen)")
    return 1


def _number(head: bytes, name: bytes) -> int:
    digits = head.partition(name)[2].lstrip().split(b" ")[0].rstrip(b")")
    return int(digits) if digits.isdigit() else 0


def _since(head: bytes) -> dt.datetime | None:
    found = imaplib.Internaldate2tuple(head)
    return dt.datetime(*found[:6]).astimezone(dt.UTC) if found else None


def _quoted(box: str) -> str:
    escaped = box.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
