"""The rounds that go: for whoever may read them."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from dialogue.access import Right, Standing, condition, may, values
from dialogue.db import db
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation, CirculationState, latest_service
from dialogue.domain.silence import Issue as CirculationIssue
from dialogue.domain.silence import awaiting as of_rounds
from dialogue.domain.working_days import Recorded
from dialogue.queries.waiting.columns import SESSION
from dialogue.queries.waiting.lines import At, Task, UnderSilence
from dialogue.queries.waiting.waits import Wait

_FIRST, _SECOND = aliased(Organisation), aliased(Organisation)
_GOING = (
    select(*SESSION, Circulation.id, Circulation.title, Circulation.state, Circulation.profile)
    .add_columns(of_rounds.expiry(), CirculationIssue.days_off, _FIRST.short_name, _SECOND.short_name)
    .add_columns(*(of_rounds.is_settled_with(one) for one in (Circulation.first_party_id, Circulation.second_party_id)))
    .join(Circulation, Circulation.session_id == Session.id)
    .join(CirculationIssue, CirculationIssue.circulation_id == Circulation.id)
    .join(_FIRST, _FIRST.id == Circulation.first_party_id)
    .join(_SECOND, _SECOND.id == Circulation.second_party_id)
    .where(condition(Right.CIRCULATION_READ, Circulation), of_rounds.is_going(), of_rounds.is_in_force())
    .order_by(of_rounds.expiry(), Circulation.id)
)


def under_silence(standing: Standing) -> list[UnderSilence]:
    """The rounds that go and that the reader may open."""
    if not may(standing, Right.CIRCULATIONS_READ):
        return []
    return [_one_under_silence(row) for row in db.execute(_GOING, values(standing))]


def _one_under_silence(row: Any) -> UnderSilence:
    *session, round_, title, state, profile, expires_at, days_off, first, second, with_first, with_second = row
    settled = ((first, with_first), (second, with_second))
    return UnderSilence(
        session=At(*session),
        round=round_,
        title=title,
        recorded=state,
        expires_at=expires_at,
        serve_by=latest_service(profile, expires_at, Recorded.read(days_off)),
        unserved=tuple(name for name, done in settled if not done),
    )


def to_be_served(standing: Standing, going: Iterable[UnderSilence]) -> Iterator[Task]:
    """A secretary's: the paper has to reach the last Party while the period until the expiry is still full."""
    if not may(standing, Right.CIRCULATION_KEEP):
        return
    for one in going:
        if one.unserved and one.state(standing.at) is CirculationState.RUNNING:
            yield Task(Wait.ROUND_SERVE, one.session, one.title, due_at=one.serve_by, round=one.round)
