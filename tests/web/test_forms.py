"""What forms are made of: cleaned text, words in our own sentences, choices that know nothing foreign."""

import datetime as dt
import enum
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from wtforms import PasswordField

from dialogue.web.forms import (
    Day,
    Line,
    Number,
    RecordField,
    RecordsField,
    Text,
    Unkeyed,
    Upload,
    Version,
    WallTime,
    WordField,
)

ROOT = Path(__file__).parents[2]


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


@dataclass(frozen=True)
class Record:
    id: int
    name: str


RECORDS = [Record(1, "one"), Record(2, "two"), Record(3, "three")]


class Everything(Unkeyed):
    title = Line("Title", limit=20, required=True)
    text = Text("Text", limit=50)
    day = Day("Day")
    starts = WallTime("Starts")
    came = WallTime("Came", happened=True)
    minutes = Number("Minutes", least=5, most=600, required=False)
    colour = WordField("Colour", kind=Colour, only=[Colour.RED, Colour.BLUE])
    one = RecordField("One", required=False, none="nobody")
    must = RecordField("Must")
    several = RecordsField("Several")
    base_version = Version()


class Scanned(Unkeyed):
    text = Text("Text")
    scan = Upload("Scan")
    password = PasswordField("Password")


TURNED = (
    "There is a hidden mark after “a” that turns the direction of writing round. Please delete it, or type these words"
    " anew: what is shown must be what is kept."
)
GOOD = {"title": "A title", "colour": "red", "must": "1"}


@pytest.fixture
def filled() -> Iterator[Callable[..., Any]]:
    """The form as it is after a POST of these fields."""
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    contexts = []

    def fill(fields: dict[str, Any] | None = None, *, method: str = "POST", **of: Any) -> Everything:
        context = app.test_request_context("/", method=method, data=fields if method == "POST" else None)
        context.push()
        contexts.append(context)
        form = Everything(**of)
        for choice in (form.one, form.must, form.several):
            choice.choose(RECORDS, label=lambda r: r.name)
        return form

    yield fill
    for context in reversed(contexts):
        context.pop()


def test_a_good_form_gives_clean_values(filled: Callable[..., Any]) -> None:
    form = filled(
        {
            "title": "  A \n title\x00 ",
            "text": "two\r\nlines",
            "day": "2027-05-11",
            "starts": "2027-05-11T09:30",
            "minutes": " 45 ",
            "colour": "blue",
            "one": "2",
            "must": "3",
            "several": ["3", "1", "3"],
            "base_version": "7",
        }
    )

    assert form.validate(), form.errors
    assert (form.title.data, form.text.data) == ("A title", "two\nlines")
    assert (form.day.data, form.starts.data) == (dt.date(2027, 5, 11), dt.datetime(2027, 5, 11, 9, 30))
    assert (form.minutes.data, form.colour.data, form.base_version.data) == (45, Colour.BLUE, 7)
    assert (form.one.data, form.must.data) == (RECORDS[1], RECORDS[2])
    assert form.several.data == [RECORDS[2], RECORDS[0]]


def test_what_may_be_left_out_is_none(filled: Callable[..., Any]) -> None:
    form = filled(GOOD)

    assert form.validate(), form.errors
    assert (form.text.data, form.day.data, form.starts.data, form.minutes.data) == ("", None, None, None)
    assert (form.one.data, form.several.data) == (None, [])


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", "", "Please fill this in."),
        ("title", " \n\x00 ", "Please fill this in."),
        ("title", "x" * 21, "This text is too long: at most 20 characters fit here."),
        ("text", "y" * 51, "This text is too long: at most 50 characters fit here."),
        ("title", "a\u202eb", TURNED),
        ("text", "a\u2066b", TURNED),
        ("day", "11.5.2027", "Please type a date as year-month-day, for example 2027-05-11."),
        ("day", "2027-02-30", "Please type a date as year-month-day, for example 2027-05-11."),
        ("day", "0001-01-01", "Please type a date as year-month-day, for example 2027-05-11."),
        ("day", "9999-12-31", "Please type a date as year-month-day, for example 2027-05-11."),
        ("starts", "tomorrow", "Please type a date and a time, for example 2027-05-11T09:30."),
        ("starts", "2027-05-11T09:30+02:00", "Please type a date and a time, for example 2027-05-11T09:30."),
        ("starts", "2027-05-11T24:30", "Please type a date and a time, for example 2027-05-11T09:30."),
        ("minutes", "4", "Please type a whole number from 5 to 600."),
        ("minutes", "601", "Please type a whole number from 5 to 600."),
        ("minutes", "1e2", "Please type a whole number from 5 to 600."),
        ("minutes", "٤٥", "Please type a whole number from 5 to 600."),
        ("minutes", "9" * 30, "Please type a whole number from 5 to 600."),
        ("colour", "green", "Please choose one of the list."),
        ("colour", "mauve", "Please choose one of the list."),
        ("colour", "", "Please choose one of the list."),
        ("must", "", "Please choose one of the list."),
    ],
)
def test_a_wrong_field_says_why_and_keeps_what_was_typed(
    filled: Callable[..., Any], field: str, typed: str, message: str
) -> None:
    form = filled(GOOD | {field: typed})

    assert not form.validate()
    assert form.errors == {field: [message]}
    assert all(type(said) is str for said in form.errors[field])
    if field in {"day", "starts", "minutes", "text"}:
        assert typed in str(form[field]())


