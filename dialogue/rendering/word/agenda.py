"""The agenda as a paper: the order of business as a table, then notes on the items; annotated with their history."""

import datetime as dt
from dataclasses import replace
from itertools import groupby

from dialogue.domain.editions import AgendaLine, AgendaSheet, History
from dialogue.i18n import clock, gettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import (
    KEPT,
    NUMBER,
    Column,
    Manner,
    Paper,
    Shape,
    Table,
    Xml,
    join,
    line,
    paragraph,
    run,
    spoken,
)

NO_BREAK = "\N{NO-BREAK SPACE}"
SET_IN = Shape(left=227)  # a sub-item under its item


def render(sheet: AgendaSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, _title(sheet), rev=sheet.rev)
        kind = "annotated agenda" if sheet.annotated else "agenda"
        label = f"REV {sheet.rev}" if sheet.rev else ""
        paper.identify(kind, sheet, label=label)
        _status(paper, sheet)
        _order_of_business(paper, sheet)
        _notes(paper, sheet)
        return paper.to_bytes()


def _title(sheet: AgendaSheet) -> str:
    adopted = sheet.status == "adopted"
    if _is_working(sheet):
        return gettext("Annotated draft agenda") if sheet.annotated else gettext("Draft agenda")
    if sheet.annotated:
        return gettext("Annotated agenda") if adopted else gettext("Annotated provisional agenda")
    if adopted and not sheet.rev and sheet.heading.dated:
        day = labels.day_of(sheet.heading.dated, sheet.heading.zone_id)
        return gettext("Agenda, as adopted on %(day)s", day=day)
    return gettext("Agenda") if adopted else gettext("Provisional agenda")


def _status(paper: Paper, sheet: AgendaSheet) -> None:
    """Where the text stands, and what changed against the release before: in words, at the top."""
    if sheet.status:
        paper.add(paragraph("Status", line(_stands(sheet), strong=True)))
    if sheet.moved:
        paper.add(paragraph("Status", line(sheet.moved, strong=True)))
    if sheet.adopted:
        paper.add(paragraph("Status", line(sheet.adopted)))
    if sheet.changes:
        before = gettext("Changed since REV %(rev)d:", rev=(sheet.rev or 1) - 1)
        label = before if (sheet.rev or 0) > 1 else gettext("Changed since the last release:")
        paper.add(paragraph("Label", line(label)))
        paper.bullets(sheet.changes)


def _is_working(sheet: AgendaSheet) -> bool:
    """What has no REV is the secretaries' own, however far the agenda itself has come; once adopted it changes by
    record alone, and each change is a release."""
    return not sheet.rev and sheet.status != "adopted"


def _stands(sheet: AgendaSheet) -> str:
    state = labels.worded(labels.STATES, sheet.status)
    if sheet.rev:
        return gettext("Status: %(state)s, REV %(rev)d.", state=state, rev=sheet.rev)
    if not _is_working(sheet):
        return gettext("Status: %(state)s.", state=state)
    _, told, last = sheet.heading.previous.rpartition(" REV ")
    if told:
        return gettext("Status: working text after %(last)s, not circulated.", last=f"REV {last}")
    return gettext("Status: %(state)s, not circulated.", state=state)


def _order_of_business(paper: Paper, sheet: AgendaSheet) -> None:
    paper.heading(1, gettext("Order of business"))
    if not sheet.items:
        paper.add(paragraph("Normal", run(gettext("No items yet."))))
        return
    days = [(day, list(lines)) for day, lines in groupby(sheet.items, key=lambda item: item.starts.date())]
    for day, lines in days:
        if len(days) > 1:
            paper.heading(2, labels.day(day))
        paper.add(_table(lines, day))
    paper.add(paragraph("Small", run(_total(sheet))))


