"""The door to SMTP: what a mail says and to whom, what the server answers, and the file where there is none."""

import datetime as dt
import email
import email.policy
import itertools
import socket
from dataclasses import replace
from email.header import decode_header, make_header

import pytest

from dialogue.config import Config
from dialogue.domain.text import clean
from dialogue.notifications import smtp
from dialogue.notifications.smtp import Answer, AnswerKind, Letter
from tests.post import Office, door, free_port, papers, served
from tests.shown import TOGETHER

AT = dt.datetime(2027, 5, 1, 9, 0, tzinfo=dt.UTC)
LETTER = Letter(
    name="ab12",
    address="kaltrina@kosovo.example",
    recipient="Kaltrina Çhair",
    subject="A text is with you: Prishtinë",
    body="Silence ends on Friday, 15:00.\n\nPlease read it.",
    path="/circulations/7",
    dated=AT,
)


@pytest.fixture
def config(data_dir):
    return Config(
        data_dir=data_dir,
        database_url="sqlite://",
        base_url="https://dialogue.example",
        secret_key="k" * 32,
        mail_from="Joint Secretariat <secretariat@dialogue.example>",
    )


@pytest.fixture
def office():
    with served(Office()) as opened:
        yield opened


def sent(letter, config, office, **more):
    return smtp.send(letter, replace(config, smtp_url=office.url), **more)


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


# The mail itself


def test_a_mail_says_what_waits_and_where(config):
    one = read(smtp.message(LETTER, config).as_bytes())

    assert one["Message-ID"] == "<ab12@dialogue.example>"
    assert one["Date"].datetime == AT
    assert str(one["From"]) == "Joint Secretariat <secretariat@dialogue.example>"
    assert str(one["To"]) == "Kaltrina Çhair <kaltrina@kosovo.example>"
    assert one["Subject"] == "A text is with you: Prishtinë"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one.get_content_type() == "text/plain"
    assert one.get_content_charset() == "utf-8"
    assert one.get_content().splitlines() == [
        "Silence ends on Friday, 15:00.", "", "Please read it.", "", "https://dialogue.example/circulations/7",
    ]  # fmt: skip


def test_what_somebody_typed_stands_in_a_mail_as_it_was_typed(config):
    typed = clean(TOGETHER, limit=10**6, one_line=False)
    one = read(smtp.message(replace(LETTER, subject="Kosovo(*), EU(*)", body=typed), config).as_bytes())

    assert one["Subject"] == "Kosovo(*), EU(*)"
    assert one.get_content().replace("\r\n", "\n").startswith(typed)


def test_the_same_letter_is_the_same_bytes(config):
    assert smtp.message(LETTER, config).as_bytes() == smtp.message(LETTER, config).as_bytes()


def test_a_mail_is_plain_ascii_in_lines_that_every_server_carries(config):
    raw = smtp.message(replace(LETTER, body="ë" * 5000), config).as_bytes()

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


SUBJECTS = [
    "An objection needs your attention: Places in courses of the coming year",
    "30 Prishtinë Размена Žižić çdo shumë mbi silence “Vende until",
    "çdo (09:00 — Mon silence Mon D/2026/2/01 30 безбедности UTC): në (09:00",
    "Under silence until Mon 30 Nov 2026, 10:00 Brussels/Prishtina time (09:00 UTC): Vende në kurse për vitin që vjen",
    "Đorđe " * 30 + "fund",
    "x" * 190,
    "",
]


