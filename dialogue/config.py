"""The settings, read once from the environment with safe defaults (contract, Settings)."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dialogue import private
from dialogue.domain.mailboxes import NoMailbox, named, on_the_wire

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OWN_NAMES = ("127.0.0.1", "localhost")  # Werkzeug's check of Host knows no IPv6
ARRIVED = "dialogue.arrived_at"  # in a request's environment: its first byte's instant, where the server says so
LARGEST_REQUEST = 12 * 1024 * 1024  # bytes: no page takes more, and no server needs to hold more
KEY_LENGTH = 32  # the least that a secret key from the environment may have


class Unusable(Exception):  # noqa: N818 because it is an answer to whoever starts the program
    """A setting that the product does not start with, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """With an https address: secret key from the environment only, `__Host-` cookie, Secure, HSTS. With a plain http
    address: loopback alone, and every other Host is refused."""

    data_dir: Path
    database_url: str
    base_url: str
    secret_key: str = field(repr=False)
    smtp_url: str = field(default="", repr=False)  # empty: mails are written to outbox/*.eml in the data folder
    mail_from: str = ""  # a mailbox, or a name with one: Secretariat <secretariat@example.org>. Bounces go there
    demo_password: str = field(default="", repr=False)
    port: int = 8000
    letterhead: Path | None = None  # a Word file of the secretariat's own
    proxies: int = 0  # how many of our own proxies stand in front, each adding to X-Forwarded-For

    def __post_init__(self) -> None:
        if not self.host:
            raise Unusable(f"DIALOGUE_BASE_URL is no address: {self.base_url}")
        if not self.secure and self.host not in OWN_NAMES:
            raise Unusable("DIALOGUE_BASE_URL must be https, unless it names 127.0.0.1 or localhost.")
        if self.smtp_url and not _is_mail_server(self.smtp_url):
            raise Unusable("DIALOGUE_SMTP_URL must be smtp://… or smtps://… with the name of a mail server.")
        if not self._sender_is_usable():
            raise Unusable(f"DIALOGUE_MAIL_FROM needs an address such as name@example.org, not {self.mail_from!r}.")

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def trusted_hosts(self) -> list[str]:
        """The Host names that are answered; any other is refused."""
        return [self.host] if self.secure else list(OWN_NAMES)

    @property
    def sender(self) -> tuple[str, str]:
        """The name and the mailbox that mails come from, an international domain as the net knows it."""
        name, mailbox = named(self.mail_from, public=False) if self.mail_from else ("", f"dialogue@{self.host}")
        return name, on_the_wire(mailbox)

    def _sender_is_usable(self) -> bool:
        try:
            return self.sender[1].isascii() and self.mail_from.isprintable()
        except NoMailbox:
            return False

    @property
    def cookie_name(self) -> str:
        return "__Host-dialogue" if self.secure else "dialogue"


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """The settings of this process; makes the data folder, and once a secret key where none is given."""
    data_dir = Path(environ.get("DIALOGUE_DATA_DIR") or "var").absolute()
    port = _number(environ, "PORT", 8000)
    base_url = (environ.get("DIALOGUE_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if not re.match(r"https?://", base_url):
        raise Unusable(f"DIALOGUE_BASE_URL must begin with https:// or http://, not {base_url!r}.")
    private.data_folder(data_dir)
    return Config(
        data_dir=data_dir,
        database_url=environ.get("DIALOGUE_DATABASE_URL") or f"sqlite:///{data_dir / 'dialogue.db'}",
        base_url=base_url,
        secret_key=_secret_key(environ, data_dir, made_here=not base_url.startswith("https://")),
        smtp_url=environ.get("DIALOGUE_SMTP_URL", ""),
        mail_from=environ.get("DIALOGUE_MAIL_FROM", ""),
        demo_password=environ.get("DIALOGUE_DEMO_PASSWORD", ""),
        letterhead=Path(environ["DIALOGUE_LETTERHEAD"]) if environ.get("DIALOGUE_LETTERHEAD") else None,
        port=port,
        proxies=_number(environ, "DIALOGUE_PROXIES", 0),
    )


def kept_secret(file: Path, length: int = 32) -> str:
    """The secret in this file; made once, readable by its owner alone, even if two processes start together."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(length))
        try:
            os.link(draft, file)  # whole or not at all; the second of two gets the first one's
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def _secret_key(environ: Mapping[str, str], data_dir: Path, *, made_here: bool) -> str:
    key = environ.get("DIALOGUE_SECRET_KEY", "")
    if key and len(key) < KEY_LENGTH:
        raise Unusable(f"DIALOGUE_SECRET_KEY needs at least {KEY_LENGTH} characters.")
    if not key and not made_here:
        raise Unusable("With an https address, DIALOGUE_SECRET_KEY must be set in the environment.")
    return key or kept_secret(data_dir / "secret-key")


def _is_mail_server(url: str) -> bool:
    try:
        where = urlsplit(url)
        return where.scheme in {"smtp", "smtps"} and bool(where.hostname) and where.port != 0
    except ValueError:  # a port that is no number
        return False


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or int(value) > 65535:
        raise Unusable(f"{name} must be a number from 0 to 65535, not {value!r}.")
    return int(value)
