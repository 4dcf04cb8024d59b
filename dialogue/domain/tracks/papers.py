"""Papers of a track in a compartment: beside its entries, for its list alone, taken away by their own side."""

import datetime as dt
import hashlib

from sqlalchemy import ForeignKey, LargeBinary, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused
from dialogue.domain.markings import must_not_be_classified
from dialogue.domain.minutes import must_be_a_scan
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.tracks.catalogue import TRACKS, Track
from dialogue.domain.tracks.entries import TrackEntry


class TrackPaper(Base):
    """A PDF as it came. Taken away, its line stays and its bytes do not."""

    __tablename__ = "track_papers"
    __table_args__ = (UniqueConstraint("track_slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    number: Mapped[int]  # given once in its track
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("track_entries.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    attached_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    title: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(init=False)
    size: Mapped[int] = mapped_column(init=False)
    attached_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    entry: Mapped[TrackEntry | None] = relationship()  # none: of the track as a whole
    party: Mapped[Organisation] = relationship()  # whose person attached it
    attached_by: Mapped[Person] = relationship(foreign_keys=[attached_by_id])
    removed_by: Mapped[Person | None] = relationship(foreign_keys=[removed_by_id], init=False, default=None)

    def __post_init__(self) -> None:
        self.sha256, self.size = hashlib.sha256(self.content).hexdigest(), len(self.content)

    @property
    def reference(self) -> str:
        return paper_reference(self.track_slug, self.number)

    @property
    def is_there(self) -> bool:
        return self.removed_at is None

    def must_be_there(self) -> None:
        if not self.is_there:
            raise Refused("This paper has been taken away.")

    def remove(self, *, by: Person, at: dt.datetime) -> None:
        """Its bytes are gone for good; that it was there stays on record."""
        self.must_be_there()
        self.content, self.removed_at, self.removed_by = b"", at, by
        self.did("remove", by=by, at=at)


def must_be_insulated(track: Track) -> None:
    """Refuse what an open track has in the joint register, or beside a session."""
    if not track.compartment:
        raise Refused("This track is open to both delegations; it keeps no papers and no follow-ups apart.")


def attach(
    track: Track, number: int, *, title: str, content: bytes, entry: TrackEntry | None, by: Person, at: dt.datetime
) -> TrackPaper:
    """Keep a PDF at the track, or at one of its entries. Refused: anything else, and what bears a marking in its title;
    what bears one on its pages was refused before."""
    must_be_insulated(track)
    if not title.strip():
        raise Refused("A paper needs its title.")
    must_not_be_classified(title)
    must_be_a_scan(content)
    paper = TrackPaper(
        track_slug=track.slug, number=number, entry=entry, party=by.organisation, attached_by=by, title=title,
        content=content, attached_at=at,
    )  # fmt: skip
    paper.did("attach", by=by, at=at, digest=paper.sha256)
    return paper


def paper_reference(slug: str, number: int) -> str:
    """`MM/P/3`."""
    return f"{TRACKS[slug].series}/P/{number}"


def papers_of(track: Track) -> Select[TrackPaper]:
    """All that were ever attached, in the order of their numbers."""
    beside = (TrackPaper.entry, TrackPaper.party, TrackPaper.attached_by, TrackPaper.removed_by)
    found = select(TrackPaper).where(TrackPaper.track_slug == track.slug).order_by(TrackPaper.number)
    return found.options(*(joinedload(one) for one in beside))


def paper_of(slug: str, number: int) -> Select[TrackPaper]:
    return select(TrackPaper).where(TrackPaper.track_slug == slug, TrackPaper.number == number)


def last_paper(track: Track) -> Select[int]:
    return select(func.max(TrackPaper.number)).where(TrackPaper.track_slug == track.slug)
