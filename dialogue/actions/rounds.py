"""Acts on rounds of silence: the verb, what follows for the text that is under silence, and who is told of it.

A round knows no text. Here, and only here, its outcome becomes an approval, a decision, an agreed agenda."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import OperationalError

from dialogue import access
from dialogue.actions import acts, texts, turns
from dialogue.actions.texts import Submission, Terms
from dialogue.db import db
from dialogue.domain import notices, organisations, people, silence
from dialogue.domain.base import Refused
from dialogue.domain.notices import WAIT, Dispatch, Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import (
    Circulation,
    CirculationState,
    EntryKind,
    Issue,
    Objection,
    ObjectionKind,
    Part,
    Recipient,
    Record,
    Route,
    Weight,
)
from dialogue.domain.silence.awaiting import was_disowned
from dialogue.notifications import messages, recipients
from dialogue.operations import beats

log = logging.getLogger("dialogue.rounds")

ALARMS = {
    Weight.LATE: "late",
    Weight.UNCONFIRMED: "to be confirmed by its co-chair",
    Weight.AT_THE_EXPIRY: "in the minute after the expiry",
    Weight.IN_QUESTION: "perhaps in time, and known after the adoption",
    Weight.SUPPORTING: "silence was broken already",
    Weight.WITHOUT_A_ROUND: "no round was running",
}
# What a round asks of people, and what it says of itself: of either the newest alone is true.
ASKS = (NoticeKind.METHOD, NoticeKind.ISSUE, NoticeKind.EXTENSION, NoticeKind.REMINDER)
SAYS = (NoticeKind.RUNNING, NoticeKind.HELD, NoticeKind.ADOPTED)
ANSWERED = (Weight.IN_TIME, Weight.SUPPORTING)  # everybody is told by the outcome itself


# The method


def propose(text: Submission, terms: Terms, *, by: Person, at: dt.datetime) -> Circulation:
    """Propose silence as the method for a text that both secretaries have signed off; both co-chairs are asked for
    their consent. After a round that was broken it is the next one, linked to it. Refused: while another one goes, and
    terms that are not the text's own."""
    text.must_fit(terms)
    if text.before is not None and not text.before.is_over:
        raise Refused("This text is in a round already: %(number)s.", number=text.before.number)
    made = silence.propose(
        text.title,
        text.reference,
        text.text_hash,
        db.scalars(organisations.parties()).all(),
        session_id=text.session.id,
        formula=terms.formula,
        profile=terms.profile,
        category=terms.category,
        why=terms.why,
        by=by,
        at=at,
        parent=text.before,
        text=text.kept,
    )
    db.add(made)
    db.flush()
    texts.bind(text, made, at=at)
    chairs = [r.person for r in addressees(text.session.id) if r.part is Part.CO_CHAIR]
    tell(NoticeKind.METHOD, messages.method(made, chairs), key=_method_key(made), by=by, at=at, of=made, wait=WAIT)
    return made


def addressees(session_id: int) -> list[Recipient]:
    """To whom a round of this session goes: both co-chairs, or who speaks in the place of one who has left, whoever
    else speaks for a Party, and both secretaries."""
    seats = access.speakers(session_id)
    led = {seat.delegation.organisation_id for seat in seats if seat.is_head}
    secretaries = db.scalars(people.secretaries()).all()
    told = {one.id: Recipient(one, Part.SECRETARY) for one in secretaries}
    for seat in seats:
        in_place = seat.delegation.organisation_id not in led and seat.session.was_held
        part = Part.CO_CHAIR if seat.is_head or in_place else Part.ENTITLED
        told.setdefault(seat.person.id, Recipient(seat.person, part))
    return sorted(told.values(), key=lambda r: (r.party.order, list(Part).index(r.part), r.person.search_text))


def everybody(circulation: Circulation) -> list[Person]:
    """Who is told of what becomes of an issued round: to whom the issue in force went, whatever became of their seats,
    and who would get it now."""
    told = [d.person for d in circulation.issues[-1].deliveries] if circulation.issues else []
    here = [r.person for r in addressees(circulation.session_id)]
    return list({one.id: one for one in (*told, *here)}.values())


