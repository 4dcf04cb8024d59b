"""Changes of a session: the form, the page that says what will happen, the proposal, and the other side's word."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import changes as acts
from dialogue.db import db
from dialogue.domain import changes, organisations
from dialogue.domain.changes import ChangeKind, SessionChange, Wish
from dialogue.domain.sessions import Appointment, Session
from dialogue.i18n import gettext, lazy
from dialogue.notifications.changes import was, what, when
from dialogue.web.dates import FORMS, MoveForm, UrgentForm, said
from dialogue.web.forms import Form, Text, again
from dialogue.web.gate import answers, loads, me, needs, now, standing

bp = Blueprint("changes", __name__)

TITLES = {
    ChangeKind.MOVE: lazy("Another date or place"),
    ChangeKind.POSTPONE: lazy("Postpone the session"),
    ChangeKind.CANCEL: lazy("Cancel the session"),
    ChangeKind.REINSTATE: lazy("Reinstate the session"),
    ChangeKind.CONVENE: lazy("Convene the session"),
    ChangeKind.KEEP: lazy("Leave the session in its city, out of turn"),
}
DONE = {
    "asked": lazy("Proposed. Nothing has changed yet: the other side has to consent, and is told."),
    "urgent": lazy("Done. Everybody concerned is told in a minute, and the other side takes note."),
    "told": lazy("Done. Everybody concerned is told in a minute; until then you can take the mail back under Notices."),
    "alone": lazy("Done."),
}


class DeclineForm(Form):
    reason = Text(lazy("Why you decline"), limit=2_000, required=True)


@loads(SessionChange)
def _change(change: int) -> SessionChange | None:
    return db.scalar(changes.whole(changes.by_id(change)))


@bp.get("/sessions/<ref:ref>/changes/<slug:verb>")
@needs(Right.SESSION_KEEP, Session)
def ask(session: Session, verb: str) -> str:
    chosen = _kind(verb)
    form = _form(chosen, session)
    if chosen is ChangeKind.CONVENE:
        return _checked(session, chosen, form)
    return _asked(session, chosen, form)


@bp.post("/sessions/<ref:ref>/changes/<slug:verb>/check")
@answers(Right.SESSION_KEEP, Session, keyed=True)
def check(session: Session, verb: str) -> Response | str:
    """What would happen; nothing is written."""
    chosen = _kind(verb)
    form = _form(chosen)
    if not form.validate():
        return again(_asked(session, chosen, form), form)
    return _checked(session, chosen, form)


@bp.post("/sessions/<ref:ref>/changes/<slug:verb>")
@needs(Right.SESSION_KEEP, Session)
def create(session: Session, verb: str) -> Response:
    chosen = _kind(verb)
    form = _form(chosen)
    if not form.validate():
        page = _checked if set(form.errors) == {"urgent_reason"} else _asked
        return again(page(session, chosen, form), form)
    urgent = (form.urgent_reason.data or "") if form.urgent.data else ""
    made = acts.propose(
        _wish(session, chosen, form), base=form.base_version.data, by=me(), at=now(), urgent_reason=urgent,
        heeds=form.heeds,
    )  # fmt: skip
    if made is None:
        return again(_asked(session, chosen, form), form)
    flash(str(DONE["asked" if made.is_open else "urgent" if made.is_urgent else "alone"]), "done")
    return redirect(url_for("sessions.show", ref=session.ref), 303)


@bp.get("/changes/<int:change>")
@needs(Right.SESSION_KEEP, SessionChange)
def show(change: SessionChange) -> str:
    return _shown(change, DeclineForm())


@bp.post("/changes/<int:change>/consent")
@needs(Right.SESSION_KEEP, SessionChange)
def consent(change: SessionChange) -> Response:
    acts.consent(change, by=me(), at=now())
    return _done(change, str(DONE["alone" if change.kind in (ChangeKind.PLAN, ChangeKind.KEEP) else "told"]))


@bp.post("/changes/<int:change>/decline")
@needs(Right.SESSION_KEEP, SessionChange)
def decline(change: SessionChange) -> Response:
    form = DeclineForm()
    if not form.validate():
        return again(_shown(change, form), form)
    acts.decline(change, form.reason.data or "", by=me(), at=now())
    return _done(change, gettext("Declined. The side that proposed it is told why."))


@bp.post("/changes/<int:change>/withdraw")
@needs(Right.SESSION_KEEP, SessionChange)
def withdraw(change: SessionChange) -> Response:
    acts.withdraw(change, by=me(), at=now())
    return _done(change, gettext("Withdrawn. Nothing has changed."))


@bp.post("/changes/<int:change>/note")
@needs(Right.SESSION_KEEP, SessionChange)
def note(change: SessionChange) -> Response:
    acts.note(change, by=me(), at=now())
    return _done(change, gettext("That your side has taken note is recorded."))


@bp.post("/changes/<int:change>/tell")
@needs(Right.SESSION_KEEP, SessionChange)
def tell(change: SessionChange) -> Response:
    acts.tell(change, by=me(), at=now())
    return _done(change, str(DONE["told"]))


def _kind(word: str) -> ChangeKind:
    if word not in [kind.value for kind in FORMS]:
        abort(404)
    return ChangeKind(word)


def _form(kind: ChangeKind, session: Session | None = None) -> UrgentForm:
    """As it was sent, or as it begins."""
    begins = {"obj": session, "base_version": session.version} if session is not None else {}
    form = FORMS[kind](**begins)
    if isinstance(form, MoveForm):
        form.place.choose(db.scalars(organisations.places()), lambda place: str(place.short_name))
    return form


def _wish(session: Session, kind: ChangeKind, form: UrgentForm) -> Wish:
    to = session.appointment
    if isinstance(form, MoveForm):
        venue, address = form.venue.data or "", form.address.data or ""
        to = Appointment(form.starts.data, form.ends.data, form.place.data, venue, address)
    why, departs = (str(form[name].data or "") if name in form else "" for name in ("reason", "departure_reason"))
    return Wish(kind, session, to, why, departs)


def _asked(session: Session, kind: ChangeKind, form: UrgentForm) -> str:
    return render_template("changes/ask.html", session=session, kind=kind.value, form=form, title=TITLES[kind])


def _checked(session: Session, kind: ChangeKind, form: UrgentForm) -> str:
    wish = _wish(session, kind, form)
    outlook = acts.look(wish, base=form.base_version.data, by=me(), at=now())
    form.seen.data = form.seal(outlook.judgement.cautions)
    return render_template(
        "changes/check.html", session=session, kind=kind.value, form=form, title=TITLES[kind], wish=wish,
        outlook=outlook, warnings=said(outlook.judgement.cautions), was=was(session.appointment, session.state),
        now=when(wish.to),
    )  # fmt: skip


def _shown(change: SessionChange, form: DeclineForm) -> str:
    before = was(change.before, change.was_state) if change.before is not None else ""
    mine = change.is_of(standing().person.organisation)
    return render_template(
        "changes/show.html", change=change, session=change.session, form=form, title=what(change.wish), was=before,
        now=when(change.after), mine=mine,
        letters=() if mine else acts.consenting(change, by=me(), at=now()), untold=acts.telling(change, now()),
    )  # fmt: skip


def _done(change: SessionChange, words: str) -> Response:
    flash(words, "done")
    if change.session is None:
        return redirect(url_for("sessions.index"), 303)
    return redirect(url_for("sessions.show", ref=change.session.ref), 303)
