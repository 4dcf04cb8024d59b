"""What two Parties say to the same thing, which acts once both have said it: sign-offs, approvals, consents."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, event, exists, func, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from dialogue.domain.agreed.revisions import Revision
from dialogue.domain.base import Base, Refused, among, on_postgresql_too, words
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person


class Word(enum.StrEnum):
    """What a Party says. Who may say it for the Party is a matter of access."""

    CLOSING_EARLY = "closing the call early"
    SHORT_NOTICE = "circulating at short notice"
    ADOPTION = "adoption"
    SIGN_OFF = "sign-off"
    APPROVAL = "approval"
    RELEASE = "release"  # of one edition
    OPENING = "opening"  # of the period for comments, as are the next two
    EXTENSION = "extension"
    EARLY_CLOSE = "early close"
    CONSENT = "consent"
    SUCCESSOR = "successor"
    DROPPING = "dropping"
    MOVE = "move"  # of an entry of a track, to the stage that is its level
    CHANGE = "change"  # of a session
    NOTED = "noted"  # a change that the other side made alone
    DEVELOPMENT = "development"  # an entry of the development log
    CONCLUSIONS = "conclusions"  # of a meeting between the sessions


_ALREADY = "This side has said so already; it waits for the other one."
_PROPOSED = "Your side has proposed this already; it waits for the other side."
AGAIN = {
    Word.CLOSING_EARLY: _ALREADY,
    Word.SHORT_NOTICE: _ALREADY,
    Word.ADOPTION: _ALREADY,
    Word.SIGN_OFF: "Your side has signed off this text already.",
    Word.APPROVAL: "Your side has approved this text already.",
    Word.RELEASE: "Your side has consented to this release already.",
    Word.OPENING: _PROPOSED,
    Word.EXTENSION: _PROPOSED,
    Word.EARLY_CLOSE: _PROPOSED,
    Word.CONSENT: "Your side has given its consent already.",
    Word.SUCCESSOR: "Your side has said this already; the other side has to agree.",
    Word.CHANGE: "Your side has proposed this change; the other side has to consent.",
    Word.DEVELOPMENT: "Your side has proposed this; the other side accepts it, or says that it does not share it.",
    Word.CONCLUSIONS: "Your side has agreed to these conclusions already; the other side has to agree.",
    Word.NOTED: "Your side has taken note of this already.",
    Word.DROPPING: "Your side has asked for this already; the other side has to agree.",
    Word.MOVE: "Your side has said this already; the other side has to agree.",
}


class Agreement(Base):
    """Of one thing, which owns it: all that was ever said to it, and each text of it. Nothing of that is deleted."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)

    assents: Mapped[list["Assent"]] = relationship(default_factory=list, init=False, order_by="Assent.id")
    revisions: Mapped[list[Revision]] = relationship(default_factory=list, init=False, order_by=Revision.rev)

    def standing(self, *said: Word, text_hash: str | None = None, level: str | None = None) -> list["Assent"]:
        """What counts now: of these words, else of all; to this hash, of this edition, else to any."""
        return [one for one in self.assents if one.ended_at is None and one.is_of(said, text_hash, level)]

    def said_by(self, party: Organisation, word: Word, text_hash: str | None = None, level: str | None = None) -> bool:
        return any(one.party.id == party.id for one in self.standing(word, text_hash=text_hash, level=level))

    def is_reached(self, word: Word, text_hash: str | None = None) -> bool:
        """Whether both have said it to the same, and it still counts."""
        return any(one.settled_at is not None for one in self.standing(word, text_hash=text_hash))

    def must_await(self, word: Word, party: Organisation, text_hash: str = "", level: str = "") -> None:
        if self.said_by(party, word, text_hash, level):
            raise Refused(AGAIN[word])

    def say(
        self,
        word: Word,
        text_hash: str = "",
        *,
        by: Person,
        at: dt.datetime,
        party: Organisation | None = None,
        level: str = "",
        **more: Any,
    ) -> bool:
        """One Party's word to what has this hash. Returns whether both have said it now. Refused: a second time."""
        party = party or by.organisation
        self.must_await(word, party, text_hash, level)
        others = self.standing(word, text_hash=text_hash, level=level)
        made = Assent(word=word, text_hash=text_hash, party=party, given_by=by, given_at=at, level=level, **more)
        self.assents.append(made)
        for one in [made, *others] if others else ():
            one.settled_at = at
        return bool(others)

    def end(self, *said: Word, party: Organisation | None = None, at: dt.datetime) -> None:
        """These words, else all, count no more: what they were said to is taken up again, or replaced. They stay on
        record."""
        for one in self.standing(*said):
            if party is None or one.party.id == party.id:
                one.ended_at = at


class Assent(Base):
    """One Party's word to one thing, by its hash where it has one. Added, and ended once; the index makes it once.

    `settled_at`: when the other side had said the same. `name`: for whom it was recorded. `until`: of a period."""

    __tablename__ = "assents"
    __table_args__ = (
        Index(
            "uq_assents_standing",
            "agreement_id",
            "word",
            "level",
            "party_id",
            "text_hash",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, index=True)
    word: Mapped[Word] = mapped_column(words(Word))
    level: Mapped[str] = mapped_column(default="")
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    text_hash: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    given_at: Mapped[dt.datetime]
    name: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    until: Mapped[dt.datetime | None] = mapped_column(default=None)
    settled_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    party: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    given_by: Mapped[Person] = relationship()

    def is_of(self, said: tuple[Word, ...], text_hash: str | None, level: str | None) -> bool:
        here = text_hash in (None, self.text_hash) and level in (None, self.level)
        return here and (not said or self.word in said)


event.listen(Assent.__table__, "before_create", on_postgresql_too)


def said(agreement_id: Any, word: Word, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """The `where` of things to which somebody has said it, and it counts."""
    of_it = (Assent.agreement_id == agreement_id, Assent.word == word, Assent.ended_at.is_(None))
    return exists().where(*of_it, *where).correlate_except(Assent)


def asked_of(
    party_id: ColumnElement[int], agreement_id: Any, *said_: Word, where: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """The `where` of things to which the other side has said one of these words, and this side has not said the
    same."""
    of_it = [Assent.agreement_id == agreement_id, among(Assent.word, said_), Assent.party_id != party_id]
    waits = [Assent.settled_at.is_(None), Assent.ended_at.is_(None)]
    return exists().where(*of_it, *waits, *([] if where is None else [where])).correlate_except(Assent)


def is_newest(agreement_id: Any, word: Word) -> ColumnElement[bool]:
    """For `asked_of`: of what counts it was said last. What was said to an earlier text waits for nobody."""
    every = aliased(Assent)
    of_it = (every.agreement_id == agreement_id, every.word == word, every.ended_at.is_(None))
    return Assent.id == select(func.max(every.id)).where(*of_it).correlate_except(every).scalar_subquery()


def awaits_second(party_id: ColumnElement[int], agreement_id: Any, word: Word) -> ColumnElement[bool]:
    """The `where` of texts whose newest version the other side has agreed to, and this one has not."""
    return asked_of(party_id, agreement_id, word, where=is_newest(agreement_id, word))
