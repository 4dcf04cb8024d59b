"""Follow-ups: the one living register, filtered through the address; each with its history and what may be done now."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right, only
from dialogue.db import db
from dialogue.domain import followups, notices, organisations, silence, topics
from dialogue.domain import tracks as registers
from dialogue.domain.base import Refused
from dialogue.domain.editions import BY, Level, TrackerRow, TrackerSheet
from dialogue.domain.followups import FollowUp, FollowUpState
from dialogue.domain.notices import Notice, NoticeKind
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.domain.text import fit
from dialogue.i18n import gettext, lazy
from dialogue.queries import origins, register
from dialogue.queries.register import TrackerFilter
from dialogue.rendering import spreadsheet
from dialogue.rendering.prose import plain
from dialogue.rendering.word import labels, names, word
from dialogue.web import asked
from dialogue.web.downloads import CSV, XLSX, download
from dialogue.web.forms import Day, Form, Line, Text, Version, answer
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may, today
from dialogue.web.pursued import DropForm, ReportForm

bp = Blueprint("followups", __name__)
WAYS = {"owner": lazy("each owner"), "track": lazy("each track"), "state": lazy("each state")}


@loads(FollowUp)
def _followup(ref: str, number: int) -> FollowUp | None:
    return db.scalar(followups.by_number(ref, number))


class AssignmentForm(Form):
    office = Line(lazy("Office"))
    supporting = Line(lazy("Supporting offices"), limit=500)
    deliverable = Line(lazy("Deliverable"), limit=500)
    indicator = Line(lazy("Indicator"), limit=500)
    due_on = Day(lazy("Due"), required=True)
    reason = Text(lazy("Why the date changes"), limit=2_000)
    base_version = Version()


class CarryForm(Form):
    cause = Text(lazy("Why it was not done"), limit=2_000, required=True)
    due_on = Day(lazy("New date"), required=True, id="carry-due_on")
    base_version = Version()


_SHOWN = attrgetter(
    "reference",
    "text",
    "owner",
    "office",
    "due",
    "overdue",
    "state",
    "in_question",
    "carried",
    "cause",
    "last_note",
    "changed",
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
        parts=[(words, _lines(rows)) for words, rows in _parts(sheet)],
        ways=[(by, WAYS[by]) for by in BY],
        sorts={order: url_for(".index", **chosen.address | {"order": order}) for order in register.ORDERS},
        owners=[(party.slug, party.short_name) for party in db.scalars(organisations.parties())],
        topics=[(topic.slug, topic.title) for topic in db.scalars(topics.register())],
        states=[(state.value, gettext(state.value)) for state in FollowUpState],
    )


@bp.get("/follow-ups.docx")
@needs(Right.FOLLOWUPS_READ)
def docx() -> Response:
    sheet = _paper()
    return download(word.render(sheet), _name(sheet, "docx"))


@bp.get("/follow-ups.csv")
@needs(Right.FOLLOWUPS_READ)
def csv() -> Response:
    sheet = _paper()
    return download(spreadsheet.as_csv(sheet), _name(sheet, "csv"), CSV)


@bp.get("/follow-ups.xlsx")
@needs(Right.FOLLOWUPS_READ)
def xlsx() -> Response:
    sheet = _paper()
    return download(spreadsheet.as_workbook(sheet), _name(sheet, "xlsx"), XLSX)


def _name(sheet: TrackerSheet, extension: str) -> names.FileName:
    return names.of_register(sheet, today(), instead="follow-ups", extension=extension)


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
        deliverable=form.deliverable.data, indicator=form.indicator.data,
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


@bp.post("/follow-ups/<ref:ref>/<int:number>/carry")
@needs(Right.FOLLOWUP_KEEP, FollowUp)
def carry(followup: FollowUp) -> Response:
    form = CarryForm()
    if not form.validate():
        return answer("followups/show.html", form, **_page(followup, carrying=form))
    over = _asks_why(followup)
    if over is None:
        raise Refused("No session that is to be closed asks why this was carried over.")
    followup.carry(over, form.cause.data, form.due_on.data, base=form.base_version.data, by=me(), at=now())
    return _to(followup)


def _asks_why(followup: FollowUp) -> Session | None:
    """Nothing is asked of what waits for the other side, or rests."""
    asked = followup.state in followups.DUE and not followup.rests
    return db.scalar(followups.asks_why(followup)) if asked else None


def _escalated(followup: FollowUp) -> Sequence[Notice]:
    """The mails to the head of the owner's side, for whoever keeps the register."""
    if not may(Right.FOLLOWUP_KEEP, followup):
        return ()
    return db.scalars(notices.told_about(NoticeKind.ESCALATION, followup.id)).all()


def _to(followup: FollowUp) -> Response:
    return redirect(url_for("followups.show", ref=followup.session.ref, number=followup.number), 303)


def _parts(sheet: TrackerSheet) -> Iterator[tuple[str, tuple[TrackerRow, ...]]]:
    """The rows with the heading under which they stand."""
    for name, rows in sheet.parts:
        yield labels.part(sheet.by, name), rows


def _lines(rows: tuple[TrackerRow, ...]) -> Iterator[tuple[Any, ...]]:
    """Each row behind the address of its page, which is not made by the router, for there may be hundreds."""
    register_page = url_for("followups.index")
    for row in rows:
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
        by=typed["by"] if typed.get("by") in BY else "",
    )


def _page(followup: FollowUp, **typed: Form) -> dict[str, Any]:
    """One follow-up with its four forms; the one that was sent as it was typed."""
    base: dict[str, Any] = {"formdata": None, "base_version": followup.version}
    forms: dict[str, Any] = {
        "report": ReportForm(data={"state": followup.state}, **base),
        "assignment": AssignmentForm(obj=followup, **base),
        "dropping": DropForm(**base),
        "carrying": CarryForm(**base),
    }
    shown = forms | typed
    shown["report"].state.offer(followup.next_states(me()))
    own = {
        "followup": followup,
        "carried": db.scalar(followups.carried_of(followup)),
        "over": _asks_why(followup),
        "escalated": _escalated(followup),
        "overdue": followup.is_overdue(today()),
        "drop_asked": followup.drop_asked_by(me()),
        "drop_waits": followup.drop_waits_for(me()),
        "origins": origins.of_followup(standing(), followup),
        "opens_session": may(Right.SESSION_READ, followup.session),
    }
    return shown | own | _silence(followup)


def _silence(followup: FollowUp) -> dict[str, Any]:
    """For whoever keeps it: what a matter has to be to be decided under silence, and what was decided so before."""
    track = registers.by_slug("silence-procedure")
    kinds = track.field("category") if track is not None else None
    if kinds is None or not followup.is_live or followup.rests or not may(Right.FOLLOWUP_KEEP, followup):
        return {"silent": None}
    alike = silence.precedents(silence.Category.TECHNICAL, plain(followup.text))
    return {
        "silent": track,
        "categories": kinds.choices,
        "precedents": db.scalars(only(alike, standing(), Right.CIRCULATION_READ, Circulation)).all(),
    }
