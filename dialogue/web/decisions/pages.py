"""The register of what was adopted, with number, text, how and when; each decision with what became of it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import decisions, papers, receipts
from dialogue.domain.decisions import Decision, Status
from dialogue.domain.editions import Level, RegisterSheet
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.text import fit
from dialogue.i18n import gettext, lazy
from dialogue.queries import charts, meetings, origins, search
from dialogue.queries import decisions as register
from dialogue.rendering.word import names, word
from dialogue.web import asked
from dialogue.web.downloads import download, kept
from dialogue.web.forms import Day, Form, Line, ProseField, RecordField, Version, WordField, answer
from dialogue.web.gate import loads, me, needs, now, receipt, standing
from dialogue.web.presence import may, today

bp = Blueprint("decisions", "dialogue.web.decisions")


@loads(Decision)
def _decision(ref: str, number: int) -> Decision | None:
    return db.scalar(decisions.by_number(ref, number))


class SupersedeForm(Form):
    newer = RecordField(lazy("By which decision"))


class MoveForm(Form):
    """What somebody records of a decision: a dated note, and the status it has from now on."""

    progress = WordField(lazy("From now on it is"), kind=Status)
    on = Day(lazy("On which day"), required=True)
    note = ProseField(lazy("Note"), limit=5_000, required=True)
    evidence = Line(lazy("Evidence"), limit=500)
    base_version = Version()


@bp.get("/decisions")
@needs(Right.DECISIONS_READ)
def index() -> str:
    words, status = _asked()
    found = _chosen(words, status)
    statuses = [(one.value, gettext(one.value)) for one in Status]
    drawn = charts.decisions(one.status.value for one in found if not one.is_void)
    sheet = _sheet(found, words, status)
    return render_template(
        "decisions/index.html",
        sheet=sheet, decisions=found, words=words, status=status, statuses=statuses, charts=drawn,
    )  # fmt: skip


@bp.get("/decisions.docx")
@needs(Right.DECISIONS_READ)
def docx() -> Response:
    """The register as it was chosen, to be taken away: for the delegations alone."""
    asked.edition(Level.DELEGATIONS)
    words, status = _asked()
    sheet = _sheet(_chosen(words, status), words, status)
    return download(word.render(sheet), names.of_register(sheet, today(), instead="decisions"))


def _sheet(found: list[Decision], words: str, status: str) -> RegisterSheet:
    chosen = [(gettext("status"), gettext(status)), (gettext("words"), words)]
    return register.register(found, [f"{name}: {said}" for name, said in chosen if said])


def _asked() -> tuple[str, str]:
    return asked.words(), fit(request.args.get("status", "")[:200], one_line=True)


def _chosen(words: str, status: str) -> list[Decision]:
    held = decisions.register()
    held = held.where(Decision.id.in_(search.matching(words, Decision))) if words else held
    return [one for one in db.scalars(held) if status in ("", one.status.value)]


@bp.get("/decisions/<ref:ref>/<int:number>")
@needs(Right.DECISIONS_READ, Decision)
def show(decision: Decision) -> str:
    return render_template("decisions/show.html", **_page(decision))


@bp.get("/decisions/<ref:ref>/<int:number>/action-sheet.docx")
@needs(Right.DECISIONS_READ, Decision)
def action_sheet(decision: Decision) -> Response:
    """The bytes that were made at the adoption, and a receipt for whoever takes them away."""
    asked.edition(Level.DELEGATIONS)
    file = _action_sheet(decision) or abort(404)
    taken = receipts.take(file, me(), now())
    receipt(lambda: db.add(taken))
    return kept(file.content, file.name)


@bp.post("/decisions/<ref:ref>/<int:number>/move")
@needs(Right.DECISION_KEEP, Decision)
def move(decision: Decision) -> Response:
    form = _move_form(decision)
    if not form.validate():
        return answer("decisions/show.html", form, **_page(decision, moving=form))
    decision.move(
        form.progress.data, form.note.data, on=form.on.data, evidence=form.evidence.data, base=form.base_version.data,
        by=me(), at=now(),
    )  # fmt: skip
    return _to(decision)


@bp.post("/decisions/<ref:ref>/<int:number>/supersede")
@needs(Right.DECISION_KEEP, Decision)
def supersede(decision: Decision) -> Response:
    form = _supersede_form(decision)
    if not form.validate():
        return answer("decisions/show.html", form, **_page(decision, superseding=form))
    done = decision.supersede(form.newer.data, by=me(), at=now())
    said = gettext("%(reference)s is superseded.", reference=decision.reference)
    flash(said if done else gettext("Your side has said so. The other side has still to agree."), "done")
    return _to(decision)


def _to(decision: Decision) -> Response:
    return redirect(url_for(".show", ref=decision.session.ref, number=decision.number), 303)


def _page(decision: Decision, **typed: Form) -> dict[str, Any]:
    """One decision with its two forms; the one that was sent as it was typed."""
    keeps = may(Right.DECISION_KEEP, decision) and decision.stands
    forms: dict[str, Any] = {"moving": None, "superseding": None}
    if keeps:
        forms = {"moving": _move_form(decision, formdata=None), "superseding": _supersede_form(decision, formdata=None)}
    return {
        "decision": decision,
        "action_sheet": _action_sheet(decision),
        "origins": origins.of_decision(standing(), decision),
        "meetings": meetings.answering(standing(), decision),
        **forms,
        **typed,
        "asked": decision.successor_of is not None and decision.successor_of.id == me().organisation_id,
    }


def _action_sheet(decision: Decision) -> ReleasedFile | None:
    """Served as long as the adoption stands."""
    round_ = decision.circulation
    return db.scalar(papers.action_sheet_of(round_.id)) if round_ is not None and round_.is_adopted else None


def _move_form(decision: Decision, **given: Any) -> MoveForm:
    form = MoveForm(data={"progress": decision.progress, "on": today()}, base_version=decision.version, **given)
    form.progress.offer(decision.next_statuses)
    return form


def _supersede_form(decision: Decision, **given: Any) -> SupersedeForm:
    """What may have taken its place; what the other side has named stands first and chosen."""
    form = SupersedeForm(data={"newer": decision.successor}, **given)
    form.newer.choose(db.scalars(decisions.later_than(decision)), label=_line)
    return form


def _line(decision: Decision) -> str:
    text = decision.title or decision.text
    return f"{decision.reference} {text[:80]}{'…' * (len(text) > 80)}"
