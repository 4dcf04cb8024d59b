"""The words of agendas and minutes: the secretaries' as they are being written, everybody else's as they went out."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from dialogue.domain import sessions
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.agreed import Edition, Revision
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaSheet, Level, MinutesSheet, restore
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.organisations import Organisation
from dialogue.domain.search.rows import Found
from dialogue.domain.search.sources import Reader, Row, Source, Where, joined
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic


def _items(db: Reader, where: Where) -> Iterator[Row]:
    """As the secretaries have them now, with their own note."""
    of = (AgendaItem.id, AgendaItem.key, AgendaItem.title, AgendaItem.public_title, AgendaItem.presenter)
    more = (AgendaItem.text, AgendaItem.note, AgendaItem.topic_id, AgendaItem.origin_id, Agenda.session_id)
    found = select(*of, *more, Session.year, Session.number).join(AgendaItem.agenda).join(Agenda.session)
    for row in db.execute(found.where(where)):
        yield Row(
            kind=Found.AGENDA_ITEM,
            noun="agenda_items",
            thing_id=row.id,
            key=f"{row.session_id} {row.key}",
            title=row.title,
            text=joined(row.text, row.presenter, row.public_title if row.public_title != row.title else "", row.note),
            reference=sessions.reference(row.year, row.number),
            level=Level.SECRETARIAT,
            session_id=row.session_id,
            topic_id=row.topic_id,
            owner_id=row.origin_id,
        )


def _released_items(db: Reader, where: Where) -> Iterator[Row]:
    """As each edition of the last agenda that went out has them."""
    topics = _ids(db, Topic.slug, Topic.id)
    sides = _ids(db, Organisation.short_name, Organisation.id)
    for row, level, sheet in _editions(db, _last(Agenda, where, Revision.circulated_at.is_not(None)), AgendaSheet):
        for line in sheet.items:
            yield Row(
                kind=Found.AGENDA_ITEM,
                noun="agendas",
                thing_id=row.id,
                key=f"{row.session_id} {line.key or line.number}",
                title=line.title,
                text=joined(line.text, line.presenter),
                reference=sessions.reference(row.year, row.number),
                place=line.number,
                level=level,
                session_id=row.session_id,
                topic_id=topics.get(line.topic_slug),
                owner_id=sides.get(line.origin),
            )


def _paragraphs(db: Reader, where: Where) -> Iterator[Row]:
    """As the secretaries have them now."""
    numbers = dict[int, int]()
    of = (Paragraph.text, Paragraph.speaker, Paragraph.office, Paragraph.owner_id, Paragraph.reference)
    item = (MinutesItem.title, MinutesItem.topic_id, Minutes.id, Minutes.session_id)
    there = select(*of, *item, Session.year, Session.number).join(Minutes, Minutes.id == MinutesItem.minutes_id)
    there = there.join(Minutes.session).join(Paragraph, Paragraph.item_id == MinutesItem.id).where(where)
    for row in db.execute(there.order_by(Minutes.id, MinutesItem.position, Paragraph.position, Paragraph.id)):
        numbers[row.id] = numbers.get(row.id, 0) + 1
        yield _paragraph(row, numbers[row.id], row.title, (row.text, row.speaker, row.office), Level.SECRETARIAT,
                         topic_id=row.topic_id, owner_id=row.owner_id)  # fmt: skip


def _released_paragraphs(db: Reader, where: Where) -> Iterator[Row]:
    """Of the text that was sent out last what each edition has that is out. The delegations' is read on its way by
    those who may, and by all its readers once it is out."""
    sides = _ids(db, Organisation.short_name, Organisation.id)
    of = select(MinutesItem.minutes_id, MinutesItem.number, MinutesItem.topic_id).join(Minutes).where(where)
    topics = {(row.minutes_id, row.number): row.topic_id for row in db.execute(of)}
    for row, level, sheet in _editions(db, _last(Minutes, where), MinutesSheet):
        for item_ in sheet.items:
            for line in item_.paragraphs:
                if line.kind != "withheld":
                    own = topics.get((row.id, item_.number)) if level is Level.DELEGATIONS else None
                    yield _paragraph(row, line.number, item_.title, (line.text, line.speaker, line.owner), level,
                                     topic_id=own, owner_id=sides.get(line.owner.partition(",")[0]))  # fmt: skip


def _paragraph(row: Any, number: int, title: str, words: Sequence[str], level: Level, **of: int | None) -> Row:
    return Row(
        kind=Found.PARAGRAPH,
        noun="minutes",
        thing_id=row.id,
        key=f"{row.session_id} {number}",
        title=title,
        text=joined(*words),
        reference=sessions.reference(row.year, row.number),
        place=str(number),
        level=level,
        session_id=row.session_id,
        **of,
    )


def _last(text: type[Agenda | Minutes], where: Where, *sent: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Of each text the last REV, or the last that was sent so."""
    newest = select(func.max(Revision.rev)).where(Revision.agreement_id == text.agreement_id, *sent)
    of = (text.id, text.session_id, Session.year, Session.number, Revision.id.label("revision_id"))
    found = select(*of, text.agreement_id, Revision.sheet_kept).join(
        Revision, Revision.agreement_id == text.agreement_id
    )
    found = found.join(Session, Session.id == text.session_id)
    return found.where(where, Revision.rev == newest.correlate(text).scalar_subquery())


def _editions(db: Reader, last: Select[*tuple[Any, ...]], shape: type[Any]) -> Iterator[tuple[Any, Level, Any]]:
    """What the readers of each level hold. The delegations' text is that of the hash, with the numbers that its edition
    gives; of minutes the others are there once they are out."""
    for row in db.execute(last).all():
        kept = select(Edition.level, Edition.released_at, Edition.sheet_kept)
        made = {one.level: one for one in db.execute(kept.where(Edition.revision_id == row.revision_id))}
        for level in DOCUMENT_LEVELS:
            edition = made.get(level)
            if level is Level.DELEGATIONS:
                yield row, level, restore(shape, edition.sheet_kept if edition else row.sheet_kept)
            elif edition is not None and (shape is AgendaSheet or edition.released_at is not None):
                yield row, level, restore(shape, edition.sheet_kept)


def _ids(db: Reader, name: Any, id_: Any) -> dict[str, int]:
    """What sheets name, by that name."""
    return {row[0]: row[1] for row in db.execute(select(name, id_))}


def _of_an_edition(text: type[Agenda | Minutes]) -> Any:
    return lambda ids: text.agreement_id.in_(select(Revision.agreement_id).where(Revision.id.in_(ids)))


OF_PAPERS = (
    Source(AgendaItem, _items),
    Source(
        Agenda,
        _released_items,
        {
            Revision: ("agreement_id", Agenda.agreement_id.in_),
            Edition: ("revision_id", _of_an_edition(Agenda)),
        },
        of_editions=True,
    ),
    Source(
        Minutes,
        _paragraphs,
        {
            MinutesItem: ("minutes_id", Minutes.id.in_),
            Paragraph: (
                "item_id", lambda ids: Minutes.id.in_(select(MinutesItem.minutes_id).where(MinutesItem.id.in_(ids)))
            ),
        },
        of_editions=False,
    ),
    Source(
        Minutes,
        _released_paragraphs,
        {
            MinutesItem: ("minutes_id", Minutes.id.in_),
            Revision: ("agreement_id", Minutes.agreement_id.in_),
            Edition: ("revision_id", _of_an_edition(Minutes)),
        },
        of_editions=True,
    ),
)  # fmt: skip
