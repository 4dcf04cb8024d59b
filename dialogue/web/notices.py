"""Notices: what was told to whom and what became of it; taking back, what came back, what a restored backup holds."""

from collections.abc import Mapping

from babel.support import LazyProxy
from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from dialogue.access import SUBJECTS, Right
from dialogue.actions import rounds
from dialogue.db import db
from dialogue.domain import incoming, notices
from dialogue.domain.notices import OF_A_MEETING, OF_A_SESSION, OF_COMING, OWN, Dispatch, Notice, NoticeKind
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.i18n import gettext, lazy
from dialogue.notifications import recipients
from dialogue.web import asked
from dialogue.web.forms import Form, Text, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import loads, me, needs, now
from dialogue.web.recalls import say_called_back

bp = Blueprint("notices", __name__)

PAGE = 20  # tellings; each may have gone to dozens
FAILED = 20

# What goes with a telling that is taken back, or does not.
TAKEN_BACK: Mapping[str, LazyProxy] = {
    NoticeKind.ISSUE: lazy("The round is withdrawn with it."),
    NoticeKind.METHOD: lazy("The round is withdrawn with it."),
    NoticeKind.COMMENTS: lazy(
        "The mail alone is taken back, and it is not sent again: the text stays with both delegations for comments."
    ),
    NoticeKind.AGENDA: lazy(
        "The mail alone is taken back, and it is not sent again: the agenda stays with those who read it."
    ),
    NoticeKind.INVITED: lazy(
        "The mail alone is taken back: whoever is accredited still comes to the session. “Remind those who have not "
        "answered” sends the invitation itself to whom it did not reach."
    ),
    **dict.fromkeys(
        OF_A_SESSION,
        lazy(
            "The mail alone is taken back: the change stands, and the page of the session says it. That nobody has "
            "been told waits for both secretaries at home."
        ),
    ),
    **dict.fromkeys(
        OF_A_MEETING,
        lazy(
            "The mail alone is taken back, and it is not sent again: the meeting stands as its page says, and the "
            "calendars of those who take part."
        ),
    ),
    NoticeKind.UNANSWERED: lazy("Nobody is reminded; it can be sent again."),
    NoticeKind.MEETING_LEFT: lazy("The mail alone is taken back: the person takes part in the meeting no longer."),
    NoticeKind.UNINVITED: lazy("The mail alone is taken back: the person’s place in the delegation has ended."),
}


class ToldForm(Form):
    how = Text(lazy("How, when and by whom the person was told"), limit=2_000, required=True)


@loads(Dispatch)
def _dispatch(dispatch: int) -> Dispatch | None:
    return _ours(db.get(Dispatch, dispatch, options=[selectinload(Dispatch.notices)]))


@loads(Notice)
def _notice(notice: int) -> Notice | None:
    found = db.get(Notice, notice, options=[joinedload(Notice.dispatch), joinedload(Notice.recipient)])
    return found if found is not None and _ours(found.dispatch) else None


def _ours(dispatch: Dispatch | None) -> Dispatch | None:
    """What concerns its recipient alone does not exist here."""
    return None if dispatch is None or dispatch.kind in OWN else dispatch


@bp.get("/notices")
@needs(Right.NOTICES_KEEP)
def index() -> str:
    found = db.scalars(notices.newest(PAGE + 1, asked.before())).all()
    shown = found[:PAGE]
    of = {one.session_id for one in shown if one.session_id is not None}
    return render_template(
        "notices/index.html",
        dispatches=shown,
        older=shown[-1].id if len(found) > PAGE else None,
        sessions={session.id: session for session in db.scalars(select(Session).where(Session.id.in_(of)))},
        failed=db.scalars(notices.failed().limit(FAILED)).all(),
        lying=db.scalar(notices.left_lying(now())),
        held=len(db.scalars(notices.held()).all()),
        by_mail=bool(current_app.extensions["dialogue.config"].smtp_url),
        mails=db.scalar(incoming.how_many_wait()),
        taken_back=TAKEN_BACK,
        at=now(),
    )


@bp.post("/notices/dispatches/<int:dispatch>/undo")
@needs(Right.NOTICES_KEEP, Dispatch)
def undo(dispatch: Dispatch) -> Response:
    rounds.undo(dispatch, by=me(), at=now())
    flash(f"{gettext('Taken back: nobody has been told.')} {TAKEN_BACK.get(dispatch.kind, '')}".strip(), "done")
    return redirect(url_for("notices.index"), 303)


@bp.get("/notices/<int:notice>/bounce")
@needs(Right.NOTICES_KEEP, Notice)
def ask_bounce(notice: Notice) -> str:
    of_a_round = SUBJECTS[NoticeKind(notice.dispatch.kind)].noun is Circulation
    return render_template("notices/bounce.html", notice=notice, of_a_round=of_a_round)


@bp.post("/notices/<int:notice>/bounce")
@needs(Right.NOTICES_KEEP, Notice)
def bounce(notice: Notice) -> Response:
    notice.bounce(by=me(), at=now())
    return redirect(url_for("notices.index"), 303)


@bp.get("/notices/<int:notice>/told")
@needs(Right.NOTICES_KEEP, Notice)
def ask_told(notice: Notice) -> Response:
    return _told_page(notice, ToldForm())


@bp.post("/notices/<int:notice>/told")
@needs(Right.NOTICES_KEEP, Notice)
def tell(notice: Notice) -> Response:
    form = ToldForm()
    if not form.validate():
        return _told_page(notice, form)
    notice.tell_otherwise(form.how.data or "", by=me(), at=now())
    flash(gettext("That %(name)s was told by another way is recorded.", name=notice.recipient.name), "done")
    return redirect(url_for("notices.index"), 303)


def _told_page(notice: Notice, form: ToldForm) -> Response:
    """With the words of a mail about a session, to be read out; an invitation may be sent again as well."""
    of_coming = any(notice.dispatch.kind in kinds for kinds in OF_COMING)
    invited = notice.dispatch.kind == NoticeKind.INVITED
    session = db.get(Session, notice.session_id) if invited and notice.session_id is not None else None
    refused = why_not(notice.must_be_told_otherwise)
    known = {"notice": notice, "session": session, "refused": refused, "of_coming": of_coming}
    return answer("notices/told.html", form, **known)


@bp.get("/notices/held")
@needs(Right.NOTICES_KEEP)
def held() -> str:
    return render_template("notices/held.html", held=db.scalars(notices.held()).all())


@bp.post("/notices/held/release")
@needs(Right.NOTICES_KEEP)
def release_all() -> Response:
    found = db.scalars(notices.held()).all()
    released = [recipients.release(notice, by=me(), at=now()) for notice in found]
    say_called_back(released.count(False))
    return redirect(url_for("notices.index"), 303)


@bp.post("/notices/held/drop")
@needs(Right.NOTICES_KEEP)
def drop_all() -> Response:
    for notice in db.scalars(notices.held()):
        notice.drop(by=me(), at=now())
    return redirect(url_for("notices.index"), 303)


@bp.post("/notices/<int:notice>/release")
@needs(Right.NOTICES_KEEP, Notice)
def release(notice: Notice) -> Response:
    say_called_back(0 if recipients.release(notice, by=me(), at=now()) else 1)
    return redirect(url_for("notices.held"), 303)


@bp.post("/notices/<int:notice>/drop")
@needs(Right.NOTICES_KEEP, Notice)
def drop(notice: Notice) -> Response:
    notice.drop(by=me(), at=now())
    return redirect(url_for("notices.held"), 303)
