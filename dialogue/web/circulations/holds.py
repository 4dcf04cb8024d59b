"""The ways out of a hold: each side's written word, and the release by both secretaries."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from dialogue.access import Right
from dialogue.actions import rounds
from dialogue.domain.silence import Circulation
from dialogue.operations import beats
from dialogue.web.circulations.objections import WordsForm
from dialogue.web.circulations.pages import bp
from dialogue.web.gate import me, needs, now


@bp.post("/circulations/<int:circulation>/no-objection")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def state_no_objection(circulation: Circulation) -> Response:
    pulse = beats.of_round(circulation, now())
    circulation.state_no_objection(_words(), pulse=pulse, by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/none-sent")
@needs(Right.CIRCULATION_SPEAK, Circulation)
def confirm_none_sent(circulation: Circulation) -> Response:
    pulse = beats.of_round(circulation, now())
    circulation.confirm_none_sent(_words(), pulse=pulse, by=me(), at=now())
    return _settled(circulation)


@bp.post("/circulations/<int:circulation>/release")
@needs(Right.CIRCULATION_KEEP, Circulation)
def release(circulation: Circulation) -> Response:
    rounds.release(circulation, by=me(), at=now())
    return _settled(circulation)


def _settled(circulation: Circulation) -> Response:
    rounds.settle(circulation, at=now())
    return redirect(url_for(".show", circulation=circulation.id), 303)


def _words() -> str:
    form = WordsForm()
    if not form.validate():
        abort(422)
    return str(form.text.data or "")
