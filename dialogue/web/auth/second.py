"""The second step of a sign-in: a code of an authenticator app, a recovery code, or a passkey."""

from flask import flash, make_response, redirect, render_template
from werkzeug.wrappers import Response

from dialogue.actions import factors
from dialogue.db import transaction
from dialogue.domain.factors import HalfSignIn
from dialogue.i18n import gettext, lazy
from dialogue.web.auth import steps
from dialogue.web.auth.codes import CodeField
from dialogue.web.auth.pages import bp
from dialogue.web.forms import Unkeyed
from dialogue.web.gate import now, public
from dialogue.web.presence import tell


class SecondForm(Unkeyed):
    second_factor = CodeField(lazy("Code"), required=True)


@bp.get("/sign-in/second")
@public
def second() -> Response:
    half = steps.read_half()
    return steps.anew() if half is None else _page(SecondForm(), half, 200)


@bp.post("/sign-in/second")
@public
def give_code() -> Response:
    form = SecondForm()
    if not form.validate():
        return _again(form)
    with transaction():
        half = steps.held_half()
        row = None
        if half is not None:
            strict = factors.is_suspect(half.person, now())
            key = steps.config().secret_key
            if factors.prove(half.person, form.second_factor.data, key=key, at=now(), strict=strict):
                row = steps.finish(half)
            else:
                half.wrong()
                tell(f"wrong code of person {half.person_id}")
    if row is not None:
        return steps.welcome(row, redirect(steps.onward(), 303), by="password and code")
    form.second_factor.errors = [gettext("This code is not right, or was used before.")]
    return _again(form)


def _again(form: SecondForm) -> Response:
    half = steps.read_half()
    if half is None:
        flash(
            gettext("Please begin again with your password: there were too many wrong codes, or it took too long."),
            "due",
        )
        return steps.anew()
    return _page(form, half, 422)


def _page(form: SecondForm, half: HalfSignIn, status: int) -> Response:
    held = factors.of(half.person)
    page = render_template(
        "auth/second.html",
        form=form,
        who=half.person.email,
        strict=factors.is_suspect(half.person, now()),
        app=any(not one.is_passkey for one in held),
        passkey=any(one.is_passkey for one in held) and steps.site() is not None,
        next=steps.carried(),
    )
    return make_response(page, status)
