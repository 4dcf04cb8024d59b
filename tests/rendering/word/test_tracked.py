"""Two papers laid over each other: accepted they are the new one, rejected the old one."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dialogue.domain.editions import MinutesItemSheet, ParagraphLine
from dialogue.rendering.word import minutes, redline
from tests.rendering.word.checks import faults
from tests.rendering.word.redlines import GONE, NEW, OLD, accepted, changed, plain, rejected, settled
from tests.rendering.word.sheets import long_minutes
from tests.rendering.word.sheets import minutes as sheet

TEXTS = some.sampled_from(
    [
        "The Parties took note.",
        "The Parties took **careful** note.",
        "They agreed:\n- to meet\n- to write",
        "One.\nTwo.\n\nThree.",
        "1. To meet\n2. To write",
        "2. To meet",
        "",
        "Një fjalë e vjetër; Đorđe, Митровица.",
        "See https://nato.example/a_b for _all_.",
        "A\tB",
        "As D/2026/2/01 and D/2026/2/02 say.",
        "x" * 60,
        "The Parties did not take note of the report that had been asked for.",
    ]
)
PARAGRAPHS = some.lists(
    some.tuples(some.sampled_from(["noted", "agreed", "action"]), TEXTS, some.booleans()), max_size=5
)
TITLES = some.sampled_from(["Rivers", "Roads", "Roads and bridges", "Rails"])
ITEMS = some.lists(some.tuples(some.sampled_from("abcd"), TITLES, PARAGRAPHS), max_size=4, unique_by=lambda one: one[0])


def minutes_of(items, *, signed=False, keyed=True):
    count, made = 0, []
    for n, (key, title, paragraphs) in enumerate(items, start=1):
        told = []
        for kind, text, owned in paragraphs:
            count += 1
            about = {"owner": "NATO", "reference": f"D/2026/2/{count:02}"} if owned else {}
            told.append(ParagraphLine(number=count, kind=kind, text=text, **about))
        item = MinutesItemSheet(key=key if keyed else "", number=str(n), title=title, paragraphs=tuple(told))
        made.append(item)
    whole = sheet(status="comments", items=tuple(made), rev=2)
    return whole if signed else replace(whole, signatures=(), approved="", participants=whole.participants[:1])


@settings(max_examples=60, deadline=None)
@given(old=ITEMS, new=ITEMS, signed=some.booleans(), keyed=some.booleans())
def test_accepted_it_is_the_new_paper_and_rejected_the_old_one(old, new, signed, keyed):
    before, after = minutes_of(old, keyed=keyed), minutes_of(new, signed=signed)
    blob = redline.render(before, after)

    assert accepted(blob) == plain(after)
    assert rejected(blob) == plain(before)
    assert settled(blob, GONE) == settled(minutes.render(after), GONE)
    assert settled(blob, NEW) == settled(minutes.render(before), NEW)
    assert faults(blob) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_accepts_and_rejects_to_the_same_words(tmp_path):
    pairs = {"changed": (OLD, changed()), "back": (changed(), OLD), "long": (long_minutes(), shuffled(long_minutes()))}
    pairs |= {f"pair{n}": pair for n, pair in enumerate(drawn(40))}
    for name, pair in pairs.items():
        (tmp_path / f"{name}.docx").write_bytes(redline.render(*pair))

    judged(tmp_path, list(pairs))

    for name, (old, new) in pairs.items():
        assert read_back(tmp_path / f"{name}.accepted.docx") == squeezed(plain(new)), name
        assert read_back(tmp_path / f"{name}.rejected.docx") == squeezed(plain(old)), name


def drawn(many):
    """Pairs of minutes as hypothesis makes them, the same in each run."""
    found = []

    @settings(max_examples=many, deadline=None, derandomize=True, database=None)
    @given(old=ITEMS, new=ITEMS, signed=some.booleans())
    def draw(old, new, signed):
        found.append((minutes_of(old), minutes_of(new, signed=signed)))

    draw()
    return found


def shuffled(whole):
    """Every fifth paragraph in other words, every seventh gone."""
    items = []
    for item in whole.items:
        kept = [one for one in item.paragraphs if one.number % 7]
        told = (replace(one, text=one.text.replace("asked", "invited")) if one.number % 5 == 0 else one for one in kept)
        items.append(replace(item, paragraphs=tuple(told)))
    return replace(whole, items=tuple(items))


BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Judge(folder As String, papers As String)
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  Dim asWord(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  asWord(0).Name = "FilterName"
  asWord(0).Value = "MS Word 2007 XML"
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  For Each one In Split(papers, ",")
    For Each verb In Array("Accept", "Reject")
      path = "file://" &amp; folder &amp; "/" &amp; one
      paper = StarDesktop.loadComponentFromURL(path &amp; ".docx", "_blank", 0, unseen())
      frame = paper.CurrentController.Frame
      helper.executeDispatch(frame, ".uno:" &amp; verb &amp; "AllTrackedChanges", "", 0, Array())
      paper.storeToURL(path &amp; "." &amp; LCase(verb) &amp; "ed.docx", asWord())
      paper.close(True)
    Next
  Next
End Sub
</script:module>
"""


def judged(folder: Path, names: list[str]) -> None:
    """LibreOffice itself accepts, and rejects, all changes of each paper."""
    run = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    subprocess.run([*run, "--terminate_after_init"], check=True, timeout=120, capture_output=True)
    module = folder / "profile/user/basic/Standard/Module1.xba"
    assert module.exists()  # which the first start has put there
    module.write_text(BASIC)
    macro = f'macro:///Standard.Module1.Judge("{folder}","{",".join(names)}")'
    subprocess.run([*run, macro], check=True, timeout=300, capture_output=True)


def read_back(path: Path) -> list[str]:
    return squeezed(accepted(path.read_bytes()))


def squeezed(found: list[str]) -> list[str]:
    """LibreOffice keeps a link, a tab or a note in runs of its own making: the words are compared."""
    return [" ".join(one.replace("¹", "").split()) for one in found]
