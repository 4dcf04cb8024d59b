"""Settings of this dialogue: its name, the marking on every page and paper, that of public ones, the label of its zone;
when follow-ups are told of. Data, in one row."""

import datetime as dt
import enum

from sqlalchemy import ColumnElement, Select, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.editions import Level
from dialogue.domain.editions.designation import PROFILES, Designation, Profile, custom


class Weekday(enum.StrEnum):
    """In the order of the week."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


class Settings(Base):
    """The zone label is what people read ("… time"); the zone itself is fixed (practice §0.8). `digest_at` is a time of
    that zone; `escalate_after` counts days from the day on which a follow-up was due."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    dialogue_name: Mapped[str] = mapped_column(default="High-Level Dialogue")
    marking: Mapped[str] = mapped_column(default="")
    public_marking: Mapped[str] = mapped_column(default="")  # of what is meant for everybody
    zone_label: Mapped[str] = mapped_column(default="CET/CEST")
    digest_on: Mapped[Weekday] = mapped_column(words(Weekday), default=Weekday.MONDAY)
    digest_at: Mapped[dt.time] = mapped_column(default=dt.time(8))
    escalate_after: Mapped[int] = mapped_column(default=14)
    designation: Mapped[Designation] = mapped_column(words(Designation), default=Designation.NONE)
    designation_cohost: Mapped[Designation] = mapped_column(words(Designation), default=Designation.DEFAULT)
    designation_public: Mapped[Designation] = mapped_column(words(Designation), default=Designation.DEFAULT)
    designation_words: Mapped[str] = mapped_column(Text, default="")  # the footnote of a custom one
    designation_every: Mapped[bool] = mapped_column(default=False)  # it is called at every mention
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}

    @property
    def profile(self) -> Profile:
        """Of the dialogue itself: papers of the delegations, mails, calendars."""
        return self.profile_for(Level.DELEGATIONS)

    def profile_for(self, level: Level) -> Profile:
        """How the designated name is written in an edition; one that has no choice of its own follows the dialogue."""
        of_others = {Level.COHOST: self.designation_cohost, Level.PUBLIC: self.designation_public}
        chosen = of_others.get(level, self.designation)
        if chosen is Designation.DEFAULT:
            chosen = self.designation
        own = custom(self.designation_words, every=self.designation_every)
        return own if chosen is Designation.CUSTOM else PROFILES[chosen]

    def designate(
        self, delegations: Designation, cohost: Designation, public: Designation, own: str, *, every: bool = False
    ) -> None:
        """Papers made from now on bear these; `own`: the words of a custom footnote, `every`: it is called at every
        mention. Refused where they lack."""
        if Designation.CUSTOM in (delegations, cohost, public) and not own:
            raise Refused("Please write the footnote of your own that you have chosen.")
        if delegations is Designation.DEFAULT:
            raise Refused("Please choose how the dialogue itself writes the name.")
        self.designation, self.designation_cohost, self.designation_public = delegations, cohost, public
        self.designation_words, self.designation_every = own, every

    def set(
        self,
        dialogue_name: str,
        marking: str,
        public_marking: str,
        zone_label: str,
        *,
        digest_on: Weekday,
        digest_at: dt.time,
        escalate_after: int,
        base: int | None,
        by: Base,
        at: dt.datetime,
    ) -> None:
        """New words; papers released before keep theirs. `base` is the version seen; 0 before the first."""
        if (base or 0) != (self.version or 0):
            raise Stale("Somebody has changed the settings since you opened them.")
        self.dialogue_name, self.zone_label = dialogue_name, zone_label
        self.marking, self.public_marking = marking, public_marking
        self.digest_on, self.digest_at, self.escalate_after = digest_on, digest_at, escalate_after
        self.did("set", by=by, at=at)


def is_current() -> ColumnElement[bool]:
    """There is one row of them at the most."""
    return Settings.id == 1


_CURRENT = select(Settings).where(is_current())  # made once: every page asks for it


def current() -> Select[Settings]:
    return _CURRENT
