"""Entries of the development log that are cited under an item of the agenda."""

from collections.abc import Sequence

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import developments as acts
from dialogue.db import db
from dialogue.domain import developments
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.developments import Citation
from dialogue.i18n import gettext, lazy
from dialogue.queries.developments import when
from dialogue.rendering.prose import plain
from dialogue.web.agenda.pages import bp
from dialogue.web.forms import Buttons, Form, RecordField, answer
from dialogue.web.gate import me, needs, now

SHOWN = 90  # characters of a text in a list of choices


class CitationForm(Form):
    entry = RecordField(lazy("Entry of the development log"))


@bp.get("/sessions/<ref:ref>/agenda/items/<int:item>/developments")
@needs(Right.AGENDA_EDIT, AgendaItem)
def cited(item: AgendaItem) -> Response:
    there = db.scalars(developments.of_items([item.key])).all()
    return _page(item, _form(item, there), there)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/developments")
@needs(Right.AGENDA_EDIT, AgendaItem)
def cite(item: AgendaItem) -> Response:
    there = db.scalars(developments.of_items([item.key])).all()
    form = _form(item, there)
    if not form.validate():
        return _page(item, form, there)
    acts.cite(form.entry.data, item, by=me(), at=now())
    flash(gettext("%(reference)s is cited under this item.", reference=form.entry.data.reference), "done")
    return _to(item)


@bp.post("/sessions/<ref:ref>/agenda/items/<int:item>/developments/<int:citation>/take-back")
@needs(Right.AGENDA_EDIT, AgendaItem)
def take_citation_back(item: AgendaItem, citation: int) -> Response:
    Buttons()
    found = db.get(Citation, citation)
    if found is None or found.item_key != item.key:
        abort(404)
    acts.take_back(found, by=me(), at=now())
    flash(gettext("%(reference)s is cited here no more.", reference=found.development.reference), "done")
    return _to(item)


def _form(item: AgendaItem, there: Sequence[Citation]) -> CitationForm:
    """The entries that stand and are not cited here; those on the topic of the item first."""
    form, named = CitationForm(), {one.development.id for one in there}
    found = [one for one in db.scalars(developments.standing()) if one.id not in named]
    found.sort(key=lambda one: (one.topic is not item.topic, one.year, one.number))
    form.entry.choose(found, label=lambda one: f"{one.reference} · {when(one)} · {plain(one.text)[:SHOWN]}")
    return form


def _page(item: AgendaItem, form: CitationForm, there: Sequence[Citation]) -> Response:
    return answer("agenda/cited.html", form, item=item, session=item.session, there=there, when=when)


def _to(item: AgendaItem) -> Response:
    return redirect(url_for("agenda.cited", ref=item.session.ref, item=item.id), 303)
