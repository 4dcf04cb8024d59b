"""Which released file somebody may know of: what a reader of its paper holds, and what a person took away."""

from sqlalchemy import select

from dialogue.access import who
from dialogue.access.editions import agenda_edition, agenda_releases, edition, minutes_editions, text_editions
from dialogue.access.judging import may
from dialogue.access.predicates import Alternatives, fact, granted
from dialogue.access.rights import Right
from dialogue.access.standing import Standing
from dialogue.db import db
from dialogue.domain import agenda as agendas
from dialogue.domain import minutes as minutes_register
from dialogue.domain.agreed import approved_kinds
from dialogue.domain.decisions import Decision
from dialogue.domain.papers import ACTION_SHEET, ADOPTED, OF_MINUTES, ReleasedFile
from dialogue.domain.receipts import Receipt
from dialogue.domain.tracks import REVIEW

# What somebody took away of these stays theirs to look up.
TAKEN = approved_kinds()


def _of_held_edition(standing: Standing, file: ReleasedFile) -> bool:
    if file.kind == "agenda":
        return agenda_edition(standing, file.session, file.level) is not None
    return edition(standing, file.session_id, file.level) is not None


def _of_open_agenda(standing: Standing, file: ReleasedFile) -> bool:
    agenda = db.scalar(agendas.of_session(file.session)) if file.kind == "agenda" else None
    releases = () if agenda is None else agenda_releases(standing, agenda)
    return file.label in {f"REV {one.rev}" for one in releases} or (bool(releases) and file.label == ADOPTED)


def _of_open_minutes(standing: Standing, file: ReleasedFile) -> bool:
    minutes = db.scalar(minutes_register.of_session(file.session)) if file.kind in OF_MINUTES else None
    return minutes is not None and file.level in minutes_editions(standing, minutes)


def _of_open_text(standing: Standing, file: ReleasedFile) -> bool:
    noun = TAKEN.get(file.kind) if file.kind not in OF_MINUTES else None
    text = db.scalar(noun.of_ref(file.session.ref)) if noun is not None else None
    return text is not None and file.level in text_editions(standing, text)


def _was_taken(standing: Standing, file: ReleasedFile) -> bool:
    taken = select(Receipt.id).where(Receipt.file_id == file.id, Receipt.person_id == standing.person.id)
    return file.kind in TAKEN and db.scalar(taken.limit(1)) is not None


def _was_decided(_: Standing, file: ReleasedFile) -> bool:
    decision = select(Decision.id).where(Decision.circulation_id == file.circulation_id)
    return file.circulation_id is not None and db.scalar(decision.limit(1)) is not None


is_action_sheet = fact("is_action_sheet", lambda _, file: file.kind == ACTION_SHEET)
was_decided = fact("was_decided", _was_decided)
is_of_held_edition = fact("is_of_held_edition", _of_held_edition)
is_of_open_agenda = fact("is_of_open_agenda", _of_open_agenda)
is_of_open_minutes = fact("is_of_open_minutes", _of_open_minutes)
is_of_open_review = fact(
    "is_of_open_review",
    lambda standing, file: file.kind == REVIEW and may(standing, Right.SESSION_REVIEW, file.session),
)
is_of_open_text = fact("is_of_open_text", _of_open_text)
was_taken = fact("was_taken", _was_taken)

# A kind that stands in no line is for the secretaries.
READERS: Alternatives = [
    [is_action_sheet, who.holds_register, was_decided],
    [is_of_held_edition, who.is_secretary],
    [is_of_held_edition, is_action_sheet],
    [is_of_held_edition, is_of_open_agenda],
    [is_of_held_edition, is_of_open_minutes],
    [is_of_held_edition, is_of_open_review],
    [is_of_held_edition, is_of_open_text],
    [is_of_held_edition, was_taken],
]


def reads_file(standing: Standing, file: ReleasedFile) -> bool:
    """Whether the person may read this file now, or took it away while it might."""
    return granted(READERS, standing, file)
