"""The annotated agenda: under each item the last decisions on it, its open follow-ups, its papers, and the developments
since the last session."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from dialogue.db import db
from dialogue.domain import decisions, followups, sessions
from dialogue.domain.agenda import Agenda, StandingItem
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import AgendaLine, AgendaSheet, Audience, Code, History, Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.sessions import Session
from dialogue.domain.topics import Topic
from dialogue.i18n import day, gettext
from dialogue.queries import developments, drafted, meetings
from dialogue.queries.developments import Beside
from dialogue.rendering.prose import plain


def annotated(sheet: AgendaSheet, agenda: Agenda, audience: Audience) -> AgendaSheet:
    """The agenda with, under each item, the last decisions on it, its open follow-ups and its papers. History is found
    by the topic that the sheet names, and by the item itself where it came from an earlier agenda. The development log
    is both delegations' own."""
    found = _histories([line for line in sheet.items if not line.withheld], agenda.session, audience)
    log = developments.beside_items(agenda, sheet.items) if audience.level.reads(Level.DELEGATIONS) else {}
    lines = [line if line.withheld else replace(line, history=_history(line, found, log)) for line in sheet.items]
    if audience.level.reads(Level.DELEGATIONS):
        lines = _with_texts(_with_meetings(lines, agenda), agenda)
    own = replace(sheet.heading, paper=Code.ANNOTATED.of(agenda.session.reference))
    return replace(sheet, heading=own, items=tuple(lines), annotated=True)


def _with_meetings(lines: Sequence[AgendaLine], agenda: Agenda) -> list[AgendaLine]:
    """What was held since the last session stands under the review of cooperation."""
    keys = {item.key for item in agenda.all_items if item.standing is StandingItem.REVIEW}
    held = tuple(meetings.held_before(agenda.session))
    return [
        replace(line, history=replace(line.history, meetings=held))
        if line.key in keys and line.history is not None
        else line
        for line in lines
    ]


def _with_texts(lines: Sequence[AgendaLine], agenda: Agenda) -> list[AgendaLine]:
    """Written reactions to what was pulled under an item, and the conclusions that are drafted there."""
    quoted, to_be = drafted.with_reactions(agenda, [line.key for line in lines if not line.withheld])
    told = [(tuple(quoted.get(line.key, ())), tuple(to_be.get(line.key, ()))) for line in lines]
    return [
        line
        if line.history is None
        else replace(line, history=replace(line.history, reactions=said, conclusions=to_do))
        for line, (said, to_do) in zip(lines, told, strict=True)
    ]


def _histories(
    items: Sequence[AgendaLine], session: Session, audience: Audience
) -> tuple[Sequence[Decision], Sequence[FollowUp]]:
    """Of the sessions before this one, what was decided and what is still open on the items' topics or on the items."""
    topics = select(Topic.id).where(
        or_(
            Topic.slug.in_({line.topic_slug for line in items if line.topic_slug}),
            Topic.title.in_({line.topic for line in items if line.topic and not line.topic_slug}),
        )
    )
    keys = {line.key for line in items}
    earlier = Session.starts_at < session.starts_at
    decided = db.scalars(
        decisions.register().where(earlier, or_(Decision.topic_id.in_(topics), Decision.item_key.in_(keys)))
    ).all()
    still_open = db.scalars(
        followups.with_round(select(FollowUp))
        .join(FollowUp.session)
        .options(joinedload(FollowUp.topic))
        .where(earlier, or_(FollowUp.topic_id.in_(topics), FollowUp.item_key.in_(keys)))
        .where(FollowUp.state.in_(followups.LIVE))
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()
    return (
        [d for d in decided if audience.reads(d.level) and not d.is_void],
        [f for f in still_open if audience.reads(f.level)],
    )


def _history(
    line: AgendaLine, found: tuple[Sequence[Decision], Sequence[FollowUp]], log: Mapping[str, Beside]
) -> History:
    (decided, still_open), happened = found, log.get(line.key, Beside())
    return History(
        decisions=tuple(_decided(d) for d in decided if _is_of(line, d))[:3],
        followups=tuple(
            gettext(
                "%(reference)s: %(text)s (%(owner)s, due %(due)s, %(state)s)",
                reference=f.reference,
                text=plain(f.text),
                owner=f.owner.short_name,
                due=day(f.due_on),
                state=", ".join([gettext(f.state.value), *([gettext("adoption in question")] if f.rests else [])]),
            )
            for f in still_open
            if _is_of(line, f)
        ),
        papers=line.papers,
        developments=tuple(map(developments.in_words, happened.since)),
        cited=tuple(map(developments.in_words, happened.cited)),
    )


def _decided(decision: Decision) -> str:
    """`D/2026/1/02 (12 May 2026, superseded): …`."""
    beside = ", ".join([day(decision.adopted_at.astimezone(sessions.ZONE)), *map(gettext, decision.marks)])
    return f"{decision.reference} ({beside}): {plain(decision.text)}"


def _is_of(line: AgendaLine, told: Decision | FollowUp) -> bool:
    on_topic = told.topic is not None and line.is_on_topic(told.topic.slug, told.topic.title)
    return told.item_key == line.key or on_topic
