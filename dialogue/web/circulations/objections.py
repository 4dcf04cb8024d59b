"""Objecting: the easiest act there is. Its receipt, its record by a secretary, and whatever has to be said of it."""

import datetime as dt

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue import access
from dialogue.access import Right
from dialogue.actions import rounds
from dialogue.db import db
from dialogue.domain import delegations, people, silence
from dialogue.domain.people import Person
from dialogue.domain.sessions import instant
from dialogue.domain.silence import Circulation, Objection, ObjectionKind, Route
from dialogue.i18n import gettext, lazy
from dialogue.operations import beats
from dialogue.web import rescue
from dialogue.web.circulations.pages import KINDS, ObjectionForm, bp, entitled, objection_form, session_of
from dialogue.web.filters import clock, day
from dialogue.web.forms import Form, ProseField, RecordField, WallTime, WordField, answer
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.presence import cookie_row, my_id

LARGEST = 64 * 1024  # bytes: an objection that takes long to arrive is one that arrives late (practice §0.2)
ROUTES = {Route.TELEPHONE: lazy("by telephone"), Route.NOTE: lazy("by note or letter")}


class RecordForm(Form):
    may_name = True  # as it was said

    person = RecordField(lazy("Who objects"))
    route = WordField(lazy("How it came"), kind=Route, only=(Route.TELEPHONE, Route.NOTE))
    received = WallTime(lazy("When it came"), required=True, happened=True)
    kind = WordField(lazy("What it is"), kind=ObjectionKind, default=ObjectionKind.OBJECTION)
    text = ProseField(lazy("What was said or written"))
    since: dt.datetime  # when the round was proposed

    def validate_received(self, field: WallTime) -> None:
        if field.data is not None and instant(field.data) > now():
            raise ValidationError(gettext("This is still to come: an objection is recorded after it came."))
        if field.data is not None and instant(field.data) < self.since:
            begun = {"day": day(self.since), "time": clock(self.since)}
            raise ValidationError(gettext("The round was proposed on %(day)s, %(time)s: nothing came before.", **begun))


class WordsForm(Form):
    may_name = True  # of an objection: it counts whatever it says

    text = ProseField(lazy("In writing"), limit=5_000)


def _attempt(person_id: int, circulation: int) -> None:
    """A form of an objection that was turned away because the sign-in had ended, the page was old or it was too large
    to be read: kept as an attempt, which holds the round until its sender or the co-chair speaks. Of a round that its
    sender may not know of it leaves nothing, not even a mail."""
    found = rounds.hold(circulation)
    person = db.get(Person, person_id)
    if found is not None and person is not None and access.attempts(access.standing(person, now()), found):
        try:
            form = objection_form(meta={"csrf": False})
            said = form.kind.data or ObjectionKind.OBJECTION, form.text.data or ""
        except RequestEntityTooLarge:
            said = ObjectionKind.OBJECTION, ""
        row = cookie_row()
        since = row.created_at if row is not None and row.person_id == person_id else None
        rounds.keep_attempt(found, *said, by=person, at=now(), signed_in=my_id() == person_id, since=since)


def _again(circulation: int) -> bool:
    """A page that is sent a second time objects a second time, unless an objection of its sender stands or waits: one
    too many harms nobody, one too few does."""
    found = db.scalar(silence.whole(silence.by_id(circulation)))
    mine = [one for one in found.objections if one.person.id == me().id] if found is not None else []
    return not any(one.counts(found.entries) or one.is_open(found.entries) for one in mine if found is not None)


@bp.get("/circulations/<int:circulation>/objections/new")
@needs(Right.CIRCULATION_OBJECT, Circulation)
def new_objection(circulation: Circulation) -> Response:
    """For whoever is of a Party and may not read the round: its number, and the form."""
    return _form_alone(circulation, objection_form())


@bp.post("/circulations/<int:circulation>/objections")
@needs(Right.CIRCULATION_OBJECT, Circulation, most=LARGEST, attempt=_attempt, again=_again)
def object_(circulation: Circulation) -> Response:
    """Whatever else is wrong, an objection counts: a choice that cannot be read is an objection."""
    form = objection_form()
    form.validate()
    arrived, route = _first_arrival()
    one = rounds.object_to(
        circulation, form.kind.data or ObjectionKind.OBJECTION, form.text.data, entitled=entitled(circulation),
        by=me(), at=now(), received_at=arrived, route=route,
    )  # fmt: skip
    return redirect(url_for(".receipt", circulation=circulation.id, objection=one.number), 303)


@bp.get("/circulations/<int:circulation>/objections/<int:objection>")
@needs(Right.CIRCULATION_OBJECT, Circulation)
def receipt(circulation: Circulation, objection: int) -> str:
    """For its sender, and for those who may know whose it is; nobody else learns that there is one."""
    one = _one(circulation, objection)
    if one not in access.objections(standing(), circulation):
        abort(404)
    return render_template(
        "circulations/receipt.html", circulation=circulation, objection=one, kinds=KINDS,
        weight=rounds.weight_of(circulation, one, now()), outcome=beats.outcome(circulation, now()),
    )  # fmt: skip


