"""Which forms and questions a view reads, by its own code and that of its helpers."""

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType, FunctionType

from flask import Flask
from werkzeug.routing import Rule

from dialogue.web.forms import Form
from dialogue.web.texts import Paper


def read_by(app: Flask, rule: Rule) -> set[type[Form]]:
    view = app.view_functions[rule.endpoint]
    return {*_named_in(view), *_of_its_paper(view, {name for one in _code(view) for name in _names(one.__code__)})}


def sent_to(app: Flask, rule: Rule) -> set[type[Form]]:
    """Those that the view itself names; where it names none, all that it reads."""
    view = app.view_functions[rule.endpoint]
    function, names = _function(view), {*_names(_function(view).__code__)}
    named = (function.__globals__.get(name) for name in names)
    own = {one for one in named if isinstance(one, type) and issubclass(one, Form)}
    return own | {*_of_its_paper(view, names)} or read_by(app, rule)


def _function(view: Callable[..., object]) -> FunctionType:
    """The code of a view: of one that all kinds of text share, it is what each kind's own stands on."""
    found = inspect.unwrap(view)
    made = found.func if isinstance(found, partial) else found
    assert isinstance(made, FunctionType)
    return made


def _of_its_paper(view: Callable[..., object], names: set[str]) -> Iterator[type[Form]]:
    """The form of its kind of text, of a view that asks the kind for it."""
    found = inspect.unwrap(view)
    if isinstance(found, partial) and "typed" in names:
        yield from (paper.form for paper in found.args if isinstance(paper, Paper))


def reads_questions(app: Flask, rule: Rule) -> bool:
    """Whether the view reads what stands behind the "?" of its address."""
    return "GET" in (rule.methods or ()) and bool({"args", "values"} & _words(app, rule))


def reads_address(app: Flask, rule: Rule) -> bool:
    """The same, and what it lets `web/asked.py` read there."""
    return bool({"args", "values", "asked"} & _words(app, rule))


def _words(app: Flask, rule: Rule) -> set[str]:
    """Every name in the code of the view and its helpers."""
    return {name for function in _code(app.view_functions[rule.endpoint]) for name in _names(function.__code__)}


def _named_in(view: Callable[..., object]) -> Iterator[type[Form]]:
    """The forms that the code of a view names, and that of its helpers in turn; a choice of forms names each of it."""
    for function in _code(view):
        for name in _names(function.__code__):
            named = function.__globals__.get(name)
            some = named.values() if isinstance(named, dict) and name.isupper() else [named]
            yield from (one for one in some if isinstance(one, type) and issubclass(one, Form))


def _code(view: Callable[..., object]) -> Iterator[FunctionType]:
    """The view, the helpers of `web/` that it names, and those that they name in turn."""
    waiting, seen = list[object]([_function(view)]), set[object]()
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
    """Those of the product, as they are written: a test may have forms of its own, and a page with rows makes one."""
    for form in of.__subclasses__():
        if form.__module__.startswith("dialogue.") and vars(sys.modules[form.__module__])[form.__name__] is form:
            yield form
            yield from classes(form)
