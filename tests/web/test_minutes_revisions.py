"""REV n against REV n-1 over HTTP: a page word by word, tracked changes in Word, and who reads them."""

import re

import pytest
from docx.oxml.ns import qn

from tests.planted import REFS
from tests.rendering.word.checks import opened, words

BASE = f"/sessions/{REFS['last']}/minutes"
WORD = f"{BASE}/revisions/2/changes.docx"


def test_what_changed_is_shown_word_by_word(browse):
    page = browse("delegate").get(f"{BASE}/revisions/2").text

    assert re.search(r"<ins><span[^>]*>[^<]*</span> in the region<span", page)
    assert "What changed since REV 1" in page
    assert "Progress is reported to every second session." in page


def test_the_first_text_has_nothing_before_it(browse):
    chair = browse("chair")

    assert "What changed" not in chair.get(f"{BASE}/revisions/1").text
    assert chair.get(f"{BASE}/revisions/1/changes.docx").status_code == 404
    assert chair.get(f"{BASE}/revisions/3").status_code == 404


def test_the_changes_are_taken_away_as_tracked_changes(browse):
    answer = browse("focal point").get(WORD)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="HLD-2026-2-MIN-REV-2-changes.docx"'
    assert "Progress is reported to every second session." in words(answer.data)
    tracked = opened(answer.data).element.body.iter(qn("w:ins"))
    assert {one.get(qn("w:author")) for one in tracked} == {opened(answer.data).core_properties.author}
    assert browse("secretary").get(WORD).data == answer.data


@pytest.mark.parametrize("who", ["co-host", "other co-host", "outsider", "admin"])
def test_those_without_a_part_find_nothing(browse, who):
    for path in (f"{BASE}/revisions/1", f"{BASE}/revisions/2", WORD):
        assert browse(who).get(path).status_code == 404


def test_the_approval_page_leads_to_what_changed(browse):
    assert f"{BASE}/revisions/2" in browse("chair").get(f"{BASE}/approval").text


def test_working_changes_are_the_secretaries_own(browse):
    assert "Nothing has changed since REV 2." in browse("secretary").get(f"{BASE}/changes").text
    assert browse("chair").get(f"{BASE}/changes").status_code == 403


def test_minutes_that_were_sent_to_nobody_have_no_texts(browse):
    before = f"/sessions/{REFS['before last']}/minutes"

    assert browse("secretary").get(f"{before}/revisions/1").status_code == 200
    assert browse("secretary").get(f"/sessions/{REFS['next']}/minutes/revisions/1").status_code == 404
    assert browse("delegate").get(f"{before}/revisions/1").status_code in {403, 404}
