"""The development log: the register, one entry, and what each side says to it."""

import datetime as dt
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from dialogue.access import Right
from dialogue.actions import developments as acts
from dialogue.db import db
from dialogue.domain import developments, sessions, topics
from dialogue.domain.base import Stale, refusal
from dialogue.domain.developments import (
    OF_ONE_SIDE,
    Account,
    Corroboration,
    Development,
    DevelopmentState,
)
from dialogue.domain.editions import Level
from dialogue.domain.text import fit
from dialogue.domain.topics import Topic
from dialogue.domain.wording import Loose, Where, Written
from dialogue.i18n import gettext, lazy
from dialogue.queries import citations
from dialogue.queries import developments as log
from dialogue.queries.developments import Chosen
from dialogue.web.conflicts import both_texts
from dialogue.web.errors import said
from dialogue.web.forms import (
    Buttons,
    Day,
    Form,
    Line,
    ProseField,
    RadiosField,
    RecordField,
    Text,
    Version,
    answer,
)
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may
from dialogue.web.wording import ACCEPT, Look, Subject, look, sent

bp = Blueprint("developments", __name__)


@loads(Development)
def _development(development: str) -> Development | None:
    return db.scalar(developments.by_ref(development))


class AccountForm(Form):
    """What a side says of it. A correction has no topic of its own."""

    happened_on = Day(lazy("Day"), required=True)
    happened_until = Day(lazy("Until"))
    text = ProseField(lazy("What happened"), limit=10_000, required=True)
    source = Line(lazy("Source"), limit=500, required=True)
    corroboration = RadiosField(
        lazy("How well it is established"), kind=Corroboration, only=OF_ONE_SIDE, default=Corroboration.REPORTED
    )
    base_version = Version()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what the log itself refuses of these days."""
        if not super().validate(extra_validators):
            return False
        wrong = refusal(self.account.check, now())
        self.happened_on.errors = [said(wrong)] if wrong is not None else []
        return wrong is None

    @property
    def account(self) -> Account:
        names = ("happened_on", "happened_until", "text", "source", "corroboration")
        return Account(**{name: self[name].data for name in names})


class DevelopmentForm(AccountForm):
    topic = RecordField(lazy("Topic"))


class AcceptForm(Form):
    confirms = BooleanField(lazy("Our side confirms it from its own knowledge"))
    base_version = Version()


class ReasonForm(Form):
    reason = Text(lazy("Why your side does not share it"), limit=2_000, required=True)
    base_version = Version()


@bp.get("/developments")
@needs(Right.DEVELOPMENTS_READ)
def index() -> str:
    """The register as the address chooses."""
    chosen, held = _chosen(), db.scalars(sessions.held()).all()
    return render_template(
        "developments/index.html",
        entries=log.register(standing(), chosen, held),
        chosen=chosen,
        held=held,
        topics=[(topic.slug, topic.title) for topic in db.scalars(topics.register())],
        states=[(state.value, gettext(state.value)) for state in DevelopmentState],
        when=log.when,
    )


@bp.get("/developments/new")
@needs(Right.DEVELOPMENT_PROPOSE)
def new() -> Response:
    return answer("developments/form.html", _form(), **_heading())


@bp.post("/developments/new")
@needs(Right.DEVELOPMENT_PROPOSE)
def create() -> Response:
    form = _form()
    if not form.validate():
        return answer("developments/form.html", form, **_heading())
    return _proposed(acts.propose(form.topic.data, form.account, by=me(), at=now()))


@bp.get("/developments/<ref:development>")
@needs(Right.DEVELOPMENT_READ, Development)
def show(development: Development) -> str:
    return render_template("developments/show.html", **_page(development))


@bp.get("/developments/<ref:development>/edit")
@needs(Right.DEVELOPMENT_KEEP, Development)
def edit(development: Development) -> Response:
    development.must_wait()
    form = _form(development, base_version=development.version)
    return answer("developments/form.html", form, **_heading(development))


@bp.post("/developments/<ref:development>/edit")
@needs(Right.DEVELOPMENT_KEEP, Development)
def update(development: Development) -> Response:
    form = _form(development)
    if not form.validate():
        return answer("developments/form.html", form, **_heading(development))
    try:
        development.revise(form.topic.data, form.account, base=form.base_version.data, by=me(), at=now())
    except Stale:
        return both_texts(form, development, back=url_for(".show", development=development.ref))
    return _to(development)


@bp.get("/developments/<ref:development>/correct")
@needs(Right.DEVELOPMENT_CORRECT, Development)
def ask_correct(development: Development) -> Response:
    development.must_stand()
    form = AccountForm(data=_as_it_stands(development))
    return answer("developments/form.html", form, **_heading(corrects=development))


@bp.post("/developments/<ref:development>/correct")
@needs(Right.DEVELOPMENT_CORRECT, Development)
def correct(development: Development) -> Response:
    form = AccountForm()
    if not form.validate():
        return answer("developments/form.html", form, **_heading(corrects=development))
    made = acts.propose(development.topic, form.account, corrects=development, by=me(), at=now())
    return _proposed(made)


@bp.post("/developments/<ref:development>/accept")
@needs(Right.DEVELOPMENT_ANSWER, Development)
def accept(development: Development) -> Response:
    form = AcceptForm()
    valid, words = form.validate(), sent(_subject(development), ACCEPT, _text(development))
    if not valid or (words.asks and development.can(DevelopmentState.ACCEPTED)):
        wrong = words.form if valid else form
        return answer("developments/show.html", wrong, **_page(development, words, accepting=form))
    development.accept(confirms=form.confirms.data, base=form.base_version.data, by=me(), at=now())
    words.keep("")
    flash(gettext("Accepted. Both delegations read it as accepted by both sides."), "done")
    return _to(development)


@bp.post("/developments/<ref:development>/not-share")
@needs(Right.DEVELOPMENT_ANSWER, Development)
def not_share(development: Development) -> Response:
    form = ReasonForm()
    if not form.validate():
        return answer("developments/show.html", form, **_page(development, declining=form))
    development.not_share(form.reason.data or "", base=form.base_version.data, by=me(), at=now())
    flash(gettext("Recorded. Both delegations read it as the other side’s view, with your reason."), "done")
    return _to(development)


@bp.post("/developments/<ref:development>/withdraw")
@needs(Right.DEVELOPMENT_KEEP, Development)
def withdraw(development: Development) -> Response:
    Buttons()
    development.withdraw(by=me(), at=now())
    flash(gettext("Withdrawn. It stands in the log no more."), "done")
    return _to(development)


def _chosen() -> Chosen:
    """What the address names; a day that is none chooses nothing."""
    topic, state, session = (
        fit(request.args.get(name, "")[:200], one_line=True) for name in ("topic", "state", "session")
    )
    try:
        since = dt.date.fromisoformat(request.args.get("since", ""))
    except ValueError:
        since = None
    return Chosen(topic=topic, state=state, since=since, session=session)


def _form(development: Development | None = None, **given: Any) -> DevelopmentForm:
    """With the topics in use, and the entry's own. A new entry begins under the topic that the address names."""
    form = DevelopmentForm(obj=development, **given)
    offered: list[Topic] = list(db.scalars(topics.in_use()))
    if development is not None:
        offered = [development.topic] if development.corrects else [*offered, development.topic]
    elif form.topic.data is None:
        wanted = request.args.get("topic", "")
        form.topic.data = next((one for one in offered if one.slug == wanted), None)
    form.topic.choose(dict.fromkeys(offered), label=lambda topic: topic.title)
    return form


