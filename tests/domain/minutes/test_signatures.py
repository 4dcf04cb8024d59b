"""A scanned copy: a PDF by its first bytes, kept with its checksum."""

import hashlib

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.minutes import LARGEST_SCAN, MinutesScan
from dialogue.domain.minutes.signatures import must_be_a_scan
from tests.factories import AT, person

PDF = b"%PDF-1.7\nscan"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Only a PDF can be attached."),
        (b"PK\x03\x04", "Only a PDF can be attached."),
        (b"\n%PDF-1.7", "Only a PDF can be attached."),
        (b"<html>%PDF-", "Only a PDF can be attached."),
        (PDF.ljust(LARGEST_SCAN + 1), "A scanned copy has 10 MB at most."),
    ],
)
def test_what_is_no_pdf_by_its_bytes_or_too_large_is_refused(content, sentence):
    with pytest.raises(Refused) as no:
        must_be_a_scan(content)

    assert str(no.value) == sentence


def test_a_pdf_of_the_largest_size_is_kept_with_its_checksum():
    content = PDF.ljust(LARGEST_SCAN)
    must_be_a_scan(content)

    kept = MinutesScan(number=1, content=content, attached_by=person(), attached_at=AT)

    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), LARGEST_SCAN)
