"""The one door to SMTP: a letter becomes a mail and is handed to the mail server, or written to a file where none is
set. Knows no noun and no database; it is slow, so no transaction may be open meanwhile."""

import contextlib
import datetime as dt
import enum
import html
import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from dialogue import private
from dialogue.config import LOOPBACK, Config
from dialogue.domain.mailboxes import on_the_wire
from dialogue.domain.text import LINE, fit
from dialogue.rendering.icalendar import Part

# Each step of a talk has its seconds: in all less than `notices.LEASE`, so that nobody else takes the notice meanwhile.
GREETING = 20  # to connect, encrypt and sign in
HANDING_OVER = 120  # a server may think long over what it was given, and to turn away then makes a duplicate
PARTING = 5
SEAL = "X-Notice-Seal"
LONGEST_WORD = 60  # letters that a line of a header has room for
_ADDRESS = re.compile(r'[^\s<>()\[\]\\,;:"@]+@[^\s<>()\[\]\\,;:"@]+')


class AnswerKind(enum.StrEnum):
    ACCEPTED = "accepted"  # by the mail server, which answered 250
    WRITTEN = "written"  # to a file
    REFUSED = "refused"  # for good: 5xx to the address or to the text
    FAILED = "failed"  # for now


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a letter, in the mail server's own words where it had any."""

    kind: AnswerKind
    code: int = 0
    words: str = ""
    reached: bool = True  # False: the next letter would fare no better

    def __str__(self) -> str:
        return f"{self.code} {self.words}" if self.code else self.words


@dataclass(frozen=True, slots=True)
class Letter:
    """All of a notice that leaves the house. `name` is the part of its Message-ID before the @."""

    name: str
    address: str
    recipient: str
    subject: str
    body: str
    path: str
    dated: dt.datetime
    calendar: Part | None = None
    seal: str = ""  # by which a mail that comes back shows that it was this one


