"""Drafts of single decisions: written by both secretaries, signed off by each on the text that it has read."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import decisions, sessions, silence, topics
from dialogue.domain.agreed import Word
from dialogue.domain.decisions import DraftDecision
from dialogue.domain.editions import DOCUMENT_LEVELS, Audience, Level, fingerprint
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Category, Circulation, Formula, Outcome
from dialogue.i18n import gettext, lazy
from dialogue.operations import beats
from dialogue.queries import origins, sheets
from dialogue.web import texts
from dialogue.web.decisions.pages import bp
from dialogue.web.forms import Form, Line, ProseField, RecordField, Version, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import READS, loads, me, needs, now, standing
from dialogue.web.wording import Look, kept

READERS = {
    Level.DELEGATIONS: lazy("the delegations alone"),
    Level.COHOST: lazy("the delegations and the co-host"),
    Level.PUBLIC: lazy("everybody"),
}
MATTERS = (Category.TECHNICAL, Category.PROCEDURAL)


@loads(DraftDecision)
def _draft(ref: str, number: int) -> DraftDecision | None:
    """Whoever acts on it waits for whoever acts on it now: no edit slips in behind a sign-off."""
    found = DraftDecision.of_ref(ref, number)
    return db.scalar(found if request.method in READS else DraftDecision.held(found))


class DraftForm(Form):
    title = Line(lazy("Title"), required=True)
    text = ProseField(
        lazy("Text of the decision"),
        required=True,
        render_kw={"rows": 10},
        description=lazy("As it will stand in the register."),
    )
    formula = WordField(lazy("If silence is kept, this text is"), kind=Formula, default=Formula.ADOPTED)
    category = WordField(
        lazy("The matter is"),
        kind=Category,
        only=MATTERS,
        default=Category.TECHNICAL,
        description=lazy("Political matters are decided in session, by consensus."),
    )
    level = WordField(lazy("Who reads it"), kind=Level, only=DOCUMENT_LEVELS, default=Level.DELEGATIONS)
    topic = RecordField(lazy("Topic"), required=False, none=lazy("no topic of the register"))
    supersedes = RecordField(
        lazy("Supersedes"),
        required=False,
        none=lazy("no earlier decision"),
        description=lazy("It gives way when this one is adopted."),
    )
    base_version = Version()


class NewDraftForm(DraftForm):
    session = RecordField(lazy("For the register of"), description=lazy("Its number will be of this session."))


@bp.get("/decisions/drafts")
@needs(Right.DECISION_DRAFT)
def drafts() -> str:
    found = db.scalars(decisions.drafts()).all()
    return render_template("decisions/drafts.html", drafts=found, rounds=_rounds(found))


@bp.get("/decisions/drafts/new")
@needs(Right.DECISION_DRAFT)
def new() -> str:
    return render_template("decisions/new.html", form=_new_form())


@bp.post("/decisions/drafts/new")
@needs(Right.DECISION_DRAFT)
def create() -> Response:
    form = _new_form()
    if not form.validate():
        return answer("decisions/new.html", form)
    return _to(acts.begin_draft(by=me(), at=now(), **texts.written(form)))


@bp.get("/decisions/drafts/<ref:ref>/<int:number>")
@needs(Right.DECISION_DRAFT, DraftDecision)
def draft(draft: DraftDecision) -> str:
    sheet = sheets.draft_decision(draft, Audience(Level.DELEGATIONS))
    signed = draft.agreement.standing(Word.SIGN_OFF, text_hash=fingerprint(sheet))
    came_from = origins.of_draft(standing(), draft)
    were_let_stand = kept(PAPER.subject(draft))
    return render_template(
        "decisions/draft.html", draft=draft, sheet=sheet, signed=signed, origins=came_from, let_stand=were_let_stand
    )


@bp.get("/decisions/drafts/<ref:ref>/<int:number>/sign-off")
@needs(Right.DECISION_DRAFT, DraftDecision)
def ask_sign_off(draft: DraftDecision) -> Response:
    return _sign_off_page(draft)


def _sign_off_page(draft: DraftDecision, words: Look | None = None) -> Response:
    """The text, whether it can be signed off, and words to look at."""
    look = texts.looked(PAPER, draft, words)
    sheet = sheets.draft_decision(draft, Audience(Level.DELEGATIONS))
    seen = fingerprint(sheet)
    refused = why_not(draft.must_be_signable, me().organisation, seen)
    return answer("decisions/sign_off.html", look.form, draft=draft, sheet=sheet, seen=seen, refused=refused, look=look)


@bp.post("/decisions/drafts/<ref:ref>/<int:number>/reopen")
@needs(Right.DECISION_DRAFT, DraftDecision)
def reopen(draft: DraftDecision) -> Response:
    draft.reopen(by=me(), at=now())
    return _to(draft)


@bp.post("/decisions/drafts/<ref:ref>/<int:number>/give-up")
@needs(Right.DECISION_DRAFT, DraftDecision)
def give_up(draft: DraftDecision) -> Response:
    draft.give_up(by=me(), at=now())
    flash(gettext("%(reference)s is given up.", reference=draft.reference), "done")
    return redirect(url_for(".drafts"), 303)


def _rounds(drafts: Iterable[DraftDecision]) -> dict[int, tuple[Circulation, Outcome]]:
    """The last round of each draft and what it is by now, by its id: asked together for all of them."""
    ids = {one.circulation_id for one in drafts if one.circulation_id is not None}
    found = db.scalars(silence.whole(silence.in_order().where(Circulation.id.in_(ids)))).all()
    return {one.id: (one, outcome) for one, outcome in zip(found, beats.outcomes(found, now()), strict=True)}


def _new_form() -> NewDraftForm:
    form = NewDraftForm()
    _choices(form)
    standing = [one for one in db.scalars(sessions.in_order()) if one.stands]
    form.session.choose(reversed(standing), label=lambda one: one.reference)
    return form


def _choices(form: DraftForm, draft: DraftDecision | None = None) -> None:
    """What may be chosen; what the draft has already stays on offer."""
    form.level.offer(READERS, READERS)
    form.topic.choose(_with(db.scalars(topics.in_use()), draft and draft.topic), label=lambda t: t.title)
    standing = [one for one in db.scalars(decisions.register()) if one.stands]
    form.supersedes.choose(_with(standing, draft and draft.supersedes), label=lambda d: d.reference)


def _with(records: Iterable[Any], own: Any) -> list[Any]:
    return list(dict.fromkeys([*records, *([own] if own is not None else [])]))


def _above(_: Session) -> list[tuple[str, str]]:
    return [(gettext("Decisions"), url_for("decisions.index")), (gettext("Drafts"), url_for("decisions.drafts"))]


PAPER = texts.Paper(
    bp,
    DraftDecision,
    show="draft",
    signed=lazy("Both secretaries have signed off this text."),
    form=DraftForm,
    offer=_choices,
    above=_above,
    asked=_sign_off_page,
)
PAPER.get("/decisions/drafts/<ref:ref>/<int:number>/edit", Right.DECISION_DRAFT, texts.edit)
PAPER.post("/decisions/drafts/<ref:ref>/<int:number>/edit", Right.DECISION_DRAFT, texts.update)
PAPER.post("/decisions/drafts/<ref:ref>/<int:number>/sign-off", Right.DECISION_DRAFT, texts.sign_off)


def _to(draft: DraftDecision) -> Response:
    return redirect(PAPER.to(draft), 303)
