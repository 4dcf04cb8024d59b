"""Engagements: a civil-society or academic organisation bound to one session as its host or co-organiser."""

import datetime as dt
import enum

from sqlalchemy import ColumnElement, ForeignKey, Select, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Load, Mapped, joinedload, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Assent, Word, said
from dialogue.domain.base import Base, Refused, among, words
from dialogue.domain.flow import Flow
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import AccountState, Person, named
from dialogue.domain.sessions import Session

KEPT_OPEN = dt.timedelta(days=90)  # access after the later of closing and release (practice §3.5)


class EngagementState(enum.StrEnum):
    INTEREST = "interest"
    SHORTLISTED = "shortlisted"
    VETTING = "vetting"
    PROPOSED = "proposed"
    AGREED = "agreed"
    MOU_SIGNED = "MoU signed"
    ACTIVE = "active"
    HANDOVER = "handover"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    ENDED_EARLY = "ended early"


class Mode(enum.StrEnum):
    HOST = "host"
    CO_ORGANISER = "co-organiser"
    VENUE_ONLY = "venue only"


FLOW = Flow(
    {
        EngagementState.INTEREST: {EngagementState.SHORTLISTED, EngagementState.DECLINED, EngagementState.WITHDRAWN},
        EngagementState.SHORTLISTED: {EngagementState.VETTING, EngagementState.DECLINED, EngagementState.WITHDRAWN},
        EngagementState.VETTING: {EngagementState.PROPOSED, EngagementState.DECLINED, EngagementState.WITHDRAWN},
        EngagementState.PROPOSED: {EngagementState.AGREED, EngagementState.DECLINED, EngagementState.WITHDRAWN},
        EngagementState.AGREED: {EngagementState.MOU_SIGNED, EngagementState.WITHDRAWN},
        EngagementState.MOU_SIGNED: {EngagementState.ACTIVE, EngagementState.WITHDRAWN},
        EngagementState.ACTIVE: {EngagementState.HANDOVER, EngagementState.SUSPENDED, EngagementState.ENDED_EARLY},
        EngagementState.SUSPENDED: {EngagementState.ACTIVE, EngagementState.ENDED_EARLY},
        EngagementState.HANDOVER: {EngagementState.CLOSED},
    }
)
OPEN = frozenset({EngagementState.ACTIVE, EngagementState.HANDOVER, EngagementState.CLOSED})
BOUND = frozenset(
    {EngagementState.AGREED, EngagementState.MOU_SIGNED, EngagementState.ACTIVE, EngagementState.HANDOVER}
)


