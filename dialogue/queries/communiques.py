"""The joint communiqué as one of its readers holds it."""

from dataclasses import replace

from dialogue.domain.communiques import Communique
from dialogue.domain.editions import Level
from dialogue.domain.editions.texts import CommuniqueSheet
from dialogue.domain.sessions import ZONE
from dialogue.i18n import clock, day, gettext
from dialogue.queries import sheets


def working(communique: Communique, level: Level = Level.DELEGATIONS) -> CommuniqueSheet:
    """The text as it stands, dated by its last edit or move."""
    dated = max(communique.edited_at, communique.state_at)
    head = sheets.heading(communique.session, level, dated=dated)
    sheet = communique.sheet(replace(head, reference=communique.reference))
    return replace(sheet, rev=len(communique.revisions) or None, held_back=_held_back(communique))


def edition(communique: Communique, level: Level) -> CommuniqueSheet:
    """One edition as it was approved, or before that a working copy."""
    kept = communique.kept_edition(level)
    sheet: CommuniqueSheet = kept.sheet if kept is not None else working(communique, level)
    return sheets.as_it_stands(sheet, in_question=communique.in_question)


def editions(communique: Communique) -> dict[Level, CommuniqueSheet]:
    """Those of a communiqué that was approved just now; the delegations have the words that both signed off."""
    approved = sheets.approval(communique)
    return {level: replace(working(communique, level), approved=approved) for level in communique.LEVELS}


def _held_back(communique: Communique) -> str:
    """Until when the public waits, as a sentence in the dialogue's own zone; "" without an embargo."""
    if communique.embargo is None:
        return ""
    local = communique.embargo.astimezone(ZONE)
    when = f"{day(local)}, {clock(local)} {sheets.house().zone_label}"
    return gettext("Not to be published before %(when)s.", when=when)
