"""Pictures of figures: every figure stands in them as text, no part is told by colour alone, and no style is inside."""

import struct

import pytest
from lxml import etree

from dialogue.domain.editions import Bar, Chart
from dialogue.rendering import charts

SVG = "{http://www.w3.org/2000/svg}"
STAGES = Chart(
    key="stages-exercises",
    title="Exercises: entries by stage",
    first="Stage",
    columns=("Entries",),
    bars=(Bar(word="observer", figures=(3,)), Bar(word="staff and planning seats", figures=(0,))),
)
STATES = Chart(
    key="followups",
    title="Follow-ups of each session, by state",
    first="Session",
    columns=("open", "in progress", "closed", "dropped", "blocked", "verified"),
    bars=(
        Bar(word="HLD/2026/1", figures=(1, 0, 40, 0, 2, 0)),
        Bar(word="HLD/2026/2", figures=(4, 2, 0, 1, 0, 1)),
    ),
    note="Median: 41 days.",
)


def drawn(chart, **how):
    return etree.fromstring(charts.svg(chart, **how))


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def widths(root, shown):
    return [float(rect.get("width")) for rect in root.iter(f"{SVG}rect") if rect.get("class") == shown]


def test_every_figure_stands_in_the_picture_as_text():
    assert texts(drawn(STAGES)) == ["observer", "3", "staff and planning seats", "0"]
    assert texts(drawn(STATES)) == [
        "HLD/2026/1", "43", "open: 1", "closed: 40", "blocked: 2",
        "HLD/2026/2", "8", "open: 4", "in progress: 2", "dropped: 1", "verified: 1",
        "Median: 41 days.",
    ]  # fmt: skip


def test_in_words_it_says_the_same():
    assert STAGES.in_words == "Exercises: entries by stage. observer: 3; staff and planning seats: 0."
    assert STATES.in_words == (
        "Follow-ups of each session, by state. HLD/2026/1: 43 (open: 1, closed: 40, blocked: 2); "
        "HLD/2026/2: 8 (open: 4, in progress: 2, dropped: 1, verified: 1). Median: 41 days."
    )


def test_a_title_stands_on_top_where_no_caption_says_it():
    assert texts(drawn(STAGES, titled=True))[0] == STAGES.title


def test_bars_are_as_long_as_what_they_count_and_none_longer_than_its_room():
    (bar,), rooms = widths(drawn(STAGES), "bar-0"), widths(drawn(STAGES), "bar-room")
    assert bar == pytest.approx(rooms[0] - charts.SPARE, abs=0.1)

    one, forty = (w + charts.SPARE for w in widths(drawn(STATES), "bar-part")[:2])
    assert forty == pytest.approx(40 * one, rel=0.1)


def test_parts_differ_by_their_pattern_as_well_as_by_their_colour():
    patterns = list(drawn(STATES).iter(f"{SVG}pattern"))

    assert [one.get("id") for one in patterns] == [f"followups-{n}" for n in range(6)]
    assert len({tuple(path.get("d") for path in one.iter(f"{SVG}path")) for one in patterns}) == 6


def test_no_style_and_no_script_is_inside_for_no_page_would_let_it_work():
    for chart in (STAGES, STATES):
        root = drawn(chart)
        assert [one.tag for one in root.iter() if one.tag in {f"{SVG}style", f"{SVG}script"}] == []
        assert [one.tag for one in root.iter() if one.get("style") is not None] == []


def test_what_is_written_in_it_is_text_and_never_an_element():
    hostile = Chart(key="k", title="<b>", first="", columns=("<i>",), bars=(Bar(word='<script>"&', figures=(1,)),))

    assert texts(drawn(hostile, titled=True)) == ["<b>", '<script>"&', "1"]


def test_nothing_stands_beyond_the_edge_of_the_picture():
    for chart in (STAGES, STATES):
        root = drawn(chart, titled=True)
        _, _, wide, high = map(float, root.get("viewBox").split())
        boxes = [one for one in root.iter(f"{SVG}rect") if one.getparent().tag != f"{SVG}pattern"]
        assert max(float(one.get("x")) + float(one.get("width")) for one in boxes) <= wide
        assert max(float(one.get("y")) for one in (*boxes, *root.iter(f"{SVG}text"))) < high


def test_a_chart_of_nothing_is_drawn_too():
    assert texts(drawn(Chart(key="k", title="T", first="", columns=("N",), bars=()))) == []
    empty = Chart(key="k", title="T", first="", columns=("N",), bars=(Bar(word="none", figures=(0,)),))
    assert texts(drawn(empty)) == ["none", "0"]


def test_the_same_chart_gives_the_same_pixels_with_letters_of_our_own():
    made = charts.png(STATES)
    charts.png.cache_clear()

    assert made == charts.png(STATES)
    assert made.startswith(b"\x89PNG")
    assert struct.unpack(">II", made[16:24])[0] == charts.WIDTH * charts.SHARP
    assert charts.FONT.is_file()
