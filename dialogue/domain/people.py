"""People: who they are, whom they belong to, and the one standing role that some of them hold."""

import datetime as dt
import enum
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Select, or_, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.mailboxes import NoMailbox, one_spelling, read
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.text import fold, respelt, searched


class AccountState(enum.StrEnum):
    """The standing role, whatever the session (contract, Words)."""

    NONE = "none"
    SECRETARY = "secretary"
    ADMIN = "admin"


class Rank(enum.IntEnum):
    """Precedence inside a delegation: members stand by rank before name (practice §0.9)."""

    PRINCIPAL = 1
    AMBASSADOR = 2
    DIRECTOR = 3
    ADVISER = 4
    OFFICER = 5


class Person(Base):
    """`secretary` serves exactly one Party, the one the person belongs to. `email` is in its one spelling, so that no
    person is there twice."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(unique=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    function: Mapped[str] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=int(Rank.OFFICER))
    standing: Mapped[AccountState] = mapped_column(words(AccountState), default=AccountState.NONE)
    password_hash: Mapped[str | None] = mapped_column(default=None)
    active: Mapped[bool] = mapped_column(default=True)
    access_at: Mapped[dt.datetime | None] = mapped_column(
        init=False, default=None
    )  # when it last opened or shut papers
    access_changes: Mapped[int] = mapped_column(init=False, default=0)  # how often it has done so
    search_text: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.email = one_spelling(self.email)
        may_hold(self.standing, self.organisation)
        self._fold()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_secretary(self) -> bool:
        return self.standing is AccountState.SECRETARY

    @property
    def is_admin(self) -> bool:
        return self.standing is AccountState.ADMIN

    @property
    def reads_papers(self) -> bool:
        """Whether any paper can be open to the person: not behind a closed account, nor to an admin."""
        return self.active and not self.is_admin

    def appoint(self, standing: AccountState, *, at: dt.datetime) -> None:
        """Give the standing role; a secretary of anything but a Party is refused."""
        self._belong(self.organisation, standing, at=at)

    def revise(
        self,
        *,
        given_name: str,
        family_name: str,
        email: str,
        organisation: Organisation,
        function: str,
        rank: int,
        standing: AccountState,
        base: int | None,
        by: "Person",
        at: dt.datetime,
    ) -> None:
        """New particulars; lists of participants keep those of their accreditation. `base` is the version seen."""
        if base != self.version:
            raise Stale("Somebody has changed this person since you opened the page.")
        if self is by and standing is not self.standing:
            raise Refused("You cannot change your own standing role.")
        self._belong(organisation, standing, at=at)
        self.email, self.function, self.rank = _address(email), function, rank
        self.rename(given_name, family_name)
        self.did("revise", by=by, at=at)

    def close(self, *, by: "Person", at: dt.datetime) -> None:
        """The account is closed: nobody signs in by it. `accounts.close` also ends what is open."""
        if self is by:
            raise Refused("You cannot close your own account.")
        self.active = False
        self.did("close", by=by, at=at)

    def reopen(self, *, by: "Person", at: dt.datetime) -> None:
        self.active = True
        self.did("reopen", by=by, at=at)

    def rename(self, given_name: str, family_name: str) -> None:
        self.given_name, self.family_name = given_name, family_name
        self._fold()

    def _belong(self, organisation: Organisation, standing: AccountState, *, at: dt.datetime) -> None:
        """What organisation and role open and shut is a change of each entry in the person's own calendars."""
        may_hold(standing, organisation)
        if (organisation, standing) != (self.organisation, self.standing):
            self.organisation, self.standing = organisation, standing
            self.access_at, self.access_changes = at, self.access_changes + 1

    def _fold(self) -> None:
        self.search_text = searched(f"{self.family_name} {self.given_name} {self.email}")


def may_hold(standing: AccountState, organisation: Organisation) -> None:
    if standing is AccountState.SECRETARY and not organisation.is_party:
        raise Refused("A secretary belongs to one of the two Parties.")


def enter(
    email: str,
    given_name: str,
    family_name: str,
    organisation: Organisation,
    *,
    function: str,
    rank: Rank,
    namesake: Person | None,
    by: Person,
    at: dt.datetime,
) -> Person:
    """Put a person into the register, without a password: signing in comes later, from whoever keeps the people.
    Refused: what is no address; one that belongs to somebody (`namesake`) already, without telling whoever names one
    side's delegation that the other side has such a person."""
    if namesake is not None:
        raise Refused("The address %(email)s cannot be entered here. Please ask the secretariat.", email=email)
    person = Person(
        email=_address(email),
        given_name=given_name,
        family_name=family_name,
        organisation=organisation,
        function=function,
        rank=int(rank),
    )
    person.did("person:add", by=by, at=at)
    return person


def _address(email: str) -> str:
    try:
        return read(email)
    except NoMailbox as no:
        raise Refused(str(no)) from no


def everyone(words: str = "") -> Select[Person]:
    """People by name, those whose name or address holds every word typed."""
    found = select(Person).order_by(Person.search_text, Person.id)
    for word in fold(words).split():
        spellings = {word, respelt(word)}
        found = found.where(or_(*(Person.search_text.contains(one, autoescape=True) for one in sorted(spellings))))
    return found


def secretaries() -> Select[Person]:
    return select(Person).where(Person.standing == AccountState.SECRETARY, Person.active.is_(True)).order_by(Person.id)


def secretaries_ever() -> Select[Person]:
    """Those whose accounts are closed too."""
    return select(Person).where(Person.standing == AccountState.SECRETARY).order_by(Person.id)


def for_writing(person_id: int) -> Select[Person]:
    """The person as it is now, held against whoever would change it at the same moment."""
    # FOR NO KEY UPDATE: whoever holds a session may write rows that name the person meanwhile, and waits for nobody.
    found = select(Person).where(Person.id == person_id).with_for_update(of=Person, key_share=True)
    return found.execution_options(populate_existing=True)


def everyone_of(organisation: Organisation) -> Select[Person]:
    """The people of one organisation by name, closed accounts too."""
    return everyone().where(Person.organisation_id == organisation.id)


def of_organisations(ids: Iterable[int]) -> Select[Person]:
    """Those who can sign in, of these organisations, by name."""
    there = Person.organisation_id.in_(list(ids))
    return select(Person).where(there, Person.active.is_(True)).order_by(Person.search_text, Person.id)


def of_parties() -> Select[Person]:
    """Those of the two Parties who can sign in and read papers, side by side, each by name."""
    party = (Organisation.kind == OrganisationKind.PARTY, Person.active.is_(True))
    found = select(Person).join(Person.organisation).where(*party, Person.standing != AccountState.ADMIN)
    found = found.options(contains_eager(Person.organisation))
    return found.order_by(Organisation.order, Person.search_text, Person.id)


def named() -> Select[int, str, str, str, str | None, str | None]:
    """Organisations in each form of their name, with their people's names, one person a row."""
    forms = (Organisation.short_name, Organisation.long_name, Organisation.neutral_name)
    return (
        select(Organisation.id, *forms, Person.given_name, Person.family_name)
        .outerjoin(Person, Person.organisation_id == Organisation.id)
        .order_by(Organisation.id, Person.id)
    )


def with_organisations(ids: Iterable[int]) -> Select[int, str, str, str, str | None, str | None]:
    """The same of these organisations."""
    return named().where(Organisation.id.in_(list(ids)))


def active() -> Select[Person]:
    """Those whose accounts are open."""
    return select(Person).where(Person.active.is_(True))


def by_email(email: str) -> Select[Person]:
    return select(Person).where(Person.email == one_spelling(email))
