"""The joint communiqué of a session: one text in the name of both Parties, which the public reads after its embargo."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Select, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.domain.agreed import ApprovedText, Kind, Revision, Word
from dialogue.domain.base import Refused, Stale, words
from dialogue.domain.editions import Heading, Level
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.text import Prose


class State(enum.StrEnum):
    DRAFTING = "drafting"
    FINAL_DRAFT = "final draft"
    UNDER_SILENCE = "under silence"
    APPROVED = "approved"


FLOW = Flow(
    {
        State.DRAFTING: {State.FINAL_DRAFT},
        State.FINAL_DRAFT: {State.APPROVED, State.UNDER_SILENCE, State.DRAFTING},
        State.UNDER_SILENCE: {State.APPROVED, State.FINAL_DRAFT, State.DRAFTING},
        State.APPROVED: {State.DRAFTING},  # its adoption by silence fell
    }
)


class Communique(ApprovedText):
    """Both secretaries sign it off. The co-chairs approve it, or silence does. Both words release an edition."""

    KIND = Kind(
        name="communique", flow=FLOW, edited=(State.DRAFTING,), signed_off={State.DRAFTING: State.FINAL_DRAFT},
        final=State.FINAL_DRAFT, silent=State.UNDER_SILENCE, approved=(State.APPROVED,), returned=State.DRAFTING,
    )  # fmt: skip

    LEVELS = (Level.DELEGATIONS, Level.PUBLIC)  # the same words; the public's are held back by the embargo

    __tablename__ = "communiques"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, unique=True)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Prose)
    embargo: Mapped[dt.datetime | None] = mapped_column(default=None)  # the public reads it from then on (UTC)
    state: Mapped[State] = mapped_column(words(State), init=False, default=State.DRAFTING)
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
        return f"{self.session.reference}-COM"

    def is_embargoed(self, at: dt.datetime) -> bool:
        return self.embargo is not None and at < self.embargo

    def open_to(self, level: Level, at: dt.datetime) -> bool:
        """Whether readers of that edition hold it at that instant."""
        return self.released_to(level) and not (level is Level.PUBLIC and self.is_embargoed(at))

    def sheet(self, heading: Heading) -> CommuniqueSheet:
        """The text as it stands: the same for all its readers but for what is printed round it."""
        return CommuniqueSheet(
            heading=heading,
            title=self.title,
            text=self.text,
            embargo=self.embargo,
            status=self.state.value,
            text_hash=self.text_hash,
        )

    def may_be_edited(self) -> None:
        if not self.is_open_to_edits:
            raise Refused("This communiqué is “%(state)s”; its text does not change now.", state=self.state.value)

    def revise(
        self, title: str, text: str, embargo: dt.datetime | None, *, base: int | None, by: Person, at: dt.datetime
    ) -> None:
        """Write the text on the version that the editor saw; Stale when somebody else saved it meanwhile."""
        if base != self.version:
            raise Stale("Somebody has changed this communiqué since you opened it.")
        self.may_be_edited()
        self.title, self.text, self.embargo = title, text, embargo
        self.check()
        self.edited_at, self.edited_by = at, by
        self.did("revise", by=by, at=at)

    def check(self) -> None:
        if not self.title.strip() or not self.text.strip():
            raise Refused("A communiqué needs a title and its text.")

    def must_be_signable(self, party: Organisation, text_hash: str) -> None:
        self.may_be_edited()
        self.check()
        self.agreement.must_await(Word.SIGN_OFF, party, text_hash)

    def sign_off(self, sheet: CommuniqueSheet, text_hash: str, *, by: Person, at: dt.datetime) -> bool:
        """A secretary agrees to the text of this hash; with both it is the final draft, as REV n. Returns whether it
        is."""
        self.must_be_signable(by.organisation, text_hash)
        if not self._sign_off(sheet, by=by, at=at):
            return False
        self.revisions.append(Revision.of(sheet, len(self.revisions) + 1, text_hash=text_hash, at=at, by=by))
        return True


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


def of_session(session: Session) -> Select[Communique]:
    return select(Communique).where(Communique.session_id == session.id)


def of_ref(ref: str) -> Select[Communique]:
    """That of the session with this reference, as addresses have it."""
    year, number = read_ref(ref) or (0, 0)
    return select(Communique).where(Communique.session.has(and_(Session.year == year, Session.number == number)))


def held(found: Select[Communique]) -> Select[Communique]:
    """For writing: whoever acts on it comes after whoever did so before, and sees it as it is then."""
    return found.with_for_update(of=Communique)
