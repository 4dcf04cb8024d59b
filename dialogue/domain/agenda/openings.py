"""How the agenda of a session begins: its standing items, and what the last session left for it."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, bindparam, select
from sqlalchemy.orm import contains_eager, defaultload, joinedload, undefer

from dialogue.domain.agenda.agenda import Agenda
from dialogue.domain.agenda.guests import Guests
from dialogue.domain.agenda.items import STANDING, AgendaItem, ItemState, new_key
from dialogue.domain.agenda.states import TAKES_REQUESTS
from dialogue.domain.agreed import Agreement, Edition, Revision
from dialogue.domain.base import Refused, among
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref

PARTIES_ALONE = Guests()


def start(
    session: Session,
    previous: Agenda | None,
    *,
    by: Person,
    at: dt.datetime,
    take_over: Sequence[AgendaItem] = (),
    guests: Guests = PARTIES_ALONE,
) -> Agenda:
    """Open the agenda of a session: the standing items, what the last session deferred, and the items of the last
    agenda that the secretary takes over. Items of a lapsed agenda come back as requests. What belongs to organisations
    that are no `guests` of this session stays behind; standing items keep who presents them, who is known to be
    here."""
    if not session.can_be_prepared:
        raise Refused("The agenda of a session that is “%(state)s” cannot be begun.", state=session.state.value)
    agenda = Agenda(session=session, state_at=at, state_by=by)
    usual = {} if previous is None else {i.standing: i for i in previous.all_items if i.is_on}
    for standing, shape in STANDING.items():
        old = usual.get(standing)
        item = AgendaItem(
            agenda=agenda,
            title=shape.title,
            public_title=shape.title,
            presenter=old.presenter if old is not None and guests.keeps_presenter(old) else "",
            minutes=shape.minutes,
            level=shape.level,
            standing=standing,
            oral=True,
            requested_at=at,
        )
        agenda.put(item)
    if previous is not None:
        _bring_over(agenda, previous, take_over, at, guests)
    agenda.did("begin", by=by, at=at)
    return agenda


def bring_back(
    agenda: Agenda, previous: Agenda, *, at: dt.datetime, guests: Guests = PARTIES_ALONE
) -> list[AgendaItem]:
    """What a session leaves over when the agenda of the next one was begun before: it comes as requests, late ones
    where the call has closed. What came already does not come twice; `guests` as of `start`."""
    there = {item.key for item in agenda.all_items}
    found = [_again(old, agenda, at, guests) for old in previous.left_over if old.key not in there]
    for item in found:
        item.state, item.late = ItemState.REQUESTED, agenda.call_is_closed
    return found


def _bring_over(
    agenda: Agenda, previous: Agenda, take_over: Sequence[AgendaItem], at: dt.datetime, guests: Guests
) -> None:
    left_over, new = previous.left_over, dict[AgendaItem | None, AgendaItem]()
    for old in sorted(previous.all_items, key=lambda i: (i.parent is not None, i.position)):
        if not old.is_substantive or not (old in left_over or old in take_over):
            continue
        item = new[old] = _again(old, agenda, at, guests)
        if old not in left_over:
            item.key, item.came_from = new_key(), ""
        elif old.state is not ItemState.DEFERRED:
            item.state = ItemState.REQUESTED
            continue
        item.parent = new.get(old.parent)
        agenda.put(item)


def _again(old: AgendaItem, agenda: Agenda, at: dt.datetime, guests: Guests) -> AgendaItem:
    """The same item on a later agenda: under the same key, so that its history is found."""
    item = AgendaItem(
        agenda=agenda,
        key=old.key,
        came_from=old.agenda.session.reference,
        title=old.title,
        public_title=old.public_title,
        presenter=old.presenter,
        minutes=old.minutes,
        kind=old.kind,
        text=old.text,
        level=old.level,
        origin=old.origin,
        topic=old.topic,
        requested_at=at,
        requested_by=old.requested_by,
        asked_title=old.asked_title,
        asked_text=old.asked_text,
        oral=old.oral,
    )
    return guests.receive(item, old)


def of_session(session: Session) -> Select[Agenda]:
    return select(Agenda).where(Agenda.session_id == session.id)


# The same with what both sides said to it and the text of each release, made once for reading: `sessions.named(ref)` is
# put in.
BY_REF = (
    select(Agenda)
    .join(Agenda.session)
    .where(Session.year == bindparam("year"), Session.number == bindparam("number"))
    .options(contains_eager(Agenda.session), joinedload(Agenda.agreement).joinedload(Agreement.assents))
    .options(defaultload(Agenda.agreement).defaultload(Agreement.revisions).undefer(Revision.sheet_kept))
)


def last_release(session: Session) -> Select[Revision]:
    """The newest release of its agenda, with the texts of all its editions."""
    of_it = select(Revision).join(Agenda, Agenda.agreement_id == Revision.agreement_id)
    texts = undefer(Revision.sheet_kept), joinedload(Revision.editions).undefer(Edition.sheet_kept)
    return of_it.where(Agenda.session_id == session.id).order_by(Revision.rev.desc()).limit(1).options(*texts)


def item_of(ref: str, item_id: int) -> Select[AgendaItem]:
    """An item, if it is of that session's agenda."""
    year, number = read_ref(ref) or (0, 0)
    there = Agenda.session.has(year=year, number=number)
    return select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.agenda.has(there))


def of_round(circulation_id: int) -> Select[Agenda]:
    """The agenda of which a release is under this round, or was under it last."""
    of_release = select(Revision.agreement_id).where(Revision.circulation_id == circulation_id)
    return select(Agenda).where(Agenda.agreement_id.in_(of_release))


def before(session: Session) -> Select[Agenda]:
    """The agenda of the session before this one in date, which the next begins from."""
    earlier = select(Agenda).join(Agenda.session).where(Session.starts_at < session.starts_at)
    return earlier.order_by(Session.starts_at.desc(), Session.id.desc()).limit(1)


def after(session: Session) -> Select[Agenda]:
    """The agenda of the session after this one in date, where it was begun."""
    later = select(Agenda).join(Agenda.session).where(Session.starts_at > session.starts_at)
    return later.order_by(Session.starts_at, Session.id).limit(1)


def awaits_answer() -> ColumnElement[bool]:
    """The `where` of items asked for, on agendas that still take them."""
    return and_(AgendaItem.state == ItemState.REQUESTED, among(Agenda.state, TAKES_REQUESTS))
