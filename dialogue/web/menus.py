"""Menus: the activities that a track can draw on, and how a publisher's list of them is taken in."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import tracks as acts
from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.text import fit
from dialogue.domain.tracks import Offered, Reason, Track, TrackEntry
from dialogue.i18n import gettext, lazy
from dialogue.queries import menus
from dialogue.queries.menus import Chosen
from dialogue.rendering import menu as files
from dialogue.web import uploads
from dialogue.web.forms import Day, Form, Upload, answer
from dialogue.web.gate import me, needs, now
from dialogue.web.presence import may, today

bp = Blueprint("menus", __name__)

LARGEST = files.LARGEST + 64 * 1024  # of the request: the file, and room for the rest of its form
LAST = 5  # lists that were taken in


class FileForm(Form):
    file = Upload(lazy("CSV file"))
    listed_on = Day(lazy("As of"), required=True)


@bp.get("/tracks/<slug:track>/activities")
@needs(Right.TRACK_READ, Track)
def index(track: Track) -> str:
    """The activities as the address chooses; `entry`: to choose one of them for it."""
    chosen = _chosen()
    found = menus.shown(_with_menu(track), chosen)
    return render_template(
        "menus/index.html",
        track=track,
        entry=_entry(track, chosen.entry),
        chosen=chosen,
        found=found,
        areas=[(area, area) for area in db.scalars(tracks.areas_of(track))],
        years=[(str(year), str(year)) for year in db.scalars(tracks.years_of(track))],
        before=_page(track, chosen, chosen.page - 1) if chosen.page > 1 else "",
        after=_page(track, chosen, chosen.page + 1) if found.has_more(chosen.page) else "",
    )


@bp.get("/tracks/<slug:track>/activities/import")
@needs(Right.TRACK_KEEP, Track)
def ask_import(track: Track) -> Response:
    return _form_page(_with_menu(track), FileForm(formdata=None, data={"listed_on": today()}))


@bp.post("/tracks/<slug:track>/activities/import")
@needs(Right.TRACK_KEEP, Track, most=LARGEST)
def take_in(track: Track) -> Response:
    """All lines that can be taken in at once; the others are listed with their reasons."""
    form = FileForm()
    found = uploads.looked_into(form.file, files.read, files.UnreadableError) if form.validate() else None
    if found is None:
        return _form_page(_with_menu(track), form)
    offered, left_out = [Offered(**one) for one in found.offered], [Reason(*one) for one in found.left_out]
    made = acts.take_in(_with_menu(track), offered, left_out, listed_on=form.listed_on.data, by=me(), at=now())
    return redirect(url_for(".imported", track=track.slug, number=made.number), 303)


@bp.get("/tracks/<slug:track>/activities/imports/<int:number>")
@needs(Right.TRACK_KEEP, Track)
def imported(track: Track, number: int) -> str:
    """What one list changed, and which of its lines were not taken in."""
    made = db.scalar(tracks.import_of(_with_menu(track), number)) or abort(404)
    why = [(one.line, gettext(one.sentence, **one.values)) for one in made.left_out]
    return render_template("menus/imported.html", track=track, made=made, left_out=why)


def _entry(track: Track, number: int) -> TrackEntry | None:
    """For which an activity is to be chosen; None: for none that the reader may change."""
    found = db.scalars(tracks.by_number(track.slug, number)).unique().one_or_none() if number else None
    return found if found is not None and may(Right.TRACK_ENTRY_KEEP, found) else None


def _with_menu(track: Track) -> Track:
    """Most tracks have none."""
    return track if track.menu else abort(404)


def _form_page(track: Track, form: FileForm) -> Response:
    last = db.scalars(tracks.last_imports(track, LAST)).all()
    return answer("menus/import.html", form, track=track, last=last, columns=files.COLUMNS, needed=files.NEEDED)


def _page(track: Track, chosen: Chosen, page: int) -> str:
    return url_for(".index", track=track.slug, **chosen.address, page=page)


def _chosen() -> Chosen:
    typed: dict[str, Any] = {
        name: fit(request.args.get(name, "")[:200], one_line=True) for name in ("q", "area", "year")
    }
    page, entry = _number("page"), _number("entry")
    return Chosen(words=typed["q"], area=typed["area"], year=typed["year"], page=max(page, 1), entry=entry)


def _number(name: str) -> int:
    """0: none was typed."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 0
