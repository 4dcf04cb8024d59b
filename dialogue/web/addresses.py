"""What may stand in an address: a session's reference, a slug, a token, a number that both databases can hold; and the
local paths that a sign-in may lead back to."""

from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class Ref(BaseConverter):
    regex = r"[12]\d{3}-[1-9]\d{0,2}"


class Slug(BaseConverter):
    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Token(BaseConverter):
    regex = r"[A-Za-z0-9_-]{20,128}"


class RowId(IntegerConverter):
    regex = r"[1-9]\d{0,8}"  # a longer one would be a fault of the database instead of a 404


def teach(app: Flask) -> None:
    app.url_map.converters.update(ref=Ref, slug=Slug, token=Token, int=RowId)


def local(path: str | None) -> str:
    """The path if it leads to this site and nowhere else; "/" otherwise. Browsers drop tabs and line breaks, and read a
    backslash as a slash."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return "/"
    if any(ord(c) < 0x21 or ord(c) == 0x7F for c in path):
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc or not parts.path.startswith("/") else path
