"""The joint communiqué of a session: one text in the name of both Parties, which the public reads after its embargo."""

import datetime as dt
from typing import Self

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import ApprovedText, Terms, TextState, Written, plain
from dialogue.domain.base import Refused, words
from dialogue.domain.editions import Audience, Code, Heading, Level
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Formula, Profile
from dialogue.domain.text import Prose


class Communique(Written, ApprovedText):
    """Both secretaries sign it off. The co-chairs approve it, or silence does. Both words release an edition."""

    KIND = plain(
        name="communique",
        word="joint communiqué",
        sheet=CommuniqueSheet,
        levels=(Level.DELEGATIONS, Level.PUBLIC),  # the same words; the public's are held back by the embargo
        title="Joint communiqué of %(session)s",
        terms=Terms(Formula.APPROVED, Profile.DECISION, Category.PROCEDURAL),
        is_told=True,
    )

    __tablename__ = "communiques"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, unique=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    embargo: Mapped[dt.datetime | None] = mapped_column(default=None)  # the public reads it from then on (UTC)
    state: Mapped[TextState] = mapped_column(words(TextState), init=False, default=TextState.DRAFTING)
    state_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    edited_at: Mapped[dt.datetime]
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    state_by: Mapped[Person] = relationship(foreign_keys=[state_by_id])
    edited_by: Mapped[Person] = relationship(foreign_keys=[edited_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def reference(self) -> str:
        return Code.COMMUNIQUE.of(self.session.reference)

    @property
    def dated(self) -> dt.datetime:
        """Its last edit or move."""
        return max(self.edited_at, self.state_at)

    @property
    def held_until(self) -> dt.datetime | None:
        return self.embargo

    def sheet(self, _: Audience, heading: Heading) -> CommuniqueSheet:
        """The text as it stands: the same for all its readers but for what is printed round it."""
        return CommuniqueSheet(
            heading=heading,
            title=self.title,
            text=self.text,
            embargo=self.embargo,
            rev=len(self.revisions) or None,
            status=self.state.value,
            text_hash=self.text_hash,
        )

    @classmethod
    def came_out(cls, since: dt.datetime, at: dt.datetime) -> Select[Self]:
        """Those whose embargo has ended."""
        return select(cls).where(cls.embargo >= since, cls.embargo <= at)

    def came_out_by_itself(self, level: Level) -> bool:
        """Whether its readers waited for the end of the embargo: it was released before."""
        edition = self.kept_edition(level) if level is Level.PUBLIC else None
        released_at = None if edition is None else edition.released_at
        return released_at is not None and self.is_held_back(released_at)


def must_be_told(session: Session) -> None:
    """Refuse a communiqué of a session that does not take place."""
    if not session.stands:
        raise Refused("This session has been cancelled: there is nothing to tell of it.")


def begin(
    session: Session, title: str, text: str, embargo: dt.datetime | None = None, *, by: Person, at: dt.datetime
) -> Communique:
    """Begin the communiqué of a session that stands."""
    must_be_told(session)
    made = Communique(
        session=session, title=title, text=text, embargo=embargo, state_at=at, state_by=by, edited_at=at, edited_by=by
    )
    made.check()
    made.did("begin", by=by, at=at)
    return made
