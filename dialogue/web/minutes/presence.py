"""Who was in the room: at the session, late and early too, and who was not during one item of its minutes."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain.delegations import Participant
from dialogue.domain.minutes import Minutes, MinutesItem
from dialogue.domain.sessions import Session
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.web.forms import Form, RecordsField, WallTime, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.pages import bp
from dialogue.web.minutes.paragraphs import item_of

HOURS = ("arrived", "left")
MARKS: Mapping[str, bool | None] = {"present": True, "absent": False, "": None}
WORDS = {mark: word for word, mark in MARKS.items()}


class PresenceForm(Form):
    """A mark and two hours for each seat, named by it. Beside each goes what stood there when the page was opened: what
    somebody else set meanwhile stays."""

    seats: Mapping[str, Participant]

    @classmethod
    def of(cls, seats: Iterable[Participant]) -> "PresenceForm":
        known = {str(seat.id): seat for seat in seats}
        fields: dict[str, Any] = {"seats": known}
        for key, seat in known.items():
            came = lazy("%(name)s came at, if after the beginning", name=seat.name)
            went = lazy("%(name)s left at, if before the end", name=seat.name)
            fields[f"arrived-{key}"] = WallTime(came, happened=True)
            fields[f"left-{key}"] = WallTime(went, happened=True)
        stored = {f"{name}-{key}": getattr(seat, name) for key, seat in known.items() for name in HOURS}
        return type(cls.__name__, (cls,), fields)(data=stored)

    def hours(self, seat: Participant) -> list[WallTime]:
        return [self[f"{name}-{seat.id}"] for name in HOURS]

    def mark(self, seat: Participant) -> str:
        return request.form.get(f"mark-{seat.id}", WORDS[seat.present])

    def mark_before(self, seat: Participant) -> str:
        return request.form.get(f"was-{seat.id}", WORDS[seat.present])

    def hour_before(self, field: WallTime) -> str:
        stored: dt.datetime | None = field.object_data
        return request.form.get(f"was-{field.name}", f"{stored:%Y-%m-%dT%H:%M}" if stored else "")

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for seat, arrived, left in self._changed():
            for field in (arrived, left):
                _say(field, seat.must_be_of_the_day, field.data)
            if not arrived.errors:
                _say(left, seat.must_leave_after_coming, arrived.data, left.data)
        return not self.errors

    def marks(self, *, others: str) -> Iterator[tuple[Participant, bool | None]]:
        """The marks that this person has changed. `others`: what becomes of everybody whose presence is not
        recorded."""
        chosen = {name[5:]: value for name, value in request.form.items() if name.startswith("mark-")}
        if not chosen.keys() <= self.seats.keys() or not {others, *chosen.values()} <= MARKS.keys():
            abort(404)
        for key, value in chosen.items():
            seat = self.seats[key]
            if value != request.form.get(f"was-{key}"):
                yield seat, MARKS[value]
            elif seat.present is None:
                yield seat, MARKS[others]

    def stays(self) -> Iterator[tuple[Participant, dt.datetime | None, dt.datetime | None]]:
        """When somebody came and left, of those of whom this person has changed it."""
        for seat, arrived, left in self._changed():
            yield seat, arrived.data, left.data

    def _changed(self) -> Iterator[tuple[Participant, WallTime, WallTime]]:
        for seat in self.seats.values():
            arrived, left = both = self.hours(seat)
            typed = [field.raw_data[0] for field in both if field.raw_data]
            if len(typed) == len(both) and typed != [request.form.get(f"was-{field.name}") for field in both]:
                yield seat, arrived, left


class AwayForm(Form):
    away = RecordsField(lazy("Not in the room"))
    seen = HiddenField()

    def offer(self, minutes: Minutes) -> None:
        """Whoever was accredited to be in the room, in the order of precedence."""
        seats = _at_table(minutes.session)
        self.away.choose(seats, lambda seat: f"{seat.name}, {seat.delegation.organisation.short_name}")


@bp.get("/sessions/<ref:ref>/minutes/presence")
@needs(Right.MINUTES_EDIT, Session)
def presence(session: Session) -> Response:
    return _presence(session, PresenceForm.of(_at_table(session)))


@bp.post("/sessions/<ref:ref>/minutes/presence")
@needs(Right.MINUTES_EDIT, Session)
def mark(session: Session) -> Response:
    """The mark of somebody who is not at this table is a 404, whatever else was typed."""
    form, minutes = PresenceForm.of(_at_table(session)), _minutes(session)
    marks = list(form.marks(others=request.form.get("others", "")))
    register.must_take_presence(session, minutes)
    if not form.validate():
        return _presence(session, form)
    kept: Any = minutes or Participant  # before the minutes it is the seat's own
    for seat, present in marks:
        kept.mark(seat, present, by=me(), at=now())
    for seat, arrived, left in form.stays():
        kept.stay(seat, arrived, left, by=me(), at=now())
    flash(gettext("The presence is recorded."), "done")
    return redirect(url_for(".presence", ref=session.ref), 303)


@bp.get("/sessions/<ref:ref>/minutes/items/<int:item>/presence")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_away(minutes: Minutes, item: int) -> Response:
    one = item_of(minutes, item)
    form = AwayForm(seen=one.away)
    form.offer(minutes)
    form.away.data = [seat for seat in form.away.records.values() if seat.name in one.who_was_away]
    return _away(minutes, one, form)


@bp.post("/sessions/<ref:ref>/minutes/items/<int:item>/presence")
@needs(Right.MINUTES_EDIT, Minutes)
def note_away(minutes: Minutes, item: int) -> Response:
    one, form = item_of(minutes, item), AwayForm()
    form.offer(minutes)
    if not form.validate():
        return _away(minutes, one, form)
    seen = (form.seen.data or "").replace("\r\n", "\n")
    minutes.note_away(one, form.away.data, seen=seen, by=me(), at=now())
    flash(gettext("Who was in the room is recorded."), "done")
    return redirect(url_for(".item", ref=minutes.session.ref, item=one.position), 303)


def _presence(session: Session, form: PresenceForm) -> Response:
    minutes = _minutes(session)
    return answer(
        "minutes/presence.html",
        form,
        session=session,
        minutes=minutes,
        delegations=[(row, row.at_table()) for row in sheets.delegations_in_order(session)],
        refused=why_not(register.must_take_presence, session, minutes),
    )


def _away(minutes: Minutes, item: MinutesItem, form: AwayForm) -> Response:
    refused = why_not(minutes.may_be_edited)
    return answer("minutes/away.html", form, session=minutes.session, item=item, refused=refused)


def _minutes(session: Session) -> Minutes | None:
    """None before they are begun. Whoever writes about this session has waited for its turn."""
    return db.scalar(register.of_session(session))


def _at_table(session: Session) -> list[Participant]:
    return [seat for row in sheets.delegations_in_order(session) for seat in row.at_table()]


def _say(field: WallTime, guard: Callable[..., object], *args: Any) -> None:
    refused = "" if field.errors else why_not(guard, *args)
    if refused:
        field.errors = [refused]
