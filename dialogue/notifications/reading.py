"""What a mail that came in says: who sends it, its words, an answer to an invitation, that one of ours came back.

Pure: bytes in, a `Reading` out. Whoever sends mails chooses every byte of them: so each part has its measure, nothing
is followed or loaded, and whatever a library stumbles over its caller takes as unreadable."""

import email
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.headerregistry import AddressHeader
from email.message import Message
from email.policy import Compat32
from email.policy import default as modern

from icalendar import Calendar, Event

from dialogue.domain.delegations import Reply
from dialogue.domain.mailboxes import NoMailbox
from dialogue.domain.mailboxes import read as mailbox
from dialogue.domain.tokens import worked_out

HEADER = 2_000  # characters of one header that are looked at
PARTS = 50  # of a mail that are looked at
BOUNDARIES = 20  # a mail whose parts lie deeper in each other takes minutes to take apart
CALENDAR = 64 * 1024  # bytes of a calendar part
WORDS = 20_000  # characters of its text
REPLIES = {"ACCEPTED": Reply.ACCEPTED, "TENTATIVE": Reply.TENTATIVE, "DECLINED": Reply.REGRETS}

_OURS = re.compile(r"<([0-9a-f]{40})@([^<>\s]{1,253})>")
_SEALED = re.compile(r"^X-Notice-Seal:[ \t]*([\w-]{20,64})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_FOLD, _LINE = re.compile(r"\r?\n[ \t]"), re.compile(r"\r?\n")
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_DELAY = re.compile(r"delay|warning|not yet|will be retried|verz[oö]ger|retard", re.IGNORECASE)
_PROOF = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)")
_SAID_BY_OTHERS = re.compile(r'"[^"]*"|\([^()]*\)')  # an address of the sender's own choice, a comment
_SERVERS = ("mailer-daemon", "postmaster")


class Unreadable(ValueError):  # noqa: N818 because it is an answer about a mail
    """Nothing can be told of this mail."""


@dataclass(frozen=True, slots=True)
class Scheduling:
    """What a calendar program says. `whole`: it is of one person and one event, and nothing of it is in doubt."""

    method: str
    whole: bool
    uid: str = ""
    sequence: int = -1
    attendee: str = ""
    reply: Reply | None = None
    comment: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """That a mail of ours did not arrive: which, as its name, host and seal say."""

    name: str
    host: str
    seal: str
    final: bool  # else a delay, which ends by itself


@dataclass(frozen=True, slots=True)
class Reading:
    sender: str  # "" where it is not one mailbox, or a mail server says that it is forged
    shown_sender: str
    subject: str
    words: str
    automatic: bool
    scheduling: Scheduling | None
    returned: Return | None
    refers: tuple[tuple[str, str], ...]  # names and hosts of mails of ours that it answers


