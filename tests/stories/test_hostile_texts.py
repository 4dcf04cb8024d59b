"""What somebody may type, paste or send on purpose: no form falls over it, and whatever then shows it stays whole."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from lxml import etree, html
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from dialogue.domain.text import fit, unturned
from tests import wire
from tests.planted import REFS, Planted
from tests.rendering.word.checks import missed_by_the_audit
from tests.rendering.word.hostile import BROKEN, CONTROLS, MARKDOWN, SCRIPTS, UNSEEN, WORD
from tests.rendering.word.readers import unread
from tests.stories.hand import Hand

SCRIPTED = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' autofocus onfocus=alert(1) '",  # noqa: E501
    "<a href='javascript:alert(1)'>x</a>", "[x](java\tscript:alert(1))", "[x](data:text/html,<script>1</script>)",
    "<iframe src=//evil.example>", "<math><mtext></p><style>*{}</style>", "<template><b hx-get=/x>", "</textarea><script>1</script>",  # noqa: E501
    "<details open ontoggle=alert(1)>", "<div data-hx-on:click=alert(1) style=position:fixed>x</div>", "<base href=//evil.example>",  # noqa: E501
    "<meta http-equiv=refresh content=0>", "<form action=//evil.example><button>x</button></form>", "{{7*7}} {% raw %} ${7*7} #{7*7}",  # noqa: E501
)  # fmt: skip
OF_CALENDARS = ("x\r\nEND:VEVENT\r\nBEGIN:VALARM", "a;b,c:d\\n", '^n "x"', "ž" * 60, "BEGIN:VEVENT", "X-A;B=C:d")
OF_TABLES = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1", '"=1"')
OF_QUERIES = ("' OR 1=1 --", '"; DROP TABLE people; --', "%s %n %(x)s", "\\'; --", "*)(uid=*", "\x00", "100%", "_%")
SHORT = (*CONTROLS, *UNSEEN, *BROKEN, *WORD, *SCRIPTS, *SCRIPTED, *OF_CALENDARS, *OF_TABLES, *OF_QUERIES)
LINES = [text for text in (*SHORT, *MARKDOWN) if len(text) <= 190]
TURNED = " \n\n ".join((*SHORT, *MARKDOWN)[::6])[:4_900]  # with marks that no field takes
PARTS = [unturned(" \n\n ".join((*SHORT, *MARKDOWN)[n::6])[:4_900]) for n in range(6)]
HUGE = ("x" * 1_000_000, "\n" * 1_000_000, "\t" * 1_000_000, "<b>" * 300_000)

NEXT, LAST = REFS["next"], REFS["last"]
AGENDA, MINUTES = f"/sessions/{NEXT}/agenda", f"/sessions/{LAST}/minutes"
CHECKED = "See what that means"  # a page that writes nothing: it shows what would happen
FORMS = [
    ("secretary", f"{AGENDA}/items/new", "Put the item"),
    ("secretary", f"{AGENDA}/items/*", "Save the item"),
    ("secretary", f"{AGENDA}/papers", "Enter"),
    ("co-host", f"{AGENDA}/requests", "Ask both"),
    ("secretary", f"/sessions/{NEXT}/changes/move", CHECKED),
    ("secretary", f"/sessions/{NEXT}/arrange", ""),
    ("secretary", f"{MINUTES}/items/4", "Add this paragraph"),
    ("secretary", f"{MINUTES}/items/3", "Save paragraph"),
    ("secretary", f"{MINUTES}/comments/nato/1", "Record the answer"),
    ("secretary", "/topics/new", ""),
    ("secretary", "/topics/cyber-defence/edit", ""),
    ("secretary", "/circulations/external/new", ""),
    ("secretary", "/circulations/external/1/edit", ""),
    ("secretary", "/decisions/drafts/new", ""),
    ("secretary", "/working-days", "Correct this day"),
    ("secretary", "/decisions/drafts/2027-1/1/edit", ""),
    ("secretary", "/follow-ups/2026-1/2", "Record this"),
    ("secretary", "/follow-ups/2026-1/2", "Set office"),
    ("secretary", "/calendar", "Make the address"),
    ("chair", f"/sessions/{NEXT}/participants/nato/enter", ""),
    ("admin", "/people/new", ""),
    ("admin", "/organisations/new", ""),
    ("admin", "/places/new", ""),
    ("admin", "/settings", ""),
]
CHOSEN = {
    "/working-days": {"on": "2027-06-08"},
    "/people/new": {"organisation": "1"},
    "/organisations/new": {"kind": "other"},
    "/decisions/drafts/new": {"session": "1"},
}
PAGES = [
    "/",
    "/sessions",
    f"/sessions/{NEXT}",
    AGENDA,
    f"{AGENDA}/requests",
    f"{AGENDA}/papers",
    f"/sessions/{NEXT}/participants",
]
PAGES += [
    MINUTES,
    f"{MINUTES}/items/4",
    f"{MINUTES}/sign-off",
    f"{MINUTES}/comments",
    f"{MINUTES}/changes",
    f"{MINUTES}/comments/nato/1",
    "/topics",
    "/topics/cyber-defence",
    "/circulations/external",
    "/working-days",
    "/decisions",
    "/decisions/drafts",
    "/decisions/drafts/2027-1/1",
    "/decisions/drafts/2027-1/1/sign-off",
    "/follow-ups",
    "/follow-ups/2026-1/2",
]
PAPERS = [
    f"{AGENDA}.docx",
    f"/sessions/{NEXT}/annotated-agenda.docx",
    f"{MINUTES}.docx",
    f"/sessions/{NEXT}/participants.docx",
]
PAPERS += ["/follow-ups.docx"]
count = itertools.count()


@pytest.fixture(scope="module")
def app(at_work: Flask) -> Flask:
    return at_work


@pytest.mark.parametrize(("role", "path", "button"), FORMS)
def test_a_form_takes_it_or_says_why_not_and_keeps_it(
    world: Planted, app: Flask, role: str, path: str, button: str
) -> None:
    hand, wrong, taken = Hand(world.browser(app, role)), [], 0
    lines = itertools.islice(itertools.cycle(LINES), 31 * FORMS.index((role, path, button)), None)
    for part in (TURNED, *PARTS):
        some = lines if part is TURNED else map(unturned, lines)
        answer, typed = _send(hand, path, button, part, some)
        done = 200 if button == CHECKED else 303
        taken += answer.status_code == done
        if answer.status_code not in {done, 409, 413, 422}:
            wrong.append(f"{answer.status_code} for {typed}")
        elif answer.status_code == 422 and _lost(answer, typed):
            wrong.append(f"lost: {_lost(answer, typed)} in {_words(answer)}")

    assert wrong == []
    assert taken or button == "Make the address", _words(answer)


@pytest.mark.parametrize(("role", "path", "button"), [FORMS[0], FORMS[-1]])
def test_a_text_far_too_long_is_refused_and_kept(world: Planted, app: Flask, role: str, path: str, button: str) -> None:
    hand = Hand(world.browser(app, role))

    assert {_send(hand, path, button, text, itertools.repeat(text))[0].status_code for text in HUGE} <= {413, 422, 409}


@pytest.mark.parametrize(
    "path",
    ["/topics/%00", "/sessions/2027-1%00", "/sessions/%ed%a0%80", "/follow-ups?q=%00", "/follow-ups?q=%ed%a0%80&state=%ff",  # noqa: E501
     f"{AGENDA}?edition=%00", f"{AGENDA}?rev=%00", f"{AGENDA}?rev={'9' * 5000}", "/people?q=%00", "/kept/%00", "/feeds/%00.ics",  # noqa: E501
     "/sign-in?next=%00//evil.example", f"{AGENDA}/items/99999999999999999999", "/follow-ups/2026-1/99999999999999999999",  # noqa: E501
     f"{MINUTES}?edition=%0d%0aX:y", "/topics/..%2f..%2fetc%2fpasswd", "/" + "a" * 9000],
)  # fmt: skip
@pytest.mark.parametrize("role", ["secretary", "admin", "nobody"])
def test_a_strange_address_is_answered(world: Planted, app: Flask, role: str, path: str) -> None:
    assert world.browser(app, role).get(path).status_code in {200, 302, 400, 403, 404, 414, 422}


def test_no_page_has_anything_in_it_that_runs(world: Planted, app: Flask) -> None:
    client = world.browser(app, "secretary")
    lively = {path: found for path in PAGES if (found := list(_lively(client.get(path))))}

    assert lively == {}


def test_the_page_of_a_conflict_has_nothing_in_it_that_runs(world: Planted, app: Flask) -> None:
    first, second = (Hand(world.browser(app, "secretary")) for _ in range(2))
    for hand in (first, second):
        hand.open("/topics/cyber-defence/edit")
    _post(first, "Save", {"summary": " ".join(SCRIPTED)}, open_first=False)

    answer, _ = _post(second, "Save", {"summary": " ".join(reversed(SCRIPTED))}, open_first=False)

    assert answer.status_code == 409
    assert list(_lively(answer)) == []


@pytest.mark.parametrize("path", PAPERS)
def test_every_paper_opens_and_fetches_nothing(world: Planted, app: Flask, path: str) -> None:
    blob = Hand(world.browser(app, "secretary")).download(path)

    assert missed_by_the_audit(blob) == []
    assert unread(blob) == []
    assert list(_reaching_out(blob)) == []


def test_every_calendar_keeps_its_rules(world: Planted, app: Flask) -> None:
    assert len(wire.events(Hand(world.browser(app, "secretary")).download(f"/sessions/{NEXT}.ics"))) == 1


def test_no_cell_of_the_table_is_a_formula(world: Planted, app: Flask) -> None:
    hand = Hand(world.browser(app, "secretary"))
    rows = list(csv.reader(io.StringIO(hand.download("/follow-ups.csv").decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(hand.download("/follow-ups.xlsx"))).active

    assert len(rows) > 1
    assert [cell for row in rows for cell in row if re.search(r"(^|[;\t\r\n])\s*[=+\-@＝＋－＠]|^[\t\r;]", cell)] == []
    assert book.max_row == len(rows)
    assert {cell.data_type for row in book.iter_rows() for cell in row} == {"s", "n", "d"}


def _send(hand: Hand, path: str, button: str, part: str, lines: Iterator[str]) -> tuple[TestResponse, dict[str, str]]:
    """Fill every field of several lines with this text, and each of one line with the next of those."""
    if "*" in path:
        hand.open(AGENDA)
        path = next(a.get("href") for a in hand.page.iter("a") if re.search(r"/items/\d+$", a.get("href", "")))
    hand.open(path)
    form = hand.form(button)
    typed = {}
    for control in form.xpath(".//textarea | .//input[@type='text' or not(@type)]"):
        text = part if control.tag == "textarea" else next(lines)
        typed[control.get("name")] = _meant_for(control.get("name"), text)
    for control in form.xpath(".//input[@type='number']"):
        typed.setdefault(control.get("name"), control.get("value") or "3")
    return _post(hand, button, typed | CHOSEN.get(path, {}))


def _meant_for(name: str, text: str) -> str:
    prefix = "https://meet.example/" if name.endswith("_link") else {"due_on": "2027-09-01"}.get(name, "")
    return f"nobody{next(count)}@people.example" if name == "email" else "XK" if name == "country" else prefix + text


def _post(
    hand: Hand, button: str, typed: dict[str, str], *, open_first: bool = True
) -> tuple[TestResponse, dict[str, str]]:
    """As bytes that no browser would send: half of a pair of surrogates too."""
    path, sent = hand.filled(button)
    data = urlencode({**sent, **typed}, doseq=True, encoding="utf-8", errors="surrogatepass")
    return hand.client.post(path, data=data, content_type="application/x-www-form-urlencoded"), typed


def _lost(answer: TestResponse, typed: dict[str, str]) -> dict[str, str]:
    """What was typed and does not stand in the page's fields, whole, so far as a person could see it."""
    page = html.document_fromstring(answer.text)
    shown: dict[str, set[str]] = {}
    for control in page.xpath(
        "//textarea | //input[@name][not(@type='radio')] | //input[@checked] | //option[@selected]"
    ):
        name = control.get("name") or control.xpath("string(ancestor::select/@name)")
        shown.setdefault(name, set()).add(_seen(control.get("value") or control.text or ""))
    return {name: text for name, text in typed.items() if name != "email" and _seen(text) not in shown.get(name, set())}


