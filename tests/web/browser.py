"""A hand on the mouse: posts a form as the page would have carried it, with its token and its key."""

import secrets
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialogue.db import db
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.web.presence import COOKIE_FIELD
from tests.cast import PASSWORD

As = Callable[[Person | None], FlaskClient]


def submit(client: FlaskClient, path: str, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
    """Post these fields. `headers=`, `csrf_token=` or `form_key=` replace what the page would have carried; "" or None
    as a value of the last two leaves it out."""
    headers, query = more.pop("headers", None), more.pop("query", None)
    sent = (fields or {}) | more
    for name, carried in (("csrf_token", token), ("form_key", key)):
        if name not in sent:
            sent[name] = carried(client)
    data = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, data=data, headers=headers, query_string=query)


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, path: str = "/sign-in", **more: Any
) -> TestResponse:
    """Type these into the page to sign in, and press."""
    return submit(client, path, {"email": email, "password": password}, **more)


def token(client: FlaskClient) -> str:
    """The csrf_token of a page that this browser has open."""
    with client.session_transaction() as cookie:
        raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
    signer = URLSafeTimedSerializer(client.application.secret_key or "", salt="wtf-csrf-token")
    return str(signer.dumps(raw))


def key(client: FlaskClient) -> str | None:
    """A fresh form_key of the person who is signed in here; None for nobody."""
    with client.session_transaction() as cookie:
        name = cookie.get(COOKIE_FIELD)
    person_id = db.scalar(select(SignIn.person_id).where(SignIn.token == name)) if name else None
    db.rollback()
    return None if person_id is None else key_of(client, person_id)


def key_of(client: FlaskClient, person_id: int) -> str:
    signer = URLSafeSerializer(client.application.secret_key or "", salt="form-key")
    return str(signer.dumps([person_id, secrets.token_urlsafe(12)]))
