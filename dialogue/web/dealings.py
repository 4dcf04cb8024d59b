"""Links from an entry of a track to what dealt with it: items, paragraphs of minutes, decisions, follow-ups."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import sessions, tracks
from dialogue.domain.base import refusal
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import TrackEntry, TrackPlacement
from dialogue.i18n import gettext, lazy
from dialogue.queries import targets
from dialogue.web.forms import Buttons, Form, RecordField, answer
from dialogue.web.gate import me, needs, now
from dialogue.web.presence import may

bp = Blueprint("dealings", __name__)


class LinkForm(Form):
    to = RecordField(lazy("What dealt with it"))
    point = RecordField(lazy("Which point"), required=False, none=lazy("the whole entry"))


@bp.get("/tracks/<slug:track>/<int:nth>/links")
@needs(Right.TRACK_ENTRY_PLACE, TrackEntry)
def links(entry: TrackEntry) -> Response:
    chosen, among = _session(entry)
    return _page(entry, _form(entry, chosen), chosen, among)


@bp.post("/tracks/<slug:track>/<int:nth>/links")
@needs(Right.TRACK_ENTRY_PLACE, TrackEntry)
def link(entry: TrackEntry) -> Response:
    chosen, among = _session(entry)
    form = _form(entry, chosen)
    if chosen is None or not form.validate():
        return _page(entry, form, chosen, among)
    made = acts.connect(entry, form.to.data.target, chosen, point=form.point.data, by=me(), at=now())
    flash(gettext("%(reference)s is linked there.", reference=made.reference), "done")
    return _to(entry, chosen)


@bp.post("/tracks/<slug:track>/<int:nth>/links/<int:placement>/take-back")
@needs(Right.TRACK_ENTRY_PLACE, TrackEntry)
def take_back(entry: TrackEntry, placement: int) -> Response:
    Buttons()
    found = db.get(TrackPlacement, placement)
    if found is None or found.entry is not entry:
        abort(404)
    acts.disconnect(found, by=me(), at=now())
    flash(gettext("%(reference)s is linked there no more.", reference=found.reference), "done")
    return _to(entry, found.session)


def _session(entry: TrackEntry) -> tuple[Session | None, Sequence[Session]]:
    """The session that the address names, or the next one, or the last; and all of which one may be chosen."""
    if refusal(tracks.must_be_shared, entry) is not None:
        abort(404)
    among = [one for one in reversed(db.scalars(sessions.in_order()).all()) if may(Right.AGENDA_EDIT, one)]
    wanted = request.args.get("session")
    if wanted is not None:
        return next((one for one in among if one.ref == wanted), None) or abort(404), among
    coming = [one for one in among if not one.is_over]
    return next(iter(coming[-1:] or among), None), among


def _form(entry: TrackEntry, session: Session | None) -> LinkForm:
    form = LinkForm()
    form.to.choose(targets.of_session(session) if session is not None else (), label=lambda one: one.label)
    form.point.choose(entry.points, label=lambda one: gettext("point %(number)d", number=one.number))
    return form


def _page(entry: TrackEntry, form: LinkForm, chosen: Session | None, among: Sequence[Session]) -> Response:
    named = {one.target: one.label for one in form.to.records.values()}
    there = [(one, named.get(one.target, "")) for one in db.scalars(tracks.of_entry(entry))]
    return answer("dealings/links.html", form, entry=entry, track=entry.track, chosen=chosen, among=among, there=there)


def _to(entry: TrackEntry, session: Session) -> Response:
    return redirect(url_for(".links", track=entry.track_slug, nth=entry.number, session=session.ref), 303)
