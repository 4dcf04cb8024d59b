"""Where entries of tracks, and single points of them, were dealt with: agendas, minutes, decisions, follow-ups."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload

from dialogue.access import Right, Standing, may, only
from dialogue.db import db
from dialogue.domain import decisions, followups
from dialogue.domain.decisions import Decision, DraftDecision
from dialogue.domain.editions import Level
from dialogue.domain.followups import FollowUp
from dialogue.domain.meetings import Meeting
from dialogue.domain.minutes import Minutes, MinutesItem, Paragraph
from dialogue.domain.tracks import TrackEntry, TrackPlacement
from dialogue.i18n import day, gettext
from dialogue.queries.register import Appearance, gone_out
from dialogue.rendering.prose import plain


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place at which an entry was dealt with. `point`: the number of the point that is linked there; None: the
    whole entry is. `path`: of its page; "" where the reader may not open it."""

    reference: str
    path: str
    words: str
    point: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cited:
    """A paragraph with its number in the whole text, and what it was numbered as on approval."""

    minutes: Minutes
    number: int
    reference: str


@dataclass(frozen=True, slots=True)
class _Found:
    """All that some links lead to, each kind read once."""

    appearances: Sequence[Appearance] = ()
    minutes: Sequence[tuple[str, Minutes]] = ()  # each with the key of one of its items
    paragraphs: Mapping[int, _Cited] = field(default_factory=dict)
    drafts: Sequence[DraftDecision] = ()
    decisions: Sequence[Decision] = ()
    followups: Sequence[FollowUp] = ()


def dealt_with(standing: Standing, entry: TrackEntry) -> list[Outcome]:
    """As far as the reader may open it; what is still a draft whoever works on it alone. Nothing of a compartment is
    dealt with there, and nothing is asked."""
    if entry.track.compartment:
        return []
    works = may(standing, Right.TRACK_ENTRY_PLACE, entry)
    return outcomes(standing, [entry.id], works=works)[entry.id]


def outcomes(standing: Standing, entries: Collection[int], *, works: bool) -> dict[int, list[Outcome]]:
    """By the ids of the entries where each was dealt with, in a fixed number of statements."""
    links = select(TrackPlacement).where(TrackPlacement.entry_id.in_(entries)).order_by(TrackPlacement.id)
    there = db.scalars(links.options(joinedload(TrackPlacement.session), joinedload(TrackPlacement.point))).all()
    found = _found(standing, there, entries, works=works)
    told: dict[int, list[Outcome]] = {entry: [] for entry in entries}
    for link in there:
        point = link.point.number if link.point is not None else None
        told[link.entry_id].extend(replace(one, point=point) for one in _of_link(standing, link, found, works=works))
    for one in found.followups:
        if one.meeting is not None and one.meeting.entry_id in told:
            told[one.meeting.entry_id].append(_of_followup(one))
    return {entry: list(dict.fromkeys(those)) for entry, those in told.items()}


def _found(standing: Standing, links: Sequence[TrackPlacement], entries: Collection[int], *, works: bool) -> _Found:
    keys = [link.item_key for link in links if link.item_key]
    ids = [one.draft_id for one in links if one.draft_id]
    drafts = db.scalars(select(DraftDecision).where(DraftDecision.id.in_(ids))).all() if ids else ()
    paragraphs = _paragraphs(standing, {one.paragraph_id for one in links if one.paragraph_id}, works=works)
    decided = {*(one.decision_id for one in links), *(one.decision_id for one in drafts)} - {None}
    of_it = (Decision.id.in_(decided), Decision.item_key.in_(keys), Decision.paragraph_id.in_(paragraphs))
    done = [
        FollowUp.id.in_([one.followup_id for one in links if one.followup_id]),
        FollowUp.item_key.in_(keys),
        FollowUp.meeting_id.in_(select(Meeting.id).where(Meeting.entry_id.in_(entries))),
        *(_is_numbered(one) for one in paragraphs.values()),
    ]
    open_ = followups.with_round(select(FollowUp).where(or_(*done), FollowUp.level != Level.SECRETARIAT))
    return _Found(
        gone_out(keys) if keys else (),
        _minutes(standing, keys) if keys else (),
        paragraphs,
        drafts,
        db.scalars(decisions.register().where(or_(*of_it))).all() if links else (),
        db.scalars(open_.options(joinedload(FollowUp.meeting)).order_by(FollowUp.id)).all(),
    )


