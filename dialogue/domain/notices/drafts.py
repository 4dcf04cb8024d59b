"""What is to be told, before it is: drafts for the page before an act and, the same ones, for the act itself."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.notices.kinds import NoticeKind
from dialogue.domain.notices.notices import Dispatch, Notice
from dialogue.domain.people import Person
from dialogue.domain.text import fit

_PATH = re.compile(r"(/(?!/)[!-~]*)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person is to be told: that something waits, until when, and where in the product; of a paper no more
    than the person may read of it. `path`: empty where the product has no page for that person. `level`: the edition
    that the words are cut from, where it is not everybody's. `address`: goes there and nowhere else, as when an address
    itself is in question; else to the person's, as it is when the mail goes."""

    recipient: Person
    subject: str
    body: str
    path: str
    level: Level | None = None
    address: str = ""

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"a notice leads to an address of the product, not to {self.path!r}")


def dispatch(
    kind: NoticeKind,
    drafts: Iterable[Draft],
    *,
    key: str,
    by: Person | None,
    at: dt.datetime,
    wait: dt.timedelta = dt.timedelta(0),
    session_id: int | None = None,
    about_id: int | None = None,
    facts: str = "",
) -> Dispatch:
    """Put a telling into the outbox, to go out after `wait`. `facts`: what its words rest on, as a digest. `by` None:
    the product tells it by itself. A person who stands in the drafts twice is told once. Refused: a person's telling
    to nobody."""
    each = _once(drafts)
    if by is not None and not each:
        raise Refused("There is nobody to tell.")
    made = Dispatch(
        key=key, kind=kind.value, by=by, made_at=at, not_before=at + wait, session_id=session_id, about_id=about_id,
        digest=facts,
    )  # fmt: skip
    for draft in each:
        address = draft.address or draft.recipient.email
        Notice(
            dispatch=made,
            recipient=draft.recipient,
            address=address,
            subject=draft.subject,
            body=draft.body,
            path=draft.path,
            message_id=_message_id(key, address),
            next_at=made.not_before,
            level=draft.level,
            follows_person=not draft.address,
        )
    made.did("dispatch", by=by, at=at)
    return made


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it will go out, and exactly to whom: what the page before a telling shows."""

    subject: str
    body: str
    path: str
    recipients: tuple[Person, ...]


def previews(drafts: Iterable[Draft]) -> list[Preview]:
    """What `dispatch` would make of the drafts, letter by letter, in their order."""
    letters: dict[tuple[str, str, str], list[Person]] = {}
    for draft in _once(drafts):
        letters.setdefault((draft.subject, draft.body, draft.path), []).append(draft.recipient)
    return [Preview(*letter, tuple(people)) for letter, people in letters.items()]


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """Each person once, with words that a mail can carry."""
    each: dict[int, Draft] = {}
    for draft in drafts:
        each.setdefault(id(draft.recipient), draft)
    return [
        replace(
            draft,
            subject=fit(draft.subject, one_line=True),
            body=fit(draft.body, one_line=False),
        )
        for draft in each.values()
    ]


def _message_id(key: str, address: str) -> str:
    """The same telling to the same person has one name, however often it is made or sent."""
    return hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()[:40]
