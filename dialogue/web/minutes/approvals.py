"""The way of the minutes to their approval: both secretaries sign off what they read, both co-chairs approve it."""

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from dialogue import access
from dialogue.access import Right
from dialogue.actions import approvals, tellings
from dialogue.domain.base import refusal
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.minutes import Minutes, Remark
from dialogue.domain.wording import Where
from dialogue.i18n import lazy
from dialogue.queries import sheets
from dialogue.web import texts
from dialogue.web.errors import said
from dialogue.web.forms import Form, RecordsField, again, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.minutes.pages import bp
from dialogue.web.wording import SIGN_OFF, Look, sent


class SignOffForm(Form):
    """`unchanged`: of each comment that was accepted and has not come into the text, that it stays so."""

    unchanged = RecordsField(lazy("Accepted, and not in the text"))
    seen = HiddenField()


@bp.get("/sessions/<ref:ref>/minutes/sign-off")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_sign_off(minutes: Minutes) -> Response:
    return _sign_off_page(minutes, _sign_off_form(minutes))


@bp.post("/sessions/<ref:ref>/minutes/sign-off")
@needs(Right.MINUTES_EDIT, Minutes)
def sign_off(minutes: Minutes) -> Response:
    form, seen = _sign_off_form(minutes), request.form.get("seen", "")
    words = sent(PAPER.subject(minutes), SIGN_OFF, texts.going(minutes))
    refused = refusal(minutes.must_be_confirmed, form.unchanged.data or [])
    if refused is not None:
        form.unchanged.errors = [said(refused)]
    if refused is not None or (words.asks and texts.may_sign(minutes, seen)):
        return _sign_off_page(minutes, form, words)
    return texts.signed_off(PAPER, minutes, seen, words, confirmed=form.unchanged.data or [])


@bp.post("/sessions/<ref:ref>/minutes/reopen")
@needs(Right.MINUTES_EDIT, Minutes)
def reopen(minutes: Minutes) -> Response:
    minutes.reopen(by=me(), at=now())
    return _to(minutes)


@bp.get("/sessions/<ref:ref>/minutes/final-draft")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_finalise(minutes: Minutes) -> str:
    there = sheets.delegations_in_order(minutes.session)
    seats = [seat for delegation in there for seat in delegation.every_seat()]
    speakers = access.speakers(minutes.session_id)
    readers = [seat for seat in seats if seat in speakers and seat.person.password_hash is not None]
    sheet = sheets.working_minutes(minutes, Audience(Level.DELEGATIONS), now(), there=there)
    return render_template(
        "minutes/finalise.html", minutes=minutes, session=minutes.session, readers=readers,
        refused=why_not(minutes.must_be_finalisable, sheet), frozen=sheets.left_open_of_minutes(sheet),
        **texts.asking(PAPER, minutes),
    )  # fmt: skip


@bp.post("/sessions/<ref:ref>/minutes/final-draft")
@needs(Right.MINUTES_EDIT, Minutes)
def finalise(minutes: Minutes) -> Response:
    approvals.finalise_minutes(minutes, by=me(), at=now())
    tellings.signed_off(minutes, PAPER.to(minutes), by=me(), at=now())
    return _to(minutes)


@bp.get("/sessions/<ref:ref>/minutes/approval")
@needs(Right.MINUTES_APPROVE, Minutes)
def ask_approve(minutes: Minutes) -> Response:
    return _approval_page(minutes, texts.ReturnForm())


def _sign_off_form(minutes: Minutes) -> SignOffForm:
    form = SignOffForm()
    form.unchanged.choose(minutes.comments, label=lambda one: f"{one.party.short_name} {one.number}")
    return form


def _sign_off_page(minutes: Minutes, form: SignOffForm, words: Look | None = None) -> Response:
    """The text, whether it can be signed off, what was accepted and has not come into it, and words to look at."""
    look = texts.looked(PAPER, minutes, words)
    wrong = form if form.errors or not look.form.errors else look.form
    sheet, first = sheets.minutes_edition(minutes, Level.DELEGATIONS), minutes.revision(1)
    seen = fingerprint(sheet)
    left = [
        (Remark(minutes, one), first.sheet.line(one.paragraph_number) if first else None) for one in minutes.unchanged
    ]
    page = render_template(
        "minutes/sign_off.html", form=form, look=look, minutes=minutes, session=minutes.session, sheet=sheet, seen=seen,
        left=left, ticked=form.unchanged.data or [],
        frozen=sheets.left_open_of_minutes(sheet), refused=why_not(minutes.must_be_signable, me().organisation, seen),
        asking=partial(texts.asking, PAPER, minutes),
    )  # fmt: skip
    return again(page, wrong)


def _approval_page(minutes: Minutes, form: texts.ReturnForm) -> Response:
    """Before there is a final draft, and after its approval, there is nothing to read here that has no page of its
    own."""
    if not minutes.awaits_approval:
        return _to(minutes)
    sheet = sheets.minutes_edition(minutes, Level.DELEGATIONS)
    seat = access.leading_seat(standing(), minutes.session_id)
    return answer(
        "minutes/approve.html", form, minutes=minutes, session=minutes.session, sheet=sheet, seat=seat,
        refused=why_not(minutes.must_be_as_signed, sheet), frozen=sheets.left_open_of_minutes(sheet),
        approving=partial(texts.approving, PAPER, minutes),
    )  # fmt: skip


def _to(minutes: Minutes) -> Response:
    return redirect(url_for("minutes.show", ref=minutes.session.ref), 303)


def _leads(_: Minutes, where: Where) -> str:
    """To its paragraph or item on the page, which shows the whole text below."""
    if where.paragraph:
        return f"#paragraph-{where.paragraph}"
    return f"#item-{where.item.replace('.', '-')}" if where.item else ""


PAPER = texts.Paper(
    bp,
    Minutes,
    leads=_leads,
    signed=lazy("Both secretaries have signed off this text."),
    approved=lazy("The minutes are approved. Their decisions have their numbers."),
    turned_away=_approval_page,
)
PAPER.post("/sessions/<ref:ref>/minutes/approval", Right.MINUTES_APPROVE, texts.approve)
PAPER.post("/sessions/<ref:ref>/minutes/return", Right.MINUTES_APPROVE, texts.return_)
