"""Requests for items: asked by either side or the co-host, and answered by the secretaries."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import topics
from dialogue.domain.agenda import Agenda, AgendaItem, ItemKind, kinds_for
from dialogue.domain.editions import Audience, Level
from dialogue.i18n import gettext, lazy
from dialogue.rendering.word.labels import ITEM_KINDS
from dialogue.web.agenda.pages import bp
from dialogue.web.forms import Form, Line, Number, ProseField, RecordField, Text, WordField, again, answer
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.presence import may


class RequestForm(Form):
    title = Line(lazy("Title"), required=True)
    text = ProseField(lazy("What it is about"))
    presenter = Line(lazy("Presented by"))
    minutes = Number(lazy("Minutes"), least=1, most=600, default=30)
    kind = WordField(lazy("Who is in the room"), kind=ItemKind)
    topic = RecordField(lazy("Topic"), required=False, none=lazy("no topic of the register"))


class AcceptForm(Form):
    parent = RecordField(lazy("Under which item"), required=False, none=lazy("none: it is an item of its own"))


class MergeForm(Form):
    into = RecordField(lazy("Into which item"))


class DeclineForm(Form):
    reason = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/sessions/<ref:ref>/agenda/requests")
@needs(Right.AGENDA_REQUEST, Agenda)
def requests(agenda: Agenda) -> Response:
    return _requests(agenda, _request_form())


@bp.post("/sessions/<ref:ref>/agenda/requests")
@needs(Right.AGENDA_REQUEST, Agenda)
def request_item(agenda: Agenda) -> Response:
    form = _request_form()
    agenda.must_take_requests()  # no page that says what is missing shows this form now
    if not form.validate():
        return _requests(agenda, form)
    asked = {name: form[name].data for name in ("title", "text", "presenter", "minutes", "kind", "topic")}
    item = AgendaItem(agenda=agenda, requested_at=now(), **asked)
    agenda.request(item, by=me(), at=now())
    db.add(item)
    flash(gettext("“%(title)s” has been asked for. Both secretaries see it now.", title=item.title), "done")
    return redirect(url_for(".requests", ref=agenda.session.ref), 303)


@bp.get("/sessions/<ref:ref>/agenda/items/<int:item>/request")
@needs(Right.AGENDA_EDIT, AgendaItem)
def consider(item: AgendaItem) -> str:
    return _consider(item)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/accept")
@needs(Right.AGENDA_EDIT, AgendaItem)
def accept(item: AgendaItem) -> Response:
    form = AcceptForm()
    form.parent.choose(item.agenda.tops, label=lambda i: i.title)
    item.accept(form.parent.data, by=me(), at=now())
    flash(gettext("“%(title)s” is on the agenda.", title=item.title), "done")
    return redirect(url_for(".show", ref=item.agenda.session.ref, _anchor=f"item-{item.key}"), 303)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/merge")
@needs(Right.AGENDA_EDIT, AgendaItem)
def merge(item: AgendaItem) -> Response | tuple[str, int]:
    form = MergeForm()
    form.into.choose(item.agenda.tops, label=lambda i: i.title)
    if not form.validate():
        return _consider(item, merge_form=form), 422
    item.merge(form.into.data, by=me(), at=now())
    flash(gettext("“%(one)s” is taken up in “%(other)s”.", one=item.title, other=form.into.data.title), "done")
    return redirect(url_for(".show", ref=item.agenda.session.ref), 303)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/decline")
@needs(Right.AGENDA_EDIT, AgendaItem)
def decline(item: AgendaItem) -> Response:
    form = DeclineForm()
    if not form.validate():
        return again(_consider(item, decline_form=form), form)
    item.decline(form.reason.data, by=me(), at=now())
    flash(gettext("“%(title)s” is declined. The side that asked reads the reason.", title=item.title), "done")
    return redirect(url_for(".show", ref=item.agenda.session.ref), 303)


def _request_form() -> RequestForm:
    form = RequestForm()
    form.kind.offer(kinds_for(standing().person.organisation), ITEM_KINDS)
    form.topic.choose(db.scalars(topics.in_use()) if may(Right.TOPICS_READ) else (), label=lambda t: t.title)
    return form


def _requests(agenda: Agenda, form: RequestForm) -> Response:
    audience = access.audience(standing(), agenda.session)
    mine = agenda.asked_by(standing().person.organisation)
    asked = [(item, *item.as_asked(audience or Audience(Level.PUBLIC))) for item in mine]
    return answer("agenda/requests.html", form, agenda=agenda, session=agenda.session, asked=asked)


def _consider(item: AgendaItem, merge_form: MergeForm | None = None, decline_form: DeclineForm | None = None) -> str:
    """A request, and the three answers to it."""
    others = item.agenda.tops
    accept_form, merge_form = AcceptForm(formdata=None), merge_form or MergeForm(formdata=None)
    accept_form.parent.choose(others, label=lambda i: i.title)
    merge_form.into.choose(others, label=lambda i: i.title)
    return render_template(
        "agenda/consider.html",
        item=item,
        session=item.agenda.session,
        accept=accept_form,
        merge=merge_form,
        decline=decline_form or DeclineForm(formdata=None),
        kinds=ITEM_KINDS,
    )
