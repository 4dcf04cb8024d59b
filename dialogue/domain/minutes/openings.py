"""How minutes begin and are found, what closes the session after them, who hears of a release."""

import datetime as dt

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Edition
from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes.minutes import Minutes
from dialogue.domain.minutes.paragraphs import MinutesItem, Paragraph, ParagraphKind
from dialogue.domain.people import Person
from dialogue.domain.sessions import Session, read_ref
from dialogue.domain.silence import Circulation


def begin(session: Session, agenda: Agenda, opening: str, *, by: Person, at: dt.datetime) -> Minutes:
    """Begin the minutes from the adopted agenda, whose adoption is their first paragraph (`opening`, its sentence)."""
    if not agenda.is_adopted:
        raise Refused("The minutes begin with the adoption of the agenda, which has not been recorded yet.")
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
    minutes.did("begin", by=by, at=at)
    return minutes


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


def of_ref(ref: str) -> Select[Minutes]:
    """The minutes of the session with this reference, as addresses have it."""
    year, number = read_ref(ref) or (0, 0)
    return select(Minutes).where(Minutes.session.has(and_(Session.year == year, Session.number == number)))


def under(circulation: Circulation) -> Select[Minutes]:
    """The minutes whose round this is, as long as no later one has come."""
    return select(Minutes).where(Minutes.circulation_id == circulation.id)


def with_text(found: Select[Minutes]) -> Select[Minutes]:
    """With all items and paragraphs, in a fixed number of statements."""
    paragraphs = selectinload(Minutes.items).selectinload(MinutesItem.paragraphs)
    return found.options(joinedload(Minutes.state_by), paragraphs.joinedload(Paragraph.owner))


def held(found: Select[Minutes]) -> Select[Minutes]:
    """For writing: whoever changes or signs a text comes after whoever did so before, and sees it as it is then."""
    return found.with_for_update(of=Minutes)
