"""What people give us to look at: held in memory for as long as the request, and never in a file that has a name."""

import io
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

LARGEST_FILE = 10 * 1024 * 1024
LARGEST = LARGEST_FILE + 64 * 1024  # of the request: the file, and room for the rest of its form


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
