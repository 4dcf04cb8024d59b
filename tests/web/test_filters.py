"""How pages write moments, days and texts."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from markupsafe import Markup

from dialogue.domain.text import MarkdownText
from dialogue.web import filters
from tests.cast import Cast

AT = dt.datetime(2026, 11, 10, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def page(app: Flask, people: Cast) -> Iterator[None]:
    """Inside a request that arrived two days before."""
    arrived = AT - dt.timedelta(days=2)
    with app.test_request_context("/", environ_overrides={"dialogue.arrived_at": arrived}):
        yield


def test_a_moment_has_its_day_its_zone_and_how_far_it_is(page: None) -> None:
    assert filters.moment(AT) == Markup(
        '<time datetime="2026-11-10T16:00:00+00:00">Tue 10 Nov 2026, 17:00 Brussels/Prishtina time'
        '<span class="away"> · in 2 days</span></time>'
    )
    assert "ago" in filters.moment(AT - dt.timedelta(days=3))
    assert filters.moment(None) == ""


def test_summer_and_winter_are_told_apart(page: None) -> None:
    assert "18:00" in filters.moment(dt.datetime(2026, 7, 10, 16, tzinfo=dt.UTC))
    assert "17:00" in filters.moment(dt.datetime(2026, 12, 10, 16, tzinfo=dt.UTC))


def test_a_wall_clock_is_shown_as_it_stands_on_the_wall(page: None) -> None:
    shown = filters.wall(dt.datetime(2027, 5, 11, 9, 30))

    assert shown == Markup(
        '<time datetime="2027-05-11T09:30:00+02:00">Tue 11 May 2027, 09:30 Brussels/Prishtina time</time>'
    )


def test_a_span_says_its_day_once(page: None) -> None:
    starts = dt.datetime(2027, 5, 11, 9, 30)

    one_day = filters.span(starts, starts.replace(hour=17, minute=0))
    two_days = filters.span(starts, starts.replace(day=12))

    assert one_day == "Tue 11 May 2027, 09:30–17:00 Brussels/Prishtina time"
    assert two_days == "Tue 11 May 2027, 09:30 – Wed 12 May 2027, 09:30 Brussels/Prishtina time"


def test_the_label_of_the_zone_is_data_and_escaped(page: None) -> None:
    filters.here_settings().zone_label = "<b>our</b> time"

    assert "&lt;b&gt;our&lt;/b&gt; time" in filters.moment(AT)
    assert "&lt;b&gt;our&lt;/b&gt; time" in filters.span(dt.datetime(2027, 5, 11), dt.datetime(2027, 5, 12))


def test_the_day_of_an_instant_is_the_one_in_the_dialogues_zone(page: None) -> None:
    late = dt.datetime(2026, 11, 10, 23, 30, tzinfo=dt.UTC)

    assert (filters.day(late), filters.clock(late)) == ("Wed 11 Nov 2026", "00:30")
    assert filters.day(dt.date(2026, 11, 10)) == "Tue 10 Nov 2026"
    assert filters.clock(dt.datetime(2026, 11, 10, 9, 5)) == "09:05"
    assert (filters.day(None), filters.clock(None), filters.wall(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (AT, "in 2 days"),
        (AT - dt.timedelta(days=2, hours=3), "3 hours ago"),
        (AT - dt.timedelta(days=2, seconds=20), "just now"),
        (AT - dt.timedelta(days=2, seconds=-20), "in 20 seconds"),
        (dt.date(2026, 11, 8), "today"),
        (AT - dt.timedelta(seconds=1), "in 47 hours"),  # never more than is left
        (AT + dt.timedelta(days=4, hours=12), "in 6 days"),
        (AT + dt.timedelta(days=6), "in 8 days"),
        (AT + dt.timedelta(days=7, hours=13), "in 9 days"),
        (AT - dt.timedelta(days=10, hours=13), "8 days ago"),
        (AT + dt.timedelta(days=19), "in 3 weeks"),
        (dt.date(2026, 11, 22), "in 14 days"),
        (dt.date(2026, 11, 9), "in 1 day"),
        (dt.date(2026, 11, 7), "1 day ago"),
        (dt.datetime(2026, 11, 8, 18, 0), "in 1 hour"),  # the wall clock; it is 17:00 there
        (None, ""),
    ],
)
def test_how_far_something_is_is_told_in_words(page: None, value: dt.date | None, words: str) -> None:
    assert filters.relative(value) == words


def test_a_text_is_safe_on_the_page(page: None) -> None:
    assert filters.prose("**bold** <script>") == Markup("<p><strong>bold</strong> &lt;script&gt;</p>\n")
    assert filters.prose(None) == ""


def test_a_text_in_markdown_is_not_taken_for_the_same_characters_as_they_are_typed(page: None) -> None:
    old = MarkdownText("* one (*)")

    for _ in range(2):  # what is kept is kept for each
        assert "<ul>" in filters.prose(old)
        assert filters.prose("* one (*)") == filters.as_typed(old) == "<p>* one (*)</p>\n"
        assert (filters.words_alone(old), filters.words_alone("* one (*)")) == ("• one (*)", "* one (*)")
