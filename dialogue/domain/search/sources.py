"""Where the words come from: of each noun the rows that it has in the index, and what makes them anew."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlalchemy.orm import Session as Transaction

from dialogue.domain import decisions, developments, followups, meetings, sessions, tracks
from dialogue.domain.archive import ImportedPaper, ImportedRow, ImportedSession
from dialogue.domain.conclusions import Conclusion
from dialogue.domain.decisions import Decision, DecisionMove
from dialogue.domain.delegations import AT_NO_TABLE, Capacity, Delegation, Listing, Participant, ParticipantState, Reply
from dialogue.domain.developments import Development
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp, FollowUpUpdate
from dialogue.domain.meetings import Meeting, MeetingAction
from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.domain.people import Person
from dialogue.domain.search.rows import INDEX, Found
from dialogue.domain.sessions import Session
from dialogue.domain.text import MarkdownText
from dialogue.domain.topics import Topic
from dialogue.domain.tracks import TRACKS, Kind, TrackActivity, TrackEntry, TrackMove, TrackPoint, TrackValue

Reader = Connection | Transaction
OF_WORDS = (Kind.LINE, Kind.TEXT, Kind.CHOICE)  # the fields of an entry in which somebody wrote
Where = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands in the index of one thing in one edition. `place`: how a page finds it, beside its session."""

    kind: Found
    noun: str
    thing_id: int
    key: str
    title: str
    text: str = ""
    reference: str = ""
    place: str = ""
    level: Level | None = None
    session_id: int | None = None
    topic_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """`rows`: those of the things that fit. `touched`: what makes them anew when it changes, by which of its columns,
    and which things those are. `of_editions`: its rows are those that went out, and no change of the thing itself is
    one of them; False: those that are being written; None: it has no others."""

    noun: type[Any]
    rows: Callable[[Reader, Where], Iterator[Row]]
    touched: Mapping[type[Any], tuple[str, Callable[[Iterable[int]], Where]]] = field(default_factory=dict)
    of_editions: bool | None = None

    @property
    def name(self) -> str:
        name: str = self.noun.__tablename__
        return name

    @property
    def kept(self) -> Where:
        """Its rows in the index."""
        if self.of_editions is None:
            return INDEX.c.noun == self.name
        written = INDEX.c.level == Level.SECRETARIAT
        return (INDEX.c.noun == self.name) & (~written if self.of_editions else written)

    @property
    def changed_by(self) -> Mapping[type[Any], tuple[str, Callable[[Iterable[int]], Where]]]:
        return {self.noun: ("id", self.noun.id.in_), **self.touched}


def joined(*texts: str) -> str:
    """Texts one after the other; where one of them is read as Markdown, all of it."""
    whole = "\n\n".join(text for text in texts if text)
    return MarkdownText(whole) if any(isinstance(text, MarkdownText) for text in texts) else whole


def _sessions(db: Reader, where: Where) -> Iterator[Row]:
    of = (Session.id, Session.year, Session.number, Session.venue, Session.address, Place.short_name)
    for id_, year, number, venue, address, city in db.execute(select(*of).join(Session.place).where(where)):
        yield Row(
            kind=Found.SESSION,
            noun="sessions",
            thing_id=id_,
            key=str(id_),
            title=city,
            text=", ".join(filter(None, (venue, address))),
            reference=sessions.reference(year, number),
            session_id=id_,
        )


def _conclusions(db: Reader, where: Where) -> Iterator[Row]:
    """As they stand; which session they are of."""
    of = (Conclusion.id, Conclusion.session_id, Conclusion.owner_id, Conclusion.number, Conclusion.text)
    found = select(*of, Conclusion.office, Session.year, Session.number.label("of")).join(Conclusion.session)
    for row in db.execute(found.where(where)):
        yield Row(
            kind=Found.CONCLUSION,
            noun="conclusions",
            thing_id=row.id,
            key=str(row.id),
            title="",
            text=joined(row.text, row.office),
            reference=sessions.reference(row.year, row.of),
            place=str(row.number),
            session_id=row.session_id,
            owner_id=row.owner_id,
        )


