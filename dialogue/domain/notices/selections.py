"""Which notices: what is due, what waits for whom, what the list shows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from dialogue.domain.notices.kinds import IN_ORDER, OF_COMING, OWN, NoticeKind, NoticeState
from dialogue.domain.notices.notices import LEASE, Dispatch, Notice

_IN_ORDER = [kind.value for kind in IN_ORDER]
_FAILED = or_(Notice.refused_at.is_not(None), Notice.bounced_at.is_not(None))
_OF_THE_PAPERS = Dispatch.kind.not_in([kind.value for kind in OWN])


def due(at: dt.datetime) -> Select[Notice]:
    """What is to be sent now and nobody else has claimed, the oldest first. A mail for a person's calendar waits until
    none that was made before it, to that person about that session, is on its way or to be tried again."""
    free = or_(Notice.claimed_until.is_(None), Notice.claimed_until <= at)
    before, told = aliased(Notice), aliased(Dispatch)
    in_its_way = (
        select(before.id)
        .join(told, told.id == before.dispatch_id)
        .where(before.recipient_id == Notice.recipient_id, before.state == NoticeState.QUEUED, before.id < Notice.id)
        .where(told.session_id == Dispatch.session_id, told.kind.in_(_IN_ORDER), Dispatch.kind.in_(_IN_ORDER))
    )
    return (
        select(Notice)
        .join(Notice.dispatch)
        .where(Notice.state == NoticeState.QUEUED, Notice.next_at <= at, free, ~in_its_way.exists())
        .order_by(Notice.next_at, Notice.id)
    )


def invitations(session_id: int, person_id: int) -> Select[Notice]:
    """What has brought that session into a calendar of the person: the invitations that went out."""
    gone = (NoticeState.SENT, NoticeState.WRITTEN)
    found = select(Notice).join(Notice.dispatch).where(Notice.recipient_id == person_id, Notice.state.in_(gone))
    return found.where(Dispatch.session_id == session_id, Dispatch.kind == NoticeKind.INVITED.value)


def newest_invitations(session_id: int) -> Select[Notice]:
    """The newest invitation to that session of each person who was ever to get one, whatever became of it."""
    of_it = (Dispatch.session_id == session_id, Dispatch.kind == NoticeKind.INVITED.value)
    newest = select(func.max(Notice.id)).join(Notice.dispatch).where(*of_it).group_by(Notice.recipient_id)
    return select(Notice).where(Notice.id.in_(newest))


def by_key(key: str) -> Select[Dispatch]:
    return select(Dispatch).where(Dispatch.key == key)


def numbered(key: str) -> Select[Dispatch]:
    """The tellings whose keys are this one and a number."""
    return select(Dispatch).where(Dispatch.key.startswith(f"{key}:", autoescape=True))


def of_keys(keys: Sequence[str]) -> Select[Notice]:
    return select(Notice).join(Notice.dispatch).where(Dispatch.key.in_(keys)).options(contains_eager(Notice.dispatch))


def about_for_writing(kinds: Iterable[NoticeKind], about_id: int) -> Select[Notice]:
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


def told_of_session(kinds: Iterable[NoticeKind], session_id: int) -> Select[Dispatch]:
    """The tellings of these kinds about that session with their notices, the newest first."""
    these = Dispatch.kind.in_([kind.value for kind in kinds]), Dispatch.session_id == session_id
    return select(Dispatch).where(*these).options(selectinload(Dispatch.notices)).order_by(Dispatch.id.desc())


def told_about(kind: NoticeKind, about_id: int) -> Select[Notice]:
    """What was told of that kind about that thing, to whom, in order."""
    return (
        select(Notice)
        .join(Notice.dispatch)
        .where(Dispatch.kind == kind.value, Dispatch.about_id == about_id)
        .options(contains_eager(Notice.dispatch), joinedload(Notice.recipient))
        .order_by(Notice.id)
    )


def were_taken_back(kinds: Iterable[NoticeKind], session_id: Any) -> ColumnElement[bool]:
    """The `where` of a session whose newest telling of these kinds was taken back, by somebody and not by the product:
    that does it where newer news follow."""
    named, last, newer = [kind.value for kind in kinds], aliased(Dispatch), aliased(Dispatch)
    newest = select(func.max(newer.id)).where(newer.session_id == last.session_id, newer.kind.in_(named))
    these = (last.session_id == session_id, last.kind.in_(named), last.undone_by_id.is_not(None))
    return exists().where(*these, last.id == newest.correlate(last).scalar_subquery())


def by_name(name: str) -> Select[Notice]:
    """The one whose Message-ID has this before its @, with its telling."""
    return (
        select(Notice).join(Notice.dispatch).where(Notice.message_id == name).options(contains_eager(Notice.dispatch))
    )


def of_dispatch(dispatch: Dispatch) -> Select[Notice]:
    return select(Notice).where(Notice.dispatch_id == dispatch.id).order_by(Notice.id)


def held() -> Select[Notice]:
    """Those that a restored backup keeps back, the oldest first."""
    return _whole().where(Notice.state == NoticeState.HELD).order_by(Notice.id)


def first_held() -> ScalarSelect[int]:
    """The id of the oldest of them."""
    each = aliased(Notice)
    return select(func.min(each.id)).where(each.state == NoticeState.HELD).scalar_subquery()


def queued() -> Select[Notice]:
    """All that have not gone out yet, whenever they are due."""
    return select(Notice).where(Notice.state == NoticeState.QUEUED).order_by(Notice.id)


def queued_of(kind: NoticeKind) -> Select[Notice]:
    """What of this kind has not gone out yet."""
    of_kind = select(Notice).join(Notice.dispatch).where(Dispatch.kind == kind.value)
    return of_kind.where(Notice.state == NoticeState.QUEUED).options(contains_eager(Notice.dispatch))


def keys_of(keys: Sequence[str]) -> Select[str]:
    """Those of the keys under which something was told."""
    return select(Dispatch.key).where(Dispatch.key.in_(keys))


def waiting_for_writing(person_ids: Iterable[int]) -> Select[Notice]:
    """What has not gone out yet to these people, as it is now, held against whoever would send it meanwhile."""
    waits = select(Notice).join(Notice.dispatch).where(Notice.recipient_id.in_(list(person_ids)))
    fresh = waits.options(contains_eager(Notice.dispatch)).execution_options(populate_existing=True)
    return (
        fresh.where(Notice.state.in_([NoticeState.QUEUED, NoticeState.HELD]))
        .order_by(Notice.id)
        .with_for_update(of=Notice)
    )


def left_lying(at: dt.datetime) -> Select[int]:
    """How many have been due for so long that nobody seems to send anything."""
    lying = (Notice.state == NoticeState.QUEUED, Notice.next_at <= at - LEASE)
    return select(func.count(Notice.id)).where(*lying)


def failed() -> Select[Notice]:
    """Those known not to have arrived, the newest first; not of somebody's own account."""
    return _whole().where(_FAILED, _OF_THE_PAPERS).order_by(Notice.id.desc())


