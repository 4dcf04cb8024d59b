"""The people of the tests: one of each role, with the contract's accounts and one password that is cheap to check."""

from dataclasses import dataclass, fields

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.base import Base
from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.domain.people import AccountState, Person
from dialogue.domain.settings import Settings
from tests.databases import of

PASSWORD = "a long walk by the river"
SECRET_KEY = "only for tests " * 3  # of the applications of the tests
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Whom a test may call upon; all are in the database. Seats and engagements are for the test to give."""

    brussels: Place
    prishtina: Place
    nato: Organisation
    kosovo: Organisation
    institute: Organisation
    university: Organisation
    mission: Organisation
    elsewhere: Organisation
    admin: Person
    secretary_brussels: Person
    secretary_prishtina: Person
    chair_nato: Person
    chair_kosovo: Person
    delegate_nato: Person
    delegate_kosovo: Person
    focal_kosovo: Person
    cohost_institute: Person
    cohost_university: Person
    observer: Person
    outsider: Person


_ids: dict[int, dict[str, tuple[type[Base], int]]] = {}


def enter(db: Session | scoped_session[Session], *, anew: bool = False) -> Cast:
    """Put the cast into an empty database and commit. A third of all tests begin so: each database takes it in once,
    and has it put back for the others; `anew` for one that watches how it is entered."""
    database = None if anew else of(db.get_bind())
    if database is not None and id(database) in _ids:
        db.rollback()
        database.put_back("cast")
        return _read(db, _ids[id(database)])
    cast = _make(db)
    if database is not None:
        database.keep("cast")
        _ids[id(database)] = {field.name: _id(getattr(cast, field.name)) for field in fields(cast)}
    return cast


def _id(row: Place | Organisation | Person) -> tuple[type[Base], int]:
    return type(row), row.id


def _read(db: Session | scoped_session[Session], ids: dict[str, tuple[type[Base], int]]) -> Cast:
    rows = {_id(row): row for kind in (Place, Organisation, Person) for row in db.scalars(select(kind))}
    db.commit()  # who reads on the embedded database keeps writers out, those of another thread too
    return Cast(**{name: rows[one] for name, one in ids.items()})


def _make(db: Session | scoped_session[Session]) -> Cast:
    brussels, prishtina = _place("brussels", "Brussels", "BE"), _place("prishtina", "Prishtina", "XK")
    nato = _organisation("nato", "NATO", OrganisationKind.PARTY, seat=brussels, order=1)
    kosovo = _organisation("kosovo", "Kosovo", OrganisationKind.PARTY, seat=prishtina, order=2)
    institute = _organisation("institute", "Institute", OrganisationKind.COHOST)
    university = _organisation("university", "University", OrganisationKind.COHOST)
    mission = _organisation("mission", "Mission", OrganisationKind.OBSERVER)
    elsewhere = _organisation("elsewhere", "Elsewhere", OrganisationKind.OTHER)
    cast = Cast(
        brussels=brussels,
        prishtina=prishtina,
        nato=nato,
        kosovo=kosovo,
        institute=institute,
        university=university,
        mission=mission,
        elsewhere=elsewhere,
        admin=_person("admin@dialogue.example", elsewhere, "Ada", "Admin", AccountState.ADMIN),
        secretary_brussels=_person(
            "secretary.brussels@dialogue.example", nato, "Bea", "Brussels", AccountState.SECRETARY
        ),
        secretary_prishtina=_person(
            "secretary.prishtina@dialogue.example", kosovo, "Petrit", "P", AccountState.SECRETARY
        ),
        chair_nato=_person("chair.nato@nato.example", nato, "Nora", "Chair"),
        chair_kosovo=_person("chair.kosovo@kosovo.example", kosovo, "Kaltrina", "Chair"),
        delegate_nato=_person("delegate.nato@nato.example", nato, "Niels", "Delegate"),
        delegate_kosovo=_person("delegate.kosovo@kosovo.example", kosovo, "Krenar", "Delegate"),
        focal_kosovo=_person("focal.kosovo@kosovo.example", kosovo, "Fatos", "Focal"),
        cohost_institute=_person("cohost@institute.example", institute, "Ilir", "Institute"),
        cohost_university=_person("cohost@university.example", university, "Una", "University"),
        observer=_person("observer@mission.example", mission, "Olga", "Observer"),
        outsider=_person("outsider@elsewhere.example", elsewhere, "Otto", "Outsider"),
    )
    db.add(Settings(dialogue_name="NATO–Kosovo dialogue", zone_label="Brussels/Prishtina time"))
    db.add_all([getattr(cast, field.name) for field in fields(cast)])
    db.commit()
    return cast


def _place(slug: str, name: str, country: str) -> Place:
    return Place(slug=slug, short_name=name, long_name=name, neutral_name=name, country=country)


def _organisation(
    slug: str, name: str, kind: OrganisationKind, seat: Place | None = None, order: int = 0
) -> Organisation:
    names = {"short_name": name, "long_name": f"The {name}", "neutral_name": name}
    return Organisation(slug=slug, kind=kind, seat=seat, order=order, **names)


def _person(
    email: str, organisation: Organisation, given: str, family: str, standing: AccountState = AccountState.NONE
) -> Person:
    return Person(
        email=email,
        given_name=given,
        family_name=family,
        organisation=organisation,
        standing=standing,
        function=f"{given}'s office",
        password_hash=HASH,
    )
