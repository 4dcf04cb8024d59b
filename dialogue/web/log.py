"""The log: who did what when, as rows of ids, verbs and hashes; each reader those that it may see, the newest first."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain.agreed import TEXTS
from dialogue.domain.sessions import Session
from dialogue.domain.wording import LetStand
from dialogue.i18n import gettext, lazy
from dialogue.queries import log_view
from dialogue.web import asked, wording
from dialogue.web.gate import me, needs, standing

bp = Blueprint("log", __name__)

NOUNS = {
    "people": lazy("person"),
    "mandates": lazy("second person's word"),
    "sign_ins": lazy("sign-in"),
    "organisations": lazy("organisation"),
    "places": lazy("place"),
    "own_days": lazy("day of a Party's calendar"),
    "settings": lazy("settings"),
    "restores": lazy("backup put back"),
    "sessions": lazy("session"),
    "session_changes": lazy("change of a session"),
    "agenda_items": lazy("agenda item"),
    "delegations": lazy("delegation"),
    "rung_entries": lazy("step of the ladder"),
    "participants": lazy("seat in a delegation"),
    "engagements": lazy("engagement of a co-host"),
    "papers": lazy("paper"),
    "topics": lazy("topic"),
    "developments": lazy("entry of the development log"),
    "imported_sessions": lazy("imported session"),
    "decisions": lazy("decision"),
    "meetings": lazy("meeting between the sessions"),
    "followups": lazy("follow-up"),
    "circulations": lazy("round under silence"),
    "external_rounds": lazy("silence procedure elsewhere"),
    "let_stand": lazy("words that were let stand"),
    "track_entries": lazy("entry of a track"),
    "track_imports": lazy("list of activities"),
    "track_members": lazy("person on a list"),
    "incoming_mails": lazy("mail to the secretariat"),
} | {noun.__tablename__: lazy(noun.KIND.word) for noun in TEXTS.values()}


@bp.get("/log")
@needs(Right.LOG_READ)
def index() -> str:
    plan = {one.ref: one for one in db.scalars(select(Session).order_by(Session.starts.desc()))}
    nouns, noun, before = access.log_nouns(standing()), request.args.get("noun", ""), asked.before()
    session = plan.get(request.args.get("session", "")) if "sessions" in nouns else None
    noun = noun if noun in nouns else ""
    wanted = log_view.rows(standing(), session_id=session.id if session else None, noun=noun, before=before)
    found = db.scalars(wanted).all()
    stands = wording.of_ids(row.thing_id for row in found if row.noun == LetStand.__tablename__)
    chosen: dict[str, Any] = {"session": session.ref if session else None, "noun": noun or None}
    return render_template(
        "log/index.html",
        rows=found[: log_view.PAGE],
        sessions={one.id: one for one in plan.values()} if "sessions" in nouns else {},
        refs=[(one.ref, one.reference) for one in plan.values()],
        nouns=[(name, gettext(str(NOUNS[name]))) for name in nouns],
        names=NOUNS,
        stands=stands,
        mine=me().id,
        chosen=chosen,
        before=before,
        newest=url_for(".index", **chosen),
        older=url_for(".index", **chosen, before=found[log_view.PAGE - 1].id) if len(found) > log_view.PAGE else "",
    )
