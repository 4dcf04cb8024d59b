"""How pages write moments, days and texts. The zone's label is data; pages never show a time without it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from flask import Flask, g
from markupsafe import Markup, escape

from dialogue import i18n
from dialogue.domain.decisions import Decision
from dialogue.domain.delegations import Ability
from dialogue.domain.editions import Chart
from dialogue.domain.sessions import ZONE
from dialogue.domain.settings import Settings
from dialogue.queries import decisions, sheets
from dialogue.queries.ladder import Rung
from dialogue.rendering import charts
from dialogue.rendering.prose import plain, to_html
from dialogue.rendering.word import labels
from dialogue.web.presence import now

# The parts of a session, as whoever may join them reads it.
ROOMS = {
    Ability.PLENARY: i18n.lazy("plenary"),
    Ability.RESTRICTED: i18n.lazy("restricted part"),
    Ability.OPEN: i18n.lazy("open part"),
}
JUST_NOW = dt.timedelta(minutes=1)


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        moment=moment, wall=wall, span=span, day=day, month=i18n.month, clock=clock, relative=relative, ago=relative,
        picture=picture, prose=prose, as_typed=as_typed, plain=words_alone, steps=steps,
        adopted_how=adopted_how,
    )  # fmt: skip
    app.jinja_env.globals["zone_label"] = zone_label
    app.jinja_env.globals["symbol"] = labels.symbol_of
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = phrase


def adopted_how(decision: Decision) -> str:
    return decisions.adopted_how(decision)


def phrase(message: str, **values: Any) -> Markup:
    """`_("…")` of templates: the message in the language of the moment, what is put in escaped."""
    said = Markup(i18n.gettext(message))  # noqa: S704  # our own sentences
    return said % values if values else said


def picture(chart: Chart) -> Markup:
    return Markup(charts.svg(chart))  # noqa: S704  # drawn by us, its words escaped by the library


def moment(instant: dt.datetime | None) -> Markup:
    """Thu 12 Nov 2026, 17:00 Brussels/Prishtina time · in 2 days; how far it is, is for the screen alone: paper is read
    on another day."""
    if instant is None:
        return Markup("")
    local = instant.astimezone(ZONE)
    label = f"{i18n.day(local)}, {i18n.clock(local)} {zone_label()}"
    told = Markup('<time datetime="{}">{}<span class="away"> · {}</span></time>')
    return told.format(instant.astimezone(dt.UTC).isoformat(), label, relative(instant))


def steps(ladder: Iterable[Rung], minutes: str | None = None) -> list[tuple[str, Any, str, str | None]]:
    """The rungs as the timeline shows them: what was done, on which day; what is to be done, by which. A day by which
    something had to be done says so where nobody knows when it was: else it would read as done in the future.
    `minutes`: the address at which whatever of theirs is open now is done."""
    return [
        (rung.what, _when(rung), rung.status, minutes if rung.of_minutes and rung.is_open else None) for rung in ladder
    ]


def _when(rung: Rung) -> Any:
    if rung.done_on is not None:
        return i18n.day(rung.done_on)
    if rung.until is not None:
        return moment(rung.until)
    if rung.by is not None and rung.was is not None:
        return i18n.gettext("by %(day)s, moved from %(was)s", day=i18n.day(rung.by), was=i18n.day(rung.was))
    if rung.by is not None:
        return i18n.gettext("by %(day)s", day=i18n.day(rung.by))
    return i18n.day(rung.on) if rung.on is not None else ""


def wall(value: dt.datetime | None) -> Markup:
    """A wall-clock time of a session, with the zone it is meant in."""
    if value is None:
        return Markup("")
    label = f"{i18n.day(value)}, {i18n.clock(value)} {zone_label()}"
    return Markup('<time datetime="{}">{}</time>').format(value.replace(tzinfo=ZONE).isoformat(), label)


def span(starts: dt.datetime, ends: dt.datetime) -> Markup:
    """From–to on the wall, the day said once where it is one."""
    return escape(f"{i18n.span(starts, ends)} {zone_label()}")


def day(value: dt.date | None) -> str:
    """Thu 12 Nov 2026; an instant's day is the one in the zone of the dialogue."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(ZONE)
    return i18n.day(value)


def clock(value: dt.datetime | None) -> str:
    """17:00, in the zone of the dialogue; the page says which one elsewhere."""
    if value is None:
        return ""
    return i18n.clock(value.astimezone(ZONE) if value.tzinfo is not None else value)


def relative(value: dt.datetime | dt.date | None) -> str:
    """ "in 2 days", "3 hours ago"; a plain date is counted in days, so that today is today until midnight."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        away = (value if value.tzinfo else value.replace(tzinfo=ZONE)) - now()
        return i18n.gettext("just now") if -JUST_NOW < away <= dt.timedelta() else i18n.away(away)
    days = (value - now().astimezone(ZONE).date()).days
    if days == 0:
        return i18n.gettext("today")
    return i18n.away(dt.timedelta(days=days), in_days=True)


def prose(text: str | None) -> Markup:
    """What somebody typed as safe HTML: no HTML of the writer's, no pictures."""
    return Markup(to_html(text or ""))  # noqa: S704  # the allow-list of `to_html` stands between


def as_typed(text: str) -> Markup:
    """The same characters as they read once they are saved anew."""
    return prose(str(text))


def words_alone(text: str) -> str:
    """The words of a text on one line."""
    return plain(text)


def zone_label() -> str:
    """ "Brussels/Prishtina time": as the settings have it."""
    return here_settings().zone_label


def here_settings() -> Settings:
    """The settings of this dialogue, asked once a request; defaults where the database cannot be asked."""
    if "settings" not in g:
        g.settings = Settings() if g.get("bare") else sheets.house()
    return cast(Settings, g.settings)
