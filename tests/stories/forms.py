"""Which forms a view reads, by its own code and that of its helpers."""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

from flask import Flask
from werkzeug.routing import Rule

from dialogue.web.forms import Form


def read_by(app: Flask, rule: Rule) -> set[type[Form]]:
    return set(_named_in(inspect.unwrap(app.view_functions[rule.endpoint])))


def sent_to(app: Flask, rule: Rule) -> set[type[Form]]:
    """Those that the view itself names; where it names none, all that it reads."""
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    named = (view.__globals__.get(name) for name in _names(view.__code__))
    return {one for one in named if isinstance(one, type) and issubclass(one, Form)} or read_by(app, rule)


def _named_in(view: Callable[..., object]) -> Iterator[type[Form]]:
    """The forms that the code of a view names, and that of its helpers in turn."""
    waiting, seen = [view], set[object]()
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or function in seen or "dialogue.web" not in function.__module__:
            continue
        seen.add(function)
        for name in _names(function.__code__):
            named = function.__globals__.get(name)
            if isinstance(named, type) and issubclass(named, Form):
                yield named
            elif isinstance(named, FunctionType):
                waiting.append(named)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def classes(of: type[Form] = Form) -> Iterator[type[Form]]:
    for form in of.__subclasses__():
        yield form
        yield from classes(form)
