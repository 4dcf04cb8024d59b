"""Draft conclusions as their readers find them: on the page of a session, and as the paper that goes with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import conclusions, minutes, tracks
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.base import refusal
from dialogue.domain.conclusions import Conclusion, SavedWording
from dialogue.domain.editions import Code, ConclusionRow, ConclusionsSheet, Level
from dialogue.domain.minutes import Paragraph
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TrackEntry
from dialogue.i18n import day, gettext
from dialogue.queries.sheets import heading


@dataclass(frozen=True, slots=True)
class Line:
    """One conclusion. `item`: its number and title; "" where it is not on the agenda. `drafted`: the wording with which
    the session opened, where another one stands. `action`: the paragraph of the minutes that it was taken into."""

    conclusion: Conclusion
    item: str
    drafted: SavedWording | None
    action: Paragraph | None


def lines(standing: Standing, agenda: Agenda) -> list[Line]:
    """Those that the reader may read, in the order of the agenda; what is withdrawn or declined comes last."""
    found = db.scalars(conclusions.of_agenda(agenda)).all()
    mine = [one for one in found if may(standing, Right.CONCLUSION_READ, one)]
    return _lines(agenda, mine, _actions(mine))


def _actions(those: Iterable[Conclusion]) -> dict[int | None, Paragraph]:
    taken = [one for one in those if not one.is_open and one.is_circulated]
    found = db.scalars(minutes.of_conclusions(taken)).all() if taken else ()
    return {one.conclusion_id: one for one in found}


def _lines(agenda: Agenda, those: Iterable[Conclusion], actions: dict[int | None, Paragraph]) -> list[Line]:
    titles = items(agenda)
    keys = list(titles)
    ordered = sorted(
        those,
        key=lambda one: (
            not (one.is_open or one.is_circulated),
            keys.index(one.item_key) if one.item_key in titles else len(keys),
            one.number,
        ),
    )
    return [Line(one, titles.get(one.item_key, ""), one.as_drafted, actions.get(one.id)) for one in ordered]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a conclusion is begun with that comes from an entry of a track, or from one of its points."""

    item: AgendaItem | None
    text: str
    owner: Organisation


def begun(standing: Standing, agenda: Agenda, slug: str, number: int, point: int) -> Begun | None:
    """None where there is no such entry for the reader, or nothing of it comes before a session."""
    entry = db.scalars(tracks.by_number(slug, number)).unique().one_or_none()
    if entry is None or not may(standing, Right.TRACK_ENTRY_PLACE, entry):
        return None
    keys = {one.item_key for one in db.scalars(tracks.of_entry(entry))}
    asked = next((one.text for one in entry.points if one.number == point), "")
    item = next((item for item, _, _ in agenda.timetable() if item.key in keys), None)
    return Begun(item, asked or entry.next_step or entry.title, entry.owner)


def takes(standing: Standing, entry: TrackEntry) -> Session | None:
    """The coming session on whose agenda the entry stands and whose conclusions the reader may still draft."""
    if not may(standing, Right.TRACK_ENTRY_PLACE, entry):
        return None
    agenda = db.scalar(tracks.on_agendas(entry, standing.at))
    drafts = agenda is not None and may(standing, Right.CONCLUSIONS_DRAFT, agenda)
    if agenda is None or not drafts or refusal(conclusions.must_be_draftable, agenda.session) is not None:
        return None
    return agenda.session


def items(agenda: Agenda) -> dict[str, str]:
    """By its key each item of the agenda, with its number and title."""
    return {item.key: f"{number} {item.title}" for item, number, _ in agenda.timetable()}


def sheet(agenda: Agenda) -> ConclusionsSheet:
    """The paper: what stands, for both delegations. What is only proposed, declined or withdrawn is not on it."""
    found = [one for one in db.scalars(conclusions.of_agenda(agenda)).all() if one.is_circulated]
    dated = max((one.wordings[-1].written_at for one in found), default=None)
    return ConclusionsSheet(
        heading=heading(
            agenda.session,
            Level.DELEGATIONS,
            paper=Code.CONCLUSIONS.of(agenda.session.reference),
            dated=dated,
        ),
        rows=tuple(_row(line) for line in _lines(agenda, found, {})),
        amended=agenda.session.has_opened,
    )


def _row(line: Line) -> ConclusionRow:
    one, was = line.conclusion, line.drafted
    return ConclusionRow(
        number=one.number,
        item=line.item,
        text=one.text,
        owner=owner(one),
        due=one.due_on,
        drafted=was.text if was is not None and was.text != one.text else "",
        drafted_details=_details(was) if was is not None and _details(was) != _details(one) else "",
        new=one.came_in_the_room,
    )


def owner(one: Conclusion | SavedWording) -> str:
    """The Party and the office."""
    return ", ".join(filter(None, (one.owner.short_name, one.office)))


def _details(one: Conclusion | SavedWording) -> str:
    return gettext("%(owner)s, due %(day)s", owner=owner(one), day=day(one.due_on))


def waiting(those: Sequence[Line]) -> list[Line]:
    """The proposals that have no answer."""
    return [one for one in those if one.conclusion.waits]
