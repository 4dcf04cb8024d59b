"""Minutes to read: the secretaries' working page, each edition as its reader holds it, the same as a file."""

from collections.abc import Collection, Iterable
from typing import NoReturn

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from dialogue import access
from dialogue.access import Right
from dialogue.actions import acts
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import conclusions, papers
from dialogue.domain import minutes as register
from dialogue.domain.conclusions import ConclusionState
from dialogue.domain.editions import DOCUMENT_LEVELS, Level
from dialogue.domain.minutes import Corrigendum, Minutes, MinutesItem, Paragraph
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.queries import developments, origins, paragraphs, sheets
from dialogue.rendering.word import names, word
from dialogue.web import asked, downloads, texts
from dialogue.web.frame import why_not
from dialogue.web.gate import loads, me, needs, now, only_looks, standing
from dialogue.web.presence import may

bp = Blueprint("minutes", "dialogue.web.minutes")

# The minutes of a session that is known already, made once: the page is asked for often.
_SHOWN = (
    select(Minutes)
    .where(Minutes.session_id == bindparam("session_id"))
    .options(lazyload(Minutes.session), joinedload(Minutes.state_by).lazyload("*"))
    .options(joinedload(Minutes.circulation).joinedload(Circulation.records))  # whether their adoption is in question
    .options(joinedload(Minutes.circulation).joinedload(Circulation.issues))  # and who was told of the round
    .options(joinedload(Minutes.signatures))
)


@loads(Minutes)
def _minutes(ref: str) -> Minutes | None:
    """To be read: its text in two statements, once a page asks for it."""
    if only_looks():
        return db.scalar(register.with_text_once_asked(Minutes.of_ref(ref)))
    return db.scalar(Minutes.held(register.with_text(Minutes.of_ref(ref))))


@bp.get("/sessions/<ref:ref>/minutes")
@needs(Right.SESSION_READ, Session)
def show(session: Session) -> str:
    wanted = asked.edition(*Level)
    minutes = db.scalars(_SHOWN, {"session_id": session.id}).unique().one_or_none()
    if minutes is None:
        return _not_begun(session)
    level = _edition(minutes, wanted)
    if level is Level.SECRETARIAT:
        return _working(minutes)
    return _edition_page(minutes, level)


@bp.post("/sessions/<ref:ref>/minutes")
@needs(Right.MINUTES_EDIT, Session)
def begin(session: Session) -> Response:
    acts.begin_minutes(session, by=me(), at=now())
    return redirect(url_for(".show", ref=session.ref), 303)


@bp.get("/sessions/<ref:ref>/minutes.docx")
@needs(Right.SESSION_READ, Session)
def download(session: Session) -> Response:
    """What is released is the stored file, and whoever takes it leaves a receipt; all else is rendered each time."""
    wanted = asked.edition(*DOCUMENT_LEVELS)
    minutes = db.scalar(register.with_text(register.of_session(session))) or _refuse(session)
    level = _edition(minutes, wanted, DOCUMENT_LEVELS)
    file = db.scalar(papers.released(session, "minutes", "", level)) if minutes.is_approved else None
    if file is None:
        made = sheets.minutes_edition if may(Right.MINUTES_EDIT, minutes) else sheets.minutes_as_sent
        sheet = sheets.minutes_paper(minutes, made(minutes, level), level)
        # In a folder of downloads a draft and the approved text must not be told apart by "(1)" alone.
        name = names.of_paper(sheet, "" if minutes.is_approved else "draft")
        return downloads.download(word.render(sheet), name)
    return texts.taken(file)


def _edition(minutes: Minutes, wanted: Level | None, among: Collection[Level] = tuple(Level)) -> Level:
    return access.minutes_edition(standing(), minutes, wanted, among) or _refuse(minutes.session)


def _refuse(session: Session) -> NoReturn:
    """Nothing of these minutes is for this reader: whoever knows the session may be told so."""
    raise Forbidden if access.knows(standing(), session) else NotFound


