"""The ladder of a session: whose each step is, by when, and what the secretaries have said of its day."""

import datetime as dt

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right
from dialogue.actions import ladders
from dialogue.domain.ladder import RULES, RungKey, must_be_another_day
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, lazy
from dialogue.queries import ladder
from dialogue.queries.ladder import Rung
from dialogue.web.filters import day
from dialogue.web.forms import Day, Form, Text, Version, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.presence import today

bp = Blueprint("ladder", __name__)


class MoveForm(Form):
    to = Day(lazy("New day"), required=True)
    reason = Text(lazy("Reason"), limit=2_000, required=True)
    base_version = Version()
    stands: dt.date | None = None

    def validate_to(self, field: Day) -> None:
        if field.data and (refused := why_not(must_be_another_day, field.data, self.stands)):
            raise ValidationError(refused)


class DoneForm(Form):
    how = Text(lazy("What was done"), limit=2_000, required=True)
    base_version = Version()


@bp.get("/sessions/<ref:ref>/ladder")
@needs(Right.SESSION_FOLLOW, Session)
def index(session: Session) -> str:
    rungs = ladder.rungs(standing(), session, today())
    mine = {rung.key for rung in rungs if ladder.is_mine(standing(), session, rung)}
    return render_template("ladder/index.html", session=session, rungs=rungs, mine=mine)


@bp.get("/sessions/<ref:ref>/ladder/<slug:rung>")
@needs(Right.SESSION_KEEP, Session)
def ask(session: Session, rung: str) -> Response:
    found = _rung(session, rung)
    said = len(found.said)
    return _page(session, found, MoveForm(to=found.by, base_version=said), DoneForm(base_version=said))


@bp.post("/sessions/<ref:ref>/ladder/<slug:rung>")
@needs(Right.SESSION_KEEP, Session)
def move(session: Session, rung: str) -> Response:
    found, form = _rung(session, rung), MoveForm()
    form.stands = found.by
    if not form.validate() or found.key is None:
        return _page(session, found, form, DoneForm(formdata=None, base_version=len(found.said)))
    ladders.move(session, found.key, form.to.data, form.reason.data, base=form.base_version.data, by=me(), at=now())
    flash(gettext("“%(what)s”: due by %(day)s.", what=found.what, day=day(form.to.data)), "done")
    return redirect(url_for(".index", ref=session.ref), 303)


@bp.post("/sessions/<ref:ref>/ladder/<slug:rung>/done")
@needs(Right.SESSION_KEEP, Session)
def finish(session: Session, rung: str) -> Response:
    found, form = _rung(session, rung), DoneForm()
    if not form.validate() or found.key is None:
        return _page(session, found, MoveForm(formdata=None, to=found.by, base_version=len(found.said)), form)
    ladders.finish(session, found.key, form.how.data, base=form.base_version.data, by=me(), at=now())
    flash(gettext("“%(what)s”: done.", what=found.what), "done")
    return redirect(url_for(".index", ref=session.ref), 303)


def _rung(session: Session, key: str) -> Rung:
    """404 for a step that is none of this session's by now."""
    found = [one for one in ladder.rungs(standing(), session, today()) if one.key is not None and one.key == key]
    return found[0] if found else abort(404)


def _page(session: Session, rung: Rung, form: MoveForm, done: DoneForm) -> Response:
    wrong = form if form.errors else done
    key = RungKey(str(rung.key))
    known = {"session": session, "rung": rung, "is_said": RULES[key].said, "seen": _seen(session, key)}
    return answer("ladder/rung.html", wrong, move=form, done=done, **known)


def _seen(session: Session, key: RungKey) -> str:
    """Where a secretary sees what a step is about, of one that is said to be done."""
    if key is RungKey.REVIEW:
        return url_for("followups.index", live=1)
    return url_for("participants.show", ref=session.ref) if key is RungKey.ARRIVALS else ""
