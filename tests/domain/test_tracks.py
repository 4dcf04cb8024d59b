"""Tracks: every ladder pair by pair, what a stage needs, dated moves, both sides' word, points, lists of people."""

import datetime as dt
from itertools import product

import pytest

from dialogue.domain import tracks
from dialogue.domain.agenda import ItemState
from dialogue.domain.base import Refused, Stale
from dialogue.domain.editions import Level
from dialogue.domain.sessions import ZONE
from dialogue.domain.tracks import TRACKS, Kind, Place, months_before
from dialogue.domain.working_days import local_day
from tests.factories import AT, DAY, HOUR, known, organisation, person, table

TODAY = local_day(AT)
RECOMMENDATIONS = 9
# A value of each kind, as it is typed and as it is kept.
TYPED = {
    Kind.LINE: ("Words", "Words"),
    Kind.TEXT: ("Words\nand more", "Words\nand more"),
    Kind.DATE: (dt.date(2025, 3, 3), "2025-03-03"),
    Kind.NUMBER: (7, "7"),
    Kind.TICK: (True, "yes"),
    Kind.ACTIVITY: ("PCM-101", "PCM-101"),
    Kind.MOMENT: (dt.datetime(2025, 3, 3, 8, 30, tzinfo=dt.UTC), "2025-03-03T08:30:00+00:00"),
}


@pytest.fixture
def sides():
    return table()


def begin(sides, slug="exercises", *, values=None, level=Level.DELEGATIONS, at=AT - 300 * DAY):
    """An entry with every field of its track filled."""
    track = TRACKS[slug]
    every = {one.key: one.choices[0] if one.choices else TYPED[one.kind][1] for one in track.fields}
    entry = tracks.begin(
        track, 1, title="An entry", text="", owner=sides.kosovo, next_step="", level=level,
        values=every if values is None else values, by=sides.ours, at=at,
    )  # fmt: skip
    entry.facts()
    return known(entry)


def with_claim(entry, sides):
    """With one point that says all, where a stage of its track asks for points."""
    if any(one.complete for one in entry.track.stages):
        evidenced(known(entry.ask("One incident.", by=sides.ours, at=AT - 20 * DAY)), sides, reported="yes")
    return entry


def move(entry, stage, by, *, on=TODAY, evidence="Letter", note="Done.", at=AT):
    return entry.move(stage, note, on=on, evidence=evidence, base=entry.version, by=by, at=at)


def said(no):
    return str(no.value)


# The ladders


def test_every_recommendation_of_the_brief_has_its_track():
    assert sorted(track.recommendation for track in TRACKS.values()) == list(range(1, RECOMMENDATIONS + 1))


def test_every_track_has_a_series_and_fields_of_its_own():
    series = [track.series for track in TRACKS.values()]
    taken = {"title", "text", "owner", "next_step", "level", "base_version", "form_key", "csrf_token"}

    assert len(set(series)) == len(series)
    for track in TRACKS.values():
        names = [one.name for one in track.fields]
        assert len({*names, *taken}) == len(names) + len(taken), track.slug
        stages = {stage.name for stage in track.stages}
        assert {one.since for one in track.fields} - {""} <= stages
        assert all(bool(one.choices) == (one.kind is Kind.CHOICE) for one in track.fields)


@pytest.mark.parametrize("slug", TRACKS)
def test_every_pair_of_stages_is_allowed_or_refused_with_its_sentence(sides, slug):
    track = TRACKS[slug]
    for now, to in product(track.stages, repeat=2):
        entry = with_claim(begin(sides, slug), sides)
        entry.stage_name = now.name
        if now is to or to.name in now.then:
            moved = move(entry, to.name, sides.ours)
            joint = to.joint and now is not to
            assert (moved, entry.stage_name) == (not joint, now.name if joint else to.name)
            continue
        with pytest.raises(Refused) as no:
            move(entry, to.name, sides.ours)
        assert said(no) == f"This is “{now.name}” and cannot become “{to.name}”."
        assert entry.stage_name == now.name


