"""What people give us to look at: held in memory for as long as the request, and never in a file that has a name."""

import io
from collections.abc import Callable
from typing import IO, TypeVar

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from dialogue.domain.base import Refused
from dialogue.web.errors import said
from dialogue.web.forms import Upload

LARGEST_FILE = 10 * 1024 * 1024
LARGEST = LARGEST_FILE + 64 * 1024  # of the request: the file, and room for the rest of its form

T = TypeVar("T")


class InMemory(Request):
    """A request whose files are never spooled to the disk; its size is limited in any case."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return io.BytesIO()


def content(file: FileStorage) -> bytes:
    """Its bytes; 413 where they are too many."""
    found = file.stream.read(LARGEST_FILE + 1)
    if len(found) > LARGEST_FILE:
        raise RequestEntityTooLarge
    return found


def looked_into(field: Upload, reader: Callable[[bytes], T], *refusals: type[Exception]) -> T | None:
    """What a reader makes of the file; None where it refuses it, and then its sentence stands at the field."""
    try:
        return reader(field.data)
    except refusals as no:
        field.errors = [said(no) if isinstance(no, Refused) else str(no)]
        return None
