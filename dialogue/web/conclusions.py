"""Operational conclusions of a session: drafted with its agenda, amended in the room, until the minutes begin."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right
from dialogue.actions import conclusions as acts
from dialogue.db import db
from dialogue.domain import conclusions, organisations
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.base import Stale
from dialogue.domain.conclusions import Conclusion, Wording
from dialogue.domain.editions import Level
from dialogue.domain.wording import Loose, Where, Written
from dialogue.i18n import gettext, lazy
from dialogue.queries import conclusions as drafts
from dialogue.queries.conclusions import Begun
from dialogue.queries.sheets import session_named
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads
from dialogue.web.conflicts import both_texts
from dialogue.web.forms import Day, Form, Line, ProseField, RecordField, Text, Version, again, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may
from dialogue.web.wording import DRAFT, TAKE_IN, Look, Subject, kept, look, sent

bp = Blueprint("conclusions", __name__)


@loads(Conclusion)
def _conclusion(ref: str, conclusion: int) -> Conclusion | None:
    return db.scalar(conclusions.by_number(ref, conclusion))


def _is_said(_form: Form, field: Text) -> None:
    """Blanks alone say nothing."""
    if not field.data.strip():
        raise ValidationError(gettext("Please fill this in."))


class WordingForm(Form):
    item = RecordField(lazy("Item of the agenda"))
    text = ProseField(lazy("Conclusion"), required=True)
    owner = RecordField(lazy("Owner"))
    office = Line(lazy("Office"))
    due_on = Day(lazy("Due"), required=True)
    base_version = Version()
    validate_text = _is_said

    @property
    def wording(self) -> Wording:
        return Wording(
            item_key=self.item.data.key,
            text=self.text.data,
            owner=self.owner.data,
            office=self.office.data,
            due_on=self.due_on.data,
        )


class CommentForm(Form):
    text = ProseField(lazy("Comment"), limit=5_000, required=True, id="comment-text")
    validate_text = _is_said


class WithdrawForm(Form):
    reason = Text(lazy("Why it is withdrawn"), limit=2_000, required=True, id="withdraw-reason")
    base_version = Version()
    validate_reason = _is_said


class DeclineForm(Form):
    reason = Text(lazy("Why it is not taken in"), limit=2_000, required=True, id="decline-reason")
    base_version = Version()
    validate_reason = _is_said


class TakeInForm(Form):
    base_version = Version()


@bp.get("/sessions/<ref:ref>/conclusions")
@needs(Right.CONCLUSIONS_READ, Agenda)
def show(agenda: Agenda) -> str:
    found = drafts.lines(standing(), agenda)
    return render_template(
        "conclusions/index.html",
        agenda=agenda,
        title=session_named(agenda.session),
        lines=found,
        waiting=drafts.waiting(found),
        owner=drafts.owner,
        closed=why_not(acts.must_be_open, agenda.session),
        off=why_not(conclusions.must_be_draftable, agenda.session),
        **_heading(agenda),
    )


@bp.get("/sessions/<ref:ref>/conclusions.docx")
@needs(Right.CONCLUSIONS_READ, Agenda)
def docx(agenda: Agenda) -> Response:
    sheet = drafts.sheet(agenda)
    name = names.of_paper(sheet, "" if sheet.amended else "draft")
    return downloads.download(word.render(sheet), name)


@bp.get("/sessions/<ref:ref>/conclusions/new")
@needs(Right.CONCLUSIONS_DRAFT, Agenda)
def new(agenda: Agenda) -> Response:
    acts.must_be_open(agenda.session)
    conclusions.must_be_draftable(agenda.session)
    track, nth, point = asked.point()
    begun = drafts.begun(standing(), agenda, track, nth, point) if track else None
    return answer("conclusions/form.html", _form(agenda, begun), look=None, **_heading(agenda))


@bp.post("/sessions/<ref:ref>/conclusions/new")
@needs(Right.CONCLUSIONS_DRAFT, Agenda)
def create(agenda: Agenda) -> Response:
    form = _form(agenda)
    acts.must_be_open(agenda.session)
    if not form.validate():
        return answer("conclusions/form.html", form, look=None, **_heading(agenda))
    words = sent(_subject(agenda), DRAFT, _words(form.wording))
    if words.asks and not why_not(conclusions.must_be_draftable, agenda.session):
        return _asked(form, words, agenda)
    made = acts.draft(agenda, form.wording, by=me(), at=now())
    words.keep("", _subject(agenda, made))
    return _to(made)


@bp.get("/sessions/<ref:ref>/conclusions/<int:conclusion>")
@needs(Right.CONCLUSION_READ, Conclusion)
def one(conclusion: Conclusion) -> str:
    return render_template("conclusions/show.html", **_page(conclusion))


@bp.get("/sessions/<ref:ref>/conclusions/<int:conclusion>/edit")
@needs(Right.CONCLUSION_KEEP, Conclusion)
def edit(conclusion: Conclusion) -> Response:
    conclusion.must_be_open()
    form = _form(conclusion.agenda, _Beside(conclusion), base_version=conclusion.version)
    return answer("conclusions/form.html", form, look=None, **_heading(conclusion.agenda, conclusion))


@bp.post("/sessions/<ref:ref>/conclusions/<int:conclusion>/edit")
@needs(Right.CONCLUSION_KEEP, Conclusion)
def update(conclusion: Conclusion) -> Response:
    form = _form(conclusion.agenda, _Beside(conclusion))
    if not form.validate():
        return answer("conclusions/form.html", form, look=None, **_heading(conclusion.agenda, conclusion))
    words = sent(_subject(conclusion.agenda, conclusion), DRAFT, _words(form.wording))
    if words.asks and conclusion.is_open and form.base_version.data == conclusion.version:
        return _asked(form, words, conclusion.agenda, conclusion)
    try:
        acts.revise(conclusion, form.wording, base=form.base_version.data, by=me(), at=now())
    except Stale:
        return both_texts(form, _Beside(conclusion), back=_address(conclusion))
    words.keep("")
    return _to(conclusion)


@bp.post("/sessions/<ref:ref>/conclusions/<int:conclusion>/comment")
@needs(Right.CONCLUSION_COMMENT, Conclusion)
def comment(conclusion: Conclusion) -> Response:
    form = CommentForm()
    if not form.validate():
        return answer("conclusions/show.html", form, **_page(conclusion, commenting=form))
    conclusion.comment(form.text.data, by=me(), at=now())
    return _to(conclusion)


@bp.post("/sessions/<ref:ref>/conclusions/<int:conclusion>/withdraw")
@needs(Right.CONCLUSION_KEEP, Conclusion)
def withdraw(conclusion: Conclusion) -> Response:
    form = WithdrawForm()
    if not form.validate():
        return answer("conclusions/show.html", form, **_page(conclusion, withdrawing=form))
    conclusion.withdraw(form.reason.data, base=form.base_version.data, by=me(), at=now())
    return _to(conclusion)


@bp.post("/sessions/<ref:ref>/conclusions/<int:conclusion>/take-in")
@needs(Right.CONCLUSION_ANSWER, Conclusion)
def take_in(conclusion: Conclusion) -> Response:
    form, words = TakeInForm(), sent(_subject(conclusion.agenda, conclusion), TAKE_IN, _words(conclusion.wording))
    if words.asks and form.base_version.data == conclusion.version:
        return answer("conclusions/show.html", words.form, **_page(conclusion, words, taking=form))
    conclusion.take_in(base=form.base_version.data, by=me(), at=now())
    words.keep("")
    flash(gettext("The proposal is one of the draft conclusions now."), "done")
    return _to(conclusion)


@bp.post("/sessions/<ref:ref>/conclusions/<int:conclusion>/decline")
@needs(Right.CONCLUSION_ANSWER, Conclusion)
def decline(conclusion: Conclusion) -> Response:
    form = DeclineForm()
    if not form.validate():
        return answer("conclusions/show.html", form, **_page(conclusion, declining=form))
    conclusion.decline(form.reason.data, base=form.base_version.data, by=me(), at=now())
    return _to(conclusion)


class _Beside:
    """What stands, by the names of the form's fields."""

    def __init__(self, conclusion: Conclusion) -> None:
        self.item = _item_of(conclusion)
        self.text, self.owner, self.office = conclusion.text, conclusion.owner, conclusion.office
        self.due_on, self.version = conclusion.due_on, conclusion.version