def _minutes(standing: Standing, keys: Sequence[str]) -> list[tuple[str, Minutes]]:
    found = select(MinutesItem.key, Minutes).join(Minutes, Minutes.id == MinutesItem.minutes_id)
    mine = only(found.where(MinutesItem.key.in_(keys)).order_by(Minutes.id), standing, Right.MINUTES_READ, Minutes)
    return [(key, minutes) for key, minutes in db.execute(mine)]


def _paragraphs(standing: Standing, ids: Collection[int], *, works: bool) -> dict[int, _Cited]:
    """Those of texts that are approved and, for whoever works on them, of the others: a paragraph that came since the
    text was sent out is nobody else's."""
    if not ids:
        return {}
    cited = select(MinutesItem.minutes_id).join(MinutesItem.paragraphs).where(Paragraph.id.in_(ids))
    found = (
        select(Paragraph.id, Paragraph.reference, Minutes)
        .join(MinutesItem, MinutesItem.id == Paragraph.item_id)
        .join(Minutes, Minutes.id == MinutesItem.minutes_id)
        .where(Minutes.id.in_(cited))
        .order_by(Minutes.id, MinutesItem.position, Paragraph.position)
    )
    last: Counter[int] = Counter()
    told = {}
    for paragraph, reference, minutes in db.execute(only(found, standing, Right.MINUTES_READ, Minutes)):
        last[minutes.id] += 1
        if paragraph in ids and (works or minutes.is_approved):
            told[paragraph] = _Cited(minutes, last[minutes.id], reference)
    return told


def _is_numbered(cited: _Cited) -> ColumnElement[bool]:
    """The follow-up that an action became on approval."""
    if not cited.reference.startswith("OC/"):
        return false()
    number = int(cited.reference.rpartition("/")[2])
    return and_(FollowUp.session_id == cited.minutes.session_id, FollowUp.number == number)


# In words


def _of_link(standing: Standing, link: TrackPlacement, found: _Found, *, works: bool) -> Iterator[Outcome]:
    if link.item_key:
        yield from _of_item(standing, link, found, works=works)
    cited = found.paragraphs.get(link.paragraph_id or 0)
    if cited is not None:
        session = cited.minutes.session
        words = gettext("minutes, paragraph %(number)d", number=cited.number)
        yield Outcome(session.reference, f"/sessions/{session.ref}/minutes", words)
    adopted = {one.id: one.decision_id for one in found.drafts}
    yield from (_of_draft(one) for one in found.drafts if works and one.id == link.draft_id and not one.decision_id)
    for one in found.decisions:
        of_paragraph = cited is not None and one.paragraph_id == link.paragraph_id
        of_it = one.id in (link.decision_id, adopted.get(link.draft_id or 0)) or _is_on(link, one)
        if of_paragraph or of_it:
            yield _of_decision(one)
    for followup in found.followups:
        of_action = cited is not None and cited.reference == followup.reference
        if of_action or followup.id == link.followup_id or _is_on(link, followup):
            yield _of_followup(followup)


def _of_item(standing: Standing, link: TrackPlacement, found: _Found, *, works: bool) -> Iterator[Outcome]:
    sent = [one for one in found.appearances if one.key == link.item_key]
    for at in sent:
        path = f"/sessions/{at.session.ref}/agenda" if may(standing, Right.SESSION_READ, at.session) else ""
        words = gettext("item %(number)s: %(title)s", number=at.number, title=at.title)
        yield Outcome(at.session.reference, path, f"{day(at.session.starts)} · {words}")
    if works and link.session not in [one.session for one in sent]:
        words = gettext("on the draft of the agenda")
        yield Outcome(link.session.reference, f"/sessions/{link.session.ref}/agenda", words)
    for key, minutes in found.minutes:
        if key == link.item_key:
            yield Outcome(minutes.session.reference, f"/sessions/{minutes.session.ref}/minutes", gettext("minutes"))


def _is_on(link: TrackPlacement, one: Decision | FollowUp) -> bool:
    return bool(link.item_key) and one.item_key == link.item_key


def _of_draft(one: DraftDecision) -> Outcome:
    path = f"/decisions/drafts/{one.session.ref}/{one.number}"
    return Outcome(one.reference, path, one.title, marks=(one.state.value,))


def _of_decision(one: Decision) -> Outcome:
    path = f"/decisions/{one.session.ref}/{one.number}"
    return Outcome(one.reference, path, plain(one.text), marks=one.marks)


def _of_followup(one: FollowUp) -> Outcome:
    marks = (one.state.value, *(["adoption in question"] if one.rests else []))
    return Outcome(one.reference, f"/follow-ups/{one.session.ref}/{one.number}", plain(one.text), marks=marks)