@bp.get("/circulations/<int:circulation>/objections/record")
@needs(Right.CIRCULATION_KEEP, Circulation)
def ask_record(circulation: Circulation) -> Response:
    return _record_page(circulation, _record_form(circulation))


@bp.post("/circulations/<int:circulation>/objections/record")
@needs(Right.CIRCULATION_KEEP, Circulation)
def record(circulation: Circulation) -> Response:
    """An objection that came by telephone or note, with its own time."""
    form = _record_form(circulation)
    form.since = circulation.proposed_at
    if not form.validate():
        return _record_page(circulation, form)
    speaks = {r.person.id for r in rounds.addressees(circulation.session_id) if r.part in silence.SPEAKS}
    one = rounds.object_to(
        circulation, form.kind.data, form.text.data, entitled=form.person.data.id in speaks, by=form.person.data,
        at=now(), received_at=instant(form.received.data), route=form.route.data, recorded_by=me(),
    )  # fmt: skip
    flash(gettext("The objection is recorded. The other secretary is asked to see the record."), "done")
    return redirect(url_for(".receipt", circulation=circulation.id, objection=one.number), 303)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/seen")
@needs(Right.CIRCULATION_KEEP, Circulation)
def see_record(circulation: Circulation, objection: int) -> Response:
    circulation.see_record(_one(circulation, objection), by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/confirm")
@needs(Right.CIRCULATION_LEAD, Circulation)
def confirm(circulation: Circulation, objection: int) -> Response:
    circulation.confirm(_of_mine(circulation, objection), by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/disown")
@needs(Right.CIRCULATION_LEAD, Circulation)
def disown(circulation: Circulation, objection: int) -> Response:
    circulation.disown(_of_mine(circulation, objection), _words(), by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/rule-out")
@needs(Right.CIRCULATION_KEEP, Circulation)
def rule_out(circulation: Circulation, objection: int) -> Response:
    pulse = beats.of_round(circulation, now())
    circulation.rule_out(_one(circulation, objection), _words(), pulse=pulse, by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/rule-in")
@needs(Right.CIRCULATION_KEEP, Circulation)
def rule_in(circulation: Circulation, objection: int) -> Response:
    pulse = beats.of_round(circulation, now())
    circulation.rule_in(_one(circulation, objection), _words(), pulse=pulse, by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/objections/<int:objection>/withdraw")
@needs(Right.CIRCULATION_OBJECT, Circulation)
def withdraw_objection(circulation: Circulation, objection: int) -> Response:
    one = _one(circulation, objection)
    if one.person.id != me().id:
        abort(404)
    circulation.withdraw_objection(one, _words(), by=me(), at=now())
    flash(gettext("Recorded. It does not revive the round."), "done")
    return redirect(url_for(".receipt", circulation=circulation.id, objection=one.number), 303)


def _settled(circulation: Circulation) -> Response:
    rounds.settle(circulation, at=now())
    return redirect(url_for(".show", circulation=circulation.id), 303)


def _one(circulation: Circulation, number: int) -> Objection:
    """Of this round and no other."""
    return next((one for one in circulation.objections if one.number == number), None) or abort(404)


def _of_mine(circulation: Circulation, number: int) -> Objection:
    """Of my own side: another's is its own co-chair's business."""
    one = _one(circulation, number)
    return one if one.party.id == me().organisation_id else abort(404)


def _words() -> str:
    form = WordsForm()
    if not form.validate():
        abort(422)
    return str(form.text.data or "")


def _first_arrival() -> tuple[dt.datetime | None, Route]:
    arrived = rescue.first_arrival()
    return arrived, Route.PAGE if arrived is None else Route.KEPT


def _form_alone(circulation: Circulation, form: ObjectionForm) -> Response:
    return answer("circulations/object.html", form, circulation=circulation)


def _record_form(circulation: Circulation) -> RecordForm:
    form = RecordForm()
    form.person.choose(_known(circulation), label=lambda one: f"{one.name}, {one.organisation.short_name}")
    form.route.offer((Route.TELEPHONE, Route.NOTE), ROUTES)
    form.kind.offer(ObjectionKind, KINDS)
    return form


def _known(circulation: Circulation) -> list[Person]:
    """Whoever sits at the table or was told of the round, and all people of my own side: names that the other side has
    not accredited are its own business."""
    seated = [seat.person for seat in db.scalars(delegations.accredited_in(circulation.session_id))]
    told = [delivery.person for issue in circulation.issues for delivery in issue.deliveries]
    own = db.scalars(people.of_organisations([me().organisation_id]))
    found = {one.id: one for one in (*seated, *told, *own) if one.organisation.is_party}
    return sorted(found.values(), key=lambda one: (one.organisation.order, one.search_text, one.id))


def _record_page(circulation: Circulation, form: RecordForm) -> Response:
    return answer("circulations/record.html", form, circulation=circulation, session=session_of(circulation))
