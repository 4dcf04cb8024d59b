"""The calendar: a person's subscriptions, the feeds behind them, and a single session as a file."""

import base64
import hashlib
import threading
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, ValidationError

from dialogue import access
from dialogue.access import Right
from dialogue.config import Config
from dialogue.db import db
from dialogue.domain import subscriptions, topics
from dialogue.domain.editions import DueEntry, FeedEntry
from dialogue.domain.sessions import Session
from dialogue.domain.subscriptions import NAME, Scope, Subscription, subscribe, token_for
from dialogue.i18n import gettext, lazy
from dialogue.queries import feeds
from dialogue.rendering import icalendar
from dialogue.web import keys, qr
from dialogue.web.arrivals import PERSON
from dialogue.web.forms import Form, Line, RecordField, WordField, answer
from dialogue.web.gate import after_read, belongs, loads, machine, me, needs, now, standing
from dialogue.web.uses import uses

bp = Blueprint("calendar", __name__)

# Programs ask by the thousand at the full hour. Feeds that are made side by side take twice the processor's time, and
# hold up whoever saves, since a commit of the embedded database waits until nobody reads.
_one_at_a_time = threading.Lock()

SCOPES = {
    Scope.ALL: lazy("all sessions that I may see, and my meetings between them"),
    Scope.MINE: lazy("my sessions, and my meetings between them"),
    Scope.DEADLINES: lazy("my deadlines and follow-ups"),
    Scope.TOPIC: lazy("the sessions of one topic"),
}


class SubscriptionForm(Form):
    name = Line(lazy("Name of the calendar"), limit=NAME, required=True)
    scope = WordField(lazy("What it holds"), kind=Scope, default=Scope.ALL)
    topic = RecordField(lazy("Topic"), required=False, none=lazy("none"))
    is_discreet = BooleanField(lazy("Discreet: only “Meeting” or “Deadline” and when, never what or where"))

    @property
    def chosen(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("name", "scope", "topic", "is_discreet")}

    def validate_topic(self, field: RecordField) -> None:
        if self.scope.data is Scope.TOPIC and field.data is None:
            raise ValidationError(gettext("Please choose the topic of the calendar."))


@loads(Subscription)
def _subscription(subscription: int) -> Subscription | None:
    return belongs(db.get(Subscription, subscription), me(), by="person")


@bp.get("/calendar")
@needs(Right.CALENDAR_SUBSCRIBE)
def index() -> Response:
    proposed = subscriptions.free_name(gettext("Dialogue"), db.scalars(subscriptions.not_revoked(me())))
    return _index(_form(name=proposed))


@bp.post("/calendar")
@needs(Right.CALENDAR_SUBSCRIBE)
def create() -> Response:
    form = _form()
    if not form.validate():
        return _index(form)
    chosen, existing = form.chosen, db.scalars(subscriptions.not_revoked(me())).all()
    key = _key(request.form[keys.NAME], *(str(getattr(one, "slug", one)) for one in chosen.values()))
    db.add(subscribe(me(), **chosen, token=_token(key), existing=existing, at=now()))
    return redirect(url_for(".address", key=key), 303)


@bp.get("/calendar/addresses/<token:key>")
@needs(Right.CALENDAR_SUBSCRIBE)
def address(key: str) -> Response | str:
    """The address that a form made, for a quarter of an hour. It is worked out anew from the key, for its person alone:
    the key without the server's secret says nothing."""
    subscription = belongs(db.scalar(subscriptions.by_token(_token(key))), me(), by="person")
    if not subscription.may_be_shown(now()):
        flash(gettext("That address is not shown again. Please revoke it and make another one."), "due")
        return redirect(url_for(".index"), 302)
    return render_template("calendar/address.html", subscription=subscription, **_ways(_token(key), subscription.name))


@bp.post("/calendar/<int:subscription>/revoke")
@needs(Right.CALENDAR_SUBSCRIBE, Subscription)
def revoke(subscription: Subscription) -> Response:
    subscription.revoke(by=me(), at=now())
    flash(gettext("The address “%(name)s” does not answer any more.", name=subscription.name), "done")
    return redirect(url_for(".index"), 303)


@bp.get("/feeds/<token:token>.ics")
@machine(reads=True)
def feed(token: str) -> Response:
    """404 for an address that is unknown or revoked, or whose person has left or takes part in nothing any more."""
    with _one_at_a_time:
        return _feed(token)


def _feed(token: str) -> Response:
    subscription = db.scalar(subscriptions.by_token(token))
    if subscription is None or not subscription.alive(now()):
        abort(404)
    reader = access.standing(subscription.person, now())
    if not access.may(reader, Right.CALENDAR_SUBSCRIBE):
        abort(404)
    _note_use(subscription)
    response = _ics(feeds.feed(reader, subscription, address=_address_of), name=subscription.name)
    response.headers["Cache-Control"] = "private, no-cache"  # programs keep what they have, and ask before they use it
    return response


@bp.get("/sessions/<ref:ref>.ics")
@needs(Right.SESSION_READ, Session)
def session(session: Session) -> Response:
    return _ics([feeds.single(session, standing(), address=_address_of)])


def _note_use(subscription: Subscription) -> None:
    request.environ[PERSON] = subscription.person_id
    if subscription.due_to_be_seen(now()) and uses().note(subscription.id, request.user_agent.string, at=now()):
        after_read(uses().write)


def _ics(entries: Sequence[FeedEntry | DueEntry], *, name: str = "") -> Response:
    """With the digest of its bytes as ETag: a program that has them already is told only that."""
    response = Response(icalendar.render(entries, name=name), mimetype="text/calendar")
    response.add_etag()
    return response.make_conditional(request)


def _form(**proposed: Any) -> SubscriptionForm:
    """With what this person may choose."""
    form = SubscriptionForm(**proposed)
    offered = feeds.offered(standing())
    form.scope.offer(offered, SCOPES)
    form.topic.choose(db.scalars(topics.register()) if Scope.TOPIC in offered else (), lambda one: str(one.title))
    return form


def _index(form: SubscriptionForm) -> Response:
    mine = db.scalars(subscriptions.not_revoked(me())).all()
    return answer("calendar/index.html", form, subscriptions=mine, scopes=SCOPES)


def _ways(token: str, name: str) -> dict[str, Any]:
    """The address in the forms that calendar programs take."""
    https = _config().base_url + url_for(".feed", token=token)
    webcal = f"webcal:{https.partition(':')[2]}"
    cid, url, title = quote(webcal, safe=""), quote(https, safe=""), quote(name, safe="")
    return {
        "https": https,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={cid}",
        "outlook": f"https://outlook.office.com/calendar/0/addfromweb?url={url}&name={title}",
        "picture": qr.picture(webcal),
    }


def _key(*form: str) -> str:
    """Names the form that was sent, and what was typed into it: sent twice, it names the same."""
    digest = hashlib.sha256("\0".join(form).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _token(key: str) -> str:
    return token_for(_config().secret_key, str(me().id), key)


def _address_of(path: str) -> str:
    return _config().base_url + path


def _config() -> Config:
    config: Config = current_app.extensions["dialogue.config"]
    return config
