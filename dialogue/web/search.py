"""Search: one box over whatever its reader may read, and where each thing that was found has its page."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import organisations, topics
from dialogue.domain.search import Found
from dialogue.domain.sessions import Session
from dialogue.domain.text import fit
from dialogue.i18n import gettext, lazy
from dialogue.queries import search
from dialogue.queries.search import Hit, SearchFilter
from dialogue.web.asked import LARGEST_ID
from dialogue.web.gate import needs, standing
from dialogue.web.presence import may

bp = Blueprint("search", __name__)

MOST = 200  # characters
KINDS = {
    Found.SESSION: lazy("Sessions"),
    Found.AGENDA_ITEM: lazy("Agenda items"),
    Found.CONCLUSION: lazy("Draft conclusions"),
    Found.PARAGRAPH: lazy("Minutes"),
    Found.DECISION: lazy("Decisions"),
    Found.FOLLOW_UP: lazy("Follow-ups"),
    Found.MEETING: lazy("Meetings"),
    Found.TOPIC: lazy("Topics"),
    Found.DEVELOPMENT: lazy("Development log"),
    Found.TRACK_ENTRY: lazy("Tracks"),
    Found.ACTIVITY: lazy("Activities"),
    Found.IMPORTED: lazy("Imported sessions"),
    Found.PERSON: lazy("People"),
}


def _entry(hit: Hit) -> str:
    track, _, nth = hit.place.partition(" ")
    return url_for("tracks.entry", track=track, nth=int(nth))


def _activity(hit: Hit) -> str:
    track, _, code = hit.place.partition(" ")
    return url_for("menus.index", track=track, q=code)


def _person(hit: Hit) -> str:
    keeps = may(Right.PEOPLE_KEEP)
    return url_for("people.show", person=hit.thing_id) if keeps else url_for("own_people.index")


# By the noun of a hit, as `access.search.FINDABLE` has them.
PAGES: Mapping[str, Callable[[Hit], str]] = {
    "agenda_items": lambda hit: url_for("agenda.show", ref=hit.session),
    "agendas": lambda hit: url_for("agenda.show", ref=hit.session),
    "conclusions": lambda hit: url_for("conclusions.one", ref=hit.session, conclusion=int(hit.place)),
    "decisions": lambda hit: url_for("decisions.show", ref=hit.session, number=int(hit.place)),
    "developments": lambda hit: url_for("developments.show", development=hit.place),
    "followups": lambda hit: url_for("followups.show", ref=hit.session, number=int(hit.place)),
    "imported_sessions": lambda hit: url_for("archive.show", imported=hit.thing_id),
    "meetings": lambda hit: url_for("meetings.show", meeting=hit.place),
    "minutes": lambda hit: url_for("minutes.show", ref=hit.session),
    "participants": lambda hit: url_for("participants.show", ref=hit.session),
    "people": _person,
    "sessions": lambda hit: url_for("sessions.show", ref=hit.session),
    "topics": lambda hit: url_for("topics.show", slug=hit.place),
    "track_activities": _activity,
    "track_entries": _entry,
}


@bp.get("/search")
@needs(Right.SEARCH)
def index() -> Any:
    """Too much typed at once is said, and nothing is looked for."""
    chosen, too_long = _chosen(), len(request.args.get("q", "")) > MOST
    groups = [] if too_long else search.find(standing(), chosen)
    page = render_template(
        "search/index.html",
        chosen=chosen,
        too_long=too_long,
        most=MOST,
        groups=groups,
        names=KINDS,
        page_of=lambda hit: PAGES[hit.noun](hit),
        kinds=[(kind.value, gettext(str(name))) for kind, name in KINDS.items()],
        sessions=[(one.ref, one.reference) for one in db.scalars(access.visible(_plan(), standing()))],
        topics=[(one.slug, one.title) for one in db.scalars(topics.register())] if may(Right.TOPICS_READ) else [],
        owners=[(one.slug, one.short_name) for one in db.scalars(organisations.parties())],
        more=_more(chosen),
        before_and_after=_pages(chosen, groups[0].all if chosen.kind and groups else 0),
    )
    return (page, 422) if too_long else page


def _plan() -> Any:
    return select(Session).order_by(Session.starts.desc())


def _more(chosen: SearchFilter) -> dict[str, str]:
    """Where all of one kind stand."""
    return {kind: url_for(".index", **chosen.address | {"kind": kind.value}) for kind in Found}


def _pages(chosen: SearchFilter, many: int) -> tuple[str, str]:
    """The pages before and behind this one, as far as there are."""
    there = (chosen.page - 1, chosen.page + 1 if many > chosen.page * search.PAGE else 0)
    before, after = (url_for(".index", **chosen.address, page=number) if number else "" for number in there)
    return before, after


def _chosen() -> SearchFilter:
    """What the address asks for."""
    typed = {
        name: fit(request.args.get(name, "")[:MOST], one_line=True)
        for name in ("q", "kind", "session", "topic", "owner")
    }
    page = request.args.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1
    return SearchFilter(words=typed.pop("q"), **typed, page=min(max(number, 1), LARGEST_ID))
