"""Two people edited one text: both versions side by side, word by word, and a form to send what shall stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, make_response, render_template, request

from dialogue.rendering.differences import difference
from dialogue.web import keys
from dialogue.web.forms import Form


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
