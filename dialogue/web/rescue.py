"""What was typed into a form that cannot be accepted as it came is kept for its own person, or shown back at once."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from dialogue.db import db, read_only, transaction
from dialogue.domain.signins import Fields, KeptForm, keep, kept_for, surplus
from dialogue.web import keys
from dialogue.web.presence import cookie_row, me, my_id, now, sign_in_url

log = logging.getLogger("dialogue.rescue")


Attempt = Callable[..., None]


def turned_away(attempt: Attempt | None, names: Mapping[str, Any], *, keyed: bool) -> Response:
    """The answer to a POST without its token, its key or its sign-in; nothing typed is lost.

    Its person sees it again at once, or behind a new sign-in; anybody else is told nothing of it. Where nobody is
    known, the answer itself shows the text. An autosave is only told: its text still stands on the page."""
    mine = my_id()
    if not keyed:
        return make_response("", 401 if mine is None else 400)
    row = cookie_row()
    whose = keys.owner(request.form.get(keys.NAME, "")) or (row.person_id if row else None)
    text, token = _keep(whose, attempt, names)
    read_only()
    if text is None and mine is None and not keys.typed():
        return redirect(sign_in_url("/"), 303)
    if text is None:
        return make_response(render_template("errors/form.html", typed=keys.shown(), signed_in=mine is not None), 400)
    path = url_for("kept.show", token=token)
    if mine is None:
        return redirect(sign_in_url(path), 303)
    if mine != whose:
        return make_response(render_template("errors/other.html"), 400)
    return make_response(render_template("kept/show.html", kept=text, token=token, turned_away=True), 400)


def too_large(attempt: Attempt, names: Mapping[str, Any]) -> None:
    """Of a POST of which nothing could be read, not even its token: what its attempt leaves behind for the person whose
    browser sent it. That other sites send none, the gate has seen to."""
    row = cookie_row()
    try:
        with transaction():
            if row is not None:
                attempt(row.person_id, **names)
    except SQLAlchemyError as fault:
        log.warning("an attempt could not be kept: %s", type(fault).__name__)


def first_arrival(*, as_it_came: bool = False) -> dt.datetime | None:
    """When a text that was kept and is sent again arrived first; it is its own person's, and was sent to this place.
    None: it comes for the first time. `as_it_came`: the instant is that of the words, so other words have none."""
    token = request.form.get(keys.KEPT, "")
    kept = db.scalar(kept_for(me(), token)) if token else None
    if kept is None or urlsplit(kept.path).path != request.path:
        return None
    return kept.arrived_at if not as_it_came or _same(kept.fields, keys.typed()) else None


def _same(kept: Fields, typed: Fields) -> bool:
    """Line breaks apart, of which browsers have their own."""
    first, second = ([(name, "".join(value.split("\r"))) for name, value in pairs] for pairs in (kept, typed))
    return first == second


def _keep(whose: int | None, attempt: Attempt | None, names: Mapping[str, Any]) -> tuple[KeptForm | None, str]:
    """Keep what was typed, and what its attempt leaves behind, in one transaction."""
    kept = None if whose is None else keep(whose, request.full_path.rstrip("?"), keys.typed(), at=now())
    if kept is None:
        db.rollback()
        return None, ""
    try:
        with transaction():
            for old in db.scalars(surplus(kept[0].person_id)):
                db.delete(old)
            db.add(kept[0])
            if attempt is not None:
                attempt(kept[0].person_id, **names)
    except SQLAlchemyError as fault:  # a full disk: then the answer itself shows the text
        log.warning("a text could not be kept: %s", type(fault).__name__)
        return None, ""
    return kept
