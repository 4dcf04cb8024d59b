"""What many tests begin with: made by the first of them, put back for the others."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session, scoped_session

from dialogue.domain.base import Base
from tests.databases import of

T = TypeVar("T")
Db = Session | scoped_session[Session]
_made: dict[tuple[int, str, str], tuple[Any, Any]] = {}


def once(db: Db, name: str, make: Callable[[], T]) -> T:
    """What `make` returns, a row or rows in tuples and dicts; the database is as `make` leaves it, committed. From
    exactly the same beginning the same comes about, so it is not made again; from any other it is."""
    database = of(db.get_bind())
    if database is None:
        return make()
    db.commit()
    key = id(database), name, database.state()
    if key not in _made:
        before = {row: _fields(row) for row in db}
        made = make()
        db.commit()
        _made[key] = _names(made), _names([row for row, fields in before.items() if _fields(row) != fields])
        database.keep(str(key))
        return made
    made, changed = _made[key]
    database.put_back(str(key))
    for row in _rows(db, changed):
        db.refresh(row)
    return _rows(db, made)


def _fields(row: Base) -> dict[str, Any]:
    return {one.key: vars(row).get(one.key) for one in inspect(type(row)).column_attrs}


def _names(made: Any) -> Any:
    if isinstance(made, Base):
        return type(made), inspect(made).identity
    if isinstance(made, dict):
        return {name: _names(one) for name, one in made.items()}
    return [_names(one) for one in made]


def _rows(db: Db, named: Any) -> Any:
    if isinstance(named, dict):
        return {name: _rows(db, one) for name, one in named.items()}
    if isinstance(named, list):
        return tuple(_rows(db, one) for one in named)
    return db.get_one(*named)
