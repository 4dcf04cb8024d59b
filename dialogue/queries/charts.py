"""What is drawn, from figures that the reader has before him anyway: nothing is asked for a picture alone."""

import datetime as dt
import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_high

from dialogue.domain.decisions import Status
from dialogue.domain.editions import Bar, Chart
from dialogue.domain.followups import FollowUpState
from dialogue.domain.silence import Figures
from dialogue.i18n import gettext, ngettext

SESSIONS = 8  # the last that brought follow-ups; what is older is rarely open, and stands in the table of them all
MONTHS = (30, 91, 182, 365)  # days up to which something counts as closed within about a month, a quarter, …
WEEKS = (3, 7, 14, 28)


def stages(key: str, track: str, found: Iterable[tuple[str, int]]) -> Chart:
    """How many entries of a track stand at which stage, in the order of its ladder."""
    return Chart(
        key=f"stages-{key}",
        title=gettext("%(track)s: entries by stage", track=gettext(track)),
        first=gettext("Stage"),
        columns=(gettext("Entries"),),
        bars=tuple(Bar(word=gettext(stage), figures=(n,)) for stage, n in found),
    )


def followups(found: Sequence[tuple[str, str]], closed_in: Sequence[int]) -> tuple[Chart, ...]:
    """Of follow-ups, each with its session in the order of the sessions and its state: how far those of each session
    have come; and in how many days those that were closed were. None where there is nothing to show."""
    made = [_by_session(found)] if found else []
    return (*made, _days_to_close(closed_in)) if closed_in else tuple(made)


def _by_session(found: Sequence[tuple[str, str]]) -> Chart:
    every = list(dict.fromkeys(session for session, _ in found))
    shown = every[-SESSIONS:]
    count = Counter(one for one in found if one[0] in shown)
    states = [one.value for one in FollowUpState if any(state == one for _, state in count)]
    title = gettext("Follow-ups of each session, by state")
    if len(every) > len(shown):
        title = gettext("Follow-ups of each of the last %(n)d sessions, by state", n=len(shown))
    return Chart(
        key="followups",
        title=title,
        first=gettext("Session"),
        columns=tuple(gettext(state) for state in states),
        bars=tuple(Bar(word=one, figures=tuple(count[one, state] for state in states)) for one in shown),
    )


def _days_to_close(days: Sequence[int]) -> Chart:
    return Chart(
        key="closing",
        title=gettext("Days until follow-ups were closed"),
        first=gettext("Days"),
        columns=(gettext("Follow-ups"),),
        bars=_spread(days, MONTHS),
        note=_half(days),
    )


def _spread(days: Sequence[int], upto: tuple[int, ...]) -> tuple[Bar, ...]:
    """How many took up to so many days, and how many more than the last."""
    count = Counter(bisect_left(upto, one) for one in days)
    words = [gettext("up to %(n)d", n=upto[0])]
    words += [gettext("%(first)d to %(last)d", first=one + 1, last=two) for one, two in itertools.pairwise(upto)]
    words.append(gettext("more than %(n)d", n=upto[-1]))
    return tuple(Bar(word=word, figures=(count[place],)) for place, word in enumerate(words))


def _half(days: Sequence[int]) -> str:
    most = median_high(days)
    return ngettext("Median: %(n)d day.", "Median: %(n)d days.", most)


def rounds(figures: Figures) -> tuple[Chart, ...]:
    """What the rounds that the reader may see add up to; how long silence was kept until it was adopted."""
    told = (
        (gettext("Rounds issued"), figures.rounds),
        (gettext("Silence kept"), figures.adopted),
        (gettext("Silence broken"), figures.broken),
        (gettext("Extensions"), figures.extensions),
    )
    made = Chart(
        key="rounds",
        title=gettext("Rounds of silence"),
        first=gettext("What became of them"),
        columns=(gettext("How many"),),
        bars=tuple(Bar(word=word, figures=(n,)) for word, n in told),
    )
    days = [one // dt.timedelta(days=1) for one in figures.lengths]
    return (made, _days_of_silence(days)) if days else (made,)


def _days_of_silence(days: Sequence[int]) -> Chart:
    return Chart(
        key="silence",
        title=gettext("Days from the notice to the adoption"),
        first=gettext("Days"),
        columns=(gettext("Rounds"),),
        bars=_spread(days, WEEKS),
        note=_half(days),
    )


def decisions(found: Iterable[str]) -> tuple[Chart, ...]:
    """How far decisions are carried out, by their status; none where there are no decisions."""
    count = Counter(found)
    if not count:
        return ()
    bars = tuple(Bar(word=gettext(one.value), figures=(count[one.value],)) for one in Status)
    return (
        Chart(
            key="decisions",
            title=gettext("Decisions by status"),
            first=gettext("Status"),
            columns=(gettext("Decisions"),),
            bars=bars,
        ),
    )