def is_to_be_told() -> ColumnElement[bool]:
    """The `where` of a notice, with its telling, that its recipient did not get and was told by no other way: of an
    invitation, of its end, or of when and where a session is."""
    return and_(_FAILED, Notice.told_at.is_(None), or_(*(_untold(each) for each in OF_COMING)))


def _untold(kinds: Sequence[NoticeKind]) -> ColumnElement[bool]:
    """Of these kinds, and no later one of them was sent to that person or is on its way."""
    later, telling, named = aliased(Notice), aliased(Dispatch), [kind.value for kind in kinds]
    came = (
        select(later.id)
        .join(telling, telling.id == later.dispatch_id)
        .where(later.recipient_id == Notice.recipient_id, later.id > Notice.id)
        .where(telling.session_id == Dispatch.session_id, telling.kind.in_(named), later.bounced_at.is_(None))
        .where(later.state.in_([NoticeState.QUEUED, NoticeState.SENT, NoticeState.WRITTEN, NoticeState.HELD]))
    )
    return and_(Dispatch.kind.in_(named), ~came.exists())


def _whole() -> Select[Notice]:
    """With its telling and its recipient."""
    return (
        select(Notice)
        .join(Notice.dispatch)
        .join(Notice.recipient)
        .options(contains_eager(Notice.dispatch), contains_eager(Notice.recipient), joinedload(Notice.told_by))
    )
