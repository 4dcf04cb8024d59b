"""The review sheet of a session: one page for the whole, then one for each track."""

from collections.abc import Iterable, Iterator, Sequence

from dialogue.domain.editions import ReviewFigure, ReviewMove, ReviewRow, ReviewSheet, ReviewTrack
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import Column, Paper, Table, Xml, join, line, paragraph, spoken


def render(sheet: ReviewSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, gettext("Review sheet"), rev=sheet.rev)
        paper.identify("review", sheet, label=f"REV {sheet.rev}" if sheet.rev else "")
        for told in (status(sheet), compared(sheet)):
            paper.add(paragraph("Status", line(told)))
        _the_whole(paper, sheet)
        for track in sheet.tracks:
            _track(paper, track)
        return paper.to_bytes()


# In words, as the page says them too


def status(sheet: ReviewSheet) -> str:
    """What it is, and as of which day."""
    day = labels.day(sheet.as_of) if sheet.as_of else ""
    if sheet.rev is None:
        return gettext("Provisional: as the tracks stand on %(day)s. It is frozen with the agenda.", day=day)
    return gettext("Frozen with REV %(rev)d of the agenda, on %(day)s.", rev=sheet.rev, day=day)


def compared(sheet: ReviewSheet) -> str:
    """With which session it compares."""
    if sheet.since_on is None:
        return gettext("No regular session was held before: all is new.")
    return gettext(
        "“Last session” is the evening of %(day)s, on which %(session)s was held.",
        day=labels.day(sheet.since_on),
        session=sheet.since,
    )


def others(sheet: ReviewSheet) -> str:
    """The one line on what has no page here."""
    return gettext(
        "Other activities: %(n)d of %(all)d proceed as planned.",
        n=sheet.as_planned,
        all=sheet.others,
    )


def stood(row: ReviewRow) -> str:
    return gettext(row.was) if row.was else gettext("not entered yet")


def moved(row: ReviewRow) -> list[str]:
    """What moved since the last session, a line for each; none where nothing did."""
    answered = ngettext("%(n)d point answered", "%(n)d points answered", row.answered) if row.answered else ""
    entered = gettext("new") if not row.was else ""
    return list(filter(None, (entered, *map(_move, row.moves), answered)))


def ways(track: ReviewTrack) -> list[str]:
    """The whole way of each entry that has moved, a line for each; where the track tells it."""
    return [f"{row.reference}: {'; '.join(map(_move, row.way))}" for row in track.rows if row.way]


def asked(row: ReviewRow) -> str:
    """What is asked of the session: an item of its agenda, or that it be put on it."""
    if row.item:
        return gettext("item %(number)s of the agenda", number=row.item)
    return gettext("on the draft of the agenda") if row.drafted else gettext("offers itself for the agenda")


def stages(track: ReviewTrack) -> str:
    """How many entries stand at each stage, and how many stood there where that was another number."""
    return "; ".join(_stage(stage.name, stage.was, stage.now) for stage in track.stages if stage.was or stage.now)


def sums(track: ReviewTrack) -> list[str]:
    """`How many took part: 24 (1 entry)`."""
    forms = "%(label)s: %(sum)d (%(n)d entry)", "%(label)s: %(sum)d (%(n)d entries)"
    return [ngettext(*forms, one.entries, label=gettext(one.label), sum=one.n) for one in track.sums]


def figures(found: Iterable[ReviewFigure]) -> str:
    """`Open: 2; Closed: 1`."""
    return "; ".join(f"{labels.worded(labels.STATES, one.word)}: {one.n}" for one in found)


def _move(move: ReviewMove) -> str:
    day, was, now = labels.day(move.on), gettext(move.was), gettext(move.became)
    step = f"{was} → {now}" if move.was != move.became else ""
    return ", ".join(filter(None, (day, step, move.evidence)))


def _stage(name: str, was: int, now: int) -> str:
    if was == now:
        return f"{gettext(name)}: {now}"
    return gettext("%(stage)s: %(now)d (was %(was)d)", stage=gettext(name), now=now, was=was)


# Its pages


def _the_whole(paper: Paper, sheet: ReviewSheet) -> None:
    paper.heading(1, gettext("The whole"))
    table = Table(
        Column(gettext("Track"), 46),
        *(Column(label, 19) for label in heads()),
        caption=gettext("The whole"),
        description=gettext("One row a track: how many entries there were and are, moved, stall, wait, are asked."),
    )
    for track in sheet.tracks:
        table.row(*(paragraph("Cell", line(told)) for told in (gettext(track.title), *counts(track))))
    paper.add(table.xml(), paragraph("Normal", line(others(sheet))))
    for title, told in registers(sheet):
        paper.heading(2, title)
        paper.add(paragraph("Normal", line(told)))


def heads() -> tuple[str, ...]:
    """What is counted of each track."""
    return (
        gettext("Last session"),
        gettext("Now"),
        gettext("Moved"),
        gettext("Stand still"),
        gettext("Waiting"),
        gettext("Asked"),
    )


def counts(track: ReviewTrack) -> tuple[str, ...]:
    found = (track.stood, len(track.rows), len(track.moved), track.still, track.waiting, len(track.asked))
    return tuple(map(str, found))


def registers(sheet: ReviewSheet) -> Iterator[tuple[str, str]]:
    """The figures of the other registers, each with its heading."""
    late = gettext("Overdue: %(n)d", n=sheet.overdue)
    yield gettext("Follow-ups"), "; ".join(filter(None, (figures(sheet.followups), late)))
    yield gettext("Decisions"), figures(sheet.decisions) or gettext("None has been adopted yet.")
    since = gettext("Developments since the last session")
    yield since, figures(sheet.developments) or gettext("None has been entered since.")


def _track(paper: Paper, track: ReviewTrack) -> None:
    paper.heading(1, gettext(track.title), breaks=True)
    paper.add(paragraph("Status", line(stages(track) or gettext("Nothing has been entered yet."), strong=True)))
    for told in sums(track):
        paper.add(paragraph("Status", line(told)))
    if track.rows:
        paper.add(_entries(track))
        if track.way:
            _list(paper, gettext(track.way), ways(track))
        _list(paper, gettext("What stalls"), [f"{row.reference}: {row.why}" for row in track.stalled])
        of_it = [f"{row.reference}: {asked(row)}" for row in track.asked]
        _list(paper, gettext("What is asked of this session"), of_it)


def _entries(track: ReviewTrack) -> Xml:
    table = Table(
        Column(gettext("Entry"), 46),
        Column(gettext("Last session"), 26),
        Column(gettext("Stands at"), 28),
        Column(gettext("What moved"), 32),
        Column(gettext("Next step"), 28),
        caption=gettext(track.title),
        description=gettext("One row an entry: what it is, where it stood, where it stands, what moved, next step."),
    )
    for row in track.rows:
        entry = paragraph("Cell", line(row.reference, style="Reference"), line(f" {row.title}"))
        table.row(
            join(entry, paragraph("CellDetail", line(row.owner))),
            paragraph("Cell", line(stood(row))),
            paragraph("Cell", line(gettext(row.stage))),
            join(*(paragraph("CellDetail", line(told)) for told in moved(row) or [gettext("No change")])),
            paragraph("CellDetail", line(row.next_step or "—")),
        )
    return table.xml()


def _list(paper: Paper, title: str, told: Sequence[str]) -> None:
    paper.heading(2, title)
    if told:
        paper.bullets(told)
    else:
        paper.add(paragraph("Normal", line(gettext("Nothing."))))
