"""Who takes part, as a list and in the minutes."""

from collections.abc import Iterable

from dialogue.db import db
from dialogue.domain import delegations
from dialogue.domain.delegations import Delegation
from dialogue.domain.editions import (
    Audience,
    Code,
    DelegationSheet,
    Level,
    ParticipantsSheet,
)
from dialogue.domain.sessions import Session
from dialogue.queries.sheets.headings import heading


def delegations_in_order(session: Session) -> list[Delegation]:
    rows = db.scalars(delegations.of_session(session)).all()
    return delegations.in_precedence(rows, session)


def participants(session: Session, audience: Audience) -> ParticipantsSheet:
    """The list as the audience holds it, dated by the last of what it tells."""
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    rows = delegations_in_order(session)
    dated = max((at for row in rows if (at := row.dated(audience)) is not None), default=None)
    made = (row.listing(Audience(level, audience.party_id)) for row in rows)
    return ParticipantsSheet(
        heading=heading(session, level, paper=Code.PARTICIPANTS.of(session.reference), dated=dated),
        delegations=tuple(one for one in made if one.seats),
    )


def delegation_sheets(there: Iterable[Delegation], audience: Audience) -> tuple[DelegationSheet, ...]:
    sheets = (d.edition(audience) for d in there)
    return tuple(s for s in sheets if s.seats)
