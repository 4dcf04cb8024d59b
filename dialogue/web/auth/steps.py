"""The two steps of a sign-in: what a right password opens, the half that waits for a second factor, and the whole."""

from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.actions import factors
from dialogue.config import Config
from dialogue.db import db, read_only, transaction
from dialogue.domain import factors as second_factors
from dialogue.domain.factors import HalfSignIn
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn, attempt, settled
from dialogue.domain.text import LINE, fit
from dialogue.web.addresses import local
from dialogue.web.auth import browsers
from dialogue.web.presence import begin, now, tell

HALF = "half"  # where the cookie keeps the token of a half; no page but those of the second step looks there


def after_password(person_id: int, address: str, *, code: str = "") -> Response:
    """The one way on from a right password. `address`: from which it was tried. `code`: the second factor, brought
    along by whoever did not want to wait."""
    with transaction():
        person = db.get_one(Person, person_id)
        held = bool(factors.of(person))
        there = code and factors.prove(person, code, key=config().secret_key, at=now(), strict=True)
        if there or not (held or required(person)):
            row = let_in(person, address)
        else:
            row, (half, token) = None, second_factors.half(person, address, at=now())
            db.add(half)
    if row is not None:
        return welcome(row, redirect(onward(), 303), by="password and code" if there else "password")
    tell(f"right password of person {person_id}, no sign-in without a second factor")
    session.clear()
    session[HALF] = token
    return redirect(second_url() if held else url_for(".set_up", next=carried()), 303)


def required(person: Person) -> bool:
    """Whether this person cannot be without a second factor: where the house is open to the net."""
    return config().secure and access.needs_second_factor(access.standing(person, now()))


def current_half() -> HalfSignIn | None:
    """The half that this browser carries and that still stands. To be asked inside a transaction."""
    token = session.get(HALF)
    half = db.scalar(second_factors.half_by_token(token)) if token else None
    return half if half is not None and half.stands(now()) else None


def read_half() -> HalfSignIn | None:
    """The same, for a page that only shows something."""
    db.rollback()
    read_only()
    return current_half()


def held_half() -> HalfSignIn | None:
    """The same, held against whoever else uses it at this moment."""
    half = current_half()
    if half is None:
        return None
    held = factors.hold(half)
    return held if held.stands(now()) else None


def finish(half: HalfSignIn) -> SignIn:
    """The second step is done."""
    half.finish(at=now())
    return let_in(half.person, half.address)


def let_in(person: Person, address: str) -> SignIn:
    """The whole sign-in, inside the caller's transaction; the tries before it count no more."""
    db.execute(settled(attempt(person.email, address, at=now())))
    row = SignIn(person=person, created_at=now(), device=fit(request.user_agent.string[:LINE], one_line=True))
    db.add(row)
    return row


def welcome(row: SignIn, response: Response, *, by: str) -> Response:
    """Let this browser in by the row, once it is committed."""
    begin(row, by=by)
    browsers.remember(response, row)
    return response


def anew() -> Response:
    """To the password again, and from there to where somebody wanted to go."""
    return redirect(url_for(".new", next=carried()), 303)


def second_url() -> str:
    return url_for(".second", next=carried())


def onward() -> str:
    return local(request.args.get("next"))


def carried() -> str | None:
    return None if onward() == "/" else onward()


def site() -> tuple[str, str] | None:
    """Domain and origin for passkeys; None where a browser offers none: they need https, or the name localhost."""
    if config().secure:
        return config().host, config().base_url
    here = urlsplit(request.host_url)
    return (here.hostname, request.host_url.rstrip("/")) if here.hostname == "localhost" else None


def config() -> Config:
    found: Config = current_app.extensions["dialogue.config"]
    return found
