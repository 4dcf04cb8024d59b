"""How a text comes under silence: the proposal, the consent to the method, the notice with its exact recipients, more
time, and the end before the end."""

import dataclasses
import datetime as dt

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import acts, rounds, texts
from dialogue.actions.texts import Submission
from dialogue.db import db
from dialogue.domain import silence
from dialogue.domain.base import Refused
from dialogue.domain.sessions import ZONE, instant
from dialogue.domain.silence import Circulation, Profile
from dialogue.domain.working_days import DayOff
from dialogue.i18n import gettext, lazy
from dialogue.notifications import messages
from dialogue.web.circulations.objections import WordsForm
from dialogue.web.circulations.pages import bp, outcome_of, session_of
from dialogue.web.forms import Form, WallTime, WordField, answer
from dialogue.web.forms import Text as TextField
from dialogue.web.gate import READS, me, needs, now

PROFILES = {
    Profile.DECISION: lazy("Decision: 72 hours at least"),
    Profile.MINUTES: lazy("Minutes: five full working days of both capitals at least"),
    Profile.URGENT: lazy("Urgent: 24 hours at least, with a note of both co-chairs"),
}


class ProposalForm(Form):
    profile = WordField(lazy("How long"), kind=Profile)
    why = TextField(lazy("Why this is not a political matter"), limit=5_000)


class IssueForm(Form):
    expires = WallTime(lazy("Silence expires"), required=True)
    down_since = WallTime(lazy("Announced downtime, from"))
    down_until = WallTime(lazy("until"))


class ExtensionForm(Form):
    expires = WallTime(lazy("New expiry"), required=True)


@bp.get("/circulations/new")
@needs(Right.CIRCULATION_KEEP)
def new() -> Response:
    text = _text()
    return _proposal_page(text, _proposal_form(text, data=dataclasses.asdict(text.usual)))


@bp.post("/circulations")
@needs(Right.CIRCULATION_KEEP)
def propose() -> Response:
    text = _text()
    form = _proposal_form(text)
    if not form.validate():
        return _proposal_page(text, form)
    terms = dataclasses.replace(text.usual, profile=form.profile.data, why=form.why.data)
    made = rounds.propose(text, terms, by=me(), at=now())
    flash(gettext("Both co-chairs are asked for their consent to the method."), "done")
    return redirect(url_for(".show", circulation=made.id), 303)


@bp.post("/circulations/<int:circulation>/consent")
@needs(Right.CIRCULATION_LEAD, Circulation)
def consent(circulation: Circulation) -> Response:
    return _consented(circulation)


@bp.post("/circulations/<int:circulation>/consent-in-session")
@needs(Right.CIRCULATION_KEEP, Circulation)
def record_consent(circulation: Circulation) -> Response:
    """A secretary records what the co-chair of its own side said at a session, and when."""
    if not request.form.get("text", "").strip():
        raise Refused("Please say when and how your co-chair consented.")
    return _consented(circulation)


@bp.get("/circulations/<int:circulation>/decline")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def ask_decline(circulation: Circulation) -> Response:
    return _step(circulation, WordsForm(), "decline")


@bp.post("/circulations/<int:circulation>/decline")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def decline(circulation: Circulation) -> Response:
    form = WordsForm()
    if not form.validate():
        return _step(circulation, form, "decline")
    rounds.decline(circulation, form.text.data, by=me(), at=now())
    return _to(circulation)


@bp.get("/circulations/<int:circulation>/issue")
@needs(Right.CIRCULATION_KEEP, Circulation)
def ask_issue(circulation: Circulation) -> Response:
    """First the expiry; with it in the address, the notice as it will go out and to whom."""
    form = IssueForm(data={"expires": _proposed(circulation).astimezone(ZONE).replace(tzinfo=None)})
    asked = IssueForm(request.args, meta={"csrf": False}) if request.args else None  # it changes nothing
    if asked is not None and not asked.validate():
        return _issue_page(circulation, asked, None)
    return _issue_page(circulation, form, IssueForm(request.args) if asked else None)


@bp.post("/circulations/<int:circulation>/issue")
@needs(Right.CIRCULATION_KEEP, Circulation)
def issue(circulation: Circulation) -> Response:
    form = IssueForm()
    if not form.validate():
        return _issue_page(circulation, form, None)
    rounds.issue(circulation, instant(form.expires.data), by=me(), at=now(), down=_down(form))
    flash(gettext("The notice goes out in a minute. Until then you can take it back under Notices."), "done")
    return _to(circulation)


@bp.get("/circulations/<int:circulation>/extend")
@needs(Right.CIRCULATION_LEAD, Circulation)
def ask_extend(circulation: Circulation) -> Response:
    return _extension_page(circulation, ExtensionForm())