@pytest.mark.parametrize(("field", "typed"), [("one", "4"), ("must", "4"), ("must", "x"), ("several", ["1", "4"])])
def test_a_foreign_record_is_an_unknown_one(filled: Callable[..., Any], field: str, typed: Any) -> None:
    with pytest.raises(NotFound):
        filled(GOOD | {field: typed})


def test_a_form_shows_what_is_there(filled: Callable[..., Any]) -> None:
    form = filled(
        method="GET",
        title="A <title>",
        day=dt.date(2027, 5, 11),
        starts=dt.datetime(2027, 5, 11, 9, 30),
        minutes=45,
        colour=Colour.BLUE,
        one=RECORDS[1],
        several=[RECORDS[0]],
        base_version=3,
    )

    assert 'value="A &lt;title&gt;"' in form.title()
    assert 'value="2027-05-11"' in form.day()
    assert 'value="2027-05-11T09:30"' in form.starts()
    assert 'value="45"' in form.minutes()
    assert '<option selected value="blue">blue</option>' in form.colour()
    assert '<option selected value="2">two</option>' in form.one()
    assert '<option value="">nobody</option>' in form.one()
    assert 'value="1"' in next(iter(form.several))(checked=True)
    assert [box.data for box in form.several if box.checked] == ["1"]
    assert 'value="3"' in form.base_version()


@pytest.mark.parametrize("mangled", ["", "x", "-1", "1.0", "9" * 30, "٣"])
def test_a_mangled_version_is_older_than_any(filled: Callable[..., Any], mangled: str) -> None:
    assert filled(GOOD | {"base_version": mangled}).base_version.data == 0


def test_fields_that_the_form_does_not_have_change_nothing(filled: Callable[..., Any]) -> None:
    form = filled(GOOD | {"role": "admin", "standing": "secretary"})

    assert form.validate()
    assert {"role", "standing"} & set(form.data) == set()


def test_of_a_field_that_came_twice_the_first_counts_and_nothing_of_the_address_does() -> None:
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    twice = MultiDict([("text", "first"), ("text", "second"), ("scan", "words")])

    with app.test_request_context("/?text=address&password=address", method="POST", data=twice):
        form = Scanned()
        form.validate()

    assert (form.text.data, form.password.data or "", form.scan.data) == ("first", "", b"")


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"text": (io.BytesIO(b"words"), "a.txt"), "password": (io.BytesIO(b"word"), "b"), "scan": "no file"}},
        {"json": {"text": "words", "password": ["word"], "scan": {"a": 1}}},
        {"json": ["text"]},
        {"json": None},
        {},
    ],
)
def test_a_text_that_came_as_a_file_or_in_json_was_not_sent(sent: dict[str, Any]) -> None:
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)

    with app.test_request_context("/", method="POST", **sent):
        form = Scanned()
        valid = form.validate()

    assert (valid, form.text.data, form.password.data or "", form.scan.data) == (False, "", "", b"")


def test_a_file_reaches_the_field_that_takes_one() -> None:
    app = Flask("forms")
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)

    with app.test_request_context("/", method="POST", data={"scan": (io.BytesIO(b"%PDF"), "a.pdf"), "text": "words"}):
        form = Scanned()
        valid = form.validate()

    assert (valid, form.text.data, form.scan.data) == (True, "words", b"%PDF")


SKIPPED, TWICE = "2027-03-28T02:30", "2027-10-31T02:30"


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("starts", [SKIPPED], "On Sun 28 Mar 2027 the clock is put forward over 02:30: please type another."),
        ("came", [SKIPPED], "On Sun 28 Mar 2027 the clock is put forward over 02:30: please type another."),
        ("starts", [TWICE], "On Sun 31 Oct 2027 the clock is put back and shows 02:30 twice: please type another."),
        (
            "starts",
            [TWICE, "1"],
            "On Sun 31 Oct 2027 the clock is put back and shows 02:30 twice: please type another.",
        ),
        ("came", [TWICE], "On Sun 31 Oct 2027 the clock was put back and showed 02:30 twice: please say which."),
        ("came", [TWICE, "2"], "On Sun 31 Oct 2027 the clock was put back and showed 02:30 twice: please say which."),
    ],
)
def test_a_time_that_the_clock_never_shows_or_shows_twice_is_not_taken(
    name: str, sent: list[str], said: str, filled: Callable[..., Any]
) -> None:
    form = filled(GOOD | {name: sent})

    assert not form.validate()
    assert form.errors == {name: [said]}
    assert (form[name].data, form[name]._value()) == (None, sent[0])
    assert form[name].which is (name == "came" and sent[0] == TWICE)


def test_no_form_asks_for_a_day_and_a_time_but_by_the_field_that_knows_the_clock() -> None:
    """So what holds of it holds in every form."""
    asking = re.compile(r"DateTime(Local)?(Input|Field)|type=.datetime-local")
    files = [*(ROOT / "dialogue").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]

    found = [one.relative_to(ROOT).as_posix() for one in files if asking.search(one.read_text())]

    assert found == ["dialogue/web/forms/fields.py"]
    assert issubclass(WallTime, Day) and not WallTime.__subclasses__()


@pytest.mark.parametrize(("which", "fold"), [("0", 0), ("1", 1)])
def test_which_of_the_two_it_was_is_asked_of_a_time_that_happened(
    which: str, fold: int, filled: Callable[..., Any]
) -> None:
    form = filled(GOOD | {"came": [TWICE, which]})

    assert form.validate(), form.errors
    assert (form.came.data, form.came.data.fold, form.came.chosen) == (dt.datetime(2027, 10, 31, 2, 30), fold, which)
