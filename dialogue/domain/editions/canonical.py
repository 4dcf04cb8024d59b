"""A sheet as canonical JSON: what is hashed, and what is kept of it."""

import datetime as dt
import enum
import hashlib
import json
import unicodedata
from dataclasses import field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

FORMAT = 1  # of the canonical JSON: raised when a sheet's shape changes, so that old hashes stay explicable


def aside(default: Any) -> Any:
    """A field that belongs to the paper and not to the text: a number given on adoption, a date of making, a marking.
    It is printed but not hashed."""
    return field(default=default, metadata={"text": False})


def _plain(value: Any, *, whole: bool = False) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(getattr(value, f.name), whole=whole)
            for f in fields(value)
            if whole or f.metadata.get("text", True)
        }
    if isinstance(value, (tuple, list)):
        return [_plain(v, whole=whole) for v in value]
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value


def canonical(sheet: Any) -> bytes:
    """The canonical JSON of a sheet: UTF-8, NFC, sorted keys, no spaces, no row ids, with the format number."""
    return json.dumps(
        {"format": FORMAT, "sheet": type(sheet).__name__, "text": _plain(sheet)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def fingerprint(sheet: Any) -> str:
    """The hash of a text (contract, Words): SHA-256 of its canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def keep(sheet: Any) -> str:
    """The whole sheet as JSON, printed matter included: what a release stores, so that it can be read ever after."""
    return json.dumps(_plain(sheet, whole=True), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def restore(shape: Any, kept: str) -> Any:
    """The sheet that `keep` wrote. A field that the sheet gained since then has its default."""
    return _shaped(shape, json.loads(kept))


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """Asked once a shape: reading the annotations of a dataclass costs more than making one."""
    return get_type_hints(shape)


def _shaped(shape: Any, value: Any) -> Any:
    if value is None or shape in (str, int, bool):
        return value
    if get_origin(shape) in (Union, UnionType):
        return _shaped(next(s for s in get_args(shape) if s is not NoneType), value)
    if get_origin(shape) is tuple:
        return tuple(_shaped(get_args(shape)[0], v) for v in value)
    if is_dataclass(shape):
        hints = _hints(shape)  # type: ignore[arg-type]  # a dataclass type can be hashed
        return shape(**{name: _shaped(hints[name], v) for name, v in value.items() if name in hints})  # type: ignore[operator]  # a dataclass type
    if shape in (dt.datetime, dt.date):
        return shape.fromisoformat(value)
    return shape(value)
