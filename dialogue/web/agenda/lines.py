"""Lines of an agenda without a number: a break, a meal, a photo, a word to the press. They take time, and no more."""

from flask import flash
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.i18n import gettext, lazy
from dialogue.web.agenda.pages import EDITIONS, bp, to_item
from dialogue.web.conflicts import seen
from dialogue.web.forms import Form, Line, Number, RecordField, Text, Version, WallTime, WordField, answer
from dialogue.web.gate import me, needs, now

USUAL = (
    lazy("Arrival and registration"),
    lazy("Coffee break"),
    lazy("Working lunch"),
    lazy("Family photo"),
    lazy("Press point"),
    lazy("Reception"),
)


class LineForm(Form):
    title = Line(lazy("What it is"), required=True)
    presenter = Line(lazy("Presented by"))
    minutes = Number(lazy("Minutes"), least=0, most=600, default=15)
    begins = WallTime(lazy("Fixed start"))
    level = WordField(lazy("Who reads it"), kind=Level, only=DOCUMENT_LEVELS, default=Level.PUBLIC)
    note = Text(lazy("Note of the secretariat"), limit=5_000)
    base_version = Version()


class NewLineForm(LineForm):
    after = RecordField(lazy("Comes after"), required=False, none=lazy("the last item before the closing ones"))


@bp.get("/sessions/<ref:ref>/agenda/lines/new")
@needs(Right.AGENDA_EDIT, Agenda)
def new_line(agenda: Agenda) -> Response:
    return ask_line(agenda, _new_form(agenda))


@bp.post("/sessions/<ref:ref>/agenda/lines")
@needs(Right.AGENDA_EDIT, Agenda)
def create_line(agenda: Agenda) -> Response:
    form = _new_form(agenda)
    if not form.validate():
        return ask_line(agenda, form)
    fields = {one.name: one.data for one in seen(form) if one is not form.after}
    item = AgendaItem(agenda=agenda, requested_at=now(), numbered=False, **fields)
    db.add(item)
    agenda.add(item, after=form.after.data, by=me(), at=now())
    flash(gettext("“%(title)s” is on the agenda, without a number.", title=item.title), "done")
    return to_item(item)


def line_form(item: AgendaItem | None = None, **given: int) -> LineForm:
    form = LineForm(obj=item, **given)
    form.level.offer(EDITIONS, EDITIONS)
    return form


def ask_line(agenda: Agenda, form: LineForm, item: AgendaItem | None = None) -> Response:
    """The page of a line: a new one, or one that stands on the agenda."""
    return answer("agenda/line.html", form, agenda=agenda, session=agenda.session, item=item, usual=USUAL)


def _new_form(agenda: Agenda) -> NewLineForm:
    form = NewLineForm()
    form.level.offer(EDITIONS, EDITIONS)
    form.after.choose(agenda.children(None), label=lambda i: i.title)
    return form
