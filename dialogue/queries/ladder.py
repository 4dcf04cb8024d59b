"""What has to happen: until a session, from it to the release of its minutes, and what is still open at its closing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import delegations, engagements, followups, minutes, organisations, sessions
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Edition, Revision, editions_of
from dialogue.domain.base import among
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesSignature
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Issue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.working_days import Capitals
from dialogue.i18n import gettext

FORTNIGHT = dt.timedelta(days=14)
_SESSION = bindparam("session_id", type_=Session.id.type)

JOINT_DRAFT, COMMENTS = 10, 10  # working days after the session, and after the joint draft (practice §0.10)


@dataclass(frozen=True, slots=True)
class Rung:
    """What should be done by a day that the session itself gives (practice §0.10), or until an instant that is set for
    it, or simply next. `status`: done | overdue | due, within a fortnight | next, the first that is open | to come.
    `done_on` is known of some."""

    what: str
    status: str
    by: dt.date | None = None
    on: dt.date | None = None  # the day itself, not a last one
    until: dt.datetime | None = None
    done_on: dt.date | None = None
    of_minutes: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is the turn of this one."""
        return self.status in ("due", "overdue", "next")


@dataclass(frozen=True, slots=True)
class _Step:
    """A rung before it is judged."""

    what: str
    done: bool
    by: dt.date | None = None
    on: dt.date | None = None
    until: dt.datetime | None = None
    done_at: dt.datetime | None = None
    of_minutes: bool = True

    @property
    def last_day(self) -> dt.date | None:
        return self.by or self.on or (_local(self.until) if self.until else None)


# What was done for a session: whether there is an agenda and where it stands, when it went out first, how many Parties
# have their heads; where the minutes stand, and when they reached what.
_SENT = select(func.min(Revision.circulated_at)).where(Revision.agreement_id == Agenda.agreement_id)
_SIGNED = select(func.max(MinutesSignature.recorded_at)).where(MinutesSignature.minutes_id == Minutes.id)
_RELEASED, _EDITIONS = (
    select(column).where(*editions_of(Minutes.agreement_id)).correlate(Minutes)
    for column in (func.max(Edition.released_at), func.count(Edition.id))
)
_EXPIRES = (
    select(of_rounds.expiry())
    .select_from(Circulation)
    .join(Issue, Issue.circulation_id == Circulation.id)
    .where(Circulation.id == Minutes.circulation_id, of_rounds.is_going(), of_rounds.is_in_force())
)
_DONE = (
    select(
        Agenda.state.label("agenda"),
        _SENT.scalar_subquery().label("sent_at"),
        delegations.heads_of(_SESSION).scalar_subquery().label("heads"),
        Minutes.state.label("minutes"),
        Minutes.circulated_at,
        Minutes.comments_until,
        Minutes.comments_closed_at,
        Minutes.approved_at,
        _EXPIRES.correlate(Minutes).scalar_subquery().label("expires_at"),
        _SIGNED.scalar_subquery().label("signed_at"),
        _RELEASED.scalar_subquery().label("released_at"),
        _EDITIONS.scalar_subquery().label("editions"),
        _EDITIONS.where(Edition.released_at.is_(None)).scalar_subquery().label("unreleased"),
    )
    .select_from(Session)
    .outerjoin(Agenda, Agenda.session_id == Session.id)
    .outerjoin(Minutes, Minutes.session_id == Session.id)
    .where(Session.id == _SESSION)
)


def rungs(standing: Standing, session: Session, today: dt.date) -> list[Rung]:
    """The ladder up to the session, and when it has opened from there to its closing, in order; each rung judged by
    what has really been done. One statement, and the working days of both capitals once the session was held. It is
    the business of both Parties alone, and there is none without a date to count from."""
    if not may(standing, Right.SESSION_FOLLOW, session) or not session.has_a_date:
        return []
    known = db.execute(_DONE, {"session_id": session.id}).one()
    steps = _afterwards(session, known) if session.has_opened else _before(session, known)
    made: list[Rung] = []
    for step in steps:
        waits = any(rung.is_open for rung in made)
        done_on = _local(step.done_at) if step.done and step.done_at else None
        status = _status(step, today, waits=waits)
        until = None if step.done else step.until
        made.append(Rung(step.what, status, step.by, step.on, until, done_on, step.of_minutes))
    return made


