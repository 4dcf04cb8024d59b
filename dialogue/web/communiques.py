"""The joint communiqué of a session: written by both secretaries, signed off, approved, released edition by edition."""

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import rounds
from dialogue.actions.texts import communiques as acts
from dialogue.db import db
from dialogue.domain import communiques as register
from dialogue.domain import papers, receipts
from dialogue.domain.base import Stale
from dialogue.domain.communiques import Communique
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.sessions import ZONE, Session, instant
from dialogue.i18n import gettext, lazy
from dialogue.queries import communiques as sheets
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads
from dialogue.web.conflicts import conflict
from dialogue.web.forms import Form, Line, Prose, Text, Version, WallTime, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import READS, loads, me, needs, now, receipt, standing

bp = Blueprint("communiques", __name__)


class CommuniqueForm(Form):
    title = Line(lazy("Title"), required=True)
    text = Prose(lazy("Text"), required=True)
    embargo = WallTime(lazy("Not to be published before"))
    base_version = Version()


class CommuniqueReturnForm(Form):
    reason = Text(lazy("What should be changed"), limit=5_000, required=True)


class ReleaseForm(Form):
    level = WordField(lazy("Edition"), kind=Level, only=Communique.LEVELS)


@loads(Communique)
def _communique(ref: str) -> Communique | None:
    """Whoever acts on it waits for whoever acts on it now: no edit slips in behind a sign-off."""
    found = register.of_ref(ref)
    return db.scalar(found if request.method in READS else register.held(found))


@bp.get("/sessions/<ref:ref>/communique")
@needs(Right.SESSION_READ, Session)
def show(session: Session) -> Response:
    """For a secretary also before there is one: here it begins."""
    found = db.scalar(register.of_session(session))
    if found is not None and access.may(standing(), Right.COMMUNIQUE_READ, found):
        return _page(found, CommuniqueReturnForm(formdata=None))
    if found is not None or not access.may(standing(), Right.COMMUNIQUE_EDIT, session):
        abort(404)
    return _begin(session, CommuniqueForm())


@bp.post("/sessions/<ref:ref>/communique")
@needs(Right.COMMUNIQUE_EDIT, Session)
def begin(session: Session) -> Response:
    form = CommuniqueForm()
    if not form.validate():
        return _begin(session, form)
    acts.begin(session, *_written(form), by=me(), at=now())
    return _to(session)


@bp.get("/sessions/<ref:ref>/communique/edit")
@needs(Right.COMMUNIQUE_EDIT, Communique)
def edit(communique: Communique) -> str:
    communique.may_be_edited()
    given = {"embargo": _on_the_wall(communique.embargo), "base_version": communique.version}
    form = CommuniqueForm(data={"title": communique.title, "text": communique.text, **given})
    return render_template("communiques/edit.html", form=form, communique=communique, session=communique.session)


@bp.post("/sessions/<ref:ref>/communique/edit")
@needs(Right.COMMUNIQUE_EDIT, Communique)
def update(communique: Communique) -> Response:
    form = CommuniqueForm()
    if not form.validate():
        return answer("communiques/edit.html", form, communique=communique, session=communique.session)
    try:
        communique.revise(*_written(form), base=form.base_version.data, by=me(), at=now())
    except Stale:
        return _both_texts(form, communique)
    return _to(communique.session)


@bp.post("/sessions/<ref:ref>/communique/sign-off")
@needs(Right.COMMUNIQUE_EDIT, Communique)
def sign_off(communique: Communique) -> Response:
    both = acts.sign_off(communique, seen=request.form.get("seen", ""), by=me(), at=now())
    done = gettext("Both secretaries have signed it off; the co-chairs are asked to approve it.")
    flash(done if both else gettext("You have signed off this text. The other side has still to do so."), "done")
    return _to(communique.session)


@bp.post("/sessions/<ref:ref>/communique/approval")
@needs(Right.COMMUNIQUE_APPROVE, Communique)
def approve(communique: Communique) -> Response:
    seat = access.leading_seat(standing(), communique.session_id) or abort(403)
    with rounds.telling_of_the_end(communique.circulation, at=now()):
        both = acts.approve(communique, seat, request.form.get("seen", ""), at=now())
    done = gettext("The communiqué is approved. The secretaries release each edition.")
    flash(done if both else gettext("You have approved it. The other side has still to do so."), "done")
    return _to(communique.session)


