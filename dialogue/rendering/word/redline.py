"""A redline: the new text of minutes with every change tracked as Word tracks it, to be accepted or refused."""

from dataclasses import replace

from dialogue.domain.editions import MinutesSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import minutes
from dialogue.rendering.word.letterhead import spoken


def render(old: MinutesSheet, new: MinutesSheet) -> bytes:
    """The new paper with the changes since the old one, both of one edition: nothing is told that its reader may not
    hold."""
    with spoken(new.heading.language):
        before, after = (old, new) if old.has_keys and new.has_keys else (_without_keys(old), _without_keys(new))
        paper = minutes.paper_of(after)
        paper.track(minutes.paper_of(before), gettext("Draft minutes: changes since REV %(old)d", old=old.rev or 0))
        paper.identify("redline", new, label=f"REV {new.rev}" if new.rev else "")
        return paper.to_bytes()


def _without_keys(sheet: MinutesSheet) -> MinutesSheet:
    """A text of old has none: its items are found by their words, and those of the other text likewise."""
    return replace(sheet, items=tuple(replace(item, key="") for item in sheet.items))