def _decisions(db: Reader, where: Where) -> Iterator[Row]:
    of = (Decision.id, Decision.session_id, Decision.topic_id, Decision.number, Decision.title, Decision.item_title)
    found = select(*of, Decision.text, Session.year, Session.number.label("of")).join(Decision.session)
    moved = select(DecisionMove.decision_id, DecisionMove.note, DecisionMove.evidence).order_by(DecisionMove.id)
    moves = _by_first(db, moved, DecisionMove.decision_id.in_(select(Decision.id).where(where)))
    for row in db.execute(found.where(where, Decision.level != Level.SECRETARIAT)):
        yield Row(
            kind=Found.DECISION,
            noun="decisions",
            thing_id=row.id,
            key=str(row.id),
            title=row.title or row.item_title,
            text=joined(row.text, *moves[row.id]),
            reference=decisions.reference(row.year, row.of, row.number),
            place=str(row.number),
            session_id=row.session_id,
            topic_id=row.topic_id,
        )


def _followups(db: Reader, where: Where) -> Iterator[Row]:
    of = (FollowUp.id, FollowUp.session_id, FollowUp.topic_id, FollowUp.owner_id, FollowUp.number, FollowUp.text)
    offices = (FollowUp.office, FollowUp.supporting, FollowUp.deliverable, FollowUp.indicator)
    found = select(*of, *offices, Session.year, Session.number.label("of")).join(FollowUp.session)
    said = (FollowUpUpdate.followup_id, FollowUpUpdate.text, FollowUpUpdate.evidence)
    notes = _by_first(db, select(*said).join(FollowUpUpdate.followup).order_by(FollowUpUpdate.id), where)
    for row in db.execute(found.where(where, FollowUp.level != Level.SECRETARIAT)):
        yield Row(
            kind=Found.FOLLOW_UP,
            noun="followups",
            thing_id=row.id,
            key=str(row.id),
            title="",
            text=joined(row.text, row.office, row.supporting, row.deliverable, row.indicator, *notes[row.id]),
            reference=followups.reference(row.year, row.of, row.number),
            place=str(row.number),
            session_id=row.session_id,
            topic_id=row.topic_id,
            owner_id=row.owner_id,
        )


def _meetings(db: Reader, where: Where) -> Iterator[Row]:
    """Its conclusions once both sides have agreed to them."""
    of = (Meeting.id, Meeting.series, Meeting.year, Meeting.number, Meeting.title, Meeting.session_id)
    found = select(*of, Meeting.venue, Meeting.conclusions, Meeting.agreed_at, Place.short_name.label("city"))
    agreed = MeetingAction.meeting_id.in_(select(Meeting.id).where(where, Meeting.agreed_at.is_not(None)))
    said = select(MeetingAction.meeting_id, MeetingAction.text, MeetingAction.office).order_by(MeetingAction.id)
    actions = _by_first(db, said, agreed)
    for row in db.execute(found.outerjoin(Meeting.place).where(where)):
        reference = meetings.reference(row.series, row.year, row.number)
        concluded = row.conclusions if row.agreed_at is not None else ""
        yield Row(
            kind=Found.MEETING,
            noun="meetings",
            thing_id=row.id,
            key=str(row.id),
            title=row.title,
            text=joined(concluded, *actions[row.id], row.city or "", row.venue),
            reference=reference,
            place=meetings.slug_of(reference),
            session_id=row.session_id,
        )


def _topics(db: Reader, where: Where) -> Iterator[Row]:
    for id_, slug, title, summary in db.execute(select(Topic.id, Topic.slug, Topic.title, Topic.summary).where(where)):
        yield Row(
            kind=Found.TOPIC,
            noun="topics",
            thing_id=id_,
            key=str(id_),
            title=title,
            text=summary,
            place=slug,
            topic_id=id_,
        )


