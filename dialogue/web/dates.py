"""The forms that set a date or a city of a session, and the warnings that each shows before it is sent once more."""

import hashlib
from collections.abc import Iterable

from wtforms import HiddenField, ValidationError

from dialogue import i18n
from dialogue.domain.sessions import Caution, Concern, Kind
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
    Concern.OUT_OF_TURN: lazy("With this, %(reference)s in %(city)s (%(span)s) is out of turn: it is that of %(due)s."),
}


class DateForm(Form):
    """A form whose sender is warned, and sends it once more. `seen` names the warnings that were on the page, and of
    what: others that have come meanwhile are shown first."""

    departure_reason = Text(lazy("Reason for another city than the alternation gives"), limit=2_000)
    seen = HiddenField()
    base_version = Version()
    warned = False

    def heeds(self, cautions: Iterable[Caution]) -> bool:
        """Whether nothing is to be warned of, or exactly this was, of what is sent now."""
        told = said(cautions)
        chosen = (str(field.raw_data) for field in self if isinstance(field, WallTime | RecordField))
        now = hashlib.sha256("\n".join([*told, *chosen]).encode()).hexdigest()
        if not told or self.seen.data == now:
            return True
        self.warned, self.seen.data = True, now
        self.form_errors = [*told, gettext("If it is right all the same, press once more. Nothing is saved yet.")]
        return False


class TimesForm(DateForm):
    """Wall-clock times; the end comes after the start."""

    starts = WallTime(lazy("Starts"), required=True)
    ends = WallTime(lazy("Ends"), required=True)

    def validate_ends(self, field: WallTime) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(gettext("A session ends after it starts."))


class PlanForm(TimesForm):
    kind = WordField(lazy("Kind"), kind=Kind)
    place = RecordField(lazy("City"))
    asked_by = RecordField(
        lazy("A special session was asked for by"), required=False, none=lazy("nobody: it is regular")
    )


class PlaceForm(DateForm):
    place = RecordField(lazy("City"))
    venue = Line(lazy("Venue"))
    address = Line(lazy("Address"))


def said(cautions: Iterable[Caution]) -> list[str]:
    """Each in a sentence."""
    return [off(one.day) if one.day is not None else _sentence(one) for one in cautions]


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
