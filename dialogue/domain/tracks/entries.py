"""An entry of a track: its words, its place on the ladder, the dated moves that led there, its numbered points."""

import datetime as dt
import uuid
from collections.abc import Mapping

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from dialogue.domain.agreed import Agreement, Word
from dialogue.domain.base import Base, Refused, Stale, words
from dialogue.domain.editions import Level
from dialogue.domain.organisations import Organisation
from dialogue.domain.people import Person
from dialogue.domain.sessions import ZONE
from dialogue.domain.text import Prose
from dialogue.domain.tracks.catalogue import TRACKS, Field, Stage, Track
from dialogue.domain.tracks.compartments import must_not_be_named
from dialogue.domain.tracks.concerns import Concern, Place, months_before
from dialogue.domain.tracks.moves import TrackMove, TrackValue
from dialogue.domain.working_days import local_day

LEVELS = (Level.SECRETARIAT, Level.DELEGATIONS)
Values = Mapping[str, str]  # of an entry's fields, by their keys, as they are stored


def _uid() -> str:
    return f"{uuid.uuid4()}@dialogue"


class TrackEntry(Base):
    """Nothing of its way is changed or deleted: what was wrong is put right by a new move."""

    __tablename__ = "track_entries"
    __table_args__ = (UniqueConstraint("track_slug", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    track_slug: Mapped[str]
    number: Mapped[int]  # given once in its track
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), init=False)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), init=False, unique=True)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Prose, default="")
    next_step: Mapped[str] = mapped_column(default="")
    level: Mapped[Level] = mapped_column(words(Level), default=Level.DELEGATIONS)
    stage_name: Mapped[str]
    began_on: Mapped[dt.date]
    moved_on: Mapped[dt.date]  # the day of the last move that counts against a standstill
    edited_at: Mapped[dt.datetime]
    uid: Mapped[str] = mapped_column(unique=True, init=False, default_factory=_uid)  # no reference gives it away
    version: Mapped[int] = mapped_column(init=False)

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    edited_by: Mapped[Person] = relationship()
    agreement: Mapped[Agreement | None] = relationship(init=False, default=None)  # none before anything was said
    values: Mapped[dict[str, TrackValue]] = relationship(
        collection_class=attribute_keyed_dict("key"), cascade="all, delete-orphan", default_factory=dict, init=False
    )
    moves: Mapped[list[TrackMove]] = relationship(default_factory=list, init=False, order_by="TrackMove.id")
    points: Mapped[list["TrackPoint"]] = relationship(
        back_populates="entry", default_factory=list, init=False, order_by="TrackPoint.number"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def track(self) -> Track:
        return TRACKS[self.track_slug]

    @property
    def stage(self) -> Stage:
        return self.track.stage(self.stage_name)

    @property
    def reference(self) -> str:
        return reference(self.track_slug, self.number)

    @property
    def is_live(self) -> bool:
        """Whether anything more is expected of it."""
        return not self.stage.ends

    @property
    def place(self) -> Place:
        left = sum(not one.is_answered for one in self.points) if self.track.points else 0
        answered = max((one.answered_on for one in self.points if one.answered_on), default=None)
        return Place(self.track, self.stage, self.moved_on, left, self.due, answered)

    @property
    def due(self) -> dt.date | None:
        """The day by which an answer is expected, where one is kept."""
        kept = self.kept(self.track.expected_by)
        return dt.date.fromisoformat(kept) if kept else None

    def concern(self, on: dt.date) -> Concern | None:
        """Why it should be dealt with, if it should."""
        return self.place.concern(on)

    def kept(self, key: str) -> str:
        """The value of a field as it is stored."""
        value = self.values.get(key)
        return value.value if value is not None else ""

    def filled(self) -> list[tuple[Field, object]]:
        """The fields that say something, in the order of the track, each with its value."""
        return [(one, one.read(self.kept(one.key))) for one in self.track.fields if self.kept(one.key)]

    def missing(self, stage: str) -> list[Field]:
        """The fields that would have to be filled first."""
        return [one for one in self.track.needed(stage) if not one.is_filled(self.kept(one.key))]

    def waits_for_second(self, stage: str) -> list[Organisation]:
        """The sides that have said that it should come to this stage."""
        said = self.agreement.standing(Word.MOVE, level=stage) if self.agreement is not None else []
        return [one.party for one in said]

    def revise(
        self,
        *,
        title: str,
        text: str,
        owner: Organisation,
        next_step: str,
        level: Level,
        values: Values,
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """New words and values. Refused: to empty what the stage that it has reached needs."""
        self._on(base)
        self.must_be_fit(title, text, next_step, *values.values())
        if (title, text) != (self.title, self.text):
            self.must_be_open()
        self._write(values, by=by, at=at)
        self._must_have(self.stage_name, "An entry that is “%(stage)s” keeps: %(fields)s.")
        self.title, self.text, self.owner, self.next_step = title, text, owner, next_step
        self.level = _held(level, self.track)
        self._edited(by, at)
        self.did("revise", by=by, at=at)

    def must_be_fit(self, *texts: str) -> None:
        """Refuse what may not stand in an entry of this track: an open one is read by whoever is on no list."""
        if not self.track.compartment:
            must_not_be_named(*texts)

    def must_be_able(self, stage: str) -> None:
        """Refuse a stage that cannot follow, or for which a field is still empty."""
        self.track.flow.move(self.track.words(self.stage_name), self.track.words(stage))
        self._must_have(stage, "To become “%(stage)s” it first needs: %(fields)s.")
        if self.track.stage(stage).complete:
            self._must_be_complete(stage)

    def must_be_open(self) -> None:
        """Refuse other words for what went out."""
        if self.stage.fixed:
            raise Refused(
                "What is “%(stage)s” does not change any more; a correction is recorded beside it.",
                stage=self.stage_name,
            )

    def move(
        self, stage: str, note: str, *, on: dt.date, evidence: str = "", base: int | None, by: Person, at: dt.datetime
    ) -> bool:
        """A dated note, or the move to another stage. One that is joint waits for the other side to say the same.
        Returns whether the entry stands at that stage now."""
        self._on(base)
        self.must_be_fit(note, evidence)
        if not note.strip():
            raise Refused("Please add a note that says why or how.")
        if on > local_day(at):
            raise Refused("A move is dated on the day on which it happened, and that is not after today.")
        if stage == self.stage_name:
            self._record(stage, note, evidence, on=on, by=by, at=at)
            return True
        self._must_follow(stage, on, evidence)
        self._must_be_time(stage, on, at)
        if self.track.stage(stage).joint and not self._both_say(stage, by=by, at=at):
            self._record(self.stage_name, note, evidence, on=on, by=by, at=at, wanted=stage)
            return False
        if self.agreement is not None:
            self.agreement.end(Word.MOVE, at=at)
        self._record(stage, note, evidence, on=on, by=by, at=at)
        return True

    def next_point(self) -> int:
        return max((one.number for one in self.points), default=0) + 1

    def ask(self, text: str, *, by: Person, at: dt.datetime) -> "TrackPoint":
        """A further point, under a number of its own."""
        if self.track.points is None:
            raise Refused("Entries of this track have no numbered points.")
        self.must_be_open()
        if not text.strip():
            raise Refused("A point needs its text.")
        point = TrackPoint(number=self.next_point(), text=text, edited_by=by, edited_at=at)
        self.points.append(point)
        self._edited(by, at)
        self.did("ask", by=by, at=at)
        return point

    def _on(self, base: int | None) -> None:
        if base != self.version:
            raise Stale("Somebody has changed this entry since you opened it.")

    def _must_follow(self, stage: str, on: dt.date, evidence: str) -> None:
        self.must_be_able(stage)
        if self.track.stage(stage).evidence and not evidence.strip():
            raise Refused("“%(stage)s” needs its evidence: a document, a date, an event.", stage=stage)
        last = max((one.on for one in self.moves if one.is_step), default=on)
        if on < last:
            raise Refused("It came to where it stands on %(day)s; it cannot have moved on before that.", day=str(last))

    def _must_be_complete(self, stage: str) -> None:
        words = self.track.points
        if words is not None and not (self.points and all(one.is_complete for one in self.points)):
            parts = ", ".join(words.parts)
            raise Refused("To become “%(stage)s” it first needs point by point: %(parts)s.", stage=stage, parts=parts)

    def _must_be_time(self, stage: str, on: dt.date, at: dt.datetime) -> None:
        """Refuse what is not to happen before a moment that is still to come, or that came after that day."""
        one = self.track.field(self.track.stage(stage).opens)
        until = one.read(self.kept(one.key)) if one is not None else None
        if until is not None and (at < until or on < local_day(until)):
            told = {"day": str(local_day(until)), "time": f"{until.astimezone(ZONE):%H:%M}", "zone": str(ZONE)}
            raise Refused("It is under embargo until %(day)s, %(time)s (%(zone)s).", **told)

    def _must_have(self, stage: str, sentence: str) -> None:
        missing = self.missing(stage)
        if missing:
            raise Refused(sentence, stage=stage, fields=", ".join(one.label for one in missing))

    def _both_say(self, stage: str, *, by: Person, at: dt.datetime) -> bool:
        agreement = self.agreement = self.agreement or Agreement()
        return agreement.say(Word.MOVE, level=stage, by=by, at=at)

    def _record(
        self, stage: str, note: str, evidence: str, *, on: dt.date, by: Person, at: dt.datetime, wanted: str = ""
    ) -> None:
        was, self.stage_name = self.stage_name, stage
        self.moves.append(
            TrackMove(was=was, became=stage, wanted=wanted, note=note, evidence=evidence, on=on, made_by=by, made_at=at)
        )
        if was != stage or evidence.strip():
            self.moved_on = max(self.moved_on, on)  # a note without evidence is no move
        if was != stage:
            self._count_days(stage, on)
        self._edited(by, at)
        self.did("propose move" if wanted else "move" if was != stage else "note", by=by, at=at)

    def _count_days(self, stage: str, on: dt.date) -> None:
        """Fill in what is counted from the day of this stage, where nobody has said another day."""
        for one in self.track.fields:
            if one.after == stage and not self.kept(one.key):
                self.values[one.key] = TrackValue(key=one.key, value=one.keep(months_before(on, -one.months)))

    def _write(self, values: Values, *, by: Person, at: dt.datetime) -> None:
        """A value that stays keeps who wrote it, and when. Refused: days that cannot be so."""
        for one in self.track.fields:
            kept = values.get(one.key, "")
            if not kept:
                self.values.pop(one.key, None)
            elif one.key not in self.values:
                self.values[one.key] = TrackValue(key=one.key, value=kept, written_by=by, written_at=at)
            elif self.values[one.key].value != kept:
                self.values[one.key].write(kept, by=by, at=at)
        self.track.must_agree(self.kept, local_day(at))

    def _edited(self, by: Person, at: dt.datetime) -> None:
        self.edited_by, self.edited_at = by, at


class TrackPoint(Base):
    """One numbered paragraph of what is asked, the answer to it, and what followed."""

    __tablename__ = "track_points"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("track_entries.id"), init=False)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), init=False)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Prose)
    answer: Mapped[str] = mapped_column(Prose, default="")
    answered_on: Mapped[dt.date | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(Prose, default="")
    reported: Mapped[str] = mapped_column(default="")  # yes or no, where a point of its track says that; "" not said
    edited_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(init=False)

    entry: Mapped[TrackEntry] = relationship(back_populates="points", init=False)
    edited_by: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_answered(self) -> bool:
        return bool(self.answer.strip())

    @property
    def is_complete(self) -> bool:
        words = self.entry.track.points
        return self.is_answered and bool(self.reported or words is None or not words.reported)

    def write(
        self,
        *,
        text: str,
        answer: str,
        answered_on: dt.date | None,
        outcome: str,
        reported: str = "",
        base: int | None,
        by: Person,
        at: dt.datetime,
    ) -> None:
        """What was asked, what was answered and when, what followed. Refused: an answer without its day, or a day
        without an answer."""
        if base != self.version:
            raise Stale("Somebody has changed this point since you opened it.")
        if (text, answer, answered_on, reported) != (self.text, self.answer, self.answered_on, self.reported):
            self.entry.must_be_open()
        if not text.strip():
            raise Refused("A point needs its text.")
        if bool(answer.strip()) != (answered_on is not None):
            raise Refused("An answer stands with the day on which it was given.")
        if answered_on is not None and answered_on > local_day(at):
            raise Refused("An answer is dated on the day on which it was given, and that is not after today.")
        self.text, self.answer, self.answered_on, self.outcome = text, answer, answered_on, outcome
        self.reported, self.edited_by, self.edited_at = reported, by, at
        if answered_on is not None:
            self.entry.moved_on = max(self.entry.moved_on, answered_on)
        self.entry.did("write point", by=by, at=at)


def reference(slug: str, number: int) -> str:
    """`PA/3`."""
    return f"{TRACKS[slug].series}/{number}"


def begin(
    track: Track,
    number: int,
    *,
    title: str,
    text: str,
    owner: Organisation,
    next_step: str,
    level: Level,
    values: Values,
    by: Person,
    at: dt.datetime,
) -> TrackEntry:
    """A new entry at the first stage of its track. Its first move is its beginning."""
    entry = TrackEntry(
        track_slug=track.slug,
        number=number,
        title=title,
        text=text,
        owner=owner,
        next_step=next_step,
        level=_held(level, track),
        stage_name=track.first.name,
        began_on=local_day(at),
        moved_on=local_day(at),
        edited_by=by,
        edited_at=at,
    )
    entry.must_be_fit(title, text, next_step, *values.values())
    entry._write(values, by=by, at=at)
    entry._must_have(track.first.name, "To begin, it needs: %(fields)s.")
    entry.did("begin", by=by, at=at)
    return entry


def _held(level: Level, track: Track) -> Level:
    """The two secretaries' alone, or both sides'; in a compartment its list's, whatever is chosen."""
    if level not in LEVELS:
        raise Refused("An entry is for the two secretaries or for the delegations.")
    return Level.DELEGATIONS if track.compartment else level