@pytest.mark.parametrize("slug", TRACKS)
def test_every_stage_can_be_reached_and_every_rung_follows_the_one_below(slug):
    track = TRACKS[slug]
    reached, waiting = set(), [track.first.name]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += track.stage(name).then

    assert reached == {stage.name for stage in track.stages}
    assert (
        all(
            below in {s for one in track.stages if above in one.then for s in [one.name]}
            for below, above in zip(track.rungs, track.rungs[1:], strict=False)
        )
        or slug in WITH_A_WAY_ROUND
    )


WITH_A_WAY_ROUND = {"public-communication"}  # an embargo, beside the ladder, is none of its rungs


@pytest.mark.parametrize(("slug", "stage"), [(t.slug, s.name) for t in TRACKS.values() for s in t.stages if s.evidence])
def test_a_stage_that_needs_evidence_is_not_reached_without(sides, slug, stage):
    entry = with_claim(begin(sides, slug), sides)
    entry.stage_name = next(one.name for one in TRACKS[slug].stages if stage in one.then)

    with pytest.raises(Refused) as no:
        move(entry, stage, sides.ours, evidence=" ")

    assert said(no) == f"“{stage}” needs its evidence: a document, a date, an event."


def test_no_centre_rises_without_its_framework_nation(sides):
    entry = begin(sides, "centre-of-excellence", values={"theme": "search and rescue"})

    for stage in ("Framework Nation found",):
        with pytest.raises(Refused) as no:
            move(entry, stage, sides.ours)
        assert said(no) == f"To become “{stage}” it first needs: Framework Nation."


def test_who_is_not_an_ally_is_no_framework_nation(sides):
    """As it may have been typed before there was a list to choose from."""
    entry = begin(sides, "centre-of-excellence", values={"theme": "another", "framework-nation": "An Ally to be found"})

    with pytest.raises(Refused) as no:
        move(entry, "Framework Nation found", sides.ours)

    assert said(no) == "To become “Framework Nation found” it first needs: Framework Nation."


def test_an_answer_that_is_no_news_for_an_agenda_offers_nothing(sides):
    entry = begin(sides)
    lesson = ask(entry, sides)
    write(lesson, answer="Done.", answered_on=TODAY)

    assert entry.place.news(None) is None


def test_no_concept_is_submitted_before_its_checklist_is_ticked(sides):
    entry = begin(sides, "centre-of-excellence", values={"theme": "search and rescue", "framework-nation": "Norway"})
    move(entry, "Framework Nation found", sides.ours)

    with pytest.raises(Refused) as no:
        move(entry, "concept submitted", sides.ours)

    assert said(no) == (
        "To become “concept submitted” it first needs: No cost to NATO, No duplication of an existing Centre, "
        "NATO standards can be met."
    )


def test_a_new_track_is_a_block_of_data():
    made = tracks.read(
        """
        [[track]]
        slug = "new"
        series = "N"
        recommendation = 10
        title = "New"
        purpose = "P"
        entry = "one"
        stalled = 3
        stages = [{ name = "begun", then = ["done"] }, { name = "done", ends = true }]
        fields = [{ key = "who-pays", label = "Who pays", kind = "line", from = "done" }]
        """
    )["new"]

    assert [one.name for one in made.after("begun")] == ["done"]
    assert [one.name for one in made.needed("done")] == ["who_pays"]


@pytest.mark.parametrize("kind", TYPED)
def test_what_a_field_says_is_kept_as_words_and_read_as_it_was(kind):
    field = tracks.Field(key="k", label="L", kind=kind)
    typed, kept = TYPED[kind]

    assert (field.keep(typed), field.read(kept)) == (kept, typed)
    assert (field.keep(None), field.keep(""), field.read("")) == ("", "", None)


def test_a_choice_that_is_none_is_refused():
    field = tracks.Field(key="k", label="Area", kind=Kind.CHOICE, choices=("training",))

    with pytest.raises(Refused) as no:
        field.keep("cooking")

    assert said(no) == "“cooking” is none of the choices for “Area”."


