"""Co-hosts: the organisations engaged for one session, and each step from interest to the end of their access."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import acts, departures, tellings
from dialogue.db import db
from dialogue.domain import engagements, notices, organisations, people, receipts, sessions
from dialogue.domain.engagements import Engagement, EngagementState, Mode
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, lazy
from dialogue.web.forms import Buttons, Form, Line, RecordField, Text, WordField, answer
from dialogue.web.gate import READS, loads, me, needs, now
from dialogue.web.recalls import say_called_back

bp = Blueprint("cohosts", __name__)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an engagement that a secretary takes: its verb, where it leads, what its button and the page before it
    say; `danger`: it cannot be undone."""

    verb: Callable[..., None]
    to: EngagementState
    label: Any
    will: tuple[Any, ...]
    danger: bool = False
    opens: bool = False  # the organisation's people come to see the session


STEPS = {
    "shortlist": Step(
        Engagement.shortlist,
        EngagementState.SHORTLISTED,
        lazy("Put on the short list"),
        (lazy("The organisation stands on the short list. Nobody there is told anything."),),
    ),
    "vet": Step(
        Engagement.vet,
        EngagementState.VETTING,
        lazy("Begin the vetting"),
        (lazy("Legal form, funding, neutrality, premises, data protection and press rules are looked into."),),
    ),
    "propose": Step(
        Engagement.propose,
        EngagementState.PROPOSED,
        lazy("Propose to both Parties"),
        (lazy("Both Parties are asked for their consent: it waits on the desks of secretaries and co-chairs."),),
    ),
    "activate": Step(
        Engagement.activate,
        EngagementState.ACTIVE,
        lazy("Open the session to its people"),
        (
            lazy("From now on they see date, place and venue of this session, and no other session."),
            lazy("They read the agenda in the co-host edition as soon as it is circulated."),
            lazy("They see the heads of the delegations and their own speakers."),
            lazy("They may propose items for the open part, unless the organisation gives the venue only."),
            lazy("They do not see drafts, comments, follow-ups, other co-hosts or what the delegations read."),
        ),
        opens=True,
    ),
    "suspend": Step(
        Engagement.suspend,
        EngagementState.SUSPENDED,
        lazy("Suspend the engagement"),
        (
            lazy("Its people see nothing of this session from now on."),
            lazy("You can open the session to them again later."),
        ),
    ),
    "end-early": Step(
        Engagement.end_early,
        EngagementState.ENDED_EARLY,
        lazy("End the engagement early"),
        (lazy("Its people see nothing of this session from now on, and get no edition of the minutes."),),
        danger=True,
    ),
    "hand-over": Step(
        Engagement.hand_over,
        EngagementState.HANDOVER,
        lazy("Begin the handover"),
        (
            lazy("Its own deliverables come in, and its edition of the minutes goes out once it is released."),
            lazy("It can propose no more items."),
        ),
    ),
    "close": Step(
        Engagement.close,
        EngagementState.CLOSED,
        lazy("Close the engagement"),
        (
            lazy("Its people may take their documents away for another 90 days; then they see nothing any more."),
            lazy("An engagement that is closed is not opened again."),
        ),
        danger=True,
    ),
    "withdraw": Step(
        Engagement.withdraw,
        EngagementState.WITHDRAWN,
        lazy("Withdraw"),
        (lazy("The organisation is no longer considered for this session."),),
        danger=True,
    ),
}

BEGINNINGS = {
    EngagementState.INTEREST: lazy("Interest only: it is looked into before the Parties are asked"),
    EngagementState.PROPOSED: lazy("Proposal: both Parties are asked for their consent now"),
}


@loads(Engagement)
def _engagement(ref: str, engagement: int) -> Engagement | None:
    """Whoever acts on one waits for the other: of two first consents at once neither would see the second."""
    session = db.scalar(sessions.by_ref(ref))
    if session is None:
        return None
    found = engagements.one_of(session, engagement)
    return db.scalar(found if request.method in READS else found.with_for_update(of=Engagement))


class EngagementForm(Form):
    organisation = RecordField(lazy("Organisation"))
    mode = WordField(lazy("As"), kind=Mode, default=Mode.CO_ORGANISER)
    terms = Text(lazy("What is asked of it"), limit=5_000)
    begins = WordField(lazy("Begin as"), kind=EngagementState, only=BEGINNINGS, default=EngagementState.INTEREST)


class MemorandumForm(Form):
    mou_reference = Line(lazy("Reference of the memorandum"), required=True)


class WaiverForm(Form):
    reason = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/sessions/<ref:ref>/co-hosts")
