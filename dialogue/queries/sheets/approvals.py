"""How a text was approved, and that this is in question where it is."""

from dataclasses import replace
from typing import Any, TypeVar

from dialogue.domain import sessions
from dialogue.domain.agreed import ApprovedText, Means
from dialogue.domain.editions import AttachedLine
from dialogue.domain.sessions import ZONE
from dialogue.domain.silence import ATTACHED, Circulation
from dialogue.i18n import day, gettext
from dialogue.queries.sheets.headings import house

S = TypeVar("S", bound=Any)


def as_it_stands(sheet: S, *, in_question: bool) -> S:
    """What says how a text was approved says also that this is in question, to every reader (practice §3.4 a). What was
    released before is kept as it was."""
    if not in_question:
        return sheet
    doubt = gettext("Adoption in question: whether this text was adopted is not certain at the moment.")
    return replace(sheet, approved=f"{sheet.approved} {doubt}".strip())


APPROVED = {
    Means.CO_CHAIRS: "Approved by both co-chairs on %(day)s at %(time)s %(zone)s.",
    Means.SESSION: "Approved in session on %(day)s at %(time)s %(zone)s.",
    Means.SILENCE: "Approved under the silence procedure on %(day)s at %(time)s %(zone)s.",
}


def approval(minutes: ApprovedText) -> str:
    """How and when they were approved, as a sentence; "" before."""
    if minutes.approved_at is None:
        return ""
    when = minutes.approved_at.astimezone(sessions.ZONE)
    return gettext(
        APPROVED[minutes.means or Means.CO_CHAIRS],
        day=day(when),
        time=when.strftime("%H:%M"),
        zone=house().zone_label,
    )


def attached_to(circulation: Circulation) -> tuple[AttachedLine, ...]:
    """Statements and reservations that go with what was adopted as its annex, in the words of the side that made
    them."""
    return tuple(
        AttachedLine(
            kind=entry.kind.value,
            party=entry.party.short_name if entry.party else "",
            made=entry.at.astimezone(ZONE).date(),
            text=entry.text,
        )
        for entry in circulation.entries
        if entry.kind in ATTACHED
    )
