"""A mail server that does what a test says: takes letters, thinks long, says no, or falls silent."""

import contextlib
import email
import email.policy
import socket
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

PAPERS = Path(__file__).with_name("post.pem")  # made for these tests: a key that opens nothing else


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@dataclass
class Office:
    """What came in, and how the server behaves. `mood` is asked for each letter at its DATA: None takes it; words are
    the answer; `drop` takes it and hangs up without a word."""

    port: int = 0
    letters: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    mood: object = None
    at_rcpt: object = None
    at_mail: object = None
    pause: float = 0.0
    logins: list = field(default_factory=list)

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def taken(self):
        """How often each letter was taken, by its Message-ID."""
        return Counter(letter["Message-ID"] for letter in self.letters)

    # What aiosmtpd calls

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.at_mail:
            return self.at_mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.at_rcpt(address) if callable(self.at_rcpt) else self.at_rcpt
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        answer = self.mood(letter) if callable(self.mood) else self.mood
        if self.pause:
            time.sleep(self.pause)
        if answer not in (None, "drop"):
            return answer
        letter.sender = envelope.mail_from
        self.letters.append(letter)
        self.recipients.append(list(envelope.rcpt_tos))
        if answer == "drop":
            server.transport.abort()
        return "250 2.0.0 taken"

    def auth(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"river", handled=False)


def once(answer):
    """A mood: this answer to the first try of each letter, then it is taken."""
    seen = set()

    def mood(letter):
        name = letter["Message-ID"]
        if name in seen:
            return None
        seen.add(name)
        return answer

    return mood


class Desk(Controller):
    """Listens before it starts: a port that was found free may be somebody else's by then."""

    def __init__(self, office, *, hostname, **options):
        self.listening = socket.create_server((hostname, office.port))
        office.port = self.listening.getsockname()[1]
        super().__init__(office, hostname=hostname, port=office.port, ready_timeout=60, **options)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.listening, ssl=self.ssl_context)


@contextlib.contextmanager
def served(office, **options):
    """The office, open at a port of its own, or again at the one it had."""
    controller = Desk(office, **{"hostname": "127.0.0.1"} | options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def papers():
    """What an encrypted server shows, and what a client needs to know to believe it."""
    shown, believed = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context(cafile=PAPERS)
    shown.load_cert_chain(PAPERS)
    return shown, believed


@contextlib.contextmanager
def door(*talk):
    """A server that says these lines one after the other, whatever it hears; yields its port."""

    def answer():
        with listening.accept()[0] as line, line.makefile("rb") as heard:
            for said in talk:
                line.sendall(said)
                ends = b".\r\n" if said.startswith(b"354") else b"\r\n"
                while (word := heard.readline()) and word != ends and said.startswith(b"354"):
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)
