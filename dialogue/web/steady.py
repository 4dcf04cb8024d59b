"""Answers for programs that ask again and again: kept while nothing is committed, and until an instant they name.

Only for views whose answer depends on the database, the address and who asks: never for a page, it tells the time."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, session
from werkzeug.wrappers import Response

from dialogue.domain.signins import SEEN_EVERY
from dialogue.stamps import WhileUnchanged, stamp
from dialogue.web.arrivals import ARRIVED, PERSON
from dialogue.web.presence import COOKIE_FIELD, sign_in_row, standing
from dialogue.words import language


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    mimetype: str
    tag: str
    person_id: int | None
    until: dt.datetime | None


Environ = dict[str, Any]
NOBODY = ""  # machines: their key is the address

_answers: WhileUnchanged[Kept] = WhileUnchanged()


class Shortcut:
    """Around the application: what a machine got before it gets again without waking the application up."""

    def __init__(self, application: Callable[..., Iterable[bytes]], base_url: str) -> None:
        self.application, self.base_url = application, base_url

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        key = (NOBODY, environ.get("PATH_INFO", ""), language(), self.base_url)
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and _answers.knows(key):
            kept = _answers.get(stamp(), key)
            if kept is not None and _holds(kept, environ):
                return _answer(kept, environ)(environ, start_response)
        return self.application(environ, start_response)


def again() -> Response | None:
    """The answer that this asker got before, if it still holds. It was let through the gate under the same stamp."""
    g.steady_moment, g.steady_until = stamp(), []
    kept = _answers.get(g.steady_moment, _key())
    return _answer(kept, request.environ) if kept is not None and _holds(kept, request.environ) else None


def until(*instants: dt.datetime | None) -> None:
    """The answer being made may be another one from the first of these instants on."""
    g.steady_until += [instant for instant in instants if instant is not None]


def keep(response: Response) -> Response:
    """Keep the answer just made, inside its read transaction; if the asker has it already, say only that."""
    if response.status_code != 200:
        return response
    row = sign_in_row()
    if row is not None:
        until(row.expires_at, row.seen_at + SEEN_EVERY)
        until(*(engagement.open_until for engagement in standing().engagements.values()))
    body = response.get_data()
    kept = Kept(
        body=body,
        mimetype=response.mimetype or "application/octet-stream",
        tag=hashlib.sha256(body).hexdigest()[:32],
        person_id=request.environ.get(PERSON),
        until=min(g.steady_until, default=None),
    )
    if not g.get("afterwards"):  # a trace is still to be written, and next time it may have to be again
        _answers.put(g.steady_moment, _key(), kept)
    return _answer(kept, request.environ)


def _key() -> tuple[str, ...]:
    who = NOBODY if g.machine else f"sign-in {session.get(COOKIE_FIELD)}"
    return who, request.path, language(), current_app.extensions["dialogue.config"].base_url


def _holds(kept: Kept, environ: Environ) -> bool:
    return kept.until is None or environ[ARRIVED] < kept.until


def _answer(kept: Kept, environ: Environ) -> Response:
    if kept.person_id is not None:
        environ[PERSON] = kept.person_id
    tag, known = f'"{kept.tag}"', environ.get("HTTP_IF_NONE_MATCH", "")
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known == "*" or tag in known:  # a list, weak or strong: nothing else can hold 32 digits of SHA-256
        return Response(status=304, headers=headers)
    return Response(kept.body, mimetype=kept.mimetype, headers=headers)
