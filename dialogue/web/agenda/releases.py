"""From the call for items to the circulated agenda: close, sign off, propose, circulate, revise.

A check page stands before each step that others will see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts, reissues
from dialogue.domain import notices
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Word
from dialogue.domain.base import Refused
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaSheet, Audience, Level, fingerprint
from dialogue.i18n import gettext, lazy
from dialogue.notifications import recipients
from dialogue.queries import sheets
from dialogue.web.agenda.pages import PAPER, bp, working
from dialogue.web.errors import said
from dialogue.web.forms import Buttons, Form, Line, Text, again, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.wording import CIRCULATE, FREEZE, SIGN_OFF, Look, look, sent


class CallForm(Form):
    reason = Line(lazy("Reason for closing early"), limit=500)


class SignOffForm(Form):
    text_hash = HiddenField()


class WaiverForm(Form):
    reason = Text(lazy("Reason for the short notice"), limit=2_000, required=True)


@bp.post("/sessions/<ref:ref>/agenda/close-call")
@needs(Right.AGENDA_EDIT, Agenda)
def close_call(agenda: Agenda) -> Response:
    closed = agenda.close_call(by=me(), at=now(), reason=CallForm().reason.data)
    waiting = gettext("Your word is recorded. The call closes as soon as the other secretary says so too.")
    return _done(
        agenda, gettext("The call for items is closed. Later requests go to the late register.") if closed else waiting
    )


@bp.post("/sessions/<ref:ref>/agenda/sign-off")
@needs(Right.AGENDA_EDIT, Agenda)
def sign_off(agenda: Agenda) -> Response:
    seen, sheet = SignOffForm().text_hash.data or "", sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))
    words = sent(PAPER.subject(agenda), SIGN_OFF, {Level.DELEGATIONS: sheet})
    if words.asks and seen == fingerprint(sheet) and not why_not(agenda.must_be_signable, me().organisation, seen):
        return answer("agenda/working.html", words.form, **working(agenda, words))
    acts.sign_off_agenda(agenda, by=me(), at=now(), seen=seen)
    words.keep(seen)
    return _done(agenda, gettext("You have signed off this text for your side."))


@bp.get("/sessions/<ref:ref>/agenda/propose")
@needs(Right.AGENDA_EDIT, Agenda)
def ask_propose(agenda: Agenda) -> str:
    coming = _next(agenda, agenda.must_be_proposable, agenda.gaps())
    return render_template("agenda/propose.html", **coming, look=look(PAPER.subject(agenda), FREEZE, coming["made"]))


@bp.post("/sessions/<ref:ref>/agenda/propose")
@needs(Right.AGENDA_EDIT, Agenda)
def propose(agenda: Agenda) -> Response:
    release = reissues.propose_agenda(agenda, by=me(), at=now())
    return _done(
        agenda, gettext("REV %(rev)d is frozen. Only the two secretaries see it until it goes out.", rev=release.rev)
    )


@bp.get("/sessions/<ref:ref>/agenda/circulate")
@needs(Right.AGENDA_EDIT, Agenda)
def ask_circulate(agenda: Agenda) -> str:
    return _ask_circulate(agenda, WaiverForm(), look(PAPER.subject(agenda), CIRCULATE, _released(agenda)))


@bp.post("/sessions/<ref:ref>/agenda/circulate")
@needs(Right.AGENDA_EDIT, Agenda)
def circulate(agenda: Agenda) -> Response:
    words = sent(PAPER.subject(agenda), CIRCULATE, _released(agenda))
    if words.asks and not why_not(acts.must_be_circulable, agenda, now()):
        return again(_ask_circulate(agenda, WaiverForm(formdata=None), words), words.form)
    release = acts.circulate_agenda(agenda, by=me(), at=now())
    words.keep(release.text_hash)
    return _circulated(agenda, release.rev)


@bp.post("/sessions/<ref:ref>/agenda/waive-notice")
@needs(Right.AGENDA_EDIT, Agenda)
def waive_notice(agenda: Agenda) -> Response:
    form = WaiverForm()
    if not form.validate():
        return again(_ask_circulate(agenda, form, look(PAPER.subject(agenda), CIRCULATE, _released(agenda))), form)
    agenda.waive_notice(form.reason.data, by=me(), at=now())
    flash(gettext("Your side waives the notice; the reason is recorded."), "done")
    return redirect(url_for(".ask_circulate", ref=agenda.session.ref), 303)


@bp.get("/sessions/<ref:ref>/agenda/revise")
@needs(Right.AGENDA_EDIT, Agenda)
def ask_revise(agenda: Agenda) -> Response:
    return _ask_revise(agenda, _next(agenda, agenda.must_be_revisable))


@bp.post("/sessions/<ref:ref>/agenda/revise")
@needs(Right.AGENDA_EDIT, Agenda)
def revise(agenda: Agenda) -> Response:
    coming = _next(agenda, agenda.must_be_revisable)
    words = sent(PAPER.subject(agenda), CIRCULATE, coming["made"])
    if words.asks and not coming["refused"]:
        return _ask_revise(agenda, coming, words)
    release = reissues.revise_agenda(agenda, by=me(), at=now())
    words.keep(release.text_hash)
    return _circulated(agenda, release.rev)


def _ask_revise(agenda: Agenda, coming: dict[str, Any], words: Look | None = None) -> Response:
    found = words or look(PAPER.subject(agenda), CIRCULATE, coming["made"])
    page = render_template("agenda/revise.html", look=found, **coming, **_readers(agenda, coming["made"], again=True))
    return again(page, found.form)


def _released(agenda: Agenda) -> Mapping[Level, AgendaSheet]:
    """The editions of the release that would go out."""
    release = agenda.release
    return sheets.in_full(release).sheets if release is not None else {}


def _circulated(agenda: Agenda, rev: int) -> Response:
    said = gettext(
        "REV %(rev)d is circulated. The mail goes out in a minute; until then you can take it back under Notices.",
        rev=rev,
    )
    return _done(agenda, said)


def _done(agenda: Agenda, said: str) -> Response:
    flash(said, "done")
    return redirect(url_for(".show", ref=agenda.session.ref), 303)


def _next(agenda: Agenda, guard: Callable[[str], None], gaps: Sequence[Refused] = ()) -> dict[str, Any]:
    """The release that would be made of the working text: its number, hash, editions, what it still lacks for the step
    that this guards, and what would be frozen as it is."""
    made = sheets.agenda_editions(agenda, now())
    text_hash = fingerprint(made[Level.DELEGATIONS])
    unsigned = (
        [] if agenda.agreed_by_both(text_hash) else [gettext("Both secretaries have to sign off this text first.")]
    )
    return {
        "agenda": agenda,
        "session": agenda.session,
        "rev": made[Level.DELEGATIONS].rev,
        "text_hash": text_hash,
        "lacking": [said(gap) for gap in gaps] + unsigned,
        "refused": why_not(guard, text_hash),
        "frozen": sheets.left_open_of_agenda(made[Level.DELEGATIONS], made[Level.PUBLIC]),
        "made": made,
        "form": Buttons(),
    }


def _readers(agenda: Agenda, made: Mapping[Level, AgendaSheet], *, again: bool) -> dict[str, Any]:
    """Who will read which edition, and the mail that tells them."""
    readers, cannot = access.readers(agenda.session, now())
    drafts = recipients.of_agenda(agenda.session, made, readers, again=again) if made else []
    return {"readers": readers, "cannot": cannot, "levels": DOCUMENT_LEVELS, "letters": notices.previews(drafts)}


def _ask_circulate(agenda: Agenda, waiver: WaiverForm, words: Look) -> str:
    release, made = agenda.release, _released(agenda)
    return render_template(
        "agenda/circulate.html",
        agenda=agenda,
        session=agenda.session,
        release=release,
        made=made,
        late=agenda.is_short_notice(now()),
        refused=why_not(acts.must_be_circulable, agenda, now()),
        waivers=agenda.assents_to(Word.SHORT_NOTICE),
        mine=agenda.agreement.said_by(standing().person.organisation, Word.SHORT_NOTICE),
        form=Buttons(),
        waiver=waiver,
        look=words,
        **_readers(agenda, made, again=False),
    )
