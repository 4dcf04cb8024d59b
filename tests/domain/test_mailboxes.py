"""E-mail addresses: whatever is accepted can be mailed, and one person has one spelling."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.config import Config
from dialogue.domain.mailboxes import ONE, WHOLE, NoMailbox, named, on_the_wire, one_spelling, read
from dialogue.notifications.smtp import Letter, message

CONFIG = Config(data_dir=Path(), database_url="", base_url="http://localhost", secret_key="k" * 32)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("besa@gov.example", "besa@gov.example"),
        ("besa.krasniqi@gov.example;", "besa.krasniqi@gov.example"),
        ("<besa@gov.example>", "besa@gov.example"),
        ("<besa@gov.example>;", "besa@gov.example"),
        ("Besa Krasniqi <besa@gov.example>", "besa@gov.example"),
        ('"Krasniqi, Besa" <besa@gov.example>', "besa@gov.example"),
        ("mailto:besa@gov.example", "besa@gov.example"),
        ("MAILTO:besa@gov.example?subject=Agenda", "besa@gov.example"),
        ("besa@gov.example.", "besa@gov.example"),
        (" Besa@GOV.example\n", "besa@gov.example"),
        ("besa@gov.example\xad", "besa@gov.example"),
        ("chair.\xadkosovo@kosovo.example", "chair.kosovo@kosovo.example"),
        ("\u202abesa@gov.example\u202c", "besa@gov.example"),
        ("be\u200bsa@gov\u2060.example\ufeff", "besa@gov.example"),
        ("be\u034fsa@gov.example\u3164", "besa@gov.example"),
        ("besa@prishtinë.example", "besa@prishtinë.example"),
        ("besa@prishtine\u0308.example", "besa@prishtinë.example"),
        ("besa@xn--prishtin-01a.example", "besa@prishtinë.example"),
        ("besa@PRISHTINË.example", "besa@prishtinë.example"),
        ("gjergj.ç@gov.example", "gjergj.ç@gov.example"),
        ("GJERGJ.Ç@gov.example", "gjergj.ç@gov.example"),
        ("o'neill+dialogue@gov.example", "o'neill+dialogue@gov.example"),
    ],
)
def test_what_is_pasted_becomes_one_address_in_one_spelling(typed: str, kept: str) -> None:
    assert (read(typed), one_spelling(typed)) == (kept, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "besa@gov.example, driton@gov.example",
        "besa@gov.example; driton@gov.example",
        "besa@gov.example driton@gov.example",
        "<besa@gov.example>, <driton@gov.example>",
        "besa@gov.example,driton@gov.example;",
    ],
)
def test_two_addresses_are_told_apart(typed: str) -> None:
    with pytest.raises(NoMailbox) as no:
        read(typed)
    assert str(no.value) == ONE


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "besa", "besa@", "@gov.example", "besa@gov", "be sa@gov.example", "besa@@gov.example",
        "besa@gov..example", ".besa@gov.example", "besa.@gov.example", "besa@-gov.example", "besa@[192.0.2.1]",
        '"be sa"@gov.example', "besa@localhost", "besa@gov.local", "be;sa@gov.example", "besa@gov example",
        "besa@gov.example\r\nBcc: driton@gov.example", "besa\x00@gov.example", "\ud800@gov.example",
        "b" * 65 + "@gov.example",
        "besa@" + "g" * 250 + ".example", "\xad@gov.example", "besa＠gov.example", "<>", "mailto:", "Besa <besa>",
        "besa@xn--mgba3gch31f060k.example",
    ],
)  # fmt: skip
def test_what_no_mail_server_takes_is_refused(typed: str) -> None:
    with pytest.raises(NoMailbox) as no:
        read(typed)
    assert str(no.value) in (WHOLE, ONE)


def test_what_is_no_address_is_looked_up_as_it_was_typed() -> None:
    assert one_spelling("  My-Secret-Password ") == "my-secret-password"


def test_a_name_may_stand_before_it_and_a_host_may_be_without_a_dot_where_it_is_ours() -> None:
    assert named("Joint Secretariat <House@Gov.example>") == ("Joint Secretariat", "house@gov.example")
    assert named('"Secretariat, Joint" <house@gov.example>') == ("Secretariat, Joint", "house@gov.example")
    assert named("house@gov.example") == ("", "house@gov.example")
    assert named("house@mailhost", public=False) == ("", "house@mailhost")
    with pytest.raises(NoMailbox):
        named("house@mailhost")


LETTERS = st.characters(exclude_categories=["Cs"])
AROUND = st.sampled_from(["", " ", "<", ">", ";", ",", "mailto:", "Besa <", "\xad", "\u200b", "\u202a", "\t", '"', "."])
PARTS = st.one_of(st.text(LETTERS, min_size=1, max_size=12), st.from_regex(r"[a-zA-Z.+'_-]{1,12}", fullmatch=True))
HOSTS = st.one_of(
    PARTS.map(lambda part: f"{part}.example"), st.emails().map(lambda email: email.rpartition("@")[2]),
    st.sampled_from(["xn--prishtin-01a.example", "faß.example", "xn--rgba8m.example"]),
)  # fmt: skip


@given(st.tuples(AROUND, PARTS, HOSTS, AROUND), st.emails())
def test_every_address_that_is_accepted_can_be_mailed_and_is_equal_to_itself(
    parts: tuple[str, str, str, str], email: str
) -> None:
    before, local, host, after = parts
    for typed in (f"{before}{local}@{host}{after}", f"{before}{email}{after}"):
        try:
            address = read(typed)
        except NoMailbox:
            continue

        assert read(address) == address
        assert "".join(c for c in address if unicodedata.category(c) not in {"Cf", "Cc", "Zs"}) == address
        assert unicodedata.normalize("NFC", address) == address
        assert read(mailed_to(address)) == address


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("besa@prishtinë.example", "besa@xn--prishtin-01a.example"),
        ("besa@faß.example", "besa@xn--fa-hia.example"),
        ("besa@example.org", "besa@example.org"),
        ("bësa@prishtinë.example", "bësa@prishtinë.example"),
        ("besa@-ë-.example", "besa@-ë-.example"),
    ],
)
def test_on_the_wire_a_domain_is_in_the_letters_of_the_net(address: str, wire: str) -> None:
    assert on_the_wire(address) == wire


def mailed_to(address: str) -> str:
    """To whom a mail server reads the mail to be; an international domain in the net's letters."""
    at = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
    mail = message(Letter("n", address, "Besa Krasniqi", "Subject", "Body", "/", at), CONFIG)
    (to,) = mail["To"].addresses
    assert to.addr_spec.encode() in mail.as_bytes().replace(b"\r\n ", b"")
    return str(to.addr_spec)
