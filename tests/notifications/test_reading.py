"""What mails say that other people's programs write, and that no mail, however it was made, breaks its reader."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.domain.delegations import Reply
from dialogue.notifications.reading import CALENDAR, Reading, Return, Scheduling, read, sender_and_subject
from tests import arriving
from tests.arriving import PROGRAMS, calendar, reply, words

WHO = "chair.kosovo@kosovo.example"
ABOUT = {"uid": "session-1@dialogue.example", "who": WHO, "sequence": 3}


def looked_at(raw):
    """As its one caller does it: what a library stumbles over is a mail that nobody can read."""
    try:
        found = read(raw)
    except Exception:  # noqa: BLE001
        return None
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize("said", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_reply_of_each_program_is_one_answer_of_one_person(program, said):
    found = read(reply(program, said=said, **ABOUT))

    expected = {"ACCEPTED": Reply.ACCEPTED, "TENTATIVE": Reply.TENTATIVE, "DECLINED": Reply.REGRETS}[said]
    one = found.scheduling
    assert (found.sender, found.automatic, found.returned) == (WHO, False, None)
    assert (one.method, one.whole, one.uid, one.sequence, one.attendee, one.reply) == (
        "REPLY", True, ABOUT["uid"], 3, WHO, expected,
    )  # fmt: skip


def test_its_words_and_comment_are_read_and_its_subject_is_decoded():
    found = read(reply(comment="From Thursday on", headers={"subject": "Pranuar: Prishtinë"}, **ABOUT))

    assert (found.subject, found.words.strip(), found.scheduling.comment) == (
        "Pranuar: Prishtinë", "Yes, I come.", "From Thursday on",
    )  # fmt: skip


def test_a_proposal_of_another_time_says_which():
    found = read(reply(method="COUNTER", named="COUNTER", said="TENTATIVE", **ABOUT)).scheduling

    assert (found.method, found.proposed) == ("COUNTER", "2027-06-08 09:30:00+02:00 – 2027-06-08 17:00:00+02:00")


TWO = calendar("apple", **ABOUT)
TWICE = TWO.replace(
    "END:VEVENT", "END:VEVENT\r\n" + TWO[TWO.index("BEGIN:VEVENT") : TWO.index("END:VCALENDAR")].rstrip(), 1
)
BROKEN = {
    "two events": TWICE,
    "two people": TWO.replace("DTEND", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nDTEND", 1),
    "nobody": "\r\n".join(one for one in calendar("outlook", **ABOUT).split("\r\n") if "ATTENDEE" not in one),
    "no such word": calendar(**(ABOUT | {"said": "DELEGATED"})),
    "no word": TWO.replace("PARTSTAT=ACCEPTED;", ""),
    "two words": TWO.replace("PARTSTAT=ACCEPTED", "PARTSTAT=ACCEPTED;PARTSTAT=DECLINED"),
    "no name": TWO.replace("UID:", "X-UID:", 1),
    "an empty name": TWO.replace(f"UID:{ABOUT['uid']}", "UID:", 1),
    "no address": TWO.replace(f"mailto:{WHO}", "mailto:"),
    "two names": TWO.replace("UID:", "UID:other@dialogue.example\r\nUID:", 1),
    "two sequences": TWO.replace("SEQUENCE:", "SEQUENCE:1\r\nSEQUENCE:", 1),
    "one of a series": TWO.replace("SEQUENCE:", "RECURRENCE-ID:20270608T073000Z\r\nSEQUENCE:", 1),
    "sent by another": TWO.replace("CUTYPE=INDIVIDUAL", 'SENT-BY="mailto:x@y.example"'),
    "two calendars": TWO + TWO,
    "a task": TWO.replace("VEVENT", "VTODO"),
    "a sequence in words": TWO.replace("SEQUENCE:3", "SEQUENCE:three"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_is_not_one_sound_answer_of_one_person_is_never_whole(fault):
    found = looked_at(reply(ics=BROKEN[fault], who=WHO))

    assert found is None or not found.scheduling.whole


def test_a_method_that_its_part_does_not_name_is_not_whole():
    assert not read(reply(named="REQUEST", **ABOUT)).scheduling.whole


def test_two_different_answers_in_one_mail_are_none():
    mail = words(who=WHO)
    for said in ("ACCEPTED", "DECLINED"):
        mail.add_attachment(
            calendar(**ABOUT, said=said).encode(), maintype="application", subtype="ics", filename="i.ics"
        )

    assert read(mail.as_bytes()).scheduling == Scheduling(method="", whole=False)


SENDERS = {
    "Kaltrina <chair.kosovo@kosovo.example>": WHO,
    "CHAIR.Kosovo@Kosovo.Example": WHO,
    '"a@b.example" <chair.kosovo@kosovo.example>': WHO,
    "chair.kosovo@kosovo.example, a@b.example": "",
    "a@b.example (<chair.kosovo@kosovo.example>)": "a@b.example",
    "nobody": "",
    "": "",
}


@pytest.mark.parametrize("said", SENDERS)
def test_a_sender_is_one_mailbox_or_none(said):
    raw = reply(**ABOUT).replace(f"From: {WHO}".encode(), f"From: {said}".encode(), 1)

    assert read(raw).sender == SENDERS[said]


def test_two_senders_are_none():
    assert read(b"From: a@b.example\n" + reply(**ABOUT)).sender == ""


FORGED = [
    "mx; dmarc=fail header.from=kosovo.example",
    "mx; spf=fail smtp.mailfrom=x; dkim=none",
    "mx; dkim=fail; spf=none",
    "mx; spf=fail smtp.mailfrom=x",  # what checks the signature writes a header of its own, or none
    "mx; dkim=fail",
    "mx; DMARC=FAIL header.from=kosovo.example",
    "mx; dmarc = fail (p=none) header.from=kosovo.example",
    'mx; spf=fail (says dkim=pass; who cares) smtp.mailfrom="; dkim=pass"@elsewhere.example; dkim=none',
]


@pytest.mark.parametrize("said", FORGED)
def test_a_sender_that_our_mail_server_doubts_is_none(said):
    assert read(reply(headers={"Authentication_Results": said}, **ABOUT)).sender == ""


def test_a_sender_that_it_does_not_doubt_stays_the_sender():
    for said in (
        "mx; dmarc=pass header.from=kosovo.example; spf=fail; dkim=pass",
        "mx; dkim=fail header.d=list.example; dkim=pass header.d=kosovo.example; spf=none",
        "mx; spf=softfail; dkim=none; dmarc=none",
        "mx; none",
    ):
        assert read(reply(headers={"Authentication_Results": said}, **ABOUT)).sender == WHO


@pytest.mark.parametrize("said", ["Fail (mx: domain of x does not name 192.0.2.1) client-ip=192.0.2.1;", "(mx) fail"])
def test_a_sender_that_an_older_mail_server_doubts_is_none(said):
    assert read(reply(headers={"Received_SPF": said}, **ABOUT)).sender == ""


@pytest.mark.parametrize("said", ["pass (mx: fail was not said)", "softfail", "neutral", "failover", "None"])
def test_a_sender_that_an_older_mail_server_does_not_doubt_stays_the_sender(said):
    assert read(reply(headers={"Received_SPF": said}, **ABOUT)).sender == WHO


AUTOMATIC = [{"Auto_Submitted": "auto-replied"}, {"X_Auto_Response": "yes"}, {"X_Autoreply": "yes"}]


@pytest.mark.parametrize("headers", AUTOMATIC)
def test_an_automatic_answer_says_so(headers):
    assert read(words(who=WHO, **headers).as_bytes()).automatic


@pytest.mark.parametrize("headers", [{}, {"Auto_Submitted": "no"}, {"X_Auto_Response_Suppress": "All"}])
def test_what_a_person_sends_is_not_automatic(headers):
    assert not read(words(who=WHO, **headers).as_bytes()).automatic


ORIGINAL = words("Please come.", who=arriving.SECRETARIAT)
ORIGINAL.replace_header("Message-ID", f"<{'ab' * 20}@dialogue.example>")
ORIGINAL["X-Notice-Seal"] = "s" * 43


@pytest.mark.parametrize("whole", [True, False])
def test_a_return_names_the_mail_and_its_seal(whole):
    found = read(arriving.returned(ORIGINAL, to=WHO, whole=whole)).returned

    assert found == Return("ab" * 20, "dialogue.example", "s" * 43, final=True)


def test_a_delay_is_no_return():
    assert not read(arriving.returned(ORIGINAL, to=WHO, action="delayed")).returned.final


def test_a_return_in_words_is_read_like_a_report():
    assert read(arriving.told_in_words(ORIGINAL)).returned == Return(
        "ab" * 20, "dialogue.example", "s" * 43, final=True
    )
    later = arriving.told_in_words(ORIGINAL, subject="Warning: could not send message for past 4 hours")
    assert not read(later).returned.final


def test_who_answers_one_of_our_mails_says_which():
    found = read(words("We object.", who=WHO, In_Reply_To=ORIGINAL["Message-ID"]).as_bytes())

    assert (found.refers, found.returned) == ((("ab" * 20, "dialogue.example"),), None)


def test_the_invitation_within_a_return_is_nobodys_answer():
    invitation = words("Please come.", who=arriving.SECRETARIAT)
    invitation.add_alternative(calendar(**ABOUT, method="REQUEST"), subtype="calendar", params={"method": "REQUEST"})

    assert read(arriving.returned(invitation, to=WHO)).scheduling is None


def test_zones_of_the_senders_own_are_not_worked_out_and_leave_nothing_behind():
    """One that changes each second would be worked out for ever; one kept under a name of ours would move our hours."""
    rules = "FREQ=SECONDLY"
    ours = calendar("outlook", **ABOUT).replace("W. Europe Standard Time", "Europe/Brussels").replace("+0200", "+1300")
    ours = ours.replace("FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", rules)
    begun = time.monotonic()
    moved = read(reply(ics=ours, who=WHO)).scheduling
    after = read(reply("apple", **ABOUT)).scheduling

    assert time.monotonic() - begun < 5
    assert moved.proposed == after.proposed == "2027-06-08 09:30:00+02:00 – 2027-06-08 17:00:00+02:00"


HOSTILE = {
    "nested": reply(ics="BEGIN:VCALENDAR\r\n" * 5_000, who=WHO),
    "nested events": reply(ics="METHOD:REPLY\r\n" + "BEGIN:VEVENT\r\n" * 4_000, who=WHO),
    "a long zone": reply(ics=TWO.replace("Europe/Brussels", "Z" * 300), who=WHO),
    "folds": reply(ics=TWO.replace("SUMMARY:", "SUMMARY:" + "\r\n x" * 15_000), who=WHO),
    "too large": reply(ics=TWO.replace("SUMMARY:", "SUMMARY:" + "x" * CALENDAR), who=WHO),
    "latin-1": reply(**ABOUT).replace(b"Yes, I come.", "Kosovë ÿ".encode("latin-1")),
    "no alphabet": words("x", who=WHO).as_bytes().replace(b"utf-8", b"klingon"),
    "nothing": b"",
    "nulls": bytes(10_000),
    "lines": b"\n" * 1_000_000,
    "a huge header": b"From: " + b"a@b.example, " * 70_000 + b"\n\nx",
    "parameters": b"Content-Type: text/plain; " + b';"' * 300_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\n\nx",
    "many headers": b"X: y\n" * 150_000 + b"\nx",
    "parts in each other": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(900)
    ),
    "few parts in each other and lines": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(9)
    )
    + b"\n" * 900_000,
    "tags": words("x", who=WHO).as_bytes().replace(b"text/plain", b"text/html") + b"<script" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_in_a_moment_and_counts_for_nobody(kind):
    begun = time.process_time()
    found = looked_at(HOSTILE[kind])

    assert found is None or found.scheduling is None or not found.scheduling.whole or kind in ("folds", "latin-1")
    assert time.process_time() - begun < 10
    assert all(isinstance(one, str) for one in sender_and_subject(HOSTILE[kind]))


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=2_000), st.integers(0, 400), st.sampled_from(sorted(PROGRAMS)))
def test_whatever_stands_in_the_midst_of_a_reply_it_is_read_or_refused(noise, where, program):
    raw = reply(program, **ABOUT)
    at = where * len(raw) // 400
    mutated(raw[:at] + noise + raw[at:])


def mutated(raw):
    """Read or refused, in a second; never taken for the answer of somebody else."""
    found = looked_at(raw)
    if found is not None and found.scheduling is not None and found.scheduling.whole:
        assert found.scheduling.uid and found.scheduling.reply


def test_mails_with_bytes_changed_at_random_break_nothing():
    """Three seconds of them; a minute of them, some of them kept, in `actions/test_incoming.py`."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    corpus = [reply(one, **ABOUT) for one in PROGRAMS] + [
        arriving.returned(ORIGINAL, to=WHO),
        arriving.told_in_words(ORIGINAL),
    ]
    ends, tried = time.monotonic() + 3, 0
    while time.monotonic() < ends:
        mutated(arriving.changed(chance.choice(corpus), chance))
        tried += 1
    assert tried > 20, seed
