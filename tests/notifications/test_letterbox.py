"""Where mails are fetched from: each handed on whole, and marked only once it was kept."""

import contextlib
import datetime as dt
import hashlib
import io
import os
import re
import socketserver
import threading
from dataclasses import dataclass, field

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.incoming import LARGEST
from dialogue.notifications.letterbox import from_imap, from_maildir, from_stream


def test_a_mail_of_any_size_is_read_to_its_end_and_its_beginning_kept():
    raw = os.urandom(LARGEST + 100_001)
    found = from_stream(io.BytesIO(raw))

    assert (found.raw, found.size, found.sha256) == (raw[:LARGEST], len(raw), hashlib.sha256(raw).hexdigest())


# A Maildir


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_new_mails_of_a_maildir_are_taken_in_the_order_of_their_arrival_and_become_seen(maildir):
    for name, at in (("2.host", 200), ("1.host", 300), ("3.host", 100)):
        (maildir / "new" / name).write_bytes(name.encode())
        os.utime(maildir / "new" / name, (at, at))
    found = []

    assert from_maildir(maildir, found.append) == 3
    assert [one.raw for one in found] == [b"3.host", b"2.host", b"1.host"]
    assert found[0].since == dt.datetime.fromtimestamp(100, dt.UTC)
    assert sorted(one.name for one in (maildir / "cur").iterdir()) == ["1.host:2,S", "2.host:2,S", "3.host:2,S"]
    assert from_maildir(maildir, found.append) == 0


def test_a_mail_that_could_not_be_kept_stays_new(maildir):
    (maildir / "new" / "1.host").write_bytes(b"x")

    def keep(_found):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        from_maildir(maildir, keep)
    assert [one.name for one in (maildir / "new").iterdir()] == ["1.host"]


def test_what_is_no_maildir_is_refused(tmp_path):
    with pytest.raises(Refused, match="is no Maildir"):
        from_maildir(tmp_path, print)


# An IMAP server that knows as much as is asked of it


@dataclass
class Box:
    mails: dict = field(default_factory=dict)
    seen: set = field(default_factory=set)
    said: list = field(default_factory=list)


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.tell("* OK ready")
        while line := self.rfile.readline().decode().rstrip():
            tag, _, said = line.partition(" ")
            self.server.box.said.append(said)
            if not self.answer(said):
                self.tell(f"{tag} NO there is none")
                continue
            self.tell(f"{tag} OK done")
            if said.startswith("LOGOUT"):
                return

    def answer(self, said):
        box = self.server.box
        if said.startswith("CAPABILITY"):
            self.tell("* CAPABILITY IMAP4rev1")
        elif said.startswith("LOGIN"):
            return '"river"' in said
        elif said.startswith("SELECT"):
            return "Nowhere" not in said
        elif said.startswith("UID SEARCH"):
            self.tell("* SEARCH " + " ".join(str(n) for n in box.mails if n not in box.seen))
        elif said.startswith("UID FETCH"):
            number, most = map(int, re.findall(r"FETCH (\d+) .*<0\.(\d+)>", said)[0])
            raw = box.mails[number]
            head = f'* {number} FETCH (UID {number} RFC822.SIZE {len(raw)} INTERNALDATE "01-Jan-2027 10:00:00 +0100" '
            self.wfile.write(f"{head}BODY[]<0> {{{len(raw[:most])}}}\r\n".encode() + raw[:most] + b")\r\n")
        elif said.startswith("UID STORE"):
            box.seen.add(int(said.split()[2]))
        return True

    def tell(self, line):
        self.wfile.write(line.encode() + b"\r\n")


@contextlib.contextmanager
def served(box):
    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        server.box = box
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"imap://me:river@127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(10)


def test_unseen_mails_of_a_box_are_taken_once_and_become_seen():
    box, found = Box({1: b"From: a@b.example\r\n\r\nx", 2: b"y" * 10, 7: b"z" * (LARGEST + 5)}, seen={2}), []
    with served(box) as url:
        assert from_imap(f"{url}/Secretariat", found.append) == 2
        assert from_imap(url, found.append) == 0

    assert [(one.raw[:20], one.size) for one in found] == [(b"From: a@b.example\r\n\r", 22), (b"z" * 20, LARGEST + 5)]
    assert found[0].since == dt.datetime(2027, 1, 1, 9, tzinfo=dt.UTC)
    assert len(found[1].raw) == LARGEST
    assert any(said.startswith('SELECT "Secretariat"') for said in box.said)


def test_a_mail_of_a_box_that_could_not_be_kept_stays_unseen():
    def keep(_found):
        raise Refused("Not now.")

    box = Box({1: b"x"})
    with served(box) as url, pytest.raises(Refused, match="Not now"):
        from_imap(url, keep)
    assert box.seen == set()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda url: url.replace("river", "sea"), "could not be asked"),
        (lambda url: f"{url}/Nowhere", "has no box"),
        (lambda url: url.replace("127.0.0.1", "mail.example"), "encrypted or not at all"),
        (lambda _: "", "encrypted or not at all"),
        (lambda _: "imap://me:river@127.0.0.1:1", "could not be asked"),
    ],
)
def test_a_box_that_cannot_be_read_is_refused_in_a_sentence(change, why):
    with served(Box()) as url, pytest.raises(Refused, match=why):
        from_imap(change(url), print)
