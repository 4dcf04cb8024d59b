"""The joint communiqué of a session: written by both secretaries, signed off, approved, released edition by edition."""

from flask import Blueprint, request

from dialogue.access import Right
from dialogue.db import db
from dialogue.domain import communiques as register
from dialogue.domain.communiques import Communique
from dialogue.domain.sessions import Session
from dialogue.i18n import lazy
from dialogue.web import texts
from dialogue.web.forms import Form, Line, ProseField, Version, WallTime
from dialogue.web.gate import READS, loads

bp = Blueprint("communiques", __name__)


class CommuniqueForm(Form):
    title = Line(lazy("Title"), required=True)
    text = ProseField(
        lazy("Text"),
        required=True,
        render_kw={"rows": 14},
        description=lazy("In the name of both Parties; the public reads exactly these words."),
    )
    embargo = WallTime(
        lazy("Not to be published before"),
        description=lazy("The public edition is not readable before then. Empty: from its release on."),
    )
    base_version = Version()


@loads(Communique)
def _communique(ref: str) -> Communique | None:
    """Whoever acts on it waits for whoever acts on it now: no edit slips in behind a sign-off."""
    found = Communique.of_ref(ref)
    return db.scalar(found if request.method in READS else Communique.held(found))


PAPER = texts.Paper(
    bp,
    Communique,
    tab=lazy("Communiqué"),
    heading=lazy("Joint communiqué"),
    approved=lazy("The communiqué is approved. The secretaries release each edition."),
    then=lazy("When both co-chairs have approved it, the secretaries release each edition."),
    form=CommuniqueForm,
    begin=register.begin,
    must_begin=register.must_be_told,
)
PAPER.get("/sessions/<ref:ref>/communique", Right.SESSION_READ, texts.show_or_begin, Session, "show")
PAPER.post("/sessions/<ref:ref>/communique", Right.COMMUNIQUE_EDIT, texts.begin, Session)
PAPER.get("/sessions/<ref:ref>/communique.docx", Right.COMMUNIQUE_READ, texts.download)
PAPER.get("/sessions/<ref:ref>/communique/edit", Right.COMMUNIQUE_EDIT, texts.edit)
PAPER.post("/sessions/<ref:ref>/communique/edit", Right.COMMUNIQUE_EDIT, texts.update)
PAPER.post("/sessions/<ref:ref>/communique/sign-off", Right.COMMUNIQUE_EDIT, texts.sign_off)
PAPER.post("/sessions/<ref:ref>/communique/approval", Right.COMMUNIQUE_APPROVE, texts.approve)
PAPER.post("/sessions/<ref:ref>/communique/return", Right.COMMUNIQUE_APPROVE, texts.return_)
PAPER.post("/sessions/<ref:ref>/communique/release", Right.COMMUNIQUE_EDIT, texts.release)
