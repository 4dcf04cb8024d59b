"""Sessions: the year plan, one session, and what the secretaries do with it from planning to its end."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right, may
from dialogue.actions import acts, dates, rounds
from dialogue.db import db
from dialogue.domain import organisations, sessions
from dialogue.domain.delegations import Ability
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Kind, Session
from dialogue.i18n import gettext, lazy
from dialogue.queries import home, ladder, sheets
from dialogue.queries.waiting import is_to_be_revised
from dialogue.rendering.word.labels import STATES
from dialogue.web.dates import PlaceForm, PlanForm, TimesForm, off, said
from dialogue.web.forms import Form, Line, RecordField, Text, Version, answer
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import today

bp = Blueprint("sessions", __name__)

ROOMS = {Ability.PLENARY: lazy("plenary"), Ability.RESTRICTED: lazy("restricted part"), Ability.OPEN: lazy("open part")}


@loads(Session)
def _session(ref: str) -> Session | None:
    return db.scalar(sessions.by_ref(ref))


class ArrangementsForm(Form):
    presiding = RecordField(lazy("Who presides"))
    named_first = RecordField(lazy("Who is named first"))
    hybrid_link = Line(lazy("Address for joining the plenary from afar"))
    restricted_link = Line(lazy("Address for joining the restricted part from afar"))
    open_link = Line(lazy("Address for joining the open part from afar"))
    base_version = Version()

    def validate_hybrid_link(self, field: Line) -> None:
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(gettext("Please give an address that begins with https://."))

    validate_restricted_link = validate_open_link = validate_hybrid_link


class ReasonForm(Form):
    reason = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/sessions")
@needs(Right.SESSIONS_LIST)
def index() -> str:
    return render_template("sessions/index.html", plan=home.year_plan(standing()), states=STATES)


@bp.get("/sessions/new")
@needs(Right.SESSION_PLAN)
def new() -> str:
    form, proposal = _plan_form()
    return render_template("sessions/new.html", form=form, proposal=proposal)


@bp.post("/sessions/new")
@needs(Right.SESSION_PLAN)
def create() -> Response:
    form, proposal = _plan_form()
    if not form.validate():
        return answer("sessions/new.html", form, proposal=proposal)
    session, cautions = dates.plan(
        form.kind.data, form.place.data, form.starts.data, form.ends.data, asked_by=form.asked_by.data,
        departure_reason=form.departure_reason.data, by=me(), at=now(),
    )  # fmt: skip
    if not form.heeds(cautions):
        return answer("sessions/new.html", form, proposal=proposal)
    db.add(session)
    return _to(session)


@bp.get("/sessions/<ref:ref>")
@needs(Right.SESSION_READ, Session)
def show(session: Session) -> str:
    return render_template(
        "sessions/show.html", session=session, title=sheets.session_title(session),
        ladder=ladder.rungs(standing(), session, today()), papers=home.papers(standing(), session),
        to_be_revised=is_to_be_revised(standing(), session),
        cautions=_cautions(session) if session.can_be_prepared else (),
        openable=acts.must_be_openable, at=now(), joining=home.links(standing(), session), rooms=ROOMS,
    )  # fmt: skip


@bp.post("/sessions/<ref:ref>/convene")
@needs(Right.SESSION_KEEP, Session)
def convene(session: Session) -> Response:
    session.convene(by=me(), at=now())
    return _to(session)


@bp.get("/sessions/<ref:ref>/reschedule")
@needs(Right.SESSION_KEEP, Session)
def ask_reschedule(session: Session) -> str:
    form = TimesForm(obj=session, base_version=session.version)
    return render_template("sessions/reschedule.html", session=session, form=form)


@bp.post("/sessions/<ref:ref>/reschedule")
@needs(Right.SESSION_KEEP, Session)
def reschedule(session: Session) -> Response:
    form = TimesForm()
    if not form.validate():
        return answer("sessions/reschedule.html", form, session=session)
    cautions = dates.reschedule(
        session, form.starts.data, form.ends.data, form.departure_reason.data, base=form.base_version.data,
        by=me(), at=now(),
    )  # fmt: skip
    return _to(session) if form.heeds(cautions) else answer("sessions/reschedule.html", form, session=session)


@bp.get("/sessions/<ref:ref>/move")
@needs(Right.SESSION_KEEP, Session)
def ask_move(session: Session) -> str:
    return render_template("sessions/move.html", session=session, form=_place_form(session))


@bp.post("/sessions/<ref:ref>/move")
@needs(Right.SESSION_KEEP, Session)
def move(session: Session) -> Response:
    form = _place_form()
    if not form.validate():
        return answer("sessions/move.html", form, session=session)
    cautions = dates.move(
        session, form.place.data, form.venue.data, form.address.data, form.departure_reason.data,
        base=form.base_version.data, by=me(), at=now(),
    )  # fmt: skip
    return _to(session) if form.heeds(cautions) else answer("sessions/move.html", form, session=session)


@bp.get("/sessions/<ref:ref>/arrange")
@needs(Right.SESSION_KEEP, Session)
def ask_arrange(session: Session) -> str:
    return render_template("sessions/arrange.html", session=session, form=_arrangements_form(session))


@bp.post("/sessions/<ref:ref>/arrange")
@needs(Right.SESSION_KEEP, Session)
def arrange(session: Session) -> Response:
    form = _arrangements_form()
    if not form.validate():
        return answer("sessions/arrange.html", form, session=session)
    who = (form.presiding.data, form.named_first.data, form.hybrid_link.data)
    acts.arrange_session(
        session, *who, restricted_link=form.restricted_link.data, open_link=form.open_link.data,
        base=form.base_version.data, by=me(), at=now(),
    )  # fmt: skip
    return _to(session)


@bp.get("/sessions/<ref:ref>/postpone")
@needs(Right.SESSION_KEEP, Session)
def ask_postpone(session: Session) -> str:
    return render_template("sessions/postpone.html", session=session, form=ReasonForm())


@bp.post("/sessions/<ref:ref>/postpone")
@needs(Right.SESSION_KEEP, Session)
def postpone(session: Session) -> Response:
    form = ReasonForm()
    if not form.validate():
        return answer("sessions/postpone.html", form, session=session)
    session.postpone(form.reason.data, by=me(), at=now())
    return _to(session)


@bp.get("/sessions/<ref:ref>/cancel")
@needs(Right.SESSION_KEEP, Session)
def ask_cancel(session: Session) -> str:
    return render_template("sessions/cancel.html", session=session, form=ReasonForm())


@bp.post("/sessions/<ref:ref>/cancel")
@needs(Right.SESSION_KEEP, Session)
def cancel(session: Session) -> Response:
    form = ReasonForm()
    if not form.validate():
        return answer("sessions/cancel.html", form, session=session)
    rounds.cancel_session(session, form.reason.data, by=me(), at=now())
    return _to(session)


@bp.post("/sessions/<ref:ref>/open")
@needs(Right.SESSION_KEEP, Session)
def open_(session: Session) -> Response:
    acts.open_session(session, by=me(), at=now())
    return _to(session)


@bp.post("/sessions/<ref:ref>/end")
@needs(Right.SESSION_KEEP, Session)
def end(session: Session) -> Response:
    session.end(by=me(), at=now())
    return _to(session)


@bp.get("/sessions/<ref:ref>/close")
@needs(Right.SESSION_KEEP, Session)
def ask_close(session: Session) -> str:
    """What is left undone, before the button: a closed session is not opened again."""
    return render_template("sessions/close.html", session=session, ends=ladder.open_ends(session))


def _to(session: Session) -> Response:
    return redirect(url_for("sessions.show", ref=session.ref), 303)


def _cautions(session: Session) -> list[str]:
    """What the session comes into conflict with, for its secretaries; of it, what everybody may know."""
    if may(standing(), Right.SESSION_KEEP, session):
        return said(dates.cautions(session, now()))
    if may(standing(), Right.WORKING_DAYS_READ):
        return [off(day) for day in sessions.days_off(session, _parties())]
    return []


def _all() -> Sequence[Session]:
    return db.scalars(sessions.in_order()).all()


def _parties() -> Sequence[Organisation]:
    return db.scalars(organisations.parties()).all()


def _short(record: Any) -> str:
    return str(record.short_name)


def _plan_form() -> tuple[PlanForm, sessions.Proposal | None]:
    """The form as the year plan proposes it."""
    proposal = sessions.propose_next(_all(), _parties(), today())
    form = PlanForm(data=_begun(proposal))
    form.place.choose(db.scalars(organisations.places()), _short)
    form.asked_by.choose(_parties(), _short)
    return form, proposal


def _begun(proposal: sessions.Proposal | None) -> dict[str, Any]:
    """What the form begins with."""
    if proposal is None:
        return {"kind": Kind.REGULAR}
    return {"kind": Kind.REGULAR, "place": proposal.place, "starts": proposal.starts, "ends": proposal.ends}


def _place_form(session: Session | None = None) -> PlaceForm:
    form = PlaceForm(obj=session, base_version=session.version if session else None)
    form.place.choose(db.scalars(organisations.places()), _short)
    return form


def _arrangements_form(session: Session | None = None) -> ArrangementsForm:
    form = ArrangementsForm(obj=session, base_version=session.version if session else None)
    form.presiding.choose(_parties(), _short)
    form.named_first.choose(_parties(), _short)
    return form