@pytest.mark.parametrize("address", ["kaltrina@kosovo.example", "kaltrinë@kosovo.example"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_arrives_letter_by_letter_and_begins_on_its_own_line(config, subject, address):
    raw = smtp.message(replace(LETTER, subject=subject, address=address), config).as_bytes()

    lines = raw.partition(b"\r\n\r\n")[0].decode("ascii" if address.isascii() else "utf-8").split("\r\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("Subject:"))
    folded = list(itertools.takewhile(lambda line: line[:1] in {" ", "\t"}, lines[first + 1 :]))
    assert lines[first] != "Subject:"
    assert str(make_header(decode_header("".join([lines[first].removeprefix("Subject: "), *folded])))) == subject
    assert read(raw)["Subject"] == subject


HOSTILE = [
    "A\r\nBcc: spy@elsewhere.example",
    "A\nX: y\n\nbody",
    "A\u2028Bcc: spy@elsewhere.example",
    "A\x00\x0b\x0c\x85b",
    'A" <spy@elsewhere.example>, "B',
    "=?utf-8?q?A=0D=0ABcc:_spy=40elsewhere.example?=",
    "= ?utf-8?q?=?utf-8?q?A=0D=0ABcc:_spy=40elsewhere.example?=?=",
    "=\x00?utf-8?q?A=0D=0ABcc:_spy=40elsewhere.example?=",
    "\ud800lone",
    "x" * 180 + " ë" * 9,
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_word_adds_a_header_or_a_recipient(config, hostile):
    letter = replace(LETTER, subject=hostile, recipient=hostile, body=hostile)

    one = read(smtp.message(letter, config).as_bytes())

    assert sorted(one.keys()) == sorted(read(smtp.message(LETTER, config).as_bytes()).keys())
    assert [address.addr_spec for address in one["To"].addresses] == ["kaltrina@kosovo.example"]


ODD = ["", "a", "a@", "@b", "a@b@c", "a b@c.example", "a@b.example\r\nRCPT TO:<x@y.example>", "a,b@c.example", "<a@b>"]


@pytest.mark.parametrize("address", ODD)
def test_what_is_no_address_is_refused_and_nobody_is_asked(config, office, address):
    answer = sent(replace(LETTER, address=address), config, office)

    assert answer == Answer(AnswerKind.REFUSED, words="This is no address that a mail can be sent to.")
    assert office.letters == []


def test_without_a_sender_mails_come_from_the_address_of_the_site(config):
    one = read(smtp.message(LETTER, replace(config, mail_from="")).as_bytes())

    assert str(one["From"]) == "dialogue@dialogue.example"


# Where no mail server is set


def test_a_letter_is_written_to_a_file_of_its_own_name(config, data_dir):
    answer = smtp.send(LETTER, config)

    file = data_dir / "outbox" / "ab12.eml"
    assert answer == Answer(AnswerKind.WRITTEN)
    assert file.read_bytes() == smtp.message(LETTER, config).as_bytes()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_written_twice_it_is_there_once(config, data_dir):
    smtp.send(LETTER, config)
    smtp.send(LETTER, config)

    assert [path.name for path in (data_dir / "outbox").iterdir()] == ["ab12.eml"]


def test_an_address_in_another_script_is_written_as_it_is(config, data_dir):
    smtp.send(replace(LETTER, address="đorđe@kosovo.example"), config)

    assert "đorđe@kosovo.example".encode() in (data_dir / "outbox" / "ab12.eml").read_bytes()


def test_a_folder_that_cannot_be_is_a_fault_of_now(config, data_dir):
    (data_dir / "outbox").write_text("in the way")

    answer = smtp.send(LETTER, config)

    assert (answer.kind, answer.reached) == (AnswerKind.FAILED, False)
    assert answer.words.startswith("FileExistsError")


# The mail server's answers


def test_a_letter_that_is_taken_is_accepted_and_goes_to_one_person(config, office):
    answer = sent(LETTER, config, office)

    assert answer == Answer(AnswerKind.ACCEPTED, 250)
    assert office.recipients == [["kaltrina@kosovo.example"]]
    assert office.letters[0].sender == "secretariat@dialogue.example"
    assert office.letters[0]["Message-ID"] == "<ab12@dialogue.example>"


@pytest.mark.parametrize("where", ["at_rcpt", "mood"])
@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("550 5.1.1 No such mailbox", AnswerKind.REFUSED),
        ("451 4.3.0 Later", AnswerKind.FAILED),
        ("421 4.3.2 Busy", AnswerKind.FAILED),
    ],
)
def test_a_no_is_for_good_or_for_now(config, office, where, said, kind):
    setattr(office, where, said)

    answer = sent(LETTER, config, office)

    assert (answer.kind, answer.reached, str(answer)) == (kind, True, said)
    assert office.letters == []


def test_a_no_to_our_own_mailbox_is_nothing_about_the_recipient(config, office):
    office.at_mail = "550 5.7.1 You may not send"

    answer = sent(LETTER, config, office)

    assert (answer.kind, str(answer)) == (AnswerKind.FAILED, "550 5.7.1 You may not send")


def test_a_server_that_falls_silent_after_the_text_has_said_nothing(config, office):
    office.mood = "drop"

    answer = sent(LETTER, config, office)

    assert (answer.kind, answer.code, answer.reached) == (AnswerKind.FAILED, 0, True)
    assert len(office.letters) == 1


def test_a_server_that_takes_no_other_scripts_will_never_take_this_address(config):
    with served(Office(), enable_SMTPUTF8=False) as old:
        answer = sent(replace(LETTER, address="đorđe@kosovo.example"), config, old)

    assert answer.kind is AnswerKind.REFUSED
    assert answer.words == "The mail server takes plain Latin letters in addresses only."


@pytest.mark.parametrize("knows_other_scripts", [True, False])
@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("besa@prishtinë.example", "besa@xn--prishtin-01a.example"),
        ("besa@smtp.prishtinë.example", "besa@smtp.xn--prishtin-01a.example"),
        ("besa@приштина.example", "besa@xn--80apauhgp1c.example"),
        ("besa@straße.example", "besa@xn--strae-oqa.example"),  # not strasse.example, which is another house
    ],
)
def test_an_international_domain_goes_to_every_server_as_the_net_knows_it(config, address, asked, knows_other_scripts):
    with served(Office(), enable_SMTPUTF8=knows_other_scripts) as other:
        answer = sent(replace(LETTER, address=address, recipient="Besa Krasniqi"), config, other)

    assert answer == Answer(AnswerKind.ACCEPTED, 250)
    assert other.recipients == [[asked]]
    assert other.letters[0]["To"] == f"Besa Krasniqi <{asked}>"
    assert smtp.message(replace(LETTER, address=address), config).as_bytes().isascii()


