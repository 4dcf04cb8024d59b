"""The people of the tests: one of each role, with the contract's accounts and one password that is cheap to check."""

from dataclasses import dataclass, fields

from argon2 import PasswordHasher
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.organisations import Kind, Organisation, Place
from dialogue.domain.people import Person, Standing
from dialogue.domain.settings import Settings

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


def enter(db: Session | scoped_session[Session]) -> Cast:
    """Put the cast into an empty database and commit."""
    brussels, prishtina = _place("brussels", "Brussels", "BE"), _place("prishtina", "Prishtina", "XK")
    nato = _organisation("nato", "NATO", Kind.PARTY, seat=brussels, order=1)
    kosovo = _organisation("kosovo", "Kosovo", Kind.PARTY, seat=prishtina, order=2)
    institute = _organisation("institute", "Institute", Kind.COHOST)
    university = _organisation("university", "University", Kind.COHOST)
    mission = _organisation("mission", "Mission", Kind.OBSERVER)
    elsewhere = _organisation("elsewhere", "Elsewhere", Kind.OTHER)
    cast = Cast(
        brussels=brussels,
        prishtina=prishtina,
        nato=nato,
        kosovo=kosovo,
        institute=institute,
        university=university,
        mission=mission,
        elsewhere=elsewhere,
        admin=_person("admin@dialogue.example", elsewhere, "Ada", "Admin", Standing.ADMIN),
        secretary_brussels=_person("secretary.brussels@dialogue.example", nato, "Bea", "Brussels", Standing.SECRETARY),
        secretary_prishtina=_person("secretary.prishtina@dialogue.example", kosovo, "Petrit", "P", Standing.SECRETARY),
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


def _organisation(slug: str, name: str, kind: Kind, seat: Place | None = None, order: int = 0) -> Organisation:
    names = {"short_name": name, "long_name": f"The {name}", "neutral_name": name}
    return Organisation(slug=slug, kind=kind, seat=seat, order=order, **names)


def _person(
    email: str, organisation: Organisation, given: str, family: str, standing: Standing = Standing.NONE
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
