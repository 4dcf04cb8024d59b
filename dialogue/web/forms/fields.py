"""Fields of forms: texts, numbers, days, times, files, each cleaned as it comes in."""

import datetime as dt
from typing import Any

from flask import flash, g, request
from wtforms import Field, HiddenField, TextAreaField, ValidationError
from wtforms import widgets as wt
from wtforms.validators import StopValidation

from dialogue import i18n
from dialogue.domain.base import refusal
from dialogue.domain.mailboxes import LONGEST, NoMailbox, one_spelling, read
from dialogue.domain.sessions import is_repeated, is_skipped
from dialogue.domain.text import LINE, PARAGRAPH, MarkdownText, TooLong, Turned, clean, fit, has_unseen
from dialogue.domain.tracks import must_not_be_named
from dialogue.i18n import gettext, lazy
from dialogue.rendering import prose
from dialogue.web import keys

MARKS = lazy(
    "Line ends stay; an empty line begins a new paragraph. A line that begins with “- ”, “• ” or a bullet from Word is"
    " a point of a list, with “1.” or “1)” a point under that very number; set in, it stands under the one above."
    " **bold**, _italics_. A web address is a link. Every other character stands as you type it."
)


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

    def pre_validate(self, form: Any) -> None:
        no = None if form.may_name or not self.data else refusal(must_not_be_named, self.data)
        if no is not None:
            raise ValidationError(gettext(no.sentence, **no.values))

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


class ProseField(Text):
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

    def read(self, typed: str) -> Any:
        found = dt.date.fromisoformat(typed)
        if not 2000 <= found.year <= 2199:
            raise ValueError
        return found


class Clock(Day):
    """A time of day, in hours and minutes, of every day."""

    widget = wt.TimeInput()
    message = lazy("Please type a time, for example 08:30.")

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else f"{self.data:%H:%M}" if self.data is not None else ""

    def read(self, typed: str) -> dt.time:
        found = dt.time.fromisoformat(typed)
        if len(typed) != len("08:30") or found.tzinfo is not None:
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