@needs(Right.ENGAGEMENT_READ, Session)
def show(session: Session) -> str:
    taken = defaultdict(list)
    for receipt in db.scalars(receipts.of_session(session)):
        taken[receipt.organisation_id].append(receipt)
    return render_template(
        "cohosts/show.html",
        session=session,
        engagements=db.scalars(engagements.in_full(session)).all(),
        parties=db.scalars(organisations.parties()).all(),
        mine=me().organisation,
        taken=taken,
        at=now(),
        steps=STEPS,
    )


@bp.get("/sessions/<ref:ref>/co-hosts/new")
@needs(Right.ENGAGEMENT_PROPOSE, Session)
def new(session: Session) -> Response:
    return answer("cohosts/new.html", _form(session), session=session)


@bp.post("/sessions/<ref:ref>/co-hosts")
@needs(Right.ENGAGEMENT_PROPOSE, Session)
def create(session: Session) -> Response:
    form = _form(session)
    if not form.validate():
        return answer("cohosts/new.html", form, session=session)
    who, mode, terms, state = form.organisation.data, form.mode.data, form.terms.data, form.begins.data
    acts.engage(session, who, mode, terms, state, by=me(), at=now())
    return _to(session)


@bp.post("/sessions/<ref:ref>/co-hosts/<int:engagement>/consent")
@needs(Right.ENGAGEMENT_CONSENT, Engagement)
def consent(engagement: Engagement) -> Response:
    engagement.consent(by=me(), at=now())
    flash(gettext("The consent of your side is recorded."), "done")
    return _to(engagement.session)


@bp.get("/sessions/<ref:ref>/co-hosts/<int:engagement>/decline")
@needs(Right.ENGAGEMENT_CONSENT, Engagement)
def ask_decline(engagement: Engagement) -> Response:
    return answer("cohosts/decline.html", Buttons(), engagement=engagement)


@bp.post("/sessions/<ref:ref>/co-hosts/<int:engagement>/decline")
@needs(Right.ENGAGEMENT_CONSENT, Engagement)
def decline(engagement: Engagement) -> Response:
    say_called_back(departures.take_step(engagement, Engagement.decline, by=me(), at=now()))
    return _to(engagement.session)


@bp.get("/sessions/<ref:ref>/co-hosts/<int:engagement>/memorandum")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def ask_sign(engagement: Engagement) -> Response:
    return answer("cohosts/memorandum.html", MemorandumForm(), engagement=engagement)


@bp.post("/sessions/<ref:ref>/co-hosts/<int:engagement>/memorandum")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def sign(engagement: Engagement) -> Response:
    form = MemorandumForm()
    if not form.validate():
        return answer("cohosts/memorandum.html", form, engagement=engagement)
    engagement.sign(form.mou_reference.data, by=me(), at=now())
    return _to(engagement.session)


@bp.get("/sessions/<ref:ref>/co-hosts/<int:engagement>/waiver")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def ask_waive(engagement: Engagement) -> Response:
    return answer("cohosts/waiver.html", WaiverForm(), engagement=engagement)


@bp.post("/sessions/<ref:ref>/co-hosts/<int:engagement>/waiver")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def waive(engagement: Engagement) -> Response:
    form = WaiverForm()
    if not form.validate():
        return answer("cohosts/waiver.html", form, engagement=engagement)
    say_called_back(
        departures.take_step(engagement, Engagement.waive_edition, form.reason.data or "", by=me(), at=now())
    )
    return _to(engagement.session)


@bp.get("/sessions/<ref:ref>/co-hosts/<int:engagement>/steps/<slug:step>")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def ask_step(engagement: Engagement, step: str) -> str:
    """The page before a step: what will happen, and who will see it."""
    chosen = STEPS.get(step) or abort(404)
    there = db.scalars(people.of_organisations([engagement.organisation.id])).all() if chosen.opens else []
    made = tellings.of_step(engagement, chosen.to, me())
    return render_template(
        "cohosts/step.html", engagement=engagement, name=step, step=chosen, there=there, cannot=made.cannot,
        letters=notices.previews(made.drafts),
    )  # fmt: skip


@bp.post("/sessions/<ref:ref>/co-hosts/<int:engagement>/steps/<slug:step>")
@needs(Right.ENGAGEMENT_RUN, Engagement)
def take_step(engagement: Engagement, step: str) -> Response:
    chosen = STEPS.get(step) or abort(404)
    say_called_back(tellings.take_step(engagement, chosen.verb, by=me(), at=now()))
    return _to(engagement.session)


def _form(session: Session) -> EngagementForm:
    form = EngagementForm()
    there = {one.organisation.id for one in db.scalars(engagements.of_session(session))}
    free = [one for one in db.scalars(organisations.cohosts()) if one.id not in there]
    form.begins.offer(BEGINNINGS, BEGINNINGS)
    form.organisation.choose(free, lambda one: one.long_name)
    return form


def _to(session: Session) -> Response:
    return redirect(url_for(".show", ref=session.ref), 303)
