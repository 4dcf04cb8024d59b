"""What is typed of a meeting between the sessions: its plan, what was concluded, what is to be done."""

from typing import Self

from wtforms import ValidationError

from dialogue.domain.base import Refused, refusal
from dialogue.domain.meetings import Format, MeetingKind, Plan, Under
from dialogue.i18n import gettext, lazy
from dialogue.web.dates import WarnedForm
from dialogue.web.errors import said
from dialogue.web.forms import (
    Day,
    Form,
    Line,
    ProseField,
    RadiosField,
    RecordField,
    RecordsField,
    Text,
    Version,
    WallTime,
    WordField,
)


class OfMeeting(Form):
    """What is typed about a meeting under a track in a compartment is read by its list alone."""

    def of(self, under: Under | None) -> Self:
        self.may_name = under is not None and under.is_insulated
        return self


class MeetingForm(OfMeeting, WarnedForm):
    kind = WordField(lazy("Kind"), kind=MeetingKind)
    title = Line(lazy("Title"), required=True)
    under = RecordField(lazy("It stands under"))
    starts = WallTime(lazy("Starts"), required=True)
    ends = WallTime(lazy("Ends"), required=True)
    format = RadiosField(lazy("How it meets"), kind=Format, default=Format.IN_PERSON)
    place = RecordField(lazy("City"), required=False, none=lazy("none: from afar"))
    venue = Line(lazy("Venue"))
    link = Line(lazy("Address for joining from afar"))
    decision = RecordField(lazy("The decision that it answers"), required=False, none=lazy("none"))
    people = RecordsField(lazy("Who takes part"))

    def validate_link(self, field: Line) -> None:
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(gettext("Please give an address that begins with https://."))

    @property
    def plan(self) -> Plan:
        names = ("kind", "title", "starts", "ends", "format", "place", "venue", "link", "decision")
        return Plan(**{name: self[name].data for name in names})

    def is_right(self, under: Under | None) -> bool:
        """Also what no plan may be, whatever else is known."""
        if not self.of(under).validate():
            return False
        wrong = refusal(self.plan.check, under)
        if wrong is None and not self.people.data:
            wrong = Refused("Please choose who takes part.")
        return self.take(wrong)

    def take(self, wrong: Refused | None) -> bool:
        """Show the sentence with all that was typed. Returns whether there is none."""
        self.form_errors = [said(wrong)] if wrong is not None else []
        return wrong is None


class ConclusionsForm(OfMeeting):
    conclusions = ProseField(lazy("Conclusions"), limit=10_000, required=True)
    base_version = Version()


class ActionForm(OfMeeting):
    text = ProseField(lazy("What is to be done"), limit=5_000, required=True)
    owner = RecordField(lazy("Owner"))
    office = Line(lazy("Office"))
    due_on = Day(lazy("Due"), required=True)
    base_version = Version()


class CancelForm(OfMeeting):
    reason = Text(lazy("Reason, which everybody who takes part is told"), limit=2_000, required=True)
    base_version = Version()

    def validate_reason(self, field: Text) -> None:
        if not (field.data or "").strip():
            raise ValidationError(gettext("Please say why: whoever takes part is told."))


class AgreeForm(Form):
    base_version = Version()
