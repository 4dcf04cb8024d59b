"""The outermost door: hosts, headers on every answer, and a log that nobody can forge."""

import datetime as dt
import json
import logging

import pytest
from flask.testing import FlaskClient

from dialogue.config import ARRIVED
from dialogue.web.arrivals import HEADERS, the_time
from tests.cast import Cast
from tests.web.browser import As, submit
from tests.web.tried import blueprints  # noqa: F401 a fixture

HOSTS_REFUSED = [
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "192.168.0.7",
    "",
    "localhost@evil",
]


def test_every_answer_has_the_headers(client: FlaskClient, people: Cast, as_: As) -> None:
    asset = client.get("/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0]
    admin = as_(people.admin)
    answers = {
        200: client.get("/sign-in"),
        302: client.get("/sign-ins"),
        400: submit(client, "/tried/nato", name="x"),
        404: client.get("/nothing"),
        405: client.put("/sign-in"),
        409: submit(admin, "/tried/nato", {"name": "x", "refuse": "1"}),
        413: client.post("/sign-in", data={"email": "x" * 2_000_000}),
        500: admin.get("/tried/fault"),
        503: admin.get("/tried/nato/no-receipt"),
    }
    static = client.get(asset, buffered=True)

    assert {status: answer.status_code for status, answer in answers.items()} == {status: status for status in answers}
    for answer in (
        *answers.values(),
        static,
        client.get("/healthz"),
        client.get("/", headers={"Host": "evil.example"}),
    ):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert len(answer.headers.getlist("Content-Security-Policy")) == 1
        assert [name for name in answer.headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118
        assert answer.headers.get("Content-Type", "").replace('"', "").split("; ")[-1] in {
            "charset=utf-8",
            "application/json",
        }
    assert {answer.headers["Cache-Control"] for answer in answers.values()} == {"no-store"}
    assert static.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert "Strict-Transport-Security" not in static.headers


def test_a_page_differs_by_cookie_and_says_so(client: FlaskClient) -> None:
    assert client.get("/sign-in").headers["Vary"] == "Cookie"


@pytest.mark.parametrize("host", HOSTS_REFUSED)
def test_any_other_host_is_refused_before_anything_is_done(client: FlaskClient, host: str) -> None:
    answer = client.get("/sign-in", headers={"Host": host})

    assert (answer.status_code, answer.text) == (400, "This address is not served here.\n")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8123"])
def test_this_machine_is_answered_under_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), ("::1", 200), ("127.0.0.9", 200), ("10.0.0.5", 400)])
def test_over_plain_http_only_this_machine_is_answered(client: FlaskClient, peer: str, status: int) -> None:
    assert client.get("/healthz", environ_overrides={"REMOTE_ADDR": peer}).status_code == status


def test_the_log_is_one_line_a_request_without_secrets(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "dialogue.requests")
    logging.getLogger("dialogue.requests").addHandler(caplog.handler)

    client.get("/kept/" + "s" * 43 + "?next=/kept/" + "s" * 43)
    client.get("/feeds/" + "s" * 43 + ".ics")
    client.get("/password/links/" + "s" * 43)
    client.get("/x%0d%0a{%22status%22:200}")
    logging.getLogger("dialogue.requests").removeHandler(caplog.handler)

    assert "sss" not in caplog.text
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "dialogue.requests"]
    assert [line["path"] for line in lines][:3] == ["/kept/***", "/feeds/***", "/password/links/***"]
    assert all("\n" not in record.getMessage() and "\r" not in record.getMessage() for record in caplog.records)
    assert set(lines[0]) == {"at", "id", "method", "path", "status", "ms", "from", "person", "events"}


def test_the_log_names_the_person_by_number(people: Cast, as_: As, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("dialogue.requests").addHandler(caplog.handler)

    as_(people.outsider).get("/sign-ins")
    logging.getLogger("dialogue.requests").removeHandler(caplog.handler)

    line = json.loads(caplog.records[-1].getMessage())
    assert (line["person"], line["status"], line["at"]) == (people.outsider.id, 200, "2026-11-23T12:00:00.000+00:00")
    assert "Otto" not in caplog.text


def test_a_request_arrived_when_its_first_byte_did_where_the_server_says_so(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("dialogue.requests").addHandler(caplog.handler)
    first_byte = dt.datetime(2026, 11, 23, 11, 59, 50, tzinfo=dt.UTC)

    client.get("/healthz", environ_overrides={ARRIVED: first_byte})
    for name in (ARRIVED, "Dialogue-Arrived-At", "dialogue_arrived_at"):
        client.get("/healthz", headers={name: first_byte.isoformat()})
    logging.getLogger("dialogue.requests").removeHandler(caplog.handler)

    assert [json.loads(record.getMessage())["at"][11:19] for record in caplog.records] == [
        "11:59:50",
        *3 * ["12:00:00"],
    ]


def test_the_time_has_its_zone() -> None:
    assert the_time().tzinfo is dt.UTC
