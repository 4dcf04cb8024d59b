"""Release of the approved minutes, edition by edition, by both secretaries; who took which; closing of the session."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts, approvals
from dialogue.db import db
from dialogue.domain import receipts
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Minutes
from dialogue.i18n import gettext
from dialogue.queries import sheets
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.pages import bp


@bp.get("/sessions/<ref:ref>/minutes/releases")
@needs(Right.MINUTES_EDIT, Minutes)
def releases(minutes: Minutes) -> str:
    taken = db.scalars(receipts.of_session(minutes.session)).all()
    return render_template(
        "minutes/releases.html", minutes=minutes, session=minutes.session,
        receipts=[one for one in taken if one.file.kind == "minutes"],
    )  # fmt: skip


@bp.get("/sessions/<ref:ref>/minutes/releases/<slug:edition>")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_release(minutes: Minutes, edition: str) -> str:
    level = _level(edition)
    kept, sheet = minutes.kept_edition(level) or abort(404), sheets.minutes_edition(minutes, level)
    return render_template(
        "minutes/release.html", minutes=minutes, session=minutes.session, edition=kept, sheet=sheet,
        refused=why_not(minutes.must_be_releasable, level, me().organisation),
        frozen=sheets.left_open_of_minutes(sheet), readers=access.minutes_readers(minutes.session, level, now()),
    )  # fmt: skip


@bp.post("/sessions/<ref:ref>/minutes/releases/<slug:edition>")
@needs(Right.MINUTES_EDIT, Minutes)
def release(minutes: Minutes, edition: str) -> Response:
    done = approvals.release_minutes(minutes, _level(edition), by=me(), at=now())
    waits = gettext("You have consented to the release. The other side has still to do so.")
    flash(gettext("The edition is released.") if done else waits, "done")
    return _to(minutes)


@bp.post("/sessions/<ref:ref>/minutes/conclude")
@needs(Right.SESSION_KEEP, Minutes)
def conclude(minutes: Minutes) -> Response:
    acts.conclude_session(minutes, by=me(), at=now())
    return redirect(url_for("sessions.show", ref=minutes.session.ref), 303)


def _level(word: str) -> Level:
    return next((level for level in DOCUMENT_LEVELS if level.value == word), None) or abort(404)


def _to(minutes: Minutes) -> Response:
    return redirect(url_for(".releases", ref=minutes.session.ref), 303)