class _Rules(EmailPolicy):
    """What goes over SMTP, but subjects as they were folded before. Python's newer way loses a space where letters
    beyond ASCII meet the end of a line, so that D/2026/2/01 30 came as D/2026/2/0130; and it leaves the first line
    empty where all words would just fit on the second."""

    def fold(self, name: str, value: str) -> str:
        if name != "Subject":
            return str(super().fold(name, value))
        plain = value.isascii() and max(map(len, value.split()), default=0) < LONGEST_WORD
        words = Header(str(value), None if plain else "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


def message(letter: Letter, config: Config) -> EmailMessage:
    """The mail, the same bytes each time. No word of a letter can add a header or a recipient."""
    address = on_the_wire(letter.address)
    mail = EmailMessage(policy=_Rules(linesep="\r\n", utf8=not address.isascii()))
    mail["Message-ID"] = f"<{letter.name}@{config.host}>"
    mail["Date"] = letter.dated
    mail["From"] = _mailbox(*config.sender)
    mail["To"] = _mailbox(letter.recipient, address)
    mail["Subject"] = _line(letter.subject)
    mail["Auto-Submitted"] = "auto-generated"  # no answer of absence comes back
    if letter.seal:
        mail[SEAL] = letter.seal
    body, link = fit(letter.body, one_line=False), f"{config.base_url}{letter.path}" if letter.path else ""
    mail.set_content("\n\n".join(filter(None, (body, link))) + "\n", cte="quoted-printable")
    if letter.calendar is not None:
        _add(letter.calendar, body, link, mail)
        for n, part in enumerate(one for one in mail.walk() if one.is_multipart()):
            part.set_boundary(f"{letter.name}-{n}")  # the same bytes each time
    return mail


def _add(calendar: Part, body: str, link: str, mail: EmailMessage) -> None:
    """The same words as HTML, and the entry: as an alternative, which programs show with buttons of their own, and as a
    file for those that know no such part (RFC 6047)."""
    mail.add_alternative(_html(body, link), subtype="html", cte="quoted-printable")
    what = {"method": calendar.method, "component": "VEVENT"}
    mail.add_alternative(calendar.content.decode(), subtype="calendar", cte="base64", params=what)
    mail.add_attachment(calendar.content, maintype="application", subtype="ics", filename="invite.ics")


def _html(body: str, link: str) -> str:
    """Words and at most one link to a page; nothing is loaded from anywhere, and nothing acts on being opened."""
    paragraphs = (html.escape(one).replace("\n", "<br>\n") for one in body.split("\n\n"))
    told = "\n".join(f"<p>{one}</p>" for one in paragraphs)
    href = html.escape(link)
    page = f'<p><a href="{href}">{href}</a></p>\n' if link else ""
    return f"<!doctype html>\n<html><body>\n{told}\n{page}</body></html>\n"


def send(letter: Letter, config: Config, *, tls: ssl.SSLContext | None = None) -> Answer:
    """Hand one letter to the mail server, or write it to a file where none is set. Never raises for what the server,
    the net or the disk does. `tls` tells whom to trust; the system's authorities unless given."""
    if not _ADDRESS.fullmatch(letter.address):
        return Answer(AnswerKind.REFUSED, words="This is no address that a mail can be sent to.")
    mail = message(letter, config)
    if not config.smtp_url:
        return _write(mail, config.data_dir / "outbox", letter.name)
    try:
        with _server(urlsplit(config.smtp_url), config.host, tls) as server:
            return _hand_over(mail, config.sender[1], server)
    except smtplib.SMTPResponseException as no:
        return Answer(AnswerKind.FAILED, no.smtp_code, _words(no.smtp_error), reached=False)
    except (OSError, smtplib.SMTPException) as fault:  # also TLS, names that are not found, time that runs out
        return Answer(AnswerKind.FAILED, words=f"{type(fault).__name__}: {fault}", reached=False)


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(_line(name), local, domain)


def _line(text: str) -> str:
    """One line that stays one. What looks like an encoded word would be decoded on its way into the header, with
    whatever line breaks were put into it (CVE-2024-6923 in Python before 3.11.10)."""
    return fit(text[:LINE], one_line=True).replace("=?", "= ?")


@contextlib.contextmanager
def _server(url: SplitResult, own_name: str, tls: ssl.SSLContext | None) -> Iterator[smtplib.SMTP]:
    """A mail server that has greeted us. Over the net a password goes out encrypted or not at all; whatever is said to
    this machine itself needs no encryption."""
    here, encrypted = url.hostname in LOOPBACK, url.scheme == "smtps"
    host, me = url.hostname or "", f"[{own_name}]" if own_name[-1:].isdigit() else own_name
    server: smtplib.SMTP
    if encrypted:
        server = smtplib.SMTP_SSL(host, url.port or 465, me, timeout=GREETING, context=_trust(tls))
    else:
        server = smtplib.SMTP(host, url.port or 25, me, timeout=GREETING)
    try:
        server.ehlo_or_helo_if_needed()
        if not encrypted and not here and server.has_extn("starttls"):
            server.starttls(context=_trust(tls))
            server.ehlo()
            encrypted = True
        if url.username:
            if not encrypted and not here:
                raise smtplib.SMTPNotSupportedError(
                    "the server offers no encryption, and the password is not sent bare"
                )
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server
    finally:
        _part(server)


def _trust(tls: ssl.SSLContext | None) -> ssl.SSLContext:
    return tls or ssl.create_default_context()


def _hand_over(mail: EmailMessage, mailbox: str, server: smtplib.SMTP) -> Answer:
    """What the server says to the letter. Its 5xx to *our* mailbox tells nothing of the recipient: a fault to mend."""
    if server.sock is not None:
        server.sock.settimeout(HANDING_OVER)
    try:
        server.send_message(mail, from_addr=mailbox)
    except smtplib.SMTPRecipientsRefused as no:
        ((code, words),) = no.recipients.values()
        return _no(code, words)
    except smtplib.SMTPSenderRefused as no:
        return Answer(AnswerKind.FAILED, no.smtp_code, _words(no.smtp_error))
    except smtplib.SMTPDataError as no:
        return _no(no.smtp_code, no.smtp_error)
    except smtplib.SMTPNotSupportedError:
        return Answer(AnswerKind.REFUSED, words="The mail server takes plain Latin letters in addresses only.")
    except (OSError, smtplib.SMTPException) as fault:
        return Answer(AnswerKind.FAILED, words=f"{type(fault).__name__}: {fault}")
    return Answer(AnswerKind.ACCEPTED, 250)


def _no(code: int, words: bytes | str) -> Answer:
    return Answer(AnswerKind.REFUSED if 500 <= code < 600 else AnswerKind.FAILED, code, _words(words))


def _words(told: bytes | str) -> str:
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else told


def _part(server: smtplib.SMTP) -> None:
    """However the server takes leave, what it has accepted it has."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if server.sock is not None:
            server.sock.settimeout(PARTING)
            server.quit()
    server.close()


def _write(mail: EmailMessage, folder: Path, name: str) -> Answer:
    """Whole or not at all, and on a second try to the same file."""
    draft = folder / f".{name}.{os.getpid()}"
    try:
        private.folder(folder)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(mail.as_bytes())
            out.flush()
            os.fsync(out.fileno())
        draft.replace(folder / f"{name}.eml")
    except OSError as fault:
        with contextlib.suppress(OSError):
            draft.unlink()
        return Answer(AnswerKind.FAILED, words=f"{type(fault).__name__}: {fault}", reached=False)
    return Answer(AnswerKind.WRITTEN)
