"""The links that lead from one page of a session to the others: only those the reader may open."""

from typing import Any

from flask import Flask, current_app, request, url_for

from dialogue.access import Right
from dialogue.domain.sessions import Session
from dialogue.i18n import lazy
from dialogue.queries import home
from dialogue.web.presence import standing

PAGES: tuple[tuple[Any, str, Right], ...] = (
    (lazy("Overview"), "sessions.show", Right.SESSION_READ),
    (lazy("Agenda"), "agenda.show", Right.AGENDA_READ),
    (lazy("Participants"), "participants.show", Right.PARTICIPANTS_READ),
    (lazy("Co-hosts"), "cohosts.show", Right.ENGAGEMENT_READ),
    (lazy("Minutes"), "minutes.show", Right.MINUTES_READ),
    (lazy("Communiqué"), "communiques.show", Right.COMMUNIQUE_READ),
)


def register(app: Flask) -> None:
    app.jinja_env.globals["session_tabs"] = session_tabs


def session_tabs(session: Session) -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is the page shown); the follow-ups are the register, narrowed to this session."""
    open_to_me = home.doors(standing(), session)
    links = [
        (label, url_for(endpoint, ref=session.ref), request.blueprint == endpoint.split(".")[0])
        for label, endpoint, right in PAGES
        if right in open_to_me and endpoint in current_app.view_functions
    ]
    if Right.FOLLOWUPS_READ in open_to_me and "followups.index" in current_app.view_functions:
        links.append((lazy("Follow-ups"), url_for("followups.index", session=session.ref), False))
    return links
