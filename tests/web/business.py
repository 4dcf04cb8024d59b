"""An agenda on its way: what tests of its pages begin with, made in the domain's verbs before the first request."""

import datetime as dt

from sqlalchemy import select

from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain.agenda import Agenda, AgendaItem, ItemKind
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from tests.cast import Cast
from tests.web.sitting import session_of

AT = dt.datetime(2026, 10, 1, 8, 0, tzinfo=dt.UTC)  # forty days before the session
BASE = "/sessions/2026-1/agenda"
SECRET = "Convoy routes of the winter"
SHOWN = "Cyber defence curriculum"
KEYS = ("title", "public_title", "presenter", "minutes", "kind", "text", "level", "note")
TYPED = {"title": SHOWN, "presenter": "The institute", "minutes": "45", "kind": "open", "level": "cohost", "oral": "y"}


def begun(people: Cast) -> Agenda:
    """Collecting: the standing items, one for the delegations alone and one that the co-host reads."""
    session = session_of(people)
    agenda = agendas.start(session, None, by=people.secretary_brussels, at=AT)
    db.add(agenda)
    db.flush()
    put(agenda, people, title=SECRET, public_title="", text="Where the **winter convoy** drives.")
    put(agenda, people, title=SHOWN, level=Level.COHOST, kind=ItemKind.OPEN)
    db.commit()
    return agenda


def put(agenda: Agenda, people: Cast, **fields) -> AgendaItem:
    secretary, nato = db.get(Person, people.secretary_brussels.id), db.get(Organisation, people.nato.id)
    fields = {"presenter": "Nora Chair", "oral": True, "origin": nato, "minutes": 20} | fields
    item = AgendaItem(agenda=agenda, requested_at=AT, **fields)
    db.add(item)
    agenda.add(item, by=secretary, at=AT)
    db.flush()
    return item


def put_many(people: Cast, n: int) -> None:
    """So many items more, all asked for by one side."""
    agenda, nato = now(), db.get(Organisation, people.nato.id)
    asker, last = db.get(Person, people.secretary_brussels.id), len(agenda.all_items)
    for place in range(last, last + n):
        title = f"Item {place}"
        db.add(AgendaItem(
            agenda=agenda, requested_at=AT, title=title, origin=nato, requested_by=asker, position=place, presenter="A"
        ))  # fmt: skip
    db.commit()
    db.remove()


def drafted(people: Cast) -> Agenda:
    agenda = begun(people)
    for secretary in (people.secretary_brussels, people.secretary_prishtina):
        agenda.close_call(by=secretary, at=AT)
    db.commit()
    return agenda


def signed(agenda: Agenda, people: Cast) -> Agenda:
    for secretary in (people.secretary_brussels, people.secretary_prishtina):
        acts.sign_off_agenda(agenda, by=secretary, at=AT)
    db.commit()
    return agenda


def provisional(people: Cast) -> Agenda:
    agenda = signed(drafted(people), people)
    acts.propose_agenda(agenda, by=people.secretary_brussels, at=AT)
    db.commit()
    return agenda


def circulated(people: Cast) -> Agenda:
    agenda = provisional(people)
    agenda.circulate(by=people.secretary_brussels, at=AT)
    db.commit()
    return agenda


def opened(people: Cast) -> Agenda:
    agenda = circulated(people)
    acts.open_session(agenda.session, by=people.secretary_brussels, at=agenda.session.starts_at)
    db.commit()
    return agenda


def of_next_session(people: Cast) -> Session:
    """A session half a year later, of which nothing is ready."""
    return session_of(people, dt.datetime(2027, 5, 11, 9, 30))


def now() -> Agenda:
    """The agenda as it is in the database at this moment; what the test held before stays as it was, on its own."""
    db.remove()
    return db.scalars(select(Agenda).where(Agenda.session.has(year=2026))).one()


def item(title: str) -> AgendaItem:
    return next(one for one in now().all_items if one.title == title)


def order() -> list[str]:
    return [one.title for one in now().children(None)]


def fields(one: AgendaItem, **changes) -> dict[str, object]:
    """What its form sends back when nothing but these is changed."""
    kept = {name: getattr(one, name) for name in KEYS}
    return kept | {"base_version": one.version, "oral": "y" if one.oral else None} | changes
