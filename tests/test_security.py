"""The page on security holds: each requirement stands on it once, what it names exists, and what it says is so."""

import ast
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.domain.people import Person
from tests import cast
from tests.conftest import Clock, furnished
from tests.databases import Postgres, Sqlite
from tests.web.browser import As

HERE = Path(__file__).parent.parent
PAGE = (HERE / "docs/security.md").read_text()
MODULES = sorted(path.relative_to(HERE) for path in (HERE / "dialogue").rglob("*.py") if "_tree" not in path.parts)
SCRIPTS = sorted((HERE / "dialogue/web/static").rglob("*.js"))

CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16}
NUMBERS = "691c6210"  # of the SHA-256 of all numbers of levels 1 and 2, chapters 10 and 17 left out
LEAST = 170
WORDS = ("test", "fact", "operation", "not met", "not here")
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| (.+) \| (test|fact|operation|not met|not here): (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`tests/[\w/]+\.py::test_\w+`")

Item = tuple[int, ...]
Db = scoped_session[Session]


def items() -> list[tuple[Item, str, str]]:
    """Number, word and proof of each line of the tables."""
    return [(tuple(map(int, row[:3])), row[4], row[5]) for row in ROW.findall(PAGE)]


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse((HERE / path).read_text())) if isinstance(node, ast.Call)]


def imports(path: Path) -> set[str]:
    """Modules that a module takes in, as they are called."""
    found = set()
    for node in ast.walk(ast.parse((HERE / path).read_text())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
    return found


# What the page says of itself


def test_each_requirement_of_levels_1_and_2_stands_on_the_page_once() -> None:
    numbers = [number for number, *_ in items()]

    assert Counter(number[0] for number in numbers) == CHAPTERS
    assert numbers == sorted(set(numbers))
    written = " ".join(".".join(map(str, number)) for number in numbers)
    assert hashlib.sha256(written.encode()).hexdigest()[:8] == NUMBERS
    assert len(re.findall(r"^\| \d", PAGE, re.MULTILINE)) == len(numbers)


def test_what_is_shown_by_a_test_names_one() -> None:
    """That it exists, `tests/test_house.py` asks: whoever moves or renames a test is told before anything else."""
    assert [number for number, word, proof in items() if word == "test" and not NAMED.search(proof)] == []


def test_every_paragraph_that_the_page_leads_to_exists() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", found.lower()).replace(" ", "-") for found in re.findall(r"^#+ (.+)$", PAGE, re.M)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) - headings == set()


def test_enough_is_shown_by_a_test_or_a_fact_and_the_page_counts_rightly() -> None:
    counts = Counter(word for _, word, _ in items())
    told = dict(re.findall(r"(\d+) “([a-z ]+)”", PAGE.split("## ")[0]))

    assert {word: int(number) for number, word in told.items()} == {word: counts[word] for word in WORDS}
    assert counts["test"] + counts["fact"] >= LEAST


# What it says of the code


FORBIDDEN_IN_SCRIPTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\(|postMessage|onmessage|localStorage"
    r"|sessionStorage|indexedDB|document\.cookie|__proto__|Object\.assign|setAttribute\(.on|javascript:|WebSocket"
    r"|setTimeout\([\"'`]|https?://"
)


def test_no_script_makes_html_of_words_runs_words_listens_to_others_or_keeps_anything() -> None:
    assert SCRIPTS != []
    assert [(path.name, found) for path in SCRIPTS for found in FORBIDDEN_IN_SCRIPTS.findall(path.read_text())] == []


RUN_OR_REVIVE = {
    "pickle", "marshal", "shelve", "dbm", "yaml", "xml", "xmlrpc", "random", "jinja2.sandbox",
    "flask.render_template_string", "ctypes", "cffi", "code", "runpy",
}  # fmt: skip
CALLED = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "render_template_string",
    "from_string",
    "system",
    "popen",
    "md5",
    "sha1",
}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def owner_of(call: ast.Call) -> str:
    return getattr(call.func.value, "id", "") if isinstance(call.func, ast.Attribute) else ""


def test_no_module_runs_words_revives_objects_or_draws_weak_numbers() -> None:
    taken = [(str(path), name) for path in MODULES for name in imports(path) if name in RUN_OR_REVIVE]
    called = [
        (str(path), name_of(call))
        for path in MODULES
        for call in calls(path)
        if name_of(call) in CALLED and owner_of(call) != "re"
    ]
    shells = [str(path) for path in MODULES for call in calls(path) for word in call.keywords if word.arg == "shell"]

    assert (taken, called, shells) == ([], [], [])


OUTSIDE = {
    "socket",
    "http.client",
    "imaplib",
    "smtplib",
    "ssl",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "subprocess",
}


def test_the_ways_out_of_the_process_are_these() -> None:
    ways = {str(path): imports(path) & OUTSIDE for path in MODULES}

    assert {path: found for path, found in ways.items() if found} == {
        "dialogue/operations/backups.py": {"subprocess"},  # PostgreSQL's own programs
        "dialogue/operations/heartbeat.py": {"http.client"},  # the own pages
        "dialogue/notifications/letterbox.py": {"imaplib", "ssl"},  # the box that is named to `dialogue mail-in`
        "dialogue/notifications/smtp.py": {"smtplib", "ssl"},  # the mail server of the settings
        "dialogue/rendering/scans.py": {"subprocess"},  # the reader of scans, a process of our own
        "dialogue/operations/server.py": {"socket"},  # listens, and whether the port is free
        "dialogue/operations/supervisor.py": {"subprocess"},  # pages and worker
    }


