"""The review sheet word for word: two sessions, entries that moved before and after, and what only a list may read."""

import datetime as dt
from dataclasses import asdict

import pytest

from dialogue import access
from dialogue.actions import acts
from dialogue.actions import tracks as track_acts
from dialogue.domain.delegations import Capacity
from dialogue.domain.editions import Level, keep
from dialogue.domain.tracks import INSULATED, TRACKS, Kind, reviews_of
from dialogue.queries import reviews
from dialogue.rendering.word import review as words
from tests import walk
from tests.cast import enter
from tests.factories import AT, DAY, HOUR, STARTS

HELD = dt.date(2027, 6, 8)
NOW = dt.datetime(2027, 11, 1, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
(APART,) = INSULATED
VALUES = {
    Kind.LINE: "Words",
    Kind.TEXT: "Words",
    Kind.DATE: "2027-03-01",
    Kind.NUMBER: "2028",
    Kind.TICK: "yes",
    Kind.ACTIVITY: "A-1",
}


@pytest.fixture
def cast(db):
    return enter(db)


@pytest.fixture
def last(db, cast):
    """Held on 8 June."""
    one, by = walk.plan(db, cast), cast.secretary_brussels
    one.convene(by=by, at=AT)
    one.open_(by=by, at=one.starts_at)
    one.end(by=by, at=one.ends_at)
    db.flush()
    return one


@pytest.fixture
def here(db, cast, last):
    one = walk.plan(db, cast, existing=[last], starts=STARTS + 182 * DAY)
    walk.seat(db, cast, one, cast.chair_nato, Capacity.HEAD)
    return one


def begin(db, cast, slug, title, begun, level=Level.DELEGATIONS, by=None):
    track, by = TRACKS[slug], by or cast.secretary_brussels
    values = {one.key: one.choices[0] if one.choices else VALUES[one.kind] for one in track.fields}
    at = dt.datetime.combine(begun, dt.time(8), dt.UTC)
    entry = track_acts.begin(
        track, title=title, text="", owner=cast.kosovo, next_step="Dates", level=level, values=values, by=by, at=at
    )
    db.flush()
    return entry


def move(db, entry, stage, on, evidence="Letter", at=NOW):
    entry.move(stage, "So.", on=on, evidence=evidence, base=entry.version, by=entry.edited_by, at=at)
    db.flush()


@pytest.fixture
def exercises(db, cast, here):
    """EX/1 moved before and after; EX/2 on the day of the session; EX/3 is new; EX/4 stands still; EX/5 ended before;
    EX/6 moved before, which was recorded after."""
    first, on_the_day, new, still, over, late = (
        begin(db, cast, "exercises", title, dt.date(2027, month, 2))
        for title, month in [("Flood", 1), ("Fire", 1), ("Snow", 9), ("Storm", 1), ("Quake", 1), ("Wave", 1)]
    )
    move(db, first, "observer", dt.date(2027, 5, 3))
    move(db, first, "staff and planning seats", dt.date(2027, 10, 4), "Offer")
    move(db, on_the_day, "observer", HELD)
    move(db, on_the_day, "observer", dt.date(2027, 7, 1), "Thanks")
    move(db, on_the_day, "observer", dt.date(2027, 10, 1), "")
    move(db, over, "ended", dt.date(2027, 2, 1))
    move(db, late, "observer", dt.date(2027, 6, 1))
    return {one.reference: one for one in (first, on_the_day, new, still, over, late)}


def standing(person, at=NOW):
    return access.standing(person, at)


def track(sheet, slug="exercises"):
    return next(one for one in sheet.tracks if one.slug == slug)


def told(rows):
    return [(row.reference, words.stood(row), row.stage, words.moved(row), row.why) for row in rows]


def test_every_figure_of_a_track_is_told_word_for_word(exercises, cast, here):
    sheet = reviews.live(standing(cast.chair_nato), here, TODAY)

    assert told(track(sheet).rows) == [
        (
            "EX/1",
            "observer",
            "staff and planning seats",
            ["Mon 4 Oct 2027, observer → staff and planning seats, Offer"],
            "",
        ),
        ("EX/2", "observer", "observer", ["Thu 1 Jul 2027, Thanks"], ""),
        ("EX/3", "not entered yet", "information", ["new"], ""),
        ("EX/4", "information", "information", [], "Nothing has moved since Sat 2 Jan 2027; it stalls after 6 months."),
        ("EX/5", "ended", "ended", [], ""),
        ("EX/6", "observer", "observer", [], ""),
    ]
    assert words.stages(track(sheet)) == (
        "information: 2 (was 1); observer: 2 (was 3); staff and planning seats: 1 (was 0); ended: 1"
    )
    assert dict(zip(words.heads(), words.counts(track(sheet)), strict=True)) == {
        "Last session": "5",
        "Now": "6",
        "Moved": "3",
        "Stand still": "1",
        "Waiting": "0",
        "Asked": "1",
    }
    assert words.compared(sheet) == "“Last session” is the evening of Tue 8 Jun 2027, on which HLD/2027/1 was held."
    assert words.status(sheet) == "Provisional: as the tracks stand on Mon 1 Nov 2027. It is frozen with the agenda."
    assert (sheet.heading.reference, [one.slug for one in sheet.tracks]) == (
        "HLD/2027/2-RS",
        [slug for slug in TRACKS if slug != APART],
    )


def test_the_way_of_an_exercise_and_how_many_took_part_are_told(db, exercises, cast, here):
    begin(db, cast, "partnership-tools", "English", dt.date(2027, 1, 2))
    begin(db, cast, "partnership-tools", "Ours", dt.date(2027, 1, 2), Level.SECRETARIAT)
    sheet = reviews.live(standing(cast.chair_nato), here, TODAY)

    assert words.ways(track(sheet))[:2] == [
        (
            "EX/1: Mon 3 May 2027, information → observer, Letter; "
            "Mon 4 Oct 2027, observer → staff and planning seats, Offer"
        ),
        "EX/2: Tue 8 Jun 2027, information → observer, Letter",
    ]
    assert track(sheet).way == "History of rungs"
    assert words.sums(track(sheet, "partnership-tools")) == ["How many took part: 2028 (1 entry)"]
    assert words.ways(track(sheet, "partnership-tools")) == words.sums(track(sheet)) == []


def test_before_the_first_session_everything_is_new(exercises, cast, last):
    sheet = reviews.live(standing(cast.secretary_brussels, AT), last, AT.date())

    assert sheet is None  # it is over
    assert words.compared(reviews._sheet(last, reviews._Day(AT.date()), [])) == (
        "No regular session was held before: all is new."
    )


def test_an_answer_is_awaited_and_points_are_counted(db, cast, here):
    text = begin(db, cast, "parliamentary-assembly", "Access", dt.date(2027, 1, 4))
    text.values["expected"].value = TODAY.isoformat()
    for stage in ("drafted", "adopted in committee", "adopted by the plenary", "reaction expected"):
        move(db, text, stage, dt.date(2027, 3, 1))
    for number in (1, 2):
        db.add(text.ask(f"Point {number}", by=cast.secretary_brussels, at=NOW))
    db.flush()
    answer = {"text": "Point", "answer": "Yes.", "answered_on": dt.date(2027, 9, 1), "outcome": ""}
    text.points[0].write(base=text.points[0].version, by=cast.secretary_brussels, at=NOW, **answer)
    db.flush()

    (row,) = track(reviews.live(standing(cast.chair_nato), here, TODAY), "parliamentary-assembly").rows

    assert (words.moved(row), row.why, row.waits) == (["1 point answered"], "", False)
    text.points[0].answered_on = dt.date(2027, 6, 1)
    text.values["expected"].value = dt.date(2027, 10, 31).isoformat()
    db.flush()
    (row,) = track(reviews.live(standing(cast.chair_nato), here, TODAY), "parliamentary-assembly").rows
    assert (words.moved(row), row.waits) == ([], True)
    assert row.why == "No written reaction since Tue 1 Jun 2027; it was expected by Sun 31 Oct 2027."


def test_what_is_asked_is_on_the_agenda_or_offers_itself_and_a_draft_is_the_secretaries_own(db, exercises, cast, here):
    agenda = walk.agenda(db, cast, here)
    track_acts.put_on_agenda(agenda, exercises["EX/1"], by=cast.secretary_brussels, at=NOW)
    db.flush()

    def asked(person):
        found = track(reviews.live(standing(person), here, TODAY)).asked
        return [(row.reference, words.asked(row)) for row in found]

    assert asked(cast.chair_nato) == [("EX/4", "offers itself for the agenda")]
    assert asked(cast.secretary_brussels) == [
        ("EX/1", "on the draft of the agenda"),
        ("EX/4", "offers itself for the agenda"),
    ]


def test_the_secretaries_own_entries_are_in_no_sheet(db, cast, here):
    begin(db, cast, "exercises", "Ours alone", dt.date(2027, 1, 4), Level.SECRETARIAT)
    begin(db, cast, "exercises", "Everybody’s", dt.date(2027, 1, 4))

    kept = keep(reviews.live(standing(cast.secretary_brussels), here, TODAY))

    assert "Everybody’s" in kept
    assert "Ours alone" not in kept


# Frozen


@pytest.fixture
def circulated(db, exercises, cast, here):
    agenda = walk.agenda(db, cast, here)
    item = track_acts.put_on_agenda(agenda, exercises["EX/1"], by=cast.secretary_brussels, at=AT).item_key
    next(one for one in agenda.all_items if one.key == item).presenter = "Kosovo"
    next(one for one in agenda.all_items if one.key == item).oral = True
    at = here.starts_at - 18 * DAY
    agenda.close_call(by=cast.secretary_brussels, at=at)
    walk.signed(db, cast, agenda)
    acts.propose_agenda(agenda, by=cast.secretary_brussels, at=at)
    assert db.scalars(reviews_of(here)).all() == []  # what does not go out has none
    acts.circulate_agenda(agenda, by=cast.secretary_brussels, at=at + HOUR)
    db.flush()
    return agenda


def test_it_is_frozen_when_the_agenda_goes_out_and_stays_when_entries_move(db, exercises, circulated, cast, here):
    (kept,) = db.scalars(reviews_of(here))
    before = kept.sheet
    assert [(row.reference, words.asked(row)) for row in track(before).asked] == [
        ("EX/1", "item 6 of the agenda"),
        ("EX/4", "offers itself for the agenda"),
    ]
    assert words.status(before) == "Frozen with REV 1 of the agenda, on Fri 19 Nov 2027."

    move(db, exercises["EX/4"], "observer", TODAY + 20 * DAY, at=NOW + 30 * DAY)
    db.expire_all()

    def read(person, wanted=None):
        return reviews.reading(standing(person, NOW + 30 * DAY), here, wanted, TODAY + 30 * DAY)

    assert read(cast.chair_nato).sheet == before
    assert read(cast.chair_nato, "1").sheet == before
    assert read(cast.chair_nato, "next") is None
    assert read(cast.chair_nato, "2") is None
    assert not read(cast.chair_nato).may_look_ahead
    ahead = read(cast.secretary_brussels, "next")
    assert ahead.sheet.is_provisional
    assert track(ahead.sheet).rows[3].stage == "observer"


def test_of_a_session_that_is_over_nothing_is_made_up(cast, last):
    found = reviews.reading(standing(cast.secretary_brussels), last, None, TODAY)

    assert (found.sheet, found.kept) == (None, None)


# What is apart


@pytest.fixture
def apart(db, cast, here):
    """Two of each Party are on the list, of whom one holds papers here; three activities, of which one stands still and
    one is over."""
    walk.seat(db, cast, here, cast.delegate_kosovo)
    for person in (cast.delegate_nato, cast.chair_kosovo, cast.delegate_kosovo):
        track_acts.admit(TRACKS[APART], person, by=None, at=AT)
        db.flush()
    going, still, over = (
        begin(db, cast, APART, f"Canary {n}", dt.date(2027, month, 2), by=cast.delegate_kosovo)
        for n, month in [(1, 10), (2, 1), (3, 1)]
    )
    move(db, over, "given up", dt.date(2027, 2, 1), "Canary letter")
    return going, still, over


def test_everybody_else_reads_one_line_of_counts_and_its_list_a_page(db, apart, exercises, cast, here):
    page = reviews.reading(standing(cast.delegate_kosovo), here, None, TODAY)
    others = [reviews.reading(standing(who), here, None, TODAY) for who in (cast.chair_nato, cast.secretary_brussels)]

    (own,) = page.own
    assert (own.slug, [row.title for row in own.rows]) == (APART, ["Canary 1", "Canary 2", "Canary 3"])
    for found in others:
        assert found.own == []
    for found in (page, *others):
        assert words.others(found.sheet) == "Other activities: 1 of 2 proceed as planned."
        kept = keep(found.sheet)
        assert "Flood" in kept
        assert not [word for word in ("Canary", "MM/", "ilitary", APART) if word in kept]
    assert keep(page.sheet) == keep(others[0].sheet)


def test_the_frozen_sheet_is_the_neutral_one_for_its_list_too(db, apart, circulated, cast, here):
    found = reviews.reading(standing(cast.delegate_kosovo), here, None, TODAY)

    assert words.others(found.sheet) == "Other activities: 1 of 2 proceed as planned."
    assert "Canary" not in str(asdict(found.sheet))
    assert [row.title for row in found.own[0].rows] == ["Canary 1", "Canary 2", "Canary 3"]