def _before(session: Session, known: Row[Any]) -> list[_Step]:
    def step(days: int, what: str, done: bool, at: dt.datetime | None = None) -> _Step:
        return _Step(what, done, by=session.starts.date() - dt.timedelta(days=days), done_at=at, of_minutes=False)

    closed = known.agenda is not None and Agenda.has_closed_call(known.agenda)
    return [
        step(30, gettext("The call for items goes out"), known.agenda is not None),
        step(21, gettext("Requests for items close"), closed),
        step(15, gettext("The provisional agenda goes out with its papers"), known.sent_at is not None, known.sent_at),
        step(10, gettext("Both delegations have their heads"), known.heads == 2),
        _Step(gettext("The session"), session.has_opened, on=session.starts.date(), of_minutes=False),
    ]


def _afterwards(session: Session, known: Row[Any]) -> list[_Step]:
    """The detour over comments is there where it was taken or may still be."""
    state = known.minutes
    final = state is not None and minutes.is_final(state)
    drafted = state not in (None, minutes.State.DRAFTING)
    days = Capitals(db.scalars(organisations.with_calendars(organisations.parties())).unique())
    draft_by = days.after(session.ends.date(), JOINT_DRAFT)
    steps = [
        _Step(gettext("The session"), True, on=session.starts.date(), of_minutes=False),
        _Step(gettext("The secretaries agree on a joint draft of the minutes"), drafted, by=draft_by),
    ]
    if known.circulated_at is not None:
        done = state != minutes.State.COMMENTS
        what = gettext("The minutes are out for comments")
        steps.append(_Step(what, done, until=known.comments_until, done_at=known.comments_closed_at))
    elif not final and state != minutes.State.CONSOLIDATION:
        what = gettext("Both delegations comment on the minutes")
        steps.append(_Step(what, False, by=days.after(draft_by, COMMENTS)))
    return [*steps, _Step(gettext("The minutes are the final draft"), final), *_agreed(session, known)]


def _agreed(session: Session, known: Row[Any]) -> Iterator[_Step]:
    """What follows of a final draft."""
    if known.minutes == minutes.State.UNDER_SILENCE:
        what = gettext("Both Parties approve the minutes by silence, which expires")
        yield _Step(what, False, until=known.expires_at)
    else:
        what = gettext("Both Parties approve the minutes")
        yield _Step(what, known.approved_at is not None, done_at=known.approved_at)
    signed, released = known.minutes == minutes.State.SIGNED, known.editions > 0 and not known.unreleased
    yield _Step(gettext("The minutes are signed"), signed, done_at=known.signed_at)
    yield _Step(gettext("Their editions are released"), released, done_at=known.released_at)
    yield _Step(gettext("The session is closed"), session.is_closed, done_at=session.state_at, of_minutes=False)


def _status(step: _Step, today: dt.date, *, waits: bool) -> str:
    if step.done:
        return "done"
    if step.last_day is not None and step.last_day < today:
        return "overdue"
    if waits:
        return "to come"
    return "due" if step.last_day is not None and step.last_day <= today + FORTNIGHT else "next"


def _local(at: dt.datetime) -> dt.date:
    return at.astimezone(sessions.ZONE).date()


@dataclass(frozen=True, slots=True)
class OpenEnds:
    """What is not done yet of a session that is about to be closed. Closing it is refused for none of this; only its
    minutes have to be approved."""

    approved: bool
    unsigned: list[minutes.SignaturePlace]
    unreleased: list[Level]
    unanswered: int
    corrigenda: list[str]
    cohosts: list[str]
    without_office: int

    @property
    def any(self) -> bool:
        lists = (self.unsigned, self.unreleased, self.corrigenda, self.cohosts)
        return any(lists) or bool(self.unanswered or self.without_office)


def open_ends(session: Session) -> OpenEnds:
    """For the secretaries, who close it."""
    parties = db.scalars(organisations.parties()).all()
    text = db.scalar(minutes.of_session(session))
    corrections = db.scalars(minutes.corrigenda(text)).all() if text is not None else []
    bound = db.scalars(engagements.of_session(session)).all()
    nameless = (FollowUp.session_id == session.id, FollowUp.office == "", among(FollowUp.state, followups.LIVE))
    return OpenEnds(
        approved=text is not None and text.is_approved,
        unsigned=[one for one in minutes.block(text, parties) if one.signature is None] if text is not None else [],
        unreleased=[one.level for one in text.editions if not one.is_released] if text is not None else [],
        unanswered=text.unanswered if text is not None else 0,
        corrigenda=[one.label for one in corrections if not one.is_approved],
        cohosts=[one.organisation.short_name for one in bound if one.may_waive_edition],
        without_office=db.scalars(select(func.count(FollowUp.id)).where(*nameless)).one(),
    )
