"""The gate before every view: who asks, whether the form is theirs and new, what the URL names, and whether they may.

A request is a transaction: reading ones are marked so before anything touches `db`; below 400 the others commit. A view
without `@needs`, `@public` or `@machine` does not start the application."""

import dataclasses
import functools
import inspect
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, make_response, redirect, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.actions import turns
from dialogue.db import db, heals, read_only, settle, transaction
from dialogue.domain.base import Stale
from dialogue.web import asked, keys, presence, rescue
from dialogue.web.errors import Elsewhere
from dialogue.web.presence import me, my_id, now, sign_in_row, standing, visitor

__all__ = [
    "after_read", "answers", "belongs", "guard", "loads", "machine", "me", "needs", "now", "only_looks", "public",
    "receipt", "standing",
]  # fmt: skip

READS = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., Any]
V = TypeVar("V", bound=View)
T = TypeVar("T")

log = logging.getLogger("dialogue.gate")
csrf = CSRFProtect()
_loaders: dict[type, tuple[Callable[..., Any], tuple[str, ...]]] = {}  # and what each takes from the address


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view says about who may call it."""

    right: Any = None
    noun: type | None = None
    keyed: bool = True  # its form acts once (autosave does not need to)
    most: int | None = None  # bytes of a request, where it may have less or more than usual
    attempt: Callable[..., None] | None = None  # what a form that is turned away leaves behind beside its text
    again: Callable[..., bool] | None = None  # whether a form that was carried out before is carried out once more
    looks: Callable[[], None] | None = None  # into what was sent, before the transaction that keeps others waiting
    public: bool = False
    machine: bool = False  # for programs: no cookie, no frame
    reads: bool = True  # touches the database
    asks: bool = False  # its form asks something and changes nothing


def needs(
    right: Any,
    noun: type | None = None,
    *,
    keyed: bool = True,
    most: int | None = None,
    attempt: Callable[..., None] | None = None,
    again: Callable[..., bool] | None = None,
    looks: Callable[[], None] | None = None,
) -> Callable[[V], V]:
    """Whoever holds the right on what the URL names, which is handed to the view as its first argument. `most`: bytes
    that its request may have. `attempt(person_id, **names)`: called in the transaction that keeps the text of a form
    which is turned away, when its person is known by the form's signed key. `again(**names)`: whether a form that was
    carried out before acts once more, because what came of it does not stand. `looks()`: refuses what was sent, before
    the transaction that keeps others waiting begins."""
    mark = Mark(right=right, noun=noun, keyed=keyed, most=most, looks=looks)
    return _marking(dataclasses.replace(mark, attempt=attempt, again=again))


def answers(right: Any, noun: type | None = None, *, keyed: bool = False, most: int | None = None) -> Callable[[V], V]:
    """Like `needs`, for a page whose form brings something to be looked at: nothing is written. `keyed`: what was
    typed is kept for its person where the form is turned away."""
    return _marking(Mark(right=right, noun=noun, keyed=keyed, asks=True, most=most))


def public(view: V) -> V:
    """Everybody. A view that writes does so in `transaction()`s of its own."""
    return _marking(Mark(public=True))(view)


def machine(*, reads: bool) -> Callable[[V], V]:
    """For programs that carry their own key or need none: no cookie is read, none is set."""
    return _marking(Mark(public=True, machine=True, reads=reads))


def loads(noun: type) -> Callable[[V], V]:
    """Register how a noun is found by what the URL names: the function takes those parts by name, each checked against
    the others (an item of *this* session), and returns None for what does not exist."""

    def register(loader: V) -> V:
        if noun in _loaders:
            raise RuntimeError(f"{noun.__name__} is loaded twice")
        _loaders[noun] = loader, tuple(inspect.signature(loader).parameters)
        return loader

    return register


def only_looks() -> bool:
    """Whether this request changes nothing, so that no row is held for it."""
    mark = getattr(current_app.view_functions.get(request.endpoint or ""), "mark", None)
    return request.method in READS or (mark is not None and mark.asks)


def belongs(thing: T | None, whole: object, *, by: str = "session") -> T:
    """The thing, if it is of this whole; else the 404 of an unknown one. For ids in a body, prefer `RecordField`."""
    if thing is None or getattr(thing, by) is not whole:
        abort(404)
    return thing


def after_read(work: Callable[[], None]) -> None:
    """Something a GET may write ("last seen", practice §0.7): done after its transaction ended, skipped if it fails."""
    _afterwards().append((work, False))


def receipt(work: Callable[[], None]) -> None:
    """The trace of a complete download: no download without it (503). None for HEAD, parts, prefetches and 304."""
    _afterwards().append((work, True))


def guard(app: Flask) -> None:
    """Put the gate before every view; a view without a mark, or whose noun nobody loads, is a fault at the start."""
    csrf.init_app(app)
    for endpoint, view in app.view_functions.items():
        mark = getattr(view, "mark", None)
        if mark is None:
            raise RuntimeError(f"{endpoint} does not say who may call it: @needs, @public or @machine")
        if mark.noun is not None and mark.noun not in _loaders:
            raise RuntimeError(f"{endpoint} needs a {mark.noun.__name__}, and nothing is registered that loads one")
        app.view_functions[endpoint] = _guarded(view, mark)
    app.before_request(_clean_start)
    app.teardown_request(lambda _fault: db.remove())


def _clean_start() -> None:
    """Whatever this thread left open, a request begins with nothing."""
    db.remove()


def _marking(mark: Mark) -> Callable[[V], V]:
    def attach(view: V) -> V:
        if hasattr(view, "mark"):
            raise RuntimeError(f"{view.__name__} says twice who may call it")
        view.mark = mark  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return attach


def _guarded(view: View, mark: Mark) -> View:
    @functools.wraps(view)
    def answer(**names: Any) -> Response:
        presence.enter(machine=mark.machine)
        if any("\0" in value for value in request.args.values()):
            raise BadRequest  # a fault of the database otherwise
        if request.method in READS:
            return _read(view, mark, names)
        return _write(view, mark, names)

    return answer


def _read(view: View, mark: Mark, names: dict[str, Any]) -> Response:
    if mark.reads:
        read_only()
    if not mark.public and visitor() is None:
        return redirect(presence.sign_in_url(), 302)
    response: Response = make_response(view(*_admit(mark, names), **names))
    if not mark.public:
        asked.nothing_else()
    row = None if mark.public else sign_in_row()
    if row is not None and row.due_to_be_seen(now()):
        after_read(lambda: row.see(at=now()))
    if mark.reads:
        db.rollback()
        _write_afterwards(response)
    return response


def _write(view: View, mark: Mark, names: dict[str, Any]) -> Response:
    if mark.most is not None:
        request.max_content_length = mark.most
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        presence.tell("sent by another site")
        raise Elsewhere
    if mark.public:
        csrf.protect()
        response = make_response(view(**names))
        db.rollback()  # what a public view keeps, it has written already
        return response
    try:
        csrf.protect()
    except CSRFError:
        presence.tell("form without its token")
        return rescue.turned_away(mark.attempt, names, keyed=mark.keyed)
    if visitor() is None:
        return rescue.turned_away(mark.attempt, names, keyed=mark.keyed)
    if mark.keyed and keys.owner(request.form.get(keys.NAME, "")) != my_id():
        presence.tell("form without its key")
        return rescue.turned_away(mark.attempt, names, keyed=True)
    if mark.looks is not None:
        _look(mark.looks, mark, dict(names))
    return _act_twice(view, mark, names)


def _act_twice(view: View, mark: Mark, names: dict[str, Any]) -> Response:
    """Once more, where another transaction came between: its commit is judged by the verb's own comparison of versions,
    or the database has ended this one for the sake of that."""
    try:
        return _act(view, mark, dict(names))
    except StaleDataError:
        db.rollback()
    except DBAPIError as fault:
        if not heals(fault):
            raise
        log.warning("the database ended a transaction: %s; tried again", type(fault.orig).__name__)
        db.rollback()
    try:
        return _act(view, mark, dict(names))
    except StaleDataError as fault:
        raise Stale("Somebody else changed this at the same moment. Nothing was saved.") from fault


def _ask(view: View, mark: Mark, names: dict[str, Any]) -> Response:
    """In a transaction that cannot write, and keeps no writer waiting while a file is looked into."""
    db.rollback()
    read_only()
    presence.look_again()
    response = make_response(view(*_admit(mark, names), **names))
    db.rollback()
    return response


def _look(looks: Callable[[], None], mark: Mark, names: dict[str, Any]) -> None:
    """For whoever may do it, and outside of any transaction: a file may take seconds. What admits to it may hold rows,
    as of every request that writes, and lets go of them before the file is looked into."""
    db.rollback()
    _admit(mark, names)
    db.rollback()
    looks()


def _act(view: View, mark: Mark, names: dict[str, Any]) -> Response:
    if mark.asks:
        return _ask(view, mark, names)
    key = keys.claim() if mark.keyed else None
    if key is not None and key.location is not None and not (mark.again is not None and mark.again(**names)):
        keys.say_when(key)
        return redirect(key.location, 303)  # done before: the first result again
    if "ref" in names:
        turns.take_of(names["ref"])
    response = make_response(view(*_admit(mark, names), **names))
    if key is not None:
        key.location = response.location or request.path
    row = sign_in_row()
    if row is not None and row.due_to_be_seen(now()):
        row.see(at=now())
    settle(keep=response.status_code < 400)
    return response


def _admit(mark: Mark, names: dict[str, Any]) -> Iterable[Any]:
    """What the URL names, taken out of `names`; 404 for the foreign and the unknown alike, 403 for the known."""
    if mark.public:
        return ()
    thing = None
    if mark.noun is not None:
        loader, taken = _loaders[mark.noun]
        thing = loader(**{name: names.pop(name) for name in taken})
        if thing is None:
            raise NotFound
    if not access.may(standing(), mark.right, thing):
        presence.tell(f"not allowed: {mark.right}")
        raise Forbidden if access.knows(standing(), thing) else NotFound
    return () if mark.noun is None else (thing,)


def _afterwards() -> list[tuple[Callable[[], None], bool]]:
    if "afterwards" not in g:
        g.afterwards = []
    return g.afterwards


def _write_afterwards(response: Response) -> None:
    """What a GET may write, after its read transaction ended (practice §0.7) and before the first byte is sent."""
    prefetch = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    whole = request.method == "GET" and response.status_code == 200 and not prefetch
    for work, is_receipt in _afterwards():
        if is_receipt and not whole:
            continue
        try:
            with transaction():
                work()
        except SQLAlchemyError as fault:
            log.warning("could not be written after a read: %s", type(fault).__name__)
            if is_receipt:
                raise ServiceUnavailable(retry_after=30) from fault
