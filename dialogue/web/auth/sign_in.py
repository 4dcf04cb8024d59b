"""Signing in: the throttle before the password, and what a right one opens."""

import logging

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import PasswordField

from dialogue.actions import factors
from dialogue.db import db, read_only, transaction
from dialogue.domain import factors as second_factors
from dialogue.domain.passwords import matches
from dialogue.domain.people import Person, by_email
from dialogue.domain.signins import (
    WINDOW,
    Attempt,
    alarms,
    attempt,
    outdated,
    tries,
    wait,
)
from dialogue.i18n import gettext, lazy
from dialogue.web.addresses import local
from dialogue.web.auth import browsers, lane, steps
from dialogue.web.auth.codes import CodeField
from dialogue.web.auth.pages import bp
from dialogue.web.forms import Address, Given, Unkeyed
from dialogue.web.gate import now, public
from dialogue.web.presence import tell, visitor

RETRY = 5  # seconds, until a try over the limit is worth another one
TOLD = 12  # digits of the SHA-256 of an e-mail, in the log: people type passwords into the wrong field

log = logging.getLogger("dialogue.auth")


class SignInForm(Unkeyed):
    """Fields as the contract names them; what was typed as a password or a code never comes back."""

    email = Address(lazy("E-mail address"), known=True)
    password = PasswordField(lazy("Password"), [Given()])
    second_factor = CodeField(lazy("Codes, if you do not want to wait"))


@bp.get("/sign-in")
@public
def new() -> Response | str:
    if visitor() is not None:
        return redirect(local(request.args.get("next")), 302)
    return render_template("auth/new.html", form=SignInForm(), over=False, next=local(request.args.get("next")))


@bp.post("/sign-in")
@public
def create() -> Response:
    """The password is looked at between two short transactions: it takes a fifth of a second, and writers queue. Over
    the limit it is looked at in the slow lane, or beside a code that only its person has; a wrong one is then answered
    like one that nobody looked at."""
    form = SignInForm()
    if not form.validate():
        return _again(form, 422)
    tried = attempt(form.email.data, _whence(form.email.data), at=now())
    account = tried.email_digest[:TOLD]
    over = not _count(tried)
    code = form.second_factor.data if over and _proves(form.email.data, form.second_factor.data) else ""
    if over:
        tell(f"too many tries for {account}")
    if over and not code and not lane.turn():
        return _too_often(form)
    person = _who(form.email.data, form.password.data)
    if person is None:
        tell(f"wrong password for {account}")
        return _too_often(form) if over else _wrong(form)
    return steps.after_password(person.id, tried.address, code=code)


def _proves(email: str, code: str) -> bool:
    """Whether a code was brought along that nobody guesses: a recovery code, or two of an app in a row. That costs no
    time to look at, so however many guess, nobody who has one waits."""
    read_only()
    person = db.scalar(by_email(email)) if code else None
    found = person and factors.proof(person.id, code, key=steps.config().secret_key, at=now(), strict=True, hold=False)
    db.rollback()
    return bool(found)


def _whence(email: str) -> str:
    """A browser in which that person has signed in before is counted for itself: what others try is not its."""
    read_only()
    browser = browsers.known(email)
    db.rollback()
    return browser or request.remote_addr or ""


def _count(tried: Attempt) -> bool:
    """Note the try before the password is looked at. False where there were too many: those over the limit are neither
    noted nor counted, so the limit ends by itself whatever strangers go on trying."""
    with transaction():
        for row in (*outdated(now()), *second_factors.outdated(now())):
            db.execute(row)
        of_pair, of_address, of_email = db.execute(tries(tried)).one()
        if wait(of_pair, of_address):
            return False
        db.add(tried)
    if alarms(of_email + 1):
        log.warning("%d tries to sign in within %s for the e-mail %s…", of_email + 1, WINDOW, tried.email_digest[:TOLD])
    return True


def _who(email: str, password: str) -> Person | None:
    """Whom they belong to; for an unknown person it takes as long."""
    read_only()
    person = db.scalar(by_email(email))
    stored = person.password_hash if person is not None and person.active else None
    db.rollback()
    return person if matches(password, stored) else None


def _wrong(form: SignInForm) -> Response:
    form.password.errors = [gettext("This address and this password do not belong together.")]
    return _again(form, 422)


def _too_often(form: SignInForm) -> Response:
    form.password.errors = [
        gettext(
            "There were too many wrong tries from this network, so each further one waits for its turn. Please check "
            "the address and the password and try again: the right ones let you in, if need be at a second or third "
            "try."
        )
    ]
    response = _again(form, 429)
    response.headers["Retry-After"] = str(RETRY)
    return response


def _again(form: SignInForm, status: int) -> Response:
    read_only()
    page = render_template("auth/new.html", form=form, over=status == 429, next=local(request.args.get("next")))
    return make_response(page, status)
