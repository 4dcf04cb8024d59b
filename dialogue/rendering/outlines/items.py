"""Which lines of a text are its items: by tables, headings, numbers or bold lines, whatever it has."""

import re
from collections.abc import Callable, Sequence

from dialogue.rendering.outlines.lines import Line, LineKind

SHORT = 150  # letters of a title
NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.)]?")
SET_IN = 200  # twentieths of a point from which a line is set in


def items(lines: Sequence[Line], *, rows: bool) -> Callable[[Line], int]:
    """What tells an item from all else in this text: 1 for an item, 2 for one under an item, 0 for none. `rows`: of an
    agenda, whose items may be rows of a table, lines with numbers, or all of its lines."""
    of = {kind: [line for line in lines if line.kind is kind] for kind in LineKind}
    tables = [line for line in of[LineKind.ROW] if rows and any(map(NUMBER.fullmatch, line.cells[:-1]))]
    numbered = [line for line in of[LineKind.HEADING] if line.number]
    plain = [line for line in of[LineKind.HEADING] if not line.number]
    bold = [line for line in of[LineKind.NUMBERED] if line.strong and len(line.text) < SHORT]
    listed = [line for line in of[LineKind.NUMBERED] if rows or _is_title(line)]
    bare = [line for line in of[LineKind.TEXT] if line.strong and len(line.text) < SHORT]
    by_headings = numbered if len(numbered) > 1 else plain if len(plain) > 1 and not (rows and listed) else []
    if len(tables) > 1:
        return _by_numbers([*tables, *numbered])
    if by_headings and (numbered or len(bold) < 2):
        return _by_headings(by_headings, plain)
    chosen = next((some for some in (bold, listed, bare) if len(some) > 1), None)
    if chosen is None and rows:
        chosen = [line for line in lines if line.kind is not LineKind.POINT]
    return _by_numbers(chosen or next(filter(None, (numbered, plain, bold, listed)), []))  # of minutes of one item


def _by_headings(found: Sequence[Line], plain: Sequence[Line]) -> Callable[[Line], int]:
    """By the depth of headings; one that has no number among numbered ones is an item too."""
    depths = sorted({line.depth for line in found})
    if len(depths) > 1 and sum(line.depth == depths[0] for line in found) == 1 and found is plain:
        depths = depths[1:]  # the title of the paper
    chosen = {id(line) for line in (*found, *plain) if line.depth >= depths[0]}
    return lambda line: 0 if id(line) not in chosen else 1 if line.depth <= depths[0] else 2


def _by_numbers(found: Sequence[Line]) -> Callable[[Line], int]:
    """By how many numbers a number is made of; letters and what is set in stand under the item above."""
    chosen = {id(line) for line in found}
    top = min((_parts(_number(line)) for line in found), default=0)
    left = min((line.indent for line in found if line.number), default=0)

    def level(line: Line) -> int:
        if id(line) not in chosen:
            return 0
        number = _number(line)
        deeper = line.indent > left + SET_IN or line.depth > 2 or bool(re.search(r"[a-z]", number))
        return 2 if _parts(number) > max(top, 1) or (deeper and line.kind is LineKind.NUMBERED) else 1

    return level


def _number(line: Line) -> str:
    return next(filter(NUMBER.fullmatch, line.cells[:-1]), line.number)


def _parts(number: str) -> int:
    """Of how many numbers a number is made: 2 for "1.1"; 0 where there is none."""
    return len(re.findall(r"[^\W_]+", number))


def _is_title(line: Line) -> bool:
    return len(line.text) < SHORT and not line.text.rstrip().endswith((".", ";", ":"))
