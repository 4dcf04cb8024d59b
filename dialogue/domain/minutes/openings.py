"""How minutes begin and are found, what closes the session after them, who hears of a release."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import defaultload, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from dialogue.domain import conclusions
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Edition
from dialogue.domain.base import Refused
from dialogue.domain.conclusions import Conclusion, ConclusionState
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.paragraphs import MinutesItem, Paragraph, ParagraphKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session


def begin(
    session: Session,
    agenda: Agenda,
    opening: str,
    drafted: Sequence[Conclusion] = (),
    *,
    by: Person,
    at: dt.datetime,
) -> Minutes:
    """Begin the minutes from the adopted agenda, whose adoption is their first paragraph (`opening`, its sentence), and
    with the conclusions that were `drafted`, as they stand."""
    if not agenda.is_adopted:
        raise Refused("The minutes begin with the adoption of the agenda, which has not been recorded yet.")
    conclusions.must_be_answered(drafted)
    release = agenda.release
    minutes = Minutes(session=session, state_at=at, state_by=by, agenda_rev=release.rev if release else None)
    for position, (item, number, _) in enumerate(agenda.timetable(), 1):
        minutes.items.append(
            MinutesItem(
                position=position,
                number=number,
                key=item.key,
                title=item.title,
                public_title=item.public_title,
                kind=item.kind,
                level=item.level,
                topic=item.topic,
            )
        )
    if not minutes.items:
        raise Refused("There is no item on the agenda to keep minutes of.")
    first = Paragraph(kind=ParagraphKind.NOTED, text=opening, level=minutes.items[0].level)
    minutes.add(minutes.items[0], first, by=by, at=at)
    for one in drafted:
        if one.can(ConclusionState.TAKEN):
            _take(minutes, one, by=by, at=at)
    minutes.did("begin", by=by, at=at)
    return minutes


def _take(minutes: Minutes, drafted: Conclusion, *, by: Person, at: dt.datetime) -> None:
    """An action under its item; where that is not on the agenda any more, under the last one, so that none is lost."""
    item = next((one for one in minutes.items if one.key == drafted.item_key), minutes.items[-1])
    action = Paragraph(
        kind=ParagraphKind.ACTION,
        text=drafted.text,
        owner=drafted.owner,
        office=drafted.office,
        due_on=drafted.due_on,
        conclusion=drafted,
    )
    minutes.add(item, action, by=by, at=at)
    drafted.take(by=by, at=at)


def must_take_presence(session: Session, minutes: Minutes | None) -> None:
    """Presence is recorded from the opening on, and once the minutes have begun as long as their text may change."""
    if minutes is not None:
        minutes.may_be_edited()
    elif not session.has_opened:
        raise Refused("Who is in the room is recorded once the session has opened.")


def conclude(minutes: Minutes, *, by: Person, at: dt.datetime) -> None:
    """Close the session: refused before its minutes are approved."""
    if not minutes.is_approved:
        raise Refused("A session is closed when its minutes are approved.")
    minutes.session.close(by=by, at=at)


def released_for(engagement: Engagement, edition: Edition) -> None:
    """Tell an engagement that its edition of the minutes is out; the release of another one is nothing to it, nor that
    of an edition that it does not get."""
    if edition.level is Level.COHOST and edition.released_at is not None and engagement.gets_edition:
        engagement.edition_released(edition.released_at)


def of_session(session: Session) -> Select[Minutes]:
    return select(Minutes).where(Minutes.session_id == session.id)


def has_begun(session: Session) -> Select[int]:
    return select(Minutes.id).where(Minutes.session_id == session.id)


def of_conclusions(those: Iterable[Conclusion]) -> Select[Paragraph]:
    """The paragraphs that were taken over from these."""
    ids = [one.id for one in those]
    return select(Paragraph).where(Paragraph.conclusion_id.in_(ids)).options(joinedload(Paragraph.owner))


def with_text(found: Select[Minutes]) -> Select[Minutes]:
    """With all items and paragraphs, in a fixed number of statements."""
    return _with_text(found, selectinload(Minutes.items))


def with_text_once_asked(found: Select[Minutes]) -> Select[Minutes]:
    """The same of one, where its page may never ask: then without the two statements of items and paragraphs."""
    return _with_text(found, defaultload(Minutes.items))


def _with_text(found: Select[Minutes], items: _AbstractLoad) -> Select[Minutes]:
    paragraphs = items.selectinload(MinutesItem.paragraphs)
    return found.options(joinedload(Minutes.state_by), paragraphs.joinedload(Paragraph.owner))
