"""What forms are made of: fields that clean what is typed, and choices that only know what they were given.

No rule of the dialogue is here; those refuse in the domain."""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import flash, g, make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import Field, FileField, HiddenField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms import widgets as wt
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation

from dialogue import i18n
from dialogue.domain.base import Refused
from dialogue.domain.mailboxes import LONGEST, NoMailbox, one_spelling, read
from dialogue.domain.sessions import is_repeated, is_skipped
from dialogue.domain.text import LINE, PARAGRAPH, MarkdownText, TooLong, Turned, clean, fit, has_unseen
from dialogue.i18n import gettext, lazy
from dialogue.rendering import prose
from dialogue.web import keys

MARKS = lazy(
    "Line ends stay; an empty line begins a new paragraph. A line that begins with “- ”, “• ” or a bullet from Word is"
    " a point of a list, with “1.” or “1)” a point under that very number; set in, it stands under the one above."
    " **bold**, _italics_. A web address is a link. Every other character stands as you type it."
)


class KeyField(HiddenField):
    """Always a fresh key: what came with the last form is the gate's business."""

    def process_formdata(self, valuelist: list[str]) -> None:
        pass


class Unkeyed(FlaskForm):
    """A form of somebody who is not signed in yet: `csrf_token` alone."""

    class Meta(FlaskForm.Meta):
        locales = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What the form's own body brings: text for every field, files for the fields that take one. A text that
            came as a file or in JSON is a text that was not sent."""
            if isinstance(formdata, MultiDict | None):
                return formdata
            return _sent(form) if form.is_submitted() else None


class Form(Unkeyed):
    """Every other form carries `csrf_token` and `form_key`."""

    form_key = KeyField(default=keys.fresh)


class Buttons(Form):
    """A form of buttons alone."""


class Given:
    """A validator: something was typed, in our own words."""

    field_flags = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or lazy("Please fill this in.")

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data is None or field.data in ("", b"", []):
            if not field.errors:
                raise StopValidation(str(self.message))
            raise StopValidation


class Text(TextAreaField):
    """Text of several lines, cleaned; longer than `limit` is a message, and stays in the field."""

    one_line = False

    def __init__(self, label: Any = None, *, limit: int = PARAGRAPH, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Given()] if required else [], **more)
        self.limit = limit

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = self.data = valuelist[0] if valuelist else ""
        try:
            self.data = clean(typed, limit=self.limit, one_line=self.one_line)
        except (TooLong, Turned) as refusal:
            raise ValueError(gettext(refusal.sentence, **refusal.values)) from refusal
        if has_unseen(typed):
            self._say_what_is_left_out()

    def _say_what_is_left_out(self) -> None:
        """Once for each sending; what is kept meanwhile, or asked in an address, is none."""
        said = gettext(
            "Hidden marks came with what stands in “%(field)s”, as happens when a text is pasted. They are left out;"
            " everything that you see stays.",
            field=self.label.text,
        )
        if keys.NAME in request.form and said not in g.setdefault("left_out", []):
            g.left_out.append(said)
            flash(said, "done")


class Prose(Text):
    """Text whose marks are read. What they are stands under the field, all of them and nothing else."""

    marks = MARKS

    @property
    def read_otherwise(self) -> MarkdownText | None:
        """What stands here, where it reads in another way once it is saved: a text from the time of Markdown."""
        text = self.object_data
        if not isinstance(text, MarkdownText) or prose.read(text) == prose.read(str(text)):
            return None
        return text


class Line(Text):
    """One line: a title, a name."""

    widget = wt.TextInput()
    one_line = True

    def __init__(self, label: Any = None, *, limit: int = LINE, **more: Any) -> None:
        super().__init__(label, limit=limit, **more)


class Address(Line):
    """One e-mail address that can be mailed, in its one spelling: the only field in which one is typed. `known`: it is
    only looked up, so whatever else is typed is one that nobody has."""

    def __init__(self, label: Any = None, *, known: bool = False, **more: Any) -> None:
        super().__init__(label, limit=LONGEST, required=True, **more)
        self.known = known

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = fit(typed[:LONGEST], one_line=True)
        if self.data:
            try:
                self.data = one_spelling(typed[:LONGEST]) if self.known else read(typed[:LONGEST])
            except NoMailbox as no:
                raise ValueError(gettext(str(no))) from no


class Number(Field):
    """A whole number within bounds; anything else is a message and stays in the field."""

    widget = wt.NumberInput()

    def __init__(
        self, label: Any = None, *, least: int = 0, most: int = 10_000, required: bool = True, **more: Any
    ) -> None:
        super().__init__(label, [Given()] if required else [], **more)
        self.least, self.most = least, most

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and self.least <= int(typed) <= self.most):
            message = "Please type a whole number from %(least)d to %(most)d."
            raise ValueError(gettext(message, least=self.least, most=self.most))
        self.data = int(typed)


class Version(HiddenField):
    """The version that the form was opened with. Missing or mangled, it is older than any."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class Day(Field):
    """A date as the browser's own field writes it."""

    data: Any
    widget = wt.DateInput()
    message = lazy("Please type a date as year-month-day, for example 2027-05-11.")

    def __init__(self, label: Any = None, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Given()] if required else [], **more)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = self.read(typed)
            except ValueError:
                raise ValueError(str(self.message)) from None

    def read(self, typed: str) -> dt.date:
        found = dt.date.fromisoformat(typed)
        if not 2000 <= found.year <= 2199:
            raise ValueError
        return found


