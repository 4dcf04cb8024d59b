"""What an address asks for beside what it names: every question is listed, and every odd one has its answer."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue import web
from tests.planted import Planted
from tests.stories.forms import reads_address
from tests.web.test_matrix import MATRIX, Key, as_planted

Browse = Callable[[str], FlaskClient]

# Every place that reads what stands behind the "?", by file and function; "*": a form or a filter that reads it whole.
READ = {
    "asked.py before": {"before"},
    "asked.py month": {"month"},
    "asked.py words": {"q"},
    "asked.py point": {"track", "*"},  # of an entry
    "asked.py _read": {"edition", "rev"},
    "asked.py nothing_else": {"edition", "rev"},
    "auth/sign_in.py new": {"next"},
    "auth/steps.py onward": {"next"},
    "auth/sign_in.py _again": {"next"},
    "errors.py forged": {"next"},
    "circulations/method.py ask_issue": {"*"},  # IssueForm
    "circulations/method.py _text": {"*"},  # a kind of text
    "decisions/pages.py _asked": {"status"},
    "developments.py _chosen": {"*", "since"},  # the filter
    "developments.py _form": {"topic"},
    "followups.py _chosen": {"*"},  # likewise
    "tracks.py _chosen": {"*"},  # likewise
    "tracks.py edit": {"activity"},
    "dealings.py _session": {"session"},
    "meetings.py _form": {"under"},
    "menus.py _chosen": {"*"},  # the filter
    "menus.py _number": {"*"},  # of a page, of an entry
    "gate.py answer": {"*"},  # no character that the database cannot hold
    "log.py index": {"session", "noun"},
    "search.py index": {"q"},
    "search.py _chosen": {"*", "page"},  # the filter
    "minutes/consultations.py ask_circulate": {"*"},  # CirculationForm
    "minutes/consultations.py ask_extend": {"*"},  # ExtensionForm
}
WHOLE = {
    "expires", "down_since", "down_until", "minutes", "draft", "agenda", "corrigendum", "owner", "topic", "state",
    "session", "overdue", "live", "order", "until", "kind", "entry",
}  # fmt: skip
QUESTIONS = sorted(WHOLE.union(*READ.values()) - {"*"})
ODD = [
    "nonsense", "secretariat", "1999-1", "2027-2", "999999999", "9" * 40, "-1", "0", "1e3", "٣", "' OR 1=1 --",
    "../../etc/passwd", "2027-02-30T25:61", "x" * 5000,
]  # fmt: skip
FILES = (".docx", ".csv", ".xlsx", ".pdf")


def test_every_question_that_a_view_asks_of_the_address_is_listed() -> None:
    found: dict[str, set[str]] = {}
    for path in Path(web.__path__[0]).rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and not any(map(_is_function, ast.iter_child_nodes(function))):
                for name in _read(function):
                    place = f"{path.relative_to(web.__path__[0])} {function.name}"
                    found.setdefault(place, set()).update(name)

    assert found == READ


def _read(function: ast.FunctionDef) -> Iterator[set[str]]:
    """The names that are asked for where `request.args` or `request.values` stands; "*" where none is told there."""
    told: dict[int, set[str]] = {}
    for node in ast.walk(function):
        of = node.func if isinstance(node, ast.Call) else node
        if isinstance(of, ast.Attribute) and of.attr == "get" and _is_query(of.value) and isinstance(node, ast.Call):
            asked = node.args[0]
            told[id(of.value)] = {asked.value} if isinstance(asked, ast.Constant) else _names(function, asked)
        elif _is_query(node):
            told.setdefault(id(node), {"*"})
    yield from told.values()


def _is_function(node: ast.AST) -> bool:
    """One that stands in another: the inner one is looked into."""
    return isinstance(node, ast.FunctionDef)


def _is_query(node: ast.AST) -> bool:
    whole = isinstance(node, ast.Attribute) and node.attr in {"args", "values"} and isinstance(node.value, ast.Name)
    return whole and node.value.id == "request"  # type: ignore[attr-defined]


def _names(function: ast.FunctionDef, asked: ast.expr) -> set[str]:
    """Of `asked.py` the names that its two helpers hand on; elsewhere nothing is known of a name that is made up."""
    return {"edition", "rev"} if function.name in {"_read", "nothing_else"} else {"*"}


# Who is asked what others were asked: not quick.
LATER = [pytest.param(role, marks=pytest.mark.slow) for role in ("delegate", "outsider")]


@pytest.mark.parametrize("role", ["secretary", "co-host", "admin", *LATER])
def test_no_odd_question_is_a_fault_or_opens_what_is_closed(
    role: str, world: Planted, app: Flask, browse: Browse
) -> None:
    """Whatever is asked, who may not open the page may not, and who may is told in words that a thing is not there. All
    that is odd is asked of each page that reads what is asked, by the secretary, the co-host, and whoever else alone
    may open it. The others refuse the first odd word as they refuse the next: the gate does it, in one place."""
    browser, wrong = browse(role), []
    reading = {rule.rule for rule in app.url_map.iter_rules() if reads_address(app, rule)}
    for key, row in MATRIX.items():
        if key[0] == "GET" and "nobody" not in row:
            path, plain = as_planted(app, world, key), row.get(role, row.get("others"))
            asks = role in {"secretary", "co-host"} or row.get("secretary", row["others"]) != 200
            for odd in ODD if plain == 200 and asks and key[1] in reading else ODD[:1]:
                answer = browser.get(path, query_string=dict.fromkeys(QUESTIONS, odd))
                if answer.status_code not in ({200, 403, 404, 409, 422} if plain == 200 else {plain}):
                    wrong.append(f"{path}, {odd[:20]}: {answer.status_code}")

    assert "\n".join(wrong) == ""
    assert len(reading) > 40


def _open_to(role: str) -> list[Key]:
    """What this role may read behind the sign-in."""
    known = [key for key, row in MATRIX.items() if key[0] == "GET" and row.get("nobody") is None]
    return [key for key in known if MATRIX[key].get(role, MATRIX[key]["others"]) == 200]


@pytest.mark.parametrize("role", ["secretary", "co-host", *LATER[:1]])
def test_an_unknown_edition_or_release_is_answered_alike_on_every_address(
    role: str, world: Planted, app: Flask, browse: Browse
) -> None:
    browser, wrong = browse(role), []
    for key in _open_to(role):
        path = as_planted(app, world, key)
        odd = ("edition=nonsense", "edition=PUBLIC", "rev=99")
        answers = [browser.get(f"{path}?{one}").status_code for one in odd]
        if key[1].endswith(FILES):
            answers.append(browser.get(f"{path}?edition=secretariat").status_code)
        if answers[:2] != [422, 422] or answers[2] not in {404, 422} or answers[3:] not in ([], [422]):
            wrong.append(f"{path}: {answers}")

    assert "\n".join(wrong) == ""


def test_a_paper_that_has_one_edition_is_given_in_no_other(world: Planted, browse: Browse) -> None:
    papers = [
        "/sessions/2027-1/annotated-agenda.docx", "/follow-ups.docx", "/follow-ups.csv", "/follow-ups.xlsx",
        "/decisions.docx", "/sessions/2026-2/minutes/comments.docx", "/sessions/2026-2/minutes/commented.docx",
        "/sessions/2026-2/minutes/revisions/2/changes.docx",
    ]  # fmt: skip

    answers = {
        edition: [browse("delegate").get(f"{path}?edition={edition}").status_code for path in papers]
        for edition in ("delegations", "cohost", "public", "secretariat")
    }

    one, none = [200] * len(papers), [422] * len(papers)
    assert answers == {"delegations": one, "cohost": none, "public": none, "secretariat": none}


def test_an_edition_that_is_not_the_readers_is_not_there_and_an_empty_question_is_none(
    world: Planted, browse: Browse
) -> None:
    cohost, delegate = browse("co-host"), browse("delegate")
    pages = ["/sessions/2027-1/agenda", "/sessions/2027-1/agenda.docx", "/sessions/2027-1/participants"]

    assert [cohost.get(f"{page}?edition=delegations").status_code for page in pages] == [404, 404, 404]
    assert [cohost.get(f"{page}?edition=&rev=").status_code for page in pages] == [200, 200, 200]
    assert [delegate.get(f"{page}?edition=public").status_code for page in pages] == [200, 200, 200]


def test_a_page_of_a_long_list_begins_before_a_row_and_whatever_is_no_row_at_the_newest(
    world: Planted, browse: Browse
) -> None:
    browser = browse("secretary")
    for page in ("/log", "/notices"):
        newest = browser.get(page).text.partition("<main")[2]
        for odd in ("0", "-1", "x", "1.5", "9" * 12, "٣"):
            assert ("To the newest" in browser.get(f"{page}?before={odd}").text) is False
        assert browser.get(f"{page}?before=1").text.partition("<main")[2] != newest


def test_the_log_answers_the_admin_alike_for_a_session_that_there_is_and_one_that_there_is_not(
    world: Planted, browse: Browse
) -> None:
    there, nowhere = (browse("admin").get(f"/log?session={ref}").text for ref in ("2027-1", "1999-1"))

    assert there.partition("<main")[2].partition("</main")[0] == nowhere.partition("<main")[2].partition("</main")[0]
    assert "person" in there
