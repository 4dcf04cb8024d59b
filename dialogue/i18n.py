"""Words for people: the catalogues behind pages, papers, mails and refusals, through Babel. One language at a time."""

import datetime as dt
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Literal

from babel import Locale, dates
from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES = ("en",)
Granularity = Literal["year", "month", "week", "day", "hour", "minute", "second"]
_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(pathlib.Path(__file__).parent / "translations", [language])


def language() -> str:
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside speaks this language; an unknown one falls back to English."""
    token = _language.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str, **values: Any) -> str:
    """The message in the language of the moment, with %(named)s values put in."""
    text = _catalogue(language()).ugettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """Like gettext, by number; the number is there as %(n)d (and %(num)d for templates)."""
    return _catalogue(language()).ungettext(one, many, n) % {"n": n, "num": n, **values}


def plural(one: str, many: str, n: int) -> str:
    """The form that belongs to the number, nothing put in: Jinja puts the values in itself, escaped."""
    return _catalogue(language()).ungettext(one, many, n)


def lazy(message: str, **values: Any) -> LazyProxy:
    """A message that is translated when it is shown: for labels that exist before the reader is known."""
    return LazyProxy(gettext, message, enable_cache=False, **values)


def day(value: dt.date | dt.datetime) -> str:
    """Thu 12 Nov 2026."""
    days, months = _days_and_months(locale())
    return f"{days[value.weekday()]} {value.day} {months[value.month]} {value.year}"


def month(value: dt.date) -> str:
    """`November 2026`."""
    return dates.format_date(value, "LLLL yyyy", locale())


def away(delta: dt.timedelta, *, in_days: bool = False) -> str:
    """ "in 2 days", "3 hours ago": hours are counted up to 48 and days up to 14, whole ones that have passed or are
    left, so that nobody is promised more time than there is; what is further away is rounded to weeks or more.
    `in_days`: the distance of two dates, which have no hours."""
    for unit, size, below in _COUNTED[-1:] if in_days else _COUNTED:
        if abs(delta) < below:
            whole = max(abs(delta) // size, 1) * size
            return _away(whole if delta > _NOTHING else -whole, unit, _EXACT, formats())
    return _away(dt.timedelta(days=delta.days), "day", _ROUNDED, formats())


_NOTHING, _DAY = dt.timedelta(), dt.timedelta(days=1)
_SECOND, _MINUTE, _HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)
_COUNTED: tuple[tuple[Granularity, dt.timedelta, dt.timedelta], ...] = (
    ("second", _SECOND, _MINUTE),
    ("minute", _MINUTE, _HOUR),
    ("hour", _HOUR, 48 * _HOUR),
    ("day", _DAY, 15 * _DAY),
)
_EXACT, _ROUNDED = 1e9, 0.85  # from how many of a larger unit on it is taken; the second is Babel's own


def _away(delta: dt.timedelta, unit: Granularity, threshold: float, formats: Locale) -> str:
    return dates.format_timedelta(delta, granularity=unit, threshold=threshold, add_direction=True, locale=formats)


def clock(value: dt.datetime) -> str:
    """17:00."""
    return f"{value:%H:%M}"


def span(starts: dt.datetime, ends: dt.datetime) -> str:
    """Wall-clock from–to, the day said once where it is one: "Tue 10 Nov 2026, 09:30–17:00"."""
    if starts.date() == ends.date():
        return f"{day(starts)}, {clock(starts)}–{clock(ends)}"
    return f"{day(starts)}, {clock(starts)} – {day(ends)}, {clock(ends)}"


def locale() -> str:
    """Whose dates and numbers the language of the moment uses."""
    return {"en": "en_GB"}.get(language(), language())


def formats() -> Locale:
    """The same, as Babel holds it: parsing the name again and again would cost more than the formatting."""
    return _formats(locale())


@cache
def _formats(name: str) -> Locale:
    return Locale.parse(name)


@cache
def _days_and_months(name: str) -> tuple[dict[int, str], dict[int, str]]:
    """Their abbreviations, from Monday, 0, and from January, 1."""
    days, months = _formats(name).days["format"]["abbreviated"], _formats(name).months["format"]["abbreviated"]
    return dict(days), dict(months)