def hold(circulation_id: int) -> Circulation | None:
    """The round for writing, as it is then: whoever comes second waits for the first."""
    session_id = db.scalar(silence.by_id(circulation_id).with_only_columns(Circulation.session_id))
    if session_id is None:
        return None
    turns.take(session_id)
    return db.scalar(silence.held_for_writing(silence.whole(silence.by_id(circulation_id))))


def decline(circulation: Circulation, words: str, *, by: Person, at: dt.datetime) -> None:
    """An entitled person objects to the method; everybody is told."""
    circulation.decline(words, by=by, at=at)
    _end(circulation, at)


# Issue, extension, end


def issue(
    circulation: Circulation,
    expires_at: dt.datetime,
    *,
    by: Person,
    at: dt.datetime,
    down: tuple[dt.datetime, dt.datetime] | None = None,
) -> Issue:
    """Issue the round, for the first time or again: its text is locked, and the notice goes out after its time to be
    taken back."""
    pulse = beats.of_round(circulation, at)
    made = circulation.issue_(expires_at, addressees(circulation.session_id), pulse=pulse, by=by, at=at, down=down)
    texts.lock(circulation, at=at)
    db.flush()
    if made.number > 1:
        recipients.call_back(ASKS + SAYS, circulation, at)
    telling = tell(
        NoticeKind.ISSUE, messages.issued(circulation, made), key=_issue_key(circulation, made),
        by=by, at=at, of=circulation, wait=WAIT,
    )  # fmt: skip
    if telling is not None:
        silence.address(made, telling)
    return made


def extend(circulation: Circulation, expires_at: dt.datetime, *, by: Person, at: dt.datetime) -> None:
    was = circulation.expires_at
    circulation.extend(expires_at, pulse=beats.of_round(circulation, at), by=by, at=at)
    db.flush()
    if was is not None:
        key = f"circulation:{circulation.id}:extension:{circulation.entries[-1].id}"
        drafts = messages.extended(circulation, everybody(circulation), was, expires_at)
        recipients.call_back([NoticeKind.EXTENSION, NoticeKind.REMINDER], circulation, at)
        tell(NoticeKind.EXTENSION, drafts, key=key, at=at, of=circulation)


def withdraw(circulation: Circulation, words: str, *, by: Person, at: dt.datetime) -> None:
    circulation.withdraw(words, pulse=beats.of_round(circulation, at), by=by, at=at)
    _end(circulation, at)


def supersede(circulation: Circulation, *, by: Person, at: dt.datetime) -> None:
    """The text was changed while it was under silence: the round ends."""
    circulation.supersede(pulse=beats.of_round(circulation, at), by=by, at=at)
    _end(circulation, at)


def cancel_session(session: Session, reason: str, *, by: Person, at: dt.datetime) -> None:
    """Cancel the session: what is under silence for it, its agenda or a decision of its register, is withdrawn. Refused
    in the minute in which a round of it is closing."""
    turns.take(session.id)
    for circulation in db.scalars(silence.held_for_writing(silence.whole(silence.of_session(session.id)))).all():
        settle(circulation, at=at)
        if not (circulation.is_over or circulation.was_adopted):
            withdraw(circulation, reason, by=by, at=at)
    acts.cancel_session(session, reason, by=by, at=at)


def undo(dispatch: Dispatch, *, by: Person, at: dt.datetime) -> None:
    """Take a telling back before it goes out; with the notice of a round, or the question to its co-chairs, the round
    itself is withdrawn, in the same transaction. Refused: the question, once the round has been issued."""
    number = _round_of(dispatch)
    if number is None:
        dispatch.undo(by=by, at=at)
        return
    circulation = hold(number)
    if dispatch.kind == NoticeKind.METHOD and circulation is not None and circulation.issues:
        raise Refused("The round has been issued since. Please take back its notice instead.")
    dispatch.undo(by=by, at=at)
    if circulation is not None:
        words = "Its notice was taken back before it went out."
        circulation.withdraw(words, pulse=beats.of_round(circulation, at), by=by, at=at)
        texts.unlock(circulation, at=at)
        _tell_end(circulation, _heard_of(circulation), at)


def _method_key(circulation: Circulation) -> str:
    return f"circulation:{circulation.id}:method"


def _issue_key(circulation: Circulation, issue_: Issue) -> str:
    return f"circulation:{circulation.id}:issue:{issue_.number}"


