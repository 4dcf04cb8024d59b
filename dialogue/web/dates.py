"""The forms that set a date or a city of a session, and the warnings that each shows before it is sent once more."""

import hashlib
from collections.abc import Iterable

from wtforms import HiddenField, ValidationError

from dialogue import i18n
from dialogue.domain.busy import Taken
from dialogue.domain.changes import ChangeKind, Wish
from dialogue.domain.sessions import Appointment, Caution, Concern, SessionKind
from dialogue.domain.working_days import DayOff
from dialogue.i18n import gettext, lazy
from dialogue.web.forms import Form, Line, RecordField, Text, Version, WallTime, WordField

SENTENCES = {
    Concern.OVERLAP: lazy("%(reference)s is at the same time: %(city)s, %(span)s."),
    Concern.PAST: lazy("This date has passed already."),
    Concern.BEFORE: lazy("It would come before %(reference)s (%(span)s), though its number is higher."),
    Concern.AFTER: lazy("It would come after %(reference)s (%(span)s), though its number is lower."),
    Concern.OTHER_YEAR: lazy("Its reference names another year, and stays as it is."),
    Concern.SAME_CITY: lazy("%(reference)s is a regular session in %(city)s in the same year: %(span)s."),
    Concern.ITS_TURN: lazy("By the alternation it is the turn of %(due)s, and no reason is recorded."),
    Concern.OUT_OF_TURN: lazy("With this, %(reference)s in %(city)s (%(span)s) is out of turn: it is that of %(due)s."),
}


class WarnedForm(Form):
    """A form whose sender is warned, and sends it once more. `seen` names the warnings that were on the page, and of
    what: others that have come meanwhile are shown first."""

    seen = HiddenField()
    base_version = Version()
    warned = False

    def heeds(self, cautions: Iterable[Caution]) -> bool:
        """Whether nothing is to be warned of, or exactly this was, of what is sent now."""
        told, now = said(cautions), self.seal(cautions)
        if not told or self.seen.data == now:
            return True
        self.warned, self.seen.data = True, now
        self.form_errors = [*told, gettext("If it is right all the same, press once more. Nothing is saved yet.")]
        return False

    def seal(self, cautions: Iterable[Caution]) -> str:
        """What `seen` is on a page that shows these warnings of what was sent."""
        chosen = (str(field.raw_data) for field in self if isinstance(field, WallTime | RecordField))
        return hashlib.sha256("\n".join([*said(cautions), *chosen]).encode()).hexdigest()


class DateForm(WarnedForm):
    """Wall-clock times and a city; the end comes after the start."""

    starts = WallTime(lazy("Starts"), required=True)
    ends = WallTime(lazy("Ends"), required=True)
    place = RecordField(lazy("City"))
    departure_reason = Text(lazy("Reason for another city than the alternation gives"), limit=2_000)

    def validate_ends(self, field: WallTime) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(gettext("A session ends after it starts."))


class PlanForm(DateForm):
    kind = WordField(lazy("Kind"), kind=SessionKind)
    asked_by = RecordField(
        lazy("A special session was asked for by"), required=False, none=lazy("nobody: it is regular")
    )

    def wish(self) -> Wish:
        to = Appointment(self.starts.data, self.ends.data, self.place.data)
        departs, kind = self.departure_reason.data or "", self.kind.data
        asked_by = self.asked_by.data if kind is SessionKind.SPECIAL else None
        return Wish(ChangeKind.PLAN, None, to, departure_reason=departs, session_kind=kind, asked_by=asked_by)


class UrgentForm(WarnedForm):
    """`urgent`: which of the two buttons of the page before a change was pressed."""

    urgent = HiddenField()
    urgent_reason = Text(lazy("Why it cannot wait for the other side"), limit=2_000)

    def validate_urgent_reason(self, field: Text) -> None:
        if self.urgent.data and not (field.data or "").strip():
            raise ValidationError(gettext("Please say why it cannot wait: the other side is told."))


class MoveForm(DateForm, UrgentForm):
    venue = Line(lazy("Venue"))
    address = Line(lazy("Address"))
    reason = Text(lazy("Reason, which everybody concerned is told"), limit=2_000)


class ReasonForm(UrgentForm):
    reason = Text(lazy("Reason, which everybody concerned is told"), limit=2_000, required=True)


class ReinstateForm(ReasonForm):
    departure_reason = Text(lazy("Reason for another city than the alternation gives"), limit=2_000)


class KeepForm(UrgentForm):
    departure_reason = Text(lazy("Why it stays out of turn"), limit=2_000, required=True)


class ConveneForm(UrgentForm):
    pass


FORMS = {
    ChangeKind.MOVE: MoveForm,
    ChangeKind.POSTPONE: ReasonForm,
    ChangeKind.CANCEL: ReasonForm,
    ChangeKind.REINSTATE: ReinstateForm,
    ChangeKind.CONVENE: ConveneForm,
    ChangeKind.KEEP: KeepForm,
}


def said(cautions: Iterable[Caution]) -> list[str]:
    """Each in a sentence."""
    return [_said(one) for one in cautions]


def _said(caution: Caution) -> str:
    if caution.taken is not None:
        return taken(caution.taken)
    return off(caution.day) if caution.day is not None else _sentence(caution)


def taken(known: Taken) -> str:
    """Of the other side's dates, which have no title here, no more than that."""
    days = i18n.day(known.first)
    if known.last != known.first:
        days = gettext("%(first)s to %(last)s", first=days, last=i18n.day(known.last))
    if not known.title:
        return gettext("%(whose)s has another date: %(days)s.", whose=known.whose, days=days)
    return gettext("%(title)s: %(days)s (%(name)s).", title=known.title, days=days, name=known.list_name)


def off(day: DayOff) -> str:
    values = {"day": i18n.day(day.on), "place": day.place, "holiday": day.holiday}
    if day.holiday:
        return gettext("%(day)s is a public holiday in %(place)s: %(holiday)s.", **values)
    return gettext("%(day)s is a weekend.", **values)


def _sentence(caution: Caution) -> str:
    other, due = caution.session, caution.place
    values = {"due": due.short_name if due is not None else ""}
    if other is not None:
        span = i18n.span(other.starts, other.ends)
        values |= {"reference": other.reference, "city": other.place.short_name, "span": span}
    return str(SENTENCES[caution.concern]) % values
