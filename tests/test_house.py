"""The house guards itself: every room has its test, its sentence and its door, and the words of one Party are data."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dialogue import cli
from dialogue.app import BLUEPRINTS, create_app
from dialogue.config import Config
from dialogue.db import connect
from tests.conftest import furnished

HERE = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(HERE) for path in (HERE / "dialogue").rglob("*.py") if "_tree" not in path.parts)
TEMPLATES = sorted(path.relative_to(HERE / "templates") for path in (HERE / "templates").rglob("*.html"))
DECISIONS = HERE / "docs/decisions"
PAGES = sorted([*HERE.glob("*.md"), *(HERE / "docs").rglob("*.md")])
COMMITTERS = {"dialogue/app.py", "dialogue/cli.py", "dialogue/db.py"}

# Names of Parties, places and offices are data (contract, Words). The zone id is the name that time-zone rules have.
DATA = re.compile(r"NATO|Kosov|Prishtin|Priština|Pristina|Serbia|(?<!Europe/)Brussels|Belgrade")


# By what somebody may do something: a fact of its noun, compared in `access` and nowhere else.
JUDGED = {
    "abilities", "entitled", "holds_delegations", "holds_register", "is_admin", "is_entitled",
    "is_secretary", "keeps_own_people", "reads_papers", "speaks", "takes_part",
}  # fmt: skip
OF_A_PERSON = ("is_admin", "is_secretary", "reads_papers")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    data_dir = furnished(tmp_path_factory.mktemp("var"))
    config = Config(data_dir=data_dir, database_url="sqlite://", base_url="http://localhost", secret_key="k" * 32)
    return create_app(config, engine=connect(config.database_url))


def tree(path):
    return ast.parse((HERE / path).read_text(), filename=str(path))


def lines(path, pattern):
    return [
        f"{path}:{n}" for n, line in enumerate((HERE / path).read_text().splitlines(), 1) if re.search(pattern, line)
    ]


def anchors(page):
    """What the headings of a page are called in links."""
    return {
        re.sub(r"[^a-z0-9 _-]", "", found.lower()).replace(" ", "-")
        for found in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    }


def leads(page, link):
    path, _, heading = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and HERE in target.parents and (not heading or heading in anchors(target))


def homes(module):
    """Where a module's tests may lie: in its own file, or in that of the folder which it is a part of."""
    inside = module.relative_to("dialogue")
    yield Path("tests", *inside.parts[:-1], f"test_{inside.stem}.py")
    if len(inside.parts) > 2 or inside.parts[0] == "access":
        yield Path("tests", *inside.parts[:-2], f"test_{inside.parts[-2]}.py")


def test_every_module_has_a_test_file_in_the_same_place():
    rooms = [path for path in MODULES if not path.stem.startswith("__")]

    without = [str(path) for path in rooms if not any((HERE / test).is_file() for test in homes(path))]

    assert without == []


