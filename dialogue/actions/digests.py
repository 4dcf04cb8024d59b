"""Follow-ups told by mail: once a week to the focal points of their side, and to its head when they stay overdue."""

import datetime as dt

from dialogue import access
from dialogue.actions import turns
from dialogue.db import db
from dialogue.domain import followups, notices, organisations
from dialogue.domain.followups import FollowUpWatch, watch
from dialogue.domain.notices import NoticeKind
from dialogue.domain.organisations import Organisation
from dialogue.domain.settings import Settings
from dialogue.domain.working_days import local_day
from dialogue.notifications import followups as mails
from dialogue.notifications import recipients
from dialogue.queries import sheets


def are_due(at: dt.datetime) -> bool:
    """Whether the register is to be looked through now: one statement of one row."""
    return watch.is_due(db.scalar(watch.looked_at()), at)


def tell(at: dt.datetime) -> None:
    """Look through the register, and put what is to be told into the outbox, once. Whoever comes meanwhile waits, and
    finds it done."""
    turns.take_series()
    settings = sheets.house()
    seen = db.get(FollowUpWatch, 1, populate_existing=True)
    if seen is None:
        seen = watch.begin(settings, at=at)
        db.add(seen)
    elif not watch.is_due(seen.looked_at, at):
        return
    week = watch.digest_week(settings, at)
    for party in db.scalars(organisations.parties()).all():
        if week is not None and seen.wants_digest(week):
            _digest(party, week, at)
        _escalate(party, settings, at)
    seen.look(week, at=at)


def _digest(party: Organisation, week: str, at: dt.datetime) -> None:
    """To each of the side's focal points, once in that week, whatever day the settings name by then."""
    if not mails.lines(party, local_day(at)):
        return
    for person in access.focal_points(party, at):
        key = f"digest:{person.id}:{week}"
        if db.scalar(notices.by_key(key)) is None:
            recipients.tell(NoticeKind.DIGEST, [mails.digest(person, at)], key=key, about=None, at=at)


def _escalate(party: Organisation, settings: Settings, at: dt.datetime) -> None:
    """Once for each day on which a follow-up was due. Without a head who has an account it waits for one."""
    since = local_day(at) - dt.timedelta(days=settings.escalate_after)
    late = {_key(one.id, one.due_on): one for one in db.scalars(followups.long_overdue(party, since)).all()}
    told = set(db.scalars(notices.keys_of(list(late)))) if late else set()
    head = access.head_of_side(party, at) if late.keys() - told else None
    if head is None:
        return
    for key, followup in late.items():
        if key not in told:
            drafts = [mails.escalation(followup, head, at)]
            recipients.tell(NoticeKind.ESCALATION, drafts, key=key, about=followup, at=at)


def _key(followup_id: int, due_on: dt.date) -> str:
    return f"followup:{followup_id}:overdue:{due_on}"