# Entries and their moves


def test_an_entry_begins_at_the_first_stage_under_its_number(sides):
    entry = tracks.begin(
        TRACKS["parliamentary-assembly"], 3, title="T", text="", owner=sides.nato, next_step="", values={},
        level=Level.DELEGATIONS, by=sides.ours, at=AT,
    )  # fmt: skip

    assert (entry.reference, entry.stage_name, entry.moved_on) == ("PA/3", "idea", TODAY)
    assert [(f.verb, f.by) for f in entry.facts()] == [("begin", sides.ours)]


def test_an_entry_does_not_begin_without_what_its_first_stage_needs(sides):
    with pytest.raises(Refused) as no:
        begin(sides, "exercises", values={"year": "2027"})

    assert said(no) == "To begin, it needs: Rung sought."


def test_an_entry_is_for_the_two_secretaries_or_for_the_delegations(sides):
    with pytest.raises(Refused) as no:
        begin(sides, level=Level.PUBLIC)

    assert said(no) == "An entry is for the two secretaries or for the delegations."


def test_in_a_compartment_there_is_no_level_beside_the_list(sides):
    assert begin(sides, "military-to-military", level=Level.SECRETARIAT).level is Level.DELEGATIONS


def test_a_move_says_who_when_on_which_day_and_by_what_evidence(sides):
    entry = begin(sides)

    assert move(entry, "observer", sides.theirs, on=TODAY - 3 * DAY, evidence="Invitation")

    (made,) = entry.moves
    assert (made.was, made.became, made.on, made.evidence) == ("information", "observer", TODAY - 3 * DAY, "Invitation")
    assert (made.made_by, made.made_at, entry.moved_on) == (sides.theirs, AT, TODAY - 3 * DAY)
    assert [f.verb for f in entry.facts()] == ["move"]


def test_a_note_without_evidence_does_not_end_a_standstill(sides):
    entry = begin(sides)
    begun = entry.moved_on

    move(entry, "information", sides.ours, evidence="")
    assert (entry.moved_on, entry.moves[0].is_step) == (begun, False)

    move(entry, "information", sides.ours, evidence="Letter")
    assert entry.moved_on == TODAY


def test_a_move_needs_its_note(sides):
    with pytest.raises(Refused) as no:
        move(begin(sides), "observer", sides.ours, note=" ")

    assert said(no) == "Please add a note that says why or how."


def test_a_move_is_not_dated_after_today(sides):
    with pytest.raises(Refused) as no:
        move(begin(sides), "observer", sides.ours, on=TODAY + DAY)

    assert said(no) == "A move is dated on the day on which it happened, and that is not after today."


def test_a_move_does_not_lie_before_the_one_that_led_there(sides):
    entry = begin(sides)
    move(entry, "observer", sides.ours)

    with pytest.raises(Refused) as no:
        move(entry, "staff and planning seats", sides.ours, on=TODAY - DAY)

    assert said(no) == f"It came to where it stands on {TODAY}; it cannot have moved on before that."


def test_a_move_on_an_entry_that_somebody_else_changed_is_not_made(sides):
    entry = begin(sides)

    with pytest.raises(Stale) as no:
        entry.move("observer", "Done.", on=TODAY, evidence="L", base=0, by=sides.ours, at=AT)

    assert said(no) == "Somebody has changed this entry since you opened it."
    assert entry.moves == []


def test_a_joint_stage_waits_for_the_other_side_to_say_the_same(sides):
    entry = begin(sides, "silence-procedure")

    assert not move(entry, "found suitable", sides.ours)
    assert (entry.stage_name, entry.waits_for_second("found suitable")) == ("proposed", [sides.nato])
    with pytest.raises(Refused) as no:
        move(entry, "found suitable", sides.ours)
    assert said(no) == "Your side has said this already; the other side has to agree."

    assert move(entry, "found suitable", sides.theirs, at=AT + HOUR)
    assert [(one.was, one.became, one.wanted) for one in entry.moves] == [
        ("proposed", "proposed", "found suitable"),
        ("proposed", "found suitable", ""),
    ]


