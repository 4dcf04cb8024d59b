"""Paragraphs of the minutes being written: those of one item on one page, each a form of its own; private drafts."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, jsonify, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import organisations
from dialogue.domain.base import Stale
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Language, Minutes, MinutesItem, Paragraph, ParagraphDraft, ParagraphKind, Remark
from dialogue.domain.organisations import Organisation
from dialogue.i18n import gettext, lazy
from dialogue.rendering.word import labels
from dialogue.web.conflicts import conflict
from dialogue.web.filters import clock
from dialogue.web.forms import Day, Form, Line, Number, ProseField, RecordField, Version, WordField, answer
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.pages import bp

WRITTEN = ("text", "speaker", "office")
CHOSEN = ("kind", "level", "language", "owner", "due_on")
NEW = 0  # instead of a paragraph's id: the form that adds one


class DraftForm(Form):
    may_name = True  # its writer alone reads it; the paragraph is asked when it is saved

    text = ProseField(lazy("Text"))
    base_version = Version()


class OrderForm(Form):
    position = Number(least=1, required=False)
    order_version = Version()


class DeleteForm(Form):
    base_version = Version()


class ParagraphForm(Form):
    kind = WordField(lazy("Kind"), kind=ParagraphKind)
    level = WordField(lazy("Who may read it"), kind=Level, only=DOCUMENT_LEVELS)
    text = ProseField(lazy("Text"), required=True)
    speaker = Line(lazy("Who spoke"))
    language = WordField(lazy("Language"), kind=Language, default=Language.PAPER)
    owner = RecordField(lazy("Owner"), required=False, none=lazy("nobody: this is no action"))
    office = Line(lazy("Office"))
    due_on = Day(lazy("Due"))
    base_version = Version()

    def validate_owner(self, field: RecordField) -> None:
        if self.kind.data is ParagraphKind.ACTION and field.data is None:
            raise ValidationError(gettext("An action needs the Party that owns it."))

    def validate_due_on(self, field: Day) -> None:
        if self.kind.data is ParagraphKind.ACTION and field.data is None and not field.errors:
            raise ValidationError(gettext("An action needs a date by which it is due."))

    def among(self, parties: list[Organisation], mark: int) -> "ParagraphForm":
        """Offer these owners and our own words; tell this form's fields from those of the others on the page."""
        self.owner.choose(parties, label=lambda party: party.short_name)
        self.kind.offer(ParagraphKind, labels.PARAGRAPH_KINDS)
        self.level.offer(DOCUMENT_LEVELS, labels.EDITIONS)
        self.language.offer(Language, {one: labels.written_in(one.value) for one in Language})
        for field in self:
            field.id = field.label.field_id = f"{field.short_name}-{mark}"
        return self

    @property
    def fields(self) -> dict[str, Any]:
        return {name: self[name].data for name in (*WRITTEN, *CHOSEN)}


class NewParagraphForm(ParagraphForm):
    after = RecordField(lazy("Where"), required=False, none=lazy("at the end of the item"))


@bp.get("/sessions/<ref:ref>/minutes/items/<int:item>")
@needs(Right.MINUTES_EDIT, Minutes)
def item(minutes: Minutes, item: int) -> Response:
    return _page(minutes, item_of(minutes, item))