def _as_it_stands(development: Development) -> dict[str, Any]:
    """What a correction begins with; that both sides confirmed the wrong is no reason for the right."""
    names = ("happened_on", "happened_until", "text", "source")
    return {name: getattr(development, name) for name in names} | {"corroboration": Corroboration.REPORTED}


def _heading(development: Development | None = None, corrects: Development | None = None) -> dict[str, Any]:
    """Of the page with the form: what is written, and where it goes."""
    if development is not None:
        where, corrects = url_for(".update", development=development.ref), development.corrects
    elif corrects is not None:
        where = url_for(".correct", development=corrects.ref)
    else:
        where = url_for(".create")
    return {"development": development, "corrects": corrects, "where": where}


def _subject(development: Development) -> Subject:
    return Subject("development", development.ref, None, lambda _: url_for(".show", development=development.ref))


def _text(development: Development) -> dict[Level, Loose]:
    """What both delegations read; of the source, its name."""
    return {Level.DELEGATIONS: Loose((Written(Where(), development.text, is_prose=True),))}


def _page(development: Development, words: Look | None = None, **typed: Form) -> dict[str, Any]:
    """One entry, with what the other side may say to it; the form that was sent as it was typed."""
    base: dict[str, Any] = {"formdata": None, "base_version": development.version}
    forms: dict[str, Any] = {"accepting": AcceptForm(**base), "declining": ReasonForm(**base)}
    return forms | typed | {
        "development": development,
        "answers": may(Right.DEVELOPMENT_ANSWER, development),
        "keeps": may(Right.DEVELOPMENT_KEEP, development),
        "look": lambda: words or look(_subject(development), ACCEPT, _text(development)),
        "corrects": development.stands and may(Right.DEVELOPMENT_CORRECT, development),
        "cited": citations.cited(standing(), development),
        "when": log.when(development),
    }  # fmt: skip


def _proposed(made: Development) -> Response:
    told = gettext("%(reference)s is proposed. The other side’s secretary answers it.", reference=made.reference)
    flash(told, "done")
    return _to(made)


def _to(development: Development) -> Response:
    return redirect(url_for("developments.show", development=development.ref), 303)