def _round_of(dispatch: Dispatch) -> int | None:
    """The round that stands and falls with this telling; none for all others."""
    return int(dispatch.key.split(":")[1]) if dispatch.kind in (NoticeKind.ISSUE, NoticeKind.METHOD) else None


def _heard_of(circulation: Circulation) -> list[Person]:
    """Who knows of a round without its last notice: those to whom it was issued before, or who consented to it."""
    told = {d.person.id: d.person for issue in circulation.issues[:-1] for d in issue.deliveries}
    agreed = {e.person.id: e.person for e in circulation.entries if e.kind is EntryKind.METHOD_CONSENT and e.person}
    return list((agreed | told).values())


@contextmanager
def telling_of_the_end(circulation: Circulation | None, *, at: dt.datetime) -> Iterator[None]:
    """What is done within may end a round that was only proposed, because its text goes another way: then the question
    to its co-chairs is called back, and whoever knows of it is told."""
    proposed = circulation is not None and circulation.is_proposed
    yield
    if proposed and circulation is not None and circulation.is_over:
        _say_the_end(circulation, at)


def _end(circulation: Circulation, at: dt.datetime) -> None:
    texts.unlock(circulation, at=at)
    _say_the_end(circulation, at)


def _say_the_end(circulation: Circulation, at: dt.datetime) -> None:
    recipients.call_back(ASKS + SAYS, circulation, at)
    _tell_end(circulation, everybody(circulation), at)


def _tell_end(circulation: Circulation, told: Sequence[Person], at: dt.datetime) -> None:
    key = f"circulation:{circulation.id}:{circulation.state.value}"
    tell(NoticeKind(circulation.state.value), messages.ended(circulation, told), key=key, at=at, of=circulation)


# Objections


def object_to(
    circulation: Circulation,
    kind: ObjectionKind,
    words: str,
    *,
    entitled: bool,
    by: Person,
    at: dt.datetime,
    received_at: dt.datetime | None = None,
    route: Route = Route.PAGE,
    recorded_by: Person | None = None,
) -> Objection:
    """Store an objection, write down what it makes of the round, and tell everybody whom that concerns; never
    refuses. Whatever fails of what follows, the objection stands: the worker writes down later what it made of the
    round."""
    one = circulation.object_(
        kind, words, entitled=entitled, pulse=beats.of_round(circulation, received_at or at), by=by, at=at,
        received_at=received_at, route=route, recorded_by=recorded_by,
    )  # fmt: skip
    db.flush()
    _apart(circulation, lambda: settle(circulation, at=at))
    _apart(circulation, lambda: _raise_alarm(circulation, one, at))
    return one


def keep_attempt(
    circulation: Circulation,
    kind: ObjectionKind,
    words: str,
    *,
    by: Person,
    at: dt.datetime,
    signed_in: bool,
    since: dt.datetime | None,
) -> Objection:
    """Store an objection that was turned away at the door: it holds the round until its sender or the co-chair speaks.
    `signed_in`: its sender is so now. `since`: when the sign-in began that its browser names. Once a co-chair has
    disowned an attempt without a sign-in, further ones of that account hold nothing, in no round, unless the person
    has signed in anew since (docs/decisions/0010)."""
    disowned_at = None if signed_in else db.scalar(was_disowned(by.id))
    anew = by.active and since is not None and disowned_at is not None and since > disowned_at
    spent = disowned_at is not None and not anew
    route = Route.TURNED_AWAY if signed_in else Route.SPENT if spent else Route.OUTSIDE
    return object_to(circulation, kind, words, entitled=False, by=by, at=at, route=route)


def _apart(circulation: Circulation, follow: Callable[[], object]) -> None:
    """Do what follows of an objection, or nothing of it, and never cost the objection itself."""
    try:
        with db.begin_nested():
            follow()
    except OperationalError:  # the database itself fails: then nothing can be kept, and its sender is told
        raise
    except Exception:
        log.exception("what follows of an objection in round %d failed", circulation.id)


