"""Papers for whoever sits at the machine: the bytes that the page gives to a reader of that edition."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import minutes as minutes_register
from dialogue.domain import papers, sessions, tracks
from dialogue.domain.base import Refused
from dialogue.domain.editions import Audience, Level
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import REVIEW
from dialogue.domain.working_days import local_day
from dialogue.queries import register, reviews, sheets
from dialogue.rendering.word import template, word

OF_NO_SESSION = ("tracker", "letterhead")
OF_RELEASES = ("agenda", "review")


def paper(name: str, ref: str | None, level: Level, rev: int | None, *, at: dt.datetime) -> bytes:
    """The paper of that name, of the session with this reference, or of none."""
    if ref is None:
        return template.OURS.read_bytes() if name == "letterhead" else tracker(at=at)
    session = db.scalar(sessions.by_ref(ref))
    if session is None:
        raise Refused("There is no session %(ref)s.", ref=ref)
    if name == "agenda":
        return agenda(session, level, rev)
    if name == "review":
        return review(session, level, rev, at=at)
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
    return (
        kept.content if kept else word.render(sheets.minutes_paper(found, sheets.minutes_edition(found, level), level))
    )


def review(session: Session, level: Level, rev: int | None = None, *, at: dt.datetime) -> bytes:
    """The sheet that was frozen with that release of the agenda, or last; before any as it stands. It has one edition,
    and nothing of a compartment but two counts."""
    if level is not Level.DELEGATIONS:
        raise Refused("A review sheet is for the delegations alone.")
    releases = db.scalars(tracks.reviews_of(session)).all()
    kept = next((one for one in reversed(releases) if rev in (None, one.rev)), None)
    if kept is None:
        sheet = reviews.draft(session, local_day(at)) if rev is None else None
        if sheet is None:
            raise Refused("Session %(reference)s has no such review sheet.", reference=session.reference)
        return word.render(sheet)
    file = db.scalar(papers.released(session, REVIEW, kept.label, level))
    if file is None:
        raise Refused("Session %(reference)s has no such review sheet.", reference=session.reference)
    return file.content


def participants(session: Session, level: Level) -> bytes:
    return word.render(sheets.participants(session, Audience(level)))


def tracker(*, at: dt.datetime) -> bytes:
    """The whole register, as it stands on that day."""
    today = at.astimezone(sessions.ZONE).date()
    return word.render(register.tracker(register.TrackerFilter(), today))
