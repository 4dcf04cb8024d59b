"""The ladders as tables of their own: what a track of the brief allows is read here, not in the file of the product."""

from itertools import product

import pytest

from dialogue.domain.base import Refused
from dialogue.domain.editions import Level
from dialogue.domain.tracks import TRACKS, Kind, TrackEntry, TrackPoint, TrackValue
from dialogue.domain.working_days import local_day
from tests.domain.pairs import allowed, table
from tests.factories import AT, known
from tests.factories import table as people

LADDERS = {
    "parliamentary-assembly": """
        idea: drafted, given up
        drafted: adopted in committee, idea, given up
        adopted in committee: adopted by the plenary, drafted, not adopted
        adopted by the plenary: reaction expected
        reaction expected: reaction received
        reaction received: analysed
        analysed: acted on, reaction expected
        acted on: analysed
        not adopted: drafted
        given up: idea
        """,
    "high-level-dialogue": """
        proposed: agreed, given up
        agreed: in use, proposed, given up
        in use: reviewed
        reviewed: in use, concluded
        concluded: in use
        given up: proposed
        """,
    "centre-of-excellence": """
        concept: Framework Nation found, given up
        Framework Nation found: concept submitted, concept, given up
        concept submitted: memoranda negotiated, concept, given up
        memoranda negotiated: accredited, concept submitted, given up
        accredited: activated, assessed
        activated: assessed
        assessed: assessed again, given up
        assessed again: assessed, given up
        given up: concept
        """,
    "centres-affiliation": """
        interest: contact, given up
        contact: consent asked, interest, given up
        consent asked: consent given, contact, declined
        consent given: arrangement signed, contact
        arrangement signed: activities
        activities: under review
        under review: activities, contact
        declined: contact
        given up: interest
        """,
    "partnership-tools": """
        need: shortlisted, given up
        shortlisted: requested, need, given up
        requested: under consideration, given up
        under consideration: approved, declined
        approved: attended, given up
        attended: evaluated
        evaluated: need
        declined: need
        given up: need
        """,
    "exercises": """
        information: observer, ended
        observer: staff and planning seats, information, ended
        staff and planning seats: unit participation, observer, ended
        unit participation: planning role, staff and planning seats, ended
        planning role: host, unit participation, ended
        host: planning role, ended
        ended: information
        """,
    "military-to-military": """
        proposed: agreed, given up
        agreed: planned, proposed, given up
        planned: under way, agreed, given up
        under way: completed, given up
        completed: lessons recorded
        lessons recorded: completed
        given up: proposed
        """,
    "public-communication": """
        draft: checked, withdrawn
        checked: coordinated, draft, withdrawn
        coordinated: cleared, draft, withdrawn
        cleared: under embargo, issued, draft, withdrawn
        under embargo: issued, withdrawn
        issued: logged, corrected
        corrected: logged
        logged: corrected
        withdrawn: draft
        """,
    "silence-procedure": """
        proposed: found suitable, not suitable
        found suitable: under silence, not suitable
        under silence: adopted, broken
        adopted: precedent
        precedent: adopted
        broken: proposed, under silence
        not suitable: proposed
        """,
}

JOINT = {
    ("high-level-dialogue", "agreed"), ("high-level-dialogue", "concluded"), ("partnership-tools", "shortlisted"),
    ("military-to-military", "agreed"), ("public-communication", "coordinated"),
    ("silence-procedure", "found suitable"), ("silence-procedure", "precedent"),
}  # fmt: skip


def entry_at(slug: str, stage: str, *, filled: bool) -> TrackEntry:
    """An entry that stands there, with no word in any field of its track or with one in each."""
    sides, track = people(), TRACKS[slug]
    entry = TrackEntry(
        track_slug=slug, number=1, title="An entry", owner=sides.kosovo, level=Level.DELEGATIONS, stage_name=stage,
        began_on=local_day(AT), moved_on=local_day(AT), edited_by=sides.ours, edited_at=AT,
    )  # fmt: skip
    if filled:
        for one in track.fields:
            kept = one.choices[0] if one.choices else "2026-01-15T09:00:00+00:00" if one.kind is Kind.MOMENT else "2027"
            entry.values[one.key] = TrackValue(key=one.key, value=kept, written_by=sides.ours, written_at=AT)
        if track.points is not None:
            by = {"edited_by": sides.ours, "edited_at": AT}
            entry.points.append(TrackPoint(number=1, text="Asked", answer="Answered", reported="yes", **by))
    return known(entry)


def answered(entry: TrackEntry, stage: str, **more: str) -> str:
    """What a secretary is told who wants it there; "" where it comes there."""
    told = {"note": "Done.", "evidence": "Letter", "on": local_day(AT), "base": entry.version} | more
    try:
        moved = entry.move(stage, by=people().ours, at=AT, **told)
    except Refused as no:
        return str(no)
    return "" if moved else "waits"


def test_every_track_has_its_table() -> None:
    assert LADDERS.keys() == TRACKS.keys()


@pytest.mark.parametrize("slug", TRACKS)
def test_a_ladder_allows_what_its_table_says_and_refuses_every_other_pair(slug: str) -> None:
    track = TRACKS[slug]

    assert allowed(track.flow, track.words) == table(LADDERS[slug])


@pytest.mark.parametrize("slug", TRACKS)
def test_an_entry_is_answered_on_every_pair_of_stages_with_nothing_filled_in_and_with_all(slug: str) -> None:
    track, follows = TRACKS[slug], table(LADDERS[slug])
    for now, to in product([one.name for one in track.stages], repeat=2):
        if now == to:
            continue
        lacks = ", ".join(one.label for one in track.needed(to))
        refused = f"This is “{now}” and cannot become “{to}”."
        points = ", ".join(track.points.parts) if track.stage(to).complete else ""
        by_point = f"To become “{to}” it first needs point by point: {points}." if points else None
        first = f"To become “{to}” it first needs: {lacks}." if lacks else by_point
        comes = "waits" if (slug, to) in JOINT else ""
        bare, full = (entry_at(slug, now, filled=filled) for filled in (False, True))

        told = answered(bare, to), answered(full, to)

        assert told == ((first or comes, comes) if (now, to) in follows else (refused, refused)), (now, to)
        assert full.stage_name == (to if told[1] == "" else now)


def test_the_stages_that_take_the_word_of_both_sides_are_these() -> None:
    assert {(track.slug, one.name) for track in TRACKS.values() for one in track.stages if one.joint} == JOINT
