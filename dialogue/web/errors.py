"""What is answered where something is refused or fails: what happened, and what became of the typed text."""

import logging
from contextlib import suppress
from typing import Any

from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError
from werkzeug.wrappers import Response

from dialogue.db import db, read_only
from dialogue.domain.base import Refused, Stale
from dialogue.domain.mailboxes import one_spelling
from dialogue.domain.signins import Fields
from dialogue.i18n import gettext
from dialogue.web import keys, rescue
from dialogue.web.addresses import local
from dialogue.web.presence import tell, visitor

log = logging.getLogger("dialogue.errors")
SIGN_IN = "auth.create"
RETRY = 30  # seconds: by then a lock is gone, or the operator knows


class Elsewhere(Forbidden):
    """Another site pressed the button."""


def register(app: Flask) -> None:
    app.register_error_handler(Stale, stale)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, other)
    app.register_error_handler(InternalServerError, fault)
    app.register_error_handler(DBAPIError, database)


def refused(refusal: Refused) -> Response:
    """409: the rule's own sentence."""
    return _page(409, "errors/refused.html", sentence=said(refusal), back=_back())


def stale(refusal: Stale) -> Response:
    """409: somebody else was first. A view that knows both texts answers `conflicts.conflict` instead."""
    return _page(409, "errors/stale.html", sentence=said(refusal), back=_back())


def forged(_fault: CSRFError) -> Response:
    """400: a public form (the sign-in) without its token; most often the cookie was refused or is old. A sign-in may be
    of a page that was open before this browser signed in: that goes on, or says who is here."""
    tell("form without its token")
    db.rollback()
    read_only()
    person = visitor() if request.endpoint == SIGN_IN else None
    if person is None:
        return _page(400, "errors/token.html")
    if one_spelling(request.form.get("email", "")) == person.email:
        return redirect(local(request.args.get("next")), 303)
    return _page(409, "errors/signed_in.html", name=person.name)


def other(problem: HTTPException) -> Response:
    status = problem.code or 500
    template = f"errors/{status}.html" if status in {403, 404, 405, 413, 429, 503} else "errors/400.html"
    if isinstance(problem, Elsewhere):
        template = "errors/elsewhere.html"
    if status == 413 and (attempt := _attempt()) is not None:
        rescue.too_large(attempt, request.view_args or {})
        template = "errors/objection.html"
    response = _page(status, template, still=status in {403, 404} and request.method in {"GET", "HEAD"})
    for name, value in problem.get_headers(request.environ):
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _attempt() -> rescue.Attempt | None:
    """What the form of this address leaves behind where it is turned away, an objection's alone."""
    view = current_app.view_functions.get(request.endpoint or "")
    attempt: rescue.Attempt | None = getattr(getattr(view, "mark", None), "attempt", None)
    return attempt if request.method == "POST" else None


def database(problem: DBAPIError) -> Response:
    """503 where the database is locked, full or gone: nothing was saved, and trying again is right. Else a fault."""
    if not isinstance(problem, OperationalError) and not problem.connection_invalidated:
        return fault(problem)
    log.error("the database could not answer: %s", type(problem.orig).__name__, exc_info=problem)
    g.bare = True
    response = _page(503, "errors/503.html")
    response.headers["Retry-After"] = str(RETRY)
    return response


def fault(problem: Exception) -> Response:
    """500: our fault; its number is in the log."""
    cause = getattr(problem, "original_exception", None) or problem
    log.error("fault %s", request.environ.get("dialogue.request_id"), exc_info=cause)
    g.bare = True
    return _page(500, "errors/500.html", number=request.environ.get("dialogue.request_id"))


def said(refusal: Refused) -> str:
    """The sentence of a refusal in the reader's language."""
    return gettext(refusal.sentence, **refusal.values)


def _page(status: int, template: str, *, still: bool = False, **context: Any) -> Response:
    """An error's page, read in a transaction of its own after whatever was begun is rolled back. `still`: whatever was
    begun only reads and is sound, so the page is read in it and nobody is looked up twice."""
    if g.get("machine"):
        return make_response(f"{status}\n", status, {"Content-Type": "text/plain; charset=utf-8"})
    if g.get("bare"):
        db.remove()
    elif not (still and db().in_transaction()):
        db.rollback()
        read_only()
    return make_response(render_template(template, typed=_typed(), **context), status)


def _typed() -> Fields:
    """What was typed, to be shown back; nothing where the form itself could not be read."""
    if request.method != "POST":
        return []
    try:
        return keys.shown()
    except HTTPException:
        return []


def _back() -> str:
    """The nearest page at this address or above it: of a button, most often the one on which it stands."""
    here = current_app.url_map.bind("")
    path = request.path if request.method == "POST" else request.path.rpartition("/")[0]
    while path:
        with suppress(HTTPException):
            here.match(path, "GET")
            return path
        path = path.rpartition("/")[0]
    return "/"
