"""Silence procedures elsewhere, of which only the outside is known: logged, never run here. Nobody is asked who broke
one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import silence
from dialogue.domain.base import Stale
from dialogue.domain.sessions import instant
from dialogue.domain.silence import ExternalRound, ExternalState
from dialogue.i18n import gettext, lazy
from dialogue.web.conflicts import both_texts
from dialogue.web.forms import Form, Line, Text, Version, WallTime, WordField, answer
from dialogue.web.gate import loads, me, needs, now

bp = Blueprint("external", __name__)


@loads(ExternalRound)
def _round(external: int) -> ExternalRound | None:
    return db.scalar(silence.external_by_id(external))


class EntryForm(Form):
    reference = Line(lazy("Reference"), required=True)
    body = Line(lazy("Which body decides"), required=True)
    deadline = WallTime(lazy("Deadline"))
    note = Text(lazy("Note"), limit=5_000)


class NewsForm(Form):
    state = WordField(lazy("From now on it is"), kind=ExternalState)
    note = Text(lazy("Note"), limit=5_000)
    base_version = Version()


@bp.get("/circulations/external")
@needs(Right.EXTERNAL_READ)
def index() -> str:
    return render_template("external/index.html", rounds=db.scalars(silence.external_rounds()).all())


@bp.get("/circulations/external/new")
@needs(Right.EXTERNAL_KEEP)
def new() -> str:
    return render_template("external/new.html", form=EntryForm())


@bp.post("/circulations/external/new")
@needs(Right.EXTERNAL_KEEP)
def create() -> Response:
    form = EntryForm()
    if not form.validate():
        return answer("external/new.html", form)
    deadline = instant(form.deadline.data) if form.deadline.data else None
    acts.log_external_round(form.reference.data, form.body.data, deadline, form.note.data, by=me(), at=now())
    flash(gettext("The round is logged."), "done")
    return redirect(url_for(".index"), 303)


@bp.get("/circulations/external/<int:external>/edit")
@needs(Right.EXTERNAL_KEEP, ExternalRound)
def edit(external: ExternalRound) -> str:
    form = _news_form(external, obj=external, base_version=external.version)
    return render_template("external/edit.html", form=form, external=external)


@bp.post("/circulations/external/<int:external>/edit")
@needs(Right.EXTERNAL_KEEP, ExternalRound)
def update(external: ExternalRound) -> Response:
    form = _news_form(external)
    if not form.validate():
        return answer("external/edit.html", form, external=external)
    try:
        external.become(form.state.data, form.note.data, base=form.base_version.data, by=me(), at=now())
    except Stale:
        return both_texts(form, external, back=url_for(".index"))
    flash(gettext("%(reference)s is up to date.", reference=external.reference), "done")
    return redirect(url_for(".index"), 303)


def _news_form(external: ExternalRound, **given: object) -> NewsForm:
    """It stays as it is, or goes where it can."""
    form = NewsForm(**given)
    form.state.offer(state for state in ExternalState if state is external.state or external.can(state))
    return form
