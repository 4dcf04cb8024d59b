"""Forms, each with its key, and how a page answers one."""

from typing import Any

from flask import make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField

from dialogue.domain.base import Refused
from dialogue.web import keys
from dialogue.web.forms.fields import Text, Upload


class KeyField(HiddenField):
    """Always a fresh key: what came with the last form is the gate's business."""

    def process_formdata(self, valuelist: list[str]) -> None:
        pass


class Unkeyed(FlaskForm):
    """A form of somebody who is not signed in yet: `csrf_token` alone."""

    may_name = True  # a compartment: nothing that is typed here is read by anybody

    class Meta(FlaskForm.Meta):
        locales = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What the form's own body brings: text for every field, files for the fields that take one. A text that
            came as a file or in JSON is a text that was not sent."""
            if isinstance(formdata, MultiDict | None):
                return formdata
            return _sent(form) if form.is_submitted() else None


class Form(Unkeyed):
    """Every other form carries `csrf_token` and `form_key`. What is typed in it is read by people who are on no list,
    so it names no compartment; a form of which that is not so says why."""

    may_name = False

    form_key = KeyField(default=keys.fresh)


class Buttons(Form):
    """A form of buttons alone."""


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
