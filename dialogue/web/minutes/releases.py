"""Release of the approved minutes, edition by edition, by both secretaries; who took which; closing of the session."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts, tellings
from dialogue.db import db
from dialogue.domain import notices, receipts
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Minutes
from dialogue.queries import sheets
from dialogue.web import texts
from dialogue.web.forms import answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now
from dialogue.web.minutes.approvals import PAPER
from dialogue.web.minutes.pages import bp
from dialogue.web.wording import Look, sent
from dialogue.web.wording import kept as kept_words


@bp.get("/sessions/<ref:ref>/minutes/releases")
@needs(Right.MINUTES_EDIT, Minutes)
def releases(minutes: Minutes) -> str:
    taken = db.scalars(receipts.of_session(minutes.session)).all()
    return render_template(
        "minutes/releases.html", minutes=minutes, session=minutes.session,
        receipts=[one for one in taken if one.file.kind == "minutes"], let_stand=kept_words(PAPER.subject(minutes)),
    )  # fmt: skip


@bp.get("/sessions/<ref:ref>/minutes/releases/<slug:edition>")
@needs(Right.MINUTES_EDIT, Minutes)
def ask_release(minutes: Minutes, edition: str) -> Response:
    level = _level(edition)
    return _release_page(minutes, level, texts.looked(PAPER, minutes, None, level))


def _release_page(minutes: Minutes, level: Level, look: Look) -> Response:
    """The edition, who will read it, and words to look at before it goes out."""
    kept, sheet = minutes.kept_edition(level) or abort(404), sheets.minutes_edition(minutes, level)
    told = tellings.releasing(minutes, level, me(), now())
    return answer(
        "minutes/release.html", look.form, minutes=minutes, session=minutes.session, edition=kept, sheet=sheet,
        look=look, refused=why_not(minutes.must_be_releasable, level, me().organisation),
        frozen=sheets.left_open_of_minutes(sheet), readers=access.minutes_readers(minutes.session, level, now()),
        letters=notices.previews(told.drafts), cannot=told.cannot,
    )  # fmt: skip


@bp.post("/sessions/<ref:ref>/minutes/releases/<slug:edition>")
@needs(Right.MINUTES_EDIT, Minutes)
def release(minutes: Minutes, edition: str) -> Response:
    level = _level(edition)
    words = sent(PAPER.subject(minutes), texts.release_of(level), texts.going(minutes, level))
    if words.asks and texts.may_release(minutes, level):
        return _release_page(minutes, level, words)
    texts.let_out(minutes, level, words)
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
