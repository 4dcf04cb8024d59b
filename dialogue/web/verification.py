"""Verify a file: which of our papers it is, whether it is intact, whether it is superseded. Nothing of it is kept."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue.access import Right
from dialogue.domain.agreed import TEXTS
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.tracks import REVIEW
from dialogue.i18n import gettext, lazy
from dialogue.queries import verification
from dialogue.queries.verification import Finding
from dialogue.rendering.word.opened import Unreadable
from dialogue.web import texts, uploads
from dialogue.web.forms import Form, Line, answer
from dialogue.web.gate import answers, needs, standing

bp = Blueprint("verification", __name__)


class VerifyForm(Form):
    file = FileField(lazy("Word file"))
    sha256 = Line(lazy("SHA-256"), limit=200)

    def validate_sha256(self, field: Any) -> None:
        if self.file.data:
            return
        if not field.data:
            raise ValidationError(gettext("Please choose a file, or type its SHA-256."))
        if not verification.digits(field.data):
            raise ValidationError(gettext("A SHA-256 has 64 digits, 0 to 9 and a to f."))


@bp.get("/verify")
@needs(Right.PAPER_VERIFY)
def ask() -> str:
    return _page(VerifyForm(formdata=None))


@bp.post("/verify")
@answers(Right.PAPER_VERIFY, most=uploads.LARGEST)
def verify() -> Response | str:
    form = VerifyForm()
    if not form.validate():
        return answer("verification/ask.html", form)
    try:
        return _page(VerifyForm(formdata=None), _find(form))
    except Unreadable:
        form.file.errors = [gettext("This is no Word file (.docx), or one that is not safe to look into.")]
        return answer("verification/ask.html", form)


def _find(form: VerifyForm) -> Finding:
    if form.file.data:
        return verification.of_file(standing(), uploads.content(form.file.data))
    return verification.of_hash(standing(), form.sha256.data)


def _page(form: VerifyForm, finding: Finding | None = None) -> str:
    return render_template("verification/ask.html", form=form, finding=finding, address=_address, kinds=KINDS)


KINDS = {
    "action-sheet": lazy("Action Sheet"),
    "annotated agenda": lazy("annotated agenda"),
    "participants": lazy("list of participants"),
    "decisions": lazy("status of decisions"),
    REVIEW: lazy("review sheet"),
    "redline": lazy("draft minutes: changes"),
} | {name: lazy(noun.KIND.word) for name, noun in TEXTS.items()}


def _address(file: ReleasedFile) -> str:
    """Where the released file is taken away; "" for what is void and for a kind that has no such place."""
    if file.is_void:
        return ""
    if file.kind == "agenda":
        rev = file.label.removeprefix("REV ")  # or the word for the one that was adopted
        return url_for("agenda.download", ref=file.session.ref, rev=rev, edition=file.level.value)
    if file.kind == REVIEW:
        return url_for("reviews.download", ref=file.session.ref, rev=file.label.removeprefix("REV "))
    if found := texts.file_address(file):
        return found
    if file.circulation_id is not None:
        return url_for("circulations.action_sheet", circulation=file.circulation_id)
    return ""