def _seen(text: str) -> str:
    """Its letters and digits, when what no page can carry is gone; half of a pair of surrogates arrives quoted."""
    text = text.encode("utf-8", "surrogatepass").decode("utf-8", "werkzeug.url_quote")
    return re.sub(r"[^A-Za-z0-9]", "", fit(text, one_line=False))


def _words(answer: TestResponse) -> str:
    return " ".join(html.document_fromstring(answer.data or b"<p>").text_content().split())[:900]


def _lively(answer: TestResponse) -> Iterator[str]:
    """What a browser would run, load or send elsewhere, had it no policy against it."""
    assert answer.status_code in {200, 409}
    page = html.document_fromstring(answer.data)
    for element in page.iter(etree.Element):
        yield from (name for name in element.attrib if name.startswith(("on", "hx-", "data-hx")) or name == "style")
        for name in ("href", "src", "action", "formaction", "data", "xlink:href"):
            where = re.sub(r"[\x00-\x20]", "", element.get(name) or "").lower()
            elsewhere = where.startswith("//") or "evil" in where
            if re.match(r"(javascript|vbscript|data:text)", where) or (elsewhere and element.tag != "a"):
                yield f"{element.tag} {name}={where}"
        if element.tag in {"iframe", "object", "embed", "base", "template", "style", "math"}:
            yield str(element.tag)
        if element.tag == "script" and not (element.get("src") or "").startswith("/static/"):
            yield f"script {element.text}"
        if element.tag == "meta" and element.get("http-equiv"):
            yield "meta http-equiv"


def _reaching_out(blob: bytes) -> Iterator[str]:
    """Fields made of what was typed, parts and addresses outside of the paper."""
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            yield from (f for f in re.findall(r"<w:instrText[^>]*>([^<]*)", text) if re.search("DDE|INCLUDE|LINK", f))
            yield from re.findall(r"attachedTemplate|altChunk|oleObject|vbaProject|<w:fldSimple[^>]*DDE", text)
            if name.endswith(".rels"):
                yield from re.findall(r'Target="((?!https?://|mailto:)[a-z]+:[^"]*)" TargetMode="External"', text)
