"""The review sheet of a session, frozen with each release of its agenda that goes out."""

import datetime as dt

from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.agenda import Agenda
from dialogue.domain.agreed import Revision
from dialogue.domain.editions import Level
from dialogue.domain.papers import ReleasedFile
from dialogue.domain.tracks import REVIEW
from dialogue.queries import reviews
from dialogue.rendering.word import names, word


def keep_review(agenda: Agenda, release: Revision, *, at: dt.datetime) -> Revision:
    """Freeze it under the number of the release, with its file. A release has one."""
    db.flush()
    sheet = reviews.frozen(agenda, release, at)
    kept = tracks.freeze(agenda.session, sheet, release.rev, at=at)
    level = Level.DELEGATIONS  # it has no other edition, and nothing of a compartment but two counts
    db.add_all(
        [
            kept,
            ReleasedFile(
                session=agenda.session,
                kind=REVIEW,
                label=kept.label,
                level=level,
                name=names.of_paper(sheet).ascii,
                content=word.render(sheet),
                text_hash=kept.text_hash,
                released_at=at,
            ),
        ]
    )
    return release
