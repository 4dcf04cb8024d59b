"""The field for a code: of an authenticator app, or a recovery code. What was typed never comes back."""

from typing import Any

from wtforms import PasswordField
from wtforms.widgets import TextInput

from dialogue.web.forms import Given

LONGEST = 60


class CodeField(PasswordField):
    """Shown while it is typed, for codes are read off; empty when the page comes again."""

    class Widget(TextInput):
        def __call__(self, field: Any, **more: Any) -> Any:
            return super().__call__(field, value="", **more)

    widget = Widget()

    def __init__(self, label: Any = None, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Given()] if required else [], **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0][:LONGEST] if valuelist else ""
