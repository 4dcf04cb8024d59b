"""The controls of what a track keeps of an entry, by what each field of it holds."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wtforms import BooleanField, SelectField, ValidationError
from wtforms import Field as Control
from wtforms.fields.choices import SelectChoice

from dialogue.domain.sessions import ZONE
from dialogue.domain.tracks import Field, Kind
from dialogue.i18n import gettext
from dialogue.queries import values
from dialogue.web.filters import zone_label
from dialogue.web.forms import Day, Line, Number, Text, WallTime


def control(one: Field) -> Control:
    """The control of a field of a track, by what it holds."""
    label = gettext(one.label)
    if one.kind is Kind.CHOICE:
        return SelectField(label, choices=[SelectChoice("", gettext("not said")), *named(one.choices)])
    made: Mapping[Kind, Any] = {
        Kind.LINE: lambda: Line(label, limit=500),
        Kind.TEXT: lambda: Text(label, limit=5_000),
        Kind.DATE: lambda: Day(label),
        Kind.NUMBER: lambda: Number(label, most=1_000_000, required=False),
        Kind.TICK: lambda: BooleanField(label),
        Kind.ACTIVITY: lambda: Code(label, limit=60),
        Kind.MOMENT: lambda: WallTime(gettext("%(label)s (%(zone)s)", label=label, zone=zone_label())),
    }
    return made[one.kind]()


def typed(value: Any) -> Any:
    """A value as it is typed: a moment as the clock on the wall shows it."""
    return value.astimezone(ZONE).replace(tzinfo=None) if isinstance(value, dt.datetime) else value


def named(words: Iterable[str]) -> Iterator[SelectChoice]:
    return (SelectChoice(word, gettext(word)) for word in words)


class Code(Line):
    """The code of an activity in the menu of the track; any other is a message, and stays in the field. One that the
    entry has is its own, even where a later list names it no more."""

    def pre_validate(self, form: Any) -> None:
        if self.data and not values.titles(form.track, [self.data]):
            raise ValidationError(gettext("No activity of the menu has the code “%(code)s”.", code=self.data))
