"""A redline: the new text of minutes with every change tracked as Word tracks it, to be accepted or refused."""

from dialogue.domain.editions import MinutesSheet
from dialogue.i18n import gettext
from dialogue.rendering.word import minutes
from dialogue.rendering.word.letterhead import spoken


def render(old: MinutesSheet, new: MinutesSheet) -> bytes:
    """The new paper with the changes since the old one, both of one edition: nothing is told that its reader may not
    hold."""
    with spoken(new.heading.language):
        paper = minutes.paper_of(new)
        paper.track(minutes.paper_of(old), gettext("Draft minutes: changes since REV %(old)d", old=old.rev or 0))
        paper.identify("redline", new, label=f"REV {new.rev}" if new.rev else "")
        return paper.to_bytes()
