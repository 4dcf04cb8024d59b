"""What may stand in an address, and where a sign-in may lead."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from dialogue.web.addresses import local, teach


@pytest.fixture
def app() -> Flask:
    app = Flask("addresses", static_folder=None)
    teach(app)
    for kind in ("ref", "slug", "token", "int"):
        app.add_url_rule(f"/{kind}/<{kind}:value>", endpoint=kind)
    return app


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/ref/2026-1", "2026-1"),
        ("/ref/2027-12", "2027-12"),
        ("/slug/regional-security", "regional-security"),
        ("/token/" + "aZ0_-" * 5, "aZ0_-" * 5),
        ("/int/1", 1),
        ("/int/999999999", 999_999_999),
    ],
)
def test_a_good_address_is_read(app: Flask, path: str, value: object) -> None:
    assert app.url_map.bind("localhost").match(path)[1] == {"value": value}


@pytest.mark.parametrize(
    "path",
    [
        "/ref/2026-0",
        "/ref/26-1",
        "/ref/2026-1234",
        "/ref/2026",
        "/ref/2026-1/",
        "/ref/ 2026-1",
        "/ref/2026-1\n",
        "/slug/Upper",
        "/slug/-a",
        "/slug/a--b",
        "/slug/a_b",
        "/slug/a%00",
        "/slug/..",
        "/slug/ë",
        "/token/short",
        "/token/" + "a" * 129,
        "/token/" + "a" * 30 + ".",
        "/int/0",
        "/int/-1",
        "/int/1000000000",
        "/int/1.0",
    ],
)
def test_a_mangled_address_is_unknown(app: Flask, path: str) -> None:
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match(path)


@pytest.mark.parametrize("path", ["/", "/sessions", "/sessions/2026-1?rev=2&x=//y", "/kept/abc#top", "/a:b", "/@x"])
def test_a_local_path_is_kept(path: str) -> None:
    assert local(path) == path


ELSEWHERE = [
    None, "", "evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example",
    "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "//\\evil.example", "\\evil.example",
    "https://evil.example", "HTTPS://evil.example", "http:evil.example", "https:/evil.example", "https:///evil.example",
    "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    " javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://evil.example",
    "mailto:a@evil.example", "//evil.example/sign-in", "//user@evil.example", "//evil.example:443", "//[::1]/",
    "//2130706433", "//localhost@evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nLocation: //evil.example",
    "\t//evil.example", " //evil.example", "/ /evil.example", "/a b", "/\x00", "/\x7f/evil.example", ".evil.example",
    "@evil.example", "?next=//evil.example", "#//evil.example", "sessions", "%2f%2fevil.example", "／／evil.example",
    "/sessions\\..\\evil.example",
]  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE)
def test_any_other_leads_home(path: str | None) -> None:
    assert local(path) == "/"
