"""Passkeys on the web: challenges that are used up by one answer, adding a passkey, and signing in with one."""

from typing import Any

from flask import abort, flash, make_response, redirect, request
from sqlalchemy import delete
from werkzeug.wrappers import Response
from wtforms import HiddenField

from dialogue.actions import factors
from dialogue.db import db, transaction
from dialogue.domain import factors as second_factors
from dialogue.domain import passkeys
from dialogue.domain.factors import CHALLENGE_LASTS, NAME, Challenge, Factor
from dialogue.domain.passkeys import Site
from dialogue.domain.people import Person
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.auth import steps
from dialogue.web.auth.pages import bp
from dialogue.web.forms import Line
from dialogue.web.gate import now, public
from dialogue.web.presence import tell

MAKE, SIGN = "make", "sign"


class PasskeyForm:
    """The fields; `credential` is filled in by the browser's script."""

    name = Line(lazy("Name of the passkey"), limit=NAME, default=lazy("Passkey"))
    credential = HiddenField()


@bp.post("/sign-in/challenge")
@public
def ask_to_sign() -> Response:
    """Options for the browser, in JSON."""
    with transaction():
        half = steps.current_half() or abort(401)
        question = passkeys.ask_to_sign(_site(), _ids(half.person))
        _keep(question.challenge, SIGN, half.token_digest, half.person)
    return _json(question.options)


@bp.post("/sign-in/passkey")
@public
def sign() -> Response:
    row = None
    with transaction():
        half = steps.held_half()
        if half is not None:
            if _signed(half.person, half.token_digest):
                row = steps.finish(half)
            else:
                half.wrong()
                tell(f"passkey of person {half.person_id} refused")
    if row is not None:
        return steps.welcome(row, redirect(steps.onward(), 303), by="password and passkey")
    flash(gettext("The passkey was not accepted. Please try again, or use a code."), "due")
    return redirect(steps.second_url(), 303)


def question(person: Person, holder: str) -> Response:
    """Options to make a passkey, inside the caller's transaction."""
    asked = passkeys.ask_to_make(
        _site(),
        product=sheets.house().dialogue_name,
        person_id=person.id,
        email=person.email,
        name=person.name,
        known=_ids(person),
    )
    _keep(asked.challenge, MAKE, holder, person)
    return _json(asked.options)


def confirmed(person: Person, name: str, holder: str) -> Factor | None:
    """The passkey that the browser has made, inside the caller's transaction."""
    credential = request.form.get("credential", "")
    challenge = _used_up(credential, MAKE, holder)
    made = passkeys.made(credential, challenge, _site()) if challenge else None
    if made is None or db.scalar(second_factors.by_credential(made.credential_id)) is not None:
        return None
    return second_factors.passkey(
        person, name or gettext("Passkey"), made.credential_id, made.public_key, made.sign_count, at=now()
    )


def _signed(person: Person, holder: str) -> bool:
    """Whether a passkey of this person has signed what this sign-in asked for."""
    credential = request.form.get("credential", "")
    challenge = _used_up(credential, SIGN, holder)
    named = passkeys.answered(credential)
    factor = db.scalar(second_factors.by_credential(named[0])) if named else None
    if challenge is None or factor is None or factor.person_id != person.id or factor.public_key is None:
        return False
    count = passkeys.signed(credential, challenge, _site(), factor.public_key, factor.sign_count)
    if count is None:
        return False
    factor.used(count, at=now())
    return True


def _used_up(credential: str, purpose: str, holder: str) -> str | None:
    """The challenge that an answer names, if it was asked here and not long ago. Of several answers to it one gets it:
    the row is gone."""
    named = passkeys.answered(credential)
    row = db.scalar(second_factors.challenge(named[1], purpose, holder)) if named else None
    if row is None:
        return None
    gone: Any = db.execute(delete(Challenge).where(Challenge.id == row.id))
    return row.value if gone.rowcount == 1 and now() < row.made_at + CHALLENGE_LASTS else None


def _keep(value: str, purpose: str, holder: str, person: Person) -> None:
    made = Challenge(value=value, purpose=purpose, holder=holder, person_id=person.id, made_at=now())
    db.add(made)


def _ids(person: Person) -> list[str]:
    return [one.credential_id for one in factors.of(person) if one.credential_id is not None]


def _site() -> Site:
    found = steps.site()
    return Site(*found) if found else abort(404)


def _json(options: str) -> Response:
    return make_response(options, {"Content-Type": "application/json"})
