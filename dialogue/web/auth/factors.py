"""My second factors: the list, adding, removing, recovery codes. Changes need a person who proved to be there."""

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField

from dialogue.access import Right
from dialogue.actions import factors
from dialogue.db import db, read_only, transaction
from dialogue.domain import factors as second_factors
from dialogue.domain.factors import Factor
from dialogue.domain.passwords import matches
from dialogue.domain.signins import SignIn, attempt, settled, tries, wait
from dialogue.domain.tokens import digest
from dialogue.i18n import gettext, lazy
from dialogue.web.auth import apps, passkeys, steps
from dialogue.web.auth.apps import AppForm
from dialogue.web.auth.pages import bp
from dialogue.web.auth.passkeys import PasskeyForm
from dialogue.web.forms import Form, Given, Line, Unkeyed, answer
from dialogue.web.gate import belongs, loads, me, needs, now, public
from dialogue.web.presence import sign_in_row, sign_in_url, tell


class MoreAppForm(AppForm, Form):
    pass


class MorePasskeyForm(PasskeyForm, Form):
    pass


class NameForm(Form):
    name = Line(lazy("Name"), limit=second_factors.NAME, required=True)


class ConfirmForm(Unkeyed):
    password = PasswordField(lazy("Your password, or a code"), [Given()])


@loads(Factor)
def _factor(factor: int) -> Factor | None:
    return belongs(db.get(Factor, factor), me(), by="person")


@bp.get("/factors")
@needs(Right.ACCOUNT_USE)
def index_factors() -> Response:
    return _index(ConfirmForm())


@bp.post("/factors/confirm")
@public
def confirm() -> Response:
    """A screen that was left open does not let its finder guess: the tries are those of this sign-in."""
    form = ConfirmForm()
    read_only()
    row = sign_in_row()
    if row is None:
        return redirect(sign_in_url(url_for(".index_factors")), 303)
    status = _confirmed(form, row) if form.validate() else 422
    if status == 200:
        tell("confirmed by password or code")
        return redirect(url_for(".index_factors"), 303)
    db.rollback()
    read_only()
    return _index(form, status)


WRONG = lazy("This is neither your password nor a code that is good now.")


@bp.get("/factors/app")
@needs(Right.ACCOUNT_USE)
def new_app() -> Response:
    return _asked_first() or _app(MoreAppForm())


@bp.post("/factors/app")
@needs(Right.ACCOUNT_USE)
def add_app() -> Response:
    form = MoreAppForm()
    if (first := _asked_first()) is not None:
        return first
    factor = apps.confirmed(form, me()) if form.validate() else None
    return _app(form) if factor is None else _added(factor)


@bp.get("/factors/passkey")
@needs(Right.ACCOUNT_USE)
def new_passkey() -> Response:
    if steps.site() is None:
        abort(404)
    return _asked_first() or answer("auth/passkey.html", MorePasskeyForm())


@bp.post("/factors/passkey/challenge")
@needs(Right.ACCOUNT_USE, keyed=False)
def ask_passkey() -> Response:
    return passkeys.question(me(), _holder())


@bp.post("/factors/passkey")
@needs(Right.ACCOUNT_USE)
def add_passkey() -> Response:
    if (first := _asked_first()) is not None:
        return first
    factor = passkeys.confirmed(me(), MorePasskeyForm().name.data or "", _holder())
    if factor is not None:
        return _added(factor)
    flash(gettext("The passkey could not be made. Please try again."), "due")
    return redirect(url_for(".new_passkey"), 303)


@bp.get("/factors/<int:factor>/name")
@needs(Right.ACCOUNT_USE, Factor)
def ask_rename(factor: Factor) -> Response:
    return _asked_first() or answer("auth/rename.html", NameForm(obj=factor), factor=factor)


@bp.post("/factors/<int:factor>/name")
@needs(Right.ACCOUNT_USE, Factor)
def rename_factor(factor: Factor) -> Response:
    form = NameForm()
    if (first := _asked_first()) is not None:
        return first
    if not form.validate():
        return answer("auth/rename.html", form, factor=factor)
    factors.rename(factor, form.name.data, at=now())
    return redirect(url_for(".index_factors"), 303)


@bp.post("/factors/<int:factor>/remove")
@needs(Right.ACCOUNT_USE, Factor)
def remove_factor(factor: Factor) -> Response:
    if (first := _asked_first()) is not None:
        return first
    factors.remove(factor, required=steps.required(me()), at=now())
    flash(gettext("Removed: %(name)s.", name=factor.name), "done")
    return redirect(url_for(".index_factors"), 303)


@bp.get("/factors/codes")
@needs(Right.ACCOUNT_USE)
def ask_codes() -> str:
    return render_template("auth/ask_codes.html")


@bp.post("/factors/codes")
@needs(Right.ACCOUNT_USE)
def make_codes() -> Response:
    return _asked_first() or _codes(factors.new_codes(me(), at=now()))


def _asked_first() -> Response | None:
    """To the list, where password or code is asked, unless that was not long ago."""
    row = sign_in_row()
    if row is not None and row.is_confirmed(now()):
        return None
    flash(gettext("Before you change anything here: please type your password or a code."), "due")
    return redirect(url_for(".index_factors"), 303)


def _confirmed(form: ConfirmForm, row: SignIn) -> int:
    """200 where the sign-in is confirmed now; else with a message at the field. The password is looked at between two
    short transactions."""
    tried = attempt(row.person.email, f"sign-in {row.id}", at=now())
    with transaction():
        of_pair, *_ = db.execute(tries(tried)).one()
        many = wait(of_pair, 0)
        db.add(tried)
    if not many and _proves(form.password.data, row):
        with transaction():
            db.execute(settled(tried))
            db.get_one(SignIn, row.id).confirm(at=now())
        return 200
    tell("too many tries to confirm" if many else "wrong password or code to confirm")
    form.password.errors = [gettext("There were too many tries. Please wait a quarter of an hour.") if many else WRONG]
    return 429 if many else 422


def _proves(typed: str, row: SignIn) -> bool:
    key, stored = steps.config().secret_key, row.person.password_hash
    with transaction():
        if factors.prove(row.person, typed, key=key, at=now(), strict=False):
            return True
    return matches(typed, stored)


def _added(factor: Factor) -> Response:
    codes = factors.add(factor, at=now())
    if codes:
        return _codes(codes)
    flash(gettext("Added: %(name)s.", name=factor.name), "done")
    return redirect(url_for(".index_factors"), 303)


def _codes(codes: list[str]) -> Response:
    return make_response(render_template("auth/codes.html", codes=codes, onward=url_for(".index_factors")))


def _app(form: Any) -> Response:
    return answer("auth/app.html", form, **apps.shown(form, me()))


def _index(form: ConfirmForm, status: int = 0) -> Response:
    row = sign_in_row()
    page = render_template(
        "auth/factors.html",
        form=form,
        held=factors.of(me()),
        left=len(db.scalars(second_factors.unused_codes(me().id)).all()),
        confirmed=row is not None and row.is_confirmed(now()),
        passkeys=steps.site() is not None,
        required=steps.required(me()),
    )
    return make_response(page, status or (422 if form.errors else 200))


def _holder() -> str:
    row = sign_in_row()
    return digest(row.token if row is not None else "")
