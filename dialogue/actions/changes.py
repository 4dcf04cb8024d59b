"""Changes of a session: judged among all others, proposed, consented to, carried out, and told to everybody."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogue import access
from dialogue.actions import acts, archive, calls, invitations, rounds, turns
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import changes, delegations, notices, organisations, people, sessions
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Refused, Stale
from dialogue.domain.changes import ChangeKind, Judgement, SessionChange, Wish
from dialogue.domain.notices import OF_A_SESSION, WAIT, Draft, NoticeKind, Preview
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Appointment, Caution, Concern, Session, SessionState
from dialogue.notifications import changes as letters
from dialogue.notifications import recipients
from dialogue.notifications.changes import News
from dialogue.queries import busy, sheets
from dialogue.queries import changes as queries


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the page before a change shows: what it comes to, which release becomes stale by it, and who is told."""

    judgement: Judgement
    agenda: Agenda | None
    stale: str
    letters: Sequence[Preview]
    waits: bool  # whether another change waits, which is answered first


def look(wish: Wish, *, base: int | None, by: Person, at: dt.datetime) -> Outlook:
    """What the change would be; nothing is written, and nobody is kept waiting. Refused: what the act would refuse."""
    session = _of(wish)
    _must_be_as_seen(session, base)
    made, judgement = _judged(wish, db.scalars(sessions.in_order()).all(), by=by, at=at)
    agenda = db.scalar(agendas.of_session(session))
    sent_out = agenda.circulated if agenda is not None else None
    return Outlook(
        judgement,
        agenda,
        sheets.moved(made, sent_out.sheet.heading) if sent_out is not None else "",
        _letters(wish, session, made, [session.appointment], by=by, at=at, joint=judgement.joint),
        judgement.joint and bool(db.scalars(changes.open_of(session.id)).all()),
    )


def _letters(
    wish: Wish,
    session: Session,
    made: Session,
    given: Sequence[Appointment],
    *,
    by: Person,
    at: dt.datetime,
    joint: bool,
) -> list[Preview]:
    """Every mail of the change: the news of it, and the call for items with its new day."""
    news = notices.previews(_drafts(wish, session, given, at)) if joint else []
    dated = session.starts != made.starts or not session.has_a_date
    return news + (notices.previews(calls.drafts(session, made, by=by, at=at)) if dated else [])


def _drafts(wish: Wish, session: Session, given: Sequence[Appointment], at: dt.datetime) -> list[Draft]:
    """What everybody would be told, and whoever is invited by it. `given`: what they may have in mind."""
    if wish.kind is ChangeKind.CONVENE:
        return invitations.drafts(session, at)
    if wish.kind not in letters.KINDS:
        return []
    news = News.of(wish, session, given, anew=session.is_postponed)
    return letters.of_change(news, access.audience_of(session, at))


def consenting(change: SessionChange, *, by: Person, at: dt.datetime) -> Sequence[Preview]:
    """The mails that go out with the other side's consent; of a plan nobody is told."""
    session = change.session
    if session is None or not change.is_open:
        return ()
    made, given = changes.as_meant(change.wish, session), _given(change, session)
    return _letters(change.wish, session, made, given, by=by, at=at, joint=True)


def propose(
    wish: Wish,
    *,
    base: int | None,
    by: Person,
    at: dt.datetime,
    urgent_reason: str = "",
    heeds: Callable[[Sequence[Caution]], bool] = lambda _: True,
) -> SessionChange | None:
    """Propose it to the other side, or carry it out where one may alone: nobody else reads the session, or it is
    urgent. None, and nothing is written, where what it conflicts with is not heeded. Refused while another change of
    the session waits; one that is made at once overtakes that."""
    existing = turns.take_all()
    if wish.session is not None:
        _must_be_as_seen(wish.session, base)
    _, judgement = _judged(wish, existing, by=by, at=at)
    if urgent_reason and not judgement.may_be_urgent:
        raise Refused("This is not changed by one side alone, however urgent it is: the other side has to consent.")
    if not heeds(judgement.cautions):
        return None
    at_once = not judgement.joint or bool(urgent_reason)
    made = _said(wish, urgent_reason, at_once=at_once, by=by, at=at)
    if at_once:
        made.take_force(by=by, at=at)
        _carry_out(made, judgement, existing, by=by, at=at)
    if not at_once or urgent_reason:
        _tell_secretaries(made, "urgent" if urgent_reason else "asked", at)
    return made


