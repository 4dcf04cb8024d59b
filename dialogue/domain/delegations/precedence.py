"""The delegations of one session together: in which order they stand, who leads them, and who may be given a place."""

import datetime as dt
from collections.abc import Iterable, Sequence

from dialogue.domain.base import Refused
from dialogue.domain.delegations.delegations import OVER, Delegation, Participant
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session
from dialogue.domain.text import fold


def in_precedence(delegations: Iterable[Delegation], session: Session) -> list[Delegation]:
    """The two Parties, the one named first leading; then observers, then co-hosts (practice §3.1)."""
    kinds = [OrganisationKind.PARTY, OrganisationKind.OBSERVER, OrganisationKind.OTHER, OrganisationKind.COHOST]
    return sorted(
        delegations,
        key=lambda d: (
            kinds.index(d.organisation.kind),
            d.organisation.id != session.named_first.id,
            d.organisation.order,
            fold(d.organisation.short_name),
            d.id or 0,
        ),
    )


def heads(delegations: Sequence[Delegation]) -> list[Participant]:
    """The accredited heads of the Parties' delegations."""
    return [p for d in delegations if d.organisation.is_party for p in d.participants if p.is_head]


def open_for(
    session: Session, organisation: Organisation, existing: Iterable[Delegation], *, by: Person, at: dt.datetime
) -> Delegation:
    """Give an organisation beside the Parties its place in the list. Refused: a second one, a session that is over."""
    if session.is_over:
        raise Refused(OVER)
    if any(one.organisation.id == organisation.id for one in existing):
        raise Refused("%(name)s has its place in the list already.", name=organisation.short_name)
    delegation = Delegation(session=session, organisation=organisation)
    delegation.did("open", by=by, at=at)
    return delegation
