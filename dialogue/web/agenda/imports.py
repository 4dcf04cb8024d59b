"""The items of an agenda out of a Word file or a paste: each line is judged first, then all are entered at once."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import imports as acts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import sessions
from dialogue.domain.agenda import Agenda
from dialogue.domain.base import Stale
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, ngettext
from dialogue.rendering.outlines.guesses import OF_AN_AGENDA, of_agenda
from dialogue.web import outlines, uploads
from dialogue.web.agenda.pages import bp
from dialogue.web.forms import answer
from dialogue.web.gate import answers, me, needs, now
from dialogue.web.outlines import LinesForm, SourceForm


@bp.get("/sessions/<ref:ref>/agenda/import")
@needs(Right.AGENDA_EDIT, Agenda)
def ask_import(agenda: Agenda) -> Response:
    return _ask(agenda, SourceForm(formdata=None))


@bp.post("/sessions/<ref:ref>/agenda/import/preview")
@answers(Right.AGENDA_EDIT, Session, keyed=True, most=uploads.LARGEST)
def preview_import(session: Session) -> Response:
    """Its lines, and what each may be; nothing is entered yet, so nobody has to wait for whoever looks."""
    agenda = db.scalars(agendas.BY_REF, sessions.named(session.ref)).unique().one_or_none() or abort(404)
    agenda.may_be_edited()
    form = SourceForm()
    outline = form.outline() if form.validate() else None
    if outline is None:
        return _ask(agenda, form)
    guesses = of_agenda(outline.lines, [item.title for item in agenda.all_items if item.is_on])
    lines = outlines.filled(form, outline, guesses, OF_AN_AGENDA, order_version=agenda.order_version)
    return _judge(agenda, lines)


@bp.post("/sessions/<ref:ref>/agenda/import")
@needs(Right.AGENDA_EDIT, Agenda)
def enter_import(agenda: Agenda) -> Response:
    """All items at once, or none."""
    form = outlines.sent(OF_AN_AGENDA)
    made = form.composed() if form.validate() else None
    if made is None or not outlines.has_items(form, made):
        return _judge(agenda, form)
    try:
        items = acts.enter_items(agenda, made.items, base=form.order_version.data, by=me(), at=now())
    except Stale as no:
        return _changed_meanwhile(agenda, form, no)
    said = ngettext("%(num)d line is on the agenda.", "%(num)d lines are on the agenda.", len(items))
    flash(said, "done")
    return redirect(url_for(".show", ref=agenda.session.ref, _anchor=f"item-{items[0].key}"), 303)


def _ask(agenda: Agenda, form: SourceForm) -> Response:
    return answer("agenda/import.html", form, agenda=agenda, session=agenda.session)


def _judge(agenda: Agenda, form: LinesForm, said: str = "") -> Response:
    stands = [item.title for item, _, _ in agenda.timetable()]
    return answer("agenda/import_lines.html", form, agenda=agenda, session=agenda.session, stands=stands, changed=said)


def _changed_meanwhile(agenda: Agenda, form: LinesForm, no: Stale) -> Response:
    """What was judged stays, beside what stands now; whoever sends it once more has seen that."""
    form.order_version.data = agenda.order_version
    page = _judge(agenda, form, gettext(no.sentence, **no.values))
    page.status_code = 409
    return page
