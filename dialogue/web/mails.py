"""Mails to the secretariat: what waits for a secretary, what was counted by itself, and what becomes of each."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right, may
from dialogue.actions import incoming as acts
from dialogue.db import db
from dialogue.domain import delegations, incoming
from dialogue.domain.delegations import Participant, Reply
from dialogue.domain.incoming import IncomingMail
from dialogue.i18n import gettext, lazy
from dialogue.web import asked
from dialogue.web.forms import Form, RecordField, Text, WordField, answer
from dialogue.web.gate import loads, me, needs, now, standing

bp = Blueprint("mails", __name__)

PAGE = 30
REPLIES = {
    Reply.ACCEPTED: lazy("Accepted: will come"),
    Reply.TENTATIVE: lazy("Tentative: may come"),
    Reply.REGRETS: lazy("Regrets: will not come"),
}


@loads(IncomingMail)
def _mail(mail: int) -> IncomingMail | None:
    return db.scalar(incoming.by_id(mail))


class RecordForm(Form):
    seat = RecordField(lazy("Whose answer it is"))
    reply = WordField(lazy("Answer"), kind=Reply)


class AsideForm(Form):
    why = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/mails")
@needs(Right.MAILS_KEEP)
def index() -> str:
    settled = db.scalars(incoming.settled(PAGE + 1, asked.before())).all()
    return render_template(
        "mails/index.html",
        waiting=db.scalars(incoming.waiting(PAGE)).all(),
        how_many=db.scalar(incoming.how_many_wait()),
        settled=settled[:PAGE],
        older=settled[PAGE - 1].id if len(settled) > PAGE else None,
        replies=REPLIES,
        days=incoming.KEPT_FOR.days,
    )


@bp.get("/mails/<int:mail>")
@needs(Right.MAILS_KEEP, IncomingMail)
def show(mail: IncomingMail) -> Response:
    return _page(mail, _record_form(mail), AsideForm())


@bp.post("/mails/<int:mail>/record")
@needs(Right.MAILS_KEEP, IncomingMail)
def record(mail: IncomingMail) -> Response:
    form = _record_form(mail)
    if not form.validate():
        return _page(mail, form, AsideForm())
    acts.record(mail, form.seat.data, form.reply.data, by=me(), at=now())
    flash(gettext("The answer of %(name)s is recorded.", name=form.seat.data.name), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/mails/<int:mail>/aside")
@needs(Right.MAILS_KEEP, IncomingMail)
def put_aside(mail: IncomingMail) -> Response:
    form = AsideForm()
    if not form.validate():
        return _page(mail, _record_form(mail), form)
    mail.put_aside(form.why.data, by=me(), at=now())
    flash(gettext("The mail is put aside."), "done")
    return redirect(url_for(".index"), 303)


def _page(mail: IncomingMail, form: RecordForm, aside: AsideForm) -> Response:
    wrong = aside if aside.errors else form
    return answer("mails/show.html", wrong, mail=mail, record=form, aside=aside, replies=REPLIES)


def _record_form(mail: IncomingMail) -> RecordForm:
    """It begins with what the mail says of itself."""
    form = RecordForm(data={"seat": mail.seat, "reply": mail.reply})
    form.seat.choose(_seats(), lambda one: f"{one.session.reference}: {one.name}, {one.organisation_name}")
    form.reply.offer(Reply, REPLIES)
    return form


def _seats() -> Sequence[Participant]:
    """Whose answers this secretary records: those of its own side and of guests."""
    return [one for one in db.scalars(delegations.asked()) if may(standing(), Right.ANSWER_RECORD, one)]
