"""What people give us to look at: in memory, and never more than it may be."""

import io

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from dialogue.domain.base import Refused
from dialogue.web.forms import Form, Upload
from dialogue.web.uploads import LARGEST_FILE, InMemory, content, looked_into


def test_a_large_file_of_a_request_lies_in_memory_and_not_on_the_disk(app: Flask) -> None:
    blob = b"x" * 3_000_000
    with app.test_request_context(
        "/", method="POST", data={"file": (io.BytesIO(blob), "a.docx")}, content_type="multipart/form-data"
    ) as context:
        context.request.max_content_length = 4_000_000

        stream = context.request.files["file"].stream

        assert isinstance(context.request, InMemory)
        assert isinstance(stream, io.BytesIO)
        assert stream.read() == blob
        context.request.environ["wsgi.input"].close()  # what the test wrote its request into


def test_a_file_is_read_up_to_its_limit_and_no_further() -> None:
    assert len(content(FileStorage(io.BytesIO(b"x" * LARGEST_FILE)))) == LARGEST_FILE
    with pytest.raises(RequestEntityTooLarge):
        content(FileStorage(io.BytesIO(b"x" * (LARGEST_FILE + 1))))


class FileForm(Form):
    file = Upload("A file")


def test_what_a_reader_refuses_is_said_at_the_field_and_what_it_reads_is_handed_on(app: Flask) -> None:
    def reader(blob: bytes) -> int:
        if not blob:
            raise Refused("There are %(n)d letters in it.", n=0)
        if blob == b"x":
            raise LookupError("No such letter.")
        return len(blob)

    with app.test_request_context("/"):
        form = FileForm(formdata=None)
        told = []
        for blob in (b"", b"x", b"xx"):
            form.file.data, form.file.errors = blob, []
            told.append((looked_into(form.file, reader, Refused, LookupError), form.file.errors))

    assert told == [(None, ["There are 0 letters in it."]), (None, ["No such letter."]), (2, [])]