def test_every_secret_has_128_bits_at_least() -> None:
    drawn = {
        (str(path), name_of(call), ast.unparse(call.args[0]))
        for path in MODULES
        for call in calls(path)
        if name_of(call).startswith("token_") and owner_of(call) == "secrets"
    }

    assert {(path, told) for path, _, told in drawn if not told.isdigit() or int(told) < 16} == {
        ("dialogue/config.py", "8"),  # the name of a file that is there for a moment
        ("dialogue/config.py", "length"),  # 32
        ("dialogue/operations/restores.py", "8"),  # likewise
        ("dialogue/web/arrivals.py", "6"),  # the number of a request
    }
    assert len(drawn) > 8


OF_A_LOOP = "cut"  # dialogue/rendering/differences.py: over two constants


def test_a_pattern_is_ours_and_what_is_put_into_one_is_escaped() -> None:
    patterns = [
        ast.unparse(call.args[0])
        for path in MODULES
        for call in calls(path)
        if owner_of(call) == "re" and name_of(call) not in {"escape"} and not isinstance(call.args[0], ast.Constant)
    ]

    assert [one for one in patterns if "re.escape(" not in one and not one.isupper() and one != OF_A_LOOP] == []
    assert len([one for one in patterns if "re.escape(" in one]) == 4


SAID_TO_BE_ABSENT = re.compile(
    r"^(?:python-)?(ldap3?|lxml-xpath|pylatex|py4j|pymemcache|python-memcached|redis|graphene|graphql-core|strawberry-graphql"
    r"|websockets?|flask-sock|flask-socketio|pyjwt|python-jose|authlib|pysaml2|python3-saml|twilio|cairosvg|celery)==",
    re.MULTILINE,
)


def test_what_the_page_calls_absent_is_in_no_lock() -> None:
    lock = (HERE / "requirements.txt").read_text()

    assert SAID_TO_BE_ABSENT.findall(lock) == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_one_version_and_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (HERE / lock).read_text().split("\n\n")[0])
    packages = [entry for entry in entries if not entry.startswith("#")]

    assert len(packages) > 30
    assert [
        one.split()[0] for one in packages if not re.match(r"[\w.\[\],-]+==\S+", one) or "--hash=sha256:" not in one
    ] == []


# What it says of the pages


def test_secrets_stand_in_these_addresses_alone(app: Flask) -> None:
    assert {rule.rule for rule in app.url_map.iter_rules() if "<token:" in rule.rule} == {
        "/feeds/<token:token>.ics",
        "/calendar/addresses/<token:key>",  # worth nothing without the server's key, and its person's alone
        "/kept/<token:token>",
        "/kept/<token:token>/discard",
        "/password/links/<token:token>",
    }


def test_nothing_but_get_head_and_post_is_answered_anywhere(app: Flask) -> None:
    assert {method for rule in app.url_map.iter_rules() for method in rule.methods or ()} == {"GET", "HEAD", "POST"}


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.git/HEAD", "/.env", "/.svn/entries", "/static", "/static/", "/assets", "/assets/",
        "/dialogue/app.py",
        "/requirements.txt", "/secret-key", "/var/secret-key", "/var/dialogue.db", "/dialogue.db",
        "/templates/base.html",
        "/outbox/", "/backup", "/debug", "/console", "/docs", "/openapi.json", "/metrics", "/server-status",
        "/admin", "/phpinfo.php",
        "/robots.txt~", "/%2e%2e/secret-key", "/..%2fsecret-key",
    ],
)  # fmt: skip
def test_nothing_of_the_checkout_the_data_or_a_tool_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in {404, 308}
    assert answer.status_code == 404 or client.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/sign-in", {"password": "current-password"}),
        (
            "/password",
            {"old_password": "current-password", "password": "new-password", "password_again": "new-password"},
        ),
    ],
)
def test_passwords_are_masked_and_a_manager_may_fill_them_in(as_: As, db: Db, path: str, names: dict[str, str]) -> None:
    page = as_(cast.enter(db).chair_nato if path == "/password" else None).get(path).text

    fields = {field for field in re.findall(r"<input[^>]*>", page) if 'type="password"' in field}
    told = {re.search(r' name="(\w+)"', one)[1]: re.search(r'autocomplete="([\w-]+)"', one)[1] for one in fields}
    assert told == names


def test_another_secret_key_ends_every_sign_in(
    database: Sqlite | Postgres, clock: Clock, tmp_path: Path, as_: As, db: Db
) -> None:
    people = cast.enter(db)
    browser = as_(people.chair_nato)
    config = Config(
        data_dir=furnished(tmp_path), database_url="", base_url="http://localhost", secret_key="another key " * 4
    )
    other = create_app(config, engine=database.engine, clock=clock).test_client()
    cookie = browser.get_cookie("dialogue")
    other.set_cookie("dialogue", cookie.value)

    assert browser.get("/sign-ins").status_code == 200
    assert other.get("/sign-ins").status_code == 302


def test_a_fresh_house_has_no_account(db: Db) -> None:
    assert db.scalar(select(func.count()).select_from(Person)) == 0
