"""All that waits for one reader, in the order in which it presses."""

import datetime as dt

from dialogue.access import Standing
from dialogue.queries.waiting.followups import pressing, tasks_of
from dialogue.queries.waiting.lines import AT_ONCE, Task, Waiting
from dialogue.queries.waiting.moved import to_be_revised
from dialogue.queries.waiting.papers import asked
from dialogue.queries.waiting.rounds import to_be_served, under_silence


def waiting(standing: Standing, today: dt.date) -> Waiting:
    found, many = pressing(standing, today)
    going = under_silence(standing)
    tasks = [
        *asked(standing),
        *to_be_revised(standing),
        *to_be_served(standing, going),
        *(task for line in found for task in tasks_of(line)),
    ]
    tasks.sort(key=_pressed)
    return Waiting(tasks, many - len(found), going)


def _pressed(task: Task) -> tuple[bool, dt.date, dt.datetime]:
    """In which order tasks press."""
    starts_at = task.session.starts_at if task.session else _EVER
    return task.wait not in AT_ONCE, task.day or dt.date.max, task.due_at or starts_at


_EVER = dt.datetime.min.replace(tzinfo=dt.UTC)
