"""Form keys: a form acts once. The same key and body answer the first result; a refused form consumes no key."""

import datetime as dt
import hashlib
import json
import secrets

from flask import current_app, flash, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import ServiceUnavailable

from dialogue.db import db
from dialogue.domain.signins import Fields, FormKey, first_result
from dialogue.domain.tokens import digest
from dialogue.i18n import gettext
from dialogue.web.filters import clock
from dialogue.web.presence import my_id, now

NAME = "form_key"
KEPT = "kept_token"  # of a text that was kept and is sent again: tells when it first arrived
SECOND = "second_factor"  # a field for a code, which is kept no more than a password
AT_ONCE = dt.timedelta(seconds=5)  # a second press of a hasty hand
UNSEEN = ("csrf_token", NAME, KEPT)
CARRIED = ("seen", "base_version", "order_version", "text_hash")  # by forms, unseen: of which text or order they were


def fresh() -> str:
    """A key for a form that is shown to me; empty where nobody is signed in."""
    person_id = my_id()
    return "" if person_id is None else str(_signed().dumps([person_id, secrets.token_urlsafe(16)]))


def owner(key: str) -> int | None:
    """The id of the person whose form carried this key; none for a key that is not ours."""
    try:
        person_id, _nonce = _signed().loads(key)
    except (BadData, TypeError, ValueError):
        return None
    return person_id if isinstance(person_id, int) else None


def claim() -> FormKey:
    """The row of this form. If another request made it first, that one's, with its result: on SQLite writers queue, on
    PostgreSQL the insert waits until the other has ended."""
    key = FormKey(
        digest=digest(request.form[NAME]),
        person_id=my_id() or 0,
        action=f"{request.method} {request.full_path.rstrip('?')}",
        body=_body(),
        at=now(),
    )
    first = db.scalar(first_result(key))
    if first is not None:
        return first
    try:
        db.add(key)
        db.flush()
    except IntegrityError:
        db.rollback()
        first = db.scalar(first_result(key))
        if first is None:
            raise ServiceUnavailable(retry_after=1) from None
        return first
    return key


def say_when(first: FormKey) -> None:
    """Tell whoever sends a form again that it was carried out then, and not now: what came of it may stand no more."""
    if now() - first.at > AT_ONCE:
        said = gettext(
            "This form was sent before, at %(time)s, and was carried out then; it was not carried out again. To do it "
            "once more, open its page anew.",
            time=clock(first.at),
        )
        flash(said, "warning")


def typed() -> Fields:
    """What somebody typed, in its order: without our own hidden fields, and never a password."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name not in UNSEEN and not _is_secret(name)]


def shown() -> Fields:
    """What of it somebody has typed or chosen, to be shown back: not what the form carried unseen."""
    return [(name, value) for name, value in typed() if name not in CARRIED and not name.startswith("was-")]


def _is_secret(name: str) -> bool:
    return "password" in name.lower() or name == SECOND


def _body() -> str:
    pairs = [[name, value] for name, value in request.form.items(multi=True) if name not in UNSEEN]
    files = [[name, hashlib.sha256(f.read()).hexdigest(), f.seek(0)] for name, f in request.files.items(multi=True)]
    return hashlib.sha256(json.dumps([pairs, files]).encode()).hexdigest()


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="form-key")
