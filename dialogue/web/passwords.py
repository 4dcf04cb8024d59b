"""Passwords: one's own, changed; one forgotten; and the page behind a link, on which one is chosen.

No page of these signs anybody in. Each looks at passwords between two short transactions: it takes a fifth of a second,
and writers queue."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, ValidationError

from dialogue.access import Right
from dialogue.actions import accounts
from dialogue.db import db, read_only, transaction
from dialogue.domain import password_links, passwords, signins
from dialogue.domain.base import Refused
from dialogue.domain.password_links import PasswordLink
from dialogue.domain.signins import SignIn
from dialogue.i18n import gettext, lazy
from dialogue.web import links
from dialogue.web.errors import said
from dialogue.web.forms import Address, Given, Unkeyed
from dialogue.web.gate import needs, now, public
from dialogue.web.presence import leave, sign_in_row, sign_in_url, tell

bp = Blueprint("passwords", __name__)


class NewPasswordForm(Unkeyed):
    """Typed twice, because nobody sees what is typed; it never comes back."""

    password = PasswordField(lazy("New password"), [Given()])
    password_again = PasswordField(lazy("New password, once more"), [Given()])

    def validate_password_again(self, field: PasswordField) -> None:
        if passwords.normal(field.data or "") != passwords.normal(self.password.data or ""):
            raise ValidationError(gettext("The two are not the same. Please type the new password twice."))


class OwnPasswordForm(NewPasswordForm):
    old_password = PasswordField(lazy("Present password"), [Given()])


class ForgottenForm(Unkeyed):
    email = Address(lazy("E-mail address"))


@bp.get("/password")
@needs(Right.ACCOUNT_USE)
def edit() -> str:
    return render_template("passwords/edit.html", form=OwnPasswordForm())


@bp.post("/password")
@public
def update() -> Response:
    """Whoever is not signed in is led to the sign-in. Sent twice, it is done once and answered alike."""
    form = OwnPasswordForm()
    read_only()
    row = sign_in_row()
    if row is None:
        return redirect(sign_in_url(url_for(".edit")), 303)
    row_id, stored, about = row.id, row.person.password_hash, accounts.words_about(row.person)
    tried = signins.attempt(row.person.email, request.remote_addr or "", at=now())
    status = _looked_at(form, tried, stored)
    if status >= 400:
        return _page("passwords/edit.html", status, form=form)
    if status == 200:
        chosen = _hashed(form, about)
        if chosen is None:
            return _page("passwords/edit.html", 422, form=form)
        with transaction():
            db.execute(signins.settled(tried))
            accounts.change_password(_unchanged(row_id, stored), chosen, at=now())
    flash(gettext("Your password is changed, and every other sign-in of yours has ended."), "done")
    return redirect(url_for("auth.index"), 303)


@bp.get("/password/forgotten")
@public
def ask_forgotten() -> str:
    return render_template("passwords/forgotten.html", form=ForgottenForm())


@bp.post("/password/forgotten")
@public
def forgotten() -> Response:
    """Noted for known and unknown addresses alike, and answered alike; the worker does what is to be done."""
    form = ForgottenForm()
    if not form.validate():
        return _page("passwords/forgotten.html", 422, form=form)
    asked = password_links.ask(form.email.data, request.remote_addr or "", at=now())
    with transaction():
        many = (db.scalar(password_links.from_one_place(asked)) or 0) >= password_links.ASKED_FROM_ONE_PLACE
        if not many:
            db.add(asked)
    if many:
        form.email.errors = [gettext("This was asked too often from your network. Please try again in a few minutes.")]
        return _page("passwords/forgotten.html", 429, form=form)
    return redirect(url_for(".asked"), 303)


@bp.get("/password/forgotten/asked")
@public
def asked() -> str:
    return render_template("passwords/asked.html", by_mail=links.by_mail())


@bp.get("/password/links/<token:token>")
@public
def link(token: str) -> Response:
    """A page and nothing else: scanners of mails follow links."""
    found = db.scalar(password_links.by_token(token))
    if found is None or not found.opens(now()):
        return _gone()
    return _choose(found, NewPasswordForm(), token)


@bp.post("/password/links/<token:token>")
@public
def use(token: str) -> Response:
    form = NewPasswordForm()
    read_only()
    found = db.scalar(password_links.by_token(token))
    if found is None or not found.opens(now()):
        return _gone()
    chosen = _hashed(form, accounts.words_about(found.person)) if form.validate() else None
    if chosen is None:
        db.rollback()
        read_only()
        return _choose(db.scalar(password_links.by_token(token)), form, token, 422)
    if not _set(token, chosen):
        return _gone()
    leave()
    flash(gettext("Your password is set. Please sign in with it."), "done")
    return redirect(url_for("auth.new"), 303)


def _set(token: str, chosen: str) -> bool:
    """Whether the password is set by the link; False where somebody used it, or closed the account, in that moment."""
    try:
        with transaction():
            accounts.use_link(db.scalars(password_links.by_token_for_writing(token)).one(), chosen, at=now())
            row = sign_in_row()
            if row is not None:
                row.revoke(by=row.person, at=now())
    except Refused:
        read_only()
        return False
    return True


def _hashed(form: NewPasswordForm, about: Sequence[str]) -> str | None:
    """The hash of the new password; None, and a message at the field, where it does not do. No transaction is open."""
    db.rollback()
    try:
        return passwords.hashed(form.password.data, about)
    except Refused as refusal:
        form.password.errors = [said(refusal)]
        return None


def _looked_at(form: OwnPasswordForm, tried: signins.Attempt, stored: str | None) -> int:
    """200 where the form may be carried out, 303 where it was before; else with a message at its field. Tries are
    counted before the password is looked at: a screen that was left open does not let its finder guess."""
    if not form.validate():
        return 422
    with transaction():
        of_pair, *_ = db.execute(signins.tries(tried)).one()
        if signins.wait(of_pair, 0):
            tell("too many tries to change the password")
            form.old_password.errors = [gettext("There were too many tries. Please wait a quarter of an hour.")]
            return 429
        db.add(tried)
    if passwords.matches(form.old_password.data, stored):
        return 200
    if passwords.matches(form.password.data, stored):
        return 303
    tell("wrong present password")
    form.old_password.errors = [gettext("This is not your present password.")]
    return 422


def _unchanged(row_id: int, stored: str | None) -> SignIn:
    row = db.get_one(SignIn, row_id)
    if row.person.password_hash != stored:
        raise Refused("Your password was changed at the same moment. Please try again.")
    return row


def _choose(found: PasswordLink | None, form: NewPasswordForm, token: str, status: int = 200) -> Response:
    context: Mapping[str, Any] = {"link": found, "form": form, "token": token}
    return make_response(render_template("passwords/link.html", **context), status)


def _gone() -> Response:
    """Unknown, used, too old or revoked: one page for all."""
    tell("password link that opens nothing")
    return make_response(render_template("passwords/gone.html"), 404)


def _page(template: str, status: int, **context: Any) -> Response:
    db.rollback()
    read_only()
    return make_response(render_template(template, **context), status)
