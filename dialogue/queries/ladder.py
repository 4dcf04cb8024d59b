"""What has to happen: until a session, from it to the release of its minutes, and what is still open at its closing."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, exists, func, select

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import delegations, engagements, followups, ladder, minutes, organisations, sessions
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Assent, Edition, Revision, editions_of
from dialogue.domain.base import among
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.ladder import BEFORE, RULES, Owner, RungEntry, RungKey
from dialogue.domain.minutes import Minutes, MinutesSignature
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, Issue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.working_days import Capitals
from dialogue.i18n import gettext

FORTNIGHT = dt.timedelta(days=14)
_SESSIONS = bindparam("session_ids", type_=Session.id.type, expanding=True)

# Of what right a rung is the turn, of whoever follows its session.
TURNS = {
    Owner.SECRETARIES: Right.SESSION_KEEP,
    Owner.HOST: Right.SESSION_HOST,
    Owner.NAMERS: Right.SESSION_NAME,
    Owner.CO_CHAIRS: Right.MINUTES_APPROVE,
}


class Rung(NamedTuple):
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
    key: RungKey | None = None  # of one that has its rule; no other is moved, or anybody's
    said: tuple[RungEntry, ...] = ()  # what the secretaries said of it
    was: dt.date | None = None  # its day before it was moved last
    changes: int = 0  # how often something has changed its day, beside the session's own
    moved_on: dt.date | None = None  # with the session, where nobody has moved it since

    @property
    def owner(self) -> Owner | None:
        return RULES[self.key].owner if self.key is not None else None

    @property
    def may_move(self) -> bool:
        """Whether it waits for a day that was counted: neither an instant that was agreed on, nor the session."""
        return self.key is not None and self.by is not None and self.status != "done"

    @property
    def is_open(self) -> bool:
        """Whether it is the turn of this one."""
        return self.status in ("due", "overdue", "next")


class _Step(NamedTuple):
    """A rung before it is judged."""

    what: str
    done: bool
    by: dt.date | None = None
    on: dt.date | None = None
    until: dt.datetime | None = None
    done_at: dt.datetime | None = None
    of_minutes: bool = True
    key: RungKey | None = None

    @property
    def last_day(self) -> dt.date | None:
        return self.by or self.on or (_local(self.until) if self.until else None)


# What was done for each session: whether there is an agenda and where it stands, when it went out first, how many
# Parties have their heads; where the minutes stand, and when they reached what. A row for each thing that was said of
# its rungs, or one: they are few, and a question less on every page that shows a ladder.
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
_PERIODS = select(func.count(Assent.id)).where(
    Assent.agreement_id == Minutes.agreement_id, among(Assent.word, minutes.STEPS), Assent.settled_at.is_not(None)
)
_LIVE = exists().where(among(FollowUp.state, followups.LIVE), FollowUp.session_id != Session.id)
_DONE = (
    select(
        Session.id,
        _LIVE.correlate(Session).label("live"),
        Agenda.state.label("agenda"),
        _SENT.scalar_subquery().label("sent_at"),
        delegations.heads_of(Session.id.expression).scalar_subquery().label("heads"),
        Minutes.state.label("minutes"),
        _PERIODS.scalar_subquery().label("periods"),
        Minutes.circulated_at,
        Minutes.comments_until,
        Minutes.comments_closed_at,
        Minutes.approved_at,
        _EXPIRES.correlate(Minutes).scalar_subquery().label("expires_at"),
        _SIGNED.scalar_subquery().label("signed_at"),
        _RELEASED.scalar_subquery().label("released_at"),
        _EDITIONS.scalar_subquery().label("editions"),
        _EDITIONS.where(Edition.released_at.is_(None)).scalar_subquery().label("unreleased"),
        RungEntry,
    )
    .select_from(Session)
    .outerjoin(Agenda, Agenda.session_id == Session.id)
    .outerjoin(Minutes, Minutes.session_id == Session.id)
    .outerjoin(RungEntry, RungEntry.session_id == Session.id)
    .where(Session.id.in_(_SESSIONS))
    .order_by(RungEntry.id)
)


def rungs(standing: Standing, session: Session, today: dt.date) -> list[Rung]:
    """The ladder up to the session, and when it has opened from there to its closing, in order; each rung judged by
    what has really been done. It is the business of both Parties alone, and there is none without a date to count
    from."""
    return ladders(standing, [session], today).get(session.id, [])


def ladders(standing: Standing, those: Iterable[Session], today: dt.date) -> dict[int, list[Rung]]:
    """Those of several sessions, by their ids."""
    return courses([one for one in those if may(standing, Right.SESSION_FOLLOW, one)], today)


def courses(those: Iterable[Session], today: dt.date) -> dict[int, list[Rung]]:
    """The same, whoever asks, of those that have a date: one statement, and the working days of both capitals once one
    of them was held."""
    dated = [one for one in those if one.has_a_date]
    if not dated:
        return {}
    known: dict[int, Row[Any]] = {}
    said: dict[int, list[RungEntry]] = {one.id: [] for one in dated}
    for row in db.execute(_DONE, {"session_ids": list(said)}):
        known[row.id] = row
        said[row.id].extend([row.RungEntry] if row.RungEntry is not None else ())
    opened = any(one.has_opened for one in dated)
    days = Capitals(db.scalars(organisations.with_calendars(organisations.parties())).unique() if opened else ())
    return {one.id: _Course(one, known[one.id], said[one.id], days).rungs(today) for one in dated}


def is_mine(standing: Standing, session: Session, rung: Rung) -> bool:
    """Whether it is the person's to see to."""
    followed = may(standing, Right.SESSION_FOLLOW, session)
    return followed and rung.owner is not None and may(standing, TURNS[rung.owner], session)


