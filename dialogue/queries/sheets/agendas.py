"""The agenda as its readers hold it: being worked on, as a draft, released; and what changed in it."""

import datetime as dt
from dataclasses import replace

from dialogue.db import db
from dialogue.domain import sessions
from dialogue.domain.agenda import Agenda, Change, Difference, Guests, differences
from dialogue.domain.agreed import Revision, Word, with_sheets
from dialogue.domain.editions import (
    DOCUMENT_LEVELS,
    AgendaSheet,
    Audience,
    Level,
)
from dialogue.i18n import day, gettext, ngettext
from dialogue.queries.guests import several_hosts
from dialogue.queries.sheets.headings import heading, house, moved
from dialogue.queries.since import since_last


def working_agenda(
    agenda: Agenda, audience: Audience, at: dt.datetime | None = None, hosts: Guests | None = None
) -> AgendaSheet:
    """The text being worked on, as the audience would hold it. `hosts`: `several_hosts` of its session, where they have
    been asked already."""
    last = agenda.release
    previous = f"{agenda.paper} REV {last.rev}" if last else ""
    level = Level.DELEGATIONS if audience.level is Level.SECRETARIAT else audience.level
    sheet = agenda.edition(audience, heading(agenda.session, level, paper=agenda.paper, dated=at, previous=previous))
    if level is Level.DELEGATIONS:
        return _with_since(agenda, sheet)
    return _without_hosts(sheet, several_hosts(agenda.session) if hosts is None else hosts)


def _without_hosts(sheet: AgendaSheet, hosts: Guests) -> AgendaSheet:
    """Where a session has several co-hosts, none reads who else presents or which paper is another's."""
    lines = tuple(
        replace(
            line,
            presenter="" if hosts.names_others(line.presenter) else line.presenter,
            papers=tuple(one for one in line.papers if not hosts.names_others(one)),
        )
        for line in sheet.items
    )
    return replace(sheet, items=lines)


def _with_since(agenda: Agenda, sheet: AgendaSheet) -> AgendaSheet:
    """Under the standing item of that name what happened under silence since the last session, for the delegations."""
    keys = {item.key for item in agenda.all_items if item.is_since_last}
    if not any(line.key in keys for line in sheet.items):
        return sheet
    told = since_last(agenda.session, sheet.heading.zone)
    lines = tuple(replace(line, since=told) if line.key in keys else line for line in sheet.items)
    return replace(sheet, items=lines)


def draft_agenda(agenda: Agenda, level: Level) -> AgendaSheet:
    """The working text as a paper in one edition, dated as its state: the same text gives the same bytes."""
    return replace(working_agenda(agenda, Audience(level), agenda.state_at), adopted=adoption(agenda))


def agenda_editions(agenda: Agenda, at: dt.datetime) -> dict[Level, AgendaSheet]:
    """The three editions that a release freezes, each saying what changed against the release before."""
    last = agenda.release
    rev = last.rev + 1 if last else 1
    made, hosts = {}, several_hosts(agenda.session)
    last = None if last is None else in_full(last)
    for level in DOCUMENT_LEVELS:
        sheet = working_agenda(agenda, Audience(level), at, hosts)
        made[level] = replace(sheet, rev=rev, changes=agenda_changes(last, sheet))
    return made


def left_open_of_agenda(sheet: AgendaSheet, public: AgendaSheet) -> list[str]:
    """What a release would carry as it is, and nobody can add to it afterwards."""
    nobody = [line.number for line in sheet.items if line.number and not line.presenter]
    nameless = [line.number for line in public.items if line.withheld and not line.title]
    told = [
        ngettext(
            "Item %(numbers)s names nobody who presents it.",
            "Items %(numbers)s name nobody who presents them.",
            len(nobody),
            numbers=", ".join(nobody),
        )
        if nobody
        else "",
        ngettext(
            "Item %(numbers)s has no public title: others read “Restricted item”.",
            "Items %(numbers)s have no public title: others read “Restricted item”.",
            len(nameless),
            numbers=", ".join(nameless),
        )
        if nameless
        else "",
        "" if sheet.heading.venue else gettext("No venue is entered for the session."),
        gettext("It runs %(n)d minutes beyond the end of the session.", n=sheet.overrun) if sheet.overrun else "",
    ]
    return [line for line in told if line]


def in_full(revision: Revision) -> Revision:
    """With the sheets of all its editions, read at once."""
    found: Revision = db.scalars(with_sheets(revision)).unique().one()
    return found


def agenda_changes(last: Revision | None, sheet: AgendaSheet) -> tuple[str, ...]:
    """What became of the items since that release, in words, as the sheet's own reader may know it."""
    found = differences(last.sheet_of(sheet.heading.edition), sheet) if last else ()
    return tuple(in_words(d) for d in found)


def in_words(difference: Difference) -> str:
    """One change of an agenda as a line that a delegation can read."""
    sentence = {
        Change.NEW: "New: %(item)s",
        Change.MOVED: "Moved: %(item)s (was %(was)s)" if difference.was else "Moved: %(item)s",
        Change.CHANGED: "Changed: %(item)s",
        Change.WITHDRAWN: "Withdrawn: %(item)s",
        Change.DEFERRED: "Deferred: %(item)s",
    }[difference.change]
    title = difference.title or gettext("Restricted item")
    return gettext(sentence, item=f"{difference.number} {title}".strip(), was=difference.was)


def released_agenda(agenda: Agenda, release: Revision, level: Level) -> AgendaSheet:
    """A release as it was frozen, with what became of its date and place; where it is the one in force, with how it
    was adopted."""
    frozen: AgendaSheet = release.sheet_of(level)
    sheet = replace(frozen, text_hash=release.text_hash, moved=moved(agenda.session, frozen.heading))
    if agenda.release is release:
        sheet = replace(sheet, status=agenda.state.value, adopted=adoption(agenda))
    return sheet


def adopted_agenda(agenda: Agenda, release: Revision, level: Level) -> AgendaSheet:
    """The release that was adopted as a paper of its own: without a number, dated by the adoption."""
    kept = released_agenda(agenda, release, level)
    return replace(kept, rev=None, changes=(), moved="", heading=replace(kept.heading, dated=agenda.adopted_at))


def adoption(agenda: Agenda) -> str:
    """How and when the agenda was adopted, as a sentence; "" before."""
    if agenda.adopted_at is None:
        return ""
    when = agenda.adopted_at.astimezone(sessions.ZONE)
    heads = " / ".join(one.name for one in agenda.assents_to(Word.ADOPTION))
    return gettext(
        "Adopted on %(day)s at %(time)s %(zone)s by %(heads)s.",
        day=day(when),
        time=when.strftime("%H:%M"),
        zone=house().zone_label,
        heads=heads,
    )