def _table(lines: list[AgendaLine], day: dt.date) -> Xml:
    table = Table(
        Column(gettext("Time"), 17),
        Column(gettext("No."), 12),
        Column(gettext("Item"), 73),
        Column(gettext("Presented by"), 34),
        Column(gettext("Duration"), 24),
        caption=gettext("Order of business, %(day)s", day=labels.day(day)),
        description=gettext("One row an item: when it begins, number, title, who presents it, how long it takes."),
    )
    for item in lines:
        table.row(
            paragraph("Cell", run(clock(item.starts))),
            paragraph("Cell", line(item.number)),
            _item(item),
            paragraph("Cell", line("" if item.withheld else item.presenter)),
            paragraph("Cell", run(labels.length(item.minutes).replace(" ", NO_BREAK))),
        )
    return table.xml()


def _item(item: AgendaLine) -> Xml:
    """Title, and under it what the reader may hold of its kind and origin."""
    shape = SET_IN if item.depth else Shape()
    called = name_of(item.title, withheld=item.withheld)
    strong = bool(item.number) and not item.depth
    title = paragraph("Cell", line(called, strong=strong, emphasis=not item.number), shape=shape)
    if item.withheld:
        return title
    kind = "" if item.kind == "plenary" else labels.worded(labels.ITEM_KINDS, item.kind)
    origin = gettext("Asked for by %(origin)s", origin=item.origin) if item.origin else ""
    details = [part for part in (kind, origin) if part]
    return join(title, *(paragraph("CellDetail", line(part), shape=shape) for part in details))


def name_of(title: str, *, withheld: bool) -> str:
    """A withheld item has its public title or, where it has none, says so."""
    return title or (gettext("Restricted item") if withheld else "")


def _total(sheet: AgendaSheet) -> str:
    ends = f"{clock(sheet.ends)} {sheet.heading.zone}".strip()
    total = gettext("In all %(length)s; ends at %(time)s.", length=labels.length(sheet.minutes), time=ends)
    if not sheet.overrun:
        return total
    beyond = gettext(
        "That is %(length)s beyond the planned end at %(time)s.",
        length=labels.length(sheet.overrun),
        time=clock(sheet.heading.ends),
    )
    return f"{total} {beyond}"


def _notes(paper: Paper, sheet: AgendaSheet) -> None:
    """Explanatory text item by item; in the annotated agenda with what was decided, what is open, what to read."""
    noted = [(item, _history(item, annotated=sheet.annotated)) for item in sheet.items if not item.withheld]
    noted = [(item, history) for item, history in noted if item.text.strip() or item.since or history != History()]
    if noted:
        paper.heading(1, gettext("Annotations") if sheet.annotated else gettext("Notes on the items"))
    for item, history in noted:
        paper.heading(2 + item.depth, item.title, number=item.number)
        if item.topic:
            paper.add(paragraph("Detail", line(gettext("Topic: %(topic)s", topic=item.topic)), shape=KEPT))
        if item.text.strip():
            paper.prose(item.text, Manner(style="Continued", left=NUMBER))
        _list(paper, gettext("Under the silence procedure since the last session"), item.since)
        _list(paper, gettext("Developments since the last session"), history.developments)
        _list(paper, gettext("Developments referred to"), history.cited)
        _list(paper, gettext("Written reactions"), history.reactions)
        _list(paper, gettext("Meetings since the last session"), history.meetings)
        _list(paper, gettext("Last decisions"), history.decisions)
        _list(paper, gettext("Open follow-ups"), history.followups)
        _list(paper, gettext("Draft operational conclusions"), history.conclusions)
        _list(paper, gettext("Papers"), history.papers)


def _history(item: AgendaLine, *, annotated: bool) -> History:
    """What stands under an item: always its papers, and its past where the agenda is annotated."""
    known = (annotated and item.history) or History()
    return replace(known, papers=tuple(dict.fromkeys((*item.papers, *known.papers))))


def _list(paper: Paper, label: str, entries: tuple[str, ...]) -> None:
    if entries:
        paper.add(paragraph("Label", line(label), shape=Shape(left=NUMBER)))
        paper.bullets(entries, left=NUMBER)
