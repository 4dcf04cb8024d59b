"""What whoever took a right away is told of the mails that waited for it."""

from flask import flash

from dialogue.i18n import ngettext


def say_called_back(many: int) -> None:
    """On the next page, and only if there were any."""
    if many:
        flash(
            ngettext(
                "%(num)d mail that still waited is called back: its recipient may not read it any more.",
                "%(num)d mails that still waited are called back: their recipients may not read them any more.",
                many,
            ),
            "done",
        )