@bp.post("/sessions/<ref:ref>/communique/return")
@needs(Right.COMMUNIQUE_APPROVE, Communique)
def return_(communique: Communique) -> Response:
    form = CommuniqueReturnForm()
    if not form.validate():
        return _page(communique, form)
    with rounds.telling_of_the_end(communique.circulation, at=now()):
        communique.return_(form.reason.data, request.form.get("seen", ""), by=me(), at=now())
    flash(gettext("It went back to the secretaries, with what you wrote."), "done")
    return redirect(url_for("sessions.show", ref=communique.session.ref), 303)


@bp.post("/sessions/<ref:ref>/communique/release")
@needs(Right.COMMUNIQUE_EDIT, Communique)
def release(communique: Communique) -> Response:
    form = ReleaseForm()
    if not form.validate():
        abort(422)
    both = acts.release(communique, form.level.data, by=me(), at=now())
    done = gettext("The edition is released.")
    flash(done if both else gettext("You have consented to this release. The other side has still to do so."), "done")
    return _to(communique.session)


@bp.get("/sessions/<ref:ref>/communique.docx")
@needs(Right.COMMUNIQUE_READ, Communique)
def download(communique: Communique) -> Response:
    """What is released is the stored file, and whoever takes it leaves a receipt; before that a working copy."""
    level, kind = _level(communique), Communique.KIND.name
    file = db.scalar(papers.released(communique.session, kind, "", level))
    if file is None:
        draft = "" if communique.is_approved else "draft"
        name = names.file_name(communique.reference, draft, level.value)
        return downloads.download(word.render(sheets.edition(communique, level)), name)
    taken = receipts.take(file, me(), now())
    receipt(lambda: db.add(taken))
    return downloads.kept(file.content, file.name)


def _begin(session: Session, form: CommuniqueForm) -> Response:
    refused = why_not(register.must_be_told, session)
    return answer("communiques/begin.html", form, session=session, refused=refused)


def _page(communique: Communique, returning: CommuniqueReturnForm) -> Response:
    working = fingerprint(sheets.working(communique))
    return answer(
        "communiques/show.html", returning, communique=communique, session=communique.session, seen=working,
        level=_level(communique), levels=access.communique_editions(standing(), communique),
        sheet=sheets.edition(communique, _level(communique)),
        seat=access.leading_seat(standing(), communique.session_id),
        not_signable=why_not(communique.must_be_signable, me().organisation, working), own=me().organisation,
        embargoed=communique.is_embargoed(now()),
    )  # fmt: skip


def _level(communique: Communique) -> Level:
    """The edition asked for, or the fullest that the reader may hold; what somebody does not hold does not exist."""
    wanted, mine = asked.edition(*Communique.LEVELS), access.communique_editions(standing(), communique)
    return next((level for level in mine if wanted in {None, level}), None) or abort(404)


def _written(form: CommuniqueForm) -> tuple[str, str, dt.datetime | None]:
    return form.title.data, form.text.data, instant(form.embargo.data) if form.embargo.data else None


def _on_the_wall(at: dt.datetime | None) -> dt.datetime | None:
    return at.astimezone(ZONE).replace(tzinfo=None) if at is not None else None


def _both_texts(form: CommuniqueForm, communique: Communique) -> Response:
    """What was written side by side, and the embargo where the two differ."""
    written: dict[str, Any] = {"title": communique.title, "text": communique.text}
    theirs, mine = _on_the_wall(communique.embargo), form.embargo.data
    beside = [(str(form.embargo.label.text), _told(theirs), _told(mine))] if theirs != mine else []
    back = url_for(".show", ref=communique.session.ref)
    return conflict(form, written, base=communique.version, back=back, beside=beside)


def _told(at: dt.datetime | None) -> str:
    return gettext("none") if at is None else f"{at:%Y-%m-%d %H:%M}"


def _to(session: Session) -> Response:
    return redirect(url_for(".show", ref=session.ref), 303)
