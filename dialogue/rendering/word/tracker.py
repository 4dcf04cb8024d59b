"""The follow-up tracker as a paper, in landscape: the very rows shown, and what changed in words as well as shade."""

import datetime as dt
from functools import cache

from dialogue.domain.editions import TrackerRow, TrackerSheet
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels, pictures
from dialogue.rendering.word.claims import TRACKER, Claim
from dialogue.rendering.word.furniture import block
from dialogue.rendering.word.letterhead import (
    NOTHING,
    Column,
    Manner,
    Masthead,
    Paper,
    Table,
    Xml,
    join,
    line,
    paragraph,
    spoken,
)
from dialogue.rendering.word.prose import REFERENCE

TEXT, NOTE = Manner(style="Cell"), Manner(style="CellDetail")
SHADED = (5,)  # the column that tells what changed


def render(sheet: TrackerSheet) -> bytes:
    with spoken(sheet.language):
        masthead = Masthead(
            title=sheet.title or gettext("Follow-ups"),
            reference=labels.symbol_of(sheet),
            dialogue=sheet.dialogue,
            marking=sheet.marking,
            designation=sheet.designation,
            at_every=sheet.at_every,
            edition=sheet.edition,
            readers=sheet.addressee,
            dated=sheet.dated,
            language=sheet.language,
        )
        paper = Paper(masthead, landscape=True)
        if sheet.claims and sheet.edition is not None:
            paper.claim(Claim(TRACKER, sheet.as_of.isoformat() if sheet.as_of else "", sheet.edition, "", ""))
        paper.opening()
        paper.add(_block(sheet, masthead.title))
        paper.title()
        _summary(paper, sheet)
        _expect(paper, sheet)
        for n, (word, rows) in enumerate(sheet.parts):
            paper.heading(1, labels.part(sheet.by, word) or gettext("Follow-ups"), breaks=sheet.by == "owner" and n > 0)
            paper.add(_table(paper, sheet, rows))
        pictures.add(paper, sheet.charts)
        return paper.to_bytes()


def _block(sheet: TrackerSheet, subject: str) -> Xml:
    """The reference block: as of which day it is told, and when anything happened in it last."""
    as_of = gettext("As of %(day)s", day=labels.day(sheet.as_of)) if sheet.as_of else ""
    changed = labels.day_of(sheet.dated, sheet.zone_id) if sheet.dated else ""
    dates = " · ".join(filter(None, (as_of, changed and gettext("last change %(day)s", day=changed))))
    return block(
        (gettext("Reference"), labels.symbol_of(sheet), "Reference"),
        (gettext("Date"), dates, ""),
        (gettext("Original language"), labels.language_name(sheet.language), ""),
        (gettext("From"), sheet.sender, ""),
        (gettext("To"), sheet.addressee, ""),
        (gettext("Subject"), subject, ""),
    )


def _expect(paper: Paper, sheet: TrackerSheet) -> None:
    """Rows that other rows name: a place for each of thousands would be for nobody."""
    told = (text for row in sheet.rows for text in (row.text, row.last_note, row.cause) if "/" in text)
    named = {reference for text in told for reference in REFERENCE.findall(text)}
    paper.expect(row.reference for row in sheet.rows if row.reference in named)


def _summary(paper: Paper, sheet: TrackerSheet) -> None:
    """How many, what was chosen, and how to read the shade."""
    overdue = sum(row.overdue for row in sheet.rows)
    count = ngettext("%(n)d follow-up", "%(n)d follow-ups", len(sheet.rows))
    late = gettext("%(count)s, %(overdue)d of them overdue.", count=count, overdue=overdue)
    text = late if overdue else gettext("%(count)s, none overdue.", count=count)
    paper.add(paragraph("Status", line(text if sheet.rows else gettext("No follow-up matches."), strong=True)))
    if sheet.filters:
        paper.add(paragraph("Status", line(gettext("Shown: %(filters)s", filters="; ".join(sheet.filters)))))
    if sheet.since and sheet.rows:
        paper.add(paragraph("Status", line(labels.shade(sheet.since))))


def _table(paper: Paper, sheet: TrackerSheet, rows: tuple[TrackerRow, ...]) -> Xml:
    table = Table(
        Column(gettext("Reference"), 30),
        Column(gettext("Follow-up"), 84),
        Column(gettext("Owner"), 36),
        Column(gettext("Due"), 22),
        Column(gettext("State"), 27),
        Column(labels.changed(sheet.since), 26),
        Column(gettext("Last note"), 32),
        caption=sheet.title or gettext("Follow-ups"),
        description=gettext("One row a follow-up: reference, text, owner, due date, state, what changed, last note."),
    )
    unchanged = paragraph("CellDetail", line(gettext("No change")))
    # The same few, thousands of times.
    origin, topic, owner, due, state = cache(_origin), cache(_details), cache(_owner), cache(_due), cache(_state)
    for row in rows:
        table.row(
            join(paragraph("Cell", paper.given(row.reference)), origin(row.origin)),
            join(paper.blocks(row.text, TEXT), topic(row.topic), _measured(row)),
            owner(row.owner, row.office, row.supporting),
            due(row.due, row.overdue),
            join(
                state(row.state, row.carried, row.in_question),
                paper.blocks(gettext("Cause: %(cause)s", cause=row.cause), NOTE) if row.cause else NOTHING,
            ),
            paragraph("Cell", line(row.changed)) if row.changed else unchanged,
            paper.blocks(row.last_note, NOTE),
            shaded=SHADED if row.changed else (),
        )
    return table.xml()


def _origin(origin: str) -> Xml:
    return _details(gettext("From %(origin)s", origin=origin) if origin else "")


def _measured(row: TrackerRow) -> Xml:
    """What there will be, and by what that is seen."""
    will_be = gettext("Deliverable: %(words)s", words=row.deliverable) if row.deliverable else ""
    seen = gettext("Indicator: %(words)s", words=row.indicator) if row.indicator else ""
    return join(_details(will_be), _details(seen))


def _owner(owner: str, office: str, supporting: str) -> Xml:
    with_others = gettext("with %(offices)s", offices=supporting) if supporting else ""
    return join(paragraph("Cell", line(owner)), _details(office), _details(with_others))


def _due(due: dt.date | None, overdue: bool) -> Xml:
    """Overdue is a word, and red only beside it."""
    day = paragraph("Cell", line(labels.day(due) if due else gettext("No date")))
    return join(day, paragraph("Cell", line(gettext("Overdue"), style="Alert"))) if overdue else day


def _state(state: str, carried: int, in_question: bool) -> Xml:
    times = ngettext("carried once", "carried %(n)d times", carried) if carried else ""
    mark = paragraph("Cell", line(gettext("Adoption in question"), style="Alert")) if in_question else NOTHING
    return join(paragraph("Cell", line(labels.worded(labels.STATES, state))), mark, _details(times))


def _details(text: str) -> Xml:
    return paragraph("CellDetail", line(text)) if text else NOTHING
