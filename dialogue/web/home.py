"""Home: the next session and what is due until then, what waits for me, what is under silence, what the others are
late with; for a co-host its session."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from dialogue import access, i18n
from dialogue.access import Right
from dialogue.domain.engagements import Engagement
from dialogue.domain.sessions import Session
from dialogue.i18n import lazy
from dialogue.queries import home, ladder
from dialogue.queries.waiting import Task, Wait, overdue, waiting
from dialogue.web.filters import moment
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.presence import may, today

bp = Blueprint("home", __name__)

# Where each kind of task is done.
PLACES = {
    Wait.AGENDA_SIGN_OFF: "agenda.show",
    Wait.AGENDA_REVISE: "agenda.show",
    Wait.AGENDA_REQUEST: "agenda.show",
    Wait.ACCREDITATION: "participants.show",
    Wait.CONSENT: "cohosts.show",
    Wait.MINUTES_SIGN_OFF: "minutes.show",
    Wait.MINUTES_REWORK: "minutes.show",
    Wait.MINUTES_APPROVAL: "minutes.show",
    Wait.MINUTES_COMMENT: "minutes.comments",
    Wait.MINUTES_SIGN: "minutes.signatures",
    Wait.COMMENTS_OPEN: "minutes.ask_circulate",
    Wait.COMMENTS_END: "minutes.comments",
    Wait.COMMENTS_CLOSE: "minutes.comments",
    Wait.COMMENTS_ANSWER: "minutes.comments",
    Wait.COMMUNIQUE_SIGN_OFF: "communiques.show",
    Wait.COMMUNIQUE_REWORK: "communiques.show",
    Wait.COMMUNIQUE_APPROVAL: "communiques.show",
    Wait.COMMUNIQUE_RELEASE: "communiques.show",
    Wait.COMMUNIQUE_CONSENT: "communiques.show",
    Wait.CORRIGENDUM_SIGN_OFF: "minutes.show",
    Wait.CORRIGENDUM_REWORK: "minutes.show",
    Wait.CORRIGENDUM_APPROVAL: "minutes.show",
    Wait.RELEASE: "minutes.releases",
    Wait.RELEASE_FIRST: "minutes.releases",
}
# Where it has nothing to do with one session.
ELSEWHERE = {
    Wait.DECISION_SIGN_OFF: "decisions.drafts",
    Wait.DECISION_REWORK: "decisions.drafts",
    Wait.SECOND_WORD: "mandates.index",
    Wait.LINK: "mandates.link",
    Wait.NOTICES_HELD: "notices.held",
}
# What the instant of a task is, to come and over; no other kind has one.
UNTIL = {
    Wait.MINUTES_COMMENT: (lazy("until"), lazy("until")),
    Wait.COMMENTS_END: (lazy("until"), lazy("until")),
    Wait.ROUND_PAPER: (lazy("expires"), lazy("expired")),
    Wait.ROUND_SERVE: (lazy("the last Party must be served by"), lazy("the last Party had to be served by")),
}


@bp.get("/")
@needs(Right.ACCOUNT_USE)
def show() -> str:
    session, found = home.next_session(standing()), waiting(standing(), today())
    late, many = overdue(standing(), today())
    own = _own()
    return render_template(
        "home/show.html", session=session, countdown=_countdown(session), own=own,
        called_off=[] if own else home.called_off(standing()),
        ladder=ladder.rungs(standing(), session, today()) if session else [],
        waiting=found, tasks=[(task, _address(task), _when(task)) for task in found.tasks],
        going=[(one, one.state(now())) for one in found.going], today=today(),
        overdue=late, many_overdue=many, mine=me().organisation.slug, bound=_bound(own),
    )  # fmt: skip


def _countdown(session: Session | None) -> str:
    """ "in 169 days": counted, not rounded to months."""
    days = (session.starts.date() - today()).days if session else 0
    return i18n.ngettext("in %(n)d day", "in %(n)d days", days) if days > 0 else i18n.gettext("today")


def _own() -> Sequence[Session]:
    """A co-host's or observer's own sessions; everybody else has the year plan."""
    return [] if may(Right.FOLLOWUPS_READ) else home.own_sessions(standing())


def _bound(own: Iterable[Session]) -> dict[int, Engagement]:
    """By which engagement these sessions are open, of those that are so by one."""
    found = ((session.id, access.engagement(standing(), session.id)) for session in own)
    return {key: engagement for key, engagement in found if engagement is not None}


def _address(task: Task) -> str:
    if task.round is not None:
        return url_for("circulations.show", circulation=task.round)
    if task.wait is Wait.LINK:
        return url_for(ELSEWHERE[task.wait], link=task.number)
    if task.wait in ELSEWHERE or task.session is None:
        return url_for(ELSEWHERE[task.wait])
    if task.number is not None:
        return url_for("followups.show", ref=task.session.ref, number=task.number)
    return url_for(PLACES[task.wait], ref=task.session.ref)


def _when(task: Task) -> Markup:
    """ "expires Fri 4 Dec 2026, 15:00 Brussels/Prishtina time · in 8 days"; nothing where no hour is set."""
    if task.due_at is None:
        return Markup("")
    to_come, over = UNTIL[task.wait]
    return Markup("{} {}").format(to_come if now() <= task.due_at else over, moment(task.due_at))
