"""Which of our papers a file is, whether its bytes are those of the release, and whether something came after it.

Whoever may not read the paper is answered as if it did not exist: every way in asks `access.reads_file`."""

import enum
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from dialogue import access
from dialogue.access import Right, Standing
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import minutes as minutes_register
from dialogue.domain import sessions
from dialogue.domain.editions import Audience, Level, MinutesSheet
from dialogue.domain.minutes import Minutes
from dialogue.domain.papers import ACTION_SHEET, OF_MINUTES, ReleasedFile
from dialogue.domain.sessions import Session
from dialogue.domain.silence import Circulation
from dialogue.domain.working_days import local_day
from dialogue.queries import decisions, reviews, sheets
from dialogue.queries.alterations import Alteration, alterations
from dialogue.rendering.word import claims, word
from dialogue.rendering.word.claims import TRACKER, Claim

Texts = Mapping[str, Callable[[], bytes] | None]
_REFERENCE = re.compile(r"\D*/(\d{4})/(\d{1,3})(?:-.*)?")  # behind it which paper of the session it is
_HASH = re.compile(r"[0-9a-f]{64}")


class Verdict(enum.StrEnum):
    INTACT = "intact"  # byte for byte as it was released
    ALTERED = "altered"  # says that it is of a released text, and is not the released file
    OF_TEXT = "of a text"  # no hash of a file, but of a text that was released
    WORKING = "working copy"  # of a text that the reader may read, as it stands: not kept
    EDITED = "edited working copy"  # of such a text, with other words in it
    STALE = "stale working copy"  # says that it is one, of a text that does not stand now
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    sha256: str = ""
    files: tuple[ReleasedFile, ...] = ()  # what it is, or those of the text it names
    claim: Claim | None = None
    session: Session | None = None
    later: tuple[ReleasedFile, ...] = ()  # what came after it, the newest first
    is_void: bool = False  # the adoption of its text was broken after all
    in_question: bool = False
    differs: tuple[Alteration, ...] | None = None  # where it reads otherwise; None: it cannot be compared


def of_file(standing: Standing, content: bytes) -> Finding:
    """What is known of this file. Raises `opened.Unreadable` for what is no Word file, or not safe to look into."""
    sha256 = hashlib.sha256(content).hexdigest()
    claim = claims.read(content)  # first, so that a known file and an unknown one are looked at alike
    released = _readable(standing, select(ReleasedFile).where(ReleasedFile.sha256 == sha256))
    if released:
        return _released(standing, Verdict.INTACT, sha256, released[:1])
    if claim is not None and claim.kind == TRACKER and access.may(standing, Right.FOLLOWUPS_READ):
        return Finding(Verdict.WORKING, sha256, claim=claim)  # its text is the register, which has no hash
    if claim is None or not _HASH.fullmatch(claim.text_hash):
        return Finding(Verdict.UNKNOWN, sha256)
    same = _of_text(claim.text_hash).where(ReleasedFile.kind == claim.kind, ReleasedFile.level == claim.level)
    named = _readable(standing, same)
    if named:
        found = _released(standing, Verdict.ALTERED, sha256, named[:1])
        return replace(found, differs=alterations(content, named[0].content))
    return _working(standing, claim, sha256, content) or Finding(Verdict.UNKNOWN, sha256)


def of_hash(standing: Standing, typed: str) -> Finding:
    """What is known of the file with this SHA-256, or of the text with it: papers print that one."""
    sha256 = digits(typed)
    released = _readable(standing, select(ReleasedFile).where(ReleasedFile.sha256 == sha256))
    if released:
        return _released(standing, Verdict.INTACT, sha256, released[:1])
    named = _readable(standing, _of_text(sha256))
    return _released(standing, Verdict.OF_TEXT, sha256, named) if named else Finding(Verdict.UNKNOWN, sha256)


def digits(typed: str) -> str:
    """A hash as one types or pastes it, without what stands between its digits; "" where it is none."""
    found = re.sub(r"[\s:.-]", "", typed).lower()
    return found if _HASH.fullmatch(found) else ""


def _of_text(text_hash: str) -> Select[ReleasedFile]:
    return select(ReleasedFile).where(ReleasedFile.text_hash == text_hash)


def _readable(standing: Standing, found: Select[ReleasedFile]) -> list[ReleasedFile]:
    """In the order of their release, but what stands before what is void: of the same text both may be kept."""
    ordered = found.order_by(ReleasedFile.void_round_id.is_not(None), ReleasedFile.id)
    rows = db.scalars(ordered.options(joinedload(ReleasedFile.session))).all()
    return [file for file in rows if access.reads_file(standing, file)]


def _released(standing: Standing, verdict: Verdict, sha256: str, files: Iterable[ReleasedFile]) -> Finding:
    """With what came after the file in its edition: another release, a correction, as far as the reader may read it."""
    found = tuple(files)
    file = found[0]
    same = select(ReleasedFile).where(
        ReleasedFile.session_id == file.session_id,
        ReleasedFile.level == file.level,
        ReleasedFile.kind.in_(_kinds(file)),
        ReleasedFile.void_round_id.is_(None),
    )
    later = [one for one in _readable(standing, same) if one.id > file.id and _series(one) == _series(file)]
    return Finding(
        verdict,
        sha256,
        files=found,
        session=file.session,
        later=tuple(reversed(later)),
        is_void=file.is_void,
        in_question=not file.is_void and _in_question(file),
    )


def _in_question(file: ReleasedFile) -> bool:
    """Whether the adoption of its text is (practice §3.4 a)."""
    if file.circulation_id is not None:
        return db.get_one(Circulation, file.circulation_id).adoption_in_question
    minutes = db.scalar(minutes_register.of_session(file.session)) if file.kind in OF_MINUTES else None
    if minutes is None or file.kind == "minutes":
        return minutes is not None and minutes.in_question
    corrigenda = db.scalars(minutes_register.corrigenda(minutes)).all()
    return any(one.in_question for one in corrigenda if one.label == file.label)


