"""Lists of people: for whom alone a track in a compartment is there. Each side names its own."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, exists, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from dialogue.domain.base import Base, Refused
from dialogue.domain.editions import texts_of
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.text import fold
from dialogue.domain.tracks.catalogue import INSULATED, TRACKS, Track

FIRST = 2  # people of each Party who come onto a list by the operator's command: a secretary is not on it by office


# The name of its track in any spelling, and what a reference to it begins with; in small letters that is a measure.
_NAMES = [fold(slug) for slug in INSULATED]
_PART = r"(?:\s*[-/]\s*[A-Z]{1,3})?"  # of a paper, a follow-up, a meeting: MM/OC/07
_REFERENCES = re.compile("|".join(rf"\b{re.escape(TRACKS[slug].series)}{_PART}\s*/\s*\d+" for slug in INSULATED))
# Marks of bold and italics stand between letters that are read together; some letters and strokes look like ours.
_READ = str.maketrans({"*": "", "_": "", "М": "M", "Μ": "M", "∕": "/", "⁄": "/"})  # they are meant


def must_not_be_named(*texts: str) -> None:
    """Refuse words that refer to a compartment, in a text that somebody reads who is not on its list. Asked is what
    anybody may know: were the titles of its entries asked for, the refusal would tell that there are such entries."""
    for text in texts:
        read = unicodedata.normalize("NFKC", text).translate(_READ)
        found, plain = _REFERENCES.search(read), fold(read)
        named = found[0] if found else next((name for name in _NAMES if name in plain), "")
        if named:
            raise Refused(
                "This is read by people for whom a track with a list of its own is not there; "
                "it cannot name “%(words)s”.",
                words=named,
            )


def must_name_none(sheet: Any) -> None:
    """Refuse to let a text go on towards its readers while a compartment is named in it, whenever it was written."""
    must_not_be_named(*texts_of(sheet))


class TrackMember(Base):
    """A person on a list, for one Party: it counts as long as it stands and the person is of that Party."""

    __tablename__ = "track_members"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), init=False)
    added_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None] = mapped_column(init=False, default=None)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    party: Mapped[Organisation] = relationship()
    added_by: Mapped[Person | None] = relationship(foreign_keys=[added_by_id])  # None: the operator
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id], init=False, default=None)

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def reads(self) -> bool:
        """Whether it opens anything to its person now."""
        return self.stands and self.person.active and self.person.organisation_id == self.party_id

    def end(self, *, by: Person, at: dt.datetime) -> None:
        """The person is on the list no more."""
        if not self.stands:
            raise Refused("%(name)s is not on this list any more.", name=self.person.name)
        self.ended_at, self.ended_by = at, by
        self.did("end", by=by, at=at)


def admit(
    track: Track, person: Person, among: Sequence[TrackMember], *, by: Person | None, at: dt.datetime
) -> TrackMember:
    """Put a person on the list. `among`: whoever stands on it. Refused: of another side than who names it, or of none;
    and to the operator (`by` nobody) more than the first of each Party."""
    if not track.compartment:
        raise Refused("This track is open to both delegations; it has no list.")
    if not (person.organisation.is_party and person.active):
        raise Refused("On the list are people of the two Parties whose accounts are open.")
    if any(one.person.id == person.id and one.reads for one in among):
        raise Refused("%(name)s is on this list already.", name=person.name)
    own = [one for one in among if one.reads and one.party.id == person.organisation.id]
    if by is None and len(own) >= FIRST:
        raise Refused("This Party has its first people on the list; it names the next ones itself.")
    if by is not None and by.organisation.id != person.organisation.id:
        raise Refused("Each side names its own people.")
    member = TrackMember(track_slug=track.slug, person=person, party=person.organisation, added_by=by, added_at=at)
    member.did("admit", by=by, at=at)
    return member


def on_list(track: Track) -> Select[TrackMember]:
    """Whoever stands on it, and stood."""
    found = select(TrackMember).where(TrackMember.track_slug == track.slug).order_by(TrackMember.id)
    people = (TrackMember.person, TrackMember.party, TrackMember.added_by, TrackMember.ended_by)
    return found.options(*(joinedload(one) for one in people))


def lists_of(person_id: int, party_id: int) -> Select[str]:
    """The tracks in a compartment on whose lists the person stands for the Party."""
    of_it = (TrackMember.person_id == person_id, TrackMember.party_id == party_id, TrackMember.ended_at.is_(None))
    return select(TrackMember.track_slug).where(*of_it).distinct()


def is_on(slug: ColumnElement[str], person_id: ColumnElement[int], party_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The `where` of what belongs to a list on which the person stands."""
    own = aliased(TrackMember)  # the question may be about a list itself
    where = (own.track_slug == slug, own.person_id == person_id, own.party_id == party_id, own.ended_at.is_(None))
    return exists().where(*where).correlate_except(own)
