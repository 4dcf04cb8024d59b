"""Known dates of one side: lists that its secretary keeps, from an iCalendar file or typed, for the year plan."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import busy
from dialogue.domain.base import Refused
from dialogue.domain.busy import NAME, BusyList, Taken
from dialogue.i18n import gettext, lazy
from dialogue.rendering import busy as files
from dialogue.web import uploads
from dialogue.web.conflicts import conflict
from dialogue.web.errors import said
from dialogue.web.forms import Form, Line, Text, Upload, Version, answer
from dialogue.web.gate import answers, loads, me, needs, now

bp = Blueprint("busy", __name__)

LARGEST = files.LARGEST + 64 * 1024  # of the request: the file, and room for the rest of its form


@loads(BusyList)
def _list(busy_list: int) -> BusyList | None:
    found = db.get(BusyList, busy_list)
    return None if found is None or found.is_deleted else found


class FileForm(Form):
    file = Upload(lazy("iCalendar file (.ics)"))


class ListForm(Form):
    name = Line(lazy("Name of the list"), limit=NAME, required=True)
    dates = Text(lazy("Dates"), limit=60_000, required=True)
    base_version = Version()

    def validate_dates(self, field: Text) -> None:
        try:
            busy.read(field.data or "")
        except Refused as refusal:
            raise ValidationError(said(refusal)) from refusal


@bp.get("/sessions/known-dates")
@needs(Right.BUSY_KEEP)
def index() -> str:
    return render_template("busy/index.html", lists=_mine(), form=FileForm())


@bp.post("/sessions/known-dates/read")
@answers(Right.BUSY_KEEP, most=LARGEST)
def read() -> Response:
    """What the file holds, as a list that is not kept yet."""
    form = FileForm()
    found = uploads.looked_into(form.file, files.read, files.UnreadableError) if form.validate() else None
    if found is None:
        return answer("busy/index.html", form, lists=_mine())
    return _form_page(_proposed(found), left_out=found.left_out)


@bp.get("/sessions/known-dates/new")
@needs(Right.BUSY_KEEP)
def new() -> Response:
    return _form_page(ListForm())


@bp.post("/sessions/known-dates/new")
@needs(Right.BUSY_KEEP)
def create() -> Response:
    form = ListForm()
    if not form.validate():
        return _form_page(form)
    db.add(busy.keep(form.name.data, form.dates.data, existing=_mine(), by=me(), at=now()))
    return redirect(url_for(".index"), 303)


@bp.get("/sessions/known-dates/<int:busy_list>")
@needs(Right.BUSY_KEEP, BusyList)
def edit(busy_list: BusyList) -> Response:
    form = ListForm(name=busy_list.name, dates=busy_list.text, base_version=busy_list.version)
    return _form_page(form, kept=busy_list)


@bp.post("/sessions/known-dates/<int:busy_list>")
@needs(Right.BUSY_KEEP, BusyList)
def replace(busy_list: BusyList) -> Response:
    form = ListForm()
    if not form.validate():
        return _form_page(form, kept=busy_list)
    if form.base_version.data != busy_list.version:
        theirs = {"name": busy_list.name, "dates": busy_list.text}
        return conflict(form, theirs, base=busy_list.version, back=url_for(".index"))
    busy_list.replace(form.name.data, form.dates.data, base=form.base_version.data, by=me(), at=now())
    return redirect(url_for(".index"), 303)


@bp.post("/sessions/known-dates/<int:busy_list>/delete")
@needs(Right.BUSY_KEEP, BusyList)
def delete(busy_list: BusyList) -> Response:
    busy_list.delete(by=me(), at=now())
    flash(gettext("The list and its dates are deleted."), "done")
    return redirect(url_for(".index"), 303)


def _mine() -> list[BusyList]:
    return list(db.scalars(busy.of_party(me().organisation)).unique())


def _proposed(found: files.Found) -> ListForm:
    return ListForm(formdata=None, dates=busy.written(Taken(*one) for one in found.dates))


def _form_page(form: ListForm, **more: Any) -> Response:
    return answer("busy/form.html", form, **{"kept": None, "left_out": []} | more)
