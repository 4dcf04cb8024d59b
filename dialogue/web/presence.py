"""Who is here, and when: the person behind the cookie, their standing, and the instant at which the request arrived."""

import datetime as dt
from typing import Any, cast

from flask import g, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user

from dialogue import access
from dialogue.access import Right, Standing
from dialogue.config import ARRIVED
from dialogue.db import db
from dialogue.domain import settings
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE
from dialogue.domain.settings import Settings
from dialogue.domain.signins import BY_TOKEN, SignIn
from dialogue.queries import sheets
from dialogue.web.arrivals import EVENTS, PERSON

login = LoginManager()
login.session_protection = None  # a sign-in is its row, not the address or browser it began with
COOKIE_FIELD = "_user_id"  # where Flask-Login keeps get_id()

# Every page tells the names of the house: they come with the sign-in.
_HERE = BY_TOKEN.outerjoin(Settings, settings.is_current()).add_columns(Settings)


class Here(UserMixin):
    """What Flask-Login holds: the row decides, the cookie only names it."""

    def __init__(self, row: SignIn) -> None:
        self.row = row

    def get_id(self) -> str:
        return self.row.token


@login.user_loader
def _load(token: str) -> Here | None:
    row, house = db.execute(_HERE, {"token": token}).one_or_none() or (None, None)
    if row is None or not row.stands(now()):
        return None
    if house is not None:
        sheets.keep_house(house)
    request.environ[PERSON] = row.person_id
    return Here(row)


def look_again() -> None:
    """After a rollback has let go of who is here and of the names of the house: both in one statement."""
    db.execute(_HERE, {"token": session.get(COOKIE_FIELD)}).one_or_none()


def enter(*, machine: bool) -> None:
    g.machine = machine


def now() -> dt.datetime:
    """The instant at which this request reached the server, before anything else."""
    arrived: dt.datetime = request.environ[ARRIVED]
    return arrived


def today() -> dt.date:
    """The day on the wall of the dialogue's zone when the request arrived."""
    return now().astimezone(ZONE).date()


def tell(event: str) -> None:
    """Write it beside this request in the log of requests. No secret, no name, no word that somebody typed."""
    request.environ.setdefault(EVENTS, []).append(event)


def sign_in_row() -> SignIn | None:
    """The sign-in that stands; none on pages for machines, which never look at the cookie."""
    if g.get("machine") or g.get("bare"):
        return None
    here: Any = current_user
    return here.row if here.is_authenticated else None


def visitor() -> Person | None:
    """Who is signed in, on pages that are also shown to nobody in particular."""
    row = sign_in_row()
    return None if row is None else row.person


def me() -> Person:
    """Who asks; behind the gate there is always somebody."""
    person = visitor()
    if person is None:
        raise RuntimeError("nobody is signed in here: a view behind @public asks `visitor()`")
    return person


def my_id() -> int | None:
    row = sign_in_row()
    return None if row is None else row.person_id


def standing() -> Standing:
    """My standing in the dialogue at this instant, asked once a request; behind the gate somebody is here."""
    if "standing" not in g:
        g.standing = access.standing(me(), now())
    return cast(Standing, g.standing)


def may(right: Right, thing: Any = None) -> bool:
    """Whether I may: what pages ask before they show a button."""
    if "standing" not in g and visitor() is None:  # a page asks twenty times: first what costs nothing
        return False
    return access.may(standing(), right, thing)


def begin(row: SignIn, *, by: str) -> None:
    """Let this browser in by the row: everything that the cookie held before is gone. `by`: the factors, for the log
    of requests."""
    session.clear()
    request.environ[PERSON] = row.person_id
    tell(f"signed in by {by}")
    login_user(Here(row))


def leave() -> None:
    session.clear()


def cookie_row() -> SignIn | None:
    """The sign-in that the cookie names, whether or not it still stands: it tells whose form this was."""
    token = session.get(COOKIE_FIELD)
    return db.scalar(BY_TOKEN, {"token": token}) if token else None


def sign_in_url(next_path: str | None = None) -> str:
    """To the sign-in, and back to where somebody wanted to go."""
    if next_path is None:
        next_path = request.full_path.rstrip("?")
    return url_for("auth.new", next=None if next_path == "/" else next_path)