def test_one_sides_word_ends_with_any_other_move(sides):
    entry = begin(sides, "silence-procedure")
    move(entry, "found suitable", sides.ours)

    move(entry, "not suitable", sides.theirs)
    move(entry, "proposed", sides.theirs)

    assert entry.waits_for_second("found suitable") == []
    assert not move(entry, "found suitable", sides.theirs)


def words(entry, **more):
    own = {name: getattr(entry, name) for name in ("title", "text", "owner", "next_step", "level")}
    return own | {"values": {key: one.value for key, one in entry.values.items()}} | more


def test_an_entry_is_reworded_on_the_text_that_was_seen(sides):
    entry = begin(sides)

    entry.revise(**words(entry, title="New", owner=sides.nato), base=entry.version, by=sides.theirs, at=AT)

    assert (entry.title, entry.owner, entry.edited_by) == ("New", sides.nato, sides.theirs)
    with pytest.raises(Stale):
        entry.revise(**words(entry, title="Mine"), base=0, by=sides.ours, at=AT)
    assert entry.title == "New"


def test_what_a_stage_needs_is_not_emptied_while_the_entry_stands_there(sides):
    entry = begin(sides)
    move(entry, "observer", sides.ours)
    left = {key: value for key, value in words(entry)["values"].items() if key != "sought"}

    with pytest.raises(Refused) as no:
        entry.revise(**words(entry, values=left), base=entry.version, by=sides.ours, at=AT)

    assert said(no) == "An entry that is “observer” keeps: Rung sought."


def test_values_are_changed_added_and_left_out(sides):
    entry = begin(sides, values={"year": "2027", "sought": "host", "evaluation": "None"})

    entry.revise(
        **words(entry, values={"year": "2028", "sought": "host", "units": "One"}), base=1, by=sides.ours, at=AT
    )

    assert [(one.key, value) for one, value in entry.filled()] == [("year", 2028), ("sought", "host"), ("units", "One")]


# Points


def ask(entry, sides):
    return known(entry.ask("Expand access.", by=sides.ours, at=AT))


def write(point, **more):
    told = {"text": point.text, "answer": "", "answered_on": None, "outcome": ""} | more
    point.write(**told, base=point.version, by=more.pop("by", person()), at=AT)


def test_points_are_numbered_and_answered_one_by_one(sides):
    entry = begin(sides, "parliamentary-assembly")
    first, second = ask(entry, sides), ask(entry, sides)

    write(first, answer="Welcomed.", answered_on=TODAY, outcome="An item.")

    assert [(one.number, one.is_answered) for one in entry.points] == [(1, True), (2, False)]
    assert (entry.place.open_points, entry.moved_on, second.answer) == (1, TODAY, "")


def test_an_answer_has_its_day_which_is_not_after_today(sides):
    point = ask(begin(sides, "parliamentary-assembly"), sides)

    for given in ({"answer": "Yes."}, {"answered_on": TODAY}):
        with pytest.raises(Refused) as no:
            write(point, **given)
        assert said(no) == "An answer stands with the day on which it was given."
    with pytest.raises(Refused) as no:
        write(point, answer="Yes.", answered_on=TODAY + DAY)
    assert said(no) == "An answer is dated on the day on which it was given, and that is not after today."


def test_a_point_that_somebody_else_wrote_meanwhile_is_not_overwritten(sides):
    point = ask(begin(sides, "parliamentary-assembly"), sides)

    with pytest.raises(Stale):
        point.write(text="Mine", answer="", answered_on=None, outcome="", base=0, by=sides.ours, at=AT)

    assert point.text == "Expand access."


def test_a_track_without_points_takes_none(sides):
    with pytest.raises(Refused) as no:
        ask(begin(sides, "partnership-tools"), sides)

    assert said(no) == "Entries of this track have no numbered points."


# Why an entry should be dealt with


def concern(slug, stage, moved_on, open_points=0, on=TODAY, due=None):
    track = TRACKS[slug]
    found = Place(track, track.stage(stage), moved_on, open_points, due).concern(on)
    return found and (found.sentence % found.values, found.unanswered)


