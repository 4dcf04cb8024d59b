"""The period for comments: the page before the circulation, its button; both sides' "no further comments"; the end."""

import datetime as dt

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue import acts, tellings
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import notices, organisations, sessions
from dialogue.domain.minutes import Minutes
from dialogue.domain.working_days import Capitals
from dialogue.web.filters import clock, day
from dialogue.web.forms import Form, WallTime, answer
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.pages import bp
from dialogue.words import gettext, lazy


class CirculationForm(Form):
    until = WallTime(lazy("Comments until"), required=True)

    def validate_until(self, field: WallTime) -> None:
        if field.data is not None and sessions.instant(field.data) <= now():
            raise ValidationError(gettext("This has passed already."))


@bp.get("/sessions/<ref:ref>/minutes/circulate")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_circulate(minutes: Minutes) -> Response:
    """First the deadline; with it in the address, the mail as it will go out and to whom."""
    if "until" in request.args:
        form = CirculationForm(request.args, meta={"csrf": False})  # it asks what to show, and changes nothing
        return _page(minutes, form, sessions.instant(form.until.data) if form.validate() else None)
    return _page(minutes, CirculationForm(until=register.usual_deadline(now(), _capitals())))


@bp.post("/sessions/<ref:ref>/minutes/circulate")
@needs(Right.MINUTES_EDIT, Minutes)
def circulate(minutes: Minutes) -> Response:
    form = CirculationForm()
    if not form.validate():
        return _page(minutes, form)
    until = sessions.instant(form.until.data)
    acts.circulate_minutes(minutes, until, by=me(), at=now())
    said = gettext(
        "REV 1 is with both delegations for comments until %(day)s, %(time)s. The mail goes out in a minute; until "
        "then you can take it back under Notices.",
        day=day(until),
        time=clock(until),
    )
    flash(said, "done")
    return redirect(url_for(".show", ref=minutes.session.ref), 303)


@bp.post("/sessions/<ref:ref>/minutes/no-further-comments")
@needs(Right.MINUTES_REPLY, Minutes)
def reply(minutes: Minutes) -> Response:
    register.reply(minutes, by=me(), at=now())
    flash(gettext("Both sides can see that yours has no further comments."), "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


@bp.post("/sessions/<ref:ref>/minutes/close-comments")
@needs(Right.MINUTES_EDIT, Minutes)
def close(minutes: Minutes) -> Response:
    register.close(minutes, by=me(), at=now())
    flash(
        gettext("The period for comments is closed. Both sides read all comments now; each needs its answer."), "done"
    )
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)


def _page(minutes: Minutes, form: CirculationForm, until: dt.datetime | None = None) -> Response:
    """The deadline; once it is chosen, whether it falls on a day on which a capital does not work, and the mail."""
    drafts = tellings.for_comments(minutes.session, until, now()) if until else []
    return answer(
        "minutes/circulate.html",
        form,
        minutes=minutes,
        session=minutes.session,
        until=until,
        letters=notices.previews(drafts),
        off=_off(form.until.data.date()) if until else (),
    )


def _capitals() -> Capitals:
    return Capitals(db.scalars(organisations.parties()))


def _off(on: dt.date) -> tuple[str, ...]:
    return tuple(
        gettext(
            "%(day)s is no working day in %(place)s: %(holiday)s.", day=day(on), place=one.place, holiday=one.holiday
        )
        if one.place
        else gettext("%(day)s is a day of the weekend.", day=day(on))
        for one in _capitals().days_off(on, on)
    )
