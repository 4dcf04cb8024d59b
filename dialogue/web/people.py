"""People: who they are and whom they belong to, their standing role, and whether they may sign in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, ValidationError

from dialogue import acts
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import organisations, people
from dialogue.domain.base import Refused
from dialogue.domain.people import Person, Rank, Standing
from dialogue.domain.text import fit
from dialogue.web.errors import said
from dialogue.web.forms import Form, Given, Line, Number, RecordField, Version, WordField, answer
from dialogue.web.gate import loads, me, needs, now
from dialogue.words import gettext, lazy

bp = Blueprint("people", __name__)


@loads(Person)
def _person(person: int) -> Person | None:
    return db.get(Person, person)


class PersonForm(Form):
    given_name = Line(lazy("Given name"), limit=80)
    family_name = Line(lazy("Family name"), limit=80, required=True)
    email = Line(lazy("E-mail address"), required=True)
    organisation = RecordField(lazy("Organisation"))
    function = Line(lazy("Function"))
    rank = Number(lazy("Rank in a delegation, 1 is the first"), least=1, most=len(Rank))
    standing = WordField(lazy("Standing role"), kind=Standing)
    base_version = Version()

    def validate_email(self, field: Line) -> None:
        name, at, domain = (field.data or "").partition("@")
        if not (name and at and "." in domain) or " " in (field.data or ""):
            raise ValidationError(gettext("Please give an address such as name@example.org."))


class PasswordForm(Form):
    """The password is taken as it is typed, as the sign-in takes it, and never comes back."""

    password = PasswordField(lazy("New password"), [Given()])


@bp.get("/people")
@needs(Right.PEOPLE_KEEP)
def index() -> str:
    words = fit(request.args.get("q", "")[:200], one_line=True)
    return render_template("people/index.html", people=db.scalars(people.everyone(words)).all(), words=words)


@bp.get("/people/new")
@needs(Right.PEOPLE_KEEP)
def new() -> str:
    form = _form(data={"rank": int(Rank.OFFICER), "standing": Standing.NONE})
    return render_template("people/new.html", form=form)


@bp.post("/people/new")
@needs(Right.PEOPLE_KEEP)
def create() -> Response:
    form = _form()
    if not form.validate() or not _check_address(form):
        return answer("people/new.html", form)
    fields = _fields(form)
    standing = fields.pop("standing")
    person = people.enter(**fields, namesake=None, by=me(), at=now())
    person.appoint(standing)
    db.add(person)
    db.flush()
    return _to(person)


@bp.get("/people/<int:person>")
@needs(Right.PEOPLE_KEEP, Person)
def show(person: Person) -> str:
    return render_template("people/show.html", **_page(person))


@bp.post("/people/<int:person>")
@needs(Right.PEOPLE_KEEP, Person)
def update(person: Person) -> Response:
    form = _form()
    if not form.validate() or not _check_address(form, person):
        return answer("people/show.html", form, **_page(person, particulars=form))
    person.revise(**_fields(form), base=form.base_version.data, by=me(), at=now())
    return _to(person)


@bp.post("/people/<int:person>/password")
@needs(Right.PEOPLE_KEEP, Person)
def set_password(person: Person) -> Response:
    form = PasswordForm()
    if not form.validate():
        return answer("people/show.html", form, **_page(person, password=form))
    try:
        acts.set_password(person, form.password.data or "", by=me(), at=now())
    except Refused as refusal:
        form.password.errors = [said(refusal)]
        return answer("people/show.html", form, **_page(person, password=form))
    flash(gettext("The password is set, and every earlier sign-in of this person has ended."), "done")
    return _to(person)


@bp.post("/people/<int:person>/close")
@needs(Right.PEOPLE_KEEP, Person)
def close(person: Person) -> Response:
    acts.close_account(person, by=me(), at=now())
    return _to(person)


@bp.post("/people/<int:person>/reopen")
@needs(Right.PEOPLE_KEEP, Person)
def reopen(person: Person) -> Response:
    person.reopen(by=me(), at=now())
    return _to(person)


def _to(person: Person) -> Response:
    return redirect(url_for("people.show", person=person.id), 303)


def _page(person: Person, **typed: Form) -> dict[str, Any]:
    """A person with the two forms of the page; the one that was sent as it was typed."""
    shown: dict[str, Any] = {"password": PasswordForm(formdata=None)} | typed
    if "particulars" not in typed:
        shown["particulars"] = _form(formdata=None, obj=person, base_version=person.version)
    return shown | {"person": person}


def _form(**begun: Any) -> PersonForm:
    form = PersonForm(**begun)
    form.organisation.choose(db.scalars(organisations.register()), lambda organisation: organisation.short_name)
    return form


def _fields(form: PersonForm) -> dict[str, Any]:
    names = ("given_name", "family_name", "email", "organisation", "function", "rank", "standing")
    return {name: form[name].data for name in names}


def _check_address(form: PersonForm, person: Person | None = None) -> bool:
    """An address belongs to one person: said beside the field."""
    other = db.scalar(people.by_email(form.email.data or ""))
    if other is None or other is person:
        return True
    form.email.errors = [*form.email.errors, gettext("Somebody has this address already.")]
    return False