def news(stage, since, answered_on=TODAY):
    track = TRACKS["parliamentary-assembly"]
    found = Place(track, track.stage(stage), TODAY, answered_on=answered_on).news(since)
    return found and found.sentence % found.values


def test_an_entry_stalls_when_nothing_has_moved_for_the_months_of_its_track():
    edge = months_before(TODAY, 6)

    assert concern("exercises", "observer", edge) is None
    assert concern("exercises", "observer", edge - DAY) == (
        f"Nothing has moved since {edge - DAY}; it stalls after 6 months.", False,
    )  # fmt: skip
    assert concern("exercises", "ended", edge - DAY) is None


def test_an_answer_is_missed_after_the_months_of_its_stage():
    edge = months_before(TODAY, 4)

    assert concern("parliamentary-assembly", "reaction expected", edge) is None
    assert concern("parliamentary-assembly", "reaction expected", edge - DAY) == (
        f"The written reaction of the Secretary General has been awaited since {edge - DAY}.", True,
    )  # fmt: skip


def test_a_reaction_is_missed_after_the_day_that_is_kept_for_it_however_long_it_has_been_awaited():
    long_ago = months_before(TODAY, 5)

    assert concern("parliamentary-assembly", "reaction expected", long_ago, due=TODAY) is None
    assert concern("parliamentary-assembly", "reaction expected", TODAY - DAY, due=TODAY - DAY) == (
        f"No written reaction since {TODAY - DAY}; it was expected by {TODAY - DAY}.", True,
    )  # fmt: skip
    assert concern("parliamentary-assembly", "drafted", TODAY, due=TODAY - DAY) is None


def test_a_reaction_is_expected_four_months_after_the_plenary_unless_another_day_was_said(sides):
    fresh, said_before = (begin(sides, "parliamentary-assembly") for _ in range(2))
    fresh.values.pop("expected")
    for entry in (fresh, said_before):
        for stage in ("drafted", "adopted in committee"):
            move(entry, stage, sides.ours, on=dt.date(2026, 10, 1))
        assert entry.due == (said_before.due if entry is said_before else None)
        move(entry, "adopted by the plenary", sides.ours, on=dt.date(2026, 10, 31))

    assert (fresh.due, said_before.kept("expected")) == (dt.date(2027, 2, 28), TYPED[Kind.DATE][1])
    assert fresh.missing("reaction expected") == []


def test_an_answer_is_news_since_the_last_session_and_until_the_text_was_acted_on():
    told = f"The Secretary General reacted on {TODAY}."

    assert news("reaction received", TODAY - DAY) == news("analysed", None) == told
    assert news("reaction received", TODAY) is None
    assert news("acted on", TODAY - DAY) is None
    assert news("reaction received", None, answered_on=None) is None


def test_a_point_without_an_answer_is_missed_once_the_others_are_answered():
    assert concern("parliamentary-assembly", "reaction received", TODAY, 2) == (
        "Points still without an answer: 2.", True,
    )  # fmt: skip
    assert concern("parliamentary-assembly", "reaction expected", TODAY, 2) is None


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [("2027-08-31", 6, "2027-02-28"), ("2028-08-31", 6, "2028-02-29"), ("2027-03-15", 3, "2026-12-15")],
)
def test_months_are_counted_back_to_a_day_that_there_is(on, months, before):
    assert months_before(dt.date.fromisoformat(on), months).isoformat() == before


# On agendas: what never comes there


def test_nothing_in_a_compartment_comes_onto_an_agenda(sides):
    with pytest.raises(Refused) as no:
        tracks.must_be_open(begin(sides, "military-to-military"))

    assert said(no) == "Nothing of this track is part of a joint text."


def test_what_is_the_secretaries_own_comes_onto_no_agenda(sides):
    with pytest.raises(Refused) as no:
        tracks.must_be_open(begin(sides, level=Level.SECRETARIAT))

    assert said(no) == (
        "This entry is the two secretaries' own. To put it on an agenda, open it to the delegations first."
    )


