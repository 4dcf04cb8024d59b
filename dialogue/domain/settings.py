"""Settings of this dialogue: its name, the marking on every page and paper, that of public ones, the label of its zone.
Data, in one row."""

import datetime as dt

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base, Stale


class Settings(Base):
    """The zone label is what people read ("… time"); the zone itself is fixed (practice §0.8)."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    dialogue_name: Mapped[str] = mapped_column(default="High-Level Dialogue")
    marking: Mapped[str] = mapped_column(default="")
    public_marking: Mapped[str] = mapped_column(default="")  # of what is meant for everybody
    zone_label: Mapped[str] = mapped_column(default="CET/CEST")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}

    def set(
        self,
        dialogue_name: str,
        marking: str,
        public_marking: str,
        zone_label: str,
        *,
        base: int | None,
        by: Base,
        at: dt.datetime,
    ) -> None:
        """New words; papers released before keep theirs. `base` is the version seen; 0 before the first."""
        if (base or 0) != (self.version or 0):
            raise Stale("Somebody has changed the settings since you opened them.")
        self.dialogue_name, self.zone_label = dialogue_name, zone_label
        self.marking, self.public_marking = marking, public_marking
        self.did("set", by=by, at=at)


_CURRENT = select(Settings).where(Settings.id == 1)  # made once: every page asks for it


def current() -> Select[Settings]:
    return _CURRENT
