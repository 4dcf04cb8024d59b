"""Signing in: the throttle before the password, and what a right one opens."""

import datetime as dt
import logging

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import PasswordField

from dialogue.db import db, read_only, transaction
from dialogue.domain.passwords import matches
from dialogue.domain.people import Person, by_email
from dialogue.domain.signins import (
    WINDOW,
    Attempt,
    SignIn,
    alarms,
    attempt,
    digest,
    outdated,
    settled,
    tries,
    wait,
)
from dialogue.domain.text import LINE, clean
from dialogue.web.addresses import local
from dialogue.web.auth.pages import bp
from dialogue.web.forms import Given, Line, Unkeyed
from dialogue.web.gate import now, public
from dialogue.web.presence import begin, cookie_row, visitor
from dialogue.words import gettext, lazy

log = logging.getLogger("dialogue.auth")


class SignInForm(Unkeyed):
    """Fields as the contract names them; what was typed as a password never comes back."""

    email = Line(lazy("E-mail address"), limit=320, required=True)
    password = PasswordField(lazy("Password"), [Given()])


@bp.get("/sign-in")
@public
def new() -> Response | str:
    if visitor() is not None:
        return redirect(local(request.args.get("next")), 302)
    return render_template("auth/new.html", form=SignInForm(), next=local(request.args.get("next")))


@bp.post("/sign-in")
@public
def create() -> Response:
    """The password is looked at between two short transactions: it takes a fifth of a second, and writers queue."""
    form = SignInForm()
    if not form.validate():
        return _again(form, 422)
    tried = attempt(form.email.data, request.remote_addr or "", at=now())
    until = _count(tried)
    if until is not None:
        return _too_often(form, until)
    person = _who(form.email.data, form.password.data)
    if person is None:
        form.password.errors = [gettext("This address and this password do not belong together.")]
        return _again(form, 422)
    with transaction():
        db.execute(settled(tried))
        row = SignIn(person=person, created_at=now(), device=_device())
        db.add(row)
    begin(row)
    return redirect(local(request.args.get("next")), 303)


def _count(tried: Attempt) -> dt.datetime | None:
    """Note the try before the password is looked at; tells until when to wait if there were too many. A browser in
    which that person has signed in before, and whose sign-in merely ended, does not wait for what others tried."""
    with transaction():
        for row in outdated(now()):
            db.execute(row)
        of_pair, of_address, of_email, *first = db.execute(tries(tried)).one()
        if wait(of_pair, of_address) and not _known(tried):
            return max(at for at in first if at is not None) + WINDOW
        db.add(tried)
    if alarms(of_email + 1):
        log.warning("%d tries to sign in within %s for the e-mail %s…", of_email + 1, WINDOW, tried.email_digest[:12])
    return None


def _known(tried: Attempt) -> bool:
    before = cookie_row()
    return before is not None and before.revoked_at is None and digest(before.person.email) == tried.email_digest


def _who(email: str, password: str) -> Person | None:
    """Whom they belong to; for an unknown person it takes as long."""
    read_only()
    person = db.scalar(by_email(email))
    stored = person.password_hash if person is not None and person.active else None
    db.rollback()
    return person if matches(password, stored) else None


def _device() -> str:
    return clean(request.user_agent.string[:LINE], limit=LINE, one_line=True)


def _too_often(form: SignInForm, until: dt.datetime) -> Response:
    form.password.errors = [gettext("There were too many tries. Please wait a quarter of an hour and try again.")]
    response = _again(form, 429)
    response.headers["Retry-After"] = str(max(1, int((until - now()).total_seconds()) + 1))
    return response


def _again(form: SignInForm, status: int) -> Response:
    read_only()
    return make_response(render_template("auth/new.html", form=form, next=local(request.args.get("next"))), status)
