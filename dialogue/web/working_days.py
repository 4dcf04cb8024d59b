"""The calendars of both Parties: public holidays of their capitals, and the days that each secretary corrects."""

import datetime as dt

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import organisations, working_days
from dialogue.domain.organisations import DayKind, OwnDay
from dialogue.i18n import gettext, lazy
from dialogue.web.filters import day
from dialogue.web.forms import Day, Form, Line, WordField, answer
from dialogue.web.gate import loads, me, needs, now

bp = Blueprint("working_days", __name__)

YEAR = dt.timedelta(days=365)


@loads(OwnDay)
def _own_day(own_day: int) -> OwnDay | None:
    return db.get(OwnDay, own_day)


class OwnDayForm(Form):
    on = Day(lazy("Day"), required=True)
    kind = WordField(lazy("On that day your side"), kind=DayKind)
    reason = Line(lazy("Why"), limit=200, required=True)


@bp.get("/working-days")
@needs(Right.WORKING_DAYS_READ)
def index() -> Response:
    return _page(OwnDayForm())


@bp.post("/working-days")
@needs(Right.WORKING_DAYS_KEEP)
def correct() -> Response:
    form = OwnDayForm()
    if not form.validate():
        return _page(form)
    on = form.on.data
    working_days.correct(me().organisation, on, form.kind.data, form.reason.data or "", by=me(), at=now())
    flash(gettext("%(day)s is corrected. Rounds that run already keep their expiry.", day=day(on)), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/working-days/<int:own_day>/take-back")
@needs(Right.WORKING_DAYS_KEEP, OwnDay)
def take_back(own_day: OwnDay) -> Response:
    own_day.take_back(by=me(), at=now())
    flash(gettext("On %(day)s the public calendar counts again.", day=day(own_day.on)), "done")
    return redirect(url_for(".index"), 303)


def _page(form: OwnDayForm) -> Response:
    """A year of both calendars, from today on."""
    today = working_days.local_day(now())
    parties = db.scalars(organisations.parties()).all()
    calendars = [(one, working_days.specials(one, today, today + YEAR)) for one in parties]
    return answer("working_days/index.html", form, calendars=calendars, until=today + YEAR)
