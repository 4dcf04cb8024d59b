"""The bytes of a file depend on nothing but the document."""

import datetime as dt
import io
import zipfile

from dialogue.rendering.word import packed
from dialogue.rendering.word.fragments import line, paragraph
from dialogue.rendering.word.template import blank


def bytes_of(dated):
    return packed.to_bytes(blank("en-GB"), paragraph("Normal", line("Words")), dated=dated)


def test_the_same_document_gives_the_same_bytes():
    at = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)

    assert bytes_of(at) == bytes_of(at)


def test_a_moment_that_no_zip_knows_is_the_nearest_that_it_does():
    years = []
    for dated in (None, dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(3000, 1, 1, tzinfo=dt.UTC)):
        with zipfile.ZipFile(io.BytesIO(bytes_of(dated))) as archive:
            years.append({one.date_time[0] for one in archive.infolist()})

    assert years == [{1980}, {1980}, {2107}]
