"""A person at a browser without script: opens pages, fills in the forms that stand there, presses their buttons."""

import io
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.cast import PASSWORD


class Hand:
    """Sends only what a page carries: a button that is not there cannot be pressed, a choice not offered not made."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.path = ""
        self.answer: TestResponse
        self.page: html.HtmlElement

    def open(self, path: str, status: int = 200) -> str:
        """What a person reads there."""
        self._take(self.client.get(path, follow_redirects=True), status)
        return self.text

    def follow(self, label: str, *, about: str = "", status: int = 200) -> str:
        """Go where the link leads whose words begin so, and end with what it is about."""
        links = {" ".join(link.text_content().split()): link.get("href") for link in self.page.iter("a")}
        found = [href for words, href in links.items() if words.startswith(label) and words.endswith(about)]
        assert found, f"no link “{label} … {about}” on {self.path}, but {list(links)}"
        return self.open(found[0].partition("#")[0], status)

    def download(self, path: str) -> bytes:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.data

    def press(self, label: str, *, status: int = 303, nth: int = 0, **fields: Any) -> str:
        """Fill in what is named, press the button whose words begin so, and read what comes then."""
        path, sent = self.filled(label, nth=nth, **fields)
        self._take(self.client.post(path, data=sent), status)
        return self.text

    def bring(self, label: str, file: bytes, name: str, *, status: int = 200) -> str:
        """Choose a file in the one field that takes any, and press the button."""
        path, sent = self.filled(label)
        (field,) = (one for one in self.form(label).inputs if getattr(one, "type", "") == "file")
        self._take(self.client.post(path, data=sent | {field.name: (io.BytesIO(file), name)}), status)
        return self.text

    def filled(self, label: str, *, nth: int = 0, **fields: Any) -> tuple[str, dict[str, Any]]:
        """Where the form of this button would go, and what it would carry."""
        button, form = self._button(label, nth), self.form(label, nth)
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        for chosen in form.xpath(".//input[@type='radio'][@checked]"):
            sent[chosen.get("name")] = [chosen.get("value", "on")]  # lxml takes an empty value for none
        if button.get("name"):
            sent[button.get("name")] = [button.get("value") or ""]
        for name, value in fields.items():
            sent[name] = _typed(form.inputs[name], value)
        return button.get("formaction") or form.get("action") or self.path, sent

    def form(self, label: str, nth: int = 0) -> html.FormElement:
        """The form that this button sends."""
        button = self._button(label, nth)
        if button.get("form"):
            return self.page.get_element_by_id(button.get("form"))
        return next(button.iterancestors("form"))

    @property
    def text(self) -> str:
        """The words of the page, without what is in scripts, in one line."""
        body = self.page.find("body")
        return " ".join((body if body is not None else self.page).text_content().split())

    def offered(self, name: str) -> list[str]:
        """The choices of a field, in its reader's words."""
        options = self.page.xpath("//select[@name=$name]/option", name=name)
        return [" ".join(option.text_content().split()) for option in options]

    def buttons(self) -> list[str]:
        return [" ".join(button.text_content().split()) for button in self.page.iter("button")]

    def _button(self, label: str, nth: int) -> html.HtmlElement:
        inside = self.page.xpath("//main//button[not(@disabled)]") or self.page.xpath("//button[not(@disabled)]")
        found = [button for button in inside if " ".join(button.text_content().split()).startswith(label)]
        assert len(found) > nth, f"no button “{label}” on {self.path}, but {self.buttons()}"
        return found[nth]

    def _take(self, answer: TestResponse, status: int) -> None:
        assert answer.status_code == status, (answer.request.full_path, answer.status_code, _words(answer.text))
        if answer.status_code == 303:
            answer = self.client.get(answer.location, follow_redirects=True)
            assert answer.status_code == 200, (answer.request.path, answer.status_code)
        self.answer, self.path = answer, answer.request.full_path.rstrip("?")
        self.page = html.document_fromstring(answer.text)


def sits_down(app: Flask, email: str) -> Hand:
    """Signs in as people do."""
    hand = Hand(app.test_client())
    hand.open("/sign-in")
    hand.press("Sign in", email=email, password=PASSWORD)
    return hand


def _typed(control: Any, value: Any) -> Any:
    """A choice may be named by the words that its reader sees."""
    if isinstance(control, html.SelectElement):
        words = {" ".join(option.text_content().split()): option.get("value") for option in control.iter("option")}
        assert value in words or value in words.values(), f"“{value}” is not offered, but {list(words)}"
        return words.get(value, value)
    return value


def _words(page: str) -> str:
    return " ".join(html.document_fromstring(page or "<p>").text_content().split())[:1500]