class Engagement(Base):
    """`consents` come from both Parties; rights of the organisation's people begin at `active` and end 90 days after
    the later of the closing and the release of its edition of the minutes."""

    __tablename__ = "engagements"
    __table_args__ = (UniqueConstraint("session_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), init=False, index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False, index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    mode: Mapped[Mode] = mapped_column(words(Mode))
    state: Mapped[EngagementState] = mapped_column(words(EngagementState), default=EngagementState.PROPOSED)
    state_at: Mapped[dt.datetime]
    terms: Mapped[str] = mapped_column(default="")  # what was asked of the organisation, for the Parties
    mou_reference: Mapped[str] = mapped_column(init=False, default="")
    edition_released_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    no_edition_reason: Mapped[str] = mapped_column(init=False, default="")
    closed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)
    version: Mapped[int] = mapped_column(init=False)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], lazy="joined", innerjoin=True)
    proposed_by: Mapped[Organisation] = relationship(foreign_keys=[proposed_by_id])
    agreement: Mapped[Agreement] = relationship(init=False)

    __mapper_args__ = {"version_id_col": version}

    def __post_init__(self) -> None:
        self.agreement = Agreement()

    @property
    def consents(self) -> list[Assent]:
        return self.agreement.standing(Word.CONSENT)

    def can(self, to: EngagementState) -> bool:
        return FLOW.allows(self.state, to)

    def is_ready_for(self, to: EngagementState) -> bool:
        """Whether the step is next and what must come before it has come."""
        before = {EngagementState.HANDOVER: self.session.was_held, EngagementState.CLOSED: self.edition_is_settled}
        return self.can(to) and before.get(to, True)

    @property
    def is_running(self) -> bool:
        """Whether the organisation works for the session now."""
        return self.state in (EngagementState.ACTIVE, EngagementState.HANDOVER)

    @property
    def has_worked(self) -> bool:
        """Whether the organisation works for the session, or has until it was closed."""
        return self.state in OPEN

    @property
    def is_bound(self) -> bool:
        """Whether both Parties want it, from their consent to its end: it may name its speakers."""
        return self.state in BOUND

    @property
    def may_propose_items(self) -> bool:
        return self.state is EngagementState.ACTIVE and self.mode is not Mode.VENUE_ONLY

    @property
    def awaits_consent(self) -> bool:
        return self.state is EngagementState.PROPOSED

    def waits_for(self, party: Organisation) -> bool:
        """Whether this Party's consent is asked for and not given."""
        return self.awaits_consent and party.is_party and not self.has_consent_of(party)

    @property
    def edition_is_settled(self) -> bool:
        """Whether its edition of the minutes is out, or the decision recorded that there will be none."""
        return self.edition_released_at is not None or bool(self.no_edition_reason)

    @property
    def gets_edition(self) -> bool:
        """Whether a release of the co-hosts' edition is for this organisation too."""
        return not self.no_edition_reason

    @property
    def may_waive_edition(self) -> bool:
        return self.is_running and not self.edition_is_settled

    def has_consent_of(self, party: Organisation) -> bool:
        return self.agreement.said_by(party, Word.CONSENT)

    @property
    def open_until(self) -> dt.datetime | None:
        """When access ends; None while nothing has ended it yet."""
        if self.closed_at is None:
            return None
        return max(self.closed_at, self.edition_released_at or self.closed_at) + KEPT_OPEN

    def open_to_cohost(self, at: dt.datetime) -> bool:
        """Whether the organisation's people may see the session at that instant."""
        return self.state in OPEN and (self.open_until is None or at <= self.open_until)

    def shortlist(self, *, by: Person, at: dt.datetime) -> None:
        self._become(EngagementState.SHORTLISTED, by=by, at=at)

    def vet(self, *, by: Person, at: dt.datetime) -> None:
        self._become(EngagementState.VETTING, by=by, at=at)

    def propose(self, *, by: Person, at: dt.datetime) -> None:
        self._become(EngagementState.PROPOSED, by=by, at=at)

    def consent(self, *, by: Person, at: dt.datetime) -> None:
        """Record the consent of the Party that `by` belongs to; with both it is agreed."""
        if self.state is not EngagementState.PROPOSED:
            raise Refused("This engagement does not wait for consent.")
        if not by.organisation.is_party:
            raise Refused("Only a Party consents to an engagement.")
        both = self.agreement.say(Word.CONSENT, by=by, at=at)
        self.did("consent", by=by, at=at)
        if both:
            self._become(EngagementState.AGREED, by=by, at=at)

    def decline(self, *, by: Person, at: dt.datetime) -> None:
        """No reason is stored: the organisation would be entitled to ask for it."""
        self._become(EngagementState.DECLINED, by=by, at=at)

    def withdraw(self, *, by: Person, at: dt.datetime) -> None:
        self._become(EngagementState.WITHDRAWN, by=by, at=at)

    def sign(self, mou_reference: str, *, by: Person, at: dt.datetime) -> None:
        if not mou_reference.strip():
            raise Refused("Please give the reference of the memorandum that was signed.")
        self._become(EngagementState.MOU_SIGNED, by=by, at=at)
        self.mou_reference = mou_reference

    def activate(self, *, by: Person, at: dt.datetime) -> None:
        """From now on the organisation's people see the session."""
        self._become(EngagementState.ACTIVE, by=by, at=at)

    def suspend(self, *, by: Person, at: dt.datetime) -> None:
        """Access rests until it is active again."""
        self._become(EngagementState.SUSPENDED, by=by, at=at)

    def end_early(self, *, by: Person, at: dt.datetime) -> None:
        self._become(EngagementState.ENDED_EARLY, by=by, at=at)

    def hand_over(self, *, by: Person, at: dt.datetime) -> None:
        """After the session: its own deliverables come in, its edition of the minutes goes out."""
        if not self.session.was_held:
            raise Refused("The handover begins when the session has been held.")
        self._become(EngagementState.HANDOVER, by=by, at=at)

    def waive_edition(self, reason: str, *, by: Person, at: dt.datetime) -> None:
        """Record the decision that this organisation gets no edition of the minutes."""
        if not reason.strip():
            raise Refused("Please record why there will be no edition for the co-host.")
        if not self.may_waive_edition:
            raise Refused("It is settled already whether this organisation gets an edition, or not to be settled now.")
        self.no_edition_reason = reason
        self.did("waive edition", by=by, at=at)

    def edition_released(self, at: dt.datetime) -> None:
        self.edition_released_at = at

    def close(self, *, by: Person, at: dt.datetime) -> None:
        """Refused before its edition is released, or the decision recorded that there will be none."""
        if not self.edition_is_settled:
            raise Refused(
                "The co-host's edition of the minutes has not been released yet. "
                "Release it, or record that there will be none, before closing."
            )
        self._become(EngagementState.CLOSED, by=by, at=at)
        self.closed_at = at

    def _become(self, state: EngagementState, *, by: Person, at: dt.datetime) -> None:
        self.state, self.state_at = FLOW.move(self.state, state), at
        self.did(state.value, by=by, at=at)