def test_what_is_over_comes_onto_no_agenda(sides):
    entry = begin(sides)
    move(entry, "ended", sides.ours)

    with pytest.raises(Refused) as no:
        tracks.must_be_open(entry)

    assert said(no) == "This entry is “ended”; nothing more is expected of it."


def test_an_item_that_was_taken_off_an_agenda_does_not_stand_on_it():
    assert {ItemState.WITHDRAWN, ItemState.DEFERRED, ItemState.DECLINED, ItemState.MERGED}.isdisjoint(tracks.STANDS)


# Lists of people

MILITARY = TRACKS["military-to-military"]


def admit(who, there=(), by=None):
    made = known(tracks.admit(MILITARY, who, there, by=by, at=AT))
    made.party_id = who.organisation.id
    who.organisation_id = who.organisation.id
    return made


def test_the_operator_enters_the_first_two_of_each_party_and_no_more(sides):
    there = [admit(sides.ours)]
    there += [admit(person(of=sides.nato), there), admit(sides.theirs, there)]

    with pytest.raises(Refused) as no:
        admit(person(of=sides.nato), there)

    assert said(no) == "This Party has its first people on the list; it names the next ones itself."
    assert admit(person(of=sides.nato), there, by=sides.ours).stands


def test_each_side_names_its_own_people(sides):
    with pytest.raises(Refused) as no:
        admit(person(of=sides.kosovo), by=sides.ours)

    assert said(no) == "Each side names its own people."


def test_on_a_list_are_people_of_the_parties_alone(sides):
    for who in (person(of=organisation()), person(of=sides.nato, active=False)):
        with pytest.raises(Refused) as no:
            admit(who)
        assert said(no) == "On the list are people of the two Parties whose accounts are open."


def test_nobody_comes_onto_a_list_twice(sides):
    who = person("Ana Ilić", of=sides.nato)
    first = admit(who)

    with pytest.raises(Refused) as no:
        admit(who, [first])
    assert said(no) == "Ana Ilić is on this list already."

    first.end(by=sides.ours, at=AT)
    assert admit(who, [first]).reads
    with pytest.raises(Refused) as no:
        first.end(by=sides.ours, at=AT)
    assert said(no) == "Ana Ilić is not on this list any more."


def test_a_place_on_a_list_opens_nothing_to_who_left_the_party_or_whose_account_is_closed(sides):
    who = person(of=sides.nato)
    place = admit(who)
    assert place.reads

    who.active = False
    assert not place.reads
    who.active, who.organisation_id = True, sides.kosovo.id
    assert not place.reads


def test_a_track_that_is_open_has_no_list(sides):
    with pytest.raises(Refused) as no:
        tracks.admit(TRACKS["exercises"], sides.ours, (), by=None, at=AT)

    assert said(no) == "This track is open to both delegations; it has no list."


# What is read by whoever is on no list

NAMED = "This is read by people for whom a track with a list of its own is not there; it cannot name “{}”."


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("As agreed under MM/2.", "MM/2"),
        ("See MM / 14", "MM / 14"),
        ("See **MM**/14, _MM/14_", "MM/14"),
        ("See ММ⁄14", "MM/14"),
        ("The Military–to–Military TRACK goes on.", "military to military"),
        ("/tracks/military-to-military/1", "military to military"),
    ],
)
def test_what_is_told_in_public_refers_to_no_compartment(sides, words, named):
    entry = begin(sides, "public-communication")
    kept = {key: value.value for key, value in entry.values.items()}
    told = {"owner": sides.kosovo, "level": Level.DELEGATIONS, "base": entry.version, "by": sides.ours, "at": AT}
    ways = (
        lambda: tracks.must_not_be_named("Nothing here", words),
        lambda: begin(sides, "public-communication", values=kept | {"with": words}),
        lambda: entry.revise(title=words, text="", next_step="", values=kept, **told),
        lambda: move(entry, "draft", sides.ours, note=words),
        lambda: move(entry, "draft", sides.ours, evidence=words),
    )
    for way in ways:
        with pytest.raises(Refused) as no:
            way()
        assert said(no) == NAMED.format(named)
    assert (entry.title, entry.stage_name) == ("An entry", "draft")


