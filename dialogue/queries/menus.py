"""The activities of a track as the address chooses them, page by page; who reads the track reads them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from dialogue.db import db
from dialogue.domain import tracks
from dialogue.domain.tracks import Track, TrackActivity
from dialogue.queries import search

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """ "" chooses nothing. `entry`: the number of the one for which an activity is looked for; 0: for none."""

    words: str = ""
    area: str = ""
    year: str = ""
    page: int = 1
    entry: int = 0

    @property
    def address(self) -> dict[str, Any]:
        """The parameters of an address, but for the page."""
        named = {"q": self.words, "area": self.area, "year": self.year, "entry": self.entry}
        return {name: word for name, word in named.items() if word}

    def where(self) -> Iterator[ColumnElement[bool]]:
        if self.words:
            yield TrackActivity.id.in_(search.matching(self.words, TrackActivity))
        if self.area:
            yield TrackActivity.area == self.area
        if self.year:
            yield TrackActivity.year == (int(self.year) if self.year.isascii() and self.year.isdigit() else -1)


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of them; `all`: how many fit; `every`: how many there are, and of which day the newest list is."""

    activities: Sequence[TrackActivity]
    all: int
    every: int
    listed_on: Any

    def has_more(self, page: int) -> bool:
        return self.all > page * PAGE


def shown(track: Track, chosen: Chosen) -> Shown:
    fits = tracks.in_menu(track).where(*chosen.where())
    own = TrackActivity.track_slug == track.slug
    many = select(func.count()).select_from(TrackActivity).where(own, *chosen.where()).scalar_subquery()
    figures = select(many, func.count(TrackActivity.id), func.max(TrackActivity.listed_on)).where(own)
    there, every, newest = db.execute(figures).one()
    page = fits.offset((chosen.page - 1) * PAGE).limit(PAGE)
    return Shown(db.scalars(page).all(), there, every, newest)
