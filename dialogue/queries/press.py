"""What a statement would come into conflict with, were it issued when its embargo ends."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from dialogue.access import RIGHTS, Right, Standing, only
from dialogue.db import db
from dialogue.domain import silence
from dialogue.domain.silence import Circulation
from dialogue.domain.silence.awaiting import is_going
from dialogue.domain.tracks import TrackEntry
from dialogue.i18n import gettext
from dialogue.queries.values import moment


def cautions(standing: Standing, entry: TrackEntry) -> list[str]:
    """In words: rounds of silence that still run then, and joint texts that the public does not read yet. Of what the
    reader may read, and for an entry that is still to be issued."""
    opens = next((stage.opens for stage in entry.track.stages if stage.opens), "")
    field = entry.track.field(opens)
    if field is None or entry.stage.fixed or entry.stage.ends:
        return []
    due: dt.datetime = max(field.read(entry.kept(opens)) or standing.at, standing.at)
    return [*_rounds(standing, due), *_held_back(standing, due)]


def _rounds(standing: Standing, due: dt.datetime) -> list[str]:
    going = only(silence.whole(select(Circulation).where(is_going())), standing, Right.CIRCULATION_READ, Circulation)
    return [
        gettext(
            "Silence on %(title)s runs until %(moment)s. What is issued earlier is said while the others are silent.",
            title=one.title,
            moment=moment(one.expires_at),
        )
        for one in db.scalars(going)
        if one.issues and one.expires_at is not None and one.expires_at > due
    ]


def _held_back(standing: Standing, due: dt.datetime) -> list[str]:
    """Texts of each kind that has an embargo."""
    kinds: list[tuple[Any, Right]] = [(noun, of.read) for noun, of in RIGHTS.items() if hasattr(noun, "embargo")]
    found = (only(select(noun).where(noun.embargo > due), standing, right, noun) for noun, right in kinds)
    return [
        gettext(
            "%(reference)s is not published before %(moment)s. What is issued earlier comes before the joint words.",
            reference=one.reference,
            moment=moment(one.embargo),
        )
        for those in found
        for one in db.scalars(those)
    ]
