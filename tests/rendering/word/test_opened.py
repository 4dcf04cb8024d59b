"""Files from elsewhere: what is Word is opened, whoever saved it, and what is not is told from it in a sentence."""

import io
import random
import subprocess
import zipfile

import pytest
from docx import Document

from dialogue.rendering.word import minutes, opened
from dialogue.rendering.word.opened import TYPES, WORD, Unreadable
from tests.rendering.word import sheets

MAIN = "word/document.xml"
TEXT = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Words</w:t></w:r></w:p></w:body></w:document>'
SAVE_ANEW = "This file could not be opened. Please open it in Word, save it anew as .docx, and send that."


def types(kind=opened.DOCUMENT, more=""):
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{MAIN}" ContentType="{kind}"/>{more}</Types>'
    )


def package(*more, document=TEXT, kinds=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((TYPES, kinds or types()), (MAIN, document), *more):
            archive.writestr(name, content)
    return out.getvalue()


def words(blob):
    return "".join(opened.opened(blob).document.itertext()).strip()


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_what_word_saves_is_opened():
    document = Document()
    document.add_paragraph("Words")

    assert words(saved(document)) == "Words"
    assert words(package()) == "Words"


def test_our_own_papers_are_opened_with_what_stands_beside_the_text():
    file = opened.opened(minutes.render(sheets.minutes()))

    assert file.main == MAIN
    assert file.part(file.beside("styles")) is not None
    assert file.beside("glossaryDocument") == ""
    assert file.part("word/nothing.xml") is None


def test_the_stricter_form_of_the_standard_is_opened():
    strict = TEXT.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")

    assert opened.opened(package(document=strict)).document.find(f"{{{WORD}}}body") is not None


@pytest.mark.slow
def test_what_libreoffice_saves_is_opened(tmp_path):
    document = Document()
    document.add_paragraph("Words")
    document.save(tmp_path / "old.docx")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "odt"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "old.docx"], check=True, capture_output=True)
    again = [*command[:-1], "docx:MS Word 2007 XML"]
    subprocess.run([*again, "--outdir", tmp_path, tmp_path / "old.odt"], check=True, capture_output=True)

    assert words((tmp_path / "old.docx").read_bytes()) == "Words"
    with pytest.raises(Unreadable, match="This is not a Word file"):
        opened.opened((tmp_path / "old.odt").read_bytes())


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in this file."),
        (b"%PDF-1.7", "This is not a Word file. Please save the text as .docx, and send that."),
        (b"{\\rtf1}", "This is not a Word file. Please save the text as .docx, and send that."),
        (b"PK\x03\x04" + b"\0" * 60, SAVE_ANEW),
        (opened._OLE + b"\0" * 600, "This is a file of an old Word (.doc). Please open it and save it as .docx."),
        (
            opened._OLE + b"\0" * 60 + opened._LOCKED,
            "This file is locked with a password. Please save it without one.",
        ),
        (b"PK" + b"a" * opened.LARGEST, "The file is larger than 10 MB."),
        (
            package(kinds=types(MACRO)),
            "This file carries macros. Please save it as a Word document without them (.docx).",
        ),
        (
            package(("word/vbaProject.bin", b"\0")),
            "This file carries macros. Please save it as a Word document without them (.docx).",
        ),
        (
            package(kinds=types("application/x")),
            "This is not a Word file. Please save the text as .docx, and send that.",
        ),
        (package(document="<w:document"), SAVE_ANEW),
        (package(document=DOCTYPE + TEXT), SAVE_ANEW),
        (package(document=TEXT.replace("body", "head")), SAVE_ANEW),
        (package(document=(DOCTYPE + TEXT).encode("utf-16")), SAVE_ANEW),
        (package(("word/media/bomb.png", b"\0" * (50 * 1024 * 1024))), SAVE_ANEW),
        (package(*((f"word/{n}.xml", "") for n in range(opened.ENTRIES))), SAVE_ANEW),
    ],
)
def test_what_may_not_be_opened_is_told_in_a_sentence(content, sentence):
    with pytest.raises(Unreadable) as refused:
        opened.opened(content)

    assert str(refused.value) == sentence


def test_a_part_is_unpacked_no_further_than_text_can_be_long():

    noise = random.Random(1).randbytes(1024) * 1024
    document = TEXT.replace("Words", noise.hex() * 13)

    with pytest.raises(Unreadable, match="too much text"):
        opened.opened(package(document=document))


def test_relations_that_lead_elsewhere_are_not_followed():
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{of}" Target="https://elsewhere.example/notes.xml" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{of}" Target="../../../etc/passwd"/></Relationships>'
    )

    assert opened.opened(package(("word/_rels/document.xml.rels", outside))).beside("footnotes") == ""
