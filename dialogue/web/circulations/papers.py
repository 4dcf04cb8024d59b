"""The paper on top of the paper: the Action Sheet of a round that kept its silence."""

from flask import abort
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import papers, receipts
from dialogue.domain.silence import Circulation
from dialogue.web.circulations.pages import bp
from dialogue.web.downloads import kept
from dialogue.web.gate import me, needs, now, receipt


@bp.get("/circulations/<int:circulation>/action-sheet.docx")
@needs(Right.CIRCULATION_READ, Circulation)
def action_sheet(circulation: Circulation) -> Response:
    """The bytes that were made at the adoption, as long as that stands; a receipt for whoever takes them away."""
    if not circulation.is_adopted:
        abort(404)
    file = db.scalar(papers.action_sheet_of(circulation.id)) or abort(404)
    taken = receipts.take(file, me(), now())
    receipt(lambda: db.add(taken))
    return kept(file.content, file.name)
