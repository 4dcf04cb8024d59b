"""Blocks of a text as somebody would type them: the way back from `typed.read`.

What was read and is written reads the same again. Only a look that no mark can say is lost: of half a word, or of a
blank."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise, takewhile

from dialogue.rendering import typed
from dialogue.rendering.typed import Block, BlockKind, Span

BULLET = "-"
INDENT = "  "
FAR = 100  # words that are looked ahead
MARKS = STRONG, EMPHASIS = "**", "_"


def written(blocks: Sequence[Block]) -> str:
    """The text of the blocks: points on lines of their own, other blocks apart by an empty line."""
    kept = [block for block in blocks if re.sub(r"[^\S\n]+", " ", block.words).strip(f" {typed.BULLET}")]
    between = [_between(one, other) for one, other in pairwise(kept)]
    return "".join(chain.from_iterable(zip(map(_block, kept), [*between, ""], strict=False)))


def _between(one: Block, other: Block) -> str:
    return "\n" if one.kind is other.kind is BlockKind.POINT else "\n\n"


def _block(block: Block) -> str:
    words = "\n".join(line.strip(" \t") for line in spoken(block.spans).split("\n"))
    if block.kind is not BlockKind.POINT:
        return words
    inside = INDENT * max(0, block.depth - 1)
    sign = f"{block.mark or BULLET} " if block.mark[:1].isdigit() or not block.mark else f"{block.mark}\t"
    return f"{inside}{sign}{words}".replace("\n", f"\n{inside}{INDENT}")


def spoken(spans: Iterable[Span]) -> str:
    """Text with the marks of its looks, where these are read as marks again."""
    words = _words(spans)
    plain = "".join(word.text for word in words)
    if not any(word.strong or word.emphasis for word in words):
        return plain
    marked = "".join(_marked(words))
    told = _words(span for block in typed.read(marked) for span in block.spans)
    return marked if told == words else plain


def _words(spans: Iterable[Span]) -> list[Span]:
    """Words and blanks in turn, the pieces of a word apart where they look otherwise. A blank looks as the words on
    both of its sides do, and no look goes on over the end of a line."""
    found = [Span(text, *_look(span)) for span in spans for text in re.findall(r"\n|[^\S\n]+|\S+", span.text)]
    merged = [Span("".join(one.text for one in group), *look) for (_, look), group in groupby(found, key=_kind)]
    return [
        _between_words(one, *(merged[m] if 0 <= m < len(merged) else Span("") for m in (n - 1, n + 1)))
        if one.text.isspace()
        else one
        for n, one in enumerate(merged)
    ]


def _look(span: Span) -> tuple[bool, bool]:
    return (span.strong, span.emphasis) if span.text.strip() else (False, False)


def _kind(span: Span) -> tuple[str, tuple[bool, bool]]:
    return ("\n" if span.text == "\n" else " " if span.text.isspace() else ""), _look(span)


def _between_words(blank: Span, before: Span, after: Span) -> Span:
    if "\n" in blank.text:
        return Span(blank.text)
    return Span(blank.text, before.strong and after.strong, before.emphasis and after.emphasis)


def _marked(words: Sequence[Span]) -> Iterator[str]:
    """A mark that goes on for longer stands around the other."""
    opened: list[str] = []
    for n, word in enumerate(words):
        wanted = [mark for mark in MARKS if _has(word, mark)]
        while any(mark not in wanted for mark in opened):
            yield opened.pop()
        for mark in sorted(wanted, key=lambda one: -_length(words[n : n + FAR], one)):
            if mark not in opened:
                opened.append(mark)
                yield mark
        yield word.text
    yield from reversed(opened)


def _has(word: Span, mark: str) -> bool:
    return word.strong if mark == STRONG else word.emphasis


def _length(words: Sequence[Span], mark: str) -> int:
    return sum(1 for _ in takewhile(lambda word: _has(word, mark), words))
