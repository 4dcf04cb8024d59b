"""Settings of this dialogue: its name, its marking, the label of its zone; when follow-ups are told of by mail."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, ValidationError

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.editions.designation import Designation
from dialogue.domain.settings import Weekday
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.forms import Clock, Form, Line, Number, Version, WordField, answer
from dialogue.web.gate import me, needs, now

bp = Blueprint("settings", __name__)


OF_THE_DIALOGUE = {
    Designation.NONE: lazy("neutral names, no footnote"),
    Designation.EU: lazy("neutral names, the footnote of the European Union"),
    Designation.UN: lazy("neutral names, the footnote of the United Nations"),
    Designation.COE: lazy("neutral names, the footnote of the Council of Europe"),
    Designation.OWN: lazy("long names, no footnote: as the Party itself writes"),
    Designation.CUSTOM: lazy("neutral names, a footnote of your own, below"),
}
OF_AN_EDITION = {Designation.DEFAULT: lazy("as the dialogue"), **OF_THE_DIALOGUE}


class SettingsForm(Form):
    dialogue_name = Line(lazy("Name of the dialogue"), required=True)
    marking = Line(lazy("Marking on every page and paper"), limit=80)
    public_marking = Line(lazy("Marking of public papers"), limit=80)
    zone_label = Line(lazy("What times are called"), limit=80, required=True)
    digest_on = WordField(lazy("Weekly mail on follow-ups: day"), kind=Weekday)
    digest_at = Clock(lazy("Weekly mail on follow-ups: time"), required=True)
    escalate_after = Number(lazy("Days overdue after which the head of delegation is told"), least=1, most=365)
    designation = WordField(lazy("How the dialogue writes the name"), kind=Designation)
    designation_cohost = WordField(lazy("Papers of co-hosts"), kind=Designation)
    designation_public = WordField(lazy("Public papers"), kind=Designation)
    designation_words = Line(lazy("A footnote of your own"), limit=600)
    designation_every = BooleanField(lazy("It is called at every mention, not at the first alone"))
    base_version = Version()

    def __init__(self, **kept: Any) -> None:
        super().__init__(**kept)
        self.designation.offer(OF_THE_DIALOGUE, OF_THE_DIALOGUE)
        for one in (self.designation_cohost, self.designation_public):
            one.offer(OF_AN_EDITION, OF_AN_EDITION)

    def validate_designation_words(self, field: Line) -> None:
        chosen = (self.designation.data, self.designation_cohost.data, self.designation_public.data)
        if Designation.CUSTOM in chosen and not field.data:
            raise ValidationError(gettext("Please write the footnote of your own that you have chosen."))


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
    here.designate(
        form.designation.data, form.designation_cohost.data, form.designation_public.data, form.designation_words.data,
        every=form.designation_every.data,
    )  # fmt: skip
    db.add(here)
    flash(gettext("The settings are saved. Past papers keep the name and marking they were released with."), "done")
    return redirect(url_for("settings.edit"), 303)
