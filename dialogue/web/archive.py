"""Sessions from before this system: their old papers are taken in line by line, confirmed, read and taken away."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import archive as acts
from dialogue.db import db
from dialogue.domain import archive
from dialogue.domain.archive import ImportedPaper, ImportedSession, ImportKind, Old, Words
from dialogue.domain.base import Stale
from dialogue.domain.editions.imported import ImportedLine
from dialogue.domain.notices import previews
from dialogue.domain.sessions import SessionKind
from dialogue.i18n import gettext, lazy
from dialogue.queries import archive as shelf
from dialogue.rendering.outlines.composing import Composed
from dialogue.rendering.outlines.guesses import OF_AN_AGENDA, OF_MINUTES, What, of_agenda, of_minutes
from dialogue.rendering.word import word
from dialogue.rendering.word.names import file_name
from dialogue.web import outlines, uploads
from dialogue.web.conflicts import both_texts
from dialogue.web.downloads import download as taken_away
from dialogue.web.forms import Day, Form, Line, Text, Version, WordField, answer
from dialogue.web.gate import answers, loads, me, needs, now
from dialogue.web.outlines import LinesForm, SourceForm

bp = Blueprint("archive", __name__)

CHOICES = {ImportKind.AGENDA: (What.HEAD, *OF_AN_AGENDA), ImportKind.MINUTES: OF_MINUTES}


class OldSessionForm(Form):
    reference = Line(lazy("Reference"), limit=60, required=True)
    held_on = Day(lazy("Held on"), required=True)
    held_until = Day(lazy("Last day"))
    city = Line(lazy("City"), required=True)
    kind = WordField(lazy("Kind of session"), kind=SessionKind, default=SessionKind.REGULAR)
    base_version = Version()

    def old(self) -> Old:
        return Old(
            reference=self.reference.data,
            held_on=self.held_on.data,
            held_until=self.held_until.data,
            city=self.city.data,
            kind=self.kind.data,
        )


class VersionForm(Form):
    base_version = Version()


class HandBackForm(Form):
    reason = Text(lazy("What is not as it should be"), limit=2_000, required=True)
    base_version = Version()


@loads(ImportedSession)
def _session(imported: int) -> ImportedSession | None:
    return db.scalar(archive.with_papers(imported))


@bp.get("/sessions/imported/new")
@needs(Right.IMPORT_KEEP)
def new() -> Response:
    return answer("archive/edit.html", OldSessionForm(formdata=None), session=None)


@bp.post("/sessions/imported/new")
@needs(Right.IMPORT_KEEP)
def create() -> Response:
    form = OldSessionForm()
    if not form.validate():
        return answer("archive/edit.html", form, session=None)
    made = acts.enter(form.old(), by=me(), at=now())
    flash(gettext("Now take in its agenda and its minutes."), "done")
    return _to(made)


@bp.get("/sessions/imported/<int:imported>")
@needs(Right.IMPORT_READ, ImportedSession)
def show(session: ImportedSession) -> str:
    return _page(session, HandBackForm(formdata=None, base_version=session.version))


@bp.get("/sessions/imported/<int:imported>/edit")
@needs(Right.IMPORT_KEEP, ImportedSession)
def edit(session: ImportedSession) -> Response:
    form = OldSessionForm(formdata=None, obj=session, base_version=session.version)
    return answer("archive/edit.html", form, session=session)


@bp.post("/sessions/imported/<int:imported>/edit")
@needs(Right.IMPORT_KEEP, ImportedSession)
def update(session: ImportedSession) -> Response:
    form = OldSessionForm()
    if not form.validate():
        return answer("archive/edit.html", form, session=session)
    try:
        acts.correct(session, form.old(), base=form.base_version.data, by=me(), at=now())
    except Stale:
        return both_texts(form, session, back=url_for(".edit", imported=session.id))
    return _to(session)


@bp.get("/sessions/imported/<int:imported>/<slug:paper>/import")
@needs(Right.IMPORT_KEEP, ImportedSession)
def ask_import(session: ImportedSession, paper: str) -> Response:
    return _ask(session, _kind(paper), SourceForm(formdata=None))


@bp.post("/sessions/imported/<int:imported>/<slug:paper>/import/preview")
@answers(Right.IMPORT_KEEP, ImportedSession, keyed=True, most=uploads.LARGEST)
def preview_import(session: ImportedSession, paper: str) -> Response:
    """Its lines, and what each may be; nothing is taken in yet."""
    session.must_be_open()
    kind, form = _kind(paper), SourceForm()
    outline = form.outline() if form.validate() else None
    if outline is None:
        return _ask(session, kind, form)
    guesses = of_minutes(outline.lines) if kind is ImportKind.MINUTES else of_agenda(outline.lines)
    return _judge(session, kind, outlines.filled(form, outline, guesses, CHOICES[kind], order_version=session.version))


@bp.post("/sessions/imported/<int:imported>/<slug:paper>/import")
@needs(Right.IMPORT_KEEP, ImportedSession)
def take_in(session: ImportedSession, paper: str) -> Response:
    """All lines at once, or none."""
    kind = _kind(paper)
    form = outlines.sent(CHOICES[kind])
    made = form.composed() if form.validate() else None
    if made is None or not outlines.has_items(form, made):
        return _judge(session, kind, form)
    try:
        session.take_in(kind, _words(form, made), base=form.order_version.data, by=me(), at=now())
    except Stale as no:
        form.order_version.data = session.version
        page = _judge(session, kind, form, gettext(no.sentence, **no.values))
        page.status_code = 409
        return page
    return _to(session)


@bp.get("/sessions/imported/<int:imported>/<slug:paper>.docx")
@needs(Right.IMPORT_READ, ImportedSession)
def download(session: ImportedSession, paper: str) -> Response:
    found = session.paper(_kind(paper)) or abort(404)
    sheet = shelf.sheet(found)
    return taken_away(word.render(sheet), file_name(session.reference, found.kind.value, "imported"))


@bp.post("/sessions/imported/<int:imported>/offer")
@needs(Right.IMPORT_KEEP, ImportedSession)
def offer(session: ImportedSession) -> Response:
    acts.offer(session, base=VersionForm().base_version.data, by=me(), at=now())
    flash(gettext("The other side is asked whether it has the same papers."), "done")
    return _to(session)


@bp.post("/sessions/imported/<int:imported>/confirm")
@needs(Right.IMPORT_ANSWER, ImportedSession)
def confirm(session: ImportedSession) -> Response:
    acts.confirm(session, base=VersionForm().base_version.data, by=me(), at=now())
    flash(gettext("Confirmed. Whoever reads the joint register reads it from now on, as imported."), "done")
    return _to(session)


@bp.post("/sessions/imported/<int:imported>/hand-back")
@needs(Right.IMPORT_KEEP, ImportedSession)
def hand_back(session: ImportedSession) -> Response:
    form = HandBackForm()
    if not form.validate():
        return answer("archive/show.html", form, **_context(session))
    acts.hand_back(session, form.reason.data, base=form.base_version.data, by=me(), at=now())
    return _to(session)


@bp.post("/sessions/imported/<int:imported>/remove")
@needs(Right.IMPORT_KEEP, ImportedSession)
def remove(session: ImportedSession) -> Response:
    acts.remove(session, base=VersionForm().base_version.data, by=me(), at=now())
    flash(gettext("The imported session is removed."), "done")
    return redirect(url_for("sessions.index"), 303)


def _kind(paper: str) -> ImportKind:
    """Which of its papers the address names; another there is not."""
    return ImportKind(paper) if paper in list(ImportKind) else abort(404)


def _words(form: LinesForm, made: Composed) -> Words:
    lines: list[ImportedLine] = []
    for item in made.items:
        lines.append(ImportedLine(what=item.what.value, text=item.text, number=item.number))
        if item.more:
            lines.append(ImportedLine(what=What.MORE.value, text=item.more))
        lines += [ImportedLine(what=one.what.value, text=one.text, number=one.number) for one in item.under]
    found = form.found
    return Words(lines=tuple(lines), head=made.head, people=made.people, file_name=found.name, sha256=found.sha256)


def _ask(session: ImportedSession, kind: ImportKind, form: SourceForm) -> Response:
    return answer("archive/import.html", form, session=session, kind=kind)


def _judge(session: ImportedSession, kind: ImportKind, form: LinesForm, changed: str = "") -> Response:
    return answer("archive/import_lines.html", form, session=session, kind=kind, changed=changed)


def _context(session: ImportedSession) -> dict[str, Any]:
    papers = [(one, shelf.notes(one), shelf.sheet(one)) for one in session.papers]
    return {
        "session": session,
        "papers": papers,
        "kinds": ImportKind,
        "away": [_away(session, one) for one in session.papers],
        "when": shelf.when_and_where(session),
        "mine": me().organisation,
        "letters": previews(acts.offering(session, now())) if session.is_open else [],
    }


def _away(session: ImportedSession, paper: ImportedPaper) -> tuple[str, str, str]:
    """What is taken away: its words, where, and that it is imported."""
    at = url_for(".download", imported=session.id, paper=paper.kind.value)
    return gettext("%(paper)s, Word", paper=gettext(shelf.TITLES[paper.kind])), at, gettext("imported")


def _page(session: ImportedSession, form: HandBackForm) -> str:
    return render_template("archive/show.html", form=form, **_context(session))


def _to(session: ImportedSession) -> Response:
    return redirect(url_for(".show", imported=session.id), 303)