@bp.post("/sessions/<ref:ref>/minutes/items/<int:item>/paragraphs")
@needs(Right.MINUTES_EDIT, Minutes)
def add(minutes: Minutes, item: int) -> Response:
    under = item_of(minutes, item)
    form = _new_form(minutes, under, _parties())
    minutes.may_be_edited()  # no page that says what is missing shows this form now
    if not form.validate():
        return _page(minutes, under, {NEW: form})
    paragraph = minutes.add(under, Paragraph(**form.fields), after=form.after.data, by=me(), at=now())
    _drop_draft(minutes, under, None)
    db.flush()  # its id names its place on the page
    return _to(minutes, paragraph, gettext("The paragraph is added."))


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>")
@needs(Right.MINUTES_EDIT, Minutes)
def save(minutes: Minutes, paragraph: int) -> Response:
    one = _paragraph(minutes, paragraph)
    form = ParagraphForm().among(_parties(), one.id)
    minutes.may_be_edited()
    if not form.validate():
        return _page(minutes, one.item, {one.id: form})
    try:
        minutes.write(one, base=form.base_version.data, by=me(), at=now(), **form.fields)
    except Stale:
        return _both_texts(form, one, back=_address(minutes, one))
    _drop_draft(minutes, one.item, one)
    return _to(minutes, one, gettext("The paragraph is saved."))


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/up")
@needs(Right.MINUTES_EDIT, Minutes)
def up(minutes: Minutes, paragraph: int) -> Response:
    one = _paragraph(minutes, paragraph)
    return _moved(minutes, one, one.position - 1, "up")


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/down")
@needs(Right.MINUTES_EDIT, Minutes)
def down(minutes: Minutes, paragraph: int) -> Response:
    one = _paragraph(minutes, paragraph)
    return _moved(minutes, one, one.position + 1, "down")


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/move")
@needs(Right.MINUTES_EDIT, Minutes)
def move(minutes: Minutes, paragraph: int) -> Response:
    return _moved(minutes, _paragraph(minutes, paragraph), OrderForm().position.data or 0, "move")


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/delete")
@needs(Right.MINUTES_EDIT, Minutes)
def delete(minutes: Minutes, paragraph: int) -> Response:
    """What others have typed into it and not saved stays with them."""
    one = _paragraph(minutes, paragraph)
    item = one.item
    _drop_draft(minutes, item, one)
    for draft in db.scalars(register.drafts_on(one)):
        draft.outlive()
    minutes.remove(one, base=DeleteForm().base_version.data, by=me(), at=now())
    flash(gettext("The paragraph is deleted."), "done")
    return redirect(url_for(".item", ref=minutes.session.ref, item=item.position), 303)


@bp.post("/sessions/<ref:ref>/minutes/items/<int:item>/draft")
@needs(Right.MINUTES_EDIT, Minutes, keyed=False)
def keep_new(minutes: Minutes, item: int) -> Response:
    return _keep(minutes, item_of(minutes, item), None)


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/draft")
@needs(Right.MINUTES_EDIT, Minutes, keyed=False)
def keep(minutes: Minutes, paragraph: int) -> Response:
    one = _paragraph(minutes, paragraph)
    return _keep(minutes, one.item, one)


@bp.post("/sessions/<ref:ref>/minutes/drafts/<int:draft>/discard")
@needs(Right.MINUTES_EDIT, Minutes)
def discard(minutes: Minutes, draft: int) -> Response:
    mine = next((one for one in _drafts(minutes) if one.id == draft), None) or abort(404)
    db.delete(mine)
    return redirect(url_for(".item", ref=minutes.session.ref, item=mine.item.position), 303)


def _page(minutes: Minutes, item: MinutesItem, typed: Mapping[int, ParagraphForm] | None = None) -> Response:
    """The item with a form for each paragraph; `typed`: the form that was sent and is wrong, by its paragraph."""
    typed, drafts, parties = typed or {}, _drafts(minutes), _parties()
    own = {draft.paragraph_id or NEW: draft for draft in drafts if draft.item is item and not draft.lost_its_place}
    lines = [
        (number, one, typed.get(one.id) or _form(one, own.get(one.id), parties), own.get(one.id))
        for number, one in minutes.numbered_under(item)
    ]
    new = typed.get(NEW) or _new_form(minutes, item, parties, own.get(NEW), formdata=None)
    order = OrderForm(formdata=None, order_version=minutes.order_version)
    return answer(
        "minutes/item.html", next(iter(typed.values()), new), minutes=minutes, session=minutes.session, item=item,
        remarks=_remarks(minutes), on_item=_on_item(minutes, item),
        lines=lines, new=new, new_draft=own.get(NEW), order=order,
        lost=[draft for draft in drafts if draft.item is item and draft.lost_its_place],
    )  # fmt: skip


def _remarks(minutes: Minutes) -> dict[int, list[Remark]]:
    """What was commented on each paragraph, for whoever consolidates the text."""
    found: dict[int, list[Remark]] = {}
    for one in register.remarks(minutes, me().organisation, now()) if minutes.is_in_consolidation else ():
        if one.comment.paragraph_id is not None:
            found.setdefault(one.comment.paragraph_id, []).append(one)
    return found


def _on_item(minutes: Minutes, item: MinutesItem) -> list[Remark]:
    """What was commented on the item itself, because nothing was recorded under it."""
    found = register.remarks(minutes, me().organisation, now()) if minutes.is_in_consolidation else ()
    return [one for one in found if one.comment.item is item]