def test_every_module_opens_with_a_sentence():
    sentences = {str(path): ast.get_docstring(tree(path)) or "" for path in MODULES}

    assert [path for path, told in sentences.items() if not told.split("\n\n")[0].endswith(".")] == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{path}:{found.lineno}"
        for path in MODULES
        for inner in ast.walk(tree(path))
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
        for found in ast.walk(inner)
        if isinstance(found, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_nothing_is_imported_for_the_types_alone():
    assert [hit for path in MODULES for hit in lines(path, r"TYPE_CHECKING")] == []


def test_only_the_door_keeps_or_drops_a_transaction():
    found = {str(path): lines(path, r"\.commit\(") for path in MODULES}

    assert [hit for path, hits in found.items() if path not in COMMITTERS for hit in hits] == []


def test_clock_request_and_environment_are_read_at_the_edges_only():
    edges = {"dialogue/config.py", "dialogue/cli.py"}
    below = [path for path in MODULES if str(path) not in edges and path.parts[1] != "web"]

    assert [
        hit for path in below for hit in lines(path, r"os\.environ|\bnow\(|\btoday\(|current_user|import request")
    ] == []


def test_importing_the_domain_leaves_flask_asleep():
    code = "import sys, dialogue.domain.followups, dialogue.domain.minutes; print('flask' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE).stdout

    assert told == "False\n"


def strings(path):
    """The string constants of a module, without its docstrings."""
    nodes = list(ast.walk(tree(path)))
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def test_names_of_parties_and_places_stand_in_no_template_and_no_module():
    shown = {str(path): "\n".join(strings(path)) for path in MODULES}
    shown |= {
        str(path): re.sub(r"\{#.*?#\}", "", (HERE / "templates" / path).read_text(), flags=re.DOTALL)
        for path in TEMPLATES
    }

    assert {path: found for path, text in shown.items() if (found := DATA.findall(text))} == {}


def judgements(path):
    """Where a module asks for itself what somebody is, or takes a standing apart instead of handing it on."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Attribute):
            continue
        of = ast.unparse(node.value)
        taken_apart = of in ("standing", "standing()") and node.attr not in ("person", "at")
        role = of in ("Standing", "Role", "people.Standing") and node.attr in ("SECRETARY", "ADMIN")
        if node.attr in JUDGED or taken_apart or role:
            yield f"{path}:{node.lineno} {of}.{node.attr}"


def test_who_may_is_judged_in_access_alone():
    others = [path for path in MODULES if path.parts[1] not in ("access", "domain")]
    nouns = [path for path in MODULES if path.parts[1] == "domain" and path.stem != "people"]
    pages = [Path("templates", path) for path in TEMPLATES]

    assert [hit for path in others for hit in judgements(path)] == []
    assert [hit for path in nouns for hit in judgements(path) if hit.endswith(OF_A_PERSON)] == []
    assert [hit for path in pages for hit in lines(path, rf"\.({'|'.join(sorted(JUDGED))})\b")] == []


def test_every_template_is_rendered_by_the_blueprint_of_its_folder():
    sources = {
        name: "".join((HERE / path).read_text() for path in MODULES if path.parts[2:3] in [(name,), (f"{name}.py",)])
        for name in {path.parts[0] for path in TEMPLATES}
    }
    pages = [path for path in TEMPLATES if path.parts[0] not in {"base.html", "macros", "errors"}]

    unused = [str(path) for path in pages if path.name[0] != "_" and f'"{path}"' not in sources[path.parts[0]]]

    assert unused == []


def test_a_new_kind_of_paper_costs_these_files():
    """The joint communiqué was the last one that came."""
    pages = [Path("templates", path) for path in TEMPLATES]
    naming = [
        str(path) for path in (*MODULES, *pages) if re.search(r"communiqu", (HERE / path).read_text(), re.IGNORECASE)
    ]

    assert naming == [
        "dialogue/access/policy.py",
        "dialogue/access/rights.py",
        "dialogue/app.py",
        "dialogue/domain/communiques.py",
        "dialogue/domain/editions/texts.py",
        "dialogue/domain/notices/kinds.py",
        "dialogue/rendering/word/communique.py",
        "dialogue/rendering/word/word.py",
        "dialogue/web/communiques.py",
    ]


def test_every_template_that_is_asked_for_exists():
    asked = {name for path in MODULES for name in re.findall(r"\"([\w/-]+\.html)\"", (HERE / path).read_text())}
    asked |= {
        name
        for path in TEMPLATES
        for name in re.findall(r"[\"']([\w/-]+\.html)[\"']", (HERE / "templates" / path).read_text())
    }

    assert sorted(asked - set(map(str, TEMPLATES))) == []


def test_every_route_says_who_may_use_it(app):
    marks = {name: getattr(view, "mark", None) for name, view in app.view_functions.items()}

    assert [name for name, mark in marks.items() if mark is None or bool(mark.right) == mark.public] == []


def test_every_parameter_of_a_route_is_typed_and_its_path_kebab_case(app):
    paths = [rule.rule for rule in app.url_map.iter_rules()]

    assert [path for path in paths if re.search(r"<[^:>]+>", path)] == []
    assert [path for path in paths if not re.fullmatch(r"[a-z0-9/.-]*", re.sub(r"<[^>]+>", "", path))] == []


def test_every_blueprint_is_kept_apart_by_the_import_contracts():
    contracts = tomllib.loads((HERE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (apart,) = [contract["modules"] for contract in contracts if contract["type"] == "independence"]

    assert sorted(apart) == sorted({".".join(bp.import_name.split(".")[:3]) for bp in BLUEPRINTS})


@pytest.mark.parametrize("page", ["README.md", "docs/operating.md"])
def test_every_command_stands_in_the_readme_and_on_the_page_for_operators(page):
    told = (HERE / page).read_text()

    assert [name for name in cli.dialogue.commands if f"`dialogue {name}" not in told] == []


def test_every_setting_stands_on_the_page_for_operators():
    asked = set(re.findall(r'"(DIALOGUE_[A-Z_]+|PORT)"', (HERE / "dialogue/config.py").read_text()))

    told = set(re.findall(r"^\| `(\w+)` \|", (HERE / "docs/operating.md").read_text(), re.MULTILINE))
    assert told == asked


def test_every_link_of_a_page_leads_to_a_file_of_ours_and_to_a_heading_of_it():
    broken = [
        (str(page.relative_to(HERE)), link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text())
        if not link.startswith("https://") and not leads(page, link)
    ]

    assert broken == []


def test_every_module_that_a_page_names_exists():
    gone = [
        (str(page.relative_to(HERE)), name)
        for page in PAGES
        for name in re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text())
        if not any((HERE / root / name).is_file() for root in ("", "dialogue")) and "/X/" not in name
    ]

    assert gone == []


def test_every_decision_is_listed_and_the_code_leads_to_none_else():
    listed = re.findall(r"^- \[.*\]\((\d{4}-[\w-]+\.md)\) — .+\.$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    named = {n for path in MODULES for n in re.findall(r"docs/decisions/(\d{4})", (HERE / path).read_text())}

    assert sorted(listed) == sorted(path.name for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert named - {name[:4] for name in listed} == set()
    assert [int(name[:4]) for name in sorted(listed)] == list(range(1, len(listed) + 1))


def test_every_decision_has_a_date_its_context_and_its_consequences():
    form = re.compile(
        r"# [^\n]+\n\n20\d\d-\d\d-\d\d(, 20\d\d-\d\d-\d\d)*\n\n## Context\n.+\n## Decision\n.+\n## Consequences\n.+",
        re.DOTALL,
    )

    assert [p.name for p in DECISIONS.glob("0*.md") if not form.fullmatch(p.read_text())] == []


def test_every_test_and_file_that_the_page_on_security_names_exists():
    page = (HERE / "docs/security.md").read_text()
    named = re.findall(r"`([\w/.-]+\.(?:py|md|txt|toml))(?:::(test_\w+))?`", page)

    assert [path for path, _ in named if not (HERE / path).is_file()] == []
    assert [(path, test) for path, test in named if test and f"def {test}(" not in (HERE / path).read_text()] == []
    assert len(named) > 150
