"""Setting up the first second factor between password and sign-in, for whoever cannot be without one."""

from collections.abc import Callable

from flask import abort, flash, make_response, render_template
from werkzeug.wrappers import Response

from dialogue.actions import factors
from dialogue.db import read_only, transaction
from dialogue.domain.factors import Factor, HalfSignIn
from dialogue.i18n import gettext
from dialogue.web.auth import apps, browsers, passkeys, steps
from dialogue.web.auth.apps import AppForm
from dialogue.web.auth.pages import bp
from dialogue.web.auth.passkeys import PasskeyForm
from dialogue.web.forms import Unkeyed
from dialogue.web.gate import now, public
from dialogue.web.presence import begin


class FirstAppForm(AppForm, Unkeyed):
    pass


class FirstPasskeyForm(PasskeyForm, Unkeyed):
    pass


@bp.get("/sign-in/set-up")
@public
def set_up() -> Response:
    half = steps.read_half()
    return steps.anew() if half is None or factors.of(half.person) else _page(FirstAppForm(), half, 200)


@bp.post("/sign-in/set-up")
@public
def set_up_app() -> Response:
    form = FirstAppForm()
    return _first(form, lambda half: apps.confirmed(form, half.person) if form.validate() else None)


@bp.post("/sign-in/set-up/challenge")
@public
def ask_first_passkey() -> Response:
    with transaction():
        half = steps.current_half() or abort(401)
        if factors.of(half.person):
            abort(401)
        return passkeys.question(half.person, half.token_digest)


@bp.post("/sign-in/set-up/passkey")
@public
def set_up_passkey() -> Response:
    form = FirstPasskeyForm()

    def made(half: HalfSignIn) -> Factor | None:
        factor = passkeys.confirmed(half.person, form.name.data or "", half.token_digest)
        if factor is None:
            flash(gettext("The passkey could not be made. Please try again, or use an authenticator app."), "due")
        return factor

    return _first(FirstAppForm(formdata=None), made)


def _first(form: FirstAppForm, make: Callable[[HalfSignIn], Factor | None]) -> Response:
    """Make the factor, and finish the sign-in with it; the recovery codes are shown before anything else."""
    codes, row = [], None
    with transaction():
        half = steps.held_half()
        factor = make(half) if half is not None and not factors.of(half.person) else None
        if half is not None and factor is not None:
            codes = factors.add(factor, at=now())
            row = steps.finish(half)
    if row is None:
        return _again(form)
    begin(row, by="password and a new second factor")
    read_only()
    response = make_response(render_template("auth/codes.html", codes=codes, onward=steps.onward()))
    browsers.remember(response, row)
    return response


def _again(form: FirstAppForm) -> Response:
    half = steps.read_half()
    if half is None or factors.of(half.person):
        flash(gettext("Please begin again with your password: it took too long, or it was done already."), "due")
        return steps.anew()
    return _page(form, half, 422)


def _page(form: FirstAppForm, half: HalfSignIn, status: int) -> Response:
    page = render_template(
        "auth/set_up.html",
        form=form,
        passkey=FirstPasskeyForm(formdata=None) if steps.site() else None,
        who=half.person.email,
        next=steps.carried(),
        **apps.shown(form, half.person),
    )
    return make_response(page, status)