def test_a_domain_that_cannot_be_is_left_to_the_server(config):
    with served(Office(), enable_SMTPUTF8=False) as old:
        answer = sent(replace(LETTER, address="besa@-ë-.example"), config, old)

    assert answer.kind is AnswerKind.REFUSED


def test_an_address_in_another_script_goes_to_a_server_that_takes_it(config, office):
    answer = sent(replace(LETTER, address="đorđe@kosovo.example"), config, office)

    assert answer.kind is AnswerKind.ACCEPTED
    assert office.recipients == [["đorđe@kosovo.example"]]


def test_nobody_there_is_a_fault_of_now_and_the_next_letter_would_fare_no_better(config):
    answer = smtp.send(LETTER, replace(config, smtp_url=f"smtp://127.0.0.1:{free_port()}"))

    assert (answer.kind, answer.reached) == (AnswerKind.FAILED, False)
    assert answer.words.startswith("ConnectionRefusedError")


def test_a_server_that_greets_with_a_no_is_not_reached(config):
    with door(b"554 Go away\r\n") as port:
        answer = smtp.send(LETTER, replace(config, smtp_url=f"smtp://127.0.0.1:{port}"))

    assert (answer.kind, answer.reached, str(answer)) == (AnswerKind.FAILED, False, "554 Go away")


@pytest.mark.long
def test_a_server_that_says_nothing_at_all_is_given_up_for_now(config):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        answer = smtp.send(LETTER, replace(config, smtp_url=f"smtp://127.0.0.1:{port}"))

    assert (answer.kind, answer.reached) == (AnswerKind.FAILED, False)
    assert "timed out" in answer.words


def test_what_was_accepted_stays_accepted_however_the_server_takes_leave(config):
    talk = [b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n", b"999\r\n"]
    with door(*talk) as port:
        answer = smtp.send(LETTER, replace(config, smtp_url=f"smtp://127.0.0.1:{port}"))

    assert answer == Answer(AnswerKind.ACCEPTED, 250)


def test_the_password_of_the_address_signs_in(config):
    office = Office()
    with served(office, authenticator=office.auth, auth_require_tls=False):
        url = f"smtp://the%20house:river@127.0.0.1:{office.port}"
        right = smtp.send(LETTER, replace(config, smtp_url=url))
        wrong = smtp.send(LETTER, replace(config, smtp_url=url.replace("river", "sea")))

    assert right.kind is AnswerKind.ACCEPTED
    assert office.logins[0] == ("the house", "river")
    assert (wrong.kind, wrong.code, wrong.reached) == (AnswerKind.FAILED, 535, False)
    assert len(office.letters) == 1


# Encryption


def test_an_encrypted_server_is_spoken_to_if_it_is_who_it_says(config):
    shown, believed = papers()
    with served(Office(), ssl_context=shown) as office:
        url = f"smtps://127.0.0.1:{office.port}"
        known = smtp.send(LETTER, replace(config, smtp_url=url), tls=believed)
        unknown = smtp.send(LETTER, replace(config, smtp_url=url))

    assert known.kind is AnswerKind.ACCEPTED
    assert (unknown.kind, unknown.reached) == (AnswerKind.FAILED, False)
    assert unknown.words.startswith("SSLCertVerificationError")
    assert len(office.letters) == 1


FAR = "127.0.0.2"  # not one of the names of this machine: as if it were over the net


def test_over_the_net_encryption_that_is_offered_is_taken_before_the_password(config):
    shown, believed = papers()
    office = Office()
    with served(office, hostname=FAR, tls_context=shown, require_starttls=True, authenticator=office.auth):
        url = f"smtp://house:river@{FAR}:{office.port}"
        known = smtp.send(LETTER, replace(config, smtp_url=url), tls=believed)
        unknown = smtp.send(LETTER, replace(config, smtp_url=url))

    assert known.kind is AnswerKind.ACCEPTED
    assert (unknown.kind, unknown.words.split(":")[0]) == (AnswerKind.FAILED, "SSLCertVerificationError")
    assert office.logins == [("house", "river")]


def test_over_the_net_no_password_goes_out_bare(config):
    office = Office()
    with served(office, hostname=FAR, authenticator=office.auth, auth_require_tls=False):
        answer = smtp.send(LETTER, replace(config, smtp_url=f"smtp://house:river@{FAR}:{office.port}"))

    assert (answer.kind, answer.reached) == (AnswerKind.FAILED, False)
    assert "the password is not sent bare" in answer.words
    assert office.logins == []
