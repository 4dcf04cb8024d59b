"""The items of an agenda: written, put in order, withdrawn, taken up again."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import engagements, organisations, papers, topics
from dialogue.domain.agenda import Agenda, AgendaItem, ItemKind
from dialogue.domain.base import Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.i18n import gettext, lazy
from dialogue.rendering.word.labels import ITEM_KINDS
from dialogue.web.agenda.lines import LineForm, ask_line, line_form
from dialogue.web.agenda.pages import EDITIONS, OrderForm, bp, to_item
from dialogue.web.conflicts import both_texts, seen
from dialogue.web.forms import (
    Buttons,
    Form,
    Line,
    Number,
    ProseField,
    RecordField,
    RecordsField,
    Text,
    Version,
    WallTime,
    WordField,
    answer,
)
from dialogue.web.gate import READS, loads, me, needs, now


@loads(AgendaItem)
def _item(ref: str, item: int) -> AgendaItem | None:
    if request.method not in READS:
        db.scalar(Agenda.held(Agenda.of_ref(ref)))
    return db.scalar(agendas.item_of(ref, item))


class ItemForm(Form):
    title = Line(lazy("Title"), required=True)
    public_title = Line(lazy("Public title"))
    presenter = Line(lazy("Presented by"))
    minutes = Number(lazy("Minutes"), least=0, most=600, default=15)
    begins = WallTime(lazy("Fixed start"))
    kind = WordField(lazy("Who is in the room"), kind=ItemKind, default=ItemKind.PLENARY)
    origin = RecordField(lazy("Asked for by"), required=False, none=lazy("nobody in particular"))
    topic = RecordField(lazy("Topic"), required=False, none=lazy("no topic of the register"))
    text = ProseField(lazy("Explanatory text"))
    papers = RecordsField(lazy("Papers referred to"))
    oral = BooleanField(lazy("Presented orally, without a paper"))
    level = WordField(lazy("Who reads it whole"), kind=Level, only=DOCUMENT_LEVELS, default=Level.DELEGATIONS)
    parent = RecordField(lazy("Under which item"), required=False, none=lazy("none: it is an item of its own"))
    note = Text(lazy("Note of the secretariat"), limit=5_000)
    base_version = Version()


class WithdrawForm(Form):
    base_version = Version()


@bp.get("/sessions/<ref:ref>/agenda/items/new")
@needs(Right.AGENDA_EDIT, Agenda)
def new_item(agenda: Agenda) -> Response:
    return answer("agenda/item.html", item_form(agenda), agenda=agenda, session=agenda.session, item=None)


@bp.post("/sessions/<ref:ref>/agenda/items")
@needs(Right.AGENDA_EDIT, Agenda)
def create_item(agenda: Agenda) -> Response:
    form = item_form(agenda)
    if not form.validate():
        return answer("agenda/item.html", form, agenda=agenda, session=agenda.session, item=None)
    item = AgendaItem(agenda=agenda, requested_at=now(), **_fields(form))
    db.add(item)
    agenda.add(item, by=me(), at=now())
    flash(gettext("“%(title)s” is on the agenda.", title=item.title), "done")
    return to_item(item)


@bp.get("/sessions/<ref:ref>/agenda/items/<int:item>")
@needs(Right.AGENDA_EDIT, AgendaItem)
def edit_item(item: AgendaItem) -> Response:
    return _ask(item, _form_of(item, base_version=item.version))


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>")
@needs(Right.AGENDA_EDIT, AgendaItem)
def update_item(item: AgendaItem) -> Response:
    form = _form_of(item)
    if not form.validate():
        return _ask(item, form)
    try:
        item.revise(base=form.base_version.data, by=me(), at=now(), **_fields(form))
    except Stale:
        return both_texts(form, item, back=url_for(".edit_item", ref=item.agenda.session.ref, item=item.id))
    flash(gettext("“%(title)s” is saved.", title=item.title), "done")
    return to_item(item)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/up")
@needs(Right.AGENDA_EDIT, AgendaItem)
def up(item: AgendaItem) -> Response:
    return _move(item, _place(item)[0] - 1, "up")


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/down")
@needs(Right.AGENDA_EDIT, AgendaItem)
def down(item: AgendaItem) -> Response:
    return _move(item, _place(item)[0] + 1, "down")


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/move")
@needs(Right.AGENDA_EDIT, AgendaItem)
def move(item: AgendaItem) -> Response:
    return _move(item, OrderForm().position.data or 0, "move")


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/withdraw")
@needs(Right.AGENDA_EDIT, AgendaItem)
def withdraw(item: AgendaItem) -> Response:
    item.agenda.withdraw(item, base=WithdrawForm().base_version.data, by=me(), at=now())
    flash(gettext("“%(title)s” is withdrawn. It can be taken up again below.", title=item.title), "done")
    return redirect(url_for(".show", ref=item.agenda.session.ref), 303)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/take-up")
@needs(Right.AGENDA_EDIT, AgendaItem)
def take_up(item: AgendaItem) -> Response:
    """What was withdrawn or declined, on the agenda after all."""
    Buttons()
    item.accept(None, by=me(), at=now())
    flash(gettext("“%(title)s” is on the agenda again.", title=item.title), "done")
    return to_item(item)


def _form_of(item: AgendaItem, **given: int) -> ItemForm | LineForm:
    return item_form(item.agenda, item, **given) if item.numbered else line_form(item, **given)


def _ask(item: AgendaItem, form: ItemForm | LineForm) -> Response:
    if isinstance(form, LineForm):
        return ask_line(item.agenda, form, item)
    return answer("agenda/item.html", form, agenda=item.agenda, session=item.agenda.session, item=item)


def item_form(agenda: Agenda, item: AgendaItem | None = None, **given: Any) -> ItemForm:
    """The form with what may be chosen here; what the item has already stays on offer, even if it is retired."""
    form = ItemForm(obj=item, **given)
    form.kind.offer(ItemKind, ITEM_KINDS)
    form.level.offer(EDITIONS, EDITIONS)
    engaged = [e.organisation for e in db.scalars(engagements.of_session(agenda.session))]
    askers = [*db.scalars(organisations.parties()), *engaged]
    form.origin.choose(_with(askers, item and item.origin), label=lambda o: o.short_name)
    form.topic.choose(_with(db.scalars(topics.in_use()), item and item.topic), label=lambda t: t.title)
    form.parent.choose([i for i in agenda.tops if i is not item], label=lambda i: i.title)
    known = db.scalars(papers.of_session(agenda.session)).all()
    form.papers.choose(dict.fromkeys([*known, *(item.papers if item else ())]), label=lambda p: p.line)
    return form


def _with(records: Iterable[Any], own: Any) -> list[Any]:
    return list(dict.fromkeys([*records, *([own] if own is not None else [])]))


def _fields(form: ItemForm | LineForm) -> dict[str, Any]:
    return {one.name: one.data for one in seen(form)}


def _place(item: AgendaItem) -> tuple[int, int]:
    return item.agenda.places().get(item.key, (0, 0))


def _move(item: AgendaItem, position: int, button: str) -> Response:
    agenda = item.agenda
    agenda.move(item, position, base_order=OrderForm().order_version.data, by=me(), at=now())
    place, total = _place(item)
    said = gettext("“%(title)s” moved to position %(place)d of %(total)d.", title=item.title, place=place, total=total)
    flash(said, "done")
    return redirect(url_for(".show", ref=agenda.session.ref, _anchor=f"{button}-{item.key}"), 303)
