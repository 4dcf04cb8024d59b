"""Papers as they are taken away: bytes, a name of our own, and headers that leave nothing to guess."""

from flask import make_response
from werkzeug.wrappers import Response

from dialogue.rendering.word.names import FileName

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def download(content: bytes, name: FileName, kind: str = DOCX) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = name.disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def kept(content: bytes, name: str) -> Response:
    """A released document under the name that it has had since its release, which is plain ASCII."""
    return download(content, FileName(name, name))
