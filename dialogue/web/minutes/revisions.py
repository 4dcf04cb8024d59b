"""Each text of the minutes that was sent out, and what changed against the one before it: as a page and in Word."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.domain.agreed import Revision
from dialogue.domain.editions import Level
from dialogue.domain.minutes import Minutes
from dialogue.queries import redlines, sheets
from dialogue.rendering.word import names
from dialogue.rendering.word import redline as redline_paper
from dialogue.web import asked, downloads
from dialogue.web.gate import needs
from dialogue.web.minutes.pages import bp


@bp.get("/sessions/<ref:ref>/minutes/revisions/<int:rev>")
@needs(Right.MINUTES_REVISIONS, Minutes)
def revision(minutes: Minutes, rev: int) -> str:
    asked.edition(Level.DELEGATIONS)
    new, old = _revision(minutes, rev), minutes.revision(rev - 1)
    return render_template(
        "minutes/revision.html", minutes=minutes, session=minutes.session, revision=new, sheet=new.sheet,
        changes=redlines.redline(old.sheet, new.sheet) if old else None,
    )  # fmt: skip


@bp.get("/sessions/<ref:ref>/minutes/revisions/<int:rev>/changes.docx")
@needs(Right.MINUTES_REVISIONS, Minutes)
def redline(minutes: Minutes, rev: int) -> Response:
    """Tracked changes against the text before; REV 1 has none before it."""
    asked.edition(Level.DELEGATIONS)
    new, old = _revision(minutes, rev), _revision(minutes, rev - 1)
    name = names.of_paper(new.sheet, "changes")
    return downloads.download(redline_paper.render(old.sheet, new.sheet), name)


@bp.get("/sessions/<ref:ref>/minutes/changes")
@needs(Right.MINUTES_EDIT, Minutes)
def changes(minutes: Minutes) -> str:
    """The text that is being worked on against the last one that was sent out."""
    last = _revision(minutes, minutes.rev)
    found = redlines.redline(last.sheet, sheets.minutes_edition(minutes, Level.DELEGATIONS))
    return render_template("minutes/changes.html", minutes=minutes, session=minutes.session, changes=found)


def _revision(minutes: Minutes, rev: int) -> Revision:
    return minutes.revision(rev) or abort(404)
