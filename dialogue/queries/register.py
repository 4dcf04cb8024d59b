"""The joint register as a reader filters it: which follow-ups, how often carried, what changed of late."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased, lazyload, undefer

from dialogue.db import db
from dialogue.domain import decisions, followups, meetings, sessions, topics
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Revision
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import AgendaLine, Chart, Code, Level, TrackerRow, TrackerSheet
from dialogue.domain.followups import FollowUp, FollowUpState, FollowUpUpdate
from dialogue.domain.meetings import Meeting
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TRACKS, TrackEntry, TrackPlacement
from dialogue.domain.working_days import local_day
from dialogue.i18n import day, gettext, ngettext
from dialogue.queries import charts
from dialogue.queries.search import matching
from dialogue.queries.sheets import addressee, house, sender

ORDERS = ("due", "reference", "owner", "state")
OPEN_TRACKS = frozenset(slug for slug, track in TRACKS.items() if not track.compartment)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFilter:
    """What the reader chose, as the address has it: slugs, words, a reference. "" chooses nothing; a word that
    nobody knows finds nothing."""

    owner: str = ""
    topic: str = ""
    state: str = ""
    session: str = ""
    overdue: bool = False
    live: bool = False
    words: str = ""
    order: str = "due"
    by: str = ""  # one of BY: in which parts the register is shown

    @property
    def chosen(self) -> bool:
        return bool(self.owner or self.topic or self.state or self.session or self.overdue or self.live or self.words)

    @property
    def address(self) -> dict[str, Any]:
        """What was chosen, as the parameters of an address; nothing else that an address held."""
        words = {"owner": self.owner, "topic": self.topic, "state": self.state, "session": self.session}
        flags = {"overdue": "1" if self.overdue else "", "live": "1" if self.live else ""}
        order = {"order": "" if self.order == ORDERS[0] else self.order}
        rest = {"q": self.words, "by": self.by}
        return {name: word for name, word in (words | flags | rest | order).items() if word}

    def in_words(self) -> Iterator[str]:
        """What was chosen, as a paper says it."""
        named = (
            ("Owner: %(word)s", self.owner),
            ("Topic: %(word)s", self.topic),
            ("State: %(word)s", self.state),
            ("Session: %(word)s", self.session),
            ("Words: %(word)s", self.words),
        )
        yield from (gettext(sentence, word=word) for sentence, word in named if word)
        if self.overdue:
            yield gettext("Overdue only")
        if self.live:
            yield gettext("Not finished only")

    def where(self, today: dt.date) -> Iterator[ColumnElement[bool]]:
        yield FollowUp.level != Level.SECRETARIAT
        if self.owner:
            yield FollowUp.owner.has(slug=self.owner)
        if self.topic:
            yield FollowUp.topic.has(slug=self.topic)
        if self.state:
            yield FollowUp.state.in_([state for state in FollowUpState if state.value == self.state])
        if self.session:
            year, number = sessions.read_ref(self.session) or (0, 0)
            yield from (Session.year == year, Session.number == number)
        if self.live:
            yield FollowUp.state.in_(followups.LIVE)
        if self.overdue:
            yield from (FollowUp.state.in_(followups.DUE), FollowUp.due_on < today)
        if self.words:
            yield FollowUp.id.in_(matching(self.words, FollowUp))


# What a line of the register needs, in columns: of 200 follow-ups with their notes, rows cost a fifth of objects.
_ORIGIN = aliased(Session)
_LINES = (
    select(
        FollowUp.id,
        FollowUp.number,
        FollowUp.text,
        FollowUp.office,
        FollowUp.supporting,
        FollowUp.deliverable,
        FollowUp.indicator,
        FollowUp.due_on,
        FollowUp.state,
        FollowUp.opened_at,
        FollowUp.item_key,
        Session.year,
        Session.number.label("session_number"),
        Organisation.short_name.label("owner"),
        Topic.title.label("topic"),
        _ORIGIN.year.label("decided_year"),
        _ORIGIN.number.label("decided_session"),
        Decision.number.label("decision"),
        Meeting.series.label("meeting_series"),
        Meeting.year.label("meeting_year"),
        Meeting.number.label("meeting"),
        Meeting.track_slug,
        followups.carried().label("carried"),
        followups.resting().label("rests"),
    )
    .join(FollowUp.session)
    .join(Organisation, Organisation.id == FollowUp.owner_id)
    .outerjoin(Topic, Topic.id == FollowUp.topic_id)
    .outerjoin(Decision, Decision.id == FollowUp.decision_id)
    .outerjoin(_ORIGIN, _ORIGIN.id == Decision.session_id)
    .outerjoin(Meeting, Meeting.id == FollowUp.meeting_id)
)
_UPDATES = (
    select(
        FollowUpUpdate.followup_id,
        FollowUpUpdate.made_at,
        FollowUpUpdate.was,
        FollowUpUpdate.became,
        FollowUpUpdate.text,
        FollowUpUpdate.due_was,
        FollowUpUpdate.over_id,
    )
    .join(FollowUpUpdate.followup)
    .join(FollowUp.session)
    .order_by(FollowUpUpdate.id)
)
Line = Row[*tuple[Any, ...]]


def _ordered(found: Select[*tuple[Any, ...]], order: str) -> Select[*tuple[Any, ...]]:
    by_reference = (Session.year, Session.number, FollowUp.number)
    first = {"due": (FollowUp.due_on,), "owner": (FollowUp.owner_id, FollowUp.due_on), "state": (FollowUp.state,)}
    return found.order_by(*first.get(order, ()), *by_reference)


def tracker(chosen: TrackerFilter, today: dt.date) -> TrackerSheet:
    """The register exactly as filtered, as of that day, dated by the last thing that happened in it: the same rows give
    the same bytes all day."""
    here = house()
    last = db.scalar(sessions.last_held())
    where = tuple(chosen.where(today))
    lines = db.execute(_ordered(_LINES.where(*where), chosen.order)).all()
    updates: dict[int, list[Line]] = {line.id: [] for line in lines}
    moments = [line.opened_at for line in lines]
    known = _tracks() if chosen.by == "track" else None
    for update in db.execute(_UPDATES.where(*where)):
        if update.followup_id in updates:
            updates[update.followup_id].append(update)
            moments.append(update.made_at)
    return TrackerSheet(
        title=gettext("Follow-up tracker"),
        reference=Code.FOLLOWUPS.of(last.reference) if last else "",
        rows=tuple(_row(line, updates[line.id], today, last, _track(line, known)) for line in lines),
        by=chosen.by,
        filters=tuple(chosen.in_words()),
        since=last.reference if last else "",
        dialogue=here.dialogue_name,
        marking=here.marking,
        designation=here.profile.footnote,
        at_every=here.profile.every,
        as_of=today,
        dated=max(moments, default=None),
        zone=here.zone_label,
        charts=_charts(lines, updates),
        sender=sender(),
        addressee=addressee(Level.DELEGATIONS),
    )


def _charts(lines: Sequence[Line], updates: Mapping[int, Sequence[Line]]) -> tuple[Chart, ...]:
    by_session = sorted(lines, key=lambda line: (line.year, line.session_number))
    states = [(sessions.reference(line.year, line.session_number), line.state.value) for line in by_session]
    closed = [(line, _closed_at(updates[line.id])) for line in lines if line.state is FollowUpState.CLOSED]
    days = [(local_day(at) - local_day(line.opened_at)).days for line, at in closed if at is not None]
    return charts.followups(states, days)


def _closed_at(updates: Sequence[Line]) -> dt.datetime | None:
    moves = (update.made_at for update in reversed(updates) if update.became is FollowUpState.CLOSED and update.was)
    return next(moves, None)


def _tracks() -> dict[str | int, str]:
    """The track that each item came from, by the item's key, and each follow-up that is linked itself, by its id; what
    is the secretaries' or a list's own is left out."""
    found = select(TrackPlacement.item_key, TrackPlacement.followup_id, TrackEntry.track_slug)
    open_ = found.join(TrackPlacement.entry).where(TrackEntry.level != Level.SECRETARIAT)
    rows = db.execute(open_.order_by(TrackPlacement.id)).all()
    named = [(row.followup_id or row.item_key, row.track_slug) for row in rows]
    return {key: TRACKS[slug].title for key, slug in named if key and slug in OPEN_TRACKS}


def _track(line: Line, known: Mapping[str | int, str] | None) -> str:
    """Under which its meeting stood, from which its item came, or to which it is linked; nothing where nobody asks."""
    if known is None:
        return ""
    if line.track_slug in OPEN_TRACKS:
        return TRACKS[line.track_slug].title
    return known.get(line.item_key) or known.get(line.id, "")


def _row(line: Line, updates: Sequence[Line], today: dt.date, last: Session | None, track: str) -> TrackerRow:
    return TrackerRow(
        reference=followups.reference(line.year, line.session_number, line.number),
        text=line.text,
        owner=line.owner,
        office=line.office,
        supporting=line.supporting,
        deliverable=line.deliverable,
        indicator=line.indicator,
        due=line.due_on,
        overdue=followups.is_overdue(line.state, line.due_on, today),
        state=line.state.value,
        carried=line.carried,
        origin=_origin(line),
        topic=line.topic or "",
        last_note=next((update.text for update in reversed(updates) if update.text and update.over_id is None), ""),
        changed=_changed(line.opened_at, updates, last),
        in_question=line.rests,
        cause=next((update.text for update in reversed(updates) if update.over_id is not None), ""),
        track=track,
    )


def _origin(line: Line) -> str:
    if line.meeting is not None:
        return meetings.reference(line.meeting_series, line.meeting_year, line.meeting)
    if line.decision is not None:
        return decisions.reference(line.decided_year, line.decided_session, line.decision)
    return sessions.reference(line.year, line.session_number)


def _changed(opened_at: dt.datetime, updates: Sequence[Line], last: Session | None) -> str:
    """What happened to it since the last session was held, in words."""
    since = last.held_at if last is not None else None
    if since is None:
        return ""
    if opened_at > since:
        return gettext("new")
    fresh = [u for u in updates if u.made_at > since]
    if not fresh:
        return ""
    moves = [u for u in fresh if u.was is not None]
    said = (
        [gettext("%(was)s → %(now)s", was=gettext(str(moves[0].was)), now=gettext(moves[-1].became.value))]
        if moves
        else []
    )
    dates = [u for u in fresh if u.due_was is not None]
    said += [gettext("due %(day)s before", day=day(dates[0].due_was))] if dates and dates[0].due_was else []
    notes = len(fresh) - len(moves)
    said += [ngettext("%(n)d note", "%(n)d notes", notes)] if notes and not dates else []
    return "; ".join(said)


# Topics over the sessions


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic with its figures: at how many sessions, how many decisions, how many follow-ups still alive."""

    topic: Topic
    sessions: int
    decisions: int
    live: int


