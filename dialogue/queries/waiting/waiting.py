"""All that waits for one reader, in the order in which it presses."""

import datetime as dt
from collections.abc import Iterable

from dialogue.access import Standing
from dialogue.domain.sessions import Session
from dialogue.queries.waiting.asked import asked
from dialogue.queries.waiting.followups import MOST, pressing, tasks_of
from dialogue.queries.waiting.lines import Task, Waiting, slug_of
from dialogue.queries.waiting.moved import to_be_revised
from dialogue.queries.waiting.rounds import to_be_served, under_silence
from dialogue.queries.waiting.steps import SAID, Steps, steps, to_be_said
from dialogue.queries.waiting.waits import AT_ONCE, OF_FOLLOWUPS


def waiting(standing: Standing, today: dt.date, going: Iterable[Session] | None = None) -> Waiting:
    """`going`: see `steps`; a page that has them already asks once."""
    found, many = pressing(standing, today)
    rounds = under_silence(standing)
    those = steps(standing, today, going)
    mine, of_others = asked(standing, those)
    said, unsaid = to_be_said(standing, those, today)
    tasks = [
        *mine,
        *said,
        *to_be_revised(standing),
        *to_be_served(standing, rounds),
        *(task for line in found for task in tasks_of(line)),
    ]
    tasks.sort(key=_pressed)
    return Waiting(tasks, many - len(found), _listed([*of_others, *unsaid]), rounds, those.ladders)


def others(standing: Standing, today: dt.date, slug: str) -> list[Task]:
    """What of this name the reader is told to wait for others, without its days."""
    if slug in _OF_LADDER:
        return to_be_said(standing, steps(standing, today), today)[1]
    _, of_others = asked(standing, Steps())
    return [task for task in _listed(of_others) if task.slug == slug]


def _listed(others: list[Task]) -> list[Task]:
    """In the order in which it presses. Of follow-ups the longest waiting few; the register, one link away, has them
    all."""
    others.sort(key=_pressed)
    of_register = [task for task in others if task.wait in OF_FOLLOWUPS]
    few = sorted(of_register, key=lambda task: task.since or _EVER)[:MOST]
    return [task for task in others if task.wait not in OF_FOLLOWUPS or task in few]


def _pressed(task: Task) -> tuple[bool, dt.date, dt.datetime]:
    """In which order tasks press."""
    starts_at = task.session.starts_at if task.session else _EVER
    return task.wait not in AT_ONCE, task.day or dt.date.max, task.due_at or starts_at


_OF_LADDER = {slug_of(wait) for wait in SAID.values()}
_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
