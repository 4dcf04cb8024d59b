"""The clock on the wall of both capitals: the instants it means, and the hours that spring skips and autumn repeats."""

import datetime as dt

from dialogue.domain.working_days import ZONE


def instant(wall: dt.datetime) -> dt.datetime:
    """The instant (UTC) at which the clock shows `wall`. In the hour that comes twice its `fold` says which; without
    one it is the first."""
    return wall.replace(tzinfo=ZONE).astimezone(dt.UTC)


def is_skipped(wall: dt.datetime) -> bool:
    """Whether the clock never shows this: it is put forward over it."""
    return instant(wall).astimezone(ZONE).replace(tzinfo=None, fold=0) != wall.replace(fold=0)


def is_repeated(wall: dt.datetime) -> bool:
    """Whether the clock shows this twice: it is put back over it."""
    return not is_skipped(wall) and instant(wall.replace(fold=0)) != instant(wall.replace(fold=1))