@dataclass(frozen=True, slots=True)
class Appearance:
    """A topic on the agenda of one session, as its circulated agenda has it."""

    session: Session
    number: str
    title: str
    key: str = ""  # of the item


@dataclass(frozen=True, slots=True)
class TopicHistory:
    appearances: Sequence[Appearance]
    decisions: Sequence[Decision]
    followups: Sequence[FollowUp]


def topics_with_counts() -> list[TopicLine]:
    """The register of topics with their figures, in two statements."""
    found = list(_appearances())
    decided = select(func.count()).where(
        Decision.topic_id == Topic.id, Decision.level != Level.SECRETARIAT, Decision.void_at.is_(None)
    )
    live = select(func.count()).where(FollowUp.topic_id == Topic.id, FollowUp.state.in_(followups.LIVE))
    counted = topics.register().add_columns(decided.scalar_subquery(), live.scalar_subquery())
    rows = db.execute(counted).all()
    return [TopicLine(row[0], len({one.session.id for one in _on(row[0], found)}), row[1], row[2]) for row in rows]


def history(topic: Topic) -> TopicHistory:
    """At which sessions the topic was on the circulated agenda, what was decided on it, what is still open. What a
    draft says is nobody's history yet."""
    found = _on(topic, _appearances())
    live = select(FollowUp).where(FollowUp.topic_id == topic.id, FollowUp.state.in_(followups.LIVE))
    live = followups.with_round(live)
    return TopicHistory(
        sorted(found, key=lambda a: a.session.starts_at, reverse=True),
        db.scalars(decisions.register().where(Decision.topic_id == topic.id)).all(),
        db.scalars(live.order_by(FollowUp.due_on, FollowUp.id)).all(),
    )


