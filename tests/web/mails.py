"""Mails as a page shows them before they go, to be compared with what went."""

import html
import re

from dialogue.domain.notices import Dispatch

Letters = set[tuple[str, str, frozenset[str]]]


def shown(page: str) -> Letters:
    """Subject, text and addresses of each letter that the page previews, without the places at which one may break."""
    section = page.replace("<wbr>", "").partition('<section class="letters"')[2].partition("</section>")[0]
    found = set()
    for letter in section.split("<h2>")[1:]:
        subject = re.search(r"Mail: “(.*?)”</h2>", letter, re.DOTALL)
        body = re.search(r"<pre>(.*?)</pre>", letter, re.DOTALL)
        assert subject is not None and body is not None
        addresses = re.findall(r'<td data-label="Address">(.*?)</td>', letter)
        assert len(addresses) == len(set(addresses))
        found.add((html.unescape(subject[1]), html.unescape(body[1]), frozenset(addresses)))
    return found


def told(telling: Dispatch) -> Letters:
    """The same of what stands in the outbox."""
    letters: dict[tuple[str, str], set[str]] = {}
    for notice in telling.notices:
        letters.setdefault((notice.subject, notice.body), set()).add(notice.address)
    return {(*words, frozenset(to)) for words, to in letters.items()}
