"""What papers cost: minutes above an empty paper, the tracker beside the floor of plain strings in one zip member."""

import io
import math
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from dialogue.domain.editions import TrackerSheet
from dialogue.rendering.word import minutes, tracker
from dialogue.rendering.word.letterhead import Xml, to_bytes
from dialogue.rendering.word.template import blank
from tests.rendering.word import sheets

ROW = "<w:tr>" + '<w:tc><w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p></w:tc>' * 7 + "</w:tr>"


def figures() -> Iterator[tuple[str, str, str]]:
    """(figure, measured, bar)."""
    nothing, whole = _cpu(21, _empty, lambda: minutes.render(sheets.long_minutes()))
    yield "minutes DOCX, 12 items and 120 paragraphs, above an empty paper", f"{whole - nothing:.1f} ms", "≤ 25 ms"
    before = 0.0
    for rows, times, bar in ((50, 31, 15), (500, 11, 5), (5000, 5, 5)):
        sheet = sheets.tracker(rows)
        floor, ours = _cpu(times, lambda s=sheet: _floor(s), lambda s=sheet: tracker.render(s))
        yield f"tracker DOCX, {rows} rows, against strings and zip", f"{ours / floor:.1f}×", f"≤ {bar}×"
        if before:
            yield f"growth exponent up to {rows} rows", f"{math.log10(ours / before):.2f}", "≤ 1.1"
        before = ours


def _empty() -> bytes:
    return to_bytes(blank("en-GB"), Xml("<w:p/>"), dated=None)


def _cpu(times: int, *works: Callable[[], object]) -> list[float]:
    """Milliseconds of processor of each, the median after one warm run; in turns, because a machine is not equally fast
    all day."""
    for work in works:
        work()
    rounds = [[_taken(work) for work in works] for _ in range(times)]
    return [statistics.median(column) * 1000 for column in zip(*rounds, strict=True)]


def _taken(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _shell() -> tuple[bytes, str, str]:
    """An empty paper without its text, and what stands before and behind the text."""
    source, out = zipfile.ZipFile(io.BytesIO(_empty())), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as shell:
        for part in source.infolist():
            if part.filename != "word/document.xml":
                shell.writestr(part.filename, source.read(part))
    top, _, tail = source.read("word/document.xml").decode().partition("<w:p/>")
    return out.getvalue(), top, tail


SHELL, TOP, TAIL = _shell()


def _floor(sheet: TrackerSheet) -> bytes:
    out = io.BytesIO()
    out.write(SHELL)
    rows = "".join(ROW % tuple(map(escape, _cells(row))) for row in sheet.rows)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as paper:
        paper.writestr("word/document.xml", f"{TOP}<w:tbl>{rows}</w:tbl>{TAIL}")
    return out.getvalue()


def _cells(row: object) -> tuple[str, ...]:
    of = row.__getattribute__
    return (
        of("reference"), f"{of('text')} {of('origin')} {of('topic')}",
        f"{of('owner')} {of('office')} {of('supporting')}",
        str(of("due")), f"{of('state')} {of('carried')}", of("changed"), of("last_note"),
    )  # fmt: skip
