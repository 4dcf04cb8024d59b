"""The adoption at the opening of the session, and what is changed by record after it."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from dialogue.access import Right
from dialogue.actions import reissues
from dialogue.domain import delegations
from dialogue.domain.agenda import Agenda, AgendaState, Change
from dialogue.domain.agreed import Word
from dialogue.domain.delegations import Participant
from dialogue.domain.editions import Audience, Level, fingerprint
from dialogue.domain.wording import Loose, Where, Written, written
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.agenda.pages import PAPER, bp
from dialogue.web.forms import Form, RecordField, Text, WordField, again, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now
from dialogue.web.presence import may
from dialogue.web.wording import ADOPT, Look, look, sent

CHANGES = {
    Change.DEFERRED: lazy("defer it to the next session"),
    Change.WITHDRAWN: lazy("withdraw it"),
    Change.MOVED: lazy("take it last"),
}


class AdoptionForm(Form):
    head = RecordField(lazy("Head of delegation who consents"))
    amendments = Text(lazy("Amendments made at the opening"), limit=5_000)
    text_hash = HiddenField()


class ChangeForm(Form):
    item = RecordField(lazy("Item"))
    what = WordField(lazy("What becomes of it"), kind=Change, only=CHANGES)
    reason = Text(lazy("Reason"), limit=2_000, required=True)


@bp.get("/sessions/<ref:ref>/agenda/adoption")
@needs(Right.AGENDA_ADOPT, Agenda)
def ask_adopt(agenda: Agenda) -> Response:
    return _ask_adopt(agenda, _adoption_form(agenda))


@bp.post("/sessions/<ref:ref>/agenda/adoption")
@needs(Right.AGENDA_ADOPT, Agenda)
def adopt(agenda: Agenda) -> Response:
    form = _adoption_form(agenda)
    if not form.validate():
        return _ask_adopt(agenda, form)
    head, seen = form.head.data, form.text_hash.data or ""
    words = _sent(agenda, form)
    if words is not None and words.asks and seen == _hash(agenda):
        return _ask_adopt(agenda, form, words)
    adopted = reissues.adopt_agenda(agenda, head, form.amendments.data, by=me(), at=now(), seen=seen)
    if words is not None:
        words.keep(seen)
    waiting = gettext(
        "The consent of %(name)s is recorded. The other head of delegation is still to say so.", name=head.name
    )
    flash(gettext("The agenda is adopted.") if adopted else waiting, "done")
    return redirect(url_for(".ask_adopt", ref=agenda.session.ref), 303)


@bp.post("/sessions/<ref:ref>/agenda/adoption/take-back")
@needs(Right.AGENDA_EDIT, Agenda)
def take_back(agenda: Agenda) -> Response:
    agenda.take_back_consents(by=me(), at=now())
    flash(gettext("The consent is taken back. The text can change; both heads of delegation are asked again."), "done")
    return redirect(url_for(".ask_adopt", ref=agenda.session.ref), 303)


@bp.get("/sessions/<ref:ref>/agenda/changes")
@needs(Right.AGENDA_EDIT, Agenda)
def ask_change(agenda: Agenda) -> Response:
    return _ask_change(agenda, _change_form(agenda))


@bp.post("/sessions/<ref:ref>/agenda/changes")
@needs(Right.AGENDA_EDIT, Agenda)
def change(agenda: Agenda) -> Response:
    form = _change_form(agenda)
    agenda.must_take_changes()  # no page that says what is missing shows this form now
    if not form.validate():
        return _ask_change(agenda, form)
    release = reissues.change_adopted_agenda(
        agenda, form.item.data, form.what.data, form.reason.data, by=me(), at=now()
    )
    flash(gettext("The change is recorded; everybody reads REV %(rev)d now.", rev=release.rev), "done")
    return redirect(url_for(".show", ref=agenda.session.ref), 303)


def _adoption_form(agenda: Agenda) -> AdoptionForm:
    """A secretary may record either head's consent, a head gives its own; each Party consents once."""
    form = AdoptionForm()
    mine = [seat for seat in _heads(agenda) if not why_not(agenda.must_await_adoption, seat.delegation.organisation)]
    form.head.choose(mine, label=lambda seat: f"{seat.name}, {seat.delegation.organisation.short_name}")
    return form


def _heads(agenda: Agenda) -> list[Participant]:
    heads = delegations.heads(sheets.delegations_in_order(agenda.session))
    return [seat for seat in heads if may(Right.AGENDA_ADOPT, seat)]


def _sent(agenda: Agenda, form: AdoptionForm) -> Look | None:
    """What a secretary decides before a consent is recorded; a head of delegation consents to what the two keep."""
    if not may(Right.AGENDA_EDIT, agenda):
        return None
    return sent(PAPER.subject(agenda), ADOPT, _adopted(agenda, form.amendments.data or ""))


def _adopted(agenda: Agenda, amendments: str = "") -> dict[Level, Any]:
    """The editions as the adoption releases them; with what the secretary writes of the opening."""
    made: dict[Level, Any] = dict(sheets.agenda_editions(agenda, now()))
    if amendments:
        typed = Written(Where(field="amendments"), amendments)
        made[Level.DELEGATIONS] = Loose((*written(made[Level.DELEGATIONS]), typed))
    return made


def _hash(agenda: Agenda) -> str:
    return fingerprint(sheets.working_agenda(agenda, Audience(Level.DELEGATIONS)))


def _ask_adopt(agenda: Agenda, form: AdoptionForm, words: Look | None = None) -> Response:
    """What is consented to is the text as it stands now: how it differs from the release that everybody has is told."""
    given, changes = agenda.assents_to(Word.ADOPTION), tuple[str, ...]()
    if words is None and form.head.records and may(Right.AGENDA_EDIT, agenda):
        words = look(PAPER.subject(agenda), ADOPT, _adopted(agenda))
    if agenda.can(AgendaState.ADOPTED):
        sheet = sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))
        changes, form.text_hash.data = sheets.agenda_changes(agenda.release, sheet), fingerprint(sheet)
    wrong = words.form if words is not None and not form.errors else form
    page = render_template(
        "agenda/adoption.html", form=form, look=words, agenda=agenda, session=agenda.session, given=given,
        changes=changes,
        refused=[why_not(agenda.must_await_adoption, seat.delegation.organisation) for seat in _heads(agenda)],
    )  # fmt: skip
    return again(page, wrong)


def _change_form(agenda: Agenda) -> ChangeForm:
    form = ChangeForm()
    form.what.offer(CHANGES, CHANGES)
    numbers = {item.id: number for item, number, _ in agenda.timetable()}
    form.item.choose([item for item, _, _ in agenda.timetable()], label=lambda i: f"{numbers[i.id]}  {i.title}")
    return form


def _ask_change(agenda: Agenda, form: ChangeForm) -> Response:
    return answer("agenda/changes.html", form, agenda=agenda, session=agenda.session)