def _developments(db: Reader, where: Where) -> Iterator[Row]:
    of = (Development.id, Development.year, Development.number, Development.topic_id, Development.party_id)
    found = select(*of, Development.text, Development.source, Development.state_reason, Topic.title.label("topic"))
    for row in db.execute(found.join(Development.topic).where(where)):
        reference = developments.reference(row.year, row.number)
        yield Row(
            kind=Found.DEVELOPMENT,
            noun="developments",
            thing_id=row.id,
            key=str(row.id),
            title=row.topic,
            text=joined(row.text, row.source, row.state_reason),
            reference=reference,
            place=developments.ref_of(reference),
            topic_id=row.topic_id,
            owner_id=row.party_id,
        )


def _track_entries(db: Reader, where: Where) -> Iterator[Row]:
    of = (TrackEntry.id, TrackEntry.track_slug, TrackEntry.number, TrackEntry.owner_id, TrackEntry.title)
    found = select(*of, TrackEntry.text, TrackEntry.next_step).where(where)
    there = select(TrackEntry.id).where(where)
    kept = _by_first(db, select(TrackValue.entry_id, TrackValue.key, TrackValue.value), TrackValue.entry_id.in_(there))
    moved = select(TrackMove.entry_id, TrackMove.note, TrackMove.evidence).order_by(TrackMove.id)
    moves = _by_first(db, moved, TrackMove.entry_id.in_(there))
    asked = select(TrackPoint.entry_id, TrackPoint.text, TrackPoint.answer, TrackPoint.outcome)
    points = _by_first(db, asked.order_by(TrackPoint.number), TrackPoint.entry_id.in_(there))
    for row in db.execute(found):
        values = dict(zip(kept[row.id][::2], kept[row.id][1::2], strict=True))
        fields = [values.get(one.key, "") for one in TRACKS[row.track_slug].fields if one.kind in OF_WORDS]
        yield Row(
            kind=Found.TRACK_ENTRY,
            noun="track_entries",
            thing_id=row.id,
            key=str(row.id),
            title=row.title,
            text=joined(row.text, row.next_step, *fields, *points[row.id], *moves[row.id]),
            reference=tracks.reference(row.track_slug, row.number),
            place=f"{row.track_slug} {row.number}",
            owner_id=row.owner_id,
        )


def _activities(db: Reader, where: Where) -> Iterator[Row]:
    of = (TrackActivity.id, TrackActivity.track_slug, TrackActivity.code, TrackActivity.title, TrackActivity.area)
    for row in db.execute(select(*of, TrackActivity.audience, TrackActivity.stage).where(where)):
        yield Row(
            kind=Found.ACTIVITY,
            noun="track_activities",
            thing_id=row.id,
            key=str(row.id),
            title=row.title,
            text=" · ".join(filter(None, (row.area, row.audience, row.stage))),
            reference=row.code,
            place=f"{row.track_slug} {row.code}",
        )


def _imported(db: Reader, where: Where) -> Iterator[Row]:
    """Sessions from before this system, with all words of their old papers."""
    papers = select(ImportedPaper.session_id, ImportedPaper.head, ImportedPaper.people).join(ImportedPaper.session)
    above = _by_first(db, papers.order_by(ImportedPaper.id), where)
    said = select(ImportedPaper.session_id, ImportedRow.text).join(
        ImportedRow, ImportedRow.paper_id == ImportedPaper.id
    )
    lines = _by_first(db, said.join(ImportedPaper.session).order_by(ImportedRow.id), where)
    of = (ImportedSession.id, ImportedSession.reference, ImportedSession.city)
    for id_, reference, city in db.execute(select(*of).where(where)):
        yield Row(
            kind=Found.IMPORTED,
            noun="imported_sessions",
            thing_id=id_,
            key=str(id_),
            title=city,
            text=joined(*above[id_], *lines[id_]),
            reference=reference,
            place=str(id_),
        )


