"""A walk through the pages of two sessions of the demonstration, and the forms that stand on them."""

from collections.abc import Iterable, Iterator

from flask.testing import FlaskClient
from lxml import html

from dialogue.web import keys
from tests.planted import REFS

HERE, ELSEWHERE = REFS["next"], REFS["last"]
Form = tuple[str, tuple[tuple[str, str], ...]]  # where it goes, what it carries; "choice:x" is an id not offered for x


def forms_of(client: FlaskClient, start: Iterable[str]) -> Iterator[Form]:
    """Every form of the pages to which one can walk from there, once for each route and session."""
    waiting, seen, known = list(start), set(), set()
    adapter = client.application.url_map.bind("localhost")
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        answer = client.get(path, follow_redirects=True)
        if answer.status_code != 200 or "html" not in answer.content_type:
            continue
        page = html.document_fromstring(answer.text)
        links = {a.get("href", "").partition("#")[0].partition("?")[0] for a in page.iter("a")}
        waiting += [link for link in links if _worth(link)]
        for form in page.forms:
            action = (form.get("action") or path).partition("?")[0]
            if form.method == "POST" and "sign" not in action.split("/")[1]:
                endpoint, _ = adapter.match(action, method="POST")
                session = HERE if HERE in action else ELSEWHERE
                if (endpoint, session) not in known:
                    known.add((endpoint, session))
                    yield action, tuple(_fields(form))


def _worth(link: str) -> bool:
    return (HERE in link or ELSEWHERE in link) and not link.endswith((".docx", ".ics"))


def _fields(form: html.FormElement) -> Iterator[tuple[str, str]]:
    yield from form.form_values()
    offered: dict[str, set[str]] = {}
    for option in form.xpath(".//select/option"):
        offered.setdefault(option.getparent().get("name"), set()).add(option.get("value", ""))
    for box in form.xpath(".//input[@type='checkbox'][@value]"):
        offered.setdefault(box.get("name"), set()).add(box.get("value"))
    for name, values in offered.items():
        ids = {value for value in values if value}
        if ids and all(value.isdigit() for value in ids) and name != "rank":
            yield f"choice:{name}", str(_foreign(ids))


def _foreign(ids: set[str]) -> int:
    """An id that exists, of the same kind as far as the database's small numbers go, and is not on offer."""
    return next(n for n in range(1, 10_000) if str(n) not in ids)


def sent_of(fields: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        if not name.startswith("choice:") and name not in keys.UNSEEN:
            sent.setdefault(name, []).append(value)
    return sent
