"""Entries of tracks that come onto an agenda: an item with the words of the entry, which it comes from."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.agenda import Agenda
from dialogue.i18n import gettext
from dialogue.web.agenda.pages import bp
from dialogue.web.forms import Buttons
from dialogue.web.gate import me, needs, now
from dialogue.web.presence import may


@bp.post("/sessions/<ref:ref>/agenda/entries/<slug:track>/<int:nth>")
@needs(Right.AGENDA_EDIT, Agenda)
def put_on(agenda: Agenda, track: str, nth: int) -> Response:
    Buttons()
    entry = db.scalars(tracks.by_number(track, nth)).unique().one_or_none()
    if entry is None or not may(Right.TRACK_ENTRY_PLACE, entry):
        abort(404)
    placed = acts.put_on_agenda(agenda, entry, by=me(), at=now())
    said = gettext("%(reference)s is on the agenda. Please say who presents it.", reference=entry.reference)
    flash(said, "done")
    return redirect(url_for(".show", ref=agenda.session.ref, _anchor=f"item-{placed.item_key}"), 303)
