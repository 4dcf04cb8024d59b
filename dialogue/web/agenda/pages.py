"""Reading the agenda: the working text for the secretaries, releases for all others, both as Word; its beginning."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import tellings
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import notices, papers, receipts, sessions
from dialogue.domain.agenda import Agenda, AgendaItem, Guests
from dialogue.domain.agreed import Revision
from dialogue.domain.editions import DOCUMENT_LEVELS, AgendaSheet, Audience, Level, fingerprint
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.sessions import Session
from dialogue.domain.wording import Where
from dialogue.i18n import gettext, lazy
from dialogue.queries import developments, origins, sheets, tracks
from dialogue.queries.guests import guests_of, in_words
from dialogue.rendering.word import names, word
from dialogue.rendering.word.labels import ITEM_KINDS, length
from dialogue.rendering.word.names import FileName
from dialogue.web import asked, texts
from dialogue.web.downloads import download as taken_away
from dialogue.web.downloads import kept
from dialogue.web.errors import said
from dialogue.web.forms import Form, Number, RecordsField, Version, answer
from dialogue.web.gate import READS, loads, me, needs, now, receipt, standing
from dialogue.web.presence import may, today
from dialogue.web.wording import SIGN_OFF, Look, look
from dialogue.web.wording import kept as kept_words

bp = Blueprint("agenda", "dialogue.web.agenda")
EDITIONS = {
    Level.DELEGATIONS: lazy("the delegations alone"),
    Level.COHOST: lazy("the delegations and the co-host"),
    Level.PUBLIC: lazy("everybody"),
}


def _leads(agenda: Agenda, where: Where) -> str:
    """To the form of the item, or where it stands once it takes no more changes."""
    found = next((item for item, number, _ in agenda.timetable() if number == where.item), None)
    if found is None or not agenda.is_open_to_edits:
        return url_for("agenda.show", ref=agenda.session.ref, _anchor=None if found is None else f"item-{found.key}")
    return url_for("agenda.edit_item", ref=agenda.session.ref, item=found.id)


PAPER = texts.Paper(bp, Agenda, leads=_leads)


@loads(Agenda)
def _agenda(ref: str) -> Agenda | None:
    """Whoever acts on it waits for whoever acts on it now: of two first consents at once neither would see the other,
    and no edit slips in behind one."""
    if request.method in READS:
        agenda = db.scalars(agendas.BY_REF, sessions.named(ref)).unique().one_or_none()
    else:
        agenda = db.scalar(Agenda.held(Agenda.of_ref(ref)))
    if agenda is None and request.endpoint == "agenda.show":
        _lead_to_its_beginning(ref)
    return agenda


def _lead_to_its_beginning(ref: str) -> None:
    """Who may begin the agenda and finds none is shown how to."""
    session = db.scalar(sessions.by_ref(ref))
    if session is not None and may(Right.AGENDA_EDIT, session):
        abort(redirect(url_for("agenda.new", ref=ref), 302))


class BeginForm(Form):
    take_over = RecordsField(lazy("Take over from the last agenda"))


class OrderForm(Form):
    """Up, Down, Move: the order is changed as it was seen."""

    order_version = Version()
    position = Number(lazy("Position"), least=1, most=500)


@bp.get("/sessions/<ref:ref>/agenda")
@needs(Right.AGENDA_READ, Agenda)
def show(agenda: Agenda) -> str:
    level, release = _edition(agenda), _release(agenda)
    if release is None and level is Level.SECRETARIAT:
        return render_template("agenda/working.html", **working(agenda))
    return render_template("agenda/show.html", **_reading(agenda, release, level))


@bp.get("/sessions/<ref:ref>/agenda.docx")
@needs(Right.AGENDA_READ, Agenda)
def download(agenda: Agenda) -> Response:
    level, wanted = sheets.document_level(_edition(agenda, DOCUMENT_LEVELS)), asked.release()
    adopted = _adopted(agenda, level) if wanted in {None, papers.ADOPTED} else None
    if adopted is not None and (wanted or not agenda.changes):
        return _taken(adopted)
    release = _release(agenda)
    if release is not None:
        found = papers.released(agenda.session, "agenda", f"REV {release.rev}", level)
        return _taken(db.scalar(found) or abort(404))
    sheet = sheets.draft_agenda(agenda, level)
    return taken_away(word.render(sheet), _name(agenda, sheet))


@bp.get("/sessions/<ref:ref>/annotated-agenda.docx")
@needs(Right.AGENDA_ANNOTATED, Agenda)
def annotated(agenda: Agenda) -> Response:
    """Made each time: what was decided and what is still open changes while the agenda stands."""
    release, level = _release(agenda), asked.edition(Level.DELEGATIONS) or Level.DELEGATIONS
    sheet = sheets.released_agenda(agenda, release, level) if release else sheets.draft_agenda(agenda, level)
    audience = Audience(level, standing().person.organisation_id)
    sheet = sheets.annotated(sheet, agenda, audience)
    return taken_away(word.render(sheet), _name(agenda, sheet))


def _name(agenda: Agenda, sheet: AgendaSheet) -> FileName:
    """A release by its number, as its own file is called; what may still change is a draft."""
    return names.of_paper(sheet, "draft" if agenda.adopted_at is None and not sheet.rev else "")


@bp.get("/sessions/<ref:ref>/agenda/new")
@needs(Right.AGENDA_EDIT, Session)
def new(session: Session) -> Response:
    return _begin(session, *_begin_form(session))


@bp.post("/sessions/<ref:ref>/agenda")
@needs(Right.AGENDA_EDIT, Session)
def create(session: Session) -> Response:
    form, last, guests = _begin_form(session)
    if not form.validate():
        return _begin(session, form, last, guests)
    agenda = tellings.begin_agenda(session, form.take_over.data, by=me(), at=now())
    flash(gettext("The agenda has begun. Both Parties can ask for items now."), "done")
    for item in agenda.all_items:
        if item.note:
            flash(gettext("“%(title)s”: %(note)s", title=item.title, note=item.note), "done")
    return redirect(url_for(".show", ref=session.ref), 303)


def _begin_form(session: Session) -> tuple[BeginForm, Agenda | None, Guests]:
    last, form, guests = db.scalar(agendas.before(session)), BeginForm(), guests_of(session)
    form.take_over.choose(last.offers if last else [], label=lambda item: _offered(item, guests))
    return form, last, guests


def _offered(item: AgendaItem, guests: Guests) -> str:
    """An item of the last agenda, with what of it stays behind."""
    return " — ".join(filter(None, [item.title, in_words(guests.left_by(item))]))


def _begin(session: Session, form: BeginForm, last: Agenda | None, guests: Guests) -> Response:
    coming = [(item, in_words(guests.left_by(item))) for item in last.left_over] if last else []
    made = tellings.call(session, me(), now())
    told = {"letters": notices.previews(made.drafts), "cannot": made.cannot}
    return answer("agenda/new.html", form, session=session, last=last, coming=coming, **told)


def to_item(item: AgendaItem) -> Response:
    """Back to where it stands on the agenda."""
    return redirect(url_for("agenda.show", ref=item.session.ref, _anchor=f"item-{item.key}"), 303)


def _edition(agenda: Agenda, there: Iterable[Level] = Level) -> Level:
    """The edition asked for, or the fullest that the reader holds; what somebody does not hold does not exist."""
    return access.agenda_edition(standing(), agenda, asked.edition(*there)) or abort(404)


def _release(agenda: Agenda) -> Revision | None:
    """The release asked for, else the one in force; None is the working text, which only the secretariat reads."""
    wanted = asked.release()
    if wanted is None:
        return None if may(Right.AGENDA_EDIT, agenda) else agenda.circulated
    mine = access.agenda_releases(standing(), agenda)
    return next((one for one in mine if str(one.rev) == wanted), None) or abort(404)


def working(agenda: Agenda, words: Look | None = None) -> dict[str, Any]:
    """The text being worked on, with all that the two secretaries can do to it."""
    sheet = sheets.working_agenda(agenda, Audience(Level.DELEGATIONS))
    text_hash = fingerprint(sheet)
    return {
        "agenda": agenda,
        "session": agenda.session,
        "sheet": sheet,
        "items": {item.key: item for item in agenda.all_items},
        "places": agenda.places(),
        "text_hash": text_hash,
        "changes": sheets.agenda_changes(agenda.release, sheet) if agenda.is_open_to_edits else (),
        "moved": sheets.moved(agenda.session, agenda.circulated.sheet.heading) if agenda.circulated else "",
        "gaps": [said(gap) for gap in agenda.gaps()],
        "at": now(),
        "mine": standing().person.organisation,
        "kinds": ITEM_KINDS,
        "length": length,
        "entries": origins.of_items(standing(), [item.key for item in agenda.all_items]),
        "beside": developments.beside(standing(), agenda, sheet.items),
        "when": developments.when,
        "offers": tracks.offers(standing(), agenda, today()) if agenda.is_open_to_edits else (),
        "levels": DOCUMENT_LEVELS,
        "look": lambda: words or look(PAPER.subject(agenda), SIGN_OFF, {Level.DELEGATIONS: sheet}),
        "let_stand": partial(kept_words, PAPER.subject(agenda)),
    }


def _reading(agenda: Agenda, release: Revision | None, level: Level) -> dict[str, Any]:
    whole = level.reads(Level.DELEGATIONS)
    made = sheets.released_agenda(agenda, release, level) if release else sheets.draft_agenda(agenda, level)
    return {
        "agenda": agenda,
        "session": agenda.session,
        "sheet": made,
        "moved": made.moved,
        "release": release,
        "level": level,
        "editions": access.agenda_editions(standing(), agenda),
        "releases": access.agenda_releases(standing(), agenda),
        "in_force": release is not None and release is agenda.release,
        "recorded": agenda.changes if whole and agenda.is_adopted else [],
        "amendments": agenda.amendments if whole else "",
        "kinds": ITEM_KINDS,
        "length": length,
        "entries": origins.of_items(standing(), [line.key for line in made.items]),
        "beside": developments.beside(standing(), agenda, made.items) if whole else {},
        "when": developments.when,
        "let_stand": partial(kept_words, PAPER.subject(agenda)),
    }


def _adopted(agenda: Agenda, level: Level) -> ReleasedFile | None:
    """The paper of the text that was adopted, for whoever reads releases; none before, nor of an adoption of old."""
    known = agenda.is_adopted and access.agenda_releases(standing(), agenda)
    return db.scalar(papers.released(agenda.session, "agenda", papers.ADOPTED, level)) if known else None


def _taken(file: ReleasedFile) -> Response:
    """The bytes that were made at the release, and a receipt for whoever takes them away."""
    taken = receipts.take(file, standing().person, now())
    receipt(lambda: db.add(taken))
    return kept(file.content, file.name)
