"""Who comes: what each side's people answered, as far as the reader may know it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import set_committed_value

from dialogue.access import Right, Standing, may
from dialogue.db import db
from dialogue.domain import delegations
from dialogue.domain.delegations import Answer, Delegation, Needs, Participant
from dialogue.domain.sessions import Session


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What somebody answered. `heard`: whether the reader is of the side that may read the words of it; `needs` are
    there for the secretariat alone."""

    seat: Participant
    answer: Answer | None
    heard: bool
    needs: Needs | None
    substitutes: tuple[Participant, ...]

    @property
    def word(self) -> str:
        if self.answer is None:
            return "not answered"
        return "to reconfirm" if self.seat.must_reconfirm else self.answer.reply.value


@dataclass(frozen=True, slots=True)
class Side:
    delegation: Delegation
    lines: Sequence[AnswerLine]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return any(line.seat.awaits_answer for line in self.lines)

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.word for line in self.lines)


def answers(standing: Standing, session: Session, among: Iterable[Delegation]) -> list[Side]:
    """Of these delegations those whose answers the reader may know: two statements."""
    rows = [one for one in among if may(standing, Right.ANSWER_READ, one)]
    if not rows:
        return []
    with_their_answers(session, rows)
    needs = {one.participant_id: one for one in _needs(standing, session)}
    return [Side(row, _lines(standing, row, needs)) for row in rows]


def with_their_answers(session: Session, rows: Sequence[Delegation]) -> None:
    """Give each seat of these delegations its answers, in one statement."""
    found = defaultdict[int, list[Answer]](list)
    for one in db.scalars(delegations.answers_in(session)):
        found[one.participant_id].append(one)
    for seat in (seat for row in rows for seat in row.participants):
        set_committed_value(seat, "answers", found[seat.id])


def _needs(standing: Standing, session: Session) -> Sequence[Needs]:
    return db.scalars(delegations.needs_in(session)).all() if may(standing, Right.NEEDS_READ, session) else ()


def _lines(standing: Standing, delegation: Delegation, needs: dict[int, Needs]) -> list[AnswerLine]:
    heard = may(standing, Right.ANSWER_HEAR, delegation)
    return [
        AnswerLine(
            seat,
            seat.newest_answer,
            heard,
            needs.get(seat.id),
            tuple(one for one in delegation.participants if one.instead_of is seat and heard),
        )
        for seat in delegation.every_seat()
        if seat.is_at_table
    ]
