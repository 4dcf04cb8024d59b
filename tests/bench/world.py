"""A dialogue of the size that the figures ask for: many sessions, a full agenda, long minutes, a long register."""

import datetime as dt
from collections.abc import Iterable

from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.delegations import Capacity, Delegation
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Paragraph, ParagraphKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, SessionKind
from dialogue.domain.signins import SignIn
from dialogue.domain.subscriptions import Scope, subscribe
from tests.cast import Cast

WEEK = dt.timedelta(weeks=1)
TEXT = "Both sides **took note** of the progress made and agreed to report before the next session, on this too. "


def plan(cast: Cast, existing: list[Session], starts: dt.datetime, at: dt.datetime) -> Session:
    """One more session, special ones between the regular: any city will do."""
    session = sessions.plan(
        existing=existing,
        parties=[cast.nato, cast.kosovo],
        kind=SessionKind.SPECIAL,
        place=cast.brussels,
        starts=starts,
        ends=starts + dt.timedelta(hours=7),
        asked_by=cast.kosovo,
        by=cast.secretary_brussels,
        at=at,
    )
    existing.append(session)
    db.add(session)
    return session


def sessions_of(cast: Cast, many: int, at: dt.datetime) -> list[Session]:
    """So many sessions, weekly, the first one half a year ago."""
    first = dt.datetime.combine(at.date(), dt.time(9, 30)) - 26 * WEEK
    found: list[Session] = []
    for n in range(many):
        plan(cast, found, first + n * WEEK, at)
    db.commit()
    return found


def _seat(delegation: Delegation, person: Person, capacity: Capacity, at: dt.datetime) -> None:
    seat = delegation.nominate(person, capacity, by=person, at=at)
    db.add(seat)
    seat.accredit(by=person, at=at)


def full_agenda(cast: Cast, session: Session, at: dt.datetime, *, items: int, participants: int) -> Agenda:
    """An agenda of so many items in all, circulated, and delegations of so many participants in all."""
    for party, head in ((cast.nato, cast.chair_nato), (cast.kosovo, cast.chair_kosovo)):
        delegation = Delegation(session=session, organisation=party)
        db.add(delegation)
        _seat(delegation, head, Capacity.HEAD, at)
        for n in range(participants // 2 - 1):
            email = f"p{n}.{party.slug}.{session.ref}@people.example"
            person = Person(email=email, given_name="Ana", family_name=f"Person {n}",
                            organisation=party, function="Desk officer")  # fmt: skip
            db.add(person)
            db.flush()
            _seat(delegation, person, Capacity.MEMBER, at)
    agenda = acts.begin_agenda(session, [], by=cast.secretary_brussels, at=at)
    db.flush()
    for n in range(items - len(agenda.children(None))):
        item = AgendaItem(agenda=agenda, title=f"Item of substance {n}", presenter="NATO", text=TEXT * 3, oral=True,
                          origin=cast.nato, requested_at=at)  # fmt: skip
        db.add(item)
        agenda.add(item, by=cast.secretary_brussels, at=at)
    session.convene(by=cast.secretary_brussels, at=at)
    for secretary in (cast.secretary_brussels, cast.secretary_prishtina):
        agenda.close_call(by=secretary, at=at, reason="All is in.")
        agenda.waive_notice("All is in.", by=secretary, at=at)
    db.flush()
    for secretary in (cast.secretary_brussels, cast.secretary_prishtina):
        acts.sign_off_agenda(agenda, by=secretary, at=at)
    acts.propose_agenda(agenda, by=cast.secretary_brussels, at=at)
    agenda.circulate(by=cast.secretary_brussels, at=at)
    db.commit()
    return agenda


def long_minutes(cast: Cast, session: Session, *, paragraphs: int) -> None:
    """The session held, and so many paragraphs of minutes."""
    by, at = cast.secretary_brussels, session.starts_at
    acts.open_session(session, by=by, at=at)
    agenda = db.query(Agenda).filter_by(session_id=session.id).one()
    agenda.adopt("Nora Chair", cast.nato, "", by=by, at=at)
    agenda.adopt("Kaltrina Chair", cast.kosovo, "", by=by, at=at)
    session.end(by=by, at=session.ends_at)
    minutes = acts.begin_minutes(session, by=by, at=session.ends_at)
    kinds = list(ParagraphKind)
    for n in range(paragraphs - 1):
        item = minutes.items[n % len(minutes.items)]
        kind = kinds[n % len(kinds)]
        more = {"owner": cast.nato, "due_on": session.starts.date()} if kind is ParagraphKind.ACTION else {}
        minutes.add(item, Paragraph(kind=kind, text=TEXT * 3, level=Level.DELEGATIONS, **more), by=by, at=at)
    db.commit()


def long_register(cast: Cast, session: Session, at: dt.datetime, *, rows: int) -> None:
    """So many follow-ups of one session, each with a note or two."""
    for n in range(rows):
        followup = FollowUp(session=session, number=session.next("OC"), text=TEXT, level=Level.DELEGATIONS,
                            owner=(cast.nato, cast.kosovo)[n % 2], office="Desk", opened_at=at,
                            due_on=at.date() + dt.timedelta(days=n - rows // 2))  # fmt: skip
        db.add(followup)
        db.flush()
        followup.note("It goes on.", base=followup.version, by=cast.secretary_brussels, at=at)
    db.commit()


def sign_in(person: Person, at: dt.datetime) -> str:
    """A sign-in of this person; its token."""
    row = SignIn(person=person, created_at=at)
    db.add(row)
    db.commit()
    return row.token


def feeds_of(person: Person, tokens: Iterable[str], at: dt.datetime) -> None:
    for token in tokens:
        db.add(subscribe(person, name="Bench", scope=Scope.ALL, token=token, existing=[], at=at))
    db.commit()
