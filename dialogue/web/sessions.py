"""Sessions: the year plan, one session, and what the secretaries do with it from planning to its end."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right, may
from dialogue.actions import acts
from dialogue.actions import changes as acts_on_changes
from dialogue.db import db
from dialogue.domain import organisations, sessions
from dialogue.domain.organisations import Organisation
from dialogue.domain.sessions import Concern, Session, SessionKind
from dialogue.i18n import gettext, lazy
from dialogue.notifications.changes import what, when
from dialogue.queries import archive, busy, changes, home, ladder, meetings, reviews, sheets
from dialogue.queries.waiting import is_to_be_revised
from dialogue.rendering.word.labels import STATES
from dialogue.web.dates import PlanForm, off, said, taken
from dialogue.web.filters import ROOMS
from dialogue.web.forms import Form, Line, RecordField, Version, answer
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import today

bp = Blueprint("sessions", __name__)


@loads(Session)
def _session(ref: str) -> Session | None:
    return db.scalar(sessions.BY_REF, sessions.named(ref))


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


@bp.get("/sessions")
@needs(Right.SESSIONS_LIST)
def index() -> str:
    plan = home.year_plan(standing())
    proposed = changes.open_plans() if may(standing(), Right.SESSION_PLAN) else ()
    known = busy.collisions(standing(), [line.session for line in plan])
    collisions = {key: [taken(one) for one in days] for key, days in known.items()}
    return render_template(
        "sessions/index.html", plan=plan, states=STATES, proposed=proposed, when_and_where=when, taken=collisions,
        imported=archive.shelf(standing()), held=archive.when_and_where,
    )  # fmt: skip


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
    made = acts_on_changes.propose(form.wish(), base=None, by=me(), at=now(), heeds=form.heeds)
    if made is None:
        return answer("sessions/new.html", form, proposal=proposal)
    if made.session is not None:
        return _to(made.session)
    flash(
        gettext("Proposed. The other side has to consent: the city is out of turn, or it puts another out of turn."),
        "done",
    )
    return redirect(url_for("changes.show", change=made.id), 303)


@bp.get("/sessions/<ref:ref>")
@needs(Right.SESSION_READ, Session)
def show(session: Session) -> str:
    warned, departs = _cautions(session) if session.can_be_prepared else ([], False)
    return render_template(
        "sessions/show.html", session=session, title=sheets.session_title(session),
        ladder=ladder.rungs(standing(), session, today()), papers=home.papers(standing(), session),
        to_be_revised=is_to_be_revised(standing(), session),
        changes=changes.of_session(standing(), session), what_changes=what, when_and_where=when,
        cautions=warned, departs=departs,
        openable=acts.must_be_openable, at=now(), joining=home.links(standing(), session), rooms=ROOMS,
        meetings=meetings.of_session(standing(), session), has_review=reviews.is_there(session),
    )  # fmt: skip


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


def _cautions(session: Session) -> tuple[list[str], bool]:
    """What the session comes into conflict with, for its secretaries; of it, what everybody may know. And whether it is
    out of turn and says not why."""
    if may(standing(), Right.SESSION_KEEP, session):
        found = acts_on_changes.cautions(session, by=me(), at=now())
        return said(found), any(one.concern is Concern.ITS_TURN for one in found)
    if may(standing(), Right.WORKING_DAYS_READ):
        return [off(day) for day in sessions.days_off(session, _parties())], False
    return [], False


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
        return {"kind": SessionKind.REGULAR}
    return {"kind": SessionKind.REGULAR, "place": proposal.place, "starts": proposal.starts, "ends": proposal.ends}


def _arrangements_form(session: Session | None = None) -> ArrangementsForm:
    form = ArrangementsForm(obj=session, base_version=session.version if session else None)
    form.presiding.choose(_parties(), _short)
    form.named_first.choose(_parties(), _short)
    return form
