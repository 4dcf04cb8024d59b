"""Meetings between the sessions: the list, one meeting, its plan with who is told, and what was concluded."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import meetings as acts
from dialogue.actions.meetings import Outlook
from dialogue.db import db
from dialogue.domain import meetings, organisations
from dialogue.domain.base import Refused, Stale, refusal
from dialogue.domain.meetings import Meeting, Under
from dialogue.i18n import gettext, ngettext
from dialogue.notifications.meetings import when
from dialogue.queries import meetings as shown
from dialogue.rendering.prose import plain
from dialogue.web import meeting_words
from dialogue.web.conflicts import both_texts
from dialogue.web.dates import said
from dialogue.web.forms import (
    Buttons,
    Form,
    again,
    answer,
)
from dialogue.web.gate import answers, loads, me, needs, now, standing
from dialogue.web.meeting_forms import ActionForm, AgreeForm, CancelForm, ConclusionsForm, MeetingForm
from dialogue.web.presence import may
from dialogue.web.wording import AGREE, Look, kept

bp = Blueprint("meetings", __name__)

SHOWN = 90  # characters of a decision in a list of choices


@loads(Meeting)
def _meeting(meeting: str) -> Meeting | None:
    return db.scalar(meetings.by_slug(meeting))


@bp.get("/meetings")
@needs(Right.MEETINGS_READ)
def index() -> str:
    return render_template("meetings/index.html", listed=shown.listed(standing()), when=when)


@bp.get("/meetings/new")
@needs(Right.MEETING_PLAN)
def new() -> Response:
    return answer("meetings/form.html", _form(), meeting=None)


@bp.post("/meetings/check")
@answers(Right.MEETING_PLAN, keyed=True)
def check() -> Response:
    """What would happen; nothing is written."""
    form = _form()
    if not form.is_right(form.under.data or Under()):
        return answer("meetings/form.html", form, meeting=None)
    try:
        outlook = acts.look(form.under.data, form.plan, form.people.data, by=me(), at=now())
    except Refused as wrong:
        form.take(wrong)
        return answer("meetings/form.html", form, meeting=None)
    return _checked(form, outlook)


@bp.post("/meetings")
@needs(Right.MEETING_PLAN)
def create() -> Response:
    form = _form()
    if not form.is_right(form.under.data or Under()):
        return answer("meetings/form.html", form, meeting=None)
    under, words = form.under.data, meeting_words.plan_sent(form.under.data, form.plan)
    if words.asks:
        outlook = acts.look(under, form.plan, form.people.data, by=me(), at=now())
        return again(_check_page(form, outlook, words=words), words.form)
    made = acts.plan(under, form.plan, form.people.data, by=me(), at=now(), heeds=form.heeds)
    if made is None:
        return answer("meetings/form.html", form, meeting=None)
    words.keep("", meeting_words.subject(under, made))
    flash(gettext("%(reference)s is planned. %(told)s", reference=made.reference, told=_told(made)), "done")
    return _to(made)


@bp.get("/meetings/<slug:meeting>")
@needs(Right.MEETING_READ, Meeting)
def show(meeting: Meeting) -> str:
    return render_template("meetings/show.html", **_page(meeting))


@bp.get("/meetings/<slug:meeting>/edit")
@needs(Right.MEETING_KEEP, Meeting)
def edit(meeting: Meeting) -> Response:
    meeting.must_be_planned()
    return answer("meetings/form.html", _form(meeting, base_version=meeting.version), meeting=meeting)


@bp.post("/meetings/<slug:meeting>/check")
@answers(Right.MEETING_KEEP, Meeting, keyed=True)
def check_again(meeting: Meeting) -> Response:
    form = _form(meeting)
    if not form.is_right(meeting.under):
        return answer("meetings/form.html", form, meeting=meeting)
    base = form.base_version.data
    try:
        outlook = acts.look_again(meeting, form.plan, form.people.data, base=base, by=me(), at=now())
    except Stale:
        return both_texts(form, meeting, back=_address(meeting))
    except Refused as wrong:
        form.take(wrong)
        return answer("meetings/form.html", form, meeting=meeting)
    return _checked(form, outlook, meeting)


@bp.post("/meetings/<slug:meeting>/edit")
@needs(Right.MEETING_KEEP, Meeting)
def update(meeting: Meeting) -> Response:
    form = _form(meeting)
    meeting.must_be_planned()
    if not form.is_right(meeting.under):
        return answer("meetings/form.html", form, meeting=meeting)
    base, words = form.base_version.data, meeting_words.plan_sent(meeting.under, form.plan, meeting)
    if words.asks and base == meeting.version:
        outlook = acts.look_again(meeting, form.plan, form.people.data, base=base, by=me(), at=now())
        return again(_check_page(form, outlook, meeting, words), words.form)
    try:
        done = acts.revise(meeting, form.plan, form.people.data, base=base, by=me(), at=now(), heeds=form.heeds)
    except Stale:
        return both_texts(form, meeting, back=_address(meeting))
    if not done:
        return answer("meetings/form.html", form, meeting=meeting)
    words.keep("")
    return _to(meeting)


@bp.post("/meetings/<slug:meeting>/hold")
@needs(Right.MEETING_KEEP, Meeting)
def hold(meeting: Meeting) -> Response:
    Buttons()
    meeting.hold(by=me(), at=now())
    return _to(meeting)


@bp.get("/meetings/<slug:meeting>/cancel")
@needs(Right.MEETING_KEEP, Meeting)
def ask_cancel(meeting: Meeting) -> Response:
    meeting.must_be_planned()
    return answer("meetings/cancel.html", CancelForm(base_version=meeting.version), meeting=meeting, when=when)


@bp.post("/meetings/<slug:meeting>/cancel/check")
@answers(Right.MEETING_KEEP, Meeting, keyed=True)
def check_cancel(meeting: Meeting) -> Response | str:
    meeting.must_be_planned()
    form = CancelForm().of(meeting.under)
    if not form.validate():
        return answer("meetings/cancel.html", form, meeting=meeting, when=when)
    letters = acts.cancelling(meeting, form.reason.data or "", by=me())
    return render_template("meetings/cancelling.html", form=form, meeting=meeting, letters=letters, when=when)


@bp.post("/meetings/<slug:meeting>/cancel")
@needs(Right.MEETING_KEEP, Meeting)
def cancel(meeting: Meeting) -> Response:
    form = CancelForm().of(meeting.under)
    if not form.validate():
        return answer("meetings/cancel.html", form, meeting=meeting, when=when)
    acts.cancel(meeting, form.reason.data or "", base=form.base_version.data, by=me(), at=now())
    return _to(meeting)


@bp.post("/meetings/<slug:meeting>/conclusions")
@needs(Right.MEETING_KEEP, Meeting)
def conclude(meeting: Meeting) -> Response:
    meeting.must_be_open()
    form = ConclusionsForm().of(meeting.under)
    if not form.validate():
        return answer("meetings/show.html", form, **_page(meeting, concluding=form))
    text, base = form.conclusions.data or "", form.base_version.data
    words = meeting_words.conclusions_sent(meeting, text)
    if words.asks and base == meeting.version:
        return _asked(meeting, words, concluding=form)
    try:
        meeting.conclude(text, base=base, by=me(), at=now())
    except Stale:
        return both_texts(form, meeting, back=_address(meeting))
    words.keep("")
    flash(_recorded(meeting), "done")
    return _to(meeting)


@bp.post("/meetings/<slug:meeting>/actions")
@needs(Right.MEETING_KEEP, Meeting)
def add_action(meeting: Meeting) -> Response:
    form = _action_form(meeting)
    meeting.must_be_open()
    meeting.must_take_actions()
    if not form.validate():
        return answer("meetings/show.html", form, **_page(meeting, adding=form))
    text, office, base = form.text.data or "", form.office.data or "", form.base_version.data
    words = meeting_words.action_sent(meeting, text, office)
    if words.asks and base == meeting.version:
        return _asked(meeting, words, adding=form)
    meeting.add(text, form.owner.data, office, form.due_on.data, base=base, by=me(), at=now())
    words.keep("")
    return _to(meeting)


@bp.post("/meetings/<slug:meeting>/actions/<int:action>/remove")
@needs(Right.MEETING_KEEP, Meeting)
def remove_action(meeting: Meeting, action: int) -> Response:
    form = AgreeForm()
    found = next((one for one in meeting.actions if one.id == action), None)
    if found is None:
        abort(404)
    meeting.remove(found, base=form.base_version.data, by=me(), at=now())
    return _to(meeting)


@bp.post("/meetings/<slug:meeting>/agree")
@needs(Right.MEETING_KEEP, Meeting)
def agree(meeting: Meeting) -> Response:
    words = meeting_words.agreement_sent(meeting)
    base = AgreeForm().base_version.data
    if words.asks and base == meeting.version and refusal(meeting.must_be_open) is None:
        return _asked(meeting, words)
    opened = acts.agree(meeting, base=base, by=me(), at=now())
    words.keep("")
    told = gettext("Both sides have agreed to the conclusions.")
    if opened:
        told += " " + ngettext("%(n)d follow-up is open.", "%(n)d follow-ups are open.", len(opened))
    flash(told, "done")
    return _to(meeting)


def _form(meeting: Meeting | None = None, **given: Any) -> MeetingForm:
    """With what this person may choose. A new meeting begins under what the address names."""
    form = MeetingForm(obj=meeting, **given)
    own = meeting.decision if meeting is not None else None
    if meeting is None:
        found = shown.places_for(standing())
        names = {under.id: name for under, name in found}
        wanted = next((under for under, _ in found if under.id == request.args.get("under")), None)
        form.under.data = form.under.data or wanted
        form.under.choose([under for under, _ in found], label=lambda under: names[under.id])
    else:
        del form.under
    form.place.choose(db.scalars(organisations.places()), label=lambda place: str(place.short_name))
    label = lambda one: f"{one.reference} {plain(one.title or one.text)[:SHOWN]}"  # noqa: E731 because it is said once
    form.decision.choose(shown.decisions_for(standing(), own), label=label)
    there = meeting.people if meeting is not None else []
    offered = dict.fromkeys([*shown.people_for(standing()), *there])
    form.people.choose(offered, label=lambda one: f"{one.name}, {one.organisation.short_name}")
    return form


def _checked(form: MeetingForm, outlook: Outlook, meeting: Meeting | None = None) -> Response:
    return Response(_check_page(form, outlook, meeting), mimetype="text/html")


def _check_page(form: MeetingForm, outlook: Outlook, meeting: Meeting | None = None, words: Look | None = None) -> str:
    under = meeting.under if meeting is not None else form.under.data
    form.seen.data = form.seal(outlook.cautions)
    return render_template(
        "meetings/check.html", form=form, meeting=meeting, plan=form.plan, people=form.people.data,
        warnings=said(outlook.cautions), outlook=outlook, when=when, insulated=under.is_insulated,
        look=words or meeting_words.plan_looked(under, form.plan, meeting),
    )  # fmt: skip


def _asked(meeting: Meeting, words: Look, **typed: Form) -> Response:
    """The page again with all that was typed, and what was found in it."""
    return again(render_template("meetings/show.html", **_page(meeting, words, **typed)), words.form)


def _page(meeting: Meeting, words: Look | None = None, **typed: Form) -> dict[str, Any]:
    """One meeting, with what may be done now; the form that was sent as it was typed."""
    base: dict[str, Any] = {"formdata": None, "base_version": meeting.version}
    keeps = may(Right.MEETING_KEEP, meeting)
    open_ = keeps and refusal(meeting.must_be_open) is None
    looks = {words.step: words} if words is not None else {}
    forms: dict[str, Any] = {}
    if open_:
        forms = {"concluding": ConclusionsForm(obj=meeting, **base), "adding": _action_form(meeting, **base)}
    return forms | typed | {
        "meeting": meeting,
        "plan": meeting.plan,
        "keeps": keeps,
        "open": open_,
        "takes": open_ and refusal(meeting.must_take_actions) is None,
        "agrees": open_ and bool(meeting.conclusions) and not _has_said(meeting),
        "agreeing": AgreeForm(**base),
        "looks": looks,
        "look": lambda: looks.get(AGREE) or meeting_words.agreement_looked(meeting),
        "let_stand": lambda: kept(meeting_words.subject(meeting.under, meeting)),
        "joins": keeps or may(Right.MEETING_ATTEND, meeting),
        "at": now(),
        "when": when,
        "texts": meeting.conclusions if keeps or meeting.is_agreed else "",
    }  # fmt: skip


def _has_said(meeting: Meeting) -> bool:
    return any(one.id == me().organisation_id for one in meeting.said_by)


def _action_form(meeting: Meeting, **given: Any) -> ActionForm:
    form = ActionForm(**given).of(meeting.under)
    form.owner.choose(_parties(), label=lambda party: str(party.short_name))
    return form


def _parties() -> Sequence[Any]:
    return db.scalars(organisations.parties()).all()


def _told(meeting: Meeting) -> str:
    if meeting.is_insulated:
        return gettext("Nobody is told by mail: it stands on its page and in the calendars of those who take part.")
    return gettext("Those who take part are told in a minute; until then you can take the mail back under Notices.")


def _recorded(meeting: Meeting) -> str:
    if meeting.is_insulated:
        return gettext("Recorded. It counts when somebody of the other side on the list has agreed.")
    return gettext("Recorded. Both sides’ readers see it when the other side has agreed.")


def _address(meeting: Meeting) -> str:
    return url_for("meetings.show", meeting=meeting.slug)


def _to(meeting: Meeting) -> Response:
    return redirect(_address(meeting), 303)
