"""Nominations: whoever accredits that side is told of one, and whoever made it that it is returned. Nobody else is."""

import datetime as dt

from dialogue import access
from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain.delegations import Capacity, Delegation, Participant
from dialogue.domain.notices import Draft, NoticeKind
from dialogue.domain.people import Person
from dialogue.notifications import recipients, tellings


def nominate(
    delegation: Delegation,
    person: Person,
    capacity: Capacity,
    *,
    by: Person,
    at: dt.datetime,
    instead_of: Participant | None = None,
) -> Participant:
    """As `acts.nominate`; whoever accredits is told that a nomination waits."""
    seat = acts.nominate(delegation, person, capacity, by=by, at=at, instead_of=instead_of)
    db.flush()
    _tell(NoticeKind.NAMED, seat, naming(delegation, by, at), by=by, at=at)
    return seat


def naming(delegation: Delegation, by: Person, at: dt.datetime) -> list[Draft]:
    """What goes out with a nomination, whoever is named."""
    kind, session = NoticeKind.NAMED, delegation.session
    to = tellings.concerned(kind, delegation, session, at)
    return tellings.drafts(kind, session, to, by=by, about=delegation.organisation.long_name)


def give_back(seat: Participant, reason: str, *, by: Person, at: dt.datetime) -> None:
    """As `Participant.return_`; whoever named the person is told."""
    seat.return_(reason, by=by, at=at)
    db.flush()
    _tell(NoticeKind.RETURNED, seat, returning(seat, by, at), by=by, at=at)


def returning(seat: Participant, by: Person, at: dt.datetime) -> list[Draft]:
    """What goes out with the return, to whoever named the person and still names for that side."""
    kind, named_by = NoticeKind.RETURNED, seat.nominated_by
    names = access.may(access.standing(named_by, at), access.SUBJECTS[kind].right, seat)
    return tellings.drafts(kind, seat.session, [named_by] if names else [], by=by, about=seat.name)


def _tell(kind: NoticeKind, seat: Participant, told: list[Draft], *, by: Person, at: dt.datetime) -> None:
    recipients.tell(kind, told, key=f"seat:{seat.id}:{kind.name}:{seat.version}", by=by, at=at, about=seat)
