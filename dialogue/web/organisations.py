"""Organisations and places: the Parties, co-hosts, observers, and the cities they sit in; their names are data."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import organisations
from dialogue.domain.organisations import Organisation, OrganisationKind, Place
from dialogue.i18n import lazy
from dialogue.web.forms import Form, Line, Number, RecordField, Version, WordField, answer
from dialogue.web.gate import loads, me, needs, now

bp = Blueprint("organisations", __name__)


@loads(Organisation)
def _organisation(slug: str) -> Organisation | None:
    return db.scalar(organisations.by_slug(slug))


@loads(Place)
def _place(place: str) -> Place | None:
    return db.scalar(organisations.place_by_slug(place))


class NamesForm(Form):
    """The three forms of a name."""

    short_name = Line(lazy("Short name"), limit=80, required=True)
    long_name = Line(lazy("Long name"), required=True)
    neutral_name = Line(lazy("Neutral name"), required=True)
    base_version = Version()


class OrganisationForm(NamesForm):
    kind = WordField(lazy("Kind"), kind=OrganisationKind)
    seat = RecordField(lazy("Sits in"), required=False, none=lazy("not said"))
    order = Number(lazy("Order among its kind"), least=0, most=99)


class PlaceForm(NamesForm):
    country = Line(lazy("Country code for public holidays"), limit=2)


@bp.get("/organisations")
@needs(Right.ORGANISATIONS_KEEP)
def index() -> str:
    return render_template(
        "organisations/index.html",
        organisations=db.scalars(organisations.register()).all(),
        places=db.scalars(organisations.places()).all(),
    )


@bp.get("/organisations/new")
@needs(Right.ORGANISATIONS_KEEP)
def new() -> str:
    return render_template("organisations/new.html", form=_form())


@bp.post("/organisations/new")
@needs(Right.ORGANISATIONS_KEEP)
def create() -> Response:
    form = _form()
    if not form.validate():
        return answer("organisations/new.html", form)
    found = organisations.enter(
        form.kind.data, *_names(form), seat=form.seat.data, order=form.order.data or 0,
        existing=db.scalars(organisations.register()).all(), by=me(), at=now(),
    )  # fmt: skip
    db.add(found)
    return redirect(url_for("organisations.index"), 303)


@bp.get("/organisations/<slug:slug>/edit")
@needs(Right.ORGANISATIONS_KEEP, Organisation)
def edit(organisation: Organisation) -> str:
    return render_template("organisations/edit.html", organisation=organisation, form=_form(organisation))


@bp.post("/organisations/<slug:slug>/edit")
@needs(Right.ORGANISATIONS_KEEP, Organisation)
def update(organisation: Organisation) -> Response:
    form = _form()
    del form.kind
    if not form.validate():
        return answer("organisations/edit.html", form, organisation=organisation)
    organisation.rename(*_names(form), base=form.base_version.data, by=me(), at=now())
    organisation.seat, organisation.order = form.seat.data, form.order.data or 0
    return redirect(url_for("organisations.index"), 303)


@bp.get("/places/new")
@needs(Right.ORGANISATIONS_KEEP)
def new_place() -> str:
    return render_template("organisations/new_place.html", form=PlaceForm())


@bp.post("/places/new")
@needs(Right.ORGANISATIONS_KEEP)
def create_place() -> Response:
    form = PlaceForm()
    if not form.validate():
        return answer("organisations/new_place.html", form)
    taken = [place.slug for place in db.scalars(organisations.places())]
    db.add(organisations.enter_place(*_names(form), country=form.country.data, taken=taken, by=me(), at=now()))
    return redirect(url_for("organisations.index"), 303)


@bp.get("/places/<slug:place>/edit")
@needs(Right.ORGANISATIONS_KEEP, Place)
def edit_place(place: Place) -> str:
    form = PlaceForm(obj=place, base_version=place.version)
    return render_template("organisations/edit_place.html", place=place, form=form)


@bp.post("/places/<slug:place>/edit")
@needs(Right.ORGANISATIONS_KEEP, Place)
def update_place(place: Place) -> Response:
    form = PlaceForm()
    if not form.validate():
        return answer("organisations/edit_place.html", form, place=place)
    acts.rename_place(place, *_names(form), country=form.country.data, base=form.base_version.data, by=me(), at=now())
    return redirect(url_for("organisations.index"), 303)


def _names(form: NamesForm) -> tuple[str, str, str]:
    return form.short_name.data or "", form.long_name.data or "", form.neutral_name.data or ""


def _form(organisation: Organisation | None = None) -> OrganisationForm:
    form = OrganisationForm(obj=organisation, base_version=organisation.version if organisation else None)
    form.seat.choose(db.scalars(organisations.places()), lambda place: place.short_name)
    if organisation is not None:
        del form.kind
    return form
