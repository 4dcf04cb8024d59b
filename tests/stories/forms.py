"""Which forms and questions a view reads, by its own code and that of its helpers."""

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

from flask import Flask
from werkzeug.routing import Rule

from dialogue.web.forms import Form


def read_by(app: Flask, rule: Rule) -> set[type[Form]]:
    return set(_named_in(app.view_functions[rule.endpoint]))


def sent_to(app: Flask, rule: Rule) -> set[type[Form]]:
    """Those that the view itself names; where it names none, all that it reads."""
    view = inspect.unwrap(app.view_functions[rule.endpoint])
    named = (view.__globals__.get(name) for name in _names(view.__code__))
    return {one for one in named if isinstance(one, type) and issubclass(one, Form)} or read_by(app, rule)


def reads_questions(app: Flask, rule: Rule) -> bool:
    """Whether the view reads what stands behind the "?" of its address."""
    names = (name for function in _code(app.view_functions[rule.endpoint]) for name in _names(function.__code__))
    return "GET" in (rule.methods or ()) and bool({"args", "values"} & set(names))


def _named_in(view: Callable[..., object]) -> Iterator[type[Form]]:
    """The forms that the code of a view names, and that of its helpers in turn."""
    for function in _code(view):
        named = (function.__globals__.get(name) for name in _names(function.__code__))
        yield from (one for one in named if isinstance(one, type) and issubclass(one, Form))


def _code(view: Callable[..., object]) -> Iterator[FunctionType]:
    """The view, the helpers of `web/` that it names, and those that they name in turn."""
    waiting, seen = [inspect.unwrap(view)], set[object]()
    while waiting:
        function = waiting.pop()
        if isinstance(function, FunctionType) and function not in seen and "dialogue.web" in function.__module__:
            seen.add(function)
            waiting += [one for name in _names(function.__code__) if callable(one := function.__globals__.get(name))]
            yield function


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def classes(of: type[Form] = Form) -> Iterator[type[Form]]:
    """Those of the product: a test may have forms of its own."""
    for form in of.__subclasses__():
        if form.__module__.startswith("dialogue."):
            yield form
            yield from classes(form)
