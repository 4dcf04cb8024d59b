"""What happened under the silence procedure since the last regular session, in words: for the standing item of that
name, at the delegations' level alone."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.decisions import Decision
from dialogue.domain.sessions import ZONE, Session
from dialogue.domain.silence import Circulation, CirculationState, Entry, EntryKind, Record
from dialogue.i18n import clock, day, gettext

WORTH_TELLING = {
    CirculationState.ADOPTED: "%(when)s: %(formula)s under the silence procedure: %(title)s (%(paper)s)",
    CirculationState.BROKEN: "%(when)s: silence was broken, not %(formula)s: %(title)s (%(paper)s)",
}
EXTENDED = "%(when)s: silence extended until %(until)s: %(title)s (%(paper)s)"
IN_QUESTION = "%(when)s: adoption in question: %(title)s (%(paper)s)"


def _touching() -> Select[Circulation, dt.datetime | None, Decision]:
    """One statement, made once, for an agenda is read often."""
    last = sessions.last_held_before(bindparam("starts_at", type_=Session.starts_at.type)).scalar_subquery()
    settled = and_(Record.state.in_([*WORTH_TELLING, CirculationState.HELD]), or_(last.is_(None), Record.as_of > last))
    extended = and_(Entry.kind == EntryKind.EXTENSION, or_(last.is_(None), Entry.at > last))
    brought = and_(Decision.circulation_id == Circulation.id, Decision.void_at.is_(None))
    return (
        select(Circulation, last, Decision)
        .outerjoin(Decision, brought)
        .where(or_(Circulation.records.any(settled), Circulation.entries.any(extended)))
        .options(joinedload(Circulation.records), joinedload(Circulation.entries))
        .options(joinedload(Decision.session, innerjoin=False))  # most rounds have brought nothing
        .order_by(Circulation.id, Decision.number)
    )


_TOUCHED = _touching()


def since_last(session: Session, zone: str) -> tuple[str, ...]:
    """What was adopted, broken and extended after the regular session before this one was held, and before this one
    was; the oldest first. `zone`: what its times are called."""
    told = sorted(
        (at, text, after) for one, after, numbers in _touched(session) for at, text in _of_round(one, numbers, zone)
    )
    until = session.held_at
    return tuple(text for at, text, after in told if (not after or after < at) and (not until or at <= until))


def to_be_noted() -> Select[Circulation]:
    """The adopted rounds that no session has taken note of yet."""
    return select(Circulation).where(Circulation.state == CirculationState.ADOPTED, Circulation.noted_at.is_(None))


def _touched(session: Session) -> list[tuple[Circulation, dt.datetime | None, list[str]]]:
    """The rounds of which something may be told, each with when the last regular session was held and with the numbers
    that it brought into the register."""
    rounds: dict[int, tuple[Circulation, dt.datetime | None, list[str]]] = {}
    for circulation, held_at, decision in db.execute(_TOUCHED, {"starts_at": session.starts_at}).unique():
        _, _, numbers = rounds.setdefault(circulation.id, (circulation, held_at, []))
        if decision is not None:
            numbers.append(decision.reference)
    return list(rounds.values())


def _of_round(circulation: Circulation, numbers: Sequence[str], zone: str) -> Iterator[tuple[dt.datetime, str]]:
    """Each with the instant at which it took effect. What was adopted and then broken is told as broken alone."""
    stands = [r for r in circulation.records if r.state in WORTH_TELLING][-1:]
    for record in stands:
        text = _said(WORTH_TELLING[record.state], circulation, _moment(record.as_of, zone))
        brought = numbers if record.state is CirculationState.ADOPTED else []
        yield record.as_of, "; ".join([text, *brought])
    if circulation.adoption_in_question:
        yield circulation.state_at, _said(IN_QUESTION, circulation, _moment(circulation.state_at, zone))
    for entry in circulation.entries:
        if entry.kind is EntryKind.EXTENSION and entry.until is not None:
            until = _moment(entry.until, zone)
            yield entry.at, _said(EXTENDED, circulation, _moment(entry.at, zone), until=until)


def _said(sentence: str, circulation: Circulation, when: str, **more: str) -> str:
    formula = gettext(circulation.formula.value)
    return gettext(sentence, when=when, formula=formula, title=circulation.title, paper=circulation.reference, **more)


def _moment(at: dt.datetime, zone: str) -> str:
    local = at.astimezone(ZONE)
    return f"{day(local)}, {clock(local)} {zone}"
