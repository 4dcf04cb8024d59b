"""What the parts of an address may name in the world that is planted: every kind of record, in each session."""

from collections.abc import Iterable, Iterator
from itertools import product

from sqlalchemy import select
from werkzeug.routing import Rule

from dialogue.db import db
from dialogue.domain.agenda import Agenda, AgendaItem
from dialogue.domain.delegations import Participant
from dialogue.domain.engagements import Engagement
from dialogue.domain.minutes import of_session
from dialogue.domain.sessions import Session

EDITIONS = ("delegations", "cohost", "public", "secretariat")
FIRST: list[object] = [1]  # of a kind of record that is listed nowhere here
Names = dict[str, object]  # what stands in an address where the rule has a name for it
Places = dict[str, dict[str, list[object]]]  # by the reference of the session, by the name; "" is of no session


def of_sessions() -> Places:
    """In each session one record of each sort, and the numbers and words by which an address names the rest."""
    found: Places = {}
    for session in db.scalars(select(Session)):
        seats = db.scalars(select(Participant).where(Participant.session_id == session.id))
        found[session.ref] = {
            "item": list({(i.level, i.state, i.standing is None, i.origin_id): i.id for i in _items(session)}.values()),
            "position": [1, 5],
            "paragraph": _paragraphs(session)[:2],
            "rev": [1, 2],
            "line": [1],
            "place": ["secretary-nato"],
            "seat": list({(one.state, one.capacity, one.delegation_id): one.id for one in seats}.values()),
            "engagement": list(db.scalars(select(Engagement.id).where(Engagement.session_id == session.id))),
            "organisation": ["nato", "kosovo", "institute"],
            "number": [1, 2],
            "edition": list(EDITIONS[:3]),
            "step": ["activate"],
            "verb": ["move", "postpone", "cancel", "reinstate", "convene"],
            "draft": [1],
        }
    return found


def named(rule: Rule, places: Places) -> Iterator[Names]:
    """Everything that the parts of this rule may name."""
    if "ref" not in rule.arguments:
        every = [places[""].get(name, FIRST) for name in sorted(rule.arguments)]
        for values in product(*every):
            yield dict(zip(sorted(rule.arguments), values, strict=True))
        return
    for ref, here in places.items():
        if ref:
            kind = "position" if "/minutes/" in rule.rule else "item"
            names = sorted(rule.arguments - {"ref"})
            for values in product(*(here.get(kind if name == "item" else name, FIRST) for name in names)):
                yield {"ref": ref} | dict(zip(names, values, strict=True))


def built(rule: Rule, names: Names) -> str:
    found = rule.build(names)
    assert found is not None
    return str(found[1])


def _paragraphs(session: Session) -> list[object]:
    minutes = db.scalar(of_session(session))
    return [one.id for one in minutes.paragraphs()] if minutes else []


def _items(session: Session) -> Iterable[AgendaItem]:
    return db.scalars(select(AgendaItem).join(AgendaItem.agenda).where(Agenda.session_id == session.id))
