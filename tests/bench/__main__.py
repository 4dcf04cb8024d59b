"""`make bench`: the figures of one run, each beside its floor. Ratios hold on any machine; seconds come with them.

`python -m tests.bench pages start` asks for these groups alone, of: feeds, pages, start, search, papers,
polls."""

import datetime as dt
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import bind, connect, db
from dialogue.domain.people import Person
from dialogue.domain.signins import SignIn
from dialogue.operations.schema import upgrade
from dialogue.web.presence import COOKIE_FIELD
from tests import cast as casting
from tests.bench import finding, papers, polls, world
from tests.bench.worker import Client, Worker, cost, costs, rate, served

NOW = dt.datetime.now(dt.UTC)
TOKENS = {4: "four" * 11, 40: "forty" * 9, 400: "400x" * 11}
Figure = tuple[str, str, str]


def build(folder: Path) -> dict[str, str]:
    """The world of the figures, one database for each size of the feed; returns the environment of its server."""
    for many, token in TOKENS.items():
        url = f"sqlite:///{folder / f'{many}.sqlite3'}"
        engine = connect(url)
        upgrade(engine)
        bind(engine)
        cast = casting.enter(db)
        found = world.sessions_of(cast, many, NOW)
        if many == 40:
            coming = next(s for s in found if s.starts_at > NOW + dt.timedelta(days=40))
            past = found[0]
            world.full_agenda(cast, coming, NOW, items=12, participants=40)
            world.full_agenda(cast, past, past.starts_at - dt.timedelta(days=60), items=12, participants=40)
            world.long_minutes(cast, past, paragraphs=120)
            world.long_register(cast, past, past.ends_at, rows=200)
            refs.update(coming=coming.ref, past=past.ref)
        cookies[many] = world.sign_in(cast.secretary_brussels, NOW)
        world.feeds_of(cast.secretary_brussels, [token], NOW)
        db.remove()
        engine.dispose()
    return {
        "DIALOGUE_SECRET_KEY": "bench " * 8,
        "DIALOGUE_BASE_URL": "http://localhost",
        "DIALOGUE_DATA_DIR": str(folder),
    }


refs: dict[str, str] = {}
cookies: dict[int, str] = {}


def cookie(environment: dict[str, str], many: int) -> dict[str, str]:
    """The header of a browser in which the secretary has signed in."""
    config = Config(data_dir=Path(environment["DIALOGUE_DATA_DIR"]), database_url="sqlite://",
                    base_url="http://localhost", secret_key=environment["DIALOGUE_SECRET_KEY"])  # fmt: skip
    app = create_app(config)
    signer = app.session_interface.get_signing_serializer(app)
    return {"Cookie": f"{config.cookie_name}={signer.dumps({COOKIE_FIELD: cookies[many]})}"}


def feeds(environment: dict[str, str], folder: Path, bare: Worker) -> Iterator[Figure]:
    """The warm feed and the single session against a bare view that serves the same bytes."""
    sizes, costs = {}, {}
    for many, token in TOKENS.items():
        with served("wsgi:app", database(environment, folder, many)) as ours:
            status, head, body = Client(ours.port, f"/feeds/{token}.ics").get()
            assert (status, body.count(b"BEGIN:VEVENT")) == (200, many), (status, head)
            (folder / "bytes" / f"feed{many}").write_bytes(body)
            sizes[many], costs[many] = len(body), cost(ours, f"/feeds/{token}.ics", times=200)
            if many != 40:
                continue
            tag = {"If-None-Match": re.search(rb"(?i)etag: (\S+)", head)[1].decode()}  # type: ignore[index]  # a feed has one
            assert Client(ours.port, f"/feeds/{token}.ics", tag).get()[0] == 304
            yield _rates("warm feed of 40 sessions, requests a second", "≥ 45 %",
                         rate(ours, f"/feeds/{token}.ics"), rate(bare, "/feed40"))  # fmt: skip
            yield _rates("its 304 answer", "≥ 50 %", rate(ours, f"/feeds/{token}.ics", tag), rate(bare, "/feed40", tag))
            mine, path = cookie(environment, 40), f"/sessions/{refs['coming']}.ics"
            _, _, body = Client(ours.port, path, mine).get()
            (folder / "bytes" / "one").write_bytes(body)
            yield _rates("/sessions/<ref>.ics", "≥ 25 %", rate(ours, path, mine), rate(bare, "/one"))
    for less, more in ((4, 40), (40, 400)):
        grown, bytes_grown = costs[more] / costs[less], sizes[more] / sizes[less]
        yield f"feed of {less} → {more} sessions, processor", f"×{grown:.1f}", f"< the bytes' ×{bytes_grown:.1f}"


