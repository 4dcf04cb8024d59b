"""What the compartment of the demonstration keeps apart: two follow-ups and a paper, by the people on its list."""

import datetime as dt
from pathlib import Path

from dialogue.actions import tracks as acts
from dialogue.domain import tracks
from dialogue.domain.followups import FollowUpState
from dialogue.domain.tracks import TRACKS
from seeds.story import Story

TRACK = TRACKS["military-to-military"]
PROGRAMME = Path(__file__).parent / "programme.pdf"


def plant(story: Story) -> None:
    """Behind the entries of the track, of which the first has all of it."""
    ours, theirs = story.cast["delegate_nato"], story.cast["delegate_kosovo"]
    entry = story.db.scalars(tracks.by_number(TRACK.slug, 1)).unique().one()
    for text, owner, office, within in (
        ("Send the names of the medical teams.", theirs, "Medical command", 20),
        ("Confirm the training centre for spring.", ours, "Planning staff", 45),
    ):
        due_on = (story.today + dt.timedelta(days=within)).date()
        words = {"text": text, "office": office, "due_on": due_on, "entry": entry}
        made = acts.open_followup(TRACK, by=owner, at=story.ago(days=30), **words)
        story.keep(made)
    made.report(FollowUpState.IN_PROGRESS, "Two centres were asked.", base=made.version, by=ours, at=story.ago(days=9))
    words = {"title": "Programme of the first week", "content": PROGRAMME.read_bytes(), "entry": entry}
    story.keep(acts.attach(TRACK, by=ours, at=story.ago(days=12), **words))
