"""Signatures on approved minutes: one press each, a record of those on paper, and scanned copies."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from dialogue import access
from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import minutes as register
from dialogue.domain import organisations
from dialogue.domain.minutes import LARGEST_SCAN, Minutes, Signatory, SignaturePlace, must_be_a_scan
from dialogue.i18n import gettext, lazy
from dialogue.rendering.scans import must_be_harmless
from dialogue.rendering.word import names
from dialogue.web import downloads
from dialogue.web.forms import Day, Form, Line, Upload, answer
from dialogue.web.gate import me, needs, now, standing
from dialogue.web.minutes.pages import bp
from dialogue.web.presence import today


class PaperForm(Form):
    name = Line(lazy("Who signed"), required=True)
    signed_on = Day(lazy("Signed on"), required=True)

    def validate_signed_on(self, field: Day) -> None:
        if field.data is not None and field.data > today():
            raise ValidationError(gettext("This day is still to come."))


class ScanForm(Form):
    scan = Upload(lazy("Scanned copy"))


@bp.get("/sessions/<ref:ref>/minutes/signatures")
@needs(Right.MINUTES_SIGN, Minutes)
def signatures(minutes: Minutes) -> Response:
    return _page(minutes)


@bp.post("/sessions/<ref:ref>/minutes/signatures")
@needs(Right.MINUTES_SIGN, Minutes)
def sign(minutes: Minutes) -> Response:
    signatory = access.signatory(standing(), minutes) or abort(403)
    done = register.sign(minutes, signatory, request.form.get("seen", ""), by=me(), at=now())
    flash(_said(done=done), "done")
    return _to(minutes)


@bp.post("/sessions/<ref:ref>/minutes/signatures/<slug:place>")
@needs(Right.MINUTES_EDIT, Minutes)
def record(minutes: Minutes, place: str) -> Response:
    """What was signed on paper, at that place of the block."""
    found, form = _place(minutes, place), PaperForm()
    if not form.validate():
        return _page(minutes, {place: form})
    name, on = form.name.data, form.signed_on.data
    done = register.record(minutes, found.signatory, found.party, name, on, by=me(), at=now())
    flash(_said(done=done), "done")
    return _to(minutes)


def _look() -> None:
    """A scan is read by a process of its own, which takes a second."""
    file = request.files.get("scan")
    if content := file.read() if file is not None else b"":
        must_be_a_scan(content)
        must_be_harmless(content)
    if file is not None:
        file.seek(0)


@bp.post("/sessions/<ref:ref>/minutes/scans")
@needs(Right.MINUTES_EDIT, Minutes, most=LARGEST_SCAN + 1024 * 1024, looks=_look)
def attach(minutes: Minutes) -> Response:
    form = ScanForm()
    if not form.validate():
        return _page(minutes, scan=form)
    register.attach(minutes, form.scan.data, by=me(), at=now())
    flash(gettext("The scanned copy is kept, with its checksum."), "done")
    return _to(minutes)


@bp.get("/sessions/<ref:ref>/minutes/scans/<int:number>.pdf")
@needs(Right.MINUTES_SCAN, Minutes)
def scan(minutes: Minutes, number: int) -> Response:
    found = next((one for one in minutes.scans if one.number == number), None) or abort(404)
    name = names.file_name(minutes.session.reference, "minutes", "signed", str(number), extension="pdf")
    return downloads.download(found.content, name, downloads.PDF)


def _page(minutes: Minutes, typed: dict[str, PaperForm] | None = None, scan: ScanForm | None = None) -> Response:
    """The block with a form for each place that is still empty; `typed`: the one that was sent and is wrong."""
    typed, scan = typed or {}, scan or ScanForm(formdata=None)
    lines = [(one, typed.get(one.key) or _form(one)) for one in _block(minutes)]
    mine = access.signatory(standing(), minutes)
    signed = [(place.signatory, place.party.id) for place, _ in lines if place.signature]
    return answer(
        "minutes/signatures.html", next(iter(typed.values()), scan), minutes=minutes, session=minutes.session,
        lines=lines, scan=scan, mine=mine, has_signed=(mine, me().organisation_id) in signed, chair=Signatory.CHAIR,
    )  # fmt: skip


def _form(place: SignaturePlace) -> PaperForm:
    form = PaperForm(formdata=None)
    for field in form:
        field.id = field.label.field_id = f"{field.short_name}-{place.key}"
    return form


def _block(minutes: Minutes) -> list[SignaturePlace]:
    return register.block(minutes, db.scalars(organisations.parties()).all())


def _place(minutes: Minutes, key: str) -> SignaturePlace:
    return next((one for one in _block(minutes) if one.key == key), None) or abort(404)


def _said(*, done: bool) -> str:
    if done:
        return gettext("The minutes are signed by the Chair and both Secretaries.")
    return gettext("The signature is recorded.")


def _to(minutes: Minutes) -> Response:
    return redirect(url_for(".signatures", ref=minutes.session.ref), 303)
