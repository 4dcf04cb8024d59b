"""Answers to invitations: one's own, or one that a secretary heard of. A link shows a page, a button answers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, ValidationError

from dialogue import access
from dialogue.access import Right
from dialogue.actions import answers
from dialogue.actions.answers import Said
from dialogue.domain.delegations import COMES, Listing, Participant, Reply
from dialogue.domain.notices import previews
from dialogue.domain.sessions import Session, instant
from dialogue.i18n import gettext, lazy
from dialogue.web.forms import Buttons, Form, Line, RadiosField, Text, Version, WallTime, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now, standing

bp = Blueprint("answers", __name__)

REPLIES = {
    Reply.ACCEPTED: lazy("Accepted: will come"),
    Reply.TENTATIVE: lazy("Tentative: may come"),
    Reply.REGRETS: lazy("Regrets: will not come"),
}
LISTINGS = {
    Listing.CHAIRS: lazy("The co-chairs and the secretaries alone: the list of participants says “N.N.”"),
    Listing.PARTICIPANTS: lazy("Also the participants, in the list that both delegations hold"),
    Listing.PUBLIC: lazy("Also the public list"),
}


class AnswerForm(Form):
    reply = RadiosField(lazy("Answer"), kind=Reply)
    note = Text(lazy("Note"), limit=2_000)
    substitute = Line(lazy("With regrets: who comes instead"))
    listed = RadiosField(lazy("Who may be told the name in a list"), kind=Listing, required=False)
    interpretation = Line(lazy("Interpretation that is needed"))
    access = Text(lazy("Access or other help that is needed"), limit=2_000)
    dates_and_city = HiddenField()
    base_version = Version()
    said_before = ""

    def offer(self, seat: Participant) -> None:
        """The words of this form, and the lists that name this seat."""
        self.reply.offer(Reply, REPLIES)
        self.listed.offer(seat.listings, LISTINGS)
        last = seat.newest_answer
        self.said_before = last.substitute if last else ""

    def validate_substitute(self, field: Line) -> None:
        """What stands there from regrets of before goes with them."""
        if self.reply.data is Reply.REGRETS:
            return
        if field.data == self.said_before:
            field.data = ""
        if field.data:
            raise ValidationError(gettext("A substitute comes in the place of somebody who sends regrets."))

    def said(self) -> Said:
        return Said(
            reply=self.reply.data,
            note=self.note.data,
            listing=self.listed.data,
            interpretation=self.interpretation.data,
            access=self.access.data,
            substitute=self.substitute.data,
            base=self.base_version.data,
            to=self.dates_and_city.data,
            **self._heard(),
        )

    def _heard(self) -> dict[str, Any]:
        return {}


class OwnAnswerForm(AnswerForm):
    def validate_listed(self, field: RadiosField) -> None:
        """It is asked once, of whoever comes."""
        if field.data is None and self.reply.data in COMES:
            raise ValidationError(gettext("Please choose one of the list."))


class HeardAnswerForm(AnswerForm):
    told = Line(lazy("From whom it came, and how"), required=True)
    heard = WallTime(lazy("When it came"), happened=True)

    def validate_heard(self, field: WallTime) -> None:
        if field.data is not None and instant(field.data) > now():
            raise ValidationError(gettext("This lies in the future."))

    def _heard(self) -> dict[str, Any]:
        return {"told": self.told.data, "heard_at": instant(self.heard.data) if self.heard.data else None}


@bp.get("/sessions/<ref:ref>/answer")
@needs(Right.ANSWER_GIVE, Session)
def ask(session: Session) -> Response:
    return _own_page(_shown(OwnAnswerForm, _own(session)), _own(session))


@bp.post("/sessions/<ref:ref>/answer")
@needs(Right.ANSWER_GIVE, Session)
def give(session: Session) -> Response:
    seat, form = _own(session), OwnAnswerForm()
    form.offer(seat)
    if not form.validate():
        return _own_page(form, seat)
    answers.take(seat, form.said(), by=me(), at=now())
    flash(gettext("Your answer is recorded. You can change it here until the session is over."), "done")
    return redirect(url_for(".ask", ref=session.ref), 303)


@bp.get("/sessions/<ref:ref>/participants/<int:seat>/answer")
@needs(Right.ANSWER_RECORD, Participant)
def ask_record(seat: Participant) -> Response:
    return _heard_page(_shown(HeardAnswerForm, seat), seat)


@bp.post("/sessions/<ref:ref>/participants/<int:seat>/answer")
@needs(Right.ANSWER_RECORD, Participant)
def record(seat: Participant) -> Response:
    form = HeardAnswerForm()
    form.offer(seat)
    if not form.validate():
        return _heard_page(form, seat)
    answers.take(seat, form.said(), by=me(), at=now())
    flash(gettext("The answer of %(name)s is recorded.", name=seat.name), "done")
    return redirect(url_for("participants.show", ref=seat.session.ref), 303)


@bp.get("/sessions/<ref:ref>/participants/remind")
@needs(Right.ANSWER_REMIND, Session)
def ask_remind(session: Session) -> str:
    refused = why_not(answers.must_be_remindable, session, now())
    letters = previews(answers.reminders(session, now()))
    return render_template("answers/remind.html", form=Buttons(), session=session, letters=letters, refused=refused)


@bp.post("/sessions/<ref:ref>/participants/remind")
@needs(Right.ANSWER_REMIND, Session)
def remind(session: Session) -> Response:
    answers.remind(session, by=me(), at=now())
    flash(gettext("They are reminded in a minute; until then you can take it back under “Notices”."), "done")
    return redirect(url_for("participants.show", ref=session.ref), 303)


def _own(session: Session) -> Participant:
    return access.seat_at_table(standing(), session.id) or abort(404)


def _shown(kind: type[AnswerForm], seat: Participant) -> AnswerForm:
    """The form as it is first shown: with what was said before, where that still holds."""
    known, last = seat.needs, seat.newest_answer
    form = kind(
        reply=None if seat.must_reconfirm else seat.answered,
        note=last.note if last else "",
        substitute=last.substitute if last else "",
        listed=seat.listed,
        interpretation=known.interpretation if known else "",
        access=known.access if known else "",
        dates_and_city=seat.dates_and_city,
        base_version=seat.version,
    )
    form.offer(seat)
    return form


def _own_page(form: AnswerForm, seat: Participant) -> Response:
    return answer("answers/give.html", form, **_about(seat))


def _heard_page(form: AnswerForm, seat: Participant) -> Response:
    return answer("answers/record.html", form, **_about(seat))


def _about(seat: Participant) -> dict[str, Any]:
    return {"seat": seat, "session": seat.session, "refused": why_not(seat.must_be_answerable)}
