"""Home: the next session and what is due until then, what waits for me, what is overdue; for a co-host its session."""

from typing import Any

from flask import Blueprint, render_template, url_for

from dialogue import desk, words
from dialogue.access import Right
from dialogue.domain.sessions import Session
from dialogue.waiting import Task, Wait, overdue, waiting
from dialogue.web.gate import me, needs, standing
from dialogue.web.parts import part, passing
from dialogue.web.presence import may, today

bp = Blueprint("home", __name__)

# Where each kind of task is done.
PLACES = {
    Wait.AGENDA_SIGN_OFF: "agenda.show",
    Wait.AGENDA_REQUEST: "agenda.show",
    Wait.ACCREDITATION: "participants.show",
    Wait.CONSENT: "cohosts.show",
    Wait.MINUTES_SIGN_OFF: "minutes.show",
    Wait.MINUTES_APPROVAL: "minutes.show",
    Wait.MINUTES_COMMENT: "minutes.comments",
    Wait.COMMENTS_CLOSE: "minutes.comments",
    Wait.COMMENTS_ANSWER: "minutes.comments",
    Wait.CORRIGENDUM_APPROVAL: "minutes.show",
    Wait.RELEASE: "minutes.show",
}

OF_ROUNDS = frozenset({Wait.ROUND_METHOD, Wait.ROUND_ISSUE, Wait.ROUND_PAPER, Wait.ROUND_HELD})


@bp.get("/")
@needs(Right.ACCOUNT_USE, parts=True)
def show() -> str:
    return render_template("home/show.html", table=part("home", _table))


def _table() -> str:
    """What lies on the reader's table."""
    session, found = desk.next_session(standing()), waiting(standing(), today())
    late, many = overdue(standing(), today())
    if any(task.wait in OF_ROUNDS for task in found.tasks):
        passing()
    return render_template(
        "home/_table.html", session=session, countdown=_countdown(session), ladder=_ladder(session), own=_own(),
        waiting=found, tasks=[(task, _address(task)) for task in found.tasks],
        overdue=late, many_overdue=many, mine=me().organisation.slug,
    )  # fmt: skip


def _countdown(session: Session | None) -> str:
    """ "in 169 days": counted, not rounded to months."""
    days = (session.starts.date() - today()).days if session else 0
    return words.ngettext("in %(n)d day", "in %(n)d days", days) if days > 0 else words.gettext("today")


def _ladder(session: Session | None) -> list[tuple[str, str, str]]:
    rungs = desk.rungs(standing(), session, today()) if session else []
    return [(rung.what, words.day(rung.on), rung.status) for rung in rungs]


def _own() -> Any:
    """A co-host's or observer's own sessions; everybody else has the year plan."""
    return [] if may(Right.FOLLOWUPS_READ) else desk.own_sessions(standing())


def _address(task: Task) -> str:
    if task.round is not None:
        return url_for("circulations.show", circulation=task.round)
    if task.number is not None:
        return url_for("followups.show", ref=task.session.ref, number=task.number)
    if task.wait is Wait.DECISION_SIGN_OFF:
        return url_for("decisions.drafts")
    return url_for(PLACES[task.wait], ref=task.session.ref)
