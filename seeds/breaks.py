"""What stands between the items of each agenda of the demonstration: a photo, a break, a meal, a word to the press."""

import datetime as dt

from dialogue.domain.agenda import Agenda, AgendaItem, StandingItem
from dialogue.domain.editions import Level
from seeds.story import Story

BREAKS = (
    ("Family photo", 5, StandingItem.OPENING),
    ("Coffee break", 10, StandingItem.DEVELOPMENTS),
    ("Working lunch", 60, StandingItem.REVIEW),
    ("Press point", 10, StandingItem.NEXT_SESSION),
)
SHORTER = {StandingItem.REVIEW: 45, StandingItem.FOLLOW_UPS: 30}  # minutes, so that the day is not over


def between(story: Story, agenda: Agenda, at: dt.datetime) -> None:
    items = {item.standing: item for item in agenda.all_items}
    for standing, minutes in SHORTER.items():
        items[standing].minutes = minutes
    for title, minutes, standing in BREAKS:
        line = AgendaItem(
            agenda=agenda, title=title, minutes=minutes, numbered=False, level=Level.PUBLIC, requested_at=at
        )
        story.keep(line)
        agenda.add(line, after=items[standing], by=story.ours, at=at)
