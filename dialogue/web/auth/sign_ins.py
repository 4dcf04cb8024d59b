"""Signing out, and the list of my sign-ins, each of which I can end."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db, transaction
from dialogue.domain.signins import SignIn, standing_of
from dialogue.web.auth.pages import bp
from dialogue.web.gate import belongs, me, needs, now, public
from dialogue.web.presence import leave, sign_in_row


@bp.post("/sign-out")
@public
def delete() -> Response:
    """Whoever is signed out already comes to the same page. No page of before comes back by the browser's own button;
    the cookie by which the browser is known stays."""
    with transaction():
        row = sign_in_row()
        if row is not None:
            row.revoke(by=row.person, at=now())
    leave()
    response = redirect(url_for(".new"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/sign-ins")
@needs(Right.ACCOUNT_USE)
def index() -> str:
    return render_template("auth/index.html", rows=db.scalars(standing_of(me(), now())).all(), this=sign_in_row())


@bp.post("/sign-ins/<int:sign_in>/revoke")
@needs(Right.ACCOUNT_USE)
def revoke(sign_in: int) -> Response:
    row = belongs(db.get(SignIn, sign_in), me(), by="person")
    row.revoke(by=me(), at=now())
    return redirect(url_for(".index"), 303)
