"""Figures to be seen at a glance: the same in a picture, in the table beside it, and in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    word: str
    figures: tuple[int, ...]  # one for each column of its chart

    @property
    def whole(self) -> int:
        return sum(self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars, in as many parts as there are columns; all words are those in which they are shown."""

    key: str  # of its own on a page
    title: str
    first: str  # what the bars are: the head above their words
    columns: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""  # what bars cannot say: a median

    @property
    def is_parted(self) -> bool:
        return len(self.columns) > 1

    @property
    def longest(self) -> int:
        return max((bar.whole for bar in self.bars), default=0)

    def parts(self, bar: Bar) -> list[tuple[int, str]]:
        """The parts of a bar that are there, each with the place of its column, in words."""
        there = enumerate(zip(self.columns, bar.figures, strict=True))
        return [(place, f"{column}: {figure}") for place, (column, figure) in there if figure]

    @property
    def in_words(self) -> str:
        """Every figure, for who cannot see the picture."""
        told = "; ".join(self._told(bar) for bar in self.bars)
        return " ".join(filter(None, (f"{self.title}.", f"{told}." if told else "", self.note)))

    def _told(self, bar: Bar) -> str:
        parts = ", ".join(words for _, words in self.parts(bar)) if self.is_parted else ""
        return f"{bar.word}: {bar.whole} ({parts})" if parts else f"{bar.word}: {bar.whole}"
