"""All that there is to read in an answer, whatever it is: a page, a paper with its properties, a table, a calendar."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator

from werkzeug.test import TestResponse

TAG = re.compile(r"<[^>]+>")


def texts(answer: TestResponse) -> Iterator[str]:
    """What there is to read: a paper unpacked, its properties included; a table's cells; lines of a calendar unfolded;
    headers too."""
    yield str(answer.headers)
    if "officedocument" in answer.content_type:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                yield html.unescape(TAG.sub("", archive.read(name).decode("utf-8", "replace")))
    elif "calendar" in answer.content_type:
        yield answer.text.replace("\r\n ", "").replace("\\;", ";")
    elif "csv" in answer.content_type:
        yield from (cell for row in csv.reader(io.StringIO(answer.text)) for cell in row)
    elif "pdf" in answer.content_type:
        yield answer.data.decode("latin-1")  # ours are not packed
    else:
        yield html.unescape(answer.text.replace("<wbr>", ""))  # where an address may break
