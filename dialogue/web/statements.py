"""A statement before it is issued: which of its words are looked at, and where they are written."""

from flask import url_for

from dialogue.domain.editions import Level
from dialogue.domain.tracks import TrackEntry
from dialogue.domain.wording import Loose, Where, Written
from dialogue.web.wording import ISSUE, Look, Subject, look


def subject(entry: TrackEntry) -> Subject:
    page = url_for("tracks.edit", track=entry.track.slug, nth=entry.number)
    return Subject(entry.track.slug, entry.reference, None, lambda _: page)


def words(entry: TrackEntry) -> dict[Level, Loose]:
    """What is issued: title, text and claims, for everybody."""
    claims = (Written(Where(paragraph=one.number, field="claim"), one.text, is_prose=True) for one in entry.points)
    own = Written(Where(field="title"), entry.title), Written(Where(), entry.text, is_prose=True)
    return {Level.PUBLIC: Loose((*own, *claims))}


def looked(entry: TrackEntry) -> Look | None:
    """For the page of an entry that may be issued by its next move; None of any other."""
    return look(subject(entry), ISSUE, words(entry)) if entry.track.issues(entry.stage_name) else None
