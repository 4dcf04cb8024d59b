"""Buttons that stand on a page, each with its form filled in as a person would."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask.testing import FlaskClient
from lxml import html

# Not steps of the dialogue's work: what ends a sign-in, is each person's own, or hangs on what day was typed.
ELSEWHERE = (
    "/sign-",
    "/calendar",
    "/kept",
    "/log",
    "/verify",
    "/people",
    "/organisations",
    "/settings",
    "/password",
    "/working-days",
)
OVER = {"held_on", "held_until"}  # days of what is from before this system
ENDS = ("until", "expires")  # fields in which something is given more time than it has
QUOTES = ("reads",)  # fields that repeat the text of a paper, and may be left empty
FILES = (".docx", ".ics", ".csv", ".pdf", ".xlsx")


@dataclass(frozen=True)
class Button:
    """A form as it stands on its page: where it goes, what its button says, what it would send."""

    page: str
    path: str
    label: str
    sent: tuple[tuple[str, str], ...]


def buttons(client: FlaskClient, start: str, at: dt.datetime) -> Iterator[Button]:
    """Of every page to which one can walk from there at that instant, each address and label once."""
    waiting, seen, known = [start], set(), set()
    while waiting:
        path = waiting.pop()
        if (
            path in seen
            or not path.startswith("/")
            or path.startswith(ELSEWHERE)
            or path.partition("?")[0].endswith(FILES)
        ):
            continue
        seen.add(path)
        answer = client.get(path, follow_redirects=True)
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        page = html.document_fromstring(answer.text)
        waiting += [a.get("href", "").partition("#")[0] for a in page.iter("a")]
        for form in page.forms:
            action = form.get("action") or path
            if form.method != "POST" or action.startswith(ELSEWHERE):
                continue
            for button in form.xpath(".//button[not(@type) or @type='submit'][not(@disabled)]"):
                label = " ".join(button.text_content().split())
                if (action, label) not in known:
                    known.add((action, label))
                    yield Button(path, action, label, tuple(_sent(form, button, at)))


def _sent(form: html.FormElement, button: html.HtmlElement, at: dt.datetime) -> Iterator[tuple[str, str]]:
    """What stands in its fields; words where something is to be typed, the first choice where one is to be made."""
    for name, value in form.form_values():
        yield name, value if value.strip() else _typed(form, name, at)
    if button.get("name"):
        yield button.get("name"), button.get("value") or ""


def _typed(form: html.FormElement, name: str, at: dt.datetime) -> str:
    if name in QUOTES:
        return ""
    field = form.xpath(f".//*[@name='{name}']")[0]
    if field.tag == "select":
        return next((o.get("value") for o in field.xpath(".//option") if o.get("value")), "")
    kind = field.get("type", "text")
    if kind == "hidden":
        return ""
    if name in OVER:
        return f"{at - dt.timedelta(days=400):%Y-%m-%d}"
    if name in ENDS:
        return f"{at + dt.timedelta(days=65):%Y-%m-%dT%H:%M}"
    times = {"date": f"{at:%Y-%m-%d}", "datetime-local": f"{at:%Y-%m-%dT%H:%M}"}  # a while ago, where it is UTC
    return (times | {"number": "1", "email": "new@people.example"}).get(kind, "As was agreed.")
