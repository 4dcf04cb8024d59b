"""Two people edited one text: both versions side by side, word by word, and a form to send what shall stand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, make_response, render_template, request
from wtforms import Field, SelectFieldBase

from dialogue.domain.sessions import ZONE
from dialogue.i18n import gettext
from dialogue.rendering.differences import difference
from dialogue.web import keys
from dialogue.web.forms import Form, Text


def conflict(
    form: Form,
    theirs: Mapping[str, str],
    *,
    base: int,
    back: str,
    version: str = "base_version",
    beside: Sequence[tuple[Any, str, str]] = (),
) -> Response:
    """The 409 page. `theirs`: what stands now, by the form's field names; `base`: its version, which the form that is
    shown carries, so that whoever sends it has seen it; `back`: where to go to keep theirs; `beside`: what else differs
    and is chosen, not written: label, theirs, mine. Never drops a word."""
    texts = [(form[name], request.form.get(name, ""), text) for name, text in theirs.items()]
    lines = [(field, mine, text, difference(text, mine)) for field, mine, text in texts]
    rest = [(name, value) for name, value in keys.typed() if name not in theirs and name != version]
    page = render_template(
        "errors/conflict.html", lines=lines, rest=[*rest, (version, str(base))], back=back, beside=beside
    )
    return make_response(page, 409)


def both_texts(form: Form, thing: Any, *, back: str) -> Response:
    """The 409 page of a form about one thing: what was written side by side, and what was chosen where it differs."""
    words = {one.name: getattr(thing, one.name) for one in seen(form) if isinstance(one, Text)}
    chosen = [(one, on_the_wall(getattr(thing, one.name))) for one in seen(form) if one.name not in words]
    beside = [
        (one.label.text, _told(one, theirs), _told(one, one.data)) for one, theirs in chosen if theirs != one.data
    ]
    return conflict(form, words, base=thing.version, back=back, beside=beside)


def seen(form: Form) -> list[Any]:
    """Its fields that stand on the page."""
    return [one for one in form if getattr(one.widget, "input_type", "") != "hidden"]


def on_the_wall(value: Any) -> Any:
    """An instant as the field of a time on the wall has it."""
    return value.astimezone(ZONE).replace(tzinfo=None) if getattr(value, "tzinfo", None) is not None else value


def _told(one: Field, value: Any) -> str:
    """A chosen value in words."""
    if isinstance(value, list):
        return ", ".join(_told(one, part) for part in value) or gettext("none")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(one, SelectFieldBase) and value is not None:
        key = str(value.id) if hasattr(value, "id") else value.value
        return next((str(choice.label) for choice in one.choices if choice.value == key), gettext("another"))
    return gettext("none") if value is None else str(value)