@bp.post("/circulations/<int:circulation>/extend")
@needs(Right.CIRCULATION_LEAD, Circulation)
def extend(circulation: Circulation) -> Response:
    form = ExtensionForm()
    if not form.validate():
        return _extension_page(circulation, form)
    rounds.extend(circulation, instant(form.expires.data), by=me(), at=now())
    return _to(circulation)


@bp.get("/circulations/<int:circulation>/withdraw")
@needs(Right.CIRCULATION_WITHDRAW, Circulation)
def ask_withdraw(circulation: Circulation) -> Response:
    return _step(circulation, WordsForm(), "withdraw")


@bp.post("/circulations/<int:circulation>/withdraw")
@needs(Right.CIRCULATION_WITHDRAW, Circulation)
def withdraw(circulation: Circulation) -> Response:
    form = WordsForm()
    if not form.validate():
        return _step(circulation, form, "withdraw")
    rounds.withdraw(circulation, form.text.data, by=me(), at=now())
    return _to(circulation)


def _consented(circulation: Circulation) -> Response:
    form = WordsForm()
    if not form.validate():
        abort(422)
    both = circulation.consent_to_method(form.text.data, by=me(), at=now())
    done = gettext("Both co-chairs have consented to the method. The secretaries can issue the round.")
    flash(done if both else gettext("The consent is recorded. The other co-chair has still to be heard."), "done")
    return _to(circulation)


def _text() -> Submission:
    """What the address or the form names: the text to be put under silence."""
    named = {kind: request.values.get(kind, "") for kind in texts.KINDS}
    kind = next((kind for kind, key in named.items() if key), "") or abort(404)
    return texts.find(kind, named[kind], hold=request.method not in READS) or abort(404)


def _proposal_form(text: Submission, **given: object) -> ProposalForm:
    form = ProposalForm(**given)
    form.profile.offer(text.profiles, PROFILES)
    return form


def _proposal_page(text: Submission, form: ProposalForm) -> Response:
    precedents = db.scalars(silence.precedents(text.usual.category, text.title)).all()
    return answer("circulations/new.html", form, text=text, session=text.session, precedents=precedents)


def _down(form: IssueForm) -> tuple[dt.datetime, dt.datetime] | None:
    since, until = form.down_since.data, form.down_until.data
    if bool(since) != bool(until):
        raise Refused("An announced downtime has a beginning and an end.")
    return (instant(since), instant(until)) if since and until else None


def _proposed(circulation: Circulation) -> dt.datetime:
    """The expiry that the form proposes; where the round is issued again, later than the one before."""
    at, before, days = now(), circulation.expires_at, acts.capitals()
    proposed = silence.proposed_expiry(circulation.profile, at, days)
    while before is not None and proposed <= before:
        at += dt.timedelta(hours=1)
        proposed = silence.proposed_expiry(circulation.profile, at, days)
    return proposed


def _issue_page(circulation: Circulation, form: IssueForm, chosen: IssueForm | None) -> Response:
    expires_at = instant(chosen.expires.data) if chosen is not None and chosen.expires.data else None
    subject, body = "", ""
    if chosen is not None and expires_at is not None:
        subject, body = messages.notice(circulation, expires_at, again=bool(circulation.issues), down=_down(chosen))
    return answer(
        "circulations/issue.html", chosen or form, circulation=circulation, session=session_of(circulation),
        recipients=rounds.addressees(circulation.session_id), expires_at=expires_at, subject=subject, body=body,
        outcome=outcome_of(circulation),
        estimated=_estimated(circulation, expires_at) if expires_at else [],
        serve_by=silence.latest_service(circulation.profile, expires_at, circulation.capitals) if expires_at else None,
    )  # fmt: skip


def _estimated(circulation: Circulation, expires_at: dt.datetime) -> list[DayOff]:
    """Holidays until the expiry that hang on the moon: they are counted as days off, and shown as estimated (practice
    §0.10)."""
    days = circulation.capitals.days_off(now().astimezone(ZONE).date(), expires_at.astimezone(ZONE).date())
    return [off for off in days if off.estimated]


def _extension_page(circulation: Circulation, form: ExtensionForm) -> Response:
    return answer("circulations/extend.html", form, circulation=circulation, session=session_of(circulation))


def _step(circulation: Circulation, form: WordsForm, what: str) -> Response:
    return answer("circulations/step.html", form, circulation=circulation, session=session_of(circulation), what=what)


def _to(circulation: Circulation) -> Response:
    return redirect(url_for(".show", circulation=circulation.id), 303)
