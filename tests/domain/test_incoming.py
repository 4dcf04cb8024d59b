"""A mail that came in: what becomes of it, once, and what its list can show of whatever a stranger wrote."""

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.delegations import Reply
from dialogue.domain.incoming import EXCERPT, FLOW, LARGEST, Doubt, IncomingMail, MailState, digest, keep
from dialogue.domain.text import LINE
from tests.domain.pairs import allowed, table
from tests.factories import AT, HOUR, person


@pytest.fixture
def secretary():
    return person("Bea Bosmans")


@pytest.fixture
def mail():
    return keep(b"x", size=1, sha256=digest(b"x"), at=AT)


def test_its_states_go_these_ways_and_no_other():
    assert allowed(FLOW, MailState) == table(
        """
        not read yet: counted as an answer, recorded as a return, needs nobody, waits for a secretary
        waits for a secretary: recorded by a secretary, put aside
        """
    )


def test_of_a_large_one_the_beginning_its_size_and_its_hash_are_kept():
    raw = b"y" * (LARGEST + 7)
    made = keep(raw, size=len(raw), sha256=digest(raw), at=AT)

    assert (len(made.raw), made.size, made.is_cut, made.sha256) == (LARGEST, LARGEST + 7, True, digest(raw))


def test_what_is_shown_of_it_is_text_that_a_page_can_carry(mail):
    mail.says(sender="a\r\nb\x00", subject="s" * 10_000, excerpt="one\r\ntwo\u202e\x00" + "x" * 100_000)

    assert (mail.sender, len(mail.subject), mail.excerpt[:8]) == ("a b", LINE, "one\ntwox")
    assert len(mail.excerpt) <= EXCERPT


def test_it_waits_with_its_doubt_and_is_put_aside_once_with_a_reason(mail, secretary):
    mail.queue(Doubt.WORDS, at=AT)
    assert (mail.waits, mail.doubt) == (True, Doubt.WORDS.value)
    with pytest.raises(Refused, match="why this mail is put aside"):
        mail.put_aside(" ", by=secretary, at=AT)

    mail.put_aside("Spam.", by=secretary, at=AT + HOUR)

    assert (mail.state, mail.why, mail.by, mail.state_at) == (MailState.ASIDE, "Spam.", secretary, AT + HOUR)
    with pytest.raises(Refused, match="settled already: put aside"):
        mail.put_aside("Again.", by=secretary, at=AT)


@pytest.mark.parametrize("verb", ["record", "put_aside"])
def test_nothing_is_done_by_hand_with_what_was_counted(mail, secretary, verb):
    mail.ignore(at=AT)

    with pytest.raises(Refused, match="settled already"):
        mail.record(None, Reply.ACCEPTED, by=secretary, at=AT) if verb == "record" else mail.put_aside(
            "No.", by=secretary, at=AT
        )


def test_each_state_is_a_fact_of_the_log(mail, secretary):
    mail.queue(Doubt.WORDS, at=AT)
    mail.put_aside("Spam.", by=secretary, at=AT)

    assert [(one.verb, one.by) for one in mail.facts()] == [
        ("waits for a secretary", None), ("put aside", secretary),
    ]  # fmt: skip
    assert isinstance(mail, IncomingMail)
