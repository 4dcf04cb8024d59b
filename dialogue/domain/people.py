"""People: who they are, whom they belong to, and the one standing role that some of them hold."""

import enum
import unicodedata
from collections.abc import Iterable

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.base import Base, Refused, words
from dialogue.domain.organisations import Organisation


class Standing(enum.StrEnum):
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


# Letters without a decomposition, and Serbian Cyrillic, so that search and sorting find people as they are typed.
_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ł": "l",
        "ø": "o",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "а": "a",
        "б": "b",
        "в": "v",
        "г": "g",
        "д": "d",
        "ђ": "d",
        "е": "e",
        "ж": "z",
        "з": "z",
        "и": "i",
        "ј": "j",
        "к": "k",
        "л": "l",
        "љ": "lj",
        "м": "m",
        "н": "n",
        "њ": "nj",
        "о": "o",
        "п": "p",
        "р": "r",
        "с": "s",
        "т": "t",
        "ћ": "c",
        "у": "u",
        "ф": "f",
        "х": "h",
        "ц": "c",
        "ч": "c",
        "џ": "dz",
        "ш": "s",
        "'": "",
        "’": "",
    }
)


class Person(Base):
    """`secretary` serves exactly one Party, the one the person belongs to."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(unique=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    function: Mapped[str] = mapped_column(default="")
    rank: Mapped[int] = mapped_column(default=int(Rank.OFFICER))
    standing: Mapped[Standing] = mapped_column(words(Standing), default=Standing.NONE)
    password_hash: Mapped[str | None] = mapped_column(default=None)
    active: Mapped[bool] = mapped_column(default=True)
    search_text: Mapped[str] = mapped_column(init=False, default="")
    version: Mapped[int] = mapped_column(init=False)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.email = self.email.strip().lower()
        self.appoint(self.standing)
        self._fold()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_secretary(self) -> bool:
        return self.standing is Standing.SECRETARY

    @property
    def is_admin(self) -> bool:
        return self.standing is Standing.ADMIN

    def appoint(self, standing: Standing) -> None:
        """Give the standing role; a secretary of anything but a Party is refused."""
        if standing is Standing.SECRETARY and not self.organisation.is_party:
            raise Refused("A secretary belongs to one of the two Parties.")
        self.standing = standing

    def rename(self, given_name: str, family_name: str) -> None:
        self.given_name, self.family_name = given_name, family_name
        self._fold()

    def _fold(self) -> None:
        self.search_text = fold(f"{self.family_name} {self.given_name} {self.email}")


def fold(text: str) -> str:
    """Lower case without diacritics, Cyrillic in Latin: `Đorđe`, `Ђорђе` and `dorde` are one (hazards §0.17)."""
    flat = text.casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c)).translate(_LETTERS)


def everyone(words: str = "") -> Select[Person]:
    """People by name, those whose name or address holds every word typed."""
    found = select(Person).order_by(Person.search_text, Person.id)
    for word in fold(words).split():
        found = found.where(Person.search_text.contains(word, autoescape=True))
    return found


def secretaries() -> Select[Person]:
    return select(Person).where(Person.standing == Standing.SECRETARY, Person.active.is_(True)).order_by(Person.id)


def of_organisations(ids: Iterable[int]) -> Select[Person]:
    """Those who can sign in, of these organisations, by name."""
    there = Person.organisation_id.in_(list(ids))
    return select(Person).where(there, Person.active.is_(True)).order_by(Person.search_text, Person.id)


def by_email(email: str) -> Select[Person]:
    return select(Person).where(Person.email == email.strip().lower())