def _form(one: Paragraph, draft: ParagraphDraft | None, parties: list[Organisation]) -> ParagraphForm:
    """The paragraph as it stands; where its reader has typed and not saved, that text on the version it began from."""
    data = {name: getattr(one, name) for name in (*WRITTEN, *CHOSEN)} | {"base_version": one.version}
    if draft is not None:
        data |= {"text": draft.text, "base_version": draft.base}
    return ParagraphForm(formdata=None, data=data).among(parties, one.id)


def _new_form(
    minutes: Minutes,
    item: MinutesItem,
    parties: list[Organisation],
    draft: ParagraphDraft | None = None,
    **sent: None,
) -> NewParagraphForm:
    data = {"kind": ParagraphKind.NOTED, "level": Level.DELEGATIONS, "text": draft.text if draft else ""}
    form = NewParagraphForm(data=data, **sent)
    numbers = {one: number for number, one in minutes.numbered_under(item)}
    form.after.choose(item.paragraphs, label=lambda one: gettext("after paragraph %(number)d", number=numbers[one]))
    form.among(parties, NEW)
    return form


def _both_texts(form: ParagraphForm, one: Paragraph, *, back: str) -> Response:
    differ = [name for name in WRITTEN[1:] if form[name].data != getattr(one, name)]
    chosen = {name: (getattr(one, name), form[name].data) for name in CHOSEN}
    return conflict(
        form, {name: getattr(one, name) for name in ("text", *differ)}, base=one.version, back=back,
        beside=[(form[n].label.text, _said(a), _said(b)) for n, (a, b) in chosen.items() if a != b],
    )  # fmt: skip


def _said(value: Any) -> str:
    """What was chosen, in words."""
    if isinstance(value, ParagraphKind):
        return str(labels.PARAGRAPH_KINDS[value])
    if isinstance(value, Level):
        return str(labels.EDITIONS[value])
    if isinstance(value, Language):
        return labels.written_in(value.value)
    if isinstance(value, Organisation):
        return value.short_name
    return gettext("nothing") if value is None else labels.day(value)


def _keep(minutes: Minutes, item: MinutesItem, paragraph: Paragraph | None) -> Response:
    """Keep what is being typed for its writer alone; no text, or what stands already, needs no keeping."""
    form = DraftForm()
    if not form.validate():
        abort(422)
    text, base = form.text.data, form.base_version.data if paragraph else None
    draft = _draft(minutes, item, paragraph)
    if text in ("", paragraph.text if paragraph else ""):
        _drop_draft(minutes, item, paragraph)
    elif draft is None:
        db.add(ParagraphDraft(person=me(), item=item, paragraph=paragraph, text=text, base=base, saved_at=now()))
    else:
        draft.keep(text, base=base, at=now())
    return jsonify(saved=clock(now()))


def _moved(minutes: Minutes, one: Paragraph, position: int, button: str) -> Response:
    minutes.move(one, position, base_order=OrderForm().order_version.data, by=me(), at=now())
    total = len(one.item.paragraphs)
    said = gettext("The paragraph stands at position %(position)d of %(total)d now.", position=position, total=total)
    flash(said, "done")
    return redirect(_address(minutes, one, button), 303)


def _to(minutes: Minutes, one: Paragraph, said: str) -> Response:
    flash(said, "done")
    return redirect(_address(minutes, one), 303)


def _address(minutes: Minutes, one: Paragraph, place: str = "paragraph") -> str:
    return url_for(".item", ref=minutes.session.ref, item=one.item.position, _anchor=f"{place}-{one.id}")


def _parties() -> list[Organisation]:
    return list(db.scalars(organisations.parties()))


def _drafts(minutes: Minutes) -> list[ParagraphDraft]:
    return list(db.scalars(register.drafts_of(me(), minutes.id)))


def _draft(minutes: Minutes, item: MinutesItem, paragraph: Paragraph | None) -> ParagraphDraft | None:
    mine = (d for d in _drafts(minutes) if d.item is item and d.paragraph is paragraph and not d.lost_its_place)
    return next(mine, None)


def _drop_draft(minutes: Minutes, item: MinutesItem, paragraph: Paragraph | None) -> None:
    draft = _draft(minutes, item, paragraph)
    if draft is not None:
        db.delete(draft)


def item_of(minutes: Minutes, position: int) -> MinutesItem:
    return next((item for item in minutes.items if item.position == position), None) or abort(404)


def _paragraph(minutes: Minutes, number: int) -> Paragraph:
    """Of these minutes and no others."""
    return next((one for one in minutes.paragraphs() if one.id == number), None) or abort(404)
