"""The standing paper of a session on how far decisions are carried out, as page and Word."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.domain.editions import DecisionsSheet, Level
from dialogue.domain.sessions import Session
from dialogue.queries import decisions
from dialogue.rendering.word import names, word
from dialogue.web import asked
from dialogue.web.decisions.pages import bp
from dialogue.web.downloads import download
from dialogue.web.gate import needs
from dialogue.web.presence import may


@bp.get("/sessions/<ref:ref>/decisions")
@needs(Right.SESSION_DECISIONS, Session)
def status(session: Session) -> str:
    return render_template("decisions/status.html", session=session, sheet=_sheet(session))


@bp.get("/sessions/<ref:ref>/decisions.docx")
@needs(Right.SESSION_DECISIONS, Session)
def status_docx(session: Session) -> Response:
    sheet = _sheet(session)
    return download(word.render(sheet), names.of_paper(sheet))


def _sheet(session: Session) -> DecisionsSheet:
    """The edition that the address names. A secretary takes that of a co-host, to hand it over."""
    level = asked.edition(Level.DELEGATIONS, Level.COHOST) or Level.DELEGATIONS
    if level is not Level.DELEGATIONS and not may(Right.DECISION_KEEP):
        abort(404)
    return decisions.status(session, level)
