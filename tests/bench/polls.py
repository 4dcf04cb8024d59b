"""Calendars that ask for their feeds, as many as a large house has, while five secretaries write."""

import http.client
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import html

from tests.bench.worker import Worker

MANY = 5_000
SECONDS = 60
EDITORS = 5
PAUSE = 3.0  # seconds between two saves of one editor: nobody writes faster
ASKING = 16  # at a time
PARAGRAPH = re.compile(r"/minutes/paragraphs/\d+$")


@dataclass
class Told:
    """Milliseconds of every answer; and what was answered otherwise than hoped."""

    polls: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def poll(worker: Worker, tokens: list[str], cookie: Mapping[str, str], pages: list[str]) -> Told:
    """Ask for each feed once within a minute, evenly, every second one with the tag that it had. `pages`: of each
    editor, the item of the minutes whose first paragraph it writes. The editors have saved once when the minute begins:
    it is one of a house at work, and what a process does at its first pages is told by the group `start`."""
    told, over, before = Told(), threading.Event(), Told()
    tag = _ask(worker, tokens[0], None, before)
    for page in pages:
        _save(worker, cookie, page, before)
    told.wrong = before.wrong
    begun = time.monotonic()

    def calendars(first: int) -> None:
        for n in range(first, len(tokens), ASKING):
            time.sleep(max(0.0, begun + n * SECONDS / len(tokens) - time.monotonic()))
            _ask(worker, tokens[n], tag if n % 2 else None, told)

    def editor(n: int) -> None:
        over.wait(PAUSE * n / len(pages))
        while not over.wait(PAUSE):
            _save(worker, cookie, pages[n], told)

    writing = [threading.Thread(target=editor, args=(n,)) for n in range(len(pages))]
    asking = [threading.Thread(target=calendars, args=(n,)) for n in range(ASKING)]
    for thread in (*writing, *asking):
        thread.start()
    for thread in asking:
        thread.join()
    over.set()
    for thread in writing:
        thread.join()
    return told


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _ask(worker: Worker, token: str, tag: str | None, told: Told) -> str | None:
    """One poll, on a connection of its own as calendars do it; the tag of the answer."""
    begun = time.monotonic()
    there = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=30)
    try:
        there.request("GET", f"/feeds/{token}.ics", headers={"If-None-Match": tag} if tag else {})
        answer = there.getresponse()
        answer.read()
    finally:
        there.close()
    told.polls.append((time.monotonic() - begun) * 1000)
    if answer.status not in {200, 304}:
        told.wrong.append(f"a poll: {answer.status}")
    return answer.getheader("ETag")


def _save(worker: Worker, cookie: Mapping[str, str], path: str, told: Told) -> None:
    """Open the form, write a sentence more, save."""
    begun = time.monotonic()
    there = http.client.HTTPConnection("127.0.0.1", worker.port, timeout=30)
    try:
        there.request("GET", path, headers=dict(cookie))
        page = there.getresponse()
        forms = html.document_fromstring(page.read()).forms
        form = next(one for one in forms if PARAGRAPH.search(one.action or ""))
        sent = {**dict(form.form_values()), "text": f"It was said at {begun:.6f}."}
        kept = (page.getheader("Set-Cookie") or cookie["Cookie"]).partition(";")[0]  # as a browser keeps it
        ours = {"Cookie": kept, "Content-Type": "application/x-www-form-urlencoded"}
        there.request("POST", str(form.action), body=urlencode(sent), headers=ours)
        answer = there.getresponse()
        answer.read()
    finally:
        there.close()
    told.saves.append((time.monotonic() - begun) * 1000)
    if answer.status != 303:
        told.wrong.append(f"a save: {answer.status}")
