"""Texts from elsewhere on pages: a file or a paste comes in, and each of its lines is shown to be judged."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import wtforms
from flask import current_app
from flask_wtf.file import FileField
from itsdangerous import BadData, URLSafeSerializer
from wtforms import FieldList, FormField, HiddenField, ValidationError

from dialogue.domain.base import refusal
from dialogue.domain.text import LINE, PARAGRAPH, fit, unturned
from dialogue.domain.tracks import must_not_be_named
from dialogue.i18n import gettext, lazy
from dialogue.rendering.outlines import Outline, TooManyError, documents, pasted
from dialogue.rendering.outlines.composing import Chosen, Composed, Misplaced, compose
from dialogue.rendering.outlines.guesses import TITLES, Guess, What
from dialogue.rendering.outlines.lines import MOST
from dialogue.rendering.word.opened import Unreadable
from dialogue.web import uploads
from dialogue.web.forms import Form, Line, Number, Text, Version, WordField

PASTED = 300_000  # letters
LABELS = {
    What.HEAD: lazy("Stands above the items"),
    What.PERSON: lazy("Who was there"),
    What.ITEM: lazy("Item"),
    What.SUB_ITEM: lazy("Sub-item"),
    What.BETWEEN: lazy("Line without a number"),
    What.STATEMENT: lazy("Paragraph"),
    What.NOTED: lazy("Paragraph: noted"),
    What.AGREED: lazy("Paragraph: agreed"),
    What.DECIDED: lazy("Paragraph: decided"),
    What.ACTION: lazy("Paragraph: action"),
    What.MORE: lazy("Goes on with the line above"),
    What.NOTHING: lazy("Leave out"),
}


class Paste(Text):
    """A text of many lines, each of which is judged by itself: what one of them may not hold is told there."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""
        if len(self.data) > self.limit:
            raise ValueError(gettext("This text is too long: at most %(limit)d characters fit here.", limit=self.limit))


class SourceForm(Form):
    """Where the text comes from: a Word file, or what is pasted. Nobody reads it but who sent it."""

    may_name = True
    _content = b""
    file = FileField(lazy("Word file"))
    text = Paste(lazy("Or the text itself"), limit=PASTED)

    def validate_file(self, field: FileField) -> None:
        """Its name stays with what is taken in."""
        no = refusal(must_not_be_named, field.data.filename or "") if field.data else None
        if no is not None:
            raise ValidationError(gettext(no.sentence, **no.values))

    def validate_text(self, field: Paste) -> None:
        if bool(self.file.data) == bool(field.data):
            raise ValidationError(gettext("Please choose a Word file or paste the text: one of the two."))

    def outline(self) -> Outline | None:
        """Its lines; None where they cannot be read, which the field then says."""
        try:
            if not self.file.data:
                return pasted(self.text.data)
            self._content = uploads.content(self.file.data)
            return documents.read(self._content)
        except Unreadable as no:
            (self.file if self.file.data else self.text).errors = [str(no)]
        except TooManyError:
            self.text.errors = [gettext("There are more than %(most)d lines in this text.", most=MOST)]
        return None

    @property
    def came_from(self) -> tuple[str, str]:
        """Name and SHA-256 of the file, or of what was pasted."""
        if not self.file.data:
            return "", hashlib.sha256(self.text.data.encode(errors="replace")).hexdigest()
        name = fit(self.file.data.filename or "", one_line=True)[:LINE]
        return name, hashlib.sha256(self._content).hexdigest()


class LineForm(wtforms.Form):
    """One line of a text, as somebody judges it."""

    may_name = False  # a compartment, as every other form

    what = WordField(lazy("What it is"), kind=What)
    number = Line(lazy("Number"), limit=20)
    text = Text(lazy("Text"), limit=PARAGRAPH)
    minutes = Number(lazy("Minutes"), least=0, most=600, required=False)
    presenter = Line(lazy("Presented by"))
    source = HiddenField()

    @property
    def rows(self) -> int:
        """How high its field is, so that most texts are seen whole."""
        text = self.text.data or ""
        return min(1 + text.count("\n") + len(text) // 90, 12)

    def validate_text(self, field: Text) -> None:
        if self.what.data is not What.NOTHING and not field.data.strip():
            raise ValidationError(gettext("Please fill this in, or leave the line out."))
        if self.what.data in TITLES and len(" ".join(field.data.split())) > LINE:
            raise ValidationError(gettext("A title has at most %(most)d characters.", most=LINE))


class LinesForm(Form):
    """All lines of a text. `order_version`: of what it is entered into, as it was seen."""

    lines = FieldList(FormField(LineForm), max_entries=MOST)
    origin = HiddenField()
    order_version = Version()

    def offer(self, whats: Iterable[What]) -> None:
        for one in self.lines:
            one.form.what.offer(whats, LABELS)

    def chosen(self) -> list[Chosen]:
        return [
            Chosen(one.what.data, one.text.data, one.number.data or "", one.minutes.data, one.presenter.data or "")
            for one in (line.form for line in self.lines)
        ]

    def composed(self) -> Composed | None:
        """What was made of the lines; None where one stands where it cannot, which its field then says."""
        try:
            return compose(self.chosen())
        except Misplaced as no:
            self.lines[no.line].form.what.errors = [str(no)]
            self.lines.errors = [line.errors for line in self.lines]
            return None

    @property
    def found(self) -> "Found":
        """What was told of the text when its lines were first shown; nothing where this product has not written it."""
        try:
            return Found(*_signed().loads(self.origin.data or ""))
        except (BadData, TypeError, ValueError):
            return Found()


class Found(NamedTuple):
    """Of the text that lines came from: the name of its file, its SHA-256, what could not be read of it, and by the
    line why it is taken for what it is."""

    name: str = ""
    sha256: str = ""
    remarks: Sequence[str] = ()
    why: Mapping[str, str] = {}


def filled(
    source: SourceForm, outline: Outline, guesses: Sequence[Guess], whats: Iterable[What], *, order_version: int = 0
) -> LinesForm:
    """The form as it is first shown."""
    data = [
        {"what": one.what, "number": one.number, "text": one.text, "minutes": one.minutes, "presenter": one.presenter}
        | {"source": unturned(fit(one.source, one_line=False))}
        for one in guesses
    ]
    why = {str(n): str(one.why) for n, one in enumerate(guesses) if one.why}
    origin = _signed().dumps([*source.came_from, list(outline.remarks), why])
    form = LinesForm(formdata=None, data={"lines": data, "origin": origin, "order_version": order_version})
    form.offer(whats)
    return form


def sent(whats: Iterable[What]) -> LinesForm:
    """The form as it came back."""
    form = LinesForm()
    form.offer(whats)
    return form


def has_items(form: LinesForm, made: Composed) -> bool:
    """Whether there is anything to enter; the form says so where there is not."""
    if not made.items:
        form.form_errors.append(gettext("No line is chosen as an item: there is nothing to enter."))
    return bool(made.items)


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="origin-of-a-text")
