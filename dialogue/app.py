"""Puts the application together: database, gate, blueprints, words, errors, static files. Decides nothing."""

import logging
import sys
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask
from jinja2 import StrictUndefined
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from dialogue import i18n
from dialogue.config import Config, from_environment
from dialogue.db import bind, connect
from dialogue.domain import log as _log  # noqa: F401  # its hook turns facts into chained rows
from dialogue.operations.installation import TEMPLATES
from dialogue.rendering.word import stationery
from dialogue.web import (
    addresses,
    agenda,
    answers,
    archive,
    auth,
    busy,
    calendar,
    changes,
    circulations,
    cohosts,
    communiques,
    compartments,
    conclusions,
    corrigenda,
    dealings,
    decisions,
    developments,
    documents,
    errors,
    external,
    filters,
    followups,
    frame,
    gate,
    guide,
    health,
    home,
    kept,
    ladder,
    log,
    mails,
    mandates,
    meetings,
    menus,
    minutes,
    notices,
    organisations,
    own_people,
    participants,
    passwords,
    people,
    reviews,
    search,
    sessions,
    settings,
    tables,
    tabs,
    topics,
    tracks,
    uploads,
    uses,
    verification,
    working_days,
)
from dialogue.web.arrivals import Arrivals, Clock, the_time
from dialogue.web.assets import Assets
from dialogue.web.auth import lane
from dialogue.web.presence import login

BLUEPRINTS = (
    agenda.bp,
    answers.bp,
    archive.bp,
    auth.bp,
    busy.bp,
    calendar.bp,
    changes.bp,
    circulations.bp,
    cohosts.bp,
    communiques.bp,
    compartments.bp,
    conclusions.bp,
    corrigenda.bp,
    decisions.bp,
    developments.bp,
    documents.bp,
    external.bp,
    followups.bp,
    guide.bp,
    health.bp,
    home.bp,
    kept.bp,
    ladder.bp,
    log.bp,
    mails.bp,
    mandates.bp,
    meetings.bp,
    minutes.bp,
    notices.bp,
    organisations.bp,
    own_people.bp,
    participants.bp,
    passwords.bp,
    people.bp,
    reviews.bp,
    search.bp,
    sessions.bp,
    settings.bp,
    topics.bp,
    menus.bp,
    tables.bp,
    dealings.bp,
    tracks.bp,
    verification.bp,
    working_days.bp,
)

LARGEST = 1024 * 1024 + 64 * 1024  # bytes of a request: the largest text, and room for the rest of its form
PARTS = 2000  # fields of one form


def create_app(
    config: Config | None = None,
    *,
    engine: Engine | None = None,
    clock: Clock = the_time,
    blueprints: Sequence[Blueprint] = BLUEPRINTS,
) -> Flask:
    """A WSGI application. Tests hand in their engine, their clock, and blueprints to try the gate on."""
    config = config or from_environment()
    bind(engine or connect(config.database_url))
    stationery.choose(config.letterhead)
    app = Flask("dialogue", static_folder=None, template_folder=str(TEMPLATES))
    app.request_class = uploads.InMemory
    app.config.from_mapping(_settings(config))
    app.extensions["dialogue.config"] = config
    app.extensions[lane.NAME] = lane.Lane()
    app.extensions[uses.NAME] = uses.Uses()
    app.login_manager = login  # type: ignore[attr-defined]  # instead of init_app: its remember cookie touches every session
    _speak(app)
    addresses.teach(app)
    filters.register(app)
    frame.register(app)
    tabs.register(app)
    errors.register(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    gate.guard(app)
    _wrap(app, config, clock)
    return app


def _settings(config: Config) -> dict[str, Any]:
    return {
        "DEBUG": False,  # whatever FLASK_DEBUG says
        "SECRET_KEY": config.secret_key,
        "TRUSTED_HOSTS": config.trusted_hosts,
        "MAX_CONTENT_LENGTH": LARGEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST,
        "MAX_FORM_PARTS": PARTS,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "PREFERRED_URL_SCHEME": "https" if config.secure else "http",
        "SESSION_COOKIE_NAME": config.cookie_name,
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_CHECK_DEFAULT": False,  # the gate asks, before anything else
        "WTF_CSRF_TIME_LIMIT": None,  # a text that took a day to write is not lost for that
        "WTF_CSRF_SSL_STRICT": False,  # it asks for a Referer, and our own Referrer-Policy sends none
        "WTF_I18N_ENABLED": False,
    }


def _speak(app: Flask) -> None:
    # A misspelt name is a fault in the first test of its page.
    app.jinja_options = app.jinja_options | {"undefined": StrictUndefined}
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension brings it
        i18n.gettext, i18n.plural, newstyle=True
    )


def _wrap(app: Flask, config: Config, clock: Clock) -> None:
    """From the inside out: static files, our own proxies, and outermost the door that stamps arrivals."""
    assets = Assets(config.data_dir)
    app.jinja_env.globals["asset"] = assets.url
    inner: Any = assets.serve(app.wsgi_app)
    if config.proxies:
        inner = ProxyFix(inner, x_for=config.proxies, x_proto=config.proxies, x_host=0)
    app.wsgi_app = Arrivals(inner, config, clock)  # type: ignore[method-assign]  # Flask's own way to wrap
    requests = logging.getLogger("dialogue.requests")
    requests.setLevel(logging.INFO)
    if not requests.handlers:
        requests.addHandler(logging.StreamHandler(sys.stderr))
        requests.propagate = False
