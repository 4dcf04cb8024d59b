"""The application put together: limits, cookies, languages in templates, and what https adds."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from flask import Flask, request
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from dialogue.app import LARGEST, PARTS, create_app
from dialogue.config import LARGEST_REQUEST, Config
from dialogue.rendering.word.template import OURS, blank
from dialogue.web.arrivals import CSP, HSTS
from tests.databases import Postgres, Sqlite


@pytest.fixture
def https(database: Sqlite | Postgres, data_dir: Path) -> FlaskClient:
    config = Config(
        data_dir=data_dir, database_url="", base_url="https://dialogue.example", secret_key="k" * 32, proxies=1
    )
    return create_app(config, engine=database.engine).test_client()


def test_an_application_with_a_letterhead_of_its_own_makes_papers_on_it(
    database: Sqlite | Postgres, data_dir: Path
) -> None:
    own = Document(str(OURS))
    own.sections[0].header.add_paragraph("Joint Secretariat")
    file = data_dir / "own.docx"
    own.save(str(file))
    config = Config(data_dir=data_dir, database_url="", base_url="http://localhost", secret_key="k" * 32)

    create_app(replace(config, letterhead=file), engine=database.engine)
    on_own = blank("en-GB")
    create_app(config, engine=database.engine)

    assert [len(paper.sections[0].header._element) for paper in (on_own, blank("en-GB"))] == [2, 1]


def test_a_request_that_is_too_large_is_refused_unread(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "x" * LARGEST})

    assert answer.status_code == 413
    assert "nothing of it was read or saved" in answer.text


def test_a_form_of_very_many_fields_is_refused(client: FlaskClient) -> None:
    parts = {f"f{n}": (None, "x") for n in range(PARTS + 1)}
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value[1]}\r\n' for name, value in parts.items()
    )

    answer = client.post("/sign-in", data=f"{body}--b--\r\n", content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 413


def test_the_largest_text_that_a_form_may_hold_still_arrives(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "x" * (1024 * 1024)})

    assert answer.status_code == 400  # without its token; but it was read


def test_no_page_takes_more_than_the_server_holds(app: Flask) -> None:
    marks = [view.mark for view in app.view_functions.values() if hasattr(view, "mark")]

    assert LARGEST < max(mark.most or 0 for mark in marks) < LARGEST_REQUEST


def test_https_has_its_own_cookie_and_headers(https: FlaskClient) -> None:
    answer = https.get("/sign-in", base_url="https://dialogue.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-dialogue=")
    assert cookie.endswith("; Secure; HttpOnly; Path=/; SameSite=Lax")
    assert answer.headers["Strict-Transport-Security"] == HSTS
    assert answer.headers["Content-Security-Policy"] == CSP


def test_https_answers_its_own_host_alone(https: FlaskClient) -> None:
    assert https.get("/healthz", base_url="https://127.0.0.1").status_code == 400
    assert https.get("/healthz", base_url="https://dialogue.example.evil.example").status_code == 400
    assert https.get("/healthz", base_url="https://dialogue.example").status_code == 200


def test_behind_a_proxy_of_ours_the_last_address_is_the_browsers(https: FlaskClient, database: object) -> None:
    seen: list[str] = []
    app = https.application
    app.after_request_funcs.setdefault(None, []).append(lambda r: (seen.append(_address()), r)[1])

    https.get("/healthz", base_url="https://dialogue.example", headers={"X-Forwarded-For": "6.6.6.6, 10.1.1.1"})

    assert seen == ["10.1.1.1"]


def test_a_misspelt_name_in_a_template_is_a_fault(app: Flask) -> None:
    with app.app_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ sesion.ref }}").render()


def test_templates_escape_what_they_put_into_sentences(app: Flask) -> None:
    page = app.jinja_env.from_string(
        "{% autoescape true %}{{ _('For %(name)s', name=who) }} "
        "{% trans n=2, who=who %}one {{ who }}{% pluralize n %}{{ n }} {{ who }}s{% endtrans %}{% endautoescape %}"
    ).render(who="<b>")

    assert page == "For &lt;b&gt; 2 &lt;b&gt;s"


def _address() -> str:

    return request.remote_addr or ""


def test_no_word_of_the_environment_turns_debugging_on(tmp_path: Path) -> None:
    """Flask would show no page of ours for a fault then, and the text that somebody typed would be lost."""
    code = "from dialogue.app import create_app; app = create_app(); print(app.debug, app.testing)"
    environ = os.environ | {"FLASK_DEBUG": "1", "FLASK_ENV": "development", "DIALOGUE_DATA_DIR": str(tmp_path / "var")}

    told = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)

    assert told.stdout == "False False\n"
