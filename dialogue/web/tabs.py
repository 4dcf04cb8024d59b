"""The links that lead from one page of a session to the others: only those the reader may open."""

from typing import Any

from flask import Flask, current_app, request, url_for

from dialogue.access import Right
from dialogue.domain.sessions import Session
from dialogue.i18n import lazy
from dialogue.queries import home
from dialogue.web import texts
from dialogue.web.presence import standing

PAGES: tuple[tuple[Any, str, Right], ...] = (
    (lazy("Overview"), "sessions.show", Right.SESSION_READ),
    (lazy("Agenda"), "agenda.show", Right.AGENDA_READ),
    (lazy("Conclusions"), "conclusions.show", Right.CONCLUSIONS_READ),
    (lazy("Participants"), "participants.show", Right.PARTICIPANTS_READ),
    (lazy("Co-hosts"), "cohosts.show", Right.ENGAGEMENT_READ),
    (lazy("Review"), "reviews.show", Right.SESSION_REVIEW),
    (lazy("Minutes"), "minutes.show", Right.MINUTES_READ),
    (lazy("Decisions"), "decisions.status", Right.SESSION_DECISIONS),
)


def register(app: Flask) -> None:
    app.jinja_env.globals["session_tabs"] = session_tabs


def _of_texts() -> list[tuple[Any, str, Right]]:
    papers = (paper for paper in texts.PAPERS.values() if paper.tab)
    return [(paper.tab, f"{paper.blueprint.name}.{paper.show}", paper.rights.read) for paper in papers]


def session_tabs(session: Session, doors: frozenset[Right] | None = None) -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is the page shown); the follow-ups are the register, narrowed to this session.
    `doors`: where the page has asked for them already."""
    open_to_me = home.doors(standing(), session) if doors is None else doors
    here = "minutes" if request.blueprint == "corrigenda" else request.blueprint
    links = [
        (label, url_for(endpoint, ref=session.ref), here == endpoint.split(".")[0])
        for label, endpoint, right in (*PAGES, *_of_texts())
        if right in open_to_me and endpoint in current_app.view_functions
    ]
    if Right.FOLLOWUPS_READ in open_to_me and "followups.index" in current_app.view_functions:
        links.append((lazy("Follow-ups"), url_for("followups.index", session=session.ref), False))
    return links
