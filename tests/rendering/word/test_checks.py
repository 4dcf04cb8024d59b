"""The checks can fail: each is shown the fault that it is there for."""

import io
import zipfile

import pytest

from dialogue.rendering.word import minutes
from tests.rendering.word.checks import faults, missed_by_the_audit
from tests.rendering.word.sheets import minutes as minutes_sheet

START, END = '<w:bookmarkStart w:id="{}" w:name="{}"/>', '<w:bookmarkEnd w:id="{}"/>'


@pytest.fixture(scope="module")
def sound():
    return minutes.render(minutes_sheet())


def spoilt(blob, old, new):
    """The same package with one thing replaced in the body."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(old.encode(), new.encode(), 1) if name == "word/document.xml" else data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("inserted", "fault"),
    [
        (START.format(1, "a") + END.format(1) + START.format(2, "a") + END.format(2), "bookmark a stands twice"),
        (START.format(1, "a"), "bookmark a never ends"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "a field never ends"),
        ('<w:fldSimple w:instr=" REF gone \\h "/>', "REF to gone, which is nowhere"),
        ('<w:r><w:rPr><w:lang w:val="english!"/></w:rPr></w:r>', "language 'english!'"),
    ],
)
def test_what_the_audit_misses_is_found(sound, inserted, fault):
    assert missed_by_the_audit(spoilt(sound, "</w:p>", f"{inserted}</w:p>")) == [f"word/document.xml: {fault}"]


def test_row_with_too_few_cells_is_found(sound):
    blob = spoilt(sound, '<w:tc><w:tcPr><w:tcW w:w="1701" w:type="dxa"/></w:tcPr>', "<w:x><w:y/>")
    blob = spoilt(blob, "</w:tc>", "</w:x>")

    assert missed_by_the_audit(blob) == ["word/document.xml: a row of 3 cells in a table of 4"]


def test_audit_finds_what_stands_in_the_wrong_place(sound):
    assert faults(sound) == []
    assert faults(spoilt(sound, "<w:keepNext/>", "<w:keepNext/><w:pStyle w:val='Normal'/>")) != []
