"""The page of a kept text: its own person sees it with a fresh form, and sends it or lets it go."""

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.signins import KeptForm, kept_for
from dialogue.web.gate import me, needs

bp = Blueprint("kept", __name__)


@bp.get("/kept/<token:token>")
@needs(Right.ACCOUNT_USE)
def show(token: str) -> str:
    return render_template("kept/show.html", kept=_mine(token), token=token)


@bp.post("/kept/<token:token>/discard")
@needs(Right.ACCOUNT_USE)
def discard(token: str) -> Response:
    db.delete(_mine(token))
    return redirect("/", 303)


def _mine(token: str) -> KeptForm:
    return db.scalar(kept_for(me(), token)) or abort(404)
