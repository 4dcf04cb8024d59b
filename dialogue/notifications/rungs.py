"""Which rungs of the ladder are to be told to their owners: what a pass tells, and what may still go when it goes."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogue.db import db
from dialogue.domain import changes
from dialogue.domain.ladder import RULES
from dialogue.domain.notices import Notice
from dialogue.domain.sessions import Session
from dialogue.domain.working_days import local_day
from dialogue.queries.ladder import Rung, courses

LATE = 7  # days after its day that the owners of a rung may still be told: what is older is no news


@dataclass(frozen=True, slots=True)
class Reminder:
    """That a rung comes due, or is overdue: told once for each of its days, and anew where its session was called off
    since (`off` times) and takes place after all."""

    session: Session
    rung: Rung
    by: dt.date
    is_late: bool
    off: int = 0

    @property
    def key(self) -> str:
        word, again = "late" if self.is_late else "soon", f":{self.off}" if self.off else ""
        return f"rung:{self.session.id}:{self.rung.key}:{self.by}:{word}{again}"


def due(those: Iterable[Session], at: dt.datetime) -> list[Reminder]:
    """What the owners of open rungs are to be told by now, told or not."""
    today, going = local_day(at), [one for one in those if one.is_under_way]
    found = courses(going, today)
    off = {row[0]: row[1] for row in db.execute(changes.times_called_off(found))} if found else {}
    return [one for session in going for one in _of(session, found[session.id], today, off.get(session.id, 0))]


def as_it_is(notice: Notice, at: dt.datetime) -> bool:
    """Whether the rung is still open, and due on the day that the mail names."""
    session = db.get(Session, notice.dispatch.about_id)
    return session is not None and notice.dispatch.key in {one.key for one in due([session], at)}


def _of(session: Session, rungs: Sequence[Rung], today: dt.date, off: int) -> Iterator[Reminder]:
    for rung in rungs:
        if rung.key is None or rung.by is None or rung.status == "done":
            continue
        left = (rung.by - today).days
        if -LATE <= left <= RULES[rung.key].remind:
            yield Reminder(session, rung, rung.by, is_late=left < 0, off=off)