def gone_out(keys: Iterable[str]) -> list[Appearance]:
    """Where items with these keys stand on the last agendas that went out, the newest first."""
    mine = list(keys)
    there = select(AgendaItem.agenda_id).where(AgendaItem.key.in_(mine))
    sent = _sent(Agenda.id.in_(there))
    found = [Appearance(at, line.number, line.title, line.key) for line, at in sent if line.key in mine]
    return sorted(found, key=lambda a: a.session.starts_at, reverse=True)


def _on(topic: Topic, lines: Iterable[tuple[AgendaLine, Session]]) -> list[Appearance]:
    found = [(line, session) for line, session in lines if line.is_on_topic(topic.slug, topic.title)]
    return [Appearance(session, line.number, line.title) for line, session in found]


def _appearances() -> Iterator[tuple[AgendaLine, Session]]:
    return ((line, session) for line, session in _sent() if line.topic)


def _sent(*where: ColumnElement[bool]) -> Iterator[tuple[AgendaLine, Session]]:
    """Every line of the last agendas that went out, as it went out: one statement. What the secretaries have drafted
    since is not read."""
    rev = select(func.max(Revision.rev)).where(Revision.circulated_at.isnot(None))
    last = rev.where(Revision.agreement_id == Agenda.agreement_id).correlate(Agenda).scalar_subquery()
    rows = db.execute(
        select(Revision, Session)
        .join(Agenda, Revision.agreement_id == Agenda.agreement_id)
        .join(Agenda.session)
        .where(Revision.rev == last, *where)
        .options(undefer(Revision.sheet_kept), lazyload(Revision.editions))
    ).all()
    for release, session in rows:
        yield from ((line, session) for line in release.sheet.items)
