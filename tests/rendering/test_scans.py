"""A scanned copy is paper: what else a PDF can be is refused in a sentence, and what breaks readers breaks nothing."""

import shutil
import subprocess
import time

import pytest
from pypdf import PdfReader

from dialogue.domain.base import Refused, refusal
from dialogue.rendering import scans
from tests import pdf_files


def made(content):
    """What takes long to make is made when it is asked for."""
    return content() if callable(content) else content


def refused(content):
    with pytest.raises(Refused) as no:
        scans.must_be_harmless(content)
    return str(no.value)


REFUSED = {
    "script": pdf_files.packed(b"<< /S /JavaScript /JS (1) >>"),
    "files": pdf_files.packed(b"<< /Type /EmbeddedFile >>"),
    "locked": pdf_files.locked(),
    "large": lambda: pdf_files.pdf(*[b"null"] * 60_000),
    "unreadable": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("word", scans.REFUSALS)
def test_it_is_refused_in_a_sentence_that_says_what_to_do(word):
    told = refused(made(REFUSED[word]))

    assert told == scans.REFUSALS[word]
    assert told.endswith("Please print it to a new PDF, or scan the paper again, and attach that.")


@pytest.mark.parametrize("marking", ["NATO RESTRICTED", "RESTREINT UE"])
def test_a_page_that_bears_the_marking_of_a_classified_paper_is_refused_with_its_name(marking):
    told = refused(pdf_files.bearing(b"Minutes", marking.encode(), b"Text"))

    assert told.startswith(f"It bears the marking “{marking}”. Nothing that is classified may be kept here.")


def test_a_page_that_speaks_of_what_is_restricted_passes():
    scans.must_be_harmless(pdf_files.bearing(b"NATO UNCLASSIFIED", b"The restricted part begins at ten."))


# What has to pass


@pytest.mark.parametrize("size", [None, 300_000, 10 * 1024 * 1024])
def test_a_page_with_a_picture_passes(size):
    content = pdf_files.scan(size)
    assert size in (None, len(content))

    scans.must_be_harmless(content)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_prints_passes(tmp_path):
    source = tmp_path / "minutes.html"
    source.write_text("<h1>Minutes</h1><p>Agreed. <a href='https://www.nato.example'>A link</a></p>" * 40)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "pdf:writer_web_pdf_Export", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "minutes.pdf").read_bytes()

    assert len(PdfReader(tmp_path / "minutes.pdf").pages) > 1
    assert refusal(scans.must_be_harmless, content) is None


@pytest.mark.skipif(shutil.which("convert") is None, reason="ImageMagick is not installed")
def test_what_a_scanner_makes_passes(tmp_path):
    picture = tmp_path / "page.jpg"
    subprocess.run(["convert", "-size", "1240x1754", "plasma:white-black", str(picture)], check=True, timeout=60)

    assert refusal(scans.must_be_harmless, pdf_files.photographed(picture.read_bytes(), 1240, 1754)) is None


# What is made to break readers


HOSTILE = {
    "nothing": b"%PDF-1.7\n",
    "noise": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "no page": pdf_files.pdf(pages=b"<< /Type /Pages /Kids [] /Count 0 >>"),
    "pages in a circle": pdf_files.pdf(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1 >>"),
    "tables in a circle": pdf_files.pdf()[:-8].rsplit(b"trailer", 1)[0]
    + b"trailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n"
    b"startxref\n%d\n%%%%EOF" % ((pdf_files.pdf().rindex(b"xref\n0"),) * 2),
    "a hundred thousand brackets": pdf_files.pdf(b"[" * 100_000 + b"]" * 100_000),
    "a hundred thousand objects": lambda: pdf_files.pdf(*[b"null"] * 100_000),
    "an object that is itself": pdf_files.pdf(b"4 0 R"),
    "a length that is itself": pdf_files.pdf(b"<< /Length 4 0 R >>\nstream\n\nendstream"),
    "a table of four thousand million": pdf_files.packed().replace(
        b"/Size 6", b"/Size 4000000000 /Index [0 4000000000]"
    ),
    "a bomb": lambda: pdf_files.packed(b" " * 100_000_000),
}


PASSES = {"tables in a circle", "a table of four thousand million"}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_breaks_readers_is_answered_within_seconds(name):
    content = made(HOSTILE[name])
    begun, told = time.monotonic(), []
    try:
        scans.must_be_harmless(content)
    except Refused as refusal:
        told.append(str(refusal))

    assert time.monotonic() - begun < scans.WITHIN
    assert bool(told) == (name not in PASSES)
    assert set(told) <= {scans.REFUSALS["unreadable"], scans.REFUSALS["large"]}
