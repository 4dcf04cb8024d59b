"""Tables of a track, each with the columns that the track says, as page and Word."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.domain.editions import Level
from dialogue.domain.tracks import Table, Track
from dialogue.queries import tables
from dialogue.rendering.word import names, word
from dialogue.web import asked
from dialogue.web.downloads import download
from dialogue.web.gate import needs, standing
from dialogue.web.presence import today

bp = Blueprint("tables", __name__)


@bp.get("/tracks/<slug:track>/tables/<slug:table>")
@needs(Right.TRACK_READ, Track)
def show(track: Track, table: str) -> str:
    found = tables.shown(standing(), track, _of(track, table), today(), asked.month())
    return render_template("tables/show.html", found=found)


@bp.get("/tracks/<slug:track>/tables/<slug:table>.docx")
@needs(Right.TRACK_TAKE, Track)
def docx(track: Track, table: str) -> Response:
    """Made each time, of an open track alone."""
    asked.edition(Level.DELEGATIONS)
    month = asked.month()
    made = tables.sheet(standing(), track, _of(track, table), today(), month)
    dated = today().isoformat() if month is None else f"{month:%Y-%m}"
    return download(word.render(made), names.file_name(track.slug, table, dated))


def _of(track: Track, table: str) -> Table:
    return track.table(table) or abort(404)
