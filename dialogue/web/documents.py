"""Documents: what a co-host or an observer may take away of its own sessions, and until when."""

from flask import Blueprint, render_template

from dialogue.access import Right
from dialogue.queries import home
from dialogue.queries.home import Shelf
from dialogue.web import texts
from dialogue.web.gate import loads, needs, standing

bp = Blueprint("documents", __name__)


@loads(Shelf)
def _shelf() -> Shelf | None:
    """Whoever finds papers at a session has no shelf: the page does not exist for them."""
    return home.shelf(standing())


@bp.get("/documents")
@needs(Right.OWN_SESSION, Shelf)
def index(shelf: Shelf) -> str:
    return render_template("documents/index.html", lines=shelf.lines, papers=texts.PAPERS)
