"""Settings of this dialogue: its name, its marking, the label of its zone, and how people are told what time it is."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.forms import Form, Line, Version, answer
from dialogue.web.gate import me, needs, now

bp = Blueprint("settings", __name__)


class SettingsForm(Form):
    dialogue_name = Line(lazy("Name of the dialogue"), required=True)
    marking = Line(lazy("Marking on every page and paper"), limit=80)
    public_marking = Line(lazy("Marking of public papers"), limit=80)
    zone_label = Line(lazy("What times are called"), limit=80, required=True)
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
    here.set(*words, base=form.base_version.data, by=me(), at=now())
    db.add(here)
    flash(gettext("The settings are saved. Past papers keep the name and marking they were released with."), "done")
    return redirect(url_for("settings.edit"), 303)
