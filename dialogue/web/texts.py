"""What the pages of all agreed texts share: reading, writing, sign-off, approval, return, release, the file.

Each kind says in its own file its addresses, each with its right and with what it does here (`Paper.get`, `.post`), and
what it alone knows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import rounds, tellings
from dialogue.actions import texts as acts
from dialogue.db import db
from dialogue.domain import notices, papers, receipts
from dialogue.domain.agreed import ApprovedText, SignedText, read_key
from dialogue.domain.base import Stale, refusal
from dialogue.domain.editions import Level, fingerprint
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.sessions import Session, instant
from dialogue.domain.wording import Where
from dialogue.i18n import gettext, lazy
from dialogue.queries import sheets
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads
from dialogue.web.conflicts import both_texts, on_the_wall, seen
from dialogue.web.forms import Form, Text, WallTime, WordField, answer
from dialogue.web.frame import why_not
from dialogue.web.gate import me, needs, now, receipt, standing
from dialogue.web.wording import SIGN_OFF, Look, Subject, kept, look, sent

View = Callable[..., Any]
SIGNED = lazy("Both secretaries have signed it off; the co-chairs are asked to approve it.")
PAPERS: dict[str, "Paper"] = {}  # by the name of the kind


class ReturnForm(Form):
    reason = Text(lazy("What should be changed"), limit=5_000, required=True)


class ReleaseForm(Form):
    level = WordField(lazy("Edition"), kind=Level)


def above(session: Session) -> list[tuple[Any, str]]:
    here = url_for("sessions.show", ref=session.ref)
    return [(gettext("Sessions"), url_for("sessions.index")), (session.reference, here)]


@dataclass(frozen=True, eq=False)
class Paper:
    """One kind of text on its pages. `show`: the endpoint of its page, `above`: the pages over that one."""

    blueprint: Blueprint
    noun: type[Any]
    show: str = "show"
    template: str = "texts/show.html"
    tab: Any = ""  # of a session, where it has one
    heading: Any = ""
    approved: Any = ""  # said when both have
    then: Any = ""  # what follows of an approval
    signed: Any = ""  # said when both have, where it is not SIGNED
    form: type[Form] = Form
    offer: Callable[[Any, Any], None] | None = None  # what may be chosen in it, for this text
    work: Callable[[], dict[str, Form]] = dict  # further forms of its page
    begin: Callable[..., Any] | None = None
    must_begin: Callable[[Session], None] | None = None
    turned_away: Callable[[Any, ReturnForm], Response] | None = None  # where a page of its own asks for approval
    above: Callable[[Session], list[tuple[Any, str]]] = above
    leads: Callable[[Any, Where], str] | None = None  # where the words of a place are worked on
    asked: Callable[..., Response] | None = None  # the page before the sign-off, where it is one of its own

    def __post_init__(self) -> None:
        PAPERS[self.noun.KIND.name] = self

    def get(self, at: str, right: Right, view: View, noun: type | None = None, name: str = "") -> None:
        """Serve the view at this address, to whoever has the right to what it names."""
        self._serve("GET", at, name or view.__name__, needs(right, noun or self.noun)(partial(view, self)))

    def post(self, at: str, right: Right, view: View, noun: type | None = None) -> None:
        self._serve("POST", at, view.__name__, needs(right, noun or self.noun)(partial(view, self)))

    def _serve(self, method: str, at: str, name: str, view: View) -> None:
        self.blueprint.add_url_rule(at, name, view, methods=[method])

    def typed(self, text: Any = None, **how: Any) -> Form:
        """Its form, with what may be chosen."""
        form = self.form(**how)
        if self.offer is not None:
            self.offer(form, text)
        return form

    @property
    def rights(self) -> access.OfText:
        return access.RIGHTS[self.noun]

    def url(self, what: str, ref: str, number: int | None = None, **more: Any) -> str:
        which = more | ({"number": number} if self.noun.KIND.several else {})
        return url_for(f"{self.blueprint.name}.{what}", ref=ref, **which)

    def to(self, text: Any, what: str = "", **more: Any) -> str:
        return self.url(what or self.show, text.session.ref, getattr(text, "number", None), **more)

    def subject(self, text: Any) -> Subject:
        """The text as one of which words are looked at."""
        leads = partial(self.leads or self.edited_at, text)
        return Subject(text.KIND.name, text.key, text.session, leads)

    def edited_at(self, text: Any, _: Where) -> str:
        """Where a text is written that is written as a whole, while it is."""
        return self.to(text, "edit" if self.form is not Form and text.is_open_to_edits else "")


def address(kind: str, key: str) -> str:
    """Where a text is worked on, by its key; "" for a kind that has no such place."""
    paper = PAPERS.get(kind)
    return "" if paper is None else paper.url(paper.show, *read_key(key))


def file_address(file: ReleasedFile) -> str:
    """Where the file of a release is taken away; "" for a kind that has no such place."""
    paper = PAPERS.get(file.kind)
    number = int(file.label.split()[-1]) if paper is not None and paper.noun.KIND.several else None
    return "" if paper is None else paper.url("download", file.session.ref, number, edition=file.level.value)


# Reading


def show(paper: Paper, text: Any) -> Response:
    return page(paper, text)


def show_or_begin(paper: Paper, session: Session) -> Response:
    """The one text of a session; for a secretary also before there is one: here it begins."""
    text = db.scalar(paper.noun.of_ref(session.ref))
    if text is not None and access.may(standing(), paper.rights.read, text):
        return page(paper, text)
    if text is not None or not access.may(standing(), paper.rights.edit, session):
        abort(404)
    return _begin_page(paper, session, paper.typed())


def page(paper: Paper, text: Any, form: Form | None = None, asks: Look | None = None, **forms: Form) -> Response:
    """Its page, with a form that was turned away, by the name that it has there; or with words to look at first."""
    level, text_hash = _level(text), fingerprint(acts.of(text).working(text))
    return answer(
        paper.template, form or Form(), paper=paper, text=text, session=text.session, level=level,
        seen=text_hash, levels=access.text_editions(standing(), text), sheet=sheets.text_edition(text, level),
        seat=access.leading_seat(standing(), text.session_id), own=me().organisation,
        held_back=text.is_held_back(now()), above=paper.above(text.session),
        not_signable=why_not(text.must_be_signable, me().organisation, text_hash),
        asking=partial(asking, paper, text), approving=partial(approving, paper, text),
        releasing=partial(releasing, text), looked=partial(looked, paper, text, asks),
        let_stand=partial(kept, paper.subject(text)),
        **{"returning": ReturnForm(formdata=None)} | paper.work() | forms,
    )  # fmt: skip


def looked(paper: Paper, text: Any, asks: Look | None, level: Level | None = None) -> Look:
    """Words to look at before the sign-off, or before the release of that edition: looked up where it is shown."""
    step = SIGN_OFF if level is None else release_of(level)
    if asks is not None and asks.step == step:
        return asks
    return look(paper.subject(text), step, going(text, level))


def release_of(level: Level) -> str:
    return f"release {level.value}"


def going(text: Any, level: Level | None = None) -> dict[Level, Any]:
    """What goes on: the text that is signed off, or the edition that is released; nothing, once that is out."""
    if level is None:
        return {Level.DELEGATIONS: acts.of(text).working(text)}
    edition = text.kept_edition(level)
    return {} if edition is None or edition.is_released else {level: edition.sheet}


def asking(paper: Paper, text: Any) -> dict[str, Any]:
    """The mail that asks the co-chairs for their approval, once both have signed off: looked up where it is shown."""
    return _mail(tellings.asking(text, paper.to(text), me(), now()))


def approving(paper: Paper, text: Any) -> dict[str, Any]:
    """The mail that goes out with the second approval."""
    return _mail(tellings.approving(text, paper.to(text), me(), now()))


def releasing(text: Any, level: Level) -> dict[str, Any]:
    """The mail that goes out with the second word for the release of an edition."""
    return _mail(tellings.releasing(text, level, me(), now()))


def _mail(made: tellings.Telling) -> dict[str, Any]:
    return {"letters": notices.previews(made.drafts), "cannot": made.cannot}


def download(_: Paper, text: ApprovedText) -> Response:
    """What is released is the stored file, and whoever takes it leaves a receipt; before that a working copy."""
    level = _level(text)
    file = db.scalar(papers.released(text.session, text.KIND.name, text.label, level))
    if file is None:
        sheet = sheets.text_edition(text, level)
        return downloads.download(word.render(sheet), names.of_paper(sheet, "" if text.is_approved else "draft"))
    return taken(file)


def taken(file: ReleasedFile) -> Response:
    """A released file, with its receipt."""
    found = receipts.take(file, me(), now())
    receipt(lambda: db.add(found))
    return downloads.kept(file.content, file.name)


def _level(text: ApprovedText) -> Level:
    """The edition asked for, or the fullest that the reader may hold; what somebody does not hold does not exist."""
    wanted, mine = asked.edition(*text.KIND.levels), access.text_editions(standing(), text)
    return next((level for level in mine if wanted in {None, level}), None) or abort(404)


# Writing, on one page


def begin(paper: Paper, session: Session) -> Response:
    form = paper.typed()
    if not form.validate() or paper.begin is None:
        return _begin_page(paper, session, form)
    text = acts.begin(paper.begin, paper.noun, session, by=me(), at=now(), **written(form))
    return _to(paper, text)


def edit(paper: Paper, text: Any) -> Response:
    text.may_be_edited()
    values = {name: on_the_wall(getattr(text, name)) for name in written(paper.form(formdata=None))}
    return _edit_page(paper, text, paper.typed(text, data=values | {"base_version": text.version}))


def update(paper: Paper, text: Any) -> Response:
    form = paper.typed(text)
    if not form.validate():
        return _edit_page(paper, text, form)
    try:
        text.revise(base=form["base_version"].data, by=me(), at=now(), **written(form))
    except Stale:
        return both_texts(form, text, back=paper.to(text))
    return _to(paper, text)


def written(form: Form) -> dict[str, Any]:
    """What stands in the fields of the form that are seen; a time on the wall as the instant."""
    return {one.name: instant(one.data) if isinstance(one, WallTime) and one.data else one.data for one in seen(form)}


def _begin_page(paper: Paper, session: Session, form: Form) -> Response:
    refused = why_not(paper.must_begin, session) if paper.must_begin is not None else ""
    return answer("texts/begin.html", form, paper=paper, session=session, refused=refused, above=paper.above(session))


def _edit_page(paper: Paper, text: Any, form: Form) -> Response:
    return answer(
        "texts/edit.html", form, paper=paper, text=text, session=text.session, above=paper.above(text.session)
    )


# Agreeing


def sign_off(paper: Paper, text: SignedText) -> Response:
    seen = request.form.get("seen", "")
    words = sent(paper.subject(text), SIGN_OFF, going(text))
    if words.asks and may_sign(text, seen):
        return page(paper, text, words.form, asks=words) if paper.asked is None else paper.asked(text, words)
    return signed_off(paper, text, seen, words)


def may_sign(text: SignedText, seen: str) -> bool:
    """Whether exactly this text could be signed off now; where not, the verb itself says why."""
    now_reads = fingerprint(acts.of(text).working(text))
    return seen == now_reads and refusal(text.must_be_signable, me().organisation, now_reads) is None


def signed_off(paper: Paper, text: SignedText, seen: str, words: Look, **more: Any) -> Response:
    both = acts.sign_off(text, seen=seen, by=me(), at=now(), **more)
    words.keep(seen)
    tellings.signed_off(text, paper.to(text), by=me(), at=now())
    _say(both, paper.signed or SIGNED, gettext("You have signed off this text. The other side has still to do so."))
    return _to(paper, text)


def approve(paper: Paper, text: ApprovedText) -> Response:
    seat = access.leading_seat(standing(), text.session.id) or abort(403)
    with rounds.telling_of_the_end(text.circulation, at=now()):
        both = acts.approve(text, seat, request.form.get("seen", ""), at=now())
    if both:
        tellings.approved(text, paper.to(text), by=me(), at=now())
    _say(both, paper.approved, gettext("You have approved it. The other side has still to do so."))
    return _to(paper, text)


def return_(paper: Paper, text: ApprovedText) -> Response:
    form = ReturnForm()
    if not form.validate():
        away = paper.turned_away
        return page(paper, text, form, returning=form) if away is None else away(text, form)
    give_back(text, form)
    return redirect(url_for("sessions.show", ref=text.session.ref), 303)


def give_back(text: ApprovedText, form: ReturnForm) -> None:
    with rounds.telling_of_the_end(text.circulation, at=now()):
        text.return_(form.reason.data, request.form.get("seen", ""), by=me(), at=now())
    flash(gettext("It went back to the secretaries, with what you wrote."), "done")


def release(paper: Paper, text: ApprovedText) -> Response:
    form = ReleaseForm()
    form.level.offer(text.KIND.levels)
    if not form.validate():
        abort(422)
    level = form.level.data
    words = sent(paper.subject(text), release_of(level), going(text, level))
    if words.asks and may_release(text, level):
        return page(paper, text, words.form, asks=words)
    let_out(text, level, words)
    return _to(paper, text)


def may_release(text: ApprovedText, level: Level) -> bool:
    """Likewise of an edition."""
    return refusal(text.must_be_releasable, level, me().organisation) is None


def let_out(text: ApprovedText, level: Level, words: Look) -> None:
    both = acts.release(text, level, by=me(), at=now())
    words.keep(text.text_hash)
    if both:
        tellings.released(text, level, by=me(), at=now())
    waits = gettext("You have consented to this release. The other side has still to do so.")
    _say(both, gettext("The edition is released."), waits)


def _say(both: bool, done: Any, waits: str) -> None:
    flash(str(done) if both else waits, "done")


def _to(paper: Paper, text: Any) -> Response:
    return redirect(paper.to(text), 303)
