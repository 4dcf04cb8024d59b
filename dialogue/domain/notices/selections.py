"""Which notices: what is due, what waits for whom, what the list shows."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from dialogue.domain.notices.kinds import OWN, Kind, State
from dialogue.domain.notices.notices import LEASE, Dispatch, Notice

_OF_THE_PAPERS = Dispatch.kind.not_in([kind.value for kind in OWN])


def due(at: dt.datetime) -> Select[Notice]:
    """What is to be sent now and nobody else has claimed, the oldest first."""
    free = or_(Notice.claimed_until.is_(None), Notice.claimed_until <= at)
    return (
        select(Notice)
        .where(Notice.state == State.QUEUED, Notice.next_at <= at, free)
        .order_by(Notice.next_at, Notice.id)
    )


def by_key(key: str) -> Select[Dispatch]:
    return select(Dispatch).where(Dispatch.key == key)


def of_keys(keys: Sequence[str]) -> Select[Notice]:
    return select(Notice).join(Notice.dispatch).where(Dispatch.key.in_(keys)).options(contains_eager(Notice.dispatch))


def about_for_writing(kinds: Iterable[Kind], about_id: int) -> Select[Notice]:
    """The notices of these kinds about that thing as they are now, held against whoever would send them meanwhile."""
    these = Dispatch.kind.in_([kind.value for kind in kinds]), Dispatch.about_id == about_id
    of_these = select(Notice).join(Notice.dispatch).where(*these).order_by(Notice.id)
    fresh = of_these.options(contains_eager(Notice.dispatch)).execution_options(populate_existing=True)
    return fresh.with_for_update(of=Notice)


def newest(limit: int, before: int | None = None) -> Select[Dispatch]:
    """Tellings with whom they went to, the newest first; those made before the one with that id."""
    each = selectinload(Dispatch.notices)
    found = select(Dispatch).options(
        each.joinedload(Notice.recipient), each.joinedload(Notice.called_back_by), joinedload(Dispatch.by)
    )
    found = found.where(_OF_THE_PAPERS)
    if before is not None:
        found = found.where(Dispatch.id < before)
    return found.order_by(Dispatch.id.desc()).limit(limit)


def of_dispatch(dispatch: Dispatch) -> Select[Notice]:
    return select(Notice).where(Notice.dispatch_id == dispatch.id).order_by(Notice.id)


def held() -> Select[Notice]:
    """Those that a restored backup keeps back, the oldest first."""
    return _whole().where(Notice.state == State.HELD).order_by(Notice.id)


def queued() -> Select[Notice]:
    """All that have not gone out yet, whenever they are due."""
    return select(Notice).where(Notice.state == State.QUEUED).order_by(Notice.id)


def waiting_for_writing(person_ids: Iterable[int]) -> Select[Notice]:
    """What has not gone out yet to these people, as it is now, held against whoever would send it meanwhile."""
    waits = select(Notice).join(Notice.dispatch).where(Notice.recipient_id.in_(list(person_ids)))
    fresh = waits.options(contains_eager(Notice.dispatch)).execution_options(populate_existing=True)
    return fresh.where(Notice.state.in_([State.QUEUED, State.HELD])).order_by(Notice.id).with_for_update(of=Notice)


def left_lying(at: dt.datetime) -> Select[int]:
    """How many have been due for so long that nobody seems to send anything."""
    lying = (Notice.state == State.QUEUED, Notice.next_at <= at - LEASE)
    return select(func.count(Notice.id)).where(*lying)


def failed() -> Select[Notice]:
    """Those known not to have arrived, the newest first; not of somebody's own account."""
    lost = or_(Notice.refused_at.is_not(None), Notice.bounced_at.is_not(None))
    return _whole().where(lost, _OF_THE_PAPERS).order_by(Notice.id.desc())


def _whole() -> Select[Notice]:
    """With its telling and its recipient."""
    return (
        select(Notice)
        .join(Notice.dispatch)
        .join(Notice.recipient)
        .options(contains_eager(Notice.dispatch), contains_eager(Notice.recipient))
    )
