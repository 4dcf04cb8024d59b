"""Comments on circulated minutes: read, written and changed by each side for itself, answered by the secretaries."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice

from dialogue import access
from dialogue.access import Right
from dialogue.actions import tellings
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import notices
from dialogue.domain.agreed import Word
from dialogue.domain.base import Stale
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Level
from dialogue.domain.minutes import CommentKind, Disposition, Minutes, MinutesItem, Paragraph, Remark
from dialogue.i18n import gettext, lazy
from dialogue.queries import comments as paper
from dialogue.rendering.word import names, word
from dialogue.web import asked, rescue
from dialogue.web.conflicts import conflict
from dialogue.web.downloads import download
from dialogue.web.forms import Form, Text, Version, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import READS, loads, me, needs, now, standing
from dialogue.web.minutes.pages import bp
from dialogue.web.presence import may

LONGEST = 5_000


class CommentForm(Form):
    kind = WordField(lazy("What you ask for"), kind=CommentKind)
    text = Text(lazy("Your comment"), limit=LONGEST, required=True)
    base_version = Version()


class AnswerForm(Form):
    """Nothing is chosen before somebody chooses."""

    disposition = WordField(lazy("The comment is"), kind=Disposition)
    reason = Text(lazy("Answer"), limit=LONGEST)
    base_version = Version()

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        if self.disposition.data is None:
            nothing = SelectChoice("", lazy("Choose what became of it"))
            self.disposition.choices = [nothing, *self.disposition.choices]

    def validate_reason(self, field: Text) -> None:
        if self.disposition.data is not Disposition.ACCEPTED and not field.data and not field.errors:
            raise ValidationError(gettext("Please say why the comment is not accepted as it is."))


class WithdrawalForm(Form):
    base_version = Version()


@loads(Remark)
def _remark(ref: str, organisation: str, number: int) -> Remark | None:
    """By its side and its number there; what the reader may not know of is as unknown as what is not there."""
    found = Minutes.of_ref(ref)
    minutes = db.scalar(found if request.method in READS else Minutes.held(found))
    if minutes is None:
        return None
    mine = (c for c in minutes.comments if (c.party.slug, c.number) == (organisation, number))
    comment = next(mine, None)
    return None if comment is None else Remark(minutes, comment)


@bp.get("/sessions/<ref:ref>/minutes/comments")
@needs(Right.MINUTES_COMMENT, Minutes)
def comments(minutes: Minutes) -> str:
    first, mine = minutes.revision(1), me().organisation
    remarks, on_items = _by_place(register.remarks(minutes, mine, now()))
    return render_template(
        "minutes/comments.html", minutes=minutes, session=minutes.session, sheet=first.sheet if first else None,
        remarks=remarks, on_items=on_items, ids={n: i for i, n in _ids(minutes).items()},
        places={item.number: item.position for item in minutes.items if not item.paragraphs},
        open=minutes.takes_comments(now()), replied=minutes.has_replied(mine),
        not_closable=why_not(register.must_be_closable, minutes, now()), agreed=register.agreements(minutes),
        endings=(register.proposed_by(minutes, Word.EARLY_CLOSE, mine),
                 register.proposed_to(minutes, Word.EARLY_CLOSE, mine)),
        longer=register.proposed_to(minutes, Word.EXTENSION, mine),
        own_longer=register.proposed_by(minutes, Word.EXTENSION, mine),
        reads_now={n: text for n, of in remarks.items() if (text := _reads_now(of[0])) is not None},
        closing=partial(_closing, minutes),
    )  # fmt: skip


@bp.get("/sessions/<ref:ref>/minutes/comments.docx")
@needs(Right.MINUTES_COMMENT, Minutes)
def comments_docx(minutes: Minutes) -> Response:
    """What the page shows to this side, to be taken away."""
    asked.edition(Level.DELEGATIONS)
    told = paper.sheet(minutes, me().organisation, now())
    return download(word.render(told), names.of_paper(told))


@bp.get("/sessions/<ref:ref>/minutes/commented.docx")
@needs(Right.MINUTES_COMMENT, Minutes)
def commented_docx(minutes: Minutes) -> Response:
    """The draft with the same comments in its margin."""
    asked.edition(Level.DELEGATIONS)
    told = paper.on_draft(minutes, me().organisation, now()) or abort(404)
    return download(word.render(told), names.of_paper(told, "comments"))


def _closing(minutes: Minutes) -> dict[str, Any]:
    """The mail that goes out with the closing: asked for where it can be closed."""
    made = tellings.closing(minutes, me(), now())
    return {"letters": notices.previews(made.drafts), "cannot": made.cannot}


def _by_place(remarks: Iterable[Remark]) -> tuple[dict[int, list[Remark]], dict[str, list[Remark]]]:
    """Those on paragraphs by the number that was commented on, and those on items by the number of the item."""
    on_paragraphs, on_items = defaultdict[int, list[Remark]](list), defaultdict[str, list[Remark]](list)
    for one in remarks:
        if one.comment.item is not None:
            on_items[one.comment.item.number].append(one)
        else:
            on_paragraphs[one.comment.paragraph_number].append(one)
    return dict(on_paragraphs), dict(on_items)


def _reads_now(remark: Remark) -> str | None:
    """The paragraph as it stands now, where that is something else than what was commented on; "" where it is gone.
    For a secretary alone, while the text is consolidated: nobody else reads it before it is sent out again."""
    first, paragraph = remark.minutes.revision(1), remark.comment.paragraph
    was = first.sheet.line(remark.comment.paragraph_number) if first else None
    if was is None or not (remark.minutes.is_in_consolidation and may(Right.MINUTES_EDIT, remark.minutes)):
        return None
    now_reads = paragraph.text if paragraph else ""
    return None if now_reads == was.text else now_reads


@bp.get("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/comments")
@needs(Right.MINUTES_COMMENT, Minutes)
def ask_comment(minutes: Minutes, paragraph: int) -> Response:
    return _writing(minutes, _paragraph(minutes, paragraph), _comment_form(minutes))


@bp.post("/sessions/<ref:ref>/minutes/paragraphs/<int:paragraph>/comments")
@needs(Right.MINUTES_COMMENT, Minutes)
def comment(minutes: Minutes, paragraph: int) -> Response:
    return _comment(minutes, _paragraph(minutes, paragraph))


def _comment(minutes: Minutes, on: Paragraph | MinutesItem) -> Response:
    form = _comment_form(minutes, item=on if isinstance(on, MinutesItem) else None)
    if not form.validate():
        return _writing(minutes, on, form)
    words, arrived = (form.kind.data, form.text.data), rescue.first_arrival(as_it_came=True)
    register.comment(minutes, on, *words, own_seat(minutes), by=me(), at=now(), arrived=arrived)
    return _to(minutes, gettext("Your comment is recorded. Until the period is over only your side reads it."))


@bp.get("/sessions/<ref:ref>/minutes/items/<int:item>/comments")
@needs(Right.MINUTES_COMMENT, Minutes)
def ask_comment_item(minutes: Minutes, item: int) -> Response:
    on = _item(minutes, item)
    return _writing(minutes, on, _comment_form(minutes, item=on))


@bp.post("/sessions/<ref:ref>/minutes/items/<int:item>/comments")
@needs(Right.MINUTES_COMMENT, Minutes)
def comment_item(minutes: Minutes, item: int) -> Response:
    """What is missing: an item under which nothing was recorded."""
    return _comment(minutes, _item(minutes, item))


@bp.get("/sessions/<ref:ref>/minutes/comments/<slug:organisation>/<int:number>")
@needs(Right.COMMENT_READ, Remark)
def show_comment(remark: Remark) -> Response:
    return _comment_page(remark)


@bp.post("/sessions/<ref:ref>/minutes/comments/<slug:organisation>/<int:number>")
@needs(Right.COMMENT_KEEP, Remark)
def reword(remark: Remark) -> Response:
    form = _comment_form(remark.minutes, item=remark.comment.item)
    if not form.validate():
        return _comment_page(remark, form=form)
    base, words = form.base_version.data, (form.kind.data, form.text.data)
    arrived = rescue.first_arrival(as_it_came=True)
    try:
        remark.reword(*words, own_seat(remark.minutes), base=base, by=me(), at=now(), arrived=arrived)
    except Stale:
        return conflict(form, {"text": remark.comment.text}, base=remark.comment.version, back=_address(remark))
    return _to(remark.minutes, gettext("Your comment is changed."))


@bp.post("/sessions/<ref:ref>/minutes/comments/<slug:organisation>/<int:number>/withdraw")
@needs(Right.COMMENT_KEEP, Remark)
def withdraw(remark: Remark) -> Response:
    remark.withdraw(base=WithdrawalForm().base_version.data, by=me(), at=now())
    return _to(remark.minutes, gettext("Your comment is withdrawn."))


@bp.post("/sessions/<ref:ref>/minutes/comments/<slug:organisation>/<int:number>/answer")
@needs(Right.COMMENT_ANSWER, Remark)
def dispose(remark: Remark) -> Response:
    form = AnswerForm()
    if not form.validate():
        return _comment_page(remark, answering=form)
    said, reason, base = form.disposition.data, form.reason.data, form.base_version.data
    try:
        remark.dispose(said, reason, base=base, by=me(), at=now())
    except Stale:
        return _both_answers(form, remark)
    return _to(remark.minutes, gettext("The answer is recorded; both sides read it."))


def _both_answers(form: AnswerForm, remark: Remark) -> Response:
    theirs = remark.comment.disposition
    beside = (
        [(form.disposition.label.text, gettext(theirs.value), gettext(form.disposition.data.value))] if theirs else []
    )
    answers = {"reason": remark.comment.answer}
    return conflict(form, answers, base=remark.comment.version, back=_address(remark), beside=beside)


def _comment_form(minutes: Minutes, remark: Remark | None = None, *, item: MinutesItem | None = None) -> CommentForm:
    """The kinds that the writer may choose; of a comment that stands, its own words."""
    held, on = {}, item or (remark.comment.item if remark else None)
    if remark is not None:
        held = {"kind": remark.comment.kind, "text": remark.comment.text, "base_version": remark.comment.version}
    form = CommentForm(data=held)
    form.kind.offer(register.kinds_for(own_seat(minutes), bare=on is not None))
    return form


def _writing(minutes: Minutes, on: Paragraph | MinutesItem, form: CommentForm) -> Response:
    item, paragraph = (on, None) if isinstance(on, MinutesItem) else (None, on)
    found = register.remarks(minutes, me().organisation, now())
    return answer(
        "minutes/comment_on.html", form, minutes=minutes, session=minutes.session, paragraph=paragraph, item=item,
        number=_ids(minutes)[paragraph.id] if paragraph else 0,
        remarks=[one for one in found if on in (one.comment.paragraph, one.comment.item)],
        open=minutes.takes_comments(now()),
        replied=minutes.has_replied(me().organisation),
    )  # fmt: skip


def _comment_page(remark: Remark, *, form: CommentForm | None = None, answering: AnswerForm | None = None) -> Response:
    first, comment, minutes = remark.minutes.revision(1), remark.comment, remark.minutes
    held = {"disposition": comment.disposition, "reason": comment.answer, "base_version": comment.version}
    line = first.sheet.line(comment.paragraph_number) if first else None
    writes = comment.writer_id == me().id and minutes.takes_comments(now()) and not comment.is_withdrawn
    not_changeable = why_not(register.must_be_open, minutes, comment.party, now()) if writes else ""
    return answer(
        "minutes/comment.html", answering or form or Form(), minutes=minutes, session=minutes.session, remark=remark,
        comment=comment, line=line, reads_now=_reads_now(remark), form_of=form or _comment_form(minutes, remark),
        answering=answering or AnswerForm(data=held), may_change=writes and not not_changeable,
        not_changeable=not_changeable,
        may_answer=comment.takes_answer and minutes.is_in_consolidation,
    )  # fmt: skip


def _ids(minutes: Minutes) -> dict[int, int]:
    """The number of each paragraph that stands now, by its id."""
    return {one.id: number for number, one in enumerate(minutes.paragraphs(), 1)}


def own_seat(minutes: Minutes) -> Participant | None:
    return access.seat(standing(), minutes.session_id)


def _paragraph(minutes: Minutes, number: int) -> Paragraph:
    """Of these minutes and no others."""
    _must_be_known(minutes)
    return next((one for one in minutes.paragraphs() if one.id == number), None) or abort(404)


def _must_be_known(minutes: Minutes) -> None:
    """While minutes are worked on, which paragraphs there are is the secretaries' own business: everybody else is told
    of the period alone."""
    if minutes.is_open_to_edits and not may(Right.MINUTES_EDIT, minutes):
        register.must_be_open(minutes, me().organisation, now(), rescue.first_arrival(as_it_came=True))


def _item(minutes: Minutes, position: int) -> MinutesItem:
    _must_be_known(minutes)
    return next((one for one in minutes.items if one.position == position), None) or abort(404)


def _address(remark: Remark) -> str:
    comment = remark.comment
    return url_for(".show_comment", ref=remark.session.ref, organisation=comment.party.slug, number=comment.number)


def _to(minutes: Minutes, said: str) -> Response:
    flash(said, "done")
    return redirect(url_for(".comments", ref=minutes.session.ref), 303)