def engage(
    session: Session,
    organisation: Organisation,
    mode: Mode,
    *,
    by: Person,
    at: dt.datetime,
    terms: str = "",
    state: EngagementState = EngagementState.PROPOSED,
) -> Engagement:
    """Bind an organisation to one session, as interest only or as a Party's proposal. Refused: anything but a co-host's
    organisation, a session that is over, a proposer who belongs to no Party."""
    if organisation.kind is not OrganisationKind.COHOST:
        raise Refused(
            "%(name)s is not entered as a civil-society or academic organisation.", name=organisation.short_name
        )
    if session.is_over:
        raise Refused("This session is over; nobody can be engaged for it any more.")
    if not by.organisation.is_party:
        raise Refused("An engagement is proposed by a Party.")
    if state not in (EngagementState.INTEREST, EngagementState.PROPOSED):
        raise Refused("An engagement begins as interest or as a proposal.")
    engagement = Engagement(
        session=session,
        organisation=organisation,
        proposed_by=by.organisation,
        mode=mode,
        terms=terms,
        state=state,
        state_at=at,
    )
    engagement.did("engage", by=by, at=at)
    return engagement


def awaiting(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The `where` of engagements that wait for the consent of this Party."""
    given = said(Engagement.agreement_id, Word.CONSENT, Assent.party_id == party_id)
    return and_(Engagement.state == EngagementState.PROPOSED, ~given)


def awaits_its_end() -> ColumnElement[bool]:
    """The organisation works for the session still."""
    return among(Engagement.state, [EngagementState.ACTIVE, EngagementState.HANDOVER])


def is_settled() -> ColumnElement[bool]:
    """`Engagement.edition_is_settled`."""
    return or_(Engagement.edition_released_at.is_not(None), Engagement.no_edition_reason != "")


def of_session(session: Session) -> Select[Engagement]:
    return select(Engagement).where(Engagement.session_id == session.id).order_by(Engagement.id)


def in_full(session: Session) -> Select[Engagement]:
    """Those of a session with all that its page tells of them."""
    told = joinedload(Engagement.agreement).selectinload(Agreement.assents)
    return of_session(session).options(joinedload(Engagement.proposed_by), told)


def one_of(session: Session, engagement_id: int) -> Select[Engagement]:
    """One engagement, if it is one of this session."""
    return select(Engagement).where(Engagement.id == engagement_id, Engagement.session_id == session.id)


def without_a_seat(session: Session) -> Select[Person, Engagement | None]:
    """Who can sign in and may read of the session without a seat in it, by name: both secretaries, and the people of
    the organisations bound to it, each with the engagement, bare."""
    bound = and_(Engagement.organisation_id == Person.organisation_id, Engagement.session_id == session.id)
    return (
        select(Person, Engagement)
        .outerjoin(Engagement, bound)
        .where(or_(Engagement.id.is_not(None), Person.standing == AccountState.SECRETARY), Person.active.is_(True))
        .options(Load(Engagement).lazyload("*"))
        .order_by(Person.search_text, Person.id)
    )


def bound_people(session: Session) -> Select[int, str, str, str, str | None, str | None]:
    """The names of the organisations that both Parties want for the session, and of their people (`people.named`)."""
    bound = select(Engagement.organisation_id).where(
        Engagement.session_id == session.id, among(Engagement.state, BOUND)
    )
    return named().where(Organisation.id.in_(bound))


def of_organisation(organisation: Organisation) -> Select[Engagement]:
    return select(Engagement).where(Engagement.organisation_id == organisation.id)