def test_a_measure_and_soldiers_are_no_reference(sides):
    tracks.must_not_be_named("Ammunition of 7.62 mm/9 mm", "Military teams and military cooperation", "HLD/2027/1")


def test_an_entry_of_any_open_track_names_no_compartment_and_one_in_it_does(sides):
    values = {"year": "2027", "sought": "observer", "lessons": "MM/2"}
    with pytest.raises(Refused) as no:
        begin(sides, "exercises", values=values)
    assert said(no) == NAMED.format("MM/2")

    assert begin(sides, "military-to-military", values={"place": "As MM/2"}).kept("place")


# What the file says of fields and tables


def test_every_table_shows_columns_that_there_are_and_begins_at_a_rung():
    for track in TRACKS.values():
        keys = {one.key for one in track.fields}
        for table_ in track.tables:
            assert set(table_.columns) <= keys | tracks.FACTS.keys(), table_.slug
            assert table_.by in {"", *keys} - set(table_.columns)
            assert table_.since in {"", *track.rungs}
            assert set(table_.beside) <= {one.name for one in track.stages if one.aside}
        assert len({one.slug for one in track.tables}) == len(track.tables)


def test_an_activity_is_chosen_where_there_is_a_menu_and_days_alone_are_due_or_past():
    for track in TRACKS.values():
        assert track.chooses is None or track.menu
        for one in track.fields:
            assert one.kind is Kind.DATE or not (one.due or one.past or one.follows)
            assert one.kind is Kind.NUMBER or not one.counted
            assert one.follows in {"", *(other.key for other in track.fields if other.kind is Kind.DATE)}


FILE = """
[choices]
places = ["here", "there"]
[[track]]
slug = "t"
series = "T"
recommendation = 1
title = "T"
purpose = "P"
entry = "e"
stalled = 6
stages = [{ name = "one", then = ["two", "out"] }, { name = "two" }, { name = "out", aside = true }]
fields = [
  { key = "place", label = "Place", kind = "choice", choices = "places", from = "two" },
  { key = "seen", label = "Seen", kind = "date", past = true },
  { key = "first", label = "First", kind = "date" },
  { key = "second", label = "Second", kind = "date", follows = "first" },
]
tables = [{ slug = "two", title = "Two", purpose = "P", columns = ["place"], from = "two", beside = ["out"] }]
"""


@pytest.fixture
def track():
    return tracks.read(FILE)["t"]


def test_choices_are_a_list_of_the_file_and_another_word_fills_nothing(track):
    place = track.field("place")

    assert place.choices == ("here", "there")
    assert [place.is_filled(kept) for kept in ("here", "nowhere yet", "")] == [True, False, False]


def test_a_day_that_has_been_is_not_to_come(track):
    with pytest.raises(Refused) as no:
        track.must_agree(lambda key: {"seen": "2027-05-02"}.get(key, ""), dt.date(2027, 5, 1))
    track.must_agree(lambda key: {"seen": "2027-05-01"}.get(key, ""), dt.date(2027, 5, 1))

    assert said(no) == "“Seen” is a day that has been, and that is not after today."


def test_a_day_does_not_come_before_the_one_that_comes_first(track):
    def agree(**kept):
        track.must_agree(lambda key: kept.get(key, ""), dt.date(2027, 5, 1))

    agree(second="2027-05-01")
    agree(first="2028-05-01", second="2028-05-01")
    with pytest.raises(Refused) as no:
        agree(first="2028-05-02", second="2028-05-01")

    assert said(no) == "“Second” cannot come before “First”."


def test_a_table_holds_what_has_come_to_its_rung_and_what_is_beside(track):
    (shown,) = track.tables

    assert [one.name for one in track.stages if track.holds(shown, one.name)] == ["two", "out"]


