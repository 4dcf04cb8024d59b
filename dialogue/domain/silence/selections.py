"""Which rounds: for the page of one, for the list, for the worker."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.domain.notices import Notice
from dialogue.domain.people import Person
from dialogue.domain.silence.awaiting import in_question, is_addressed_to, is_going, is_in_force
from dialogue.domain.silence.circulation import Circulation
from dialogue.domain.silence.entries import Entry
from dialogue.domain.silence.external import ExternalRound
from dialogue.domain.silence.issues import Delivery, Issue
from dialogue.domain.silence.objections import Objection
from dialogue.domain.silence.profiles import Category
from dialogue.domain.silence.states import CirculationState

MOST = 10  # precedents that are told


def whole(found: Select[Circulation]) -> Select[Circulation]:
    """With all that its outcome is made of, in a fixed number of statements."""
    issues = selectinload(Circulation.issues)
    return found.options(
        joinedload(Circulation.proposed_by),
        issues.joinedload(Issue.issued_by),
        issues.joinedload(Issue.deliveries).joinedload(Delivery.notice).joinedload(Notice.dispatch),
        selectinload(Circulation.entries).joinedload(Entry.to),
        selectinload(Circulation.objections).joinedload(Objection.recorded_by),
        selectinload(Circulation.records),
    )


def held_for_writing(found: Select[Circulation]) -> Select[Circulation]:
    """Whoever acts on a round comes after whoever acted on it before, and sees it as it is then."""
    return found.with_for_update(of=Circulation).execution_options(populate_existing=True)


def by_id(circulation_id: int) -> Select[Circulation]:
    return select(Circulation).where(Circulation.id == circulation_id)


def in_order() -> Select[Circulation]:
    """All rounds, the newest first."""
    return select(Circulation).order_by(Circulation.id.desc())


def spoken_in(person_id: Any, party_id: Any) -> Select[int]:
    """The ids of rounds that go and whose issue in force went to the person as one who speaks for that Party."""
    found = select(Circulation.id).join(Circulation.issues).where(is_going(), is_in_force())
    return found.where(is_addressed_to(person_id, party_id))


def going_with(person: Person, sessions: Select[int]) -> Select[Circulation]:
    """Rounds that go and in which the person may speak: by the notice in force, or by a seat in one of these sessions.
    In the order in which they are to be held for writing."""
    there = or_(Circulation.id.in_(spoken_in(person.id, person.organisation.id)), Circulation.session_id.in_(sessions))
    return select(Circulation).where(is_going(), there).order_by(Circulation.session_id, Circulation.id)


def of_session(session_id: int) -> Select[Circulation]:
    return in_order().where(Circulation.session_id == session_id)


def unsettled() -> Select[Circulation]:
    """Rounds of which the worker may have something to write down, whatever the clock shows: those that run, those that
    are held, and those adopted ones that an objection may have put in question since."""
    running = Circulation.state.in_([CirculationState.RUNNING, CirculationState.CLOSING, CirculationState.HELD])
    doubted = Circulation.objections.any(Objection.after_adoption.is_(True))
    return whole(
        select(Circulation)
        .where(or_(running, (Circulation.state == CirculationState.ADOPTED) & doubted))
        .order_by(Circulation.id)
    )


def hashes_in_question(session_ids: Collection[int], kinds: Collection[str]) -> Select[str]:
    """Of the texts of these kinds in these sessions whose adoption is in question."""
    found = select(Circulation.text_hash).where(Circulation.session_id.in_(session_ids))
    return found.where(Circulation.text_kind.in_(kinds), in_question())


def first_issue_of_unsettled() -> Select[dt.datetime]:
    """When the oldest of the rounds that still go was issued first; since then what is known of the service counts."""
    going = Circulation.state.in_([CirculationState.RUNNING, CirculationState.CLOSING, CirculationState.HELD])
    return select(func.min(Issue.issued_at)).join(Circulation, Issue.circulation_id == Circulation.id).where(going)


def precedents(category: Category, words: str = "") -> Select[Circulation]:
    """Adopted rounds of the same category, those first whose title shares a word; the newest ten."""
    found = select(Circulation).where(Circulation.state == CirculationState.ADOPTED, Circulation.category == category)
    long_ones = [word for word in words.split() if len(word) > 4]
    alike = or_(*(Circulation.title.icontains(word, autoescape=True) for word in long_ones)) if long_ones else None
    order = [Circulation.id.desc()] if alike is None else [alike.desc(), Circulation.id.desc()]
    return found.order_by(*order).limit(MOST)


def external_rounds() -> Select[ExternalRound]:
    return select(ExternalRound).order_by(ExternalRound.state_at.desc(), ExternalRound.id.desc())


def external_by_id(round_id: int) -> Select[ExternalRound]:
    return select(ExternalRound).where(ExternalRound.id == round_id)