def _said(wish: Wish, urgent_reason: str, *, at_once: bool, by: Person, at: dt.datetime) -> SessionChange:
    """The change as it is proposed; what is made at once overtakes what waits."""
    waiting = db.scalars(changes.open_of(wish.session.id if wish.session is not None else None)).all()
    if at_once:
        for one in waiting if wish.session is not None else ():
            one.overtake(by=by, at=at)
            recipients.call_back([NoticeKind.CHANGE], one, at)
        waiting = []
    made = changes.propose(wish, open_=waiting, by=by, at=at, urgent_reason=urgent_reason)
    db.add(made)
    db.flush()
    return made


def consent(change: SessionChange, *, by: Person, at: dt.datetime) -> None:
    """The other side's word; judged again as things are now, and carried out."""
    existing = turns.take_all()
    change = _held(change)
    change.consent(by=by, at=at)
    recipients.call_back([NoticeKind.CHANGE], change, at)
    _, judgement = _judged(change.wish, existing, by=by, at=at)
    _carry_out(change, judgement, existing, by=by, at=at)


def decline(change: SessionChange, reason: str, *, by: Person, at: dt.datetime) -> None:
    """The side that proposed it is told why."""
    _take_turn(change)
    change = _held(change)
    change.decline(reason, by=by, at=at)
    recipients.call_back([NoticeKind.CHANGE], change, at)
    _tell_secretaries(change, "declined", at, of_the_proposer=True)


def withdraw(change: SessionChange, *, by: Person, at: dt.datetime) -> None:
    _take_turn(change)
    change = _held(change)
    change.withdraw(by=by, at=at)
    recipients.call_back([NoticeKind.CHANGE], change, at)


def note(change: SessionChange, *, by: Person, at: dt.datetime) -> None:
    """Take note of what the other side changed alone."""
    _take_turn(change)
    _held(change).note(by=by, at=at)


def telling(change: SessionChange, at: dt.datetime) -> Sequence[Preview]:
    """The mails of a change in force that nobody was told of, as `tell` sends them."""
    session = change.session
    if session is None or not queries.is_untold_now(change):
        return ()
    return notices.previews(letters.of_change(_news(change, session), access.audience_of(session, at)))


def tell(change: SessionChange, *, by: Person, at: dt.datetime) -> None:
    """Tell everybody after all, where somebody has taken the mail back. Refused: where they were told since."""
    _take_turn(change)
    queries.must_be_untold(change)
    if change.session is not None:
        before = len(db.scalars(notices.told_of_session(OF_A_SESSION, change.session.id)).all())
        _tell_everybody(change, change.session, f"{_key(change)}:again:{before}", by=by, at=at)


def cautions(session: Session, *, by: Person, at: dt.datetime) -> Sequence[Caution]:
    """What its date and city come into conflict with as they stand, as this secretary may know it."""
    every, sides = db.scalars(sessions.in_order()).all(), parties()
    due = sessions.city_instead(session, every, sides)
    own = [Caution(Concern.ITS_TURN, place=due)] if due is not None else []
    return (*own, *sessions.cautions(session, every, sides, at), *_taken(session, by))


def _taken(made: Session, by: Person) -> list[Caution]:
    """Known dates of either side on its days, for the secretary who changes it."""
    found = busy.known_to(by, [made]).get(made.id, ())
    return [Caution(Concern.TAKEN, taken=one) for one in found]


def parties() -> Sequence[Organisation]:
    """With their calendars, which every date asks: in one statement, for every page that warns of a date."""
    return db.scalars(organisations.with_calendars(organisations.parties())).unique().all()


def has_readers(session: Session, at: dt.datetime) -> bool:
    """Whether anybody but the secretaries knows of it: an agenda went out, or somebody is accredited or engaged."""
    agenda = db.scalar(agendas.of_session(session))
    if agenda is not None and agenda.circulated is not None:
        return True
    return db.scalar(delegations.anybody_accredited(session.id)) is not None or access.has_readers(session, at)


def _judged(wish: Wish, existing: Sequence[Session], *, by: Person, at: dt.datetime) -> tuple[Session, Judgement]:
    """The session as it would be, and what comes of it."""
    session, sides = wish.session, parties()
    if session is None:
        made = sessions.plan(
            existing=existing, parties=sides, kind=wish.session_kind, place=wish.to.place, starts=wish.to.starts,
            ends=wish.to.ends, departure_reason=wish.departure_reason, asked_by=wish.asked_by, by=by, at=at,
        )  # fmt: skip
        archive.must_not_bear(made.reference)
        judgement = changes.judge(wish, made, others=existing, parties=sides, has_readers=False, at=at)
        return made, judgement.warned(_taken(made, by))
    made = changes.as_wished(wish, session, at)
    others = [one for one in existing if one is not session]
    read = has_readers(session, at)
    judgement = changes.judge(wish, made, others=others, parties=sides, has_readers=read, at=at)
    return made, judgement.warned(_taken(made, by))


