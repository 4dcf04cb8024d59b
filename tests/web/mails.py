"""Mails as a page shows them before they go, to be compared with what went."""

import html
import re

from dialogue.domain.notices import Dispatch

Letters = set[tuple[str, str, frozenset[str]]]


def shown(page: str) -> Letters:
    """Subject, text and recipients of each letter that the page previews; their addresses only secretaries read."""
    section = page.partition('<section class="letters"')[2].partition("</section>")[0]
    found = set()
    for letter in re.split("<h[23]>", section)[1:]:
        subject = re.search(r"Mail: “(.*?)”</h[23]>", letter, re.DOTALL)
        body = re.search(r"<pre>(.*?)</pre>", letter, re.DOTALL)
        assert subject is not None and body is not None
        names = re.findall(r'<th scope="row">(.*?)</th>', letter)
        assert len(names) == len(set(names)) > 0
        found.add((html.unescape(subject[1]), html.unescape(body[1]), frozenset(map(html.unescape, names))))
    return found


def addressed(page: str) -> set[str]:
    """The addresses of all of them, where the reader may know how people are reached."""
    return set(re.findall(r'<td data-label="Address">(.*?)</td>', page.replace("<wbr>", "")))


def told(telling: Dispatch) -> Letters:
    """The same of what stands in the outbox."""
    letters: dict[tuple[str, str], set[str]] = {}
    for notice in telling.notices:
        letters.setdefault((notice.subject, notice.body), set()).add(notice.recipient.name)
    return {(*words, frozenset(to)) for words, to in letters.items()}
