"""What every page carries around its content: product, marking, who is here, and the way to what they may open."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from dialogue.access import Right
from dialogue.domain.base import refusal
from dialogue.i18n import lazy
from dialogue.web import filters, keys
from dialogue.web.errors import said
from dialogue.web.presence import may, visitor

Link = tuple[Any, str, bool]
Entries = tuple[tuple[Any, str, Right], ...]
# For the two sides; a co-host or observer has its own session, its documents and its calendar.
ENTRIES: Entries = (
    (lazy("Sessions"), "sessions.index", Right.FOLLOWUPS_READ),
    (lazy("Our session"), "home.show", Right.OWN_SESSION),
    (lazy("Documents"), "documents.index", Right.OWN_SESSION),
    (lazy("Topics"), "topics.index", Right.TOPICS_READ),
    (lazy("Silence"), "circulations.index", Right.CIRCULATIONS_READ),
    (lazy("Decisions"), "decisions.index", Right.DECISIONS_READ),
    (lazy("Follow-ups"), "followups.index", Right.FOLLOWUPS_READ),
    (lazy("Meetings"), "meetings.index", Right.MEETINGS_READ),
    (lazy("Tracks"), "tracks.index", Right.TRACKS_READ),
    (lazy("Search"), "search.index", Right.SEARCH),
    (lazy("Notices"), "notices.index", Right.NOTICES_KEEP),
    (lazy("Calendar"), "calendar.index", Right.CALENDAR_SUBSCRIBE),
    (lazy("People"), "people.index", Right.PEOPLE_KEEP),
    (lazy("Our people"), "own_people.index", Right.OWN_PEOPLE),
    (lazy("Organisations"), "organisations.index", Right.ORGANISATIONS_KEEP),
    (lazy("Settings"), "settings.edit", Right.SETTINGS_KEEP),
)
# At the foot of each page.
FOOT: Entries = (
    (lazy("Guide"), "guide.show", Right.CALENDAR_SUBSCRIBE),
    (lazy("Verify a paper"), "verification.ask", Right.PAPER_VERIFY),
    (lazy("Second words"), "mandates.index", Right.MANDATES_READ),
    (lazy("Log"), "log.index", Right.LOG_READ),
    (lazy("My sign-ins"), "auth.index", Right.ACCOUNT_USE),
    (lazy("My second factors"), "auth.index_factors", Right.ACCOUNT_USE),
)


def register(app: Flask) -> None:
    app.context_processor(lambda: {"frame": frame(), "navigation": navigation})
    app.jinja_env.globals.update(may=may, Right=Right, why_not=why_not)


def why_not(guard: Callable[..., object], *args: Any) -> str:
    """Why a step would be refused now, in its verb's own sentence; "" where it would not be. A page asks before it
    shows the button, of the guard that the verb itself begins with."""
    found = refusal(guard, *args)
    return said(found) if found is not None else ""


def frame() -> dict[str, Any]:
    person, here = visitor(), filters.here_settings()
    found: dict[str, Any] = {"product": here.dialogue_name, "marking": here.marking, "language": "en-GB"}
    if person is not None:
        found |= {"name": person.name, "organisation": person.organisation.short_name, "hidden": hidden_fields()}
        found["about"] = _links(FOOT)
    return found


def hidden_fields() -> Markup:
    """What a form of buttons alone carries unseen."""
    fields = (("csrf_token", generate_csrf()), (keys.NAME, keys.fresh()))
    return Markup().join(Markup('<input type="hidden" name="{}" value="{}">').format(n, v) for n, v in fields)


def navigation() -> list[Link]:
    return [] if visitor() is None else _links(ENTRIES)


def _links(entries: Entries) -> list[Link]:
    """Those that the reader may open; an application made of fewer blueprints has fewer."""
    here = request.blueprint
    return [
        (label, _address(endpoint), here == endpoint.split(".")[0])
        for label, endpoint, right in entries
        if endpoint in current_app.view_functions and may(right)
    ]


@cache
def _address(endpoint: str) -> str:
    """A page that needs nothing named has one address, and every page leads to a dozen of them."""
    return current_app.url_map.bind("").build(endpoint)
