"""Settings of this dialogue: its name, the marking on every page and paper, the label of its zone. Data, in one row."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.domain.base import Base


class Settings(Base):
    """The zone label is what people read ("… time"); the zone itself is fixed (practice §0.8)."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    dialogue_name: Mapped[str] = mapped_column(default="High-Level Dialogue")
    marking: Mapped[str] = mapped_column(default="")
    zone_label: Mapped[str] = mapped_column(default="CET/CEST")
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}


def current() -> Select[Settings]:
    return select(Settings).where(Settings.id == 1)