def _carry_out(
    change: SessionChange, judgement: Judgement, existing: Sequence[Session], *, by: Person, at: dt.datetime
) -> None:
    """The session's own verb, and the news of it."""
    wish, session = change.wish, change.session
    if session is None:
        session, _ = _judged(wish, existing, by=by, at=at)
        db.add(session)
        change.session = session
        return
    _do(wish, session, judgement, by=by, at=at)
    if change.was_off and session.has_a_date:
        for seat in db.scalars(delegations.seats_in(session)):
            seat.ask_again()
    db.flush()
    if judgement.joint and wish.kind in letters.KINDS:
        _tell_everybody(change, session, _key(change), by=by, at=at)
    if change.was_starts != session.starts or change.was_off:
        calls.tell(session, by=by, at=at)


def _do(wish: Wish, session: Session, judgement: Judgement, *, by: Person, at: dt.datetime) -> None:
    base, due = session.version, judgement.due
    if wish.kind is ChangeKind.CONVENE:
        invitations.convene(session, by=by, at=at)
    elif wish.kind is ChangeKind.MOVE:
        session.rearrange(wish.to, judgement.departure_reason, due=due, base=base, by=by, at=at)
    elif wish.kind is ChangeKind.POSTPONE:
        session.postpone(wish.reason, by=by, at=at)
    elif wish.kind is ChangeKind.CANCEL:
        rounds.cancel_session(session, wish.reason, by=by, at=at)
    elif wish.kind is ChangeKind.KEEP:
        session.depart(judgement.departure_reason, due=due, by=by, at=at)
    else:
        acts.reinstate_session(session, judgement.departure_reason, due=due, by=by, at=at)


def _tell_everybody(change: SessionChange, session: Session, key: str, *, by: Person, at: dt.datetime) -> None:
    """What waits and tells an earlier date or place does not go; who was not told of that is told of both now."""
    recipients.call_back(OF_A_SESSION, session, at)
    drafts = letters.of_change(_news(change, session), access.audience_of(session, at))
    recipients.tell(
        letters.KINDS[change.kind], drafts, key=key, by=by, at=at, about=session, wait=WAIT, facts=session.digest
    )


def _news(change: SessionChange, session: Session) -> News:
    anew = change.was_state is SessionState.POSTPONED
    return News.of(change.wish, session, _given(change, session), anew=anew)


def _given(change: SessionChange, session: Session) -> list[Appointment]:
    """What people may have in mind: what it was, and before that what not everybody has heard to be no more."""
    given = [change.before]
    for telling in db.scalars(notices.told_of_session(OF_A_SESSION, session.id)):
        if all(notice.settled_at is not None for notice in telling.notices):
            break
        earlier = db.get(SessionChange, int(telling.key.split(":")[1]))
        given.insert(0, earlier.before if earlier is not None else None)
    return [one for one in given if one is not None]


def _tell_secretaries(change: SessionChange, what: str, at: dt.datetime, *, of_the_proposer: bool = False) -> None:
    """Those of one side: of the other than has proposed it, unless told."""
    to = [one for one in db.scalars(people.secretaries()) if change.is_of(one.organisation) == of_the_proposer]
    words = {"asked": letters.asked, "urgent": letters.done_alone, "declined": letters.declined}[what]
    facts = change.session.digest if change.session is not None and what != "declined" else ""
    key = f"{_key(change)}:{what}"
    recipients.tell(NoticeKind.CHANGE, words(change, to), key=key, at=at, about=change, facts=facts)


def _key(change: SessionChange) -> str:
    return f"change:{change.id}"


def _held(change: SessionChange) -> SessionChange:
    """As whoever was first left it."""
    return db.scalars(changes.for_writing(change.id)).one()


def _take_turn(change: SessionChange) -> None:
    if change.session_id is not None:
        turns.take(change.session_id)


def _of(wish: Wish) -> Session:
    if wish.session is None:
        raise ValueError("a session that is planned has no page before it")
    return wish.session


def _must_be_as_seen(session: Session, base: int | None) -> None:
    if base != session.version:
        raise Stale("Somebody has changed this session since you opened it.")