def _item_of(conclusion: Conclusion) -> AgendaItem | None:
    items = (item for item, _, _ in conclusion.agenda.timetable())
    return next((item for item in items if item.key == conclusion.item_key), None)


def _form(agenda: Agenda, begun: _Beside | Begun | None = None, **more: Any) -> WordingForm:
    form = WordingForm(obj=begun, **more)
    titles = drafts.items(agenda)
    form.item.choose([item for item, _, _ in agenda.timetable()], label=lambda item: titles[item.key])
    form.owner.choose(db.scalars(organisations.parties()).all(), label=lambda party: party.short_name)
    return form


def _heading(agenda: Agenda, conclusion: Conclusion | None = None) -> dict[str, Any]:
    presides = me().organisation.id == agenda.session.presiding.id
    return {
        "session": agenda.session,
        "conclusion": conclusion,
        "proposes": conclusion is None and not (presides or agenda.session.has_opened),
    }


def _subject(agenda: Agenda, conclusion: Conclusion | None = None) -> Subject:
    """A conclusion as a text of which words are looked at; before it has its number it is one of its session."""
    ref = agenda.session.ref
    if conclusion is None:
        return Subject(Conclusion.__tablename__, ref, agenda.session, lambda _: "")
    page = url_for("conclusions.edit", ref=ref, conclusion=conclusion.number)
    return Subject(Conclusion.__tablename__, f"{ref}/{conclusion.number}", agenda.session, lambda _: page)


