"""Sessions from before this system, for whoever may read them: the list, and each old paper as a sheet."""

from collections.abc import Sequence

from dialogue.access import Right, only
from dialogue.access.standing import Standing
from dialogue.db import db
from dialogue.domain import archive
from dialogue.domain.archive import ImportedPaper, ImportedSession, ImportKind
from dialogue.domain.editions.imported import ImportedLine, ImportedSheet
from dialogue.domain.working_days import local_day
from dialogue.i18n import day, gettext
from dialogue.queries.sheets.headings import house

TITLES = {ImportKind.AGENDA: "Agenda", ImportKind.MINUTES: "Minutes"}


def shelf(standing: Standing) -> Sequence[ImportedSession]:
    """Those that the person may read, the newest first."""
    return db.scalars(only(archive.in_order(), standing, Right.IMPORT_READ, ImportedSession)).all()


def sheet(paper: ImportedPaper) -> ImportedSheet:
    session, here = paper.session, house()
    return ImportedSheet(
        title=gettext(TITLES[paper.kind]),
        reference=session.reference,
        session=when_and_where(session),
        mark=gettext("IMPORTED"),
        notes=notes(paper),
        head=tuple(filter(None, paper.head.split("\n"))),
        people=tuple(filter(None, paper.people.split("\n"))),
        lines=tuple(ImportedLine(what=one.what, text=one.text, number=one.number) for one in paper.lines),
        dialogue=here.dialogue_name,
        marking=here.marking,
    )


def when_and_where(session: ImportedSession) -> str:
    days = day(session.held_on)
    if session.held_until is not None and session.held_until != session.held_on:
        days = f"{days} – {day(session.held_until)}"
    return f"{days}, {session.city}"


def notes(paper: ImportedPaper) -> tuple[str, ...]:
    """What every reader of it has to know first."""
    session = paper.session
    where = (
        gettext("the file “%(name)s”", name=paper.file_name) if paper.file_name else gettext("a text that was pasted")
    )
    who, on = f"{paper.taken_in_by.name}, {session.party.short_name}", day(local_day(paper.taken_in_at))
    came = gettext("Imported on %(day)s by %(who)s from %(where)s; SHA-256 %(digest)s.", day=on, who=who, where=where,
                   digest=paper.sha256)  # fmt: skip
    told = gettext("It is from before this system, and was not agreed, adopted or signed in it.")
    if session.is_confirmed:
        by = f"{session.state_by.name}, {session.state_by.organisation.short_name}"
        seen = gettext("%(who)s has confirmed on %(day)s that the other side has the same paper.", who=by,
                       day=day(local_day(session.state_at)))  # fmt: skip
    else:
        seen = gettext("The other side has not confirmed yet that it has the same paper.")
    return came, told, seen
