"""What forms are made of: fields that clean what is typed, and choices that only know what they were given.

No rule of the dialogue is here; those refuse in the domain."""

from dialogue.web.forms.choices import RadiosField, RecordField, RecordsField, WordField
from dialogue.web.forms.fields import (
    MARKS,
    Address,
    Clock,
    Day,
    Given,
    Line,
    Number,
    ProseField,
    Text,
    Upload,
    Version,
    WallTime,
)
from dialogue.web.forms.forms import Buttons, Form, KeyField, Unkeyed, again, answer

__all__ = [
    "MARKS",
    "Address",
    "Buttons",
    "Clock",
    "Day",
    "Form",
    "Given",
    "KeyField",
    "Line",
    "Number",
    "ProseField",
    "RadiosField",
    "RecordField",
    "RecordsField",
    "Text",
    "Unkeyed",
    "Upload",
    "Version",
    "WallTime",
    "WordField",
    "again",
    "answer",
]
