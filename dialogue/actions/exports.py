"""Papers for whoever sits at the machine: the bytes that the page gives to a reader of that edition."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import minutes as minutes_register
from dialogue.domain import papers, sessions
from dialogue.domain.base import Refused
from dialogue.domain.editions import Audience, Level
from dialogue.domain.sessions import Session
from dialogue.queries import register, sheets
from dialogue.rendering.word import template, word

OF_NO_SESSION = ("tracker", "letterhead")


def paper(name: str, ref: str | None, level: Level, rev: int | None, *, at: dt.datetime) -> bytes:
    """The paper of that name, of the session with this reference, or of none."""
    if ref is None:
        return template.OURS.read_bytes() if name == "letterhead" else tracker(at=at)
    session = db.scalar(sessions.by_ref(ref))
    if session is None:
        raise Refused("There is no session %(ref)s.", ref=ref)
    if name == "agenda":
        return agenda(session, level, rev)
    return minutes(session, level) if name == "minutes" else participants(session, level)


def agenda(session: Session, level: Level, rev: int | None = None) -> bytes:
    """A release as it was made, the circulated one unless another is asked for; the working text before any."""
    found = db.scalar(agendas.of_session(session))
    if found is None:
        raise Refused("Session %(reference)s has no agenda yet.", reference=session.reference)
    wanted = rev or (found.circulated.rev if found.circulated else None)
    if wanted is None:
        return word.render(sheets.draft_agenda(found, level))
    kept = db.scalar(papers.released(session, "agenda", f"REV {wanted}", level))
    if kept is None:
        raise Refused("There is no REV %(rev)d of this agenda.", rev=wanted)
    return kept.content


def minutes(session: Session, level: Level) -> bytes:
    """The released file of the edition; before its release a working copy."""
    found = db.scalar(minutes_register.of_session(session))
    if found is None:
        raise Refused("Session %(reference)s has no minutes yet.", reference=session.reference)
    kept = db.scalar(papers.released(session, "minutes", "", level))
    return kept.content if kept else word.render(sheets.minutes_edition(found, level))


def participants(session: Session, level: Level) -> bytes:
    return word.render(sheets.participants(session, Audience(level)))


def tracker(*, at: dt.datetime) -> bytes:
    """The whole register, as it stands on that day."""
    today = at.astimezone(sessions.ZONE).date()
    return word.render(register.tracker(register.TrackerFilter(), today))
