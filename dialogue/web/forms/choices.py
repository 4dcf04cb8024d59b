"""Fields in which one chooses: a word, a record, several records."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from werkzeug.exceptions import NotFound
from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms import widgets as wt
from wtforms.fields.choices import Choice, SelectChoice

from dialogue.i18n import gettext, lazy
from dialogue.web.forms.fields import Given


class WordField(SelectField):
    """One word of an enumeration; shown as its value in the reader's language, or as `label` says."""

    def __init__(
        self, label: Any = None, *, kind: type[enum.StrEnum], only: Iterable[enum.StrEnum] | None = None, **more: Any
    ) -> None:
        super().__init__(label, choices=[], coerce=_one_of(kind), **more)
        self.offer(kind if only is None else only)

    def offer(self, words: Iterable[enum.StrEnum], labels: Mapping[Any, Any] | None = None) -> None:
        """Take these words alone, shown by their labels where there are any."""
        named = labels or {}
        self.choices = [SelectChoice(word.value, named.get(word, lazy(word.value))) for word in words]

    def pre_validate(self, _form: Any) -> None:
        if self.data is None or self.data.value not in [choice.value for choice in self.choices]:
            raise ValidationError(gettext("Please choose one of the list."))


class RadiosField(WordField):
    """One word of an enumeration, all of them to be seen. Where it is not `required` it may be left open."""

    widget = wt.ListWidget(prefix_label=False)
    option_widget = wt.RadioInput()

    def __init__(self, label: Any = None, *, kind: type[enum.StrEnum], required: bool = True, **more: Any) -> None:
        super().__init__(label, kind=kind, **more)
        self.may_stay_open = not required

    def pre_validate(self, form: Any) -> None:
        if self.raw_data or not self.may_stay_open:
            super().pre_validate(form)


class RecordField(SelectField):
    """One of these records, and no other: an id from elsewhere is the same 404 as an unknown one.

    `choose(records, label=…)` gives it the records of this session before the form is read."""

    def __init__(self, label: Any = None, *, required: bool = True, none: Any = "", **more: Any) -> None:
        super().__init__(label, [Given(lazy("Please choose one of the list."))] if required else [], choices=[], **more)
        self.none = none
        self.records: dict[str, Any] = {}
        self.optional_choice = not required

    def choose(self, records: Iterable[Any], label: Callable[[Any], str]) -> None:
        """Offer these records; call it right after the form is made. What was sent is looked up among them."""
        self.records = {str(record.id): record for record in records}
        nothing = [SelectChoice("", self.none)] if self.optional_choice or self.data is None else []
        self.choices = nothing + [SelectChoice(key, label(record)) for key, record in self.records.items()]
        self._look_up(self.raw_data or [])

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        pass  # nothing is known yet: `choose` brings the records

    def pre_validate(self, form: Any) -> None:
        pass  # an unknown id was a 404

    def iter_choices(self) -> Any:
        chosen = "" if self.data is None else str(self.data.id)
        for one in self.choices:
            yield Choice(one.value, one.label, one.value == chosen, {})

    def _look_up(self, sent: Sequence[str]) -> None:
        if sent:
            self.data = self.records.get(sent[0])
            if self.data is None and sent[0]:
                raise NotFound


class RecordsField(SelectMultipleField):
    """Several of these records, as boxes to tick; an id from elsewhere is a 404."""

    widget = wt.ListWidget(prefix_label=False)
    option_widget = wt.CheckboxInput()

    def __init__(self, label: Any = None, **more: Any) -> None:
        super().__init__(label, choices=[], **more)
        self.records: dict[str, Any] = {}

    def choose(self, records: Iterable[Any], label: Callable[[Any], str]) -> None:
        self.records = {str(record.id): record for record in records}
        self.choices = [SelectChoice(key, label(record)) for key, record in self.records.items()]
        if self.raw_data is not None:
            if not set(self.raw_data) <= self.records.keys():
                raise NotFound
            self.data = [self.records[key] for key in dict.fromkeys(self.raw_data)]

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        pass

    def pre_validate(self, form: Any) -> None:
        pass

    def iter_choices(self) -> Any:
        chosen = {str(record.id) for record in self.data or []}
        for one in self.choices:
            yield Choice(one.value, one.label, one.value in chosen, {})


def _one_of(kind: type[enum.StrEnum]) -> Callable[[Any], enum.StrEnum | None]:
    def coerce(value: Any) -> enum.StrEnum | None:
        try:
            return kind(value)
        except ValueError:
            return None

    return coerce
