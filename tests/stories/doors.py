"""Which pages open for whom: the addresses of all pages that the matrix lets a role read, and of its forms."""

from collections.abc import Iterator

from flask import Flask
from playwright.sync_api import Page, Response
from sqlalchemy import select

from dialogue.db import db
from dialogue.domain.people import Person
from tests.planted import ROLES
from tests.web.test_matrix import MATRIX, Key, address

# Whom the three read for; and those who alone open the rest.
READERS = ("secretary", "delegate", "co-host")
OTHERS = ("chair", "focal point", "admin")
NO_PAGES = (".docx", ".pdf", ".ics", ".csv", ".xlsx", "healthz", "readyz")  # files, and what only machines read
ONCE = {  # pages that something has to be done for first
    "/factors/<int:factor>/name",
    "/sessions/<ref:ref>/communique/edit",
    "/kept/<token:token>",
    "/sessions/imported/<int:imported>",
    "/sessions/imported/<int:imported>/edit",
    "/sessions/imported/<int:imported>/<slug:paper>/import",
    "/calendar/addresses/<token:key>",
    "/circulations/<int:circulation>/voices/<int:person>/let-go",
    "/sign-in/second",
    "/sign-in/set-up",
    "/circulations/new",
    "/circulations/<int:circulation>/entries/<int:entry>/answer",
    "/circulations/<int:circulation>/objections/<int:objection>",
}


def is_page(key: Key) -> bool:
    return key[0] == "GET" and not key[1].endswith(NO_PAGES)


def answers(key: Key, role: str) -> int | None:
    """What the matrix says that this role is answered."""
    row = MATRIX[key]
    return row.get(role, row.get("others") if role != "nobody" else None)


def opened_by(role: str) -> list[Key]:
    """Every page that opens for this role; for those who read for nobody but themselves, what no reader opens."""
    others = {key for reader in READERS for key in MATRIX if answers(key, reader) == 200}
    return [
        key
        for key in MATRIX
        if is_page(key) and answers(key, role) == 200 and (role in READERS or role == "nobody" or key not in others)
    ]


def pages(app: Flask, role: str) -> list[str]:
    """Their addresses, each once."""
    return list(dict.fromkeys(address(app, key) for key in opened_by(role)))


def unfinished(app: Flask, role: str) -> Iterator[str]:
    """The addresses of all forms that this role may send, and that say what is missing when nothing is typed."""
    for key in MATRIX:
        if key[0] == "POST" and answers(key, role) == 422:
            yield address(app, key)


def person(role: str) -> Person | None:
    return db.scalar(select(Person).where(Person.email == ROLES.get(role, role)))


def open_(page: Page, path: str, status: int = 200) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path


def send_nothing(page: Page, path: str) -> Response:
    """Send a form to which nobody has typed anything, with what every form of this page carries unseen."""
    with page.expect_navigation() as gone:
        page.evaluate(
            """path => {
                const form = document.querySelector(".whoami form").cloneNode(true);
                form.setAttribute("action", path);
                document.body.append(form);
                form.submit();
            }""",
            path,
        )
    return gone.value
