"""A redline: the new text of minutes with every change tracked as Word tracks it, to be accepted or refused."""

import datetime as dt

from dialogue.domain.editions import RedlineLine, RedlineSheet
from dialogue.i18n import gettext
from dialogue.rendering.word.fragments import NOTHING, Tracking
from dialogue.rendering.word.letterhead import TAB, Paper, Xml, join, line, paragraph, run, spoken

UNDATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


def render(sheet: RedlineSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, gettext("Draft minutes: changes"), rev=sheet.rev)
        paper.identify("redline", sheet, label=f"REV {sheet.rev}" if sheet.rev else "")
        tracking = Tracking(paper.author, sheet.heading.dated or UNDATED)
        paper.add(paragraph("Status", line(_told(sheet), strong=True)))
        for section in sheet.sections:
            if section.lines and (section.number or section.is_changed):
                paper.heading(1 + section.number.count("."), section.title, number=section.number)
                paper.add(*(_line(one, tracking) for one in section.lines))
        return paper.to_bytes()


def _told(sheet: RedlineSheet) -> str:
    if not sheet.is_changed:
        return gettext("Nothing has changed since REV %(old)d.", old=sheet.old)
    return gettext("Changes since REV %(old)d; every insertion and deletion is tracked.", old=sheet.old)


def _line(one: RedlineLine, tracking: Tracking) -> Xml:
    """A line that is new or gone as a whole takes its number and its mark with it."""
    whole = one.change in {"new", "gone"}
    mark = tracking.mark(one.change) if whole else NOTHING
    number = _number(one)
    if whole and number:
        number = _tracked(one.change, number, tracking)
    pieces = (_tracked(kind, run(text), tracking) for kind, text in one.pieces if text)
    return paragraph("Numbered" if one.number else "Normal", number, *pieces, mark=mark)


def _number(one: RedlineLine) -> Xml:
    if not one.number:
        return NOTHING
    was = [line(gettext("(was %(number)s)", number=one.was), style="Quiet"), run(" ")] if one.was else []
    return join(line(f"{one.number}."), TAB, *was)


def _tracked(kind: str, content: Xml, tracking: Tracking) -> Xml:
    if kind == "new":
        return tracking.new(content)
    return tracking.gone(content) if kind == "gone" else content
