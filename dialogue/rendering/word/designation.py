"""The footnote on the designated name, in a finished body: called where the name is read, whatever kind of paper."""

import re
from collections.abc import Callable, Iterator

from dialogue.domain.editions.designation import MENTION
from dialogue.rendering.word.fragments import Xml

_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")  # what a redline strikes stands in another element
_RUN = re.compile(r"<w:r>(<w:rPr>.*?</w:rPr>)?")


def designated(body: Xml, first: Callable[[], Xml], again: Callable[[], Xml], *, every: bool) -> Xml:
    """With the mark of the footnote behind the first mention; with `every`, behind each that follows too."""
    pieces: list[str] = []
    at = 0
    for end in _mentions(body):
        # The mark is a run of its own: LibreOffice takes all that follows it in its run for the mark.
        begun = _RUN.match(body, body.rindex("<w:r>", 0, end))
        look = begun[1] if begun is not None and begun[1] else ""
        mark = again() if pieces else first()
        pieces.append(f'{body[at:end]}</w:t></w:r>{mark}<w:r>{look}<w:t xml:space="preserve">')
        at = end
        if not every:
            break
    return Xml("".join([*pieces, body[at:]]))


def _mentions(body: str) -> Iterator[int]:
    """Where each mention ends, in the words of a run."""
    if MENTION.search(body):
        for words in _WORDS.finditer(body):
            for name in MENTION.finditer(words[1]):
                yield words.start(1) + name.end()