def _rates(figure: str, bar: str, ours: float, floor: float) -> Figure:
    return figure, f"{100 * ours / floor:.0f} % ({ours:.0f} of {floor:.0f})", bar


PAGES = (
    ("home", "/", 15),
    ("agenda page (12 items, 40 participants)", "/sessions/{coming}/agenda", 25),
    ("minutes page (120 paragraphs)", "/sessions/{past}/minutes", 15),
    ("tracker page (200 rows)", "/follow-ups", 20),
)


def pages(environment: dict[str, str], folder: Path, bare: Worker) -> Iterator[Figure]:
    """Processor of a page against the bare view of the same bytes, while nothing is committed, and made anew after a
    commit; memory after that load."""
    mine = cookie(environment, 40)
    somebody = sqlite3.connect(folder / "40.sqlite3", isolation_level=None, timeout=30)

    def commit() -> None:
        somebody.execute("UPDATE places SET version = version + 1")

    with served("wsgi:app", database(environment, folder, 40)) as ours:
        for name, path, bar in PAGES:
            address = path.format(**refs)
            status, head, body = Client(ours.port, address, mine).get()
            assert status == 200, (address, status)
            if kept := re.search(rb"(?i)set-cookie: ([^;]+)", head):  # as a browser keeps it from its first page on
                mine = {"Cookie": kept[1].decode()}
            (folder / "bytes" / "page").write_bytes(body)
            ms, anew, floor = costs(ours, address, mine, bare, commit)
            yield name, f"{ms / floor:.1f}× ({ms:.1f} ms, {len(body) // 1024} kB)", f"≤ {bar}×"
            yield f"{name}, each after a commit", f"{anew / floor:.1f}× ({anew:.1f} ms)", ""
        for _ in range(3):
            rate(ours, "/follow-ups", mine, seconds=1)
        yield "memory of the worker after load", f"{ours.memory():.1f} MB", "≤ 130 MB"
        for path in ("/follow-ups.docx", f"/sessions/{refs['coming']}.ics"):
            assert Client(ours.port, path, mine).get()[0] == 200, path
        yield "the same once it has made its first paper and feed", f"{ours.memory():.1f} MB", ""


def beginning(environment: dict[str, str], folder: Path) -> Iterator[Figure]:
    """From nothing to the first page, the least of three starts; and what an empty cache has to fetch for it."""
    starts = []
    for _ in range(3):
        begun = time.monotonic()
        with served("wsgi:app", database(environment, folder, 4)) as ours:
            Client(ours.port, "/sign-in").get()
            starts.append((time.monotonic() - begun, ours.cpu()))
    yield "start to first page", f"{min(s for s, _ in starts):.2f} s ({min(c for _, c in starts):.2f} s CPU)", "≤ 1.5 s"
    with served("wsgi:app", database(environment, folder, 4)) as ours:
        _, head, body = Client(ours.port, "/sign-in").get()
        total = len(head) + len(body)
        for path in sorted({m.decode() for m in re.findall(rb'(?:href|src)="(/static/[^"]+)"', body)}):
            _, head, got = Client(ours.port, path, {"Accept-Encoding": "br, gzip"}).get()
            total += len(head) + len(got)
        yield "first view with an empty cache, what the page names", f"{total / 1000:.0f} kB", "≤ 150 kB"


