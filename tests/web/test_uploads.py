"""What people give us to look at: in memory, and never more than it may be."""

import io

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from dialogue.web.uploads import LARGEST_FILE, InMemory, content


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
