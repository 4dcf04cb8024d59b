"""Which rows of the log a reader sees: by a list of what is shown, so that what is new is hidden until it stands here.

That a thing exists can be a secret: a comment of one side, a request that was declined, a nomination. So a row is shown
where its thing could be."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select

from dialogue.access.judging import condition, values
from dialogue.access.policy import ADMIN, SECRETARY
from dialogue.access.predicates import Alternatives, Noun, granted
from dialogue.access.rights import Right
from dialogue.access.standing import Standing
from dialogue.domain import delegations
from dialogue.domain.agenda import AgendaItem
from dialogue.domain.agreed import TEXTS
from dialogue.domain.delegations import Participant
from dialogue.domain.log import LogEntry
from dialogue.domain.mandates import Mandate
from dialogue.domain.meetings import Meeting
from dialogue.domain.tracks import TrackEntry, TrackMember

Shown = Mapping[str, frozenset[str] | None]  # noun → its verbs; None: all of them

OF_THE_HOUSE: Shown = {
    "people": None,
    "mandates": None,
    "sign_ins": None,
    "organisations": None,
    "places": None,
    "own_days": None,
    "settings": None,
    "restores": None,
}
OF_THE_PAPERS: Shown = {
    # By what somebody could come to act as another, or to a power: the secretaries see what the admin does.
    "people": frozenset(
        {
            "person:add",
            "revise",
            "close",
            "reopen",
            "make link",
            "revoke link",
            "set password by link",
            "forget password",
            "reset second factors",
        }
    ),
    "mandates": None,
    "sessions": None,
    "session_changes": None,
    "agendas": None,
    "agenda_items": None,
    "delegations": None,
    "rung_entries": None,
    "participants": None,
    "engagements": None,
    "papers": None,
    "topics": None,
    # Who commented, or said that it would not, is each side's own while the period runs: no such verb stands here.
    "minutes": frozenset(
        {
            "begin",
            "write",
            "add paragraph",
            "remove paragraph",
            "move paragraph",
            "sign off",
            "approve",
            "drafting",
            "joint draft",
            "comments",
            *(f"propose {step}" for step in ("opening", "extension", "early close")),
            "extend comments",
            "consolidation",
            "final draft",
            "under silence",
            "approved",
            "signed",
            "sign",
            "sign on paper",
            "attach scan",
            *(
                f"{word} {level}"
                for word in ("release", "consent to release")
                for level in ("delegations", "cohost", "public")
            ),
        }
    ),
    "decisions": frozenset({"adopt", "move", "note", "propose successor", "supersede", "void"}),
    **{noun.__tablename__: None for noun in TEXTS.values() if noun.KIND.is_told},
    "followups": None,
    # How a round stands is the session's; who spoke in it is told on its own page.
    "circulations": frozenset(
        {
            "propose",
            "issue",
            "running",
            "closing",
            "adopted",
            "broken",
            "held",
            "withdrawn",
            "superseded",
            "declined",
        }
    ),
    "external_rounds": None,
    "let_stand": None,
    "developments": None,
    "imported_sessions": None,
    "meetings": None,
    "track_entries": None,
    "track_imports": None,
    "track_members": None,
    "incoming_mails": None,
    "restores": None,
}
OF_A_LIST = frozenset({"track_members"})  # nobody else hears that there are such things
OF_EVERY_SEAT = frozenset({"accredit", "presence"})
SHOWN: Sequence[tuple[Alternatives, Shown]] = ((ADMIN, OF_THE_HOUSE), (SECRETARY, OF_THE_PAPERS))


def log_nouns(standing: Standing) -> tuple[str, ...]:
    """Of what kinds of things the reader sees rows."""
    shown = tuple(_shown(standing))
    return shown if not OF_A_LIST & {*shown} or standing.lists else tuple(n for n in shown if n not in OF_A_LIST)


def log_rows(found: Select[LogEntry], standing: Standing) -> Select[LogEntry]:
    """Of these rows those that the reader may see."""
    shown = _shown(standing)
    whole = LogEntry.noun.in_([noun for noun, verbs in shown.items() if verbs is None])
    parts = [
        and_(LogEntry.noun == noun, LogEntry.verb.in_(sorted(verbs)))
        for noun, verbs in shown.items()
        if verbs is not None
    ]
    return found.where(or_(whole, *parts), ~_of_the_other_side()).params(values(standing))


def _shown(standing: Standing) -> Shown:
    return next((rows for whose, rows in SHOWN if granted(whose, standing, None)), {})


def _of_the_other_side() -> ColumnElement[bool]:
    """Items declined to another side; what is there for a list alone; seats that only the side which names them knows,
    and how it came to them; second words about a seat of the other side, and for the admin about any."""
    known = and_(LogEntry.thing_id.in_(delegations.accredited()), LogEntry.verb.in_(sorted(OF_EVERY_SEAT)))
    ours = LogEntry.thing_id.in_(select(Participant.id).where(condition(Right.DELEGATION_NAME, Participant)))
    return or_(
        and_(LogEntry.noun == "agenda_items", LogEntry.thing_id.in_(_closed(Right.AGENDA_EDIT, AgendaItem))),
        and_(LogEntry.noun == "mandates", LogEntry.thing_id.in_(_closed(Right.MANDATE_READ, Mandate))),
        and_(LogEntry.noun == "meetings", LogEntry.thing_id.in_(_closed(Right.MEETING_READ, Meeting))),
        and_(LogEntry.noun == "track_entries", LogEntry.thing_id.in_(_closed(Right.TRACK_ENTRY_READ, TrackEntry))),
        and_(LogEntry.noun == "track_members", LogEntry.thing_id.in_(_closed(Right.TRACK_LIST_READ, TrackMember))),
        and_(LogEntry.noun == "participants", ~or_(ours, known)),
    )


def _closed(right: Right, noun: Noun) -> Select[int]:
    """The ids of those that are there and not for the reader; what is gone is closed to nobody."""
    opens = select(noun.id).where(condition(right, noun))
    return select(noun.id).where(noun.id.not_in(opens))
