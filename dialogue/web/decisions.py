"""Decisions: the register of what was adopted, with number, text, how and when."""

from flask import Blueprint, render_template, request

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import decisions
from dialogue.domain.text import clean
from dialogue.web.gate import needs, standing

bp = Blueprint("decisions", __name__)


@bp.get("/decisions")
@needs(Right.DECISIONS_READ)
def index() -> str:
    words = clean(request.args.get("q", "")[:200], limit=200, one_line=True)
    found = db.scalars(decisions.register(words)).all()
    return render_template("decisions/index.html", decisions=found, words=words, level=standing().level)