class WallTime(Day):
    """Date and time as clocks on the wall show it, without zone: the zone is the session's. What the clock never shows
    is refused, and what it shows twice; of a time that `happened` the form asks which of the two it was."""

    widget = wt.DateTimeLocalInput()
    message = lazy("Please type a date and a time, for example 2027-05-11T09:30.")
    which = False  # whether to ask; `chosen` is the answer as it was sent

    def __init__(self, label: Any = None, *, happened: bool = False, **more: Any) -> None:
        super().__init__(label, **more)
        self.happened = happened

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        wall, self.data = self.data, None
        if wall is None:
            return
        values = {"day": i18n.day(wall), "time": i18n.clock(wall)}
        if is_skipped(wall):
            raise ValueError(
                gettext("On %(day)s the clock is put forward over %(time)s: please type another.", **values)
            )
        if is_repeated(wall):
            wall = self._one_of_two(wall, valuelist[1:], values)
        self.data = wall

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else f"{self.data:%Y-%m-%dT%H:%M}" if self.data else ""

    def read(self, typed: str) -> dt.datetime:
        found = dt.datetime.fromisoformat(typed)
        if not 2000 <= found.year <= 2199 or found.tzinfo is not None:
            raise ValueError
        return found

    @property
    def chosen(self) -> str:
        return self.raw_data[1] if self.raw_data and len(self.raw_data) > 1 else ""

    def _one_of_two(self, wall: dt.datetime, chosen: list[str], values: dict[str, str]) -> dt.datetime:
        self.which = self.happened
        if not self.happened:
            said = lazy("On %(day)s the clock is put back and shows %(time)s twice: please type another.", **values)
        elif chosen not in (["0"], ["1"]):
            said = lazy("On %(day)s the clock was put back and showed %(time)s twice: please say which.", **values)
        else:
            return wall.replace(fold=int(chosen[0]))
        raise ValueError(str(said))


class Upload(Field):
    """A file, as its bytes; none is a message. What it is, the domain finds out."""

    widget = wt.FileInput()

    def __init__(self, label: Any = None, **more: Any) -> None:
        super().__init__(label, [Given(lazy("Please choose a file."))], **more)

    def _value(self) -> bool:
        return False  # a browser takes no file from a page

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent: Any = valuelist[0] if valuelist else ""
        self.data = sent.read() if hasattr(sent, "read") else b""


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


def answer(template: str, form: Form, **context: Any) -> Response:
    """The page of a form: 422 where it was sent and is wrong, with all that was typed; 200 where it is first shown.
    Refused: a text that was typed in a form which its page does not show any more."""
    return again(render_template(template, form=form, **context), form)


def again(page: str, form: Form) -> Response:
    """As `answer`, of a page that is made already."""
    texts = (field.name for field in form if isinstance(field, Text) and any(field.raw_data or ()))
    if form.errors and not all(f'name="{name}"' in page for name in texts):
        raise Refused("This form was not complete, and the page on which it stood does not take it any more.")
    return make_response(page, 422 if form.errors else 200)


def _sent(form: FlaskForm) -> CombinedMultiDict[str, Any]:
    takes = {field.name for field in form if isinstance(field, Upload | FileField)}
    files = [(name, file) for name, file in request.files.items(multi=True) if name in takes]
    return CombinedMultiDict([MultiDict(files), request.form])


def _one_of(kind: type[enum.StrEnum]) -> Callable[[Any], enum.StrEnum | None]:
    def coerce(value: Any) -> enum.StrEnum | None:
        try:
            return kind(value)
        except ValueError:
            return None

    return coerce
