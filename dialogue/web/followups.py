"""Follow-ups: the one living register, filtered through the address; each with its history and what may be done now."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import followups, organisations, topics
from dialogue.domain.editions import Level, TrackerSheet
from dialogue.domain.followups import FollowUp, State
from dialogue.domain.text import fit
from dialogue.i18n import gettext, lazy
from dialogue.queries import register
from dialogue.queries.register import TrackerFilter
from dialogue.rendering import spreadsheet
from dialogue.rendering.word import names, word
from dialogue.web import asked
from dialogue.web.downloads import CSV, XLSX, download
from dialogue.web.forms import Day, Form, Line, Prose, Text, Version, WordField, answer
from dialogue.web.gate import loads, me, needs, now
from dialogue.web.presence import may, today

bp = Blueprint("followups", __name__)


@loads(FollowUp)
def _followup(ref: str, number: int) -> FollowUp | None:
    return db.scalar(followups.by_number(ref, number))


class ReportForm(Form):
    """What somebody says of a follow-up: a note, and the state it is in from now on."""

    state = WordField(lazy("From now on it is"), kind=State)
    text = Prose(lazy("Note"), limit=5_000, required=True)
    evidence = Line(lazy("Evidence"), limit=500)
    base_version = Version()


class AssignmentForm(Form):
    office = Line(lazy("Office"))
    supporting = Line(lazy("Supporting offices"), limit=500)
    due_on = Day(lazy("Due"), required=True)
    reason = Text(lazy("Why the date changes"), limit=2_000)
    base_version = Version()


class DropForm(Form):
    reason = Text(lazy("Why it is no longer wanted"), limit=2_000, required=True, id="drop-reason")
    base_version = Version()


_SHOWN = attrgetter(
    "reference", "text", "owner", "office", "due", "overdue", "state", "in_question", "carried", "last_note", "changed"
)  # of a row, in the order in which the page takes it apart


@bp.get("/follow-ups")
@needs(Right.FOLLOWUPS_READ)
def index() -> str:
    """The register as it was chosen, and the form that chooses."""
    chosen = _chosen()
    sheet = register.tracker(chosen, today())
    return render_template(
        "followups/index.html",
        chosen=chosen,
        sheet=sheet,
        lines=_lines(sheet),
        sorts={order: url_for(".index", **chosen.address | {"order": order}) for order in register.ORDERS},
        owners=[(party.slug, party.short_name) for party in db.scalars(organisations.parties())],
        topics=[(topic.slug, topic.title) for topic in db.scalars(topics.register())],
        states=[(state.value, gettext(state.value)) for state in State],
    )


@bp.get("/follow-ups.docx")
@needs(Right.FOLLOWUPS_READ)
def docx() -> Response:
    sheet = _paper()
    return download(word.render(sheet), names.file_name("follow-ups", today().isoformat()))


@bp.get("/follow-ups.csv")
@needs(Right.FOLLOWUPS_READ)
def csv() -> Response:
    name = names.file_name("follow-ups", today().isoformat(), extension="csv")
    return download(spreadsheet.as_csv(_paper()), name, CSV)


@bp.get("/follow-ups.xlsx")
@needs(Right.FOLLOWUPS_READ)
def xlsx() -> Response:
    name = names.file_name("follow-ups", today().isoformat(), extension="xlsx")
    return download(spreadsheet.as_workbook(_paper()), name, XLSX)


def _paper() -> TrackerSheet:
    """The register as it was chosen, to be taken away: for the delegations alone."""
    asked.edition(Level.DELEGATIONS)
    return register.tracker(_chosen(), today())


@bp.get("/follow-ups/<ref:ref>/<int:number>")
@needs(Right.FOLLOWUPS_READ, FollowUp)
def show(followup: FollowUp) -> str:
    return render_template("followups/show.html", **_page(followup))


@bp.post("/follow-ups/<ref:ref>/<int:number>/report")
@needs(Right.FOLLOWUP_REPORT, FollowUp)
def report(followup: FollowUp) -> Response:
    form = ReportForm()
    if not form.validate():
        return answer("followups/show.html", form, **_page(followup, report=form))
    followup.report(
        form.state.data, form.text.data, base=form.base_version.data, evidence=form.evidence.data, by=me(), at=now()
    )
    return _to(followup)


@bp.post("/follow-ups/<ref:ref>/<int:number>/assign")
@needs(Right.FOLLOWUP_KEEP, FollowUp)
def assign(followup: FollowUp) -> Response:
    form = AssignmentForm()
    if not form.validate():
        return answer("followups/show.html", form, **_page(followup, assignment=form))
    followup.assign(
        office=form.office.data, supporting=form.supporting.data, due_on=form.due_on.data, reason=form.reason.data,
        base=form.base_version.data, by=me(), at=now(),
    )  # fmt: skip
    return _to(followup)


@bp.post("/follow-ups/<ref:ref>/<int:number>/drop")
@needs(Right.FOLLOWUP_KEEP, FollowUp)
def drop(followup: FollowUp) -> Response:
    form = DropForm()
    if not form.validate():
        return answer("followups/show.html", form, **_page(followup, dropping=form))
    followup.drop(form.reason.data, base=form.base_version.data, by=me(), at=now())
    return _to(followup)


def _to(followup: FollowUp) -> Response:
    return redirect(url_for("followups.show", ref=followup.session.ref, number=followup.number), 303)


def _lines(sheet: TrackerSheet) -> Iterator[tuple[Any, ...]]:
    """Each row behind the address of its page, which is not made by the router, for there may be hundreds."""
    register_page = url_for("followups.index")
    for row in sheet.rows:
        _, year, number, own = row.reference.split("/")  # OC/2026/2/07
        yield f"{register_page}/{year}-{number}/{int(own)}", *_SHOWN(row)


def _chosen() -> TrackerFilter:
    """The filter that the address names."""
    typed = {name: fit(value, one_line=True) for name, value in request.args.items() if len(value) <= 200}
    words = ("owner", "topic", "state", "session")
    return TrackerFilter(
        **{name: typed.get(name, "") for name in words},
        overdue=bool(typed.get("overdue")),
        live=bool(typed.get("live")),
        words=typed.get("q", ""),
        order=typed["order"] if typed.get("order") in register.ORDERS else register.ORDERS[0],
    )


def _page(followup: FollowUp, **typed: Form) -> dict[str, Any]:
    """One follow-up with its three forms; the one that was sent as it was typed."""
    base: dict[str, Any] = {"formdata": None, "base_version": followup.version}
    forms: dict[str, Any] = {
        "report": ReportForm(data={"state": followup.state}, **base),
        "assignment": AssignmentForm(obj=followup, **base),
        "dropping": DropForm(**base),
    }
    shown = forms | typed
    shown["report"].state.offer(followup.next_states(me()))
    return shown | {
        "followup": followup,
        "carried": db.scalar(followups.carried_of(followup)),
        "overdue": followup.is_overdue(today()),
        "drop_asked": followup.drop_asked_by(me()),
        "drop_waits": followup.drop_waits_for(me()),
        "opens_session": may(Right.SESSION_READ, followup.session),
    }
