"""What rounds wait for, as columns and the `where` of lists: their expiry, whom they have reached, whose word."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from dialogue.domain.base import among
from dialogue.domain.notices import Notice, NoticeState
from dialogue.domain.silence.circulation import Circulation
from dialogue.domain.silence.entries import Entry, EntryKind
from dialogue.domain.silence.issues import SPEAKS, Delivery, Issue, Part
from dialogue.domain.silence.objections import Objection, Route
from dialogue.domain.silence.records import Record
from dialogue.domain.silence.states import CirculationState

GOING = (CirculationState.RUNNING, CirculationState.CLOSING, CirculationState.HELD)


def is_going() -> ColumnElement[bool]:
    """Issued, and its outcome not written down yet."""
    return among(Circulation.state, GOING)


def binds(circulation_id: Any) -> ColumnElement[bool]:
    """A round that goes is about the text: nobody changes, approves or returns it meanwhile."""
    return exists().where(Circulation.id == circulation_id, is_going())


def was_broken(circulation_id: Any) -> ColumnElement[bool]:
    return exists().where(Circulation.id == circulation_id, Circulation.state == CirculationState.BROKEN)


def in_question() -> ColumnElement[bool]:
    """The `where` of a round that was written down as adopted and is held since (practice §3.4 a)."""
    was_adopted = exists().where(Record.circulation_id == Circulation.id, Record.state == CirculationState.ADOPTED)
    return and_(Circulation.state == CirculationState.HELD, was_adopted.correlate(Circulation))


def puts_in_question(circulation_id: Any) -> ColumnElement[bool]:
    return exists().where(Circulation.id == circulation_id, in_question()).correlate_except(Circulation)


def is_in_force() -> ColumnElement[bool]:
    """Of the issues of a round the last one: Issue joined to Circulation."""
    every = aliased(Issue)
    last = select(func.max(every.number)).where(every.circulation_id == Circulation.id).correlate(Circulation)
    return Issue.number == last.scalar_subquery()


def is_addressed_to(person_id: Any, party_id: Any) -> ColumnElement[bool]:
    """The joined issue went to the person as one who speaks for that Party (`Circulation.is_addressed_to`)."""
    return exists().where(
        Delivery.issue_id == Issue.id,
        Delivery.person_id == person_id,
        Delivery.party_id == party_id,
        among(Delivery.part, SPEAKS),
    )


def expiry() -> ColumnElement[dt.datetime]:
    """The expiry in force of the joined issue: that of its notice, or of its last extension."""
    more = aliased(Entry)
    until = (
        select(func.max(more.until))
        .where(more.circulation_id == Circulation.id, more.kind == EntryKind.EXTENSION, more.issue == Issue.number)
        .correlate(Circulation, Issue)
    )
    return func.coalesce(until.scalar_subquery(), Issue.expires_at)


def said(kind: EntryKind, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """There is an entry of this kind in the round."""
    return exists().where(Entry.circulation_id == Circulation.id, Entry.kind == kind, *where)


def is_settled_with(party_id: Any) -> ColumnElement[bool]:
    """The Party was served by the joined issue, as `Issue.served_at` has it, or has said that it does not object."""
    here = (Entry.issue == Issue.number, Entry.party_id == party_id)
    seen = aliased(Entry)
    by_hand = exists().where(
        seen.kind == EntryKind.HAND_DELIVERY_SEEN, seen.issue == Issue.number, seen.about_id == Entry.id
    )
    return or_(
        _accepted(party_id, Part.CO_CHAIR) & _accepted(party_id, Part.SECRETARY),
        said(EntryKind.ACKNOWLEDGED, *here, Entry.entitled.is_(True)),
        said(EntryKind.HAND_DELIVERY, *here, by_hand),
        said(EntryKind.NO_OBJECTION, *here),
    )


def awaits_confirmation(party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Of the joined objections those of the Party's own people of which its co-chair has still to say whether they
    speak for it (`Objection.is_open`); whether one came in time is left to whoever asks (`came_at`)."""
    answered = exists().where(
        Entry.objection_id == Objection.id, among(Entry.kind, [EntryKind.CONFIRMED, EntryKind.DISOWNED])
    )
    other = aliased(Objection)
    with_another = exists().where(
        Entry.objection_id == other.id,
        Entry.kind == EntryKind.DISOWNED,
        Entry.at >= Objection.recorded_at,
        other.circulation_id == Objection.circulation_id,
        other.person_id == Objection.person_id,
        other.route == Route.OUTSIDE,
        Objection.route == Route.OUTSIDE,
    )
    return (
        is_going()
        & (Objection.party_id == party_id)
        & or_(Objection.entitled.is_(False), among(Objection.route, [Route.TURNED_AWAY, Route.OUTSIDE]))
        & (Objection.route != Route.SPENT)
        & ~answered
        & ~with_another
    )


def was_disowned(person_id: int) -> Select[dt.datetime]:
    """When a co-chair last said of an attempt of this account without a sign-in that it does not speak for its Party,
    in whatever round."""
    outside = among(Objection.route, [Route.OUTSIDE, Route.SPENT])
    said = select(func.max(Entry.at)).join(Objection, Entry.objection_id == Objection.id)
    return said.where(Entry.kind == EntryKind.DISOWNED, Objection.person_id == person_id, outside)


def _accepted(party_id: Any, part: Part) -> ColumnElement[bool]:
    """The mail server has accepted the notice to somebody of the Party who has that part, and it did not come back."""
    return exists().where(
        Delivery.issue_id == Issue.id,
        Delivery.party_id == party_id,
        Delivery.part == part,
        Notice.id == Delivery.notice_id,
        Notice.state == NoticeState.SENT,
        Notice.bounced_at.is_(None),
    )
