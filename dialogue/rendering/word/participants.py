"""The list of participants as a paper, in the order of precedence that the sheet gives."""

from dialogue.domain.editions import DelegationSheet, Level, ParticipantsSheet, Seat
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.word import labels
from dialogue.rendering.word.letterhead import KEPT, Column, Paper, Table, Xml, join, line, paragraph, run, spoken


def render(sheet: ParticipantsSheet) -> bytes:
    with spoken(sheet.heading.language):
        paper = Paper.of_session(sheet.heading, gettext("List of participants"), rev=None)
        paper.identify("participants", sheet)
        for delegation in sheet.delegations:
            _delegation(paper, delegation.called(sheet.heading), whole=sheet.heading.edition is Level.DELEGATIONS)
        if not sheet.delegations:
            paper.add(paragraph("Normal", run(gettext("No delegation is named yet."))))
        return paper.to_bytes()


def _delegation(paper: Paper, delegation: DelegationSheet, *, whole: bool) -> None:
    """How many they are is told where all are named; else it would give the heads alone for the delegation."""
    paper.heading(1, delegation.name)
    kind = labels.worded(labels.DELEGATION_KINDS, delegation.kind)
    persons = ngettext("%(n)d person", "%(n)d persons", len(delegation.seats)) if whole else ""
    if about := " · ".join(filter(None, (kind, persons))):
        paper.add(paragraph("Small", line(about), shape=KEPT))
    if delegation.seats:
        paper.add(_table(delegation))


def _table(delegation: DelegationSheet) -> Xml:
    recorded = any(seat.present is not None for seat in delegation.seats)
    table = Table(
        Column(gettext("Name"), 45 if recorded else 52),
        Column(gettext("Function and organisation"), 60 if recorded else 70),
        Column(gettext("Role"), 33 if recorded else 38),
        *([Column(gettext("Presence"), 22)] if recorded else []),
        caption=gettext("Delegation: %(name)s", name=delegation.name),
        description=gettext("One row a person, in order of precedence."),
    )
    for seat in delegation.seats:
        table.row(
            paragraph("Cell", line(seat.name, strong=True)),
            _function(seat, delegation),
            paragraph("Cell", line(labels.worded(labels.ROLES, seat.role))),
            *([paragraph("Cell", line(_presence(seat)))] if recorded else []),
        )
    return table.xml()


def _function(seat: Seat, delegation: DelegationSheet) -> Xml:
    """The organisation only where the heading above does not say it already."""
    other = seat.organisation if seat.organisation != delegation.name else ""
    organisation = [paragraph("CellDetail", line(other))] if other else []
    function = [paragraph("Cell", line(seat.function))] if seat.function or not organisation else []
    return join(*function, *organisation)


def _presence(seat: Seat) -> str:
    if seat.present is None:
        return gettext("Not recorded")
    return ", ".join(filter(None, (gettext("Present"), labels.hours(seat)))) if seat.present else gettext("Absent")
