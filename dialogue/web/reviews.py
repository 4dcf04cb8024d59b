"""The review sheet of a session: as it was frozen with a release of the agenda, before that as the tracks stand."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import papers
from dialogue.domain.editions import Level
from dialogue.domain.sessions import Session
from dialogue.domain.tracks import REVIEW
from dialogue.queries import reviews
from dialogue.queries.reviews import Reading
from dialogue.rendering.word import labels, names, review, word
from dialogue.web import asked, texts
from dialogue.web.downloads import download as taken_away
from dialogue.web.gate import needs, standing
from dialogue.web.presence import today

bp = Blueprint("reviews", __name__)


@bp.get("/sessions/<ref:ref>/review")
@needs(Right.SESSION_REVIEW, Session)
def show(session: Session) -> str:
    found = _reading(session)
    return render_template(
        "reviews/show.html", session=session, found=found, sheet=found.sheet, words=review, labels=labels
    )


@bp.get("/sessions/<ref:ref>/review.docx")
@needs(Right.SESSION_REVIEW, Session)
def download(session: Session) -> Response:
    """The bytes that were made at the release, and a receipt for whoever takes them away; before that a working copy.
    Nothing of a compartment is in either."""
    asked.edition(Level.DELEGATIONS)
    found = _reading(session)
    if found.kept is not None:
        file = db.scalar(papers.released(session, REVIEW, found.kept.label, Level.DELEGATIONS))
        return texts.taken(file or abort(404))
    sheet = found.sheet or abort(404)
    name = names.of_paper(sheet, "draft")
    return taken_away(word.render(sheet), name)


def _reading(session: Session) -> Reading:
    return reviews.reading(standing(), session, asked.release(), today()) or abort(404)