class _Course:
    """One session's ladder, while it is put together."""

    def __init__(self, session: Session, known: Row[Any], said: Sequence[RungEntry], days: Capitals) -> None:
        self.session, self.known, self.days = session, known, days
        self.said = {key: tuple(one for one in said if one.rung is key) for key in RULES}

    def rungs(self, today: dt.date) -> list[Rung]:
        made: list[Rung] = []
        waits = False
        for step in self._afterwards() if self.session.has_opened else self._before():
            done_on = _local(step.done_at) if step.done and step.done_at else None
            made.append(
                Rung(
                    step.what, _status(step, today, waits=waits), step.by, step.on, None if step.done else step.until,
                    done_on, step.of_minutes, step.key, **self._history(step),
                )
            )  # fmt: skip
            waits = waits or made[-1].is_open
        return made

    def _history(self, step: _Step) -> Mapping[str, Any]:
        """How its day became what it is: by a secretary's word, or with the session."""
        if step.key is None or step.by is None:
            return {}
        said, moves = self.said[step.key], _moves(self.said[step.key])
        known = {"said": said, "changes": self._changes(step.key)}
        if step.done:
            return known
        at, was_on = self.session.moved_at, self.session.moved_from
        if step.key in BEFORE and at and was_on and not (moves and moves[-1].made_at >= at):
            along = self.session.starts.date() - was_on
            return known | {"was": step.by - along, "moved_on": _local(at)}
        if not moves:
            return known
        was = moves[-2].day(self._anchor(step.key)) if len(moves) > 1 else self._counted(step.key)
        return known | {"was": was}

    def _changes(self, key: RungKey) -> int:
        if key in BEFORE:
            return len(_moves(self.said[key]))
        after = [one for other in RULES if other not in BEFORE for one in _moves(self.said[other])]
        own = [day for party in self.days.parties for day in party.own_days]
        periods: int = self.known.periods
        return len(after) + len(own) + sum(not day.stands for day in own) + periods

    def _day(self, key: RungKey) -> dt.date:
        """By when it is due: as a secretary has moved it, else as it is counted."""
        moved = _moves(self.said[key])
        return (moved[-1].day(self._anchor(key)) if moved else None) or self._counted(key)

    def _counted(self, key: RungKey) -> dt.date:
        rule = RULES[key]
        since = self._since(rule.after) if rule.after is not None else self._anchor(key)
        return self.days.after(since, rule.days) if rule.working else since + dt.timedelta(days=rule.days)

    def _since(self, key: RungKey) -> dt.date:
        """The day of another rung, from which one counts; comments end when both sides have agreed that they do."""
        until = self.known.comments_until if key is RungKey.COMMENTS else None
        return _local(until) if until is not None else self._day(key)

    def _anchor(self, key: RungKey) -> dt.date:
        return ladder.anchor(self.session, key)

    def _step(self, key: RungKey, what: str, done: bool, at: dt.datetime | None = None) -> _Step:
        last = self.said[key][-1] if self.said[key] else None
        if RULES[key].said and last is not None and last.is_done:
            done, at = True, last.made_at
        return _Step(what, done, by=self._day(key), done_at=at, of_minutes=key not in BEFORE, key=key)

    def _before(self) -> list[_Step]:
        known, session = self.known, self.session
        closed = known.agenda is not None and Agenda.has_closed_call(known.agenda)
        sent, called = known.sent_at is not None, known.agenda is not None
        return [
            self._step(RungKey.CALL, gettext("The call for items goes out"), called),
            self._step(RungKey.REQUESTS, gettext("Requests for items close"), closed),
            self._step(RungKey.REVIEW, gettext("The follow-ups of earlier sessions are reviewed"), not known.live),
            self._step(
                RungKey.PROVISIONAL, gettext("The provisional agenda goes out with its papers"), sent, known.sent_at
            ),
            self._step(RungKey.NOMINATIONS, gettext("Both delegations have their heads"), known.heads == 2),
            self._step(RungKey.ARRIVALS, gettext("The list of arrivals goes to the hosts"), False),
            _Step(gettext("The session"), session.has_opened, on=session.starts.date(), of_minutes=False),
        ]

    def _afterwards(self) -> list[_Step]:
        """The detour over comments is there where it was taken or may still be."""
        known, session = self.known, self.session
        state = known.minutes
        final = state is not None and minutes.is_final(state)
        drafted = state not in (None, minutes.MinutesState.DRAFTING)
        agreed = gettext("The secretaries agree on a joint draft of the minutes")
        steps = [
            _Step(gettext("The session"), True, on=session.starts.date(), of_minutes=False),
            self._step(RungKey.JOINT_DRAFT, agreed, drafted),
        ]
        if known.circulated_at is not None:
            done = state != minutes.MinutesState.COMMENTS
            what = gettext("The minutes are out for comments")
            steps.append(_Step(what, done, until=known.comments_until, done_at=known.comments_closed_at))
        elif not final and state != minutes.MinutesState.CONSOLIDATION:
            steps.append(self._step(RungKey.COMMENTS, gettext("Both delegations comment on the minutes"), False))
        return [*steps, _Step(gettext("The minutes are the final draft"), final), *self._agreed()]

    def _agreed(self) -> Iterator[_Step]:
        """What follows of a final draft."""
        known, session = self.known, self.session
        if known.minutes == minutes.MinutesState.UNDER_SILENCE:
            what = gettext("Both Parties approve the minutes by silence, which expires")
            yield _Step(what, False, until=known.expires_at)
        else:
            what = gettext("Both Parties approve the minutes")
            yield self._step(RungKey.APPROVAL, what, known.approved_at is not None, known.approved_at)
        signed, released = known.minutes == minutes.MinutesState.SIGNED, known.editions > 0 and not known.unreleased
        yield _Step(gettext("The minutes are signed"), signed, done_at=known.signed_at)
        yield _Step(gettext("Their editions are released"), released, done_at=known.released_at)
        yield _Step(gettext("The session is closed"), session.is_closed, done_at=session.state_at, of_minutes=False)


def _moves(said: Sequence[RungEntry]) -> list[RungEntry]:
    return [one for one in said if not one.is_done]


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
    """What is not done yet of a session that is about to be closed. Closing it is refused for none of this, but for
    follow-ups that are carried again and do not say why; and its minutes have to be approved."""

    approved: bool
    unsigned: list[minutes.SignaturePlace]
    unreleased: list[Level]
    unanswered: int
    corrigenda: list[str]
    cohosts: list[str]
    without_office: int
    unexplained: Sequence[FollowUp]

    @property
    def any(self) -> bool:
        lists = (self.unsigned, self.unreleased, self.corrigenda, self.cohosts)
        return any(lists) or bool(self.unanswered or self.without_office or self.unexplained)


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
        unexplained=db.scalars(followups.to_be_explained(session)).all() if session.was_held else [],
    )
