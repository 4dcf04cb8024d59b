"""What is said on a round without breaking it: receipt, consensus, statements, scrutiny and its answer, delivery by
hand."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import rounds, voices
from dialogue.domain import silence
from dialogue.domain.people import Person
from dialogue.domain.sessions import instant
from dialogue.domain.silence import Circulation, Entry, EntryKind
from dialogue.i18n import gettext, lazy
from dialogue.operations import beats
from dialogue.web.circulations.objections import WordsForm
from dialogue.web.circulations.pages import bp, entitled, session_of
from dialogue.web.forms import Buttons, Form, ProseField, RecordField, WallTime, WordField, answer
from dialogue.web.gate import me, needs, now

WORDS = {
    EntryKind.STATEMENT: lazy("a statement, attached to the text"),
    EntryKind.RESERVATION: lazy("a reservation, attached to the text"),
    EntryKind.SCRUTINY: lazy("a request for scrutiny or more time"),
    EntryKind.COMMENT: lazy("a comment"),
}


class VoiceForm(Form):
    kind = WordField(lazy("What it is"), kind=EntryKind, only=WORDS)
    text = ProseField(lazy("Text"), required=True)


class DeliveryForm(Form):
    person = RecordField(lazy("To whom"))
    delivered = WallTime(lazy("When"), required=True, happened=True)
    text = ProseField(lazy("How it was delivered"), limit=2_000, required=True)


@bp.post("/circulations/<int:circulation>/acknowledge")
@needs(Right.CIRCULATION_RECEIVE, Circulation)
def acknowledge(circulation: Circulation) -> Response:
    pulse = beats.of_round(circulation, now())
    circulation.acknowledge(entitled=entitled(circulation), pulse=pulse, by=me(), at=now())
    return _heard(circulation, gettext("Receipt is acknowledged."))


@bp.post("/circulations/<int:circulation>/consensus")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def join_consensus(circulation: Circulation) -> Response:
    circulation.join_consensus(pulse=beats.of_round(circulation, now()), by=me(), at=now())
    return _heard(circulation, gettext("Your side has joined consensus. It may still object until the expiry."))


@bp.get("/circulations/<int:circulation>/statements/new")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def ask_speak(circulation: Circulation) -> Response:
    return _voice_page(circulation, VoiceForm())


@bp.post("/circulations/<int:circulation>/statements")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def speak(circulation: Circulation) -> Response:
    form = VoiceForm()
    if not form.validate():
        return _voice_page(circulation, form)
    pulse = beats.of_round(circulation, now())
    circulation.speak(form.kind.data, form.text.data, pulse=pulse, by=me(), at=now())
    return _heard(circulation, gettext("It is recorded. It does not break silence."))


@bp.get("/circulations/<int:circulation>/entries/<int:entry>/answer")
@needs(Right.CIRCULATION_ANSWER, Circulation)
def ask_answer(circulation: Circulation, entry: int) -> Response:
    return _answer_page(circulation, _entry(circulation, entry), WordsForm())


@bp.post("/circulations/<int:circulation>/entries/<int:entry>/answer")
@needs(Right.CIRCULATION_ANSWER, Circulation)
def answer_entry(circulation: Circulation, entry: int) -> Response:
    form = WordsForm()
    if not form.validate():
        return _answer_page(circulation, _entry(circulation, entry), form)
    circulation.answer(_entry(circulation, entry), form.text.data, by=me(), at=now())
    return _heard(circulation, gettext("The answer is recorded."))


@bp.get("/circulations/<int:circulation>/deliveries/new")
@needs(Right.CIRCULATION_KEEP, Circulation)
def ask_deliver(circulation: Circulation) -> Response:
    return _delivery_page(circulation, _delivery_form(circulation))


@bp.post("/circulations/<int:circulation>/deliveries")
@needs(Right.CIRCULATION_KEEP, Circulation)
def deliver(circulation: Circulation) -> Response:
    form = _delivery_form(circulation)
    if not form.validate():
        return _delivery_page(circulation, form)
    circulation.deliver_by_hand(
        form.person.data, form.text.data, instant(form.delivered.data), pulse=beats.of_round(circulation, now()),
        by=me(), at=now(),
    )  # fmt: skip
    return _heard(circulation, gettext("The delivery is recorded. It counts once the other secretary has seen it."))


@bp.get("/circulations/<int:circulation>/voices/<int:person>/let-go")
@needs(Right.CIRCULATION_WITHDRAW, Circulation)
def ask_let_go(circulation: Circulation, person: int) -> Response:
    return answer(
        "circulations/let_go.html", Buttons(), circulation=circulation, session=session_of(circulation),
        person=_own_voice(circulation, person),
    )  # fmt: skip


@bp.post("/circulations/<int:circulation>/voices/<int:person>/let-go")
@needs(Right.CIRCULATION_WITHDRAW, Circulation)
def let_go(circulation: Circulation, person: int) -> Response:
    circulation.let_go(_own_voice(circulation, person), by=me(), at=now())
    return _heard(circulation, gettext("It is recorded that your side agrees."))


@bp.post("/circulations/<int:circulation>/entries/<int:entry>/seen")
@needs(Right.CIRCULATION_KEEP, Circulation)
def see_delivery(circulation: Circulation, entry: int) -> Response:
    circulation.see_delivery(_entry(circulation, entry), by=me(), at=now())
    return _heard(circulation, gettext("You have seen the record of the delivery."))


def _heard(circulation: Circulation, said: str) -> Response:
    rounds.settle(circulation, at=now())
    flash(said, "done")
    return redirect(url_for(".show", circulation=circulation.id), 303)


def _own_voice(circulation: Circulation, number: int) -> Person:
    """Somebody who speaks for my Party in this round."""
    own = voices.own(circulation, me().organisation)
    return next((one for one in own if one.id == number), None) or abort(404)


def _entry(circulation: Circulation, number: int) -> Entry:
    """Of this round and no other."""
    return next((one for one in circulation.entries if one.id == number), None) or abort(404)


def _voice_page(circulation: Circulation, form: VoiceForm) -> Response:
    form.kind.offer(WORDS, WORDS)
    return answer("circulations/speak.html", form, circulation=circulation, session=session_of(circulation))


def _answer_page(circulation: Circulation, entry: Entry, form: WordsForm) -> Response:
    return answer(
        "circulations/answer.html", form, circulation=circulation, session=session_of(circulation), entry=entry
    )


def _delivery_form(circulation: Circulation) -> DeliveryForm:
    form = DeliveryForm()
    told = circulation.issue.deliveries if circulation.issue else []
    speak_for = [delivery.person for delivery in told if delivery.part in silence.SPEAKS]
    form.person.choose(speak_for, label=lambda one: f"{one.name}, {one.organisation.short_name}")
    return form


def _delivery_page(circulation: Circulation, form: DeliveryForm) -> Response:
    return answer("circulations/deliver.html", form, circulation=circulation, session=session_of(circulation))
