"""What of one session an entry of a track can be linked to, for whoever works on its texts."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select

from dialogue.db import db
from dialogue.domain import decisions, followups
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.base import among
from dialogue.domain.decisions import Decision
from dialogue.domain.followups import FollowUp
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import STANDS, Target
from dialogue.i18n import gettext
from dialogue.rendering.prose import plain

SHOWN = 90  # characters of a text in a list of choices


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str
    target: Target


def of_session(session: Session) -> list[Choice]:
    """Items, paragraphs, drafts, decisions and follow-ups, in this order; five statements."""
    return [*_items(session), *_paragraphs(session), *_drafts(session), *_decisions(session), *_followups(session)]


def _items(session: Session) -> Iterator[Choice]:
    found = select(AgendaItem).join(AgendaItem.agenda).where(Agenda.session_id == session.id)
    stands = (among(AgendaItem.state, STANDS), AgendaItem.numbered)
    for one in db.scalars(found.where(*stands).order_by(AgendaItem.id)):
        label = gettext("Item of the agenda: %(words)s", words=one.title)
        yield Choice(f"item-{one.key}", label, Target(item_key=one.key))


def _paragraphs(session: Session) -> Iterator[Choice]:
    found: Select[Paragraph] = (
        select(Paragraph)
        .join(Paragraph.item)
        .join(Minutes, Minutes.id == MinutesItem.minutes_id)
        .where(Minutes.session_id == session.id)
        .order_by(MinutesItem.position, Paragraph.position)
    )
    for number, one in enumerate(db.scalars(found), 1):
        label = gettext("Paragraph %(number)d of the minutes: %(words)s", number=number, words=plain(one.text)[:SHOWN])
        yield Choice(f"paragraph-{one.id}", label, Target(paragraph_id=one.id))


def _drafts(session: Session) -> Iterator[Choice]:
    """One that was adopted is chosen as the decision that it became."""
    for one in db.scalars(decisions.drafts_of(session)):
        if one.is_alive:
            label = gettext("%(reference)s, draft: %(words)s", reference=one.reference, words=one.title)
            yield Choice(f"draft-{one.id}", label, Target(draft_id=one.id))


def _decisions(session: Session) -> Iterator[Choice]:
    for one in db.scalars(decisions.register().where(Decision.session_id == session.id)):
        yield Choice(f"decision-{one.id}", _named(one.reference, one.text), Target(decision_id=one.id))


def _followups(session: Session) -> Iterator[Choice]:
    found = select(FollowUp).where(FollowUp.session_id == session.id).order_by(FollowUp.number)
    for one in db.scalars(followups.with_round(found)):
        yield Choice(f"follow-up-{one.id}", _named(one.reference, one.text), Target(followup_id=one.id))


def _named(reference: str, text: str) -> str:
    return gettext("%(reference)s: %(words)s", reference=reference, words=plain(text)[:SHOWN])
