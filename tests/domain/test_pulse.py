"""The pulse: beats that came, beats that did not, and clocks that jumped."""

import datetime as dt

from dialogue.domain.pulse import Pulse, beat
from tests.factories import AT

MINUTE = dt.timedelta(minutes=1)


def beats(*steps):
    """Beats, each (wall seconds, monotonic seconds, boot) after the one before it."""
    made, at, monotonic = [beat(AT, 0.0, "a", last=None, last_of_boot=None)], AT, 0.0
    for wall, mono, boot in steps:
        at, monotonic = at + dt.timedelta(seconds=wall), monotonic + mono
        same = [b for b in made if b.boot == boot]
        made.append(beat(at, monotonic, boot, last=made[-1], last_of_boot=same[-1] if same else None))
    return made


def pulse(made, until):
    return Pulse(
        irregular=[b for b in made if b.irregular],
        first_at=made[0].at,
        last_at=max(b.at for b in made if b.at <= until),
    )


def test_a_beat_a_minute_is_regular():
    made = beats((60, 60, "a"), (61, 61, "a"), (89, 89, "a"))

    assert [b.irregular for b in made] == [False, False, False, False]
    assert pulse(made, AT + 4 * MINUTE).gaps(AT, AT + 4 * MINUTE) == []


def test_a_missed_beat_is_a_gap_that_counts_only_inside_the_span():
    made = beats((60, 60, "a"), (600, 600, "a"), (60, 60, "a"))
    until = AT + 12 * MINUTE

    (gap,) = pulse(made, until).gaps(AT, until)

    assert (gap.since, gap.until) == (AT + MINUTE, AT + 11 * MINUTE)
    assert gap.within(AT + 5 * MINUTE, AT + 7 * MINUTE) == 2 * MINUTE


def test_silence_of_the_service_at_the_end_of_a_span_is_a_gap():
    made = beats((60, 60, "a"))

    (gap,) = pulse(made, AT + 9 * MINUTE).gaps(AT, AT + 9 * MINUTE)

    assert gap.within(AT, AT + 9 * MINUTE) == 8 * MINUTE


def test_where_no_beat_was_ever_written_the_whole_span_is_a_gap():
    (gap,) = Pulse().gaps(AT, AT + 9 * MINUTE)

    assert gap.within(AT, AT + 9 * MINUTE) == 9 * MINUTE


def test_a_service_that_began_later_was_not_there_before():
    made = beats((60, 60, "a"))

    (gap,) = pulse(made, AT + MINUTE).gaps(AT - 9 * MINUTE, AT + MINUTE)

    assert gap.until == AT


def test_a_clock_that_goes_forward_or_back_is_seen_against_the_monotonic_one():
    forward, back = beats((3660, 60, "a")), beats((-3540, 60, "a"))

    assert forward[1].jumped == 3600
    assert back[1].jumped == -3600
    assert [b.has_jumped for b in (forward[1], back[1])] == [True, True]


def test_five_seconds_of_difference_are_no_jump():
    assert not beats((65, 60, "a"))[1].has_jumped
    assert beats((66, 60, "a"))[1].has_jumped


def test_monotonic_clocks_of_two_boots_are_not_compared_but_time_never_runs_back():
    assert not beats((60, -5000, "b"))[1].has_jumped
    assert beats((-60, -5000, "b"))[1].has_jumped


def test_a_jump_belongs_to_every_span_that_it_touches():
    made = beats((-3540, 60, "a"))
    found = pulse(made, AT)

    assert len(found.jumps(AT - MINUTE, AT + MINUTE)) == 1
    assert found.jumps(AT + 2 * MINUTE, AT + 3 * MINUTE) == []
