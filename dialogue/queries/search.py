"""What a reader finds: in one statement the hits, how many of each kind there are, and which come first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from dialogue.access import Standing, findable, values
from dialogue.db import db
from dialogue.domain import search, sessions
from dialogue.domain.organisations import Organisation
from dialogue.domain.search import INDEX, Asked, Found
from dialogue.domain.sessions import Session
from dialogue.domain.text import fold
from dialogue.domain.topics import Topic
from dialogue.rendering.prose import plain

FIRST = 5  # of each kind, where all kinds are shown
PAGE = 25  # of one kind
AROUND = 240  # characters of a text, about the first word that was found

Pieces = Sequence[tuple[str, bool]]  # and of each whether it was looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """What is looked for and where, as the address has it: "" chooses nothing, a word that nobody knows finds
    nothing."""

    words: str = ""
    kind: str = ""
    session: str = ""
    topic: str = ""
    owner: str = ""
    page: int = 1

    @property
    def asked(self) -> Asked:
        return search.asked(self.words)

    @property
    def address(self) -> dict[str, Any]:
        """The parameters of an address, but for the page."""
        named = {"q": self.words, "kind": self.kind, "session": self.session, "topic": self.topic, "owner": self.owner}
        return {name: word for name, word in named.items() if word}

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.session or self.topic or self.owner)

    def where(self) -> Iterator[ColumnElement[bool]]:
        if self.kind:
            yield INDEX.c.kind.in_([kind for kind in Found if kind.value == self.kind])
        if self.session:
            year, number = sessions.read_ref(self.session) or (0, 0)
            yield INDEX.c.session_id.in_(select(Session.id).where(Session.year == year, Session.number == number))
        if self.topic:
            yield INDEX.c.topic_id.in_(select(Topic.id).where(Topic.slug == self.topic))
        if self.owner:
            yield INDEX.c.owner_id.in_(select(Organisation.id).where(Organisation.slug == self.owner))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found, with the words that were looked for in its title and about them in its text."""

    noun: str
    thing_id: int
    reference: str
    place: str
    session: str  # as addresses name it
    title: Pieces
    excerpt: Pieces


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind on this page; `all`: how many there are of it."""

    kind: Found
    hits: Sequence[Hit]
    all: int


def find(standing: Standing, chosen: SearchFilter) -> list[Group]:
    """What the person may read that has every word, kind by kind: the first of each, of one kind a page."""
    wanted = chosen.asked
    if not wanted:
        return []
    first, many = ((chosen.page - 1) * PAGE, PAGE) if chosen.kind else (0, FIRST)
    engine = db.get_bind().dialect.name
    rows = db.execute(_placed(chosen, wanted, first, many, engine), values(standing)).all()
    hits: dict[Found, list[Hit]] = {kind: [] for kind in Found}
    for row in rows:
        hits[row.kind].append(_hit(row, wanted))
    counted = {row.kind: row.all for row in rows}
    return [Group(kind, found, counted[kind]) for kind, found in hits.items() if found]


def matching(words: str, noun: Any) -> Select[int]:
    """The ids of those of a noun in which every word stands, for a register that its reader reads whole."""
    where = search.holding(search.asked(words), db.get_bind().dialect.name)
    return select(INDEX.c.thing_id).where(INDEX.c.noun == noun.__tablename__, where)


def _placed(chosen: SearchFilter, wanted: Asked, first: int, many: int, engine: str) -> Any:
    """Once each thing, in the fullest edition that the reader holds; then its place among those of its kind."""
    fullest = (INDEX.c.depth.desc(), Session.starts_at.desc().nulls_last(), INDEX.c.id)
    once = func.row_number().over(partition_by=(INDEX.c.kind, INDEX.c.key), order_by=fullest)
    where = (search.holding(wanted, engine), findable(), *chosen.where())
    found = select(INDEX.c.id, INDEX.c.kind, Session.starts_at, _rank(chosen.words, wanted).label("rank"))
    found = found.add_columns(Session.year, Session.number, once.label("nth"))
    there = found.outerjoin(Session, Session.id == INDEX.c.session_id).where(*where).subquery()
    best = (there.c.rank, there.c.starts_at.desc().nulls_last(), there.c.id)
    place = func.row_number().over(partition_by=there.c.kind, order_by=best).label("place_of")
    total = func.count().over(partition_by=there.c.kind).label("all")
    shown = select(there.c.id, there.c.year, there.c.number, place, total).where(there.c.nth == 1).subquery()
    told = (INDEX.c.kind, INDEX.c.noun, INDEX.c.thing_id, INDEX.c.reference, INDEX.c.place, INDEX.c.title, INDEX.c.text)
    page = select(*told, shown.c.year, shown.c.number, shown.c.all).join(shown, shown.c.id == INDEX.c.id)
    return page.where(shown.c.place_of > first, shown.c.place_of <= first + many).order_by(shown.c.place_of)


def _rank(words: str, wanted: Asked) -> ColumnElement[int]:
    """Whose title or reference that is, then in whose title each word stands, then the others."""
    whole = fold(words)
    exact = or_(
        INDEX.c.head.startswith(f"{whole}\n", autoescape=True), INDEX.c.head.endswith(f"\n{whole}", autoescape=True)
    )
    titled = (or_(*(INDEX.c.head.contains(one, autoescape=True) for one in spellings)) for spellings in wanted)
    return case((exact, 0), (and_(*titled), 1), else_=2)


def _hit(row: Row[Any], wanted: Asked) -> Hit:
    return Hit(
        noun=row.noun,
        thing_id=row.thing_id,
        reference=row.reference,
        place=row.place,
        session=f"{row.year}-{row.number}" if row.year is not None else "",
        title=_together(search.pieces(row.title, wanted)),
        excerpt=_excerpt(" · ".join(plain(type(row.text)(part)) for part in row.text.split("\n\n")), wanted),
    )


def _excerpt(text: str, wanted: Asked) -> Pieces:
    """What stands about the first word that was found; from the beginning where it stands in the title alone."""
    said = list(search.pieces(text, wanted))
    at = next((n for n, (_, found) in enumerate(said) if found), 0)
    ends = list(accumulate(len(piece) for piece, _ in said))
    begins = max(0, ends[at] - AROUND // 3) if said else 0
    kept = [one for one, end in zip(said, ends, strict=True) if begins < end <= begins + AROUND]
    left, right = [("…", False)] * (begins > 0), [("…", False)] * (begins + AROUND < len(text))
    return _together([*left, *kept, *right])


def _together(said: Iterable[tuple[str, bool]]) -> Pieces:
    return tuple(("".join(piece for piece, _ in run), found) for found, run in groupby(said, key=itemgetter(1)))
