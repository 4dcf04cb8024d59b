"""The log as its reader may see it: by a list of what is shown, so that what is new is hidden until it stands here.

That a thing exists can be a secret: a comment of one side, a request that was declined, a nomination. So a row is shown
where its thing could be."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, or_, select

from dialogue.access import Standing
from dialogue.domain import agenda, delegations, mandates
from dialogue.domain.log import LogEntry

PAGE = 50  # rows of one page
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
    "agendas": None,
    "agenda_items": None,
    "delegations": None,
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
    "corrigenda": None,
    "decisions": frozenset({"adopt", "propose successor", "supersede", "void"}),
    "draft_decisions": None,
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
    "restores": None,
}
OF_EVERY_SEAT = frozenset({"accredit", "presence"})


def nouns(standing: Standing) -> tuple[str, ...]:
    """Of what kinds of things the reader sees rows."""
    return tuple(_shown(standing))


def rows(
    standing: Standing, *, session_id: int | None = None, noun: str = "", before: int | None = None
) -> Select[LogEntry]:
    """The newest rows that the reader may see, one more than a page: of a session, of a noun, older than a row."""
    found = select(LogEntry).where(_visible(standing))
    if session_id is not None:
        found = found.where(LogEntry.session_id == session_id)
    if noun:
        found = found.where(LogEntry.noun == noun)
    if before is not None:
        found = found.where(LogEntry.id < before)
    return found.order_by(LogEntry.id.desc()).limit(PAGE + 1)


def _shown(standing: Standing) -> Shown:
    if standing.person.is_admin:
        return OF_THE_HOUSE
    return OF_THE_PAPERS if standing.is_secretary else {}


def _visible(standing: Standing) -> ColumnElement[bool]:
    shown = _shown(standing)
    whole = LogEntry.noun.in_([noun for noun, verbs in shown.items() if verbs is None])
    parts = [
        and_(LogEntry.noun == noun, LogEntry.verb.in_(sorted(verbs)))
        for noun, verbs in shown.items()
        if verbs is not None
    ]
    return and_(or_(whole, *parts), ~_of_the_other_side(standing))


def _of_the_other_side(standing: Standing) -> ColumnElement[bool]:
    """Items declined to another side; seats that only the side which names them knows, how it came to them, and what
    was proposed for them; of the admin every mandate that is about a seat."""
    own = standing.person.organisation
    hidden = mandates.of_seats() if standing.person.is_admin else mandates.closed_to(own)
    known = and_(LogEntry.thing_id.in_(delegations.accredited()), LogEntry.verb.in_(sorted(OF_EVERY_SEAT)))
    ours = LogEntry.thing_id.in_(delegations.named_by(own))
    return or_(
        and_(LogEntry.noun == "agenda_items", LogEntry.thing_id.in_(agenda.closed_to(own))),
        and_(LogEntry.noun == "mandates", LogEntry.thing_id.in_(hidden)),
        and_(LogEntry.noun == "participants", ~or_(ours, known)),
    )