def _kinds(file: ReleasedFile) -> Collection[str]:
    return OF_MINUTES if file.kind in OF_MINUTES else (file.kind,)


def _series(file: ReleasedFile) -> str:
    """What a later file takes the place of: the agenda, the minutes, or the Action Sheet of the same paper."""
    if file.kind == ACTION_SHEET:
        return file.label.rpartition("-AS")[0]
    return "minutes" if file.kind in OF_MINUTES else file.kind


def _working(standing: Standing, claim: Claim, sha256: str, content: bytes) -> Finding | None:
    """What is said of a paper that is made anew each time; None where the reader may not read such a one. Where the
    same text always gives the same paper, the copy is compared with it."""
    named = _REFERENCE.fullmatch(claim.reference)
    session = db.scalar(sessions.by_ref(f"{named[1]}-{int(named[2])}")) if named else None
    if session is None or claim.kind not in TEXTS or access.edition(standing, session.id, claim.level) is None:
        return None
    now = TEXTS[claim.kind](standing, session, claim.level)
    if now is None:
        return None
    if claim.text_hash not in now:
        return Finding(Verdict.STALE, sha256, claim=claim, session=session)
    paper = now[claim.text_hash]
    differs = alterations(content, paper()) if paper is not None else None
    verdict = Verdict.EDITED if differs else Verdict.WORKING
    return Finding(verdict, sha256, claim=claim, session=session, differs=differs)


# By its hash each text that a working copy of this kind may name now, in this edition, with what makes its paper (None:
# the paper says more than its text, and that changes from day to day). None for whoever may not read it.


def _of_agenda(standing: Standing, session: Session, level: Level) -> Texts | None:
    agenda = db.scalar(agendas.of_session(session))
    if agenda is None or not access.may(standing, Right.AGENDA_EDIT, agenda):
        return None
    sheet = sheets.draft_agenda(agenda, level)
    return {claims.hash_of(sheet): partial(word.render, sheet)}


def _of_annotated(standing: Standing, session: Session, level: Level) -> Texts | None:
    """Of the releases that the reader has; its history is not part of the text."""
    agenda = db.scalar(agendas.of_session(session))
    if agenda is None or not access.may(standing, Right.AGENDA_ANNOTATED, agenda):
        return None
    drafts = _of_agenda(standing, session, level) or {}
    return dict.fromkeys([*(release.text_hash for release in agenda.releases_for(Level.DELEGATIONS)), *drafts])


def _of_minutes(standing: Standing, session: Session, level: Level) -> Texts | None:
    minutes, texts = _minutes_texts(standing, session, level)
    if minutes is None:
        return None
    return {text_hash: partial(_minutes_paper, minutes, sheet, level) for text_hash, sheet in texts.items()}


def _minutes_paper(minutes: Minutes, sheet: MinutesSheet, level: Level) -> bytes:
    return word.render(sheets.minutes_paper(minutes, sheet, level))


def _minutes_texts(
    standing: Standing, session: Session, level: Level
) -> tuple[Minutes | None, Mapping[str, MinutesSheet]]:
    """The minutes, if the reader holds that edition, and by its hash each text of it that may be taken away."""
    minutes = db.scalar(minutes_register.of_session(session))
    if minutes is None or level not in access.minutes_editions(standing, minutes):
        return None, {}
    edits = access.may(standing, Right.MINUTES_EDIT, minutes)
    made = sheets.minutes_edition if edits else sheets.minutes_as_sent
    sheet = made(minutes, level)
    sent = level is Level.DELEGATIONS and access.reads_revisions(standing, minutes)
    kept = {one.text_hash: one.sheet for one in minutes.revisions if sent}
    return minutes, kept | {sheet.text_hash or claims.hash_of(sheet): sheet}


def _of_changes(standing: Standing, session: Session, _level: Level) -> Texts | None:
    """Of the last revision that was sent out, and for the secretaries of the text that they work on."""
    minutes = db.scalar(minutes_register.of_session(session))
    if minutes is None or not access.reads_revisions(standing, minutes):
        return None
    now = [one.text_hash for one in minutes.revisions[-1:]]
    edits = access.may(standing, Right.MINUTES_EDIT, minutes)
    return dict.fromkeys([*now, *((_of_minutes(standing, session, Level.DELEGATIONS) or {}) if edits else {})])


def _of_participants(standing: Standing, session: Session, level: Level) -> Texts | None:
    sheet = sheets.participants(session, Audience(level, standing.person.organisation_id))
    return {claims.hash_of(sheet): partial(word.render, sheet)}


def _of_decisions(standing: Standing, session: Session, level: Level) -> Texts | None:
    if not access.may(standing, Right.SESSION_DECISIONS, session):
        return None
    return {claims.hash_of(decisions.status(session, level)): None}


def _of_review(standing: Standing, session: Session, _level: Level) -> Texts | None:
    """Before it is frozen it is made for each reader: what is on a draft of the agenda stands in the secretaries'."""
    if not access.may(standing, Right.SESSION_REVIEW, session):
        return None
    now = reviews.live(standing, session, local_day(standing.at))
    return {claims.hash_of(now): None} if now is not None else {}


TEXTS: Mapping[str, Callable[[Standing, Session, Level], Texts | None]] = {
    "agenda": _of_agenda,
    "annotated agenda": _of_annotated,
    "decisions": _of_decisions,
    "minutes": _of_minutes,
    "participants": _of_participants,
    "redline": _of_changes,
    "review": _of_review,
}