def _not_begun(session: Session) -> str:
    if not may(Right.MINUTES_EDIT):
        _refuse(session)
    agenda = db.scalar(agendas.of_session(session))
    drafted = db.scalars(conclusions.of_agenda(agenda)).all() if agenda is not None else ()
    return render_template(
        "minutes/begin.html",
        session=session,
        title=sheets.session_named(session),
        agenda=agenda,
        refused=why_not(conclusions.must_be_answered, drafted),
        taken=sum(one.can(ConclusionState.TAKEN) for one in drafted),
    )


Corrections = list[tuple[Corrigendum, list[int]]]


def _corrections(corrigenda: Iterable[Corrigendum], level: Level) -> Corrections:
    """What those that are approved correct of the paragraphs that the edition holds."""
    held = sheets.document_level(level)
    kept = ((one, one.kept_edition(held)) for one in corrigenda if one.is_approved)
    found = (
        (one, {line.paragraph for line in edition.sheet.lines if not line.withheld}) for one, edition in kept if edition
    )
    return [(one, sorted(numbers)) for one, numbers in found if numbers]


def _by_paragraph(corrections: Corrections, session: Session) -> dict[int, list[tuple[str, str]]]:
    """By the number of a paragraph: labels and addresses of what corrects it."""
    told: dict[int, list[tuple[str, str]]] = {}
    for one, numbers in corrections:
        address = url_for("corrigenda.show", ref=session.ref, number=one.number)
        for number in numbers:
            told.setdefault(number, []).append((one.label, address))
    return told


def _working(minutes: Minutes) -> str:
    """The text being worked on, what comes next, and what of it the reader has not saved."""
    drafts = db.scalars(register.drafts_of(me(), minutes.id)).all()
    corrigenda = _corrigenda(minutes)
    corrections = _corrections(corrigenda, Level.SECRETARIAT)
    return render_template(
        "minutes/working.html",
        minutes=minutes,
        text=(text := paragraphs.numbered(minutes)),
        session=minutes.session,
        title=sheets.session_named(minutes.session),
        corrected=_by_paragraph(corrections, minutes.session),
        levels=DOCUMENT_LEVELS,
        drafts={draft.item: draft.saved_at for draft in drafts},
        cited=developments.in_minutes(standing(), minutes),
        linked=origins.of_text(text),
        when=developments.when,
        corrigenda=corrigenda,
        corrections_of=corrections,
        not_correctable=why_not(register.must_be_correctable, minutes, corrigenda),
    )


def _whole(minutes: Minutes) -> Minutes:
    """The minutes with their items and paragraphs, in two statements."""
    lines = selectinload(MinutesItem.paragraphs).joinedload(Paragraph.owner)
    own = select(MinutesItem).where(MinutesItem.minutes_id == minutes.id).order_by(MinutesItem.position)
    set_committed_value(minutes, "items", db.scalars(own.options(lines)).all())
    return minutes


def _corrigenda(minutes: Minutes) -> list[Corrigendum]:
    """Those that the reader may read; only approved minutes have any."""
    known = register.corrigenda(minutes).options(joinedload(Corrigendum.circulation))
    found = db.scalars(known) if minutes.is_approved else ()
    return [one for one in found if may(Right.CORRIGENDUM_READ, one)]


def _edition_page(minutes: Minutes, level: Level) -> str:
    mine = access.minutes_editions(standing(), minutes)
    corrigenda = _corrigenda(minutes)
    corrections = _corrections(corrigenda, level)
    made = sheets.minutes_edition if may(Right.MINUTES_EDIT, minutes) else sheets.minutes_as_sent
    return render_template(
        "minutes/edition.html",
        minutes=minutes,
        session=minutes.session,
        title=sheets.session_named(minutes.session),
        sheet=made(minutes if minutes.kept_edition(level) else _whole(minutes), level),
        corrected=_by_paragraph(corrections, minutes.session),
        level=level,
        levels=[one for one in mine if one in DOCUMENT_LEVELS],
        released=minutes.released_to(level),
        corrigenda=corrigenda,
        corrections_of=corrections,
        cited=developments.in_minutes(standing(), minutes) if level.reads(Level.DELEGATIONS) else (),
        linked=origins.in_minutes(standing(), minutes) if level.reads(Level.DELEGATIONS) else (),
        when=developments.when,
        party=me().organisation,
    )