class _Measured(Compat32):
    """Headers as they came, and no longer than anybody looks at: to take a huge one apart takes minutes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:HEADER], value[:HEADER]


def seal(name: str, secret: str) -> str:
    """What goes out with a mail of that name and comes back with it. A Message-ID follows from what is told and to
    whom, and can be guessed; this cannot."""
    return worked_out(secret, "mail", name)


def read(raw: bytes) -> Reading:
    """Raises `Unreadable`, or whatever a library stumbles over."""
    if raw.lower().count(b"boundary") > BOUNDARIES:
        raise Unreadable("too many parts in each other")
    mail = email.message_from_bytes(raw, policy=_Measured())
    parts = list(_parts(mail))
    words = _words(parts)
    return Reading(
        sender=_sender(mail),
        shown_sender=_decoded(_first(mail, "from")),
        subject=_decoded(_first(mail, "subject")),
        words=words,
        automatic=_is_automatic(mail),
        scheduling=_scheduling(parts),
        returned=_returned(mail, parts, words),
        refers=tuple(_OURS.findall(" ".join(_all(mail, "in-reply-to") + _all(mail, "references"))))[:PARTS],
    )


def sender_and_subject(raw: bytes) -> tuple[str, str]:
    """Of a mail that cannot be read as a whole, what its list shows of it."""
    head = raw[: 16 * HEADER].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    mail = email.message_from_bytes(head, policy=_Measured())
    return _decoded(_first(mail, "from")), _decoded(_first(mail, "subject"))


# Its parts and headers


def _parts(mail: Message) -> Iterator[Message]:
    """The parts with something in them, not those of a mail that lies within."""
    waiting, seen = [mail], 0
    while waiting and seen < PARTS:
        part, seen = waiting.pop(), seen + 1
        if part.get_content_maintype() == "multipart" and _inside(part):
            waiting += reversed(_inside(part))
        else:
            yield part


def _inside(part: Message) -> list[Message]:
    """The parts of which it is a list; none where it is one of its own."""
    found = part.get_payload()
    return [one for one in found if isinstance(one, Message)] if isinstance(found, list) else []


def _all(mail: Message, name: str) -> list[str]:
    found = (str(value) for key, value in mail.raw_items() if key.lower() == name)
    return [one.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for one in found]


def _first(mail: Message, name: str) -> str:
    return next(iter(_all(mail, name)), "")


def _decoded(value: str) -> str:
    """Encoded words as they were written, whatever alphabet they claim."""
    try:
        found = decode_header(value)
    except ValueError:
        return value
    return "".join(one if isinstance(one, str) else _text(one, charset) for one, charset in found)


def _text(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("latin-1")


def _sender(mail: Message) -> str:
    """The one mailbox that it comes from, in our spelling; none where there is a doubt."""
    said = _all(mail, "from")
    doubted = any(map(_doubts, _all(mail, "authentication-results"))) or any(map(_fails, _all(mail, "received-spf")))
    if len(said) != 1 or doubted:
        return ""
    header = modern.header_factory("From", said[0])
    boxes = header.addresses if isinstance(header, AddressHeader) else ()
    return _address(boxes[0].addr_spec) if len(boxes) == 1 else ""


def _doubts(said: str) -> bool:
    """Whether a mail server says that the sender failed to prove itself (RFC 8601). Each header is judged alone:
    whoever forges a sender can add one that is all praise."""
    parts = _SAID_BY_OTHERS.sub(" ", said.lower()).split(";")
    found = {proof.groups() for part in parts if (proof := _PROOF.match(part))}
    failed = {("spf", "fail"), ("dkim", "fail")} & found
    return ("dmarc", "fail") in found or bool(failed and not {("spf", "pass"), ("dkim", "pass")} & found)


def _fails(said: str) -> bool:
    """Whether an older mail server says so in a header of its own. Its first word is the result (RFC 7208, 9.1)."""
    return re.match(r"\s*fail\b", _SAID_BY_OTHERS.sub(" ", said.lower())) is not None


def _address(typed: str) -> str:
    try:
        return mailbox(typed, public=False)
    except NoMailbox:
        return ""


def _is_automatic(mail: Message) -> bool:
    """Whether a machine says that it has sent it (RFC 3834, and what was used before it)."""
    said = [one.partition(";")[0].strip().lower() for one in _all(mail, "auto-submitted")]
    others = [*_all(mail, "x-auto-response"), *_all(mail, "x-autoreply"), *_all(mail, "x-autorespond")]
    return any(one != "no" for one in said) or bool(others) or _first(mail, "precedence").strip() == "auto_reply"


def _content(part: Message) -> bytes:
    """What stands in it; of a part that is a list of others, nothing."""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _words(parts: Iterable[Message]) -> str:
    """Its first text; of one in HTML alone, that without its tags."""
    kinds = {"text/plain": "", "text/html": ""}
    for part in parts:
        kind = part.get_content_type()
        if not kinds.get(kind, "-"):
            kinds[kind] = _text(_content(part)[: 4 * WORDS], part.get_content_charset())[:WORDS]
    return kinds["text/plain"] or _TAGS.sub(" ", kinds["text/html"])


# What a calendar program says


def _scheduling(parts: Iterable[Message]) -> Scheduling | None:
    """Of the same answer twice, as an alternative and as a file, one; of two different ones none is to be trusted."""
    found = {_entry(part) for part in parts if part.get_content_type() in ("text/calendar", "application/ics")}
    if len(found) > 1:
        return Scheduling(method="", whole=False)
    return next(iter(found), None)


def _entry(part: Message) -> Scheduling:
    content = _content(part)
    if len(content) > CALENDAR:
        raise Unreadable("a calendar too large")
    text = _without_zones(_text(content, part.get_content_charset()))
    calendars = Calendar.from_ical(text, multiple=True)
    if len(calendars) != 1 or text.upper().count(";PARTSTAT=") > 1:  # of two words the library takes the last
        return Scheduling(method="", whole=False)
    calendar, named = calendars[0], str(part.get_param("method") or "")
    method = str(calendar.get("METHOD", "")).upper()
    if named and named.upper() != method:
        return Scheduling(method=method, whole=False)
    return _of_event(method, [one for one in calendar.subcomponents if isinstance(one, Event)], calendar)


def _without_zones(text: str) -> str:
    """Without its own time zones: the library works one out for as long as its rules say, and keeps it, under the name
    that its sender chose, for all that this process reads later."""
    kept, inside = [], False
    for line in _LINE.split(_FOLD.sub("", text)):
        said = line.strip().upper()
        inside = inside or said == "BEGIN:VTIMEZONE"
        if not inside:
            kept.append(line)
        inside = inside and said != "END:VTIMEZONE"
    return "\r\n".join([*kept, ""])


def _of_event(method: str, events: list[Event], calendar: Calendar) -> Scheduling:
    asked = _several(events[0].get("ATTENDEE")) if len(events) == 1 else []
    if len(calendar.subcomponents) != 1 or len(asked) != 1 or not _is_sound(events[0]):
        return Scheduling(method=method, whole=False)
    event, (who,) = events[0], asked
    said = str(who.params.get("PARTSTAT", "")).upper()
    uid, attendee = str(event.get("UID", "")), _address(str(who))
    return Scheduling(
        method=method,
        whole=said in REPLIES and "SENT-BY" not in who.params and bool(uid and attendee),
        uid=uid,
        sequence=int(event.get("SEQUENCE", 0)),
        attendee=attendee,
        reply=REPLIES.get(said),
        comment=" ".join(str(one) for one in _several(event.get("COMMENT")))[:HEADER].strip(),
        proposed=_proposed(event),
    )


def _is_sound(event: Event) -> bool:
    """Whether nothing that is asked of it is missing, doubled or misread."""
    misread = {name for name, _ in event.errors} & {"UID", "ATTENDEE", "SEQUENCE", "RECURRENCE-ID", None}
    doubled = isinstance(event.get("UID"), list) or isinstance(event.get("SEQUENCE"), list)
    return not misread and not doubled and "RECURRENCE-ID" not in event


def _several(value: object) -> list:  # type: ignore[type-arg]  # of whatever the library makes of a line
    return value if isinstance(value, list) else [] if value is None else [value]


def _proposed(event: Event) -> str:
    """The times that it names, as they stand there."""
    times = [event.get(name) for name in ("DTSTART", "DTEND")]
    return " – ".join(str(one.dt) for one in times if one is not None and hasattr(one, "dt"))[:200]


# That a mail of ours came back


def _returned(mail: Message, parts: list[Message], words: str) -> Return | None:
    """By a report (RFC 3464), or in the words of a mail server that makes none."""
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    server = _sender(mail).partition("@")[0] in _SERVERS
    if not reports and not server:
        return None
    inside = "\n".join([words, *map(_head_of, parts)])
    name, seal = _OURS.search(inside), _SEALED.search(inside)
    if reports:
        final = any(_says_failed(part) for part in reports)
    else:
        final = not _DELAY.search(f"{_first(mail, 'subject')}\n{words[:2_000]}")
    return Return(name[1] if name else "", name[2] if name else "", seal[1] if seal else "", final)


def _says_failed(part: Message) -> bool:
    """Whether a report says of any recipient that it failed for good."""
    return any(_first(block, "action").strip().lower() == "failed" for block in _inside(part))


def _head_of(part: Message) -> str:
    """The headers of a mail that is sent back, whole or its head alone."""
    kind, inside = part.get_content_type(), _inside(part)
    if kind == "message/rfc822" and inside:
        return "\n".join(f"{key}: {value}" for key, value in inside[0].raw_items())
    return _text(_content(part)[: 16 * HEADER], None) if kind == "text/rfc822-headers" else ""
