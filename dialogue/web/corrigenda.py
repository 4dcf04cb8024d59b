"""Corrigenda of approved minutes: drafted by the secretaries, approved like minutes, read wherever those are read."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import approvals
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, lazy
from dialogue.web import texts
from dialogue.web.forms import Form, Number, Text
from dialogue.web.gate import READS, loads, me, needs, now

LONGEST = 5_000
bp = Blueprint("corrigenda", __name__)


class CorrectionForm(Form):
    paragraph = Number(lazy("Paragraph"), least=1)
    reads = Text(lazy("It reads"), limit=LONGEST)
    should_read = Text(lazy("It should read"), limit=LONGEST)


@loads(Corrigendum)
def _corrigendum(ref: str, number: int) -> Corrigendum | None:
    """Whoever writes comes after whoever is writing on the same minutes."""
    found = Minutes.of_ref(ref)
    minutes = db.scalar(found if request.method in READS else Minutes.held(found))
    if minutes is None:
        return None
    return db.scalar(register.corrigenda(minutes).where(Corrigendum.number == number))


def _above(session: Session) -> list[tuple[str, str]]:
    return [*texts.above(session), (gettext("Minutes"), url_for("minutes.show", ref=session.ref))]


PAPER = texts.Paper(
    bp,
    Corrigendum,
    template="corrigenda/show.html",
    approved=lazy("The corrigendum is approved. It stands beside each edition of the minutes."),
    then=lazy(
        "When both co-chairs have approved it, it stands beside each edition of the minutes;"
        " their text does not change."
    ),
    work=lambda: {"correction": CorrectionForm(formdata=None)},
    above=_above,
)
PAPER.get("/sessions/<ref:ref>/minutes/corrigenda/<int:number>", Right.CORRIGENDUM_READ, texts.show)
PAPER.get("/sessions/<ref:ref>/minutes/corrigenda/<int:number>.docx", Right.CORRIGENDUM_READ, texts.download)
PAPER.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/sign-off", Right.CORRIGENDUM_EDIT, texts.sign_off)
PAPER.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/approval", Right.CORRIGENDUM_APPROVE, texts.approve)
PAPER.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/return", Right.CORRIGENDUM_APPROVE, texts.return_)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda")
@needs(Right.MINUTES_EDIT, Minutes)
def correct(minutes: Minutes) -> Response:
    return _to(approvals.begin_corrigendum(minutes, by=me(), at=now()))


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/lines")
@needs(Right.CORRIGENDUM_EDIT, Corrigendum)
def add(corrigendum: Corrigendum) -> Response:
    form = CorrectionForm()
    if not form.validate():
        return texts.page(PAPER, corrigendum, form, correction=form)
    corrigendum.add(form.paragraph.data or 0, form.reads.data, form.should_read.data, by=me(), at=now())
    return _to(corrigendum)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/lines/<int:line>/delete")
@needs(Right.CORRIGENDUM_EDIT, Corrigendum)
def leave_out(corrigendum: Corrigendum, line: int) -> Response:
    found = next((one for one in corrigendum.lines if one.id == line), None) or abort(404)
    corrigendum.remove(found, by=me(), at=now())
    return _to(corrigendum)


def _to(corrigendum: Corrigendum) -> Response:
    return redirect(PAPER.to(corrigendum), 303)
