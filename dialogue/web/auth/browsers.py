"""Browsers in which somebody has signed in before: the cookie that says so opens nothing but the way past the throttle.

It names sign-ins by id, never by token, and is signed. It dies with the sign-in, the password or the account."""

import datetime as dt
from collections.abc import Iterator

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from dialogue.config import Config
from dialogue.db import db, read_only
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn, email_digest
from dialogue.domain.tokens import digest
from dialogue.web.presence import now

LASTS = dt.timedelta(days=180)
MOST = 4  # people who share a browser


def remember(response: Response, row: SignIn) -> None:
    """Note in the browser that this sign-in was begun in it; another one of the same person is forgotten."""
    db.rollback()
    read_only()
    others = [one for one in _named() if one.person_id != row.person_id]
    value = [[one.id, _binding(one.person)] for one in [row, *others][:MOST]]
    response.set_cookie(
        _name(),
        str(_signed().dumps(value)),
        max_age=LASTS,
        secure=_config().secure,
        httponly=True,
        samesite="Strict",
    )


def known(email: str) -> str | None:
    """The name of this browser, if the person with that e-mail has signed in here and the sign-in was never revoked."""
    asked = email_digest(email)
    return next((f"browser {row.id}" for row in _named() if email_digest(row.person.email) == asked), None)


def _named() -> Iterator[SignIn]:
    """The sign-ins that the cookie names and that still count."""
    try:
        named = [(int(row_id), str(bound)) for row_id, bound in _signed().loads(request.cookies.get(_name(), ""))]
    except (BadData, TypeError, ValueError):
        return
    for row_id, bound in named[:MOST]:
        row = db.get(SignIn, row_id)
        counts = row is not None and row.revoked_at is None and row.created_at > now() - LASTS and row.person.active
        if row is not None and counts and _binding(row.person) == bound:
            yield row


def _binding(person: Person) -> str:
    """Changes with the password."""
    return digest(person.password_hash or "")[:16]


def _name() -> str:
    return f"{_config().cookie_name}-browser"


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known-browser")


def _config() -> Config:
    config: Config = current_app.extensions["dialogue.config"]
    return config