def test_a_value_keeps_who_wrote_it_until_it_is_another(sides):
    entry = begin(sides, values={"year": "2027", "sought": "host"})
    told = {"year": "2027", "sought": "observer", "units": "One"}

    entry.revise(**words(entry, values=told), base=entry.version, by=sides.theirs, at=AT)

    assert {key: (one.written_by, one.written_at) for key, one in entry.values.items()} == {
        "year": (sides.ours, AT - 300 * DAY),
        "sought": (sides.theirs, AT),
        "units": (sides.theirs, AT),
    }


# What a statement claims, until when it waits, and that it stays as it was issued


@pytest.fixture
def statement(sides):
    """With one claim that says all, ready to be issued on the day of its embargo."""
    entry = begin(sides, "public-communication", at=AT - 20 * DAY)
    entry.values["embargo"].value = (AT + 2 * HOUR).isoformat()
    with_claim(entry, sides).stage_name = "cleared"
    return entry


def evidenced(claim, sides, **more):
    told = {"text": claim.text, "answer": "A report.", "answered_on": TODAY, "outcome": "", "reported": ""} | more
    claim.write(base=claim.version, by=sides.ours, at=AT, **told)


def test_no_statement_is_checked_without_a_claim_or_before_each_says_its_evidence_and_channel(sides):
    entry = begin(sides, "public-communication")
    lacks = (
        "To become “checked” it first needs point by point: Claim, Its evidence, Reported through the security channel."
    )
    ways = [
        lambda: None,
        lambda: known(entry.ask("One.", by=sides.ours, at=AT)),
        lambda: evidenced(entry.points[0], sides),
    ]
    for way in ways:
        way()
        with pytest.raises(Refused) as no:
            move(entry, "checked", sides.ours)
        assert said(no) == lacks

    evidenced(entry.points[0], sides, reported="no")
    assert move(entry, "checked", sides.ours)


def test_no_statement_is_issued_before_its_embargo_ends(sides, statement):
    until = AT + 2 * HOUR
    for at in (AT, until - DAY / 86400):
        with pytest.raises(Refused) as no:
            move(statement, "issued", sides.ours, at=at)
        told = f"{local_day(until)}, {until.astimezone(ZONE):%H:%M}"
        assert said(no) == f"It is under embargo until {told} ({ZONE})."

    assert move(statement, "issued", sides.ours, at=until)


def test_a_day_of_old_is_an_embargo_until_it_begins_in_both_capitals():
    field = TRACKS["public-communication"].field("embargo")

    assert field.read("2027-05-11") == dt.datetime(2027, 5, 10, 22, tzinfo=dt.UTC)
    assert field.read(field.keep(dt.datetime(2027, 1, 11, 9, 30))) == dt.datetime(2027, 1, 11, 8, 30, tzinfo=dt.UTC)


def test_what_was_issued_keeps_its_words_and_takes_what_was_heard_and_a_correction(sides, statement):
    move(statement, "issued", sides.ours, at=AT + 2 * HOUR)
    kept = {key: value.value for key, value in statement.values.items()}
    told = {"owner": sides.kosovo, "level": Level.DELEGATIONS, "by": sides.ours, "at": AT, "next_step": ""}
    ways = (
        lambda: statement.revise(title="Other", text="", values=kept, base=statement.version, **told),
        lambda: statement.revise(title=statement.title, text="Other", values=kept, base=statement.version, **told),
        lambda: statement.ask("Another.", by=sides.ours, at=AT),
        lambda: evidenced(statement.points[0], sides, text="Another.", reported="yes"),
    )
    for way in ways:
        with pytest.raises(Refused) as no:
            way()
        assert said(no) == "What is “issued” does not change any more; a correction is recorded beside it."

    evidenced(statement.points[0], sides, outcome="Two papers quoted it.", reported="yes")
    correction = kept | {"correction": "There were two."}
    statement.revise(title=statement.title, text=statement.text, values=correction, base=statement.version, **told)
    assert move(statement, "corrected", sides.ours, at=AT + 2 * HOUR)
