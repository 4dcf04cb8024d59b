"""The register of what was adopted, with number, text, how and when; each decision with what became of it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import decisions, papers, receipts
from dialogue.domain.decisions import Decision
from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.text import holds
from dialogue.i18n import gettext, lazy
from dialogue.web import asked
from dialogue.web.downloads import kept
from dialogue.web.forms import Form, RecordField, answer
from dialogue.web.gate import loads, me, needs, now, receipt
from dialogue.web.presence import may

bp = Blueprint("decisions", "dialogue.web.decisions")


@loads(Decision)
def _decision(ref: str, number: int) -> Decision | None:
    return db.scalar(decisions.by_number(ref, number))


class SupersedeForm(Form):
    newer = RecordField(lazy("By which decision"))


@bp.get("/decisions")
@needs(Right.DECISIONS_READ)
def index() -> str:
    words = asked.words()
    found = [one for one in db.scalars(decisions.register()) if holds(one.text, words)]
    return render_template("decisions/index.html", decisions=found, words=words)


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


@bp.post("/decisions/<ref:ref>/<int:number>/supersede")
@needs(Right.DECISION_KEEP, Decision)
def supersede(decision: Decision) -> Response:
    form = _supersede_form(decision)
    if not form.validate():
        return answer("decisions/show.html", form, **_page(decision, form))
    done = decision.supersede(form.newer.data, by=me(), at=now())
    said = gettext("%(reference)s is superseded.", reference=decision.reference)
    flash(said if done else gettext("Your side has said so. The other side has still to agree."), "done")
    return redirect(url_for(".show", ref=decision.session.ref, number=decision.number), 303)


def _page(decision: Decision, form: SupersedeForm | None = None) -> dict[str, Any]:
    keeps = may(Right.DECISION_KEEP, decision) and decision.stands
    return {
        "decision": decision,
        "action_sheet": _action_sheet(decision),
        "superseding": form or (_supersede_form(decision) if keeps else None),
        "asked": decision.successor_of is not None and decision.successor_of.id == me().organisation_id,
    }


def _action_sheet(decision: Decision) -> ReleasedFile | None:
    """Served as long as the adoption stands."""
    round_ = decision.circulation
    return db.scalar(papers.action_sheet_of(round_.id)) if round_ is not None and round_.is_adopted else None


def _supersede_form(decision: Decision) -> SupersedeForm:
    """What may have taken its place; what the other side has named stands first and chosen."""
    form = SupersedeForm(data={"newer": decision.successor})
    form.newer.choose(db.scalars(decisions.later_than(decision)), label=_line)
    return form


def _line(decision: Decision) -> str:
    text = decision.title or decision.text
    return f"{decision.reference} {text[:80]}{'…' * (len(text) > 80)}"
