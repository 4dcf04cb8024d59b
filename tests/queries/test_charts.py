"""What is drawn: the figures that stand on the page anyway, and no others."""

import datetime as dt

from dialogue.domain.silence import Figures
from dialogue.queries import charts

DAY = dt.timedelta(days=1)


def told(chart):
    return [(bar.word, *bar.figures) for bar in chart.bars]


def test_stages_stand_in_the_order_of_their_ladder():
    made = charts.stages("exercises", "Exercises", [("information", 2), ("observer", 0)])

    assert (made.key, made.title) == ("stages-exercises", "Exercises: entries by stage")
    assert told(made) == [("information", 2), ("observer", 0)]


def test_followups_stand_by_their_session_and_the_states_that_are_there():
    found = [("HLD/2026/1", "closed"), ("HLD/2026/1", "open"), ("HLD/2026/2", "open"), ("HLD/2026/2", "open")]
    (made,) = charts.followups(found, [])

    assert made.columns == ("open", "closed")
    assert told(made) == [("HLD/2026/1", 1, 1), ("HLD/2026/2", 2, 0)]
    assert charts.followups([], []) == ()


def test_of_many_sessions_the_last_are_shown_and_the_title_says_so():
    (made,) = charts.followups([(f"HLD/20{year}/1", "open") for year in range(20, 31)], [])

    assert made.title == "Follow-ups of each of the last 8 sessions, by state"
    assert [word for word, _ in told(made)] == [f"HLD/20{year}/1" for year in range(23, 31)]


def test_days_until_something_was_closed_are_spread_and_have_a_median():
    _, made = charts.followups([("HLD/2026/1", "closed")], [0, 30, 31, 91, 400])

    assert told(made) == [
        ("up to 30", 2),
        ("31 to 91", 2),
        ("92 to 182", 0),
        ("183 to 365", 0),
        ("more than 365", 1),
    ]
    assert made.note == "Median: 31 days."


def test_rounds_are_counted_and_days_only_of_those_that_were_adopted():
    (made,) = charts.rounds(Figures(rounds=2, adopted=0, broken=1, extensions=3, lengths=()))
    assert told(made) == [("Rounds issued", 2), ("Silence kept", 0), ("Silence broken", 1), ("Extensions", 3)]

    _, days = charts.rounds(Figures(rounds=2, adopted=2, broken=0, extensions=0, lengths=(7 * DAY, DAY)))
    assert told(days)[:3] == [("up to 3", 1), ("4 to 7", 1), ("8 to 14", 0)]
    assert days.note == "Median: 7 days."


def test_decisions_stand_by_every_status_and_nothing_is_drawn_of_none():
    (made,) = charts.decisions(["done", "open", "open"])

    assert told(made) == [("open", 2), ("under way", 0), ("done", 1), ("superseded", 0)]
    assert charts.decisions([]) == ()
