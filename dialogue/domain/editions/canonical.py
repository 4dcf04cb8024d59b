"""A sheet as canonical JSON: what is hashed, and what is kept of it.

The format says in which dialect its texts are. Format 1: in Markdown, as all were before 2026-11-29. Format 2: as they
are typed, but for a text that stands as `{"markdown": …}`. So a hash says of a text also how it reads."""

import datetime as dt
import enum
import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from dialogue.domain.text import MarkdownText

FIRST, SECOND = 1, 2  # formats of the canonical JSON: old hashes stay explicable, and what they were made of


def prose(default: str = "") -> Any:
    """A field for what somebody typed with the marks of its dialect (`MarkdownText` or plain)."""
    return field(default=default, metadata={"prose": True})


def aside(default: Any) -> Any:
    """A field that belongs to the paper and not to the text: a number given on adoption, a date of making, a marking.
    It is printed but not hashed."""
    return field(default=default, metadata={"text": False})


def later(default: Any) -> Any:
    """A field that a text gained after texts were hashed: it is hashed where it says something, so old hashes stay."""
    return field(default=default, metadata={"later": True})


def _plain(value: Any, form: int, *, whole: bool = False) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        made_of = _made_of(type(value))
        names = made_of.every if whole else made_of.hashed
        said = (name for name in names if whole or name not in made_of.later or getattr(value, name))
        return {name: _plain(getattr(value, name), form, whole=whole) for name in said}
    if isinstance(value, (tuple, list)):
        return [_plain(v, form, whole=whole) for v in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    return _normal(value, form) if isinstance(value, str) else value


def _normal(text: str, form: int) -> str | dict[str, str]:
    normal = unicodedata.normalize("NFC", text)
    return {"markdown": normal} if form == SECOND and isinstance(text, MarkdownText) else normal


def texts_of(value: Any) -> Iterator[str]:
    """Every string that stands in a sheet, printed matter included."""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from texts_of(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for name in _made_of(type(value)).every:
            yield from texts_of(getattr(value, name))


def _form(sheet: Any) -> int:
    """The second as soon as one of the texts that are hashed is in the dialect of today."""
    return SECOND if any(text and not isinstance(text, MarkdownText) for text in _texts(sheet)) else FIRST


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, type):
        made_of = _made_of(type(value))
        yield from (getattr(value, name) for name in made_of.prose)
        for name in made_of.nested:
            yield from _texts(getattr(value, name))


class _MadeOf(NamedTuple):
    """Names of the fields of a sheet, or of a part of one."""

    every: tuple[str, ...]
    hashed: tuple[str, ...]
    prose: tuple[str, ...]  # of those that are hashed
    later: tuple[str, ...]  # hashed where they say something
    nested: tuple[str, ...]  # hashed and perhaps made of parts that have texts in them


@cache
def _made_of(sheet: type) -> _MadeOf:
    hashed = [f for f in fields(sheet) if f.metadata.get("text", True)]
    return _MadeOf(
        every=tuple(f.name for f in fields(sheet)),
        hashed=tuple(f.name for f in hashed),
        prose=tuple(f.name for f in hashed if f.metadata.get("prose")),
        later=tuple(f.name for f in hashed if f.metadata.get("later")),
        nested=tuple(f.name for f in hashed if _hints(sheet)[f.name] not in (str, int, bool)),
    )


def canonical(sheet: Any) -> bytes:
    """The canonical JSON of a sheet: UTF-8, NFC, sorted keys, no spaces, no row ids, with the format number."""
    form = _form(sheet)
    return json.dumps(
        {"format": form, "sheet": type(sheet).__name__, "text": _plain(sheet, form)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def fingerprint(sheet: Any) -> str:
    """The hash of a text (contract, Words): SHA-256 of its canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def keep(sheet: Any) -> str:
    """The whole sheet as JSON, printed matter included: what a release stores, so that it can be read ever after."""
    kept = {"format": SECOND} | _plain(sheet, SECOND, whole=True)
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restore(shape: Any, kept: str) -> Any:
    """The sheet that `keep` wrote. A field that the sheet gained since then has its default; what was kept before
    formats were written down is in the first."""
    value = json.loads(kept)
    return _shaped(shape, value, str if value.get("format") == SECOND else MarkdownText)


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """Asked once a shape: reading the annotations of a dataclass costs more than making one."""
    return get_type_hints(shape)


def _shaped(shape: Any, value: Any, text: type[str]) -> Any:
    if value is None or shape in (int, bool):
        return value
    if get_origin(shape) in (Union, UnionType):
        return _shaped(next(s for s in get_args(shape) if s is not NoneType), value, text)
    if get_origin(shape) is tuple:
        return tuple(_shaped(get_args(shape)[0], v, text) for v in value)
    return _record(shape, value, text) if is_dataclass(shape) else _single(shape, value, text)


def _record(shape: Any, value: dict[str, Any], text: type[str]) -> Any:
    hints = _hints(shape)
    return shape(**{name: _shaped(hints[name], v, text) for name, v in value.items() if name in hints})


def _single(shape: Any, value: Any, text: type[str]) -> Any:
    if shape is str:
        return MarkdownText(value["markdown"]) if isinstance(value, dict) else text(value)
    if shape in (dt.datetime, dt.date):
        return shape.fromisoformat(value)
    return shape(value)
