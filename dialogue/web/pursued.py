"""Forms of a follow-up, in whichever register it stands: what is reported of it, and why it is no longer wanted."""

from dialogue.domain.followups import FollowUpState
from dialogue.i18n import lazy
from dialogue.web.forms import Form, Line, ProseField, Text, Version, WordField


class ReportForm(Form):
    """What somebody says of a follow-up: a note, and the state it is in from now on."""

    state = WordField(lazy("From now on it is"), kind=FollowUpState)
    text = ProseField(lazy("Note"), limit=5_000, required=True)
    evidence = Line(lazy("Evidence"), limit=500)
    base_version = Version()


class DropForm(Form):
    reason = Text(lazy("Why it is no longer wanted"), limit=2_000, required=True, id="drop-reason")
    base_version = Version()