def _words(wording: Wording) -> dict[Level, Loose]:
    """What both delegations read."""
    texts = Written(Where(), wording.text, is_prose=True), Written(Where(field="office"), wording.office)
    return {Level.DELEGATIONS: Loose(texts)}


def _asked(form: WordingForm, words: Look, agenda: Agenda, conclusion: Conclusion | None = None) -> Response:
    """Its form again with all that was typed, and what was found in it."""
    heading = _heading(agenda, conclusion)
    return again(render_template("conclusions/form.html", form=form, look=words, **heading), words.form)


def _page(conclusion: Conclusion, words: Look | None = None, **typed: Form) -> dict[str, Any]:
    base: dict[str, Any] = {"formdata": None, "base_version": conclusion.version}
    forms: dict[str, Any] = {
        "commenting": CommentForm(formdata=None),
        "withdrawing": WithdrawForm(**base),
        "declining": DeclineForm(**base),
        "taking": TakeInForm(**base),
    }
    item, of = _item_of(conclusion), _subject(conclusion.agenda, conclusion)
    return (
        forms
        | typed
        | {
            "conclusion": conclusion,
            "session": conclusion.session,
            "item": drafts.items(conclusion.agenda)[item.key] if item is not None else "",
            "drafted": conclusion.as_drafted,
            "keeps": conclusion.is_open and may(Right.CONCLUSION_KEEP, conclusion),
            "answers": may(Right.CONCLUSION_ANSWER, conclusion),
            "comments": conclusion.is_open and may(Right.CONCLUSION_COMMENT, conclusion),
            "sees_all": may(Right.CONCLUSION_COMMENT, conclusion),
            "look": lambda: words or look(of, TAKE_IN, _words(conclusion.wording)),
            "let_stand": lambda: kept(of),
        }
    )


def _address(conclusion: Conclusion) -> str:
    return url_for("conclusions.one", ref=conclusion.session.ref, conclusion=conclusion.number)


def _to(conclusion: Conclusion) -> Response:
    return redirect(_address(conclusion), 303)
