"""Settings of this dialogue: its name, its marking, the label of its zone; when follow-ups are told of by mail."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.settings import Weekday
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.forms import Clock, Form, Line, Number, Version, WordField, answer
from dialogue.web.gate import me, needs, now

bp = Blueprint("settings", __name__)


class SettingsForm(Form):
    dialogue_name = Line(lazy("Name of the dialogue"), required=True)
    marking = Line(lazy("Marking on every page and paper"), limit=80)
    public_marking = Line(lazy("Marking of public papers"), limit=80)
    zone_label = Line(lazy("What times are called"), limit=80, required=True)
    digest_on = WordField(lazy("Weekly mail on follow-ups: day"), kind=Weekday)
    digest_at = Clock(lazy("Weekly mail on follow-ups: time"), required=True)
    escalate_after = Number(lazy("Days overdue after which the head of delegation is told"), least=1, most=365)
    base_version = Version()


@bp.get("/settings")
@needs(Right.SETTINGS_KEEP)
def edit() -> str:
    here = sheets.house()
    return render_template("settings/edit.html", form=SettingsForm(obj=here, base_version=here.version))


@bp.post("/settings")
@needs(Right.SETTINGS_KEEP)
def update() -> Response:
    form = SettingsForm()
    if not form.validate():
        return answer("settings/edit.html", form)
    here = sheets.house()
    words = (form.dialogue_name.data, form.marking.data, form.public_marking.data, form.zone_label.data)
    here.set(
        *words, digest_on=form.digest_on.data, digest_at=form.digest_at.data,
        escalate_after=form.escalate_after.data or 0,
        base=form.base_version.data, by=me(), at=now(),
    )  # fmt: skip
    db.add(here)
    flash(gettext("The settings are saved. Past papers keep the name and marking they were released with."), "done")
    return redirect(url_for("settings.edit"), 303)
