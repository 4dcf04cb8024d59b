"""What waits for one reader, and what is late in the register: asked in a handful of statements of columns, each made
once, because every morning begins here and making a statement costs more than asking it."""

from dialogue.queries.waiting.asked import holders
from dialogue.queries.waiting.followups import overdue
from dialogue.queries.waiting.lines import Task, Waiting
from dialogue.queries.waiting.moved import is_to_be_revised
from dialogue.queries.waiting.steps import SAID
from dialogue.queries.waiting.waiting import others, waiting
from dialogue.queries.waiting.waits import OF_TEXTS, Wait, Whose

__all__ = [
    "OF_TEXTS",
    "SAID",
    "Task",
    "Wait",
    "Waiting",
    "Whose",
    "holders",
    "is_to_be_revised",
    "others",
    "overdue",
    "waiting",
]