def _people(db: Reader, where: Where) -> Iterator[Row]:
    """As whoever keeps accounts reads of them."""
    of = (Person.id, Person.given_name, Person.family_name, Person.function, Person.email, Person.organisation_id)
    found = select(*of, Organisation.short_name.label("side")).join(Person.organisation)
    for row in db.execute(found.where(where)):
        yield Row(
            kind=Found.PERSON,
            noun="people",
            thing_id=row.id,
            key=str(row.id),
            title=f"{row.given_name} {row.family_name}".strip(),
            text=" · ".join(filter(None, (row.function, row.side, row.email))),
            place=str(row.id),
            owner_id=row.organisation_id,
        )


def _participants(db: Reader, where: Where) -> Iterator[Row]:
    """As lists of participants name them: the delegations' all, the public's the heads who agree to it, and a guest's
    its own."""
    of = (Participant.id, Participant.session_id, Participant.person_id, Participant.name, Participant.function)
    more = (Participant.capacity, Participant.listed, Participant.answered, Participant.present)
    seats = select(*of, *more, Participant.organisation_name, Organisation.id.label("side"), Organisation.kind)
    seats = seats.join(Participant.delegation).join(Organisation, Organisation.id == Delegation.organisation_id)
    at_table = (Participant.state == ParticipantState.ACCREDITED, Participant.capacity.not_in(sorted(AT_NO_TABLE)))
    years = seats.join(Session, Session.id == Participant.session_id).add_columns(Session.year, Session.number)
    for row in db.execute(years.where(where, *at_table)):
        if row.answered is Reply.REGRETS and not row.present:
            continue
        for level in _named_to(row):
            yield Row(
                kind=Found.PERSON,
                noun="participants",
                thing_id=row.id,
                key=str(row.person_id),
                title=row.name,
                text=" · ".join(filter(None, (row.function, row.organisation_name))),
                reference=sessions.reference(row.year, row.number),
                level=level,
                session_id=row.session_id,
                owner_id=row.side,
            )


def _named_to(seat: Any) -> Iterator[Level]:
    """In which lists the seat stands by its name (`Delegation.seats_for`, `Participant.is_named_to`)."""
    if seat.listed is Listing.CHAIRS:
        yield Level.SECRETARIAT
        return
    yield Level.DELEGATIONS
    if seat.kind is not OrganisationKind.PARTY:
        yield Level.COHOST
    elif seat.capacity is Capacity.HEAD and seat.listed in (None, Listing.PUBLIC):
        yield Level.PUBLIC


def _by_first(db: Reader, found: Select[*tuple[Any, ...]], where: Where) -> dict[int, list[Any]]:
    """What stands behind the first column, by it."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for first, *others in db.execute(found.where(where)):
        rows[first].extend(others)
    return rows


OF_REGISTERS = (
    Source(Session, _sessions, {Place: ("id", Session.place_id.in_)}),
    Source(Conclusion, _conclusions),
    Source(Decision, _decisions, {DecisionMove: ("decision_id", Decision.id.in_)}),
    Source(FollowUp, _followups, {FollowUpUpdate: ("followup_id", FollowUp.id.in_)}),
    Source(
        Meeting,
        _meetings,
        {MeetingAction: ("meeting_id", Meeting.id.in_), Place: ("id", Meeting.place_id.in_)},
    ),
    Source(Topic, _topics),
    Source(Development, _developments, {Topic: ("id", Development.topic_id.in_)}),
    Source(
        TrackEntry,
        _track_entries,
        dict.fromkeys((TrackValue, TrackMove, TrackPoint), ("entry_id", TrackEntry.id.in_)),
    ),
    Source(TrackActivity, _activities),
    Source(ImportedSession, _imported, {ImportedPaper: ("session_id", ImportedSession.id.in_)}),
    Source(Person, _people, {Organisation: ("id", Person.organisation_id.in_)}),
    Source(Participant, _participants),
)
