"""The papers that the agenda of a session refers to."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import papers as papers_of
from dialogue.domain.agenda import Agenda
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.i18n import gettext, lazy
from dialogue.web.agenda.pages import EDITIONS, bp
from dialogue.web.forms import Form, Line, WordField, answer
from dialogue.web.gate import me, needs, now


class PaperForm(Form):
    reference = Line(lazy("Reference"), limit=60)
    title = Line(lazy("Title"), required=True)
    level = WordField(lazy("Who may know of it"), kind=Level, only=DOCUMENT_LEVELS, default=Level.DELEGATIONS)


@bp.get("/sessions/<ref:ref>/agenda/papers")
@needs(Right.AGENDA_EDIT, Agenda)
def papers(agenda: Agenda) -> Response:
    return _papers(agenda, _paper_form())


@bp.post("/sessions/<ref:ref>/agenda/papers")
@needs(Right.AGENDA_EDIT, Agenda)
def enter_paper(agenda: Agenda) -> Response:
    form = _paper_form()
    if not form.validate():
        return _papers(agenda, form)
    known = db.scalars(papers_of.of_session(agenda.session))
    entered = {"reference": form.reference.data, "title": form.title.data, "level": form.level.data}
    paper = papers_of.enter(agenda.session, existing=known, by=me(), at=now(), **entered)
    db.add(paper)
    flash(gettext("“%(paper)s” is entered; items can refer to it now.", paper=paper.line), "done")
    return redirect(url_for(".papers", ref=agenda.session.ref), 303)


def _paper_form() -> PaperForm:
    form = PaperForm()
    form.level.offer(EDITIONS, EDITIONS)
    return form


def _papers(agenda: Agenda, form: PaperForm) -> Response:
    known = db.scalars(papers_of.of_session(agenda.session)).all()
    return answer("agenda/papers.html", form, agenda=agenda, session=agenda.session, papers=known, editions=EDITIONS)
