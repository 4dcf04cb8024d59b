"""Home: the next session and what is due until then, what waits for me, what is under silence, what the others are
late with; for a co-host its session."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from dialogue import access, i18n
from dialogue.access import Right
from dialogue.actions import reminders
from dialogue.db import db
from dialogue.domain import developments, meetings, notices
from dialogue.domain.changes import ChangeKind
from dialogue.domain.delegations import Ability
from dialogue.domain.engagements import Engagement
from dialogue.domain.sessions import Session
from dialogue.i18n import lazy
from dialogue.queries import home
from dialogue.queries.waiting import OF_TEXTS, SAID, Task, Wait, others, overdue, waiting
from dialogue.web import texts
from dialogue.web.filters import ROOMS, moment
from dialogue.web.forms import Buttons
from dialogue.web.frame import why_not
from dialogue.web.gate import loads, me, needs, now, standing
from dialogue.web.presence import may, today

bp = Blueprint("home", __name__)

# Where each kind of task is done.
PLACES = {
    Wait.SESSION_CONVENE: "sessions.show",
    Wait.SESSION_DATE: "sessions.show",
    Wait.SESSION_OPEN: "sessions.show",
    Wait.SESSION_END: "sessions.show",
    Wait.SESSION_CLOSE: "sessions.ask_close",
    Wait.DELEGATION: "participants.show",
    Wait.ACCREDITATION: "participants.show",
    Wait.NOMINATIONS: "participants.show",
    Wait.NOMINATION_RETURNED: "participants.show",
    Wait.ANSWER: "answers.ask",
    Wait.ANSWER_AGAIN: "answers.ask",
    Wait.ANSWERS: "answers.ask_remind",
    Wait.AGENDA_BEGIN: "agenda.new",
    Wait.CALL_EARLY: "agenda.show",
    Wait.CALL_CLOSE: "agenda.show",
    Wait.HEAD_NAME: "participants.show",
    Wait.ITEMS_ASK: "agenda.requests",
    Wait.AGENDA_REQUEST: "agenda.show",
    Wait.CONCLUSION: "conclusions.show",
    Wait.AGENDA_DRAFT: "agenda.show",
    Wait.AGENDA_SIGN_OFF: "agenda.show",
    Wait.AGENDA_FREEZE: "agenda.ask_propose",
    Wait.AGENDA_WAIVE: "agenda.ask_circulate",
    Wait.AGENDA_CIRCULATE: "agenda.ask_circulate",
    Wait.AGENDA_NEXT_REV: "agenda.ask_revise",
    Wait.AGENDA_REVISE: "agenda.show",
    Wait.AGENDA_ADOPT: "agenda.ask_adopt",
    Wait.AGENDA_ADOPTION: "agenda.ask_adopt",
    **dict.fromkeys(
        (Wait.COHOST_INTEREST, Wait.COHOST_VET, Wait.COHOST_PROPOSE, Wait.CONSENT, Wait.COHOST_SIGN,
         Wait.COHOST_ACTIVATE, Wait.COHOST_RESUME, Wait.COHOST_HANDOVER, Wait.COHOST_CLOSE),
        "cohosts.show",
    ),
    Wait.MINUTES_BEGIN: "minutes.show",
    Wait.MINUTES_DRAFT: "minutes.show",
    Wait.MINUTES_SIGN_OFF: "minutes.show",
    Wait.MINUTES_SEND: "minutes.show",
    Wait.MINUTES_REWORK: "minutes.show",
    Wait.MINUTES_APPROVAL: "minutes.show",
    Wait.MINUTES_COMMENT: "minutes.comments",
    Wait.MINUTES_SIGN: "minutes.signatures",
    Wait.MINUTES_SIGN_AS_CHAIR: "minutes.signatures",
    Wait.COMMENTS_OPEN: "minutes.ask_circulate",
    Wait.COMMENTS_END: "minutes.comments",
    Wait.COMMENTS_CLOSE: "minutes.comments",
    Wait.COMMENTS_ANSWER: "minutes.comments",
    Wait.RELEASE: "minutes.releases",
    Wait.RELEASE_FIRST: "minutes.releases",
    **dict.fromkeys(
        (Wait.CORRIGENDUM_DRAFT, Wait.CORRIGENDUM_SIGN_OFF, Wait.CORRIGENDUM_REWORK, Wait.CORRIGENDUM_APPROVAL),
        "minutes.show",
    ),
}  # fmt: skip
# Where it has nothing to do with one session.
ELSEWHERE = {
    Wait.DECISION_DRAFT: "decisions.drafts",
    Wait.DECISION_SIGN_OFF: "decisions.drafts",
    Wait.DECISION_REWORK: "decisions.drafts",
    Wait.DECISION_SILENCE: "decisions.drafts",
    Wait.EXTERNAL: "external.index",
    Wait.SECOND_WORD: "mandates.index",
    Wait.MAIL: "mails.index",
    Wait.NOTICES_HELD: "notices.held",
}
RUNGS = {wait: key for key, wait in SAID.items()}
_A_CHANGE = (Wait.CHANGE_CONSENT, Wait.CHANGE_NOTE, Wait.CHANGE_TELL, Wait.CHANGE_PLAN)
# Each on a page of its own.
OF_ONE: Mapping[Wait, Callable[[Task], str]] = {
    **dict.fromkeys(_A_CHANGE, lambda task: url_for("changes.show", change=task.thing)),
    **dict.fromkeys(
        (Wait.MEETING_HELD, Wait.MEETING_CONCLUSIONS),
        lambda task: url_for("meetings.show", meeting=meetings.slug_of(task.about)),
    ),
    **dict.fromkeys(
        (Wait.IMPORT_CONFIRM, Wait.IMPORT_OFFER), lambda task: url_for("archive.show", imported=task.thing)
    ),
    Wait.DEVELOPMENT: lambda task: url_for("developments.show", development=developments.ref_of(task.about)),
    Wait.SESSION_TURN: lambda task: url_for("changes.ask", ref=_ref(task), verb=ChangeKind.KEEP.value),
    Wait.NOTICE_FAILED: lambda task: url_for("notices.ask_told", notice=task.thing),
    Wait.LINK: lambda task: url_for("mandates.link", link=task.number),
    **dict.fromkeys(SAID.values(), lambda task: url_for("ladder.ask", ref=_ref(task), rung=RUNGS[task.wait])),
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
    desk = home.desk(standing())
    found = waiting(standing(), today(), desk.open)
    late, many = overdue(standing(), today())
    own = _own()
    return render_template(
        "home/show.html", desk=desk, countdown=_countdown, own=own, today=today(), on_the_day=_on_the_day(desk),
        ladders=found.ladders, rooms=ROOMS,
        waiting=found, tasks=[(task, address(task), _when(task)) for task in found.tasks],
        others=[(task, address(task), _when(task)) for task in found.others],
        going=[(one, one.state(now())) for one in found.going],
        overdue=late, many_overdue=many, mine=me().organisation.slug, bound=_bound(own),
    )  # fmt: skip


@loads(Task)
def _task(ref: str, wait: str, thing: int, organisation: str) -> Task | None:
    """One of those that home tells its reader to wait for somebody else, and no other."""
    known = (one for one in others(standing(), today(), wait) if one.session is not None and one.session.ref == ref)
    named = (wait, thing, organisation)
    return next((one for one in known if (one.slug, one.thing, one.side_slug) == named), None)


@bp.get("/sessions/<ref:ref>/reminders/<slug:wait>/<int:thing>/<slug:organisation>")
@needs(Right.TURN_REMIND, Task)
def ask_remind(task: Task) -> str:
    made = _reminder(task)
    refused = why_not(reminders.must_be_sendable, made)
    letters = notices.previews(made.drafts)
    return render_template("home/remind.html", made=made, task=task, letters=letters, refused=refused, form=Buttons())


@bp.post("/sessions/<ref:ref>/reminders/<slug:wait>/<int:thing>/<slug:organisation>")
@needs(Right.TURN_REMIND, Task)
def remind(task: Task) -> Response:
    Buttons()
    reminders.remind(_reminder(task), by=me(), at=now())
    flash(i18n.gettext("The reminder goes out in a minute."), "done")
    return redirect(url_for(".show"), 303)


def _reminder(task: Task) -> reminders.Reminder:
    of_it = db.get_one(Session, task.session.id if task.session else 0)  # of others nothing else is told
    return reminders.reminder(task, of_it, address(task), standing())


def _on_the_day(desk: home.Desk) -> tuple[Session, list[tuple[Ability, str]]] | None:
    """The session of today, and how the reader joins it from afar."""
    session = desk.on(today())
    return None if session is None else (session, home.links(standing(), session))


def _countdown(session: Session) -> str:
    """ "in 169 days": counted, not rounded to months."""
    days = (session.starts.date() - today()).days
    return i18n.ngettext("in %(n)d day", "in %(n)d days", days) if days > 0 else i18n.gettext("today")


def _own() -> Sequence[Session]:
    """A co-host's or observer's own sessions; everybody else has the year plan."""
    return [] if may(Right.FOLLOWUPS_READ) else home.own_sessions(standing())


def _bound(own: Iterable[Session]) -> dict[int, Engagement]:
    """By which engagement these sessions are open, of those that are so by one."""
    found = ((session.id, access.engagement(standing(), session.id)) for session in own)
    return {key: engagement for key, engagement in found if engagement is not None}


def address(task: Task) -> str:
    if task.wait in OF_ONE:
        return OF_ONE[task.wait](task)
    if task.round is not None:
        return url_for("circulations.show", circulation=task.round)
    if task.wait in ELSEWHERE or task.session is None:
        return url_for(ELSEWHERE[task.wait])
    if task.number is not None:
        return url_for("followups.show", ref=task.session.ref, number=task.number)
    return texts.address(OF_TEXTS.get(task.wait, ""), task.session.ref) or url_for(
        PLACES[task.wait], ref=task.session.ref
    )


def _ref(task: Task) -> str:
    return task.session.ref if task.session is not None else ""


def _when(task: Task) -> Markup:
    """ "expires Fri 4 Dec 2026, 15:00 Brussels/Prishtina time · in 8 days"; nothing where no hour is set."""
    if task.due_at is None:
        return Markup("")
    to_come, over = UNTIL[task.wait]
    return Markup("{} {}").format(to_come if now() <= task.due_at else over, moment(task.due_at))