def polled(environment: dict[str, str], folder: Path) -> Iterator[Figure]:
    """A minute of a large house: each calendar asks once, and five editors go on writing."""
    url = f"sqlite:///{folder / '40.sqlite3'}"
    bind(connect(url))
    secretary = db.scalars(select(SignIn.person_id).where(SignIn.token == cookies[40])).one()
    person = db.get_one(Person, secretary)
    tokens = [f"poll{n}".ljust(43, "x") for n in range(polls.MANY)]
    world.feeds_of(person, tokens, NOW)
    items = [f"/sessions/{refs['past']}/minutes/items/{n + 1}" for n in range(polls.EDITORS)]
    db.remove()
    with served("wsgi:app", database(environment, folder, 40)) as ours:
        told = polls.poll(ours, tokens, cookie(environment, 40), items)
    yield (
        f"{len(told.polls)} polls in a minute, wrong answers",
        f"{len(told.wrong)} {', '.join(sorted(set(told.wrong)))}",
        "0",
    )
    for share, bar in ((0.5, ""), (0.99, "≤ 200 ms")):
        yield f"a poll, {share:.0%} within", f"{polls.percentile(told.polls, share):.0f} ms", bar
        yield (
            f"opening and saving of five editors, {share:.0%} within",
            f"{polls.percentile(told.saves, share):.0f} ms",
            "",
        )


def database(environment: dict[str, str], folder: Path, many: int) -> dict[str, str]:
    return environment | {"DIALOGUE_DATABASE_URL": f"sqlite:///{folder / f'{many}.sqlite3'}"}


def search(environment: dict[str, str], folder: Path, bare: Worker) -> Iterator[Figure]:
    """In a dialogue of many years: the question alone, and its page, made anew, against the bare view of its bytes."""
    token, asked = finding.build(folder, NOW)
    cookies[finding.MANY] = token
    mine = cookie(environment, finding.MANY)
    somebody = sqlite3.connect(folder / f"{finding.MANY}.sqlite3", isolation_level=None, timeout=30)

    def commit() -> None:
        somebody.execute("UPDATE places SET version = version + 1")

    yield (
        f"search in {finding.MANY} follow-ups, the question alone, of {len(asked)} the median",
        f"{finding.median(asked):.1f} ms",
        "",
    )
    with served("wsgi:app", database(environment, folder, finding.MANY)) as ours:
        pages = []
        for words in finding.WORDS:
            path = f"/search?q={words.replace(' ', '+')}"
            status, head, body = Client(ours.port, path, mine).get()
            assert status == 200, (path, status)
            if kept := re.search(rb"(?i)set-cookie: ([^;]+)", head):
                mine = {"Cookie": kept[1].decode()}
            (folder / "bytes" / "page").write_bytes(body)
            _, anew, floor = costs(ours, path, mine, bare, commit, times=5)
            pages.append(anew)
            yield (
                f"its page for “{words}”, each after a commit",
                f"{anew / floor:.1f}× ({anew:.1f} ms, {asked[words]:.1f} ms the question)",
                "",
            )
        yield "its page, the median of these", f"{finding.median(pages):.1f} ms", "< 50 ms"


GROUPS = ("feeds", "pages", "start", "search", "papers", "polls")


def figures(groups: Sequence[str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bytes").mkdir()
        environment = build(folder)
        with served("tests.bench.bare:app", {"BENCH_BYTES": str(folder / "bytes")}) as bare:
            if "feeds" in groups:
                yield from feeds(environment, folder, bare)
            if "pages" in groups:
                yield from pages(environment, folder, bare)
            if "start" in groups:
                yield from beginning(environment, folder)
            if "search" in groups:
                yield from search(environment, folder, bare)
            if "papers" in groups:
                yield from papers.figures()
            if "polls" in groups:
                yield from polled(environment, folder)


def main() -> None:
    groups = sys.argv[1:] or GROUPS
    if unknown := set(groups) - set(GROUPS):
        sys.exit(f"no such group: {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors")
    for figure, measured, bar in figures(groups):
        print(f"{figure:<68} {measured:<32} {bar}", flush=True)


if __name__ == "__main__":
    main()
