"""The demonstration as a world to test in: planted once for each engine, put back as it was as often as wanted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue import access
from dialogue.access import Standing
from dialogue.db import bind, db
from dialogue.domain import mandates, password_links, people
from dialogue.domain.delegations import Participant
from dialogue.domain.factors import Factor, FactorKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.signins import SignIn
from dialogue.web.presence import COOKIE_FIELD
from seeds import demo
from tests import told
from tests.cast import PASSWORD, SECRET_KEY
from tests.databases import Postgres, Sqlite

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # the day of planting, and of every request
REFS = {"before last": "2026-1", "last": "2026-2", "next": "2027-1", "after next": "2027-2"}

# In the users' words; the accounts are those of the contract. Nobody is added: many files ask each of them.
ROLES: Mapping[str, str] = MappingProxyType({
    "secretary": "secretary.brussels@dialogue.example",
    "chair": "chair.nato@nato.example",
    "delegate": "delegate.nato@nato.example",
    "focal point": "focal.kosovo@kosovo.example",
    "adviser": "adviser.nato@nato.example",  # of every session that the delegate has
    "adviser given more": "adviser.kosovo@kosovo.example",  # likewise, with a delegate's papers by the word of its head
    "co-host": "cohost@university.example",  # of the next session
    "other co-host": "cohost@institute.example",  # of the session before last
    "admin": "admin@dialogue.example",
    "outsider": "outsider@elsewhere.example",
    "nobody": "",
})  # fmt: skip

_kept: dict[type, "Planted"] = {}


class Planted:
    """Every account of the demonstration is signed in, so that a world put back needs no new cookies. The
    outsider has a second factor."""

    def __init__(self, database: Sqlite | Postgres) -> None:
        self.database = database
        bind(database.engine)
        demo.plant(db, password=PASSWORD, at=AT)
        everybody = db.scalars(select(Person).order_by(Person.id)).all()
        _give_more()
        db.add_all(SignIn(person=person, created_at=AT) for person in everybody)
        holder = next(person for person in everybody if person.email == ROLES["outsider"])
        db.add(Factor(kind=FactorKind.AUTHENTICATOR, name="Telephone", seed="planted", added_at=AT, person=holder))
        db.add_all(told.all_kinds(everybody, by=db.scalars(people.secretaries()).first(), at=AT))
        _link(everybody)
        _mandate(everybody)
        db.commit()
        self.tokens = {row.person.email: row.token for row in db.scalars(select(SignIn)).all()}
        db.remove()
        database.keep("planted")

    def browser(self, app: Flask, role: str) -> FlaskClient:
        """A browser in which this role's person has signed in, or who has this address."""
        client = app.test_client()
        if role != "nobody":
            with client.session_transaction() as cookie:
                cookie[COOKIE_FIELD] = self.tokens[ROLES.get(role, role)]
        return client

    def restore(self) -> None:
        """Put the world back as it was planted."""
        db.remove()
        self.database.put_back("planted")


def _link(people: Sequence[Person]) -> None:
    """A link for a password that the admin has just made for somebody, to be handed over."""
    named = {person.email: person for person in people}
    admin, outsider = named[ROLES["admin"]], named[ROLES["outsider"]]
    db.add(password_links.make(outsider, secret=SECRET_KEY, by=admin, by_hand=True, to=admin, at=AT))


def _mandate(people: Sequence[Person]) -> None:
    """What the admin has proposed about the other secretary; of the people of ROLES nobody is asked."""
    named = {person.email: person for person in people}
    other, asked = named["secretary.prishtina@dialogue.example"], [named["alternate.kosovo@kosovo.example"]]
    order = mandates.Order(mandates.MandateKind.PASSWORD, other)
    db.add(mandates.propose(order, "Lost.", asked=asked, waiting=(), by=named[ROLES["admin"]], at=AT))


def _give_more() -> None:
    """The one adviser's Party says that it holds what a delegate holds."""
    head = db.scalars(select(Person).where(Person.email == "chair.kosovo@kosovo.example")).one()
    for seat in db.scalars(select(Participant).where(Participant.person.has(email=ROLES["adviser given more"]))):
        seat.give(as_delegate=True, in_restricted=False, base=seat.version, by=head, at=AT)


def planted(database: Sqlite | Postgres) -> Planted:
    """The world on this database, as it was planted; planting takes seconds and is done once for each engine."""
    world = _kept.get(type(database))
    if world is None or world.database is not database:
        world = _kept[type(database)] = Planted(database)
    else:
        world.restore()
    bind(database.engine)
    return world


def standing(who: str) -> Standing:
    """What this role's person, or who has this address, holds on that day."""
    person = db.scalars(select(Person).where(Person.email == ROLES.get(who, who))).one()
    return access.standing(person, AT)


def session(year: int, number: int) -> Session:
    return db.scalars(select(Session).where(Session.year == year, Session.number == number)).one()
