"""Corrigenda of approved minutes: drafted by the secretaries, approved like minutes, read wherever those are read."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import approvals, rounds
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import papers, receipts
from dialogue.domain.editions import DOCUMENT_LEVELS, Level, fingerprint
from dialogue.domain.minutes import Corrigendum, Minutes
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads
from dialogue.web.forms import Form, Number, Text, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import READS, loads, me, needs, now, receipt, standing
from dialogue.web.minutes.pages import bp

LONGEST = 5_000


class CorrectionForm(Form):
    paragraph = Number(lazy("Paragraph"), least=1)
    reads = Text(lazy("It reads"), limit=LONGEST)
    should_read = Text(lazy("It should read"), limit=LONGEST)


class CorrigendumReturnForm(Form):
    reason = Text(lazy("What should be changed"), limit=LONGEST, required=True)


@loads(Corrigendum)
def _corrigendum(ref: str, number: int) -> Corrigendum | None:
    """Whoever writes comes after whoever is writing on the same minutes."""
    found = register.of_ref(ref)
    minutes = db.scalar(found if request.method in READS else register.held(found))
    if minutes is None:
        return None
    return db.scalar(register.corrigenda(minutes).where(Corrigendum.number == number))


@bp.post("/sessions/<ref:ref>/minutes/corrigenda")
@needs(Right.MINUTES_EDIT, Minutes)
def correct(minutes: Minutes) -> Response:
    return _to(approvals.begin_corrigendum(minutes, by=me(), at=now()))


@bp.get("/sessions/<ref:ref>/minutes/corrigenda/<int:number>")
@needs(Right.CORRIGENDUM_READ, Corrigendum)
def corrigendum(corrigendum: Corrigendum) -> Response:
    return _page(corrigendum)


@bp.get("/sessions/<ref:ref>/minutes/corrigenda/<int:number>.docx")
@needs(Right.CORRIGENDUM_READ, Corrigendum)
def download_corrigendum(corrigendum: Corrigendum) -> Response:
    """Once it is out, the file that was made then, and a receipt; before that a working copy."""
    level, session = _level(corrigendum), corrigendum.session
    file = db.scalar(papers.released(session, "corrigendum", corrigendum.label, level))
    if file is None:
        draft = "" if corrigendum.is_approved else "draft"
        name = names.file_name(session.reference, "minutes", corrigendum.label, draft, level.value)
        return downloads.download(word.render(sheets.corrigendum_edition(corrigendum, level)), name)
    taken = receipts.take(file, me(), now())
    receipt(lambda: db.add(taken))
    return downloads.kept(file.content, file.name)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/lines")
@needs(Right.CORRIGENDUM_EDIT, Corrigendum)
def add_correction(corrigendum: Corrigendum) -> Response:
    form = CorrectionForm()
    if not form.validate():
        return _page(corrigendum, form)
    corrigendum.add(form.paragraph.data or 0, form.reads.data, form.should_read.data, by=me(), at=now())
    return _to(corrigendum)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/lines/<int:line>/delete")
@needs(Right.CORRIGENDUM_EDIT, Corrigendum)
def delete_correction(corrigendum: Corrigendum, line: int) -> Response:
    found = next((one for one in corrigendum.lines if one.id == line), None) or abort(404)
    corrigendum.remove(found, by=me(), at=now())
    return _to(corrigendum)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/sign-off")
@needs(Right.CORRIGENDUM_EDIT, Corrigendum)
def sign_off_corrigendum(corrigendum: Corrigendum) -> Response:
    both = approvals.sign_off_corrigendum(corrigendum, by=me(), at=now(), seen=request.form.get("seen", ""))
    done = gettext("Both secretaries have signed it off; the co-chairs are asked to approve it.")
    flash(done if both else gettext("You have signed off this text. The other side has still to do so."), "done")
    return _to(corrigendum)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/approval")
@needs(Right.CORRIGENDUM_APPROVE, Corrigendum)
def approve_corrigendum(corrigendum: Corrigendum) -> Response:
    seat = access.leading_seat(standing(), corrigendum.session_id) or abort(403)
    with rounds.telling_of_the_end(corrigendum.circulation, at=now()):
        both = approvals.approve_corrigendum(corrigendum, seat, request.form.get("seen", ""), at=now())
    done = gettext("The corrigendum is approved. It stands beside each edition of the minutes.")
    flash(done if both else gettext("You have approved it. The other side has still to do so."), "done")
    return _to(corrigendum)


@bp.post("/sessions/<ref:ref>/minutes/corrigenda/<int:number>/return")
@needs(Right.CORRIGENDUM_APPROVE, Corrigendum)
def return_corrigendum(corrigendum: Corrigendum) -> Response:
    form = CorrigendumReturnForm()
    if not form.validate():
        return _page(corrigendum, returning=form)
    with rounds.telling_of_the_end(corrigendum.circulation, at=now()):
        corrigendum.return_(form.reason.data, request.form.get("seen", ""), by=me(), at=now())
    flash(gettext("It went back to the secretaries, with what you wrote."), "done")
    return redirect(url_for(".show", ref=corrigendum.session.ref), 303)


def _page(
    corrigendum: Corrigendum, form: CorrectionForm | None = None, returning: CorrigendumReturnForm | None = None
) -> Response:
    level = _level(corrigendum)
    sheet = sheets.corrigendum_edition(corrigendum, level)
    working = sheets.working_corrigendum(corrigendum, Level.DELEGATIONS)
    return answer(
        "minutes/corrigendum.html", form or returning or Form(), corrigendum=corrigendum, session=corrigendum.session,
        sheet=sheet, level=level, levels=access.corrigendum_editions(standing(), corrigendum),
        seen=fingerprint(working),
        not_signable=why_not(corrigendum.must_be_signable, me().organisation, fingerprint(working)),
        correction=form or CorrectionForm(formdata=None),
        returning=returning or CorrigendumReturnForm(formdata=None),
        seat=access.leading_seat(standing(), corrigendum.session_id),
    )  # fmt: skip


def _level(corrigendum: Corrigendum) -> Level:
    """The edition asked for, or the fullest that the reader may hold; what somebody does not hold does not exist."""
    wanted, mine = asked.edition(*DOCUMENT_LEVELS), access.corrigendum_editions(standing(), corrigendum)
    return next((level for level in mine if wanted in {None, level}), None) or abort(404)


def _to(corrigendum: Corrigendum) -> Response:
    return redirect(url_for(".corrigendum", ref=corrigendum.session.ref, number=corrigendum.number), 303)
