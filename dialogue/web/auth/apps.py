"""The form that adds an authenticator app: a QR code with its secret, and a code that proves it was taken over."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField

from dialogue.domain import factors
from dialogue.domain.factors import NAME, Factor
from dialogue.domain.people import Person
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web import qr
from dialogue.web.auth import steps
from dialogue.web.auth.codes import CodeField
from dialogue.web.forms import Line
from dialogue.web.gate import now


class AppForm:
    """The fields; each page says which kind of form they stand in. `seed` is signed, and its person's alone."""

    seed = HiddenField()
    name = Line(lazy("Name of the app or device"), limit=NAME, default=lazy("Authenticator app"))
    second_factor = CodeField(lazy("Code that the app shows now"), required=True)


def shown(form: Any, person: Person) -> dict[str, Any]:
    """The secret of the form as QR code and text; a new one unless the form carries one of its person."""
    seed = _seed(form, person)
    if seed is None:
        seed = factors.new_seed()
        form.seed.data = _signed().dumps([person.id, seed])
    secret = factors.app_secret(steps.config().secret_key, person.id, seed)
    address = factors.app_address(secret, person.email, sheets.house().dialogue_name)
    return {"picture": qr.picture(address), "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))}


def confirmed(form: Any, person: Person) -> Factor | None:
    """The app, once its code is right; else a message at the field."""
    seed, key = _seed(form, person), steps.config().secret_key
    name = form.name.data or gettext("Authenticator app")
    made = seed and factors.authenticator(person, name, seed, form.second_factor.data, key=key, at=now())
    if not made:
        form.second_factor.errors = [
            gettext("This is not the code. Please check that the time of the device is right, and type a new one.")
        ]
        return None
    return made


def _seed(form: Any, person: Person) -> str | None:
    try:
        person_id, seed = _signed().loads(form.seed.data or "")
    except (BadData, TypeError, ValueError):
        return None
    return str(seed) if person_id == person.id else None


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="authenticator app")