def _raise_alarm(circulation: Circulation, one: Objection, at: dt.datetime) -> None:
    """Whatever did not break silence by itself needs somebody's eyes: both secretaries', and where its Party has to
    speak, its co-chair's. The sender of one that was turned away is told that it is kept."""
    weight = weight_of(circulation, one, at)
    if (weight in ANSWERED and not one.route.is_recorded) or _is_one_too_many(circulation, one):
        return
    told = [r for r in addressees(circulation.session_id) if r.part is Part.SECRETARY]
    if weight in (Weight.UNCONFIRMED, Weight.IN_QUESTION) and one.is_open(circulation.entries):
        told += [r for r in addressees(circulation.session_id)
                 if r.part is Part.CO_CHAIR and r.party.id == one.party.id]  # fmt: skip
    who = {r.person.id: r.person for r in told}
    drafts = messages.alarm(circulation, one, ALARMS.get(weight, "recorded by a secretary"), who.values())
    key = f"circulation:{circulation.id}:objection:{one.number}"
    tell(NoticeKind.OBJECTION, drafts, key=key, at=at, of=circulation)
    if one.route.was_turned_away and one.person.id not in who:
        kept = [messages.kept(circulation, one)]
        tell(NoticeKind.OBJECTION_KEPT, kept, key=f"{key}:kept", at=at, of=circulation)


def _is_one_too_many(circulation: Circulation, one: Objection) -> bool:
    """An attempt without a sign-in of an account of which another was disowned or waits: it is stored, and whoever has
    the laptop sends no flood of mails."""
    before = (other for other in circulation.objections if other is not one and other.person.id == one.person.id)
    waits = any(other.route is Route.OUTSIDE and other.is_open(circulation.entries) for other in before)
    return one.route is Route.SPENT or (one.route is Route.OUTSIDE and waits)


def weight_of(circulation: Circulation, one: Objection, at: dt.datetime) -> Weight:
    return circulation.weight(one, at, beats.of_round(circulation, at))


# What comes of it


def settle(circulation: Circulation, *, at: dt.datetime) -> Record | None:
    """Write down what the round is by now, and let it take effect. Any number of processes may ask at any time: the
    round is held by whoever asks, and what was written is not written again. The adoption of a corrigendum waits while
    that of its minutes is in question."""
    pulse = beats.of_round(circulation, at)
    was_adopted = circulation.was_adopted
    if texts.must_wait(circulation) and circulation.outcome(at, pulse).state is CirculationState.ADOPTED:
        return None
    record = circulation.record(at, pulse)
    if record is None:
        return None
    now = circulation.outcome(at, pulse)
    db.flush()
    if record.state is CirculationState.ADOPTED and not was_adopted:
        texts.take_effect(circulation, as_of=record.as_of, at=at)
    elif record.state is CirculationState.BROKEN:
        for other in texts.on_corrections(circulation) if was_adopted else ():
            other.lose_its_subject(by=circulation.proposed_by, at=at)
            _end(other, at)
        texts.give_back(circulation, was_adopted=was_adopted, at=at)
    settled = record.state in {CirculationState.ADOPTED, CirculationState.BROKEN}
    recipients.call_back(ASKS + SAYS if settled else SAYS, circulation, at)
    key = f"circulation:{circulation.id}:record:{record.id}"
    drafts = messages.outcome(circulation, now, everybody(circulation))
    tell(NoticeKind(record.state.value), drafts, key=key, at=at, of=circulation)
    return record


# Holds


def told_of_hold_at(circulation: Circulation) -> dt.datetime | None:
    """When everybody had been told of the hold in force; None while a notice of it still waits."""
    held = next((r for r in reversed(circulation.records) if r.state is CirculationState.HELD), None)
    if held is None:
        return None
    telling = db.scalar(notices.by_key(f"circulation:{circulation.id}:record:{held.id}"))
    if telling is None:
        return None
    left = [notice.ended_at for notice in telling.notices]
    return None if any(at is None for at in left) else max(at for at in left if at is not None)


def release(circulation: Circulation, *, by: Person, at: dt.datetime) -> None:
    """A secretary releases a round that is held for a fault of the service; with both it is adopted as of now."""
    settle(circulation, at=at)
    circulation.release(told_at=told_of_hold_at(circulation), pulse=beats.of_round(circulation, at), by=by, at=at)
    settle(circulation, at=at)


def tell(kind: NoticeKind, drafts: Sequence[Draft], *, of: Circulation, **more: Any) -> Dispatch | None:
    """Tell of a round, in the transaction of what became of it (`recipients.tell`)."""
    return recipients.tell(kind, drafts, about=of, **more)
